"""Fields and a form for documents: a link, or a file that is kept here."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from assessments.web.forms import PlainForm
from maturity import file_kinds
from maturity.faults import Faults
from maturity.links import in_punycode, is_network_path

# As the exchange format has it, so that what is typed here can be exported and read again.
ADDRESS = re.compile(r"https?://[^\s/@]+(?:/\S*)?\Z", re.IGNORECASE)
SCHEME = re.compile(r"[a-z][a-z0-9+-]*:", re.IGNORECASE)
LONGEST = 2000


class WebAddressField(forms.CharField):
    """The address of a document on the web, as it is kept."""

    def __init__(self, **more: Any):
        widget = forms.TextInput({"inputmode": "url", "autocomplete": "off"})
        more = {"label": _("Web address of the document"), "widget": widget, **more}
        super().__init__(max_length=LONGEST, **more)

    def clean(self, value: Any) -> str:
        url: str = super().clean(value)
        if not url:
            return url
        if is_network_path(url):
            raise ValidationError(
                _("The path of a network drive is not a link. Add the file instead.")
            )
        if not SCHEME.match(url):
            url = f"https://{url}"
        url = in_punycode(url)
        if not ADDRESS.match(url):
            raise ValidationError(
                _("Enter a whole web address, such as https://example.org/report.")
            )
        if len(url) > LONGEST:
            raise ValidationError(_("This address is too long: 2,000 characters at most."))
        return url


class KeptFileField(forms.FileField):
    """A file of a kind that is kept here, judged by what is in it."""

    def __init__(self, **more: Any):
        more = {"label": _("File"), "help_text": file_kinds.HELP, **more}
        super().__init__(allow_empty_file=True, **more)

    def clean(self, data: Any, initial: Any = None) -> UploadedFile | None:
        upload: UploadedFile | None = super().clean(data, initial)
        if upload:
            try:
                file_kinds.judge(upload, upload.size or 0)
            except Faults as faults:
                raise ValidationError([fault.message for fault in faults.faults]) from None
        return upload


class DocumentForm(PlainForm, forms.Form):
    """A document, as a link or as a file; all may be left empty unless `required`."""

    document_title = forms.CharField(
        label=_("Title of the document"),
        max_length=300,
        required=False,
        help_text=_("If you leave this empty, the file’s name is used."),
    )
    document_url = WebAddressField(required=False)
    document_file = KeptFileField(label=_("Or a file"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        title, url, file = (cleaned.get(f"document_{each}") for each in ("title", "url", "file"))
        if url and file:
            self.add_error("document_file", _("Give a web address or a file, not both."))
        elif title and not (url or file) and not self.errors:
            self.add_error("document_url", _("Enter the web address, or choose the file."))
        elif url and not title and "document_title" in cleaned:
            self.add_error("document_title", _("Enter what the document is called."))
        return cleaned
