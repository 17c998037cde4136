"""The form of an assessment's dates."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.web.forms import DUE_HELP, DateInput, PlanningForm
from maturity.days import situation_fault


class DatesForm(PlanningForm, forms.Form):
    """The dates of an assessment: what day's situation it describes, and when it is due.

    `last` is the day that the stage's last baseline describes.
    """

    as_of = forms.DateField(label=_("Situation as of"), widget=DateInput)
    due = forms.DateField(
        label=_("To be submitted by"), help_text=DUE_HELP, widget=DateInput, required=False
    )

    def __init__(self, *args: Any, last: datetime.date | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.last = last

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        as_of = cleaned.get("as_of")
        if as_of and self.is_changed("as_of") and (fault := situation_fault(as_of, self.last)):
            self.add_error("as_of", fault)
        self.judge_planned("due", after=as_of)
        return cleaned
