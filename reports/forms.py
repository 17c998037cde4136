"""What somebody gives to have it checked."""

import re
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from assessments.forms.plain import PlainForm

MAX_MEGABYTES = 20
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
