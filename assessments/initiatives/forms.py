"""The forms of an initiative, and of the start of an assessment."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.cycle.moving import editions_to_start_on
from assessments.cycle.reads import last_baseline_day
from assessments.initiatives.actions import initiative_faults
from assessments.models import Initiative
from assessments.web.forms import DUE_HELP, DateInput, PlainForm, PlanningForm, SeveralField
from maturity.days import situation_fault
from maturity.models import Edition, Stage


class InitiativeForm(PlainForm, forms.ModelForm):
    class Meta:
        model = Initiative
        fields = [
            "code", "name_en", "name_fr", "council", "lead", "partners", "channels", "priorities",
        ]  # fmt: skip
        widgets = {
            "partners": forms.CheckboxSelectMultiple,
            "channels": forms.CheckboxSelectMultiple,
            "priorities": forms.CheckboxSelectMultiple,
        }
        field_classes = dict.fromkeys(("partners", "channels", "priorities"), SeveralField)
        help_texts = {
            "code": _("Short and lasting, in capital letters, such as DEATH. It is part of links."),
            "channels": _("Every way in which a client can reach the service."),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        known = None if self.instance._state.adding else self.instance
        for fault in list(initiative_faults(known, cleaned)):
            self.add_error(fault.place.removeprefix("initiative."), fault.message)
        return cleaned


class StartForm(PlanningForm, forms.Form):
    """The start of an assessment: which stage, and as of when."""

    stage = forms.ModelChoiceField(
        Stage.objects.all(),
        label=_("Life-cycle stage"),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    as_of = forms.DateField(
        label=_("Situation as of"), widget=DateInput, initial=timezone.localdate
    )
    due = forms.DateField(
        label=_("To be submitted by"), help_text=DUE_HELP, widget=DateInput, required=False
    )

    edition = forms.ModelChoiceField(
        Edition.objects.none(),
        label=_("Edition of the model"),
        empty_label=None,
        required=False,
        help_text=_(
            "On the newest edition, statements that ask the same keep their ratings until you"
            " confirm them; the others are rated anew."
        ),
    )

    def __init__(self, *args: Any, initiative: Initiative, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.initiative = initiative
        offered = editions_to_start_on(initiative)
        if len(offered) > 1:
            field: Any = self.fields["edition"]
            keys = [each.pk for each in offered]
            field.queryset = Edition.objects.filter(pk__in=keys).order_by("-published_at", "-pk")
        else:
            del self.fields["edition"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        stage, as_of = cleaned.get("stage"), cleaned.get("as_of")
        last = last_baseline_day(self.initiative, stage) if stage else None
        if as_of and (fault := situation_fault(as_of, last)):
            self.add_error("as_of", fault)
        self.judge_planned("due", after=as_of)
        return cleaned
