"""What somebody looks for in the record of the whole portal."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.audit.everything import EventFilter, people_called
from assessments.audit.kinds import choices, verbs_of
from assessments.models import Initiative
from assessments.web.forms import DateInput, PlainForm
from maturity.models import Council
from maturity.text import code as code_in


class RecordForm(PlainForm, forms.Form):
    """Who did what, where and when. All of it is in the address of the page."""

    who = forms.CharField(label=_("Name or email"), max_length=200, required=False)
    what = forms.ChoiceField(label=_("What"), required=False)
    code = forms.CharField(
        label=_("Code of an initiative or a council"), max_length=40, required=False
    )
    since = forms.DateField(label=_("From"), widget=DateInput, required=False)
    until = forms.DateField(label=_("To"), widget=DateInput, required=False)
    place = forms.CharField(
        label=_("Where, such as ACC-01 or CA-ON"), max_length=100, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        what: Any = self.fields["what"]
        what.choices = [("", _("Everything")), *choices()]
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-control"

    def clean_code(self) -> str:
        """An initiative's or a council's, which the filter then has."""
        code = code_in(self.cleaned_data["code"]).upper()
        self.initiative = Initiative.objects.filter(code=code).first() if code else None
        self.council = Council.objects.filter(code=code).first() if code else None
        if code and not (self.initiative or self.council):
            message = _("There is neither a council nor an initiative with the code “%(code)s”.")
            raise forms.ValidationError(message, params={"code": code})
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("Choose a date that is not before the first one."))
        return cleaned

    @property
    def filter(self) -> EventFilter:
        """What a valid form looks for."""
        given = self.cleaned_data
        return EventFilter(
            actors=people_called(given["who"]) if given["who"] else None,
            verbs=verbs_of(given["what"]),
            initiative=self.initiative,
            council=self.council,
            since=_midnight(given["since"]),
            before=_midnight(given["until"], days=1),
            place=given["place"],
        )


def _midnight(day: datetime.date | None, *, days: int = 0) -> datetime.datetime | None:
    """When a day, or one so many days later, begins where the portal is."""
    if day is None or day >= datetime.date.max:
        return None
    beginning = datetime.datetime.combine(day + datetime.timedelta(days=days), datetime.time())
    return timezone.make_aware(beginning)
