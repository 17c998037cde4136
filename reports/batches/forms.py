"""The form that asks for a batch."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.web.forms import DateInput, PlainForm


class BatchForm(PlainForm, forms.Form):
    """Of which day the baselines are to be."""

    as_at = forms.DateField(
        label=_("Baselines as of"),
        help_text=_("Optional. If left empty, the latest baselines."),
        widget=DateInput,
        required=False,
    )

    def clean_as_at(self) -> datetime.date | None:
        day: datetime.date | None = self.cleaned_data["as_at"]
        if day and day > timezone.localdate():
            raise ValidationError(_("This date is in the future. Choose an earlier one, or none."))
        return day


class ListBatchForm(PlainForm, forms.Form):
    """Nothing is asked: which baselines they are, the address of the page says."""
