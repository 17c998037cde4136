"""Setting two baselines side by side: choosing them, the report as a page and as a file."""

import uuid
from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments import rules
from assessments.baselines.selection import selection_of_two
from assessments.models import Assessment, Baseline
from assessments.web.access import get_assessment_or_baseline, person_of
from assessments.web.pages import page_errors
from maturity.bilingual import current_language
from reports.comparison import comparison_part, comparison_source
from reports.documents import LANGUAGES
from reports.forms import CompareForm
from reports.pages import files_of, report_file, report_page


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


type Pair = tuple[Baseline, Baseline]
type Keys = tuple[uuid.UUID, uuid.UUID]  # as the address has them: baselines', or assessments'


def of_two(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Gives a view the two baselines of its address, for a person who may take both away."""

    @wraps(view)
    def answer(
        request: HttpRequest, *, first: uuid.UUID, second: uuid.UUID, **language: str
    ) -> HttpResponse:
        keys = first, second
        found = [get_assessment_or_baseline(request, key, may=rules.may_export) for key in keys]
        if language.get("language", "both") not in LANGUAGES:
            raise Http404
        if found[0] == found[1]:
            return _choose_another(found[0])
        if drafts := [each for each in found if not hasattr(each, "baseline")]:
            return render(request, "reports/comparison/draft.html", {"drafts": drafts}, status=409)
        return view(request, tuple(each.baseline for each in found), keys, **language)

    return answer


@of_two
def comparison(request: HttpRequest, pair: Pair, keys: Keys) -> HttpResponse:
    """Two baselines side by side, as a page."""
    initiatives = [each.assessment.initiative for each in pair]
    part = comparison_part(*pair, current_language())
    return report_page(
        request,
        part,
        files_of(
            lambda language: reverse("reports:comparison", args=[*keys, language]),
            comparison_source(*pair),
        ),
        [
            (reverse("initiatives:index"), _("Initiatives")),
            *dict.fromkeys(
                (reverse("initiatives:detail", args=[each.code]), each.name) for each in initiatives
            ),
        ],
        selection=selection_of_two(part.context["comparison"], request.GET),
    )


@of_two
def comparison_report(request: HttpRequest, pair: Pair, _keys: Keys, language: str) -> HttpResponse:
    """Two baselines side by side, as a PDF in English, in French or in both."""
    return report_file(request, language, lambda: comparison_source(*pair))


def _choose_another(assessment: Assessment) -> HttpResponse:
    """To the form, which says what is wrong with a baseline and itself."""
    baseline = getattr(assessment, "baseline", None)
    chosen = {"a": baseline.pk, "b": baseline.pk} if baseline else {}
    return redirect(reverse("reports:compare", query=chosen))
