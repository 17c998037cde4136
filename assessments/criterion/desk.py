"""What lies before somebody who looks at a criterion: what is there, and what they may do."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from assessments import rules
from assessments.criterion.forms import CareForm, FileForm, LinkForm, RemarkForm, ReuseForm
from assessments.discussion import reads as discussion
from assessments.discussion.reads import Care
from assessments.evidence import reads as evidence
from assessments.evidence.actions import SupportedAnswer
from assessments.evidence.reads import Supported
from assessments.models import Assessment, Membership, Participant, Person
from assessments.playbook.reads import ShownUse, proof_of
from assessments.web.access import person_of
from assessments.web.closed import closed
from assessments.web.pages import is_submitted, posted
from maturity.models import Channel, Criterion, Jurisdiction

# In the session: what was typed beside what was done, and how much of it is kept at most.
TYPED, MAX_TYPED = "typed_beside", 200_000
TEXTS = ("link-title", "link-url", "file-title", "thread-text", "reply-text")
# What the Enter key means in a field of one line: no button was pressed.
ENTER = {"link-url": "add_link", "link-title": "add_link", "file-title": "add_file"}


@dataclass
class Desk:
    """Who stands before which criterion, what is there, and the forms for what they may do.

    `pressed` is the button that was pressed, and which of many it belongs to; empty for none.
    """

    request: HttpRequest
    pressed: tuple[str, str]
    person: Person
    assessment: Assessment
    criterion: Criterion
    participants: list[Participant]
    answers: list[Supported]  # the team's
    opinions: list[Supported]  # those of participants, as far as they may be seen
    proof: list[ShownUse]  # what plays that are done show, as far as the plan may be seen
    members: list[Membership]
    care: Care | None
    replying: uuid.UUID | None  # the discussion that is being answered
    forms: dict[str, BaseForm] = field(default_factory=dict)  # by the name of their button

    @property
    def own(self) -> Participant | None:
        """For a contributor whose government has been asked to rate independently: that."""
        government = rules.rates_for(self.person, self.assessment.initiative)
        rows = (each for each in self.participants if each.jurisdiction_id == government)
        return next(rows, None)

    @property
    def keeps(self) -> str:
        """Whose evidence the person may keep at the time: "team", "own", or nobody's."""
        if not self.assessment.is_open:
            return ""
        if rules.may_support(self.person, self.assessment):
            return "team"
        return "own" if self.own and not self.own.finished else ""

    @property
    def supportable(self) -> list[Any]:
        """The answers whose evidence the person may keep: the team's, or their own government's."""
        if rules.may_support(self.person, self.assessment):
            return [each.answer for each in self.answers]
        own, rows = self.own, [each.answer for each in self.opinions]
        return [row for row in rows if own and row.participant_id == own.pk]  # type: ignore[union-attr]

    def place(self, channel: Channel | None) -> SupportedAnswer:
        """The answer that a document is to support."""
        government = rules.rates_for(self.person, self.assessment.initiative)
        if government is None:
            return SupportedAnswer(self.criterion, channel)
        jurisdiction = (self.own.jurisdiction if self.own else None) or get_object_or_404(
            Jurisdiction, pk=government
        )
        return SupportedAnswer(self.criterion, channel, jurisdiction)


def lay_out(request: HttpRequest, assessment: Assessment, criterion: Criterion) -> Desk:
    """Return the desk of the person who asks, in a fixed number of queries."""
    person, data = person_of(request), _data(request)
    sees_team = rules.may_see_discussion(person, assessment)
    what, which = pressed = _pressed(request)
    answered = which if what in ("write", "answer") else (data or {}).get("replying", "")
    desk = Desk(
        request,
        pressed,
        person,
        assessment,
        criterion,
        list(assessment.participants.select_related("jurisdiction")),
        evidence.team_support(assessment, criterion),
        evidence.participants_support(assessment, criterion, person),
        [
            each
            for each in proof_of(assessment.initiative, person)
            if criterion.code in each.criteria
        ],
        discussion.team_of(assessment) if sees_team else [],
        discussion.care_of(assessment, criterion) if sees_team else None,
        key_in(answered),
    )
    # What was posted too late is shown once more, with the reason.
    late = bool(what) or (request.method == "POST" and closed(request) is not None)
    if assessment.is_open or late:
        desk.forms = _forms(desk, data, late=late)
    return desk


