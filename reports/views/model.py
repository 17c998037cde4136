"""The model on paper: its report, and the form to fill in by hand. Anybody may have them."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from maturity.bilingual import current_language
from maturity.editions import newest_edition
from reports.blank_form import form_source
from reports.model import model_part, model_source
from reports.pages import files_of, report_file, report_page


@login_not_required
def blank_form(request: HttpRequest) -> HttpResponse:
    """The newest edition as a form to print, in both languages, that of the page first."""
    return report_file(request, current_language(), lambda: form_source(newest_edition()))


@login_not_required
def model_report(request: HttpRequest, language: str) -> HttpResponse:
    """The newest edition as a PDF, in English, in French or in both."""
    return report_file(request, language, lambda: model_source(newest_edition()))


@login_not_required
def model_report_page(request: HttpRequest) -> HttpResponse:
    """The newest edition as one page, which says what the PDF says."""
    edition = newest_edition()
    return report_page(
        request,
        model_part(edition, current_language()),
        files_of(lambda language: reverse("reports:model", args=[language]), model_source(edition)),
        [(reverse("model"), _("The model"))],
    )
