"""What somebody gives to have a workbook read."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.web.forms import PlainForm
from assessments.web.spreadsheet import EXCEL
from maturity.file_kinds import OPEN


class WorkbookForm(PlainForm, forms.Form):
    """A filled-in workbook."""

    file = forms.FileField(
        label=_("Filled-in workbook"),
        help_text=_("An Excel (.xlsx) or LibreOffice (.ods) workbook of at most 5 MB."),
        widget=forms.FileInput({"accept": f".xlsx,.ods,{EXCEL},{OPEN}spreadsheet"}),
        # An empty file is told by what reads it.
        allow_empty_file=True,
    )
