"""Forms of the playbook: finding plays, writing them, saying what an initiative does with one."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.db.models import Max
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.evidence.forms import DocumentForm
from assessments.models import Play, PlayUse, PlayVersion
from assessments.playbook.texts import COLUMNS, LISTS, TEXTS
from assessments.playbook.using import WITHOUT_ARTEFACT
from assessments.web.forms import LanguageField, PlainForm
from maturity.bilingual import LANGUAGES
from maturity.models import Attribute, Criterion, Level, Result, Stage

NOT_OFFERED = {
    "invalid_choice": _(
        "This is not one of the choices. Choose one from the list, or leave the field empty to"
        " see all."
    )
}
# How many lines each text has room for; all others have three.
ROWS = {"when": 4, "steps": 16, "people": 7, "example": 8, "artefact": 6, "pitfalls": 6}
HELP = {
    "title": _("Short, and beginning with a verb."),
    "problem": _("What goes wrong for clients without it."),
    "steps": _("Five to nine numbered steps, a line each: “1. Count the contacts.”"),
    "example": _("From a source that you name, or one that says that it is fictitious."),
    "artefact": _("The document that proves it was done: what it contains, how old it may be."),
    "references": _("A list with links, one per line: “- Author, [title](https://…)”."),
}


def _steps(top: int) -> list[tuple[str, str]]:
    """The levels that a play can lead to, from the one before."""
    step = gettext("From level %(from)s to level %(to)s")
    return [
        ("1", gettext("Towards level 1")),
        *((str(n), step % {"from": n - 1, "to": n}) for n in range(2, top + 1)),
    ]


def _level_names(top: int) -> list[tuple[int, str]]:
    level = gettext("Level %(level)s")
    return [
        (0, gettext("Before level 1")),
        *((n, level % {"level": n}) for n in range(1, top + 1)),
    ]


def _highest(version: PlayVersion) -> int:
    """The highest level that a play can lead to: of any edition, or what it leads to already."""
    levels = Level.objects.exclude(edition__published_at=None)
    return max(levels.aggregate(top=Max("order"))["top"] or 1, version.to_level)


class FindForm(PlainForm, forms.Form):
    """Which plays a reader is looking for; all of it is in the address of the page."""

    q = forms.CharField(
        label=_("Words"),
        required=False,
        widget=forms.TextInput({"type": "search", "class": "form-control"}),
    )
    attribute = forms.ChoiceField(label=_("Attribute"), required=False, error_messages=NOT_OFFERED)
    criterion = forms.ChoiceField(label=_("Statement"), required=False, error_messages=NOT_OFFERED)
    step = forms.ChoiceField(label=_("Level"), required=False, error_messages=NOT_OFFERED)
    stage = forms.ChoiceField(label=_("Stage"), required=False, error_messages=NOT_OFFERED)

    def __init__(
        self,
        data: Any,
        *,
        attributes: Sequence[Attribute],
        criteria: Sequence[str],
        stages: Sequence[Stage],
        top: int,
    ) -> None:
        super().__init__(data)
        offered: dict[str, Any] = {
            "attribute": [("", _("All attributes")), *((one.code, one.text) for one in attributes)],
            "criterion": [("", _("All statements")), *((code, code) for code in criteria)],
            "step": [("", _("All levels")), *_steps(top)],
            "stage": [("", _("All stages")), *((one.code, one.text) for one in stages)],
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def given(self) -> dict[str, str]:
        """What a valid form asks for, without what is left open."""
        return {name: value for name, value in self.cleaned_data.items() if value}


class PlayForm(PlainForm, forms.ModelForm):
    """All that a play says, each text in both languages side by side."""

    criteria = forms.MultipleChoiceField(
        label=_("Statements"), widget=forms.CheckboxSelectMultiple, required=False
    )
    results = forms.MultipleChoiceField(
        label=_("Results"), widget=forms.CheckboxSelectMultiple, required=False
    )
    stages = forms.MultipleChoiceField(
        label=_("Life-cycle stages"), widget=forms.CheckboxSelectMultiple, required=False
    )
    from_level = forms.TypedChoiceField(label=_("From level"), coerce=int)
    to_level = forms.TypedChoiceField(label=_("To level"), coerce=int)

    class Meta:
        model = PlayVersion
        fields = COLUMNS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        statements = Criterion.objects.exclude(edition__published_at=None)
        results = Result.objects.exclude(edition__published_at=None)
        for name, rows in (
            ("criteria", statements.order_by("edition__published_at", "attribute__order", "order")),
            ("results", results.order_by("edition__published_at", "order")),
            ("stages", Stage.objects.all()),
        ):
            texts = {each.code: each.text for each in rows}
            choices = [(code, f"{code} – {text}") for code, text in texts.items()]
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        named = _level_names(_highest(self.instance))
        self.fields["from_level"].choices = named[:-1]  # type: ignore[attr-defined]
        self.fields["to_level"].choices = named[1:]  # type: ignore[attr-defined]
        for name in TEXTS:
            for language in LANGUAGES:
                self._lay_out(name, language)

    def _lay_out(self, name: str, language: str) -> None:
        field: Any = self.fields[f"{name}_{language}"]
        # Readers of a screen hear both fields of a pair, one after the other.
        label = _("%(label)s, in English") if language == "en" else _("%(label)s, in French")
        field.label = label % {"label": field.label}
        rows = ROWS.get(name, 3)
        field.widget = forms.Textarea({"rows": rows, "lang": f"{language}-CA"})
        if name == "title":
            field.widget = forms.TextInput({"lang": f"{language}-CA"})
        field.widget.attrs["maxlength"] = field.max_length
        field.help_text = HELP.get(name, "")

    def pairs(self) -> Iterator[tuple[BoundField, BoundField]]:
        """The fields of each text: English, French."""
        for name in TEXTS:
            yield self[f"{name}_en"], self[f"{name}_fr"]

    def about(self) -> Iterator[BoundField]:
        """The fields of what the play serves."""
        for name in ("from_level", "to_level", *LISTS):
            yield self[name]

    @property
    def values(self) -> dict[str, Any]:
        """What the form says, by column of a version; of a valid form."""
        return {name: self.cleaned_data[name] for name in COLUMNS}

    def _post_clean(self) -> None:
        """What a version may say is judged where it is saved (`actions`), not here."""


class NewPlayForm(PlainForm, forms.ModelForm):
    """The permanent code of a new play."""

    class Meta:
        model = Play
        fields = ("code",)
        help_texts = {
            "code": _("It is permanent: such as ACC-d for an attribute, or X7 for all of them.")
        }


class UseForm(DocumentForm):
    """How far an initiative is with a play, and what shows it.

    Without a document the one that is `kept` stays.
    """

    state = forms.ChoiceField(label=_("Status"), choices=PlayUse.State)
    note = forms.CharField(
        label=_("Note"), widget=forms.Textarea({"rows": 3}), max_length=1000, required=False
    )
    note_language = LanguageField(_("Language of this note"))
    field_order = (
        "state", "document_title", "document_url", "document_file", "note", "note_language",
    )  # fmt: skip

    def __init__(self, *args: Any, use: PlayUse | None = None, **kwargs: Any) -> None:
        self.kept = bool(use and use.title)
        stored = {"state": use.state, "note": use.note} if use else {}
        if use and use.note:
            stored["note_language"] = use.note_language
        super().__init__(*args, stored=stored or None, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        shows = self.kept or cleaned.get("document_url") or cleaned.get("document_file")
        if cleaned.get("state") == PlayUse.State.DONE and not shows and not self.errors:
            self.add_error("document_url", WITHOUT_ARTEFACT)
        return cleaned
