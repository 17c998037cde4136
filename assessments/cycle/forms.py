"""The form of an assessment's dates."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.web.forms import DUE_HELP, DateInput, PlainForm


class DatesForm(PlainForm, forms.Form):
    """The dates of an assessment: what day's situation it describes, and when it is due."""

    as_of = forms.DateField(label=_("Situation as of"), widget=DateInput)
    due = forms.DateField(
        label=_("To be submitted by"), help_text=DUE_HELP, widget=DateInput, required=False
    )
