"""The forms of lessons: which ones a list has, what a lesson says, how the secretariat curates."""

from collections.abc import Mapping
from operator import itemgetter
from typing import Any

from django import forms
from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from assessments.evidence.forms import DocumentForm
from assessments.improvement.forms import StatementChoice, StatementGroup, by_code
from assessments.lessons.actions import TEXTS
from assessments.models import Lesson, LessonTranslation
from assessments.models.people import Language
from assessments.search.reads import AskedWords, asked
from assessments.web.forms import FilterForm, LanguageField, PlainForm, SeveralField
from maturity.bilingual import current_language
from maturity.folding import by_name
from maturity.models import Attribute, Channel, Council, Criterion, Edition, Stage

# Who will read it, said plainly beside each choice.
READERS = [
    (
        Lesson.Audience.INITIATIVE,
        _("Our team – only your team and the secretariat read it."),
    ),
    (
        Lesson.Audience.COUNCIL,
        _(
            "Our council – its co-chairs and viewers, and those of the Joint Councils, read it too."
            " They see your initiative’s name only if they can already see your initiative."
        ),
    ),
    (
        Lesson.Audience.ALL,
        _(
            "All councils – everyone with a role in the portal reads it, with the name of your"
            " initiative."
        ),
    ),
]


class Curated(TextChoices):
    YES = "yes", _("Curated only")


