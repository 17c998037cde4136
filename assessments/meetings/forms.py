"""Forms of what a council decides."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.models import CouncilTarget, Decision, Meeting
from assessments.web.forms import DateInput, PlainForm, PlanningForm
from maturity.days import planned_fault
from maturity.models import Level

SHARE = _("Enter a whole number from 1 to 100.")


class MeetingForm(PlainForm, forms.ModelForm):
    """The day of a meeting."""

    class Meta:
        model = Meeting
        fields = ["held_on"]
        widgets = {"held_on": DateInput}
        error_messages = {"held_on": {"required": _("Enter the date of the meeting.")}}

    def clean_held_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["held_on"]
        if fault := planned_fault(day):
            raise forms.ValidationError(fault)
        return day


class DecisionForm(PlainForm, forms.ModelForm):
    """A decision in both languages, or in one until the other is there; left empty, none."""

    asks_languages = False

    class Meta:
        model = Decision
        fields = ["kind", "text_en", "text_fr"]
        widgets = {
            "text_en": forms.Textarea({"rows": 3, "lang": "en"}),
            "text_fr": forms.Textarea({"rows": 3, "lang": "fr"}),
        }

    remove = forms.BooleanField(label=_("Remove this decision"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = Decision.Kind.choices  # type: ignore[attr-defined]
        if self.instance._state.adding:
            del self.fields["remove"]
            self.empty_permitted, self.use_required_attribute = True, False

    @property
    def removing(self) -> bool:
        """Whether the decision is to go, whatever else the form says."""
        return "remove" in self.fields and self.add_prefix("remove") in self.data

    def has_changed(self) -> bool:
        """Whether it says anything: a kind alone is no decision."""
        said = set(self.changed_data)
        return bool(said - {"kind"} if self.empty_permitted else said)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if not (self.removing or cleaned.get("text_en") or cleaned.get("text_fr") or self.errors):
            message = _("Enter the text in at least one language, or remove the decision.")
            self.add_error("text_en", message)
        return cleaned

    @property
    def values(self) -> dict[str, str] | None:
        """What a valid form says, by column; None where the decision is to go."""
        if self.removing:
            return None
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class CouncilTargetForm(PlanningForm, forms.Form):
    """What a council aims for in an attribute: a level, for which share of initiatives, by when."""

    level = forms.TypedChoiceField(
        label=_("Target level"), coerce=int, empty_value=None, required=False
    )
    share = forms.IntegerField(
        label=_("Share of initiatives (%)"),
        min_value=1,
        max_value=100,
        required=False,
        widget=forms.TextInput({"inputmode": "numeric"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), SHARE),
    )
    by = forms.DateField(label=_("By"), widget=DateInput, required=False)

    def __init__(self, *args: Any, levels: list[Level], name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subject = name
        self.fields["level"].choices = [  # type: ignore[attr-defined]
            ("", _("No target")),
            *((level.order, f"{level.order} – {level.text}") for level in levels if level.order),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "level" in cleaned and cleaned["level"] is None:
            if cleaned.get("by") or cleaned.get("share"):
                self.add_error("level", _("Choose the level, or clear the other fields."))
            return cleaned
        if not cleaned.get("share") and "share" not in self.errors:
            self.add_error("share", SHARE)
        if not cleaned.get("by") and "by" not in self.errors:
            self.add_error("by", _("Choose the date by which to reach this level."))
        self.judge_planned("by")
        return cleaned

    @property
    def values(self) -> dict[str, Any] | None:
        """What a valid form says, by column; None for no target."""
        cleaned = self.cleaned_data
        if cleaned["level"] is None:
            return None
        return {"level": cleaned["level"], "share": cleaned["share"], "by": cleaned["by"]}


def stored(target: CouncilTarget | None) -> dict[str, Any]:
    """What a form says of a target that is kept; of none too, so that one which somebody else sets
    meanwhile is not removed unseen."""
    return {name: getattr(target, name, None) for name in ("level", "share", "by")}
