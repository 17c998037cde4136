"""The forms of targets and actions, and of what is reported of an action."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.evidence.forms import DocumentForm
from assessments.improvement.actions import Aim
from assessments.models import Action, Person
from assessments.models.people import Language
from assessments.web.forms import DateInput, LanguageField, PlanningForm, SeveralField
from maturity.bilingual import current_language
from maturity.models import Attribute, Criterion, Edition, Jurisdiction, Level


class TargetForm(PlanningForm, forms.Form):
    """The target of one attribute, of which a level is `attained` (None where none is known)."""

    level = forms.TypedChoiceField(
        label=_("Target level"), coerce=int, empty_value=None, required=False
    )
    by = forms.DateField(label=_("By"), widget=DateInput, required=False)
    why = forms.CharField(
        label=_("Why this level, or why it changes"),
        widget=forms.Textarea({"rows": 2}),
        max_length=1000,
        required=False,
    )
    why_language = LanguageField(_("Language of this text"))

    def __init__(self, *args: Any, levels: list[Level], attained: int | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.attained = attained
        # It says nothing where nothing is said.
        self.fields["why_language"].required = False
        self.fields["level"].choices = [  # type: ignore[attr-defined]
            ("", _("No target")),
            *((level.order, f"{level.order} – {level.text}") for level in levels if level.order),
        ]

    @property
    def aim(self) -> Aim:
        """The target that a valid form says."""
        cleaned = self.cleaned_data
        if cleaned["level"] is None:
            return Aim(None, why=cleaned["why"], why_language=self._language(cleaned))
        return Aim(cleaned["level"], cleaned["by"], cleaned["why"], self._language(cleaned))

    def _language(self, cleaned: Mapping[str, Any]) -> str:
        return (cleaned["why_language"] or current_language()) if cleaned["why"] else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("by") and not cleaned.get("level") and "level" in cleaned:
            self.add_error("level", _("Choose the level to reach by this date."))
        self.judge_planned("by")
        self._judge_reason(cleaned)
        if "level" in cleaned and (self.is_changed("level") or self.is_changed("by")):
            self._judge_level(cleaned["level"], cleaned)
        return cleaned

    def _judge_reason(self, cleaned: Mapping[str, Any]) -> None:
        """A reason for no target, where there was none, would be lost."""
        wanted = cleaned.get("level") or self.stored.get("level")
        if cleaned.get("why") and not wanted and "level" not in self.errors:
            self.add_error("level", _("Choose the level that this is the reason for."))

    def _judge_level(self, level: int | None, cleaned: dict[str, Any]) -> None:
        if level and not cleaned.get("by") and "by" not in self.errors:
            self.add_error("by", _("Choose the date by which to reach this level."))
        if level and level < (self.attained or 0):
            question = _("Level %(level)s is already attained. Choose a higher one, or confirm.")
            self.ask("level", question % {"level": self.attained})
        if self._eases(level, cleaned) and not self.is_changed("why"):
            self.add_error("why", _("Say why the target is lowered, postponed or removed."))

    def _eases(self, level: int | None, cleaned: Mapping[str, Any]) -> bool:
        """Whether less is wanted than before, or the same later."""
        old_level, old_by, by = self.stored.get("level"), self.stored.get("by"), cleaned.get("by")
        if old_level is None:
            return False
        later = bool(old_by and by and by > old_by)
        return (level or 0) < old_level or (level == old_level and later)


@dataclass(frozen=True, slots=True)
class StatementChoice:
    """A statement that an action may be to improve."""

    criterion: Criterion
    chosen: bool
    blocks: bool


@dataclass(frozen=True, slots=True)
class StatementGroup:
    """Those of one attribute."""

    attribute: Attribute
    choices: list[StatementChoice]

    @property
    def chosen(self) -> int:
        """How many are chosen."""
        return sum(each.chosen for each in self.choices)

    @property
    def blocks(self) -> int:
        """How many hold the next level back."""
        return sum(each.blocks for each in self.choices)


class ActionForm(PlanningForm, forms.ModelForm):
    """An action of the plan."""

    class Meta:
        model = Action
        fields = [
            "title", "title_language", "criteria", "effect", "assignee", "owner", "partners",
            "effort", "start", "due", "status",
        ]  # fmt: skip
        widgets = {
            "title": forms.Textarea({"rows": 2}),
            "effect": forms.Textarea({"rows": 2}),
            "start": DateInput,
            "due": DateInput,
            "criteria": forms.CheckboxSelectMultiple,
            "partners": forms.CheckboxSelectMultiple,
        }
        field_classes = {"criteria": SeveralField, "partners": SeveralField}
        labels = {"assignee": _("Who leads it"), "owner": _("Or someone outside of the portal")}
        help_texts = {
            "assignee": _("They find it under “My work”, are reminded of it, and may update it."),
            "effect": _("What will be different for clients, and how you will notice."),
        }

    def __init__(
        self,
        *args: Any,
        edition: Edition,
        people: Sequence[Person],
        governments: Sequence[Jurisdiction],
        blocking: Collection[str] = (),
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        # Both languages, beginning with that of the page, and no empty choice.
        fields: Any = self.fields
        fields["title_language"].initial = current_language()
        fields["title_language"].choices = Language.choices
        offered = Criterion.objects.filter(edition=edition).select_related("attribute")
        fields["criteria"].queryset = offered
        self.offered, self.blocking = list(offered), blocking
        chosen = Person.objects.filter(pk__in=[each.pk for each in people])
        fields["assignee"].queryset = chosen
        fields["assignee"].empty_label = _("Nobody of the team")
        fields["partners"].queryset = Jurisdiction.objects.filter(
            pk__in=[each.pk for each in governments]
        )
        if not governments:
            del fields["partners"]
        fields["effort"].choices = [("", _("Not estimated")), *fields["effort"].choices[1:]]

    @property
    def groups(self) -> list[StatementGroup]:
        """The statements to choose from, by attribute; what holds a level back is marked."""
        chosen = {str(getattr(each, "pk", each)) for each in self["criteria"].value() or ()}
        found: dict[Attribute, list[StatementChoice]] = {}
        for each in self.offered:
            choice = StatementChoice(each, str(each.pk) in chosen, each.code in self.blocking)
            found.setdefault(each.attribute, []).append(choice)
        return [StatementGroup(attribute, choices) for attribute, choices in found.items()]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if "criteria" in cleaned and not cleaned["criteria"]:
            self.add_error("criteria", _("Choose at least one statement that this is to improve."))
        if cleaned.get("assignee") and cleaned.get("owner"):
            message = _("Choose someone of the team, or name someone outside, not both.")
            self.add_error("owner", message)
        over = cleaned.get("status") not in Action.OPEN
        for name in ("start", "due"):
            self.judge_planned(name, ask=name == "due" and not over)
        start, due = cleaned.get("start"), cleaned.get("due")
        if start and due and due < start and not self.errors:
            self.add_error("due", _("This date is before the start. Correct one of them."))
        return cleaned


class UpdateForm(DocumentForm):
    """What has happened with an action, how it stands now, and what shows it."""

    status = forms.ChoiceField(label=_("Status"), choices=Action.Status)
    text = forms.CharField(
        label=_("What has happened"),
        widget=forms.Textarea({"rows": 3}),
        max_length=2000,
        required=False,
    )
    text_language = LanguageField(_("Language of this text"))
    field_order = ("status", "text", "text_language")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        says = ("text", "document_title", "document_url", "document_file")
        silent = not self.is_changed("status") and not any(cleaned.get(each) for each in says)
        if silent and not self.errors:
            self.add_error("text", _("Say what has happened, or change the status."))
        return cleaned
