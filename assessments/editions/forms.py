"""Forms of the secretariat: beginning a draft, and what it says in both languages."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from assessments.editions.drafting import (
    CONFIRMED,
    NEW_TEXT,
    ChangeKind,
    Document,
    Placed,
    Reason,
    change_of,
    statements,
)
from assessments.models import EditionDraft
from assessments.web.forms import LanguageField, PlainForm
from maturity.bilingual import LANGUAGES, current_language
from maturity.model_file import FEWEST_LEVELS, MOST_LEVELS
from maturity.models import Edition, Guidance, Provenance, ScoringRule
from maturity.thresholds import COUNTS, DEFAULTS

IN_LANGUAGE = {"en": _("%(label)s, in English"), "fr": _("%(label)s, in French")}
THRESHOLDS = {
    "reproducibility": _("Coefficient of reproducibility, at least"),
    "scalability": _("Coefficient of scalability, at least"),
    "homogeneity": _("Loevinger’s H, at least"),
    "alpha_tentative": _("Krippendorff’s alpha, tentative from"),
    "alpha_reliable": _("Krippendorff’s alpha, reliable from"),
    "content_validity": _("Content validity (I-CVI) of the ballot, at least"),
    "order_share": _("Share of samples in which the order of levels holds, at least"),
    "floor_ceiling": _("Share of ratings at the lowest or highest point, at most"),
    "item_rest": _("Correlation of a statement with the others, at least"),
    "least_assessments": _("Assessments below which figures carry a caution"),
    "order_assessments": _("Assessments from which the order of statements is judged"),
    "language_ratings": _("Ratings in each language from which the French is judged"),
}


class DraftForm(PlainForm, forms.ModelForm):
    """From which edition a new one is drafted, and its permanent code."""

    class Meta:
        model = EditionDraft
        fields = ("based_on", "code")
        labels = {"based_on": _("Begin with the texts of")}
        help_texts = {"code": _("It is permanent, such as 2027-1.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        published = Edition.objects.exclude(published_at=None).order_by("-published_at")
        field: Any = self.fields["based_on"]
        field.queryset, field.empty_label = published, None


class TextForm(PlainForm, forms.Form):
    """A wording of the model in both languages side by side, where it comes from, and a note."""

    en = forms.CharField(
        label=_("Text"), required=False, max_length=10_000, widget=forms.Textarea({"rows": 4})
    )
    fr = forms.CharField(
        label=_("Text"), required=False, max_length=10_000, widget=forms.Textarea({"rows": 4})
    )
    provenance_en = forms.ChoiceField(label=_("Source"), choices=Provenance)
    provenance_fr = forms.ChoiceField(label=_("Source"), choices=Provenance)
    note = forms.CharField(
        label=_("Note on the text"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language in LANGUAGES:
            for name in (language, f"provenance_{language}"):
                field = self.fields[name]
                field.label = IN_LANGUAGE[language] % {"label": field.label}
            self.fields[language].widget.attrs["lang"] = f"{language}-CA"
            self.fields[f"provenance_{language}"].initial = NEW_TEXT

    def pairs(self) -> Iterator[tuple[BoundField, BoundField]]:
        """The fields of both languages."""
        yield self["en"], self["fr"]
        yield self["provenance_en"], self["provenance_fr"]

    @property
    def texts(self) -> Document:
        """What a valid form says, as the model file has it."""
        said = self.cleaned_data
        entry: Document = {
            "en": said["en"],
            "fr": said["fr"] or None,
            "provenance": {each: said[f"provenance_{each}"] for each in LANGUAGES},
        }
        return entry | ({"note": said["note"]} if said["note"] else {})


def stored_texts(entry: Mapping[str, Any]) -> Document:
    """What a form of a wording begins with."""
    texts, sources = entry.get("name", entry), entry["provenance"]
    return {
        "en": texts["en"] or "",
        "fr": texts["fr"] or "",
        "provenance_en": sources["en"],
        "provenance_fr": sources["fr"] or NEW_TEXT,
        "note": entry.get("note", ""),
    }


class NewTextForm(TextForm):
    """A new attribute or result."""

    code = forms.CharField(
        label=_("Code"), max_length=40, help_text=_("It is permanent, such as ACC.")
    )
    field_order = ("code",)

    def __init__(self, *args: Any, taken: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._taken = set(taken)

    def clean_code(self) -> str:
        return free_code(self.cleaned_data["code"], self._taken)


def free_code(code: str, taken: Iterable[str]) -> str:
    """Return a code that nothing has yet. Raises ValidationError for any other."""
    shape = forms.RegexField(r"\A[A-Z0-9][A-Z0-9_-]{0,39}\Z")
    try:
        shape.clean(code)
    except forms.ValidationError:
        message = _("Use capital letters, digits, hyphens and underscores, such as ACC-11.")
        raise forms.ValidationError(message) from None
    if code in taken:
        raise forms.ValidationError(_("This code is in use. Choose another."))
    return code


class ReasonForm(PlainForm, forms.Form):
    """Why something is changed."""

    reason = forms.CharField(
        label=_("Why it changes"), max_length=2000, widget=forms.Textarea({"rows": 3})
    )
    reason_language = LanguageField(_("Language of the reason"))

    @property
    def why(self) -> Reason | None:
        """What a valid form says; None for nothing."""
        text = self.cleaned_data["reason"]
        return Reason(text, self.cleaned_data["reason_language"]) if text else None


class StatementForm(TextForm, ReasonForm):
    """A statement: what it says, where it stands, how to rate it, where it comes from, and why it
    changes."""

    code = forms.CharField(
        label=_("Code"), max_length=40, help_text=_("It is permanent, such as ACC-11.")
    )
    attribute = forms.ChoiceField(label=_("Attribute"))
    level = forms.TypedChoiceField(label=_("Level"), coerce=int)
    alt_level = forms.TypedChoiceField(
        label=_("Other level it may belong to"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("The doubt is shown wherever the level is shown."),
    )
    place = forms.IntegerField(
        label=_("Place among the statements of the attribute"), min_value=1, max_value=400
    )
    origin = forms.ChoiceField(
        label=_("Comes from"),
        required=False,
        help_text=_("The statement of the earlier edition that this one continues."),
    )
    kind = forms.ChoiceField(
        label=_("What kind of change it is"),
        choices=ChangeKind,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("A new statement and one at another level are always substantive."),
    )

    def __init__(
        self,
        *args: Any,
        document: Document,
        origins: Sequence[Placed],
        code: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False
        self._taken = set(statements(document))
        if code:
            del self.fields["code"]
        language = current_language()
        levels = [
            (each["order"], f"{each['order']} – {each[language] or each['code']}")
            for each in document["levels"]
        ]
        choices: dict[str, Any] = {
            "attribute": [
                (each["code"], each["name"][language] or each["code"])
                for each in document["attributes"]
            ],
            "level": levels,
            "alt_level": [("", _("None – the level is not in doubt")), *levels],
            "origin": [
                ("", _("None: it is new")),
                *(
                    (
                        each.criterion["code"],
                        f"{each.criterion['code']} – {each.criterion[language]}",
                    )
                    for each in origins
                ),
            ],
        }
        for name, options in choices.items():
            self.fields[name].choices = options  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        return free_code(self.cleaned_data["code"], self._taken)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("reason") and not cleaned.get("kind"):
            cleaned["kind"] = ChangeKind.SUBSTANTIVE.value
        if cleaned.get("alt_level") and cleaned["alt_level"] == cleaned.get("level"):
            message = _("The statement is at this level. Choose another one, or none.")
            self.add_error("alt_level", message)
        for language in LANGUAGES:
            source = f"provenance_{language}"
            if cleaned.get(source) == CONFIRMED and self.is_changed(language):
                message = _("Members have not confirmed this wording. Choose another source.")
                self.add_error(source, message)
        return cleaned

    @property
    def texts(self) -> Document:
        """What a valid form says of the statement itself, as the model file has it."""
        said = self.cleaned_data
        doubt = {"alt_level": said["alt_level"]} if said["alt_level"] else {}
        return super().texts | {"level": said["level"]} | doubt

    def guides(self) -> Iterator[tuple[BoundField, BoundField]]:
        """The fields of what each rating looks like: English, French."""
        for about in Guidance.About.values:
            yield self[f"guide_{about}_en"], self[f"guide_{about}_fr"]

    def guidance(self, kept: Mapping[str, Any]) -> dict[str, Document]:
        """What a valid form says of each rating; what is `kept` as it is keeps its sources."""
        said = self.cleaned_data
        found = {}
        for about in Guidance.About.values:
            texts = {each: said[f"guide_{about}_{each}"] for each in LANGUAGES}
            old = kept.get(about)
            sources = {
                each: old["provenance"][each] if old and old[each] == texts[each] else NEW_TEXT
                for each in LANGUAGES
            }
            found[about] = {**texts, "provenance": sources}
        return found


def _guide_field(about: Guidance.About, language: str) -> forms.CharField:
    label = _("%(rating)s – what it looks like") % {"rating": about.label}
    return forms.CharField(
        label=IN_LANGUAGE[language] % {"label": label},
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 2, "lang": f"{language}-CA"}),
    )


# A pair of fields for each rating, and one for an example.
StatementForm.base_fields.update(
    {
        f"guide_{about.value}_{language}": _guide_field(about, language)
        for about in Guidance.About
        for language in LANGUAGES
    }
)


def stored_statement(document: Document, guidance: Mapping[str, Any], code: str) -> Document:
    """What the form of a statement of a draft begins with."""
    placed = statements(document)[code]
    change = change_of(document, code)
    reason = change.get("reason") or {}
    guides = {
        f"guide_{about}_{language}": guidance.get(about, {}).get(language, "")
        for about in Guidance.About.values
        for language in LANGUAGES
    }
    return {
        **stored_texts(placed.criterion),
        "attribute": placed.attribute["code"],
        "level": placed.criterion["level"],
        "alt_level": placed.criterion.get("alt_level", ""),
        "place": placed.criterion["order"],
        "origin": change.get("from", ""),
        "kind": change.get("kind", ""),
        "reason": reason.get("text", ""),
        "reason_language": reason.get("lang", current_language()),
        **guides,
    }


class LevelsForm(PlainForm, forms.Form):
    """How many levels an edition has."""

    number = forms.TypedChoiceField(
        label=_("Number of levels"),
        coerce=int,
        choices=[(each, each) for each in range(FEWEST_LEVELS, MOST_LEVELS + 1)],
        help_text=_("New levels are added at the end and need texts in both languages."),
    )


class RulesForm(PlainForm, forms.Form):
    """By which rule levels are attained, and the thresholds by which the edition is validated."""

    rule = forms.ChoiceField(label=_("Scoring rule"), choices=ScoringRule)

    @property
    def thresholds(self) -> dict[str, float]:
        """What a valid form says, in the order of the defaults."""
        said = self.cleaned_data
        return {name: said[name] if name in COUNTS else float(said[name]) for name in DEFAULTS}


RulesForm.base_fields.update(
    {
        name: forms.IntegerField(label=THRESHOLDS[name], min_value=1, max_value=10_000)
        if name in COUNTS
        else forms.DecimalField(
            label=THRESHOLDS[name], min_value=0, max_value=1, max_digits=5, decimal_places=4
        )
        for name in DEFAULTS
    }
)