def key_in(text: str) -> uuid.UUID | None:
    """The key that a text is, None where it is none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def keep_typed(request: HttpRequest, prefix: str) -> None:
    """Keeps for the next page what was typed elsewhere than in the fields with `prefix`."""
    rest = request.POST.copy()
    for name in list(rest):
        # Who looks after it is shown as it is now.
        if name in ("csrfmiddlewaretoken", "do") or name.startswith(("care", f"{prefix}-")):
            del rest[name]
    if prefix == "reply":
        rest.pop("replying", None)
    fields = rest.urlencode()
    if any(rest.get(name, "").strip() for name in TEXTS) and len(fields) <= MAX_TYPED:
        request.session[TYPED] = {"path": request.path, "fields": fields}


def _pressed(request: HttpRequest) -> tuple[str, str]:
    if not is_submitted(request):
        return "", ""
    pressed = request.POST.get("do", "")
    if not pressed:
        pressed = next((do for name, do in ENTER.items() if request.POST.get(name, "").strip()), "")
    what, _colon, which = pressed.partition(":")
    return what, which


def _data(request: HttpRequest) -> Any:
    """What the forms hold: what was posted, or what was typed beside what was done before."""
    kept = request.session.pop(TYPED, None) if request.method == "GET" else None
    if kept and kept["path"] == request.path:
        return QueryDict(kept["fields"])
    return posted(request)


def _forms(desk: Desk, data: Any, *, late: bool) -> dict[str, BaseForm]:
    """The forms of whatever the person may do; with `late`, of what they may have wanted to do."""
    person, assessment, files = desk.person, desk.assessment, desk.request.FILES or None
    forms: dict[str, BaseForm] = {}

    def typed(prefix: str) -> dict[str, Any]:
        there = data is not None and any(name.startswith(f"{prefix}-") for name in data)
        there = there or (prefix == "file" and files is not None)
        return {"data": data if there else None, "prefix": prefix}

    wanted = late and rules.may_support_alone(person, assessment)
    if rules.may_support(person, assessment) or desk.keeps or wanted:
        channels: list[Channel] = []
        if any(each.channel_id for each in desk.supportable):
            channels = list(assessment.initiative.channels.all())
        forms["add_link"] = LinkForm(**typed("link"), channels=channels)
        forms["add_file"] = FileForm(**typed("file"), files=files, channels=channels)
        at_hand = evidence.documents_at_hand(assessment, person)
        if at_hand or wanted:
            forms["reuse"] = ReuseForm(**typed("reuse"), channels=channels, documents=at_hand)
    if rules.may_discuss(person, assessment):
        people = [each for each in discussion.carers(desk.members) if each != person]
        forms["start"] = RemarkForm(**typed("thread"), people=people)
        if desk.replying:
            forms["answer"] = RemarkForm(**typed("reply"), people=people)
            if desk.pressed[0] == "write":
                # Where a browser goes to by itself: the discussion may be far down.
                forms["answer"].fields["text"].widget.attrs["autofocus"] = True
    if desk.care and rules.may_assign(person, assessment):
        carers = discussion.carers(desk.members)
        for name, label, held in (
            ("care", _("This statement"), desk.care.criterion),
            ("care_attribute", desk.criterion.attribute.text, desk.care.attribute),
        ):
            forms[name] = CareForm(
                **typed(name), label=label, people=carers, stored={"person": held}
            )
    for each in forms.values():
        form: Any = each
        form.show_errors = False
        texts = (name for name in TEXTS if name.startswith(f"{form.prefix}-"))
        form.opened = form.is_bound and any(form.data.get(name, "").strip() for name in texts)
    return forms
