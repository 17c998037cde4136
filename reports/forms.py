"""What somebody gives to have it checked."""

import datetime
import re
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from assessments.forms.plain import DateInput, PlainForm

MAX_MEGABYTES = 20
EARLIEST = datetime.date(2000, 1, 1)
SHA256 = re.compile(r"[0-9a-f]{64}\Z")


class VerifyForm(PlainForm, forms.Form):
    """A file, or a SHA-256."""

    file = forms.FileField(
        label=_("Report (PDF) or baseline data (JSON)"),
        help_text=_("At most 20 MB. The file is looked at, and not kept."),
        widget=forms.FileInput({"accept": ".pdf,.json,application/pdf,application/json"}),
        required=False,
    )
    sha256 = forms.CharField(
        label=_("Or a SHA-256"),
        help_text=_("64 digits and letters from a to f, as a report has them on its last page."),
        max_length=200,
        required=False,
    )

    def clean_file(self) -> UploadedFile | None:
        file = self.cleaned_data["file"]
        if file and file.size > MAX_MEGABYTES * 1_000_000:
            message = _("The file is too large: at most %(limit)s MB are read.")
            raise forms.ValidationError(message % {"limit": number_format(MAX_MEGABYTES)})
        return file

    def clean_sha256(self) -> str:
        """Without white space, in small letters."""
        text = "".join(self.cleaned_data["sha256"].split()).lower()
        if text and not SHA256.match(text):
            raise forms.ValidationError(
                _("This is not a SHA-256: it has 64 digits and letters from a to f.")
            )
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and bool(cleaned.get("file")) == bool(cleaned.get("sha256")):
            self.add_error("file", _("Give either a file or a SHA-256."))
        return cleaned


class CouncilDatesForm(PlainForm, forms.Form):
    """The dates of a council's report; without them it is of today, compared with a year before."""

    at = forms.DateField(label=_("Situation as of"), widget=DateInput, required=False)
    since = forms.DateField(label=_("Compared with"), widget=DateInput, required=False)

    @property
    def dates(self) -> tuple[datetime.date, datetime.date]:
        """The day of the report and the earlier one, once the form is valid."""
        at = self.cleaned_data["at"] or timezone.localdate()
        return at, self.cleaned_data["since"] or a_year_before(at)

    def clean_at(self) -> datetime.date | None:
        at = self.cleaned_data["at"]
        if at and at > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come. Choose today or earlier."))
        if at and at <= EARLIEST:
            raise forms.ValidationError(_("There was no model then. Choose a later day."))
        return at

    def clean_since(self) -> datetime.date | None:
        since = self.cleaned_data["since"]
        if since and since < EARLIEST:
            raise forms.ValidationError(_("There was no model then. Choose a later day."))
        return since

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            at, since = self.dates
            if since >= at:
                self.add_error("since", _("Choose a day before that of the report."))
        return cleaned


def a_year_before(day: datetime.date) -> datetime.date:
    """The same day of the year before; of February 29, the 28th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
