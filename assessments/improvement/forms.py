"""The forms of targets, actions and lessons."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.models import Action, Assessment, Lesson
from assessments.models.people import Language
from assessments.web.forms import DateInput, PlanningForm, SeveralField
from maturity.bilingual import current_language
from maturity.models import Criterion, Level


class TargetForm(PlanningForm, forms.Form):
    """The target of one attribute, of which a level is `attained` (None where none is known)."""

    level = forms.TypedChoiceField(
        label=_("Target level"), coerce=int, empty_value=None, required=False
    )
    by = forms.DateField(label=_("By"), widget=DateInput, required=False)

    def __init__(self, *args: Any, levels: list[Level], attained: int | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.attained = attained
        self.fields["level"].choices = [  # type: ignore[attr-defined]
            ("", _("No target")),
            *((level.order, f"{level.order} – {level.text}") for level in levels if level.order),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("by") and not cleaned.get("level") and "level" in cleaned:
            self.add_error("level", _("Choose the level to reach by this date."))
        self.judge_planned("by")
        level = cleaned.get("level")
        if level and (self.is_changed("level") or self.is_changed("by")):
            self._judge_level(level, cleaned)
        return cleaned

    def _judge_level(self, level: int, cleaned: dict[str, Any]) -> None:
        if not cleaned.get("by") and "by" not in self.errors:
            self.add_error("by", _("Choose the date by which to reach this level."))
        if level < (self.attained or 0):
            question = _("Level %(level)s is already attained. Choose a higher one, or confirm.")
            self.ask("level", question % {"level": self.attained})


class ItemForm(PlanningForm, forms.ModelForm):
    """What the forms of actions and lessons share: the language of a text, and its criteria."""

    def __init__(self, *args: Any, assessment: Assessment, **kwargs: Any):
        super().__init__(*args, **kwargs)
        # Both languages, beginning with that of the page, and no empty choice.
        language: Any = self.fields.get("title_language") or self.fields["text_language"]
        language.initial, language.choices = current_language(), Language.choices
        criteria: Any = self.fields["criteria"]
        offered = Criterion.objects.filter(edition=assessment.edition)
        criteria.queryset = offered.select_related("attribute")
        criteria.label_from_instance = lambda each: f"{each.code} – {each.text}"


class ActionForm(ItemForm):
    class Meta:
        model = Action
        fields = ["title", "title_language", "criteria", "owner", "due", "status"]
        widgets = {
            "title": forms.Textarea({"rows": 2}),
            "due": DateInput,
            "criteria": forms.CheckboxSelectMultiple,
        }
        field_classes = {"criteria": SeveralField}

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if cleaned.get("status") not in (Action.Status.DONE, Action.Status.CANCELLED):
            self.judge_planned("due")
        return cleaned


class LessonForm(ItemForm):
    class Meta:
        model = Lesson
        fields = ["kind", "text", "text_language", "criteria"]
        widgets = {
            "kind": forms.RadioSelect,
            "text": forms.Textarea({"rows": 5}),
            "criteria": forms.CheckboxSelectMultiple,
        }
        field_classes = {"criteria": SeveralField}
        help_texts = {
            "text": _(
                "What worked, or what you would do differently, and how you know. Do not "
                "name clients."
            ),
        }
