"""Which governments rate on their own, who has finished, and reminding the others."""

import uuid
from collections import defaultdict
from dataclasses import dataclass, field

from django import forms
from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy, ngettext

from assessments import rules
from assessments.method.completeness import Progress
from assessments.models import Assessment, Participant, ParticipantRating
from assessments.models.people import Role
from assessments.partners import actions
from assessments.partners.sheets import progress_by_sheet
from assessments.web.access import get_assessment, person_of
from assessments.web.faults import faults_told
from assessments.web.forms import PlainForm, SeveralField
from assessments.web.pages import chosen, is_submitted, page_errors, posted
from maturity.folding import by_name
from maturity.models import Jurisdiction


class AskToRateForm(PlainForm, forms.Form):
    """Which governments to ask."""

    jurisdictions = SeveralField(
        Jurisdiction.objects.none(),
        label=gettext_lazy("Who should rate independently?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one government.")},
    )


@dataclass
class PartnerRow:
    """A government of the initiative: who rates for it, and its ask, if there is one."""

    jurisdiction: Jurisdiction
    participant: Participant | None
    progress: Progress | None = None
    started: bool = False
    names: list[str] = field(default_factory=list)

    @property
    def can_be_reminded(self) -> bool:
        """Whether it has not finished, and was not reminded in the last day."""
        asked = self.participant
        return bool(asked and not asked.finished and not actions.reminded_lately(asked))


def partners(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask governments to rate on their own; see who has finished, but nothing of what they gave."""
    assessment = get_assessment(request, pk, may=rules.may_ask_to_rate)
    rows = _rows(assessment)
    unasked = [row for row in rows if row.participant is None]
    acting = request.POST.keys() & ACTS.keys()
    form = AskToRateForm(posted(request) if not acting else None)
    form.fields["jurisdictions"].queryset = Jurisdiction.objects.filter(  # type: ignore[attr-defined]
        pk__in=[row.jurisdiction.pk for row in unasked]
    )
    errors = []
    if is_submitted(request):
        if acting:
            _act(request, assessment, acting.pop())
            return redirect("partners:index", pk)
        errors = page_errors(form)
        if not errors:
            with faults_told(request):
                given = list(form.cleaned_data["jurisdictions"])
                asked = actions.ask_to_rate(assessment, given, by=person_of(request))
                message = ngettext(
                    "%(number)s government is asked to rate.",
                    "%(number)s governments are asked to rate.",
                    len(asked),
                )
                messages.success(request, message % {"number": len(asked)})
            return redirect("partners:index", pk)
    return render(
        request,
        "partners/partners.html",
        {
            "assessment": assessment,
            "asked": [row for row in rows if row.participant],
            "unasked": unasked,
            "form": form,
            "missing": sum(bool(r.participant and not r.participant.finished) for r in rows),
            "may_manage_team": rules.may_manage_team(person_of(request), assessment.initiative),
            "may_see_consensus": rules.may_see_consensus(person_of(request), assessment),
            "errors": errors,
        },
    )


# What a button does to an ask, and what is said of it then.
ACTS = {
    "remind": (actions.remind, gettext_lazy("The reminder is sent.")),
    "take_back": (
        actions.take_back_ask,
        gettext_lazy("The government is no longer asked to rate."),
    ),
    "reopen": (
        actions.reopen,
        gettext_lazy("The government can review its ratings until it finishes again."),
    ),
}


def _act(request: HttpRequest, assessment: Assessment, name: str) -> None:
    act, done = ACTS[name]
    participant = chosen(request, name, assessment.participants.all())
    with faults_told(request):
        act(participant, by=person_of(request))
        messages.success(request, done)


def _rows(assessment: Assessment) -> list[PartnerRow]:
    initiative = assessment.initiative
    begun = ParticipantRating.objects.filter(participant=OuterRef("pk"))
    asked = {
        each.jurisdiction: each
        for each in assessment.participants.select_related("jurisdiction").annotate(
            started=Exists(begun)
        )
    }
    names = defaultdict(list)
    contributors = initiative.membership_set.filter(role=Role.CONTRIBUTOR, person__is_active=True)
    for member in by_name(contributors.select_related("person"), lambda each: each.person.name):
        names[member.jurisdiction_id].append(member.person.name)
    progress = progress_by_sheet(assessment, [each.pk for each in asked.values()])
    # Whoever was asked stays in the list, even if it has left the initiative since.
    everyone = dict.fromkeys([initiative.lead, *by_name(initiative.partners.all()), *asked])
    return [
        PartnerRow(
            jurisdiction=each,
            participant=asked.get(each),
            progress=progress[asked[each].pk] if each in asked else None,
            started=bool(getattr(asked.get(each), "started", False)),
            names=names[each.pk],
        )
        for each in everyone
    ]
