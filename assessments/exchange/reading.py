"""Checking what claims to be an assessment, from a file or from a form."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from assessments.exchange.texts import clean_texts
from assessments.models import Initiative, Play, PlayUse
from maturity import json_file
from maturity.days import past_fault, planned_fault
from maturity.faults import Fault, Faults
from maturity.json_file import place
from maturity.model_file import MOST_LEVELS
from maturity.models import (
    Attribute,
    Channel,
    Council,
    Criterion,
    Edition,
    Jurisdiction,
    Level,
    Priority,
    Result,
    Stage,
)
from maturity.text import Alteration

SCHEMA = Path(__file__).parent / "ccs-assessment-1.json"
REQUIRED_OF_A_NEW_INITIATIVE = ("name", "council", "lead", "channels")


@dataclass(frozen=True)
class Codes:
    """The codes that a document may use; None where that cannot be known."""

    top: int | None  # the highest level
    editions: frozenset[str]
    stages: frozenset[str]
    channels: frozenset[str]
    jurisdictions: frozenset[str]
    councils: frozenset[str]
    priorities: frozenset[str]
    plays: frozenset[str]
    attributes: frozenset[str] | None
    criteria: frozenset[str] | None
    results: frozenset[str] | None


def parse(data: bytes) -> dict[str, Any]:
    """The document in the bytes of a file; see `read`."""
    return read(data)[0]


def read(data: bytes) -> tuple[dict[str, Any], frozenset[Alteration]]:
    """The document in the bytes of a file, sound in itself and in its codes, and what was changed
    in its texts.

    Raises Faults, all of them at once: what the schema finds, unknown codes, duplicates, channels
    that the initiative does not have, NA without a reason.
    """
    document = json_file.read(data, any_text=True)
    changes = clean_texts(document)
    faults = json_file.schema_faults(document, SCHEMA)
    if isinstance(document, dict):
        known = {(fault.place, fault.message) for fault in faults}
        faults += [
            fault
            for fault in document_faults(document)
            if (fault.place, fault.message) not in known
        ]
    if faults:
        raise Faults(faults)
    return document, changes


def rating_faults(item: dict[str, Any], *, part: str = "ratings") -> list[Fault]:
    """The faults of one entry of `ratings` or `results`, with places relative to the entry.

    Web forms call this with what was typed, so that a form and a file are judged alike.
    """
    # The entry is judged as the only one of a document whose codes are taken to be right.
    return [
        *json_file.schema_faults(item, SCHEMA, f"/properties/{part}/items"),
        *_reason_faults(item, ()),
        *_indicator_faults(item, ("indicator",)),
    ]


def document_faults(document: dict[str, Any]) -> Iterator[Fault]:
    """What the schema cannot say. Tolerates what the schema has already found at fault."""
    codes = _codes(document.get("edition"))
    yield from _known(document, ("edition",), codes.editions)
    yield from _known(document, ("stage",), codes.stages)
    yield from _day_faults(document, ("as_of",), past_fault)
    initiative = document.get("initiative")
    initiative = initiative if isinstance(initiative, dict) else {}
    yield from _initiative_faults(initiative, codes)
    channels = _channels_of(initiative)
    for n, item in _items(document, "ratings"):
        yield from _rated_faults(item, ("ratings", n), codes, channels)
    yield from _rating_key_faults(document, ())
    for n, item in _items(document, "results"):
        yield from _known(item, ("results", n, "result"), codes.results)
        yield from _reason_faults(item, ("results", n))
        yield from _indicator_faults(item, ("results", n, "indicator"))
    yield from _duplicates(_items(document, "results"), ("results",), "result")
    for n, participant in _items(document, "participants"):
        where = ("participants", n)
        yield from _known(participant, (*where, "jurisdiction"), codes.jurisdictions)
        for m, item in _items(participant, "ratings"):
            yield from _rated_faults(item, (*where, "ratings", m), codes, channels)
        yield from _rating_key_faults(participant, where)
    yield from _duplicates(_items(document, "participants"), ("participants",), "jurisdiction")
    for n, target in _items(document, "targets"):
        yield from _known(target, ("targets", n, "attribute"), codes.attributes)
        yield from _day_faults(target, ("targets", n, "by"), planned_fault)
        level, top = target.get("level"), codes.top
        if isinstance(level, int) and top is not None and top < level <= MOST_LEVELS:
            message = _("must be at most %(limit)s") % {"limit": top}
            yield Fault(place("targets", n, "level"), message)
    yield from _duplicates(_items(document, "targets"), ("targets",), "attribute")
    for n, action in _items(document, "actions"):
        where = ("actions", n)
        yield from _known_list(action, (*where, "criteria"), codes.criteria)
        yield from _known_list(action, (*where, "partners"), codes.jurisdictions)
        yield from _known(action, (*where, "play"), codes.plays)
        yield from _day_faults(action, (*where, "start"), planned_fault)
        yield from _day_faults(action, (*where, "due"), planned_fault)
    titles = (
        (n, {"title": _hashable(item.get("title"))}) for n, item in _items(document, "actions")
    )
    yield from _duplicates(titles, ("actions",), "title")
    yield from _play_faults(document, codes)
    yield from _lesson_faults(document, codes)


def _play_faults(document: dict[str, Any], codes: Codes) -> Iterator[Fault]:
    for n, use in _items(document, "plays"):
        yield from _known(use, ("plays", n, "play"), codes.plays)
        if use.get("state") == PlayUse.State.DONE and "artefact" not in use:
            message = _("is missing: a play that is done shows what it asks for")
            yield Fault(place("plays", n, "artefact"), message)
    yield from _duplicates(_items(document, "plays"), ("plays",), "play")


def _lesson_faults(document: dict[str, Any], codes: Codes) -> Iterator[Fault]:
    for n, lesson in _items(document, "lessons"):
        where = ("lessons", n)
        yield from _known_list(lesson, (*where, "criteria"), codes.criteria)
        yield from _known_list(lesson, (*where, "attributes"), codes.attributes)
        yield from _known_list(lesson, (*where, "channels"), codes.channels)
        yield from _known(lesson, (*where, "stage"), codes.stages)
    texts = ((n, {"text": _hashable(item.get("text"))}) for n, item in _items(document, "lessons"))
    yield from _duplicates(texts, ("lessons",), "text")


def _codes(edition: Any) -> Codes:
    def every(model: type, **where: Any) -> frozenset[str]:
        return frozenset(model.objects.filter(**where).values_list("code", flat=True))  # type: ignore[attr-defined]

    editions = every(Edition, published_at__isnull=False)
    known = isinstance(edition, str) and edition in editions
    levels = Level.objects.filter(edition__code=edition) if known else Level.objects.none()
    return Codes(
        levels.aggregate(top=Max("order"))["top"],
        editions,
        *(every(model) for model in (Stage, Channel, Jurisdiction, Council, Priority, Play)),
        *(
            every(model, edition__code=edition) if known else None
            for model in (Attribute, Criterion, Result)
        ),
    )


def _initiative_faults(initiative: dict, codes: Codes) -> Iterator[Fault]:
    code = initiative.get("code")
    held = Initiative.objects.filter(code=code if isinstance(code, str) else "").first()
    if isinstance(code, str) and held is None:
        for key in REQUIRED_OF_A_NEW_INITIATIVE:
            if key not in initiative:
                message = _("is missing: initiative %(code)s is new") % {"code": code}
                yield Fault(place("initiative", key), message)
    yield from _known(initiative, ("initiative", "council"), codes.councils)
    yield from _known(initiative, ("initiative", "lead"), codes.jurisdictions)
    for key, known in (
        ("partners", codes.jurisdictions),
        ("channels", codes.channels),
        ("priorities", codes.priorities),
    ):
        yield from _known_list(initiative, ("initiative", key), known)
    yield from _lead_faults(initiative, held)
    if held:
        lead, partners = initiative.get("lead"), initiative.get("partners")
        yield from leaving_faults(
            held,
            lead if isinstance(lead, str) else None,
            partners if isinstance(partners, list) else None,
        )


def leaving_faults(
    initiative: Initiative, lead: str | None, partners: Iterable[Any] | None
) -> Iterator[Fault]:
    """The governments with a contributor that would have no part any more, and never be asked.

    `lead` and `partners` are the codes that the initiative is to have; None leaves them.
    """
    if lead is None and partners is None:
        return
    led = initiative.lead.code
    if partners is None:
        partners = initiative.partners.values_list("code", flat=True)
    staying = [lead or led, *partners]
    message = _(
        "%(name)s still has a contributor on the team, or one who is invited, and could "
        "never be asked to rate. Remove that role or cancel that invitation first."
    )
    for each in initiative.rated_for():
        if each.code not in staying:
            key = "lead" if each.code == led else "partners"
            yield Fault(place("initiative", key), message % {"name": each.text})


def _lead_faults(initiative: dict, held: Initiative | None) -> Iterator[Fault]:
    """Where a government would lead and be a partner too, once the document is applied."""
    lead = initiative.get("lead", held and held.lead.code)
    message = _('"%(code)s" already leads the initiative, and cannot be a partner too')
    if "partners" in initiative:
        for n, each in enumerate(_list(initiative, "partners")):
            if isinstance(each, str) and each == lead:
                yield Fault(place("initiative", "partners", n), message % {"code": each[:40]})
    elif held and held.partners.filter(code=lead if isinstance(lead, str) else "").exists():
        yield Fault(place("initiative", "lead"), message % {"code": str(lead)[:40]})


def _channels_of(initiative: dict) -> frozenset[str] | None:
    """The channels that the initiative has once the document is applied; None if not known."""
    channels = initiative.get("channels")
    if isinstance(channels, list):
        return frozenset(code for code in channels if isinstance(code, str))
    code = initiative.get("code")
    known = Initiative.objects.filter(code=code if isinstance(code, str) else "").first()
    return frozenset(known.channels.values_list("code", flat=True)) if known else None


def _rated_faults(
    item: dict, where: tuple, codes: Codes, channels: frozenset[str] | None
) -> Iterator[Fault]:
    yield from _known(item, (*where, "criterion"), codes.criteria, _other_edition)
    channel = item.get("channel")
    if isinstance(channel, str):
        if channel not in codes.channels:
            yield from _known(item, (*where, "channel"), codes.channels)
        elif channels is not None and channel not in channels:
            message = _('the initiative does not have the channel "%(code)s"') % {"code": channel}
            yield Fault(place(*where, "channel"), message)
    yield from _reason_faults(item, where)


def _other_edition(code: str) -> str | None:
    edition = Edition.objects.filter(criterion__code=code).first()
    if edition is None:
        return None
    message = _('unknown code "%(code)s": it belongs to edition %(edition)s')
    return message % {"code": code[:40], "edition": edition.code}


def _reason_faults(item: dict, where: tuple) -> Iterator[Fault]:
    if item.get("rating") == "NA" and "reason" not in item:
        yield Fault(place(*where, "reason"), _("is missing: “not applicable” needs a reason"))


def _rating_key_faults(record: dict, where: tuple) -> Iterator[Fault]:
    """A criterion is rated once: for all channels, or once for each channel."""
    seen: dict[str, set[str | None]] = defaultdict(set)
    for n, item in _items(record, "ratings"):
        criterion, channel = item.get("criterion"), item.get("channel")
        if not isinstance(criterion, str) or not isinstance(channel, str | None):
            continue
        here, before = place(*where, "ratings", n), seen[criterion]
        names = {"criterion": criterion[:40], "channel": channel}
        if channel in before:
            message = (
                _('duplicate "%(criterion)s"')
                if channel is None
                else _('duplicate "%(criterion)s" for the channel "%(channel)s"')
            )
            yield Fault(f"{here}.criterion", message % names)
        elif before and (channel is None or None in before):
            message = _('"%(criterion)s" is rated both for all channels and for one')
            yield Fault(f"{here}.criterion", message % names)
        before.add(channel)


def _indicator_faults(item: dict, where: tuple) -> Iterator[Fault]:
    indicator = item.get("indicator")
    value = indicator.get("value") if isinstance(indicator, dict) else None
    if isinstance(value, Decimal) and -value.normalize().as_tuple().exponent > 6:  # type: ignore[operator]
        yield Fault(place(*where, "value"), _("has more than 6 decimals"))
    if isinstance(indicator, dict):
        yield from _day_faults(indicator, (*where, "date"), past_fault)


def _day_faults(
    record: dict, where: tuple, judge: Callable[[datetime.date], str | None]
) -> Iterator[Fault]:
    """What is wrong with a day; what is no day, the schema has found."""
    with suppress(KeyError, TypeError, ValueError):
        if message := judge(datetime.date.fromisoformat(record[where[-1]])):
            yield Fault(place(*where), message)


def _known(
    record: dict,
    where: tuple,
    codes: frozenset[str] | None,
    explain: Callable[[str], str | None] = lambda code: None,
) -> Iterator[Fault]:
    value = record.get(where[-1])
    if isinstance(value, str) and codes is not None and value not in codes:
        unknown = _('unknown code "%(code)s"') % {"code": value[:40]}
        yield Fault(place(*where), explain(value) or unknown)


def _known_list(record: dict, where: tuple, codes: frozenset[str] | None) -> Iterator[Fault]:
    seen = set()
    for n, value in enumerate(_list(record, where[-1])):
        if not isinstance(value, str):
            continue
        if codes is not None and value not in codes:
            message = _('unknown code "%(code)s"') % {"code": value[:40]}
            yield Fault(place(*where, n), message)
        elif value in seen:
            yield Fault(place(*where, n), _('duplicate "%(code)s"') % {"code": value})
        seen.add(value)


def _duplicates(items: Iterable[tuple[int, dict]], where: tuple, key: str) -> Iterator[Fault]:
    seen = set()
    for n, item in items:
        value = item.get(key)
        if value is not None and isinstance(value, str | tuple):
            if value in seen:
                code = value if isinstance(value, str) else value[-1]
                message = _('duplicate "%(code)s"') % {"code": code[:80]}
                yield Fault(place(*where, n, key), message)
            seen.add(value)


def _hashable(words: Any) -> tuple[str, str] | None:
    if isinstance(words, dict) and all(isinstance(words.get(k), str) for k in ("lang", "text")):
        return words["lang"], words["text"]
    return None


def _items(record: dict, key: str) -> Iterator[tuple[int, dict]]:
    return ((n, item) for n, item in enumerate(_list(record, key)) if isinstance(item, dict))


def _list(record: dict, key: str) -> list:
    value = record.get(key)
    return value if isinstance(value, list) else []
