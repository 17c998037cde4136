"""The forms of an initiative, and of the start of an assessment."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models import Initiative
from assessments.web.forms import DUE_HELP, DateInput, PlainForm, SeveralField
from maturity.models import Stage


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


class StartForm(PlainForm, forms.Form):
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