class LessonsForm(FilterForm):
    """Which lessons a list has."""

    q = forms.CharField(label=_("Search"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    attribute = forms.ChoiceField(label=_("Attribute"), required=False)
    statement = forms.ChoiceField(label=_("Statement"), required=False)
    stage = forms.ChoiceField(label=_("Life-cycle stage"), required=False)
    channel = forms.ChoiceField(label=_("Channel"), required=False)
    council = forms.ChoiceField(label=_("Council"), required=False)
    language = forms.ChoiceField(label=_("Can be read in"), required=False)
    curated = forms.ChoiceField(label=_("Curated by the secretariat"), required=False)

    def __init__(self, data: Mapping[str, Any], edition: Edition):
        super().__init__(data)
        criteria = Criterion.objects.filter(edition=edition).order_by("attribute__order", "code")
        codes = criteria.values_list("code", flat=True)
        self.offer("kind", _("All kinds"), Lesson.Kind.choices)
        self.offer("attribute", _("All attributes"), _named(edition.attribute_set.all()))
        self.offer("statement", _("All statements"), [(each, each) for each in codes])
        self.offer("stage", _("All stages"), _named(Stage.objects.all()))
        self.offer("channel", _("All channels"), _named(Channel.objects.all()))
        self.offer(
            "council", _("All councils"), by_name(_named(Council.objects.all()), itemgetter(1))
        )
        self.offer("language", _("Either language"), Language.choices)
        self.offer("curated", _("Curated or not"), Curated.choices)

    @property
    def given(self) -> dict[str, str]:
        """As of every list; the words that are searched for are no filter."""
        return {name: value for name, value in super().given.items() if name != "q"}

    @property
    def search(self) -> AskedWords:
        """What is searched for."""
        return asked(self.data.get("q", ""))


def _named(rows: QuerySet[Any]) -> list[tuple[str, str]]:
    """Codes and names of rows, in the language of the page."""
    known = rows.values_list("code", "text_en", "text_fr")
    french = current_language() == "fr"
    return [(code, text_fr if french and text_fr else text_en) for code, text_en, text_fr in known]


class LessonForm(DocumentForm, forms.ModelForm):
    """What a team tells others, with a document if it likes."""

    audience = forms.ChoiceField(
        label=_("Who may read it"),
        choices=READERS,
        widget=forms.RadioSelect,
        initial=Lesson.Audience.INITIATIVE,
    )

    class Meta:
        model = Lesson
        fields = [
            "kind", "text_language", "title", "situation", "done", "happened", "text", "clients",
            "attributes", "criteria", "stage", "channels", "audience",
        ]  # fmt: skip
        widgets = {
            "situation": forms.Textarea({"rows": 4}),
            "done": forms.Textarea({"rows": 4}),
            "happened": forms.Textarea({"rows": 4}),
            "text": forms.Textarea({"rows": 4}),
            "attributes": forms.CheckboxSelectMultiple,
            "criteria": forms.CheckboxSelectMultiple,
            "channels": forms.CheckboxSelectMultiple,
        }
        field_classes = dict.fromkeys(("attributes", "criteria", "channels"), SeveralField)
        labels = {"text_language": _("Language in which you write")}
        help_texts = {
            "title": _("In one line, what someone with the same problem would look for."),
            "situation": _("Optional. What the service was like, and what the problem was."),
            "done": _("Optional. What your team changed or tried, and with whom."),
            "happened": _("Optional. What came of it, with figures if you have them."),
            "text": _("What to do, or to avoid. Do not name clients."),
            "clients": _("Optional. For example: newcomers, bereaved families, small businesses."),
            "attributes": _("Lessons are found by these, also by readers of the other language."),
            "criteria": _("The more exactly you say it, the better others find your lesson."),
        }

    field_order = [
        *Meta.fields[:-1], "document_title", "document_url", "document_file", "audience",
    ]  # fmt: skip

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any):
        attributes = Attribute.objects.filter(edition=edition)
        criteria = Criterion.objects.filter(edition=edition).select_related("attribute")
        self.offered = list(criteria)
        offered = {"attributes": attributes, "criteria": self.offered}
        ticked, self.kept = by_code(kwargs.get("instance"), offered)
        kwargs["initial"] = ticked | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["text_language"].initial = current_language()
        fields["text_language"].choices = Language.choices
        fields["attributes"].queryset = attributes
        fields["criteria"].queryset = criteria
        for name in ("attributes", "channels"):
            fields[name].label_from_instance = lambda each: each.text
        fields["stage"].empty_label = _("All stages")
        fields["stage"].label_from_instance = lambda each: each.text

    @property
    def groups(self) -> list[StatementGroup]:
        """The statements to choose from, by attribute."""
        chosen = {str(getattr(each, "pk", each)) for each in self["criteria"].value() or ()}
        found: dict[Attribute, list[StatementChoice]] = {}
        for each in self.offered:
            choice = StatementChoice(each, str(each.pk) in chosen, blocks=False)
            found.setdefault(each.attribute, []).append(choice)
        return [StatementGroup(attribute, choices) for attribute, choices in found.items()]

    @property
    def said(self) -> dict[str, Any]:
        """What a valid form says of the lesson itself, by its fields."""
        said = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return said | {name: [*said[name], *rows] for name, rows in self.kept.items()}


class TranslationForm(PlainForm, forms.ModelForm):
    """A lesson in its other language, beside it."""

    class Meta:
        model = LessonTranslation
        fields = list(TEXTS)
        widgets = {
            name: forms.Textarea({"rows": 5}) for name in ("situation", "done", "happened", "text")
        }

    def __init__(self, *args: Any, lesson: Lesson, **kwargs: Any):
        super().__init__(*args, **kwargs)
        # What the lesson does not say, its translation does not either.
        for name in TEXTS:
            if getattr(lesson, name):
                self.fields[name].required = True
            else:
                del self.fields[name]

    @property
    def texts(self) -> dict[str, str]:
        """What a valid form says, by `actions.TEXTS`."""
        return {name: self.cleaned_data.get(name, "") for name in TEXTS}


class SendBackForm(PlainForm, forms.Form):
    """Why the secretariat sends a lesson back to its team."""

    note = forms.CharField(
        label=_("What the team should change"),
        widget=forms.Textarea({"rows": 3}),
        max_length=1000,
    )
    note_language = LanguageField(_("Language of this text"))
