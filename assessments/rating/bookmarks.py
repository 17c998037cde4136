"""What a person marks to come back to: with the page of an attribute, or by that page's script."""

import uuid

from django.http import Http404, HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404

from assessments import rules
from assessments.models import Assessment
from assessments.rating.actions import set_bookmark
from assessments.rating.posting import criterion_in, is_to_be_saved
from assessments.rating.saving import saves_one
from assessments.web.access import get_assessment, person_of
from assessments.web.closed import close_finished, closed
from maturity.models import Attribute, Criterion

SAID = {"on": True, "off": False}


def set_pressed(request: HttpRequest, assessment: Assessment, attribute: Attribute) -> str:
    """Sets the mark whose button a page was posted with, and gives the code of its statement;
    empty for any other button. Raises Http404 where that is none of the attribute.

    The answers are saved after it: one that has a fault keeps nobody from coming back to it.
    """
    code, _colon, said = request.POST.get("mark", "").partition(":")
    if not code or not is_to_be_saved(request):
        return ""
    criterion = criterion_in(attribute, code)
    if said not in SAID:
        raise Http404
    set_bookmark(assessment, criterion, by=person_of(request), on=SAID[said])
    return code


@saves_one
def bookmark(request: HttpRequest, pk: uuid.UUID, code: str) -> JsonResponse:
    """Set the mark of one statement, as `mark` says ("on" or "off"); see `rating.saving`."""
    assessment = get_assessment(request, pk, may=rules.may_bookmark)
    if sheet := rules.own_sheet(person_of(request), assessment):
        close_finished(request, sheet)
    criterion = get_object_or_404(Criterion, edition=assessment.edition_id, code=code)
    said = request.POST.get("mark", "")
    if said not in SAID:
        raise Http404
    if reason := closed(request):
        return JsonResponse({"errors": {"main": reason.why}}, status=422)
    set_bookmark(assessment, criterion, by=person_of(request), on=SAID[said])
    return JsonResponse({"marked": SAID[said]})
