"""The pages of a council's baselines: approving one, and what others see of them."""

import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments import rules
from assessments.councils.actions import approve_council
from assessments.councils.content import council_content
from assessments.councils.forms import CouncilBaselineForm
from assessments.councils.published import published
from assessments.councils.reads import last_baseline_day
from assessments.councils.snapshot import take
from assessments.models import Initiative
from assessments.web.access import get_council, person_of
from assessments.web.pages import form_page, is_submitted, posted
from maturity.bilingual import current_language
from maturity.days import a_year_before
from maturity.faults import Faults
from maturity.models import Council
from maturity.wording import long_date


def index(request: HttpRequest, code: str) -> HttpResponse:
    """The baselines of a council, each with its reports."""
    council = get_council(request, code)
    found = council.baselines.defer("snapshot").select_related("approved_by")
    baselines = list(found.order_by("-at"))
    context = {
        "council": council,
        "baselines": baselines,
        "may_approve": rules.may_approve_council(person_of(request), council),
        "may_export": rules.may_export_council(person_of(request), council),
        "is_of_today": any(each.at == timezone.localdate() for each in baselines[:1]),
    }
    return render(request, "councils/baselines.html", context)


def approve(request: HttpRequest, code: str) -> HttpResponse:
    """What becomes final, and the button that makes it so: for the council's co-chairs."""
    council = get_council(request, code, may=rules.may_approve_council)
    today = timezone.localdate()
    form = CouncilBaselineForm(posted(request) or {"at": request.GET.get("at") or today})
    asked = form.is_valid()
    if asked and is_submitted(request) and "approve" in request.POST:
        at = form.cleaned_data["at"]
        # Nothing becomes final that was not shown first: the button says the day of what it is of.
        if request.POST["approve"] != at.isoformat():
            message = _("You changed the date. Review what will become final, then approve it.")
            messages.warning(request, message)
        elif _approved(council, at, form, request):
            return redirect("councils:baselines", code)
    last = last_baseline_day(council)
    context: dict[str, Any] = {"council": council, "last": last}
    if asked and not form.errors:
        at = form.cleaned_data["at"]
        # One of such a day cannot be approved: what it would say is not shown.
        context |= {"too_early": True} if last and at <= last else _becomes_final(council, at, last)
    return form_page(request, "councils/approve.html", form, context)


def _approved(
    council: Council, at: datetime.date, form: CouncilBaselineForm, request: HttpRequest
) -> bool:
    """Whether the baseline of a day could be approved; if not, its form says why."""
    try:
        approve_council(council, at, by=person_of(request))
    except Faults as raised:
        form.add_error("at", [fault.message for fault in raised.faults])
        return False
    message = _("The baseline of the council as of %(date)s is approved. It is final.")
    messages.success(request, message % {"date": long_date(at)})
    return True


def _becomes_final(
    council: Council, at: datetime.date, last: datetime.date | None
) -> dict[str, Any]:
    """What a baseline of a day would say, after the last one, and what would be left out of it."""
    return {
        "said": council_content(take(council, at, last or a_year_before(at)), current_language()),
        "unpublished": sum(
            not each.is_published
            for meeting in council.meetings.filter(held_on__lte=at)[:1]
            for each in meeting.decisions.all()
        ),
    }


def published_edition(request: HttpRequest, code: str) -> HttpResponse:
    """Where a council stood when it last approved a baseline, without names."""
    council = get_council(request, code, may=rules.may_see_published, sees=rules.may_see_published)
    person = person_of(request)
    sees_council = rules.may_see_council(person, council)
    # Its people read what others see; these know some initiatives by name.
    mine = Initiative.objects.none() if sees_council else Initiative.objects.visible_to(person)
    known = mine.values_list("code", flat=True)
    snapshots = [each.content for each in council.baselines.order_by("at")]
    context = {
        "council": council,
        "found": published(snapshots, frozenset(known), current_language()),
        "is_approved": bool(snapshots),
        "sees_council": sees_council,
    }
    return render(request, "councils/published.html", context)
