"""Proving that the audit record and the baselines are as they were written."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, JSONField, OuterRef, Subquery
from django.utils.translation import gettext as _

from assessments.audit import chain
from assessments.models import AuditHead, Baseline, CouncilBaseline, Event
from maturity.canonical import sha256
from maturity.faults import Fault, Faults

CHUNK = 500


@dataclass(frozen=True)
class WholeChain:
    """What was found in order: how many events there are, and the hash of the last."""

    count: int
    head: str


def check(expect: str | None = None) -> WholeChain:
    """Walks the chain of events and the baselines, in constant memory.

    `expect` is a hash that was the chain's head once: it has to be in the chain still.
    Raises Faults: one for each event or baseline that is not as it was written.
    """
    walk = _Walk(expect)
    faults = [*walk.faults(), *_baseline_faults(), *_council_baseline_faults()]
    if faults:
        raise Faults(faults)
    return WholeChain(walk.number, walk.hash)


class _Walk:
    """One walk along the chain; `number` and `hash` are those of the event it has come to."""

    def __init__(self, expect: str | None):
        self.number, self.hash = 0, chain.START
        self.expect = expect
        self.met = expect in (None, chain.START)

    def faults(self) -> Iterator[Fault]:
        for event in Event.objects.filter(id__lt=1):
            yield Fault(f"events[{event.id}]", _("is not part of the chain"))
        while True:
            before = self.number
            yield from self._onwards()
            # Others go on writing: the head is read last, and what came in between is walked too.
            head = AuditHead.objects.first()
            if head is None:
                yield Fault("head", _("is missing"))
                return
            if self.number in (before, head.count) or self.number > head.count:
                break
        if self.number < head.count:
            message = _("events are missing at the end: there were %(count)s, the last is %(last)s")
            yield Fault("head", message % {"count": head.count, "last": self.number})
        elif (self.number, self.hash) != (head.count, head.hash):
            yield Fault("head", _("is not the hash of event %(last)s") % {"last": self.number})
        if not self.met:
            yield Fault("--expect", _("this hash is not in the chain: the chain was rewritten"))

    def _onwards(self) -> Iterator[Fault]:
        for event in Event.objects.filter(id__gt=self.number).order_by("id").iterator(CHUNK):
            if event.id != self.number + 1:
                message = _("does not follow event %(number)s")
                yield Fault(f"events[{event.id}]", message % {"number": self.number})
            elif event.hash != _link(event, self.hash):
                yield Fault(f"events[{event.id}]", _("its hash does not follow from its content"))
            self.number, self.hash = event.id, event.hash
            self.met = self.met or event.hash == self.expect


def _link(event: Event, previous: str) -> str:
    try:
        return chain.link(vars(event), previous)
    except ValueError:
        return ""  # Infinity, say, which the portal never writes.


def _baseline_faults() -> Iterator[Fault]:
    """An assessment has one baseline at most, and its making left one event with the digest."""
    made = Event.objects.filter(verb="baseline")
    digest = made.filter(assessment_id=OuterRef("assessment_id")).values("new")[:1]
    noted = Subquery(digest, output_field=JSONField())
    for baseline in Baseline.objects.order_by("pk").annotate(noted=noted).iterator(CHUNK):
        yield from _digest_faults(baseline, baseline.noted)
    there = Baseline.objects.filter(assessment=OuterRef("assessment_id"))
    for event in made.exclude(Exists(there)).order_by("id").iterator(CHUNK):
        yield Fault(f"baselines[{event.subject_id}]", _("is missing"))


def _council_baseline_faults() -> Iterator[Fault]:
    """The making of each baseline of a council left one event with the digest; they are few, and
    each may be long."""
    made = Event.objects.filter(verb="approve_council").values_list("subject_id", "new")
    noted = {key: new["sha256"] for key, new in made if new}
    for baseline in CouncilBaseline.objects.order_by("pk").iterator(1):
        yield from _digest_faults(baseline, noted.pop(str(baseline.pk), None))
    for key in sorted(noted):
        yield Fault(f"baselines[{key}]", _("is missing"))


def _digest_faults(baseline: Baseline | CouncilBaseline, noted: str | None) -> Iterator[Fault]:
    place = f"baselines[{baseline.pk}]"
    if baseline.sha256 != sha256(baseline.snapshot):
        yield Fault(place, _("its digest does not follow from its content"))
    if noted != baseline.sha256:
        yield Fault(place, _("no event says that it was made with this digest"))
