"""Setting two baselines side by side: choosing them, the report as a page and as a file."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments import rules
from assessments.models import Assessment, Baseline
from assessments.web.access import get_assessment_or_baseline, person_of
from assessments.web.pages import page_errors
from maturity.bilingual import current_language
from reports.comparison import comparison_part, comparison_source
from reports.documents import LANGUAGES
from reports.forms import CompareForm
from reports.issuing import issue
from reports.pages import pdf_files, pdf_or_reason, report_page


def compare(request: HttpRequest) -> HttpResponse:
    """Choose two baselines; the address keeps the choice, so that it can be shared."""
    given = request.GET.dict()
    # Whoever looks for an initiative has not chosen the second yet.
    chosen = "b" in given and bool(given["b"] or not given.get("q"))
    form = CompareForm(given if chosen else None, given=given, person=person_of(request))
    if chosen and form.is_valid():
        return redirect("reports:comparison_page", form.cleaned_data["a"], form.cleaned_data["b"])
    errors = page_errors(form) if chosen else []
    form.show_errors = bool(errors)
    return render(request, "reports/comparison/choose.html", {"form": form, "errors": errors})


def comparison(request: HttpRequest, first: uuid.UUID, second: uuid.UUID) -> HttpResponse:
    """Two baselines side by side, as a page."""
    pair = _assessments(request, first, second)
    if pair[0] == pair[1]:
        return _choose_another(pair[0])
    baselines = _baselines(pair)
    if baselines is None:
        return _not_approved(request, pair)
    return report_page(
        request,
        comparison_part(*baselines, current_language()),
        pdf_files(
            lambda language: reverse("reports:comparison", args=[first, second, language]),
            comparison_source(*baselines),
        ),
        [
            (reverse("initiatives:index"), _("Initiatives")),
            *dict.fromkeys(
                (reverse("initiatives:detail", args=[each.initiative.code]), each.initiative.name)
                for each in pair
            ),
        ],
    )


def comparison_report(
    request: HttpRequest, first: uuid.UUID, second: uuid.UUID, language: str
) -> HttpResponse:
    """Two baselines side by side, as a PDF in English, in French or in both."""
    pair = _assessments(request, first, second)
    if language not in LANGUAGES:
        raise Http404
    if pair[0] == pair[1]:
        return _choose_another(pair[0])
    baselines = _baselines(pair)
    if baselines is None:
        return _not_approved(request, pair)
    return pdf_or_reason(request, lambda: issue(comparison_source(*baselines), language))


type Pair = tuple[Assessment, Assessment]


def _assessments(request: HttpRequest, first: uuid.UUID, second: uuid.UUID) -> Pair:
    """Both, for a person who may take both away."""
    one, other = (
        get_assessment_or_baseline(request, key, may=rules.may_export) for key in (first, second)
    )
    return one, other


def _baselines(pair: Pair) -> tuple[Baseline, Baseline] | None:
    """Theirs, None where one of them has none."""
    one, other = (getattr(each, "baseline", None) for each in pair)
    return (one, other) if one and other else None


def _choose_another(assessment: Assessment) -> HttpResponse:
    """To the form, which says what is wrong with a baseline and itself."""
    baseline = getattr(assessment, "baseline", None)
    chosen = {"a": baseline.pk, "b": baseline.pk} if baseline else {}
    return redirect(reverse("reports:compare", query=chosen))


def _not_approved(request: HttpRequest, pair: Pair) -> HttpResponse:
    drafts = [each for each in pair if not hasattr(each, "baseline")]
    return render(request, "reports/comparison/draft.html", {"drafts": drafts}, status=409)
