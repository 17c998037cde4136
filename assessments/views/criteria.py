"""One criterion: the team's answer, its evidence, its discussions, who looks after it.

The page is one form with a button for each thing that can be done, so that what was typed elsewhere
on it is still there afterwards.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments import discussion as team
from assessments import evidence, rules
from assessments.access import get_assessment, person_of
from assessments.actions import discussion
from assessments.actions.assignments import assign
from assessments.actions.evidence import (
    MAX_DOCUMENTS,
    Document,
    Place,
    add_evidence,
    add_file,
    document_of,
    remove_evidence,
)
from assessments.evidence import Supported
from assessments.forms.support import CareForm, FileForm, LinkForm, RemarkForm, ReuseForm
from assessments.models import Assessment, Evidence, File, Membership, Participant, Person, Thread
from assessments.views.pages import PageError, is_submitted, page_errors, posted
from maturity.faults import Faults
from maturity.models import Channel, Criterion, Jurisdiction, ScalePoint

# In the session: the document that was removed last, and what was typed beside what was done.
REMOVED, TYPED = "removed_document", "typed_beside"
TEXTS = ("link-title", "link-url", "file-title", "thread-text", "reply-text")
MAX_TYPED = 200_000
# What the Enter key means in a field of one line: no button was pressed.
ENTER = {"link-url": "add_link", "link-title": "add_link", "file-title": "add_file"}


@dataclass
class Desk:
    """Who stands before which criterion, what is there, and the forms for what they may do."""

    request: HttpRequest
    person: Person
    assessment: Assessment
    criterion: Criterion
    participants: list[Participant]
    answers: list[Supported]  # the team's
    opinions: list[Supported]  # those of participants, as far as they may be seen
    members: list[Membership]
    care: team.Care | None
    replying: uuid.UUID | None  # the discussion that is being answered
    forms: dict[str, BaseForm]

    @property
    def own(self) -> Participant | None:
        """For a contributor whose government has been asked to rate on its own: that."""
        government = rules.rates_for(self.person, self.assessment.initiative)
        rows = (each for each in self.participants if each.jurisdiction_id == government)
        return next(rows, None)

    @property
    def supportable(self) -> list[Any]:
        """The answers whose evidence the person may keep: their own government's, or the team's."""
        if own := self.own:
            rows: list[Any] = [each.answer for each in self.opinions]
            return [row for row in rows if row.participant_id == own.pk]
        return [each.answer for each in self.answers]

    def place(self, channel: Channel | None) -> Place:
        """The answer that a document is to support."""
        government = rules.rates_for(self.person, self.assessment.initiative)
        if government is None:
            return Place(self.criterion, channel)
        jurisdiction = (self.own.jurisdiction if self.own else None) or get_object_or_404(
            Jurisdiction, pk=government
        )
        return Place(self.criterion, channel, jurisdiction)


def criterion(request: HttpRequest, pk: uuid.UUID, code: str) -> HttpResponse:
    """Everything about one criterion but its rating."""
    assessment = get_assessment(request, pk)
    criteria = list(
        Criterion.objects.filter(edition=assessment.edition).select_related("attribute")
    )
    position = next((n for n, each in enumerate(criteria) if each.code == code), None)
    if position is None:
        raise Http404
    desk = _desk(request, assessment, criteria[position])
    errors: list[PageError] = []
    what, which = _pressed(request)
    if what in WRITES:
        may, write, anchor = WRITES[what]
        if not may(desk.person, assessment):
            raise PermissionDenied
        done, errors = _do(desk, write, what, which)
        if done:
            _keep_typed(request, what)
            messages.success(request, done)
            return redirect(f"{reverse('criterion', args=[pk, code])}#{anchor}")
    scale = {each.code: each.text for each in ScalePoint.objects.filter(edition=assessment.edition)}
    threads = None
    if rules.may_see_discussion(desk.person, assessment):
        threads = team.threads_of(assessment, desk.criterion)
    return render(
        request,
        "assessments/criterion.html",
        {
            "assessment": assessment,
            "criterion": desk.criterion,
            "position": position + 1,
            "total": len(criteria),
            "before": criteria[position - 1] if position else None,
            "after": criteria[position + 1] if position + 1 < len(criteria) else None,
            "answers": [
                (each, scale[getattr(each.answer, "rating", "") or "NR"]) for each in desk.answers
            ],
            "unrated": scale["NR"],
            "opinions": [each for each in desk.opinions if each.documents],
            "own": desk.own,
            "keeps_own": "add_link" in desk.forms and desk.own is not None,
            "keeps_team": "add_link" in desk.forms and desk.own is None,
            "removed": _removed(desk),
            "limit": MAX_DOCUMENTS,
            "threads": threads,
            "unresolved": sum(not each.resolved_at for each in threads or ()),
            "blind": any(not each.finished for each in desk.participants),
            "care": desk.care,
            "may_rate": assessment.is_open and rules.may_rate(desk.person, assessment),
            "may_discuss": assessment.is_open and rules.may_discuss(desk.person, assessment),
            "forms": desk.forms,
            "replying": desk.replying,
            "file_chosen": bool(request.FILES),
            "errors": errors,
            "page_form": "page" if desk.forms else "",
        },
    )


def documents(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """All documents of an assessment, with the criteria that they support."""
    assessment = get_assessment(request, pk)
    rows = evidence.documents_of(assessment, person_of(request))
    return render(
        request,
        "assessments/documents.html",
        {"assessment": assessment, "rows": rows},
    )


def _desk(request: HttpRequest, assessment: Assessment, criterion: Criterion) -> Desk:
    person, data = person_of(request), _data(request)
    sees_team = rules.may_see_discussion(person, assessment)
    what, which = _pressed(request)
    desk = Desk(
        request,
        person,
        assessment,
        criterion,
        list(assessment.participants.select_related("jurisdiction")),
        evidence.team_support(assessment, criterion),
        evidence.participants_support(assessment, criterion, person),
        team.team_of(assessment) if sees_team else [],
        team.care_of(assessment, criterion) if sees_team else None,
        _key(which if what in ("write", "answer") else (data or {}).get("replying", "")),
        {},
    )
    # What was posted too late is shown once more, with the reason.
    if assessment.is_open or what in WRITES:
        desk.forms = _forms(desk, data)
    return desk


def _forms(desk: Desk, data: Any) -> dict[str, BaseForm]:
    """The forms of whatever the person may do, by the name of its button."""
    person, assessment = desk.person, desk.assessment
    forms: dict[str, BaseForm] = {}

    def typed(prefix: str) -> dict[str, Any]:
        there = data is not None and any(name.startswith(f"{prefix}-") for name in data)
        return {"data": data if there or desk.request.FILES else None, "prefix": prefix}

    alone = desk.own is not None and not desk.own.finished
    late = _pressed(desk.request)[0] in WRITES and rules.may_support_alone(person, assessment)
    if rules.may_support(person, assessment) or alone or late:
        channels: list[Channel] = []
        if any(each.channel_id for each in desk.supportable):
            channels = list(assessment.initiative.channels.all())
        forms["add_link"] = LinkForm(**typed("link"), channels=channels)
        files = desk.request.FILES or None
        forms["add_file"] = FileForm(**typed("file"), files=files, channels=channels)
        at_hand = evidence.documents_at_hand(assessment, person)
        if at_hand or late:
            forms["reuse"] = ReuseForm(**typed("reuse"), channels=channels, documents=at_hand)
    if rules.may_discuss(person, assessment):
        people = [each.person for each in desk.members if each.person != person]
        forms["start"] = RemarkForm(**typed("thread"), people=people)
        if desk.replying:
            forms["answer"] = RemarkForm(**typed("reply"), people=people)
            if not typed("reply")["data"]:
                # Where a browser goes to by itself: the discussion may be far down.
                forms["answer"].fields["text"].widget.attrs["autofocus"] = True
    if desk.care and rules.may_assign(person, assessment):
        carers = team.carers(desk.members)
        for name, label, held in (
            ("care", _("This statement"), desk.care.criterion),
            ("care_attribute", desk.criterion.attribute.text, desk.care.attribute),
        ):
            forms[name] = CareForm(
                **typed(name), label=label, people=carers, initial={"person": held}
            )
    for each in forms.values():
        form: Any = each
        form.show_errors = False
        texts = (name for name in TEXTS if name.startswith(f"{form.prefix}-"))
        form.opened = form.is_bound and any(form.data.get(name, "").strip() for name in texts)
    return forms


def _do(
    desk: Desk, write: Callable[[Desk, Any, str], str], what: str, which: str
) -> tuple[str, list[PageError]]:
    """Does what a button says; gives the message that it is done, or else the errors."""
    form: Any = desk.forms.get(what)
    if form is None and what in WITH_FORM:
        raise Http404
    if form is not None:
        form.show_errors = form.opened = True
        if not form.is_valid():
            return "", page_errors(form)
    try:
        return write(desk, form, which), []
    except Faults as faults:
        told = [fault.message for fault in faults.faults]
        if form is None:
            return "", [PageError("main", message) for message in told]
        form.add_error(getattr(form, "main", None), told)
        return "", page_errors(form)


def _add_link(desk: Desk, form: LinkForm, _which: str) -> str:
    given = form.cleaned_data
    document = Document(given["title"], given["url"], given["language"])
    add_evidence(desk.assessment, desk.place(form.chosen_channel), document, by=desk.person)
    return _("The link is among the evidence.")


def _add_file(desk: Desk, form: FileForm, _which: str) -> str:
    given = form.cleaned_data
    add_file(
        desk.assessment,
        desk.place(form.chosen_channel),
        given["file"],
        by=desk.person,
        title=given["title"],
        language=given["language"],
    )
    return _("The file is among the evidence.")


def _reuse(desk: Desk, form: ReuseForm, _which: str) -> str:
    document = document_of(form.cleaned_data["document"])
    add_evidence(desk.assessment, desk.place(form.chosen_channel), document, by=desk.person)
    return _("The document is among the evidence.")


def _remove(desk: Desk, _form: None, which: str) -> str:
    answers = {"opinion__in" if desk.own else "rating__in": [each.pk for each in desk.supportable]}
    rows = Evidence.objects.filter(**answers).select_related(
        "file", "rating__channel", "rating__criterion", "opinion__channel", "opinion__criterion",
        "opinion__participant__jurisdiction",
    )  # fmt: skip
    row = rows.filter(key=_uuid(which)).first()
    if row is None:
        return _("The document was removed already.")
    remove_evidence(desk.assessment, row, by=desk.person)
    channel = (row.rating or row.opinion).channel  # type: ignore[union-attr]
    desk.request.session[REMOVED] = {
        "assessment": str(desk.assessment.pk),
        "criterion": desk.criterion.code,
        "channel": channel.pk if channel else None,
        "title": row.title,
        "url": row.url,
        "language": row.language,
        "file": str(row.file_id) if row.file_id else None,
    }
    return _("The document is removed from the evidence.")


def _put_back(desk: Desk, _form: None, _which: str) -> str:
    kept = _removed(desk)
    if kept is None:
        return _("The document is among the evidence.")
    file = get_object_or_404(File, pk=kept["file"]) if kept["file"] else None
    channel = get_object_or_404(Channel, pk=kept["channel"]) if kept["channel"] else None
    document = Document(kept["title"], kept["url"], kept["language"], file)
    add_evidence(desk.assessment, desk.place(channel), document, by=desk.person)
    del desk.request.session[REMOVED]
    return _("The document is among the evidence again.")


def _start(desk: Desk, form: RemarkForm, _which: str) -> str:
    discussion.start_thread(desk.assessment, desk.criterion, by=desk.person, **form.cleaned_data)
    return _("The discussion is open until somebody resolves it.")


def _answer(desk: Desk, form: RemarkForm, which: str) -> str:
    discussion.answer(_thread(desk, which), by=desk.person, **form.cleaned_data)
    return _("Your answer is in the discussion.")


def _resolve(desk: Desk, _form: None, which: str) -> str:
    discussion.resolve(_thread(desk, which), by=desk.person)
    return _("The discussion is resolved.")


def _reopen(desk: Desk, _form: None, which: str) -> str:
    discussion.reopen(_thread(desk, which), by=desk.person)
    return _("The discussion is open again.")


def _care(desk: Desk, form: CareForm, _which: str) -> str:
    return _cared(desk, desk.criterion, form)


def _care_attribute(desk: Desk, form: CareForm, _which: str) -> str:
    return _cared(desk, desk.criterion.attribute, form)


def _cared(desk: Desk, subject: Any, form: CareForm) -> str:
    person = form.cleaned_data["person"]
    assign(desk.assessment, subject, person, by=desk.person)
    if person is None:
        return _("Nobody in particular looks after it.")
    return _("%(name)s looks after it.") % {"name": person.name}


def _may_support(person: Person, assessment: Assessment) -> bool:
    return rules.may_support(person, assessment) or rules.may_support_alone(person, assessment)


# What each button does: who may, how, and where on the page it is seen.
WRITES: dict[str, tuple[Callable[..., bool], Callable[..., str], str]] = {
    "add_link": (_may_support, _add_link, "evidence"),
    "add_file": (_may_support, _add_file, "evidence"),
    "reuse": (_may_support, _reuse, "evidence"),
    "remove": (_may_support, _remove, "evidence"),
    "put_back": (_may_support, _put_back, "evidence"),
    "start": (rules.may_discuss, _start, "discussion"),
    "answer": (rules.may_discuss, _answer, "discussion"),
    "resolve": (rules.may_discuss, _resolve, "discussion"),
    "reopen": (rules.may_discuss, _reopen, "discussion"),
    "care": (rules.may_assign, _care, "care"),
    "care_attribute": (rules.may_assign, _care_attribute, "care"),
}

# Those that have fields of their own.
WITH_FORM = {"add_link", "add_file", "reuse", "start", "answer", "care", "care_attribute"}


def _pressed(request: HttpRequest) -> tuple[str, str]:
    """The button that was pressed, and which of many it belongs to."""
    if not is_submitted(request):
        return "", ""
    pressed = request.POST.get("do", "")
    if not pressed:
        pressed = next((do for name, do in ENTER.items() if request.POST.get(name, "").strip()), "")
    what, _colon, which = pressed.partition(":")
    return what, which


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _thread(desk: Desk, which: str) -> Thread:
    threads = desk.assessment.threads.filter(criterion=desk.criterion)
    return get_object_or_404(threads.select_related("assessment"), pk=_uuid(which))


def _uuid(text: str) -> uuid.UUID:
    key = _key(text)
    if key is None:
        raise Http404
    return key


def _removed(desk: Desk) -> dict[str, Any] | None:
    """The document that the person removed here last, which they may put back."""
    kept = desk.request.session.get(REMOVED)
    here = (str(desk.assessment.pk), desk.criterion.code)
    may = desk.assessment.is_open and _may_support(desk.person, desk.assessment)
    return kept if may and kept and (kept["assessment"], kept["criterion"]) == here else None


def _data(request: HttpRequest) -> Any:
    """What the forms hold: what was posted, or what was typed beside what was done before."""
    kept = request.session.pop(TYPED, None) if request.method == "GET" else None
    if kept and kept["path"] == request.path:
        return QueryDict(kept["fields"])
    return posted(request)


def _keep_typed(request: HttpRequest, what: str) -> None:
    """Keeps for the next page what was typed in other fields than those that were acted on."""
    own = {"add_link": "link-", "add_file": "file-", "start": "thread-", "answer": "reply-"}
    rest = request.POST.copy()
    for name in list(rest):
        # Who looks after it is shown as it is now.
        if name in ("csrfmiddlewaretoken", "do") or name.startswith(("care", own.get(what, "do"))):
            del rest[name]
    if what == "answer":
        rest.pop("replying", None)
    fields = rest.urlencode()
    if any(rest.get(name, "").strip() for name in TEXTS) and len(fields) <= MAX_TYPED:
        request.session[TYPED] = {"path": request.path, "fields": fields}
