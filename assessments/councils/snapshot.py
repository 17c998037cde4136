"""The council snapshot: a council's standing at a date as plain values, in both languages.

Reports, slides and baselines of a council are made from it and nothing else; its canonical JSON and
SHA-256 are those of baselines' snapshots. Its first half is also what a dashboard begins with: the
`opening`. It is for people who see the initiatives by name (`rules.may_see_names`); what others see
of a council's baselines is its published edition (`published`).
"""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils import timezone

from assessments import rules
from assessments.councils.lateness import Lateness
from assessments.councils.listing import Stands
from assessments.councils.reads import (
    Member,
    ReportLists,
    members_of,
    read_lists,
)
from assessments.councils.values import PlannedAction, TeamLesson
from assessments.councils.words import EditionWords, Named, Words, read_words
from assessments.meetings.reads import Decided, attained, decided, targets_at
from assessments.models import Action, CouncilTarget, Person
from assessments.standings import bits
from assessments.standings.bits import Digits, Numbers
from assessments.standings.conditions import ANEW, Chosen, chosen_of_council, mixed, trend
from assessments.standings.counts import Counts, HeldBack, newest_wording
from assessments.standings.index import read as read_index
from assessments.standings.late import read as read_late
from maturity.bilingual import both
from maturity.days import a_year_before, due_today
from maturity.models import Council, Criterion

FORMAT = "ccs-council/2"
YEARS = 5  # of the trend
MOST_LATE = 20  # initiatives that are named as late; of all, how many there are is said

type Values = dict[str, Any]


def take(
    council: Council,
    at: datetime.date,
    since: datetime.date,
    *,
    reader: Person | None = None,
    most_late: int | None = MOST_LATE,
) -> Values:
    """The snapshot of a council at the end of the day `at`, with what changed after `since`.

    It leaves out the plans that a `reader` is blind to, and names `most_late` initiatives of which
    something is late, or all.
    """
    words = read_words()
    index = read_index()
    edition = words.edition()
    attributes = [each.code for each in edition.attributes]
    counts = Counts(
        chosen_of_council(index, council.code, at, since, attributes=attributes, tops=words.tops)
    )
    blind = rules.blind_initiatives(reader) if reader else ()
    councils = list(Council.objects.meant_by(council.code))
    criteria = newest_wording()
    listed = read_lists(councils, at, named_slots(council, counts), blind)
    late = read_late(blind) if at == timezone.localdate() else None
    lateness = Lateness(counts.chosen, late) if late else None
    return {
        "format": FORMAT,
        "council": {
            "code": council.code,
            "name": both(council),
            "abbreviation": both(council, "abbreviation"),
        },
        "at": at.isoformat(),
        "since": since.isoformat(),
        **opening(council, words, edition, counts, criteria),
        "decisions": [_decision(each) for each in decided([council], at)],
        "late": late_values(lateness, most_late),
        "initiatives": initiative_values(words, counts.chosen, listed.members),
        **_details(words, counts, criteria, listed),
    }


def named_slots(council: Council, counts: Counts) -> int:
    """The slots of the initiatives that are named to a council: its own once something of them was
    submitted, and at the joint table those of the others from their first baseline on."""
    own = counts.chosen.index.of(f"council.{council.code}")
    return counts.submitted & own | bits.spread(counts.chosen.baselines)


def opening(
    council: Council,
    words: Words,
    edition: EditionWords,
    counts: Counts,
    criteria: Mapping[str, Criterion],
) -> Values:
    """What a council's dashboard and reports begin with; `criteria` has all statements in their
    newest wording. One query, for the council's targets."""
    chosen = counts.chosen
    days = [a_year_before(chosen.at, years) for years in reversed(range(YEARS))]
    attributes = {code: each.attribute.code for code, each in criteria.items()}
    return {
        "councils": _named(words.covered(council.code)),
        "model": {
            "title": edition.title,
            "edition": edition.code,
            "rule": edition.rule,
            "levels": list(words.levels_of(edition)[: chosen.top + 1]),
            "attributes": _named(edition.attributes),
            "stages": _named(words.stages),
        },
        "coverage": {
            **asdict(counts.coverage),
            "stages": list(counts.at_stages(range(1, len(words.stages) + 1))),
            "councils": list(counts.of_councils(each.code for each in words.covered(council.code))),
        },
        "overall": list(counts.overall),
        "distribution": _rows(counts.levels),
        "lifts": [
            {
                **asdict(each),
                "held_back": [
                    {"criterion": code, "text": both(criteria[code]), "initiatives": number}
                    for code, number in each.held_back
                ],
            }
            for each in counts.lifts(attributes)
        ],
        "trend": [
            {
                "at": each.day.isoformat(),
                "overall": list(each.overall),
                "attributes": _rows(each.levels),
            }
            for each in trend(chosen, days)
        ],
        "not_comparable": list(mixed(chosen, days)),
        "targets": [_aim(each, chosen) for each in targets_at(council, chosen.at)],
    }


def late_values(lateness: Lateness | None, limit: int | None) -> Values | None:
    """What is late today of the initiatives that are chosen, the `limit` of which most is late by
    name; None on another day, of which the plans say nothing. Two queries."""
    if lateness is None:
        return None
    most = lateness.most(limit)
    return lateness.values(most, members_of(most))


def initiative_values(words: Words, chosen: Chosen, members: Iterable[Member]) -> list[Values]:
    """Some initiatives, each with where it stands. Without a query."""
    stands, stages = Stands(chosen), [each.code for each in words.stages]
    stale = Digits(chosen.stale)
    return [_initiative(each, stands, stages, stale) for each in members]


def _initiative(
    member: Member, stands: Stands, stages: Sequence[str], stale: Collection[int] | Digits
) -> Values:
    newest = stands.of(member.number)
    return {
        "code": member.code,
        "name": member.name,
        "lead": member.lead,
        "council": member.council,
        "stages": {stages[stage]: level for stage, level in stands.overall(member.number).items()},
        "newest": newest
        and {
            "stage": stages[newest.stage],
            "as_of": newest.as_of.isoformat(),
            "levels": [mark.level for mark in newest.marks],
            "moves": [mark.move for mark in newest.marks],
            "gaps": [mark.gap for mark in newest.marks],
            "stale": member.number in stale,
        },
    }


def _details(
    words: Words, counts: Counts, criteria: Mapping[str, Criterion], listed: ReportLists
) -> Values:
    """What a report says beyond the opening. Without a query."""
    return {
        "stages": counts.by_stage(range(1, len(words.stages) + 1)),
        "movement": _movement(words, counts, listed),
        "blocking": [_blocking(each) for each in counts.blockers(criteria)],
        "gaps": _rows(counts.gaps),
        "actions": _actions(counts, listed),
        "lessons_count": listed.lessons_count,
        "lessons": [_lesson(each) for each in listed.lessons],
    }


def _aim(target: CouncilTarget, chosen: Chosen) -> Values:
    """A target of the council, and how many have attained it, of those to which it applies."""
    number, of = attained(target, chosen)
    return {
        "attribute": target.attribute,
        "level": target.level,
        "share": target.share,
        "by": target.by.isoformat(),
        "attained": number,
        "of": of,
        "late": target.by < min(chosen.at, due_today()),
    }


def _decision(each: Decided) -> Values:
    return {"kind": each.kind, "text": each.text, "on": each.on.isoformat()}


def _rows(found: Mapping[str, Sequence[int]]) -> dict[str, list[int]]:
    return {code: list(cells) for code, cells in found.items()}


def _movement(words: Words, counts: Counts, listed: ReportLists) -> Values:
    found = counts.compared()
    return {
        "compared": found.both,
        "first": found.first,
        "anew": found.anew,
        "across": found.across,
        "attributes": _rows(found.outcomes),
        "moved": _moved(words, counts.chosen, listed.members) if listed.members else [],
    }


@dataclass(frozen=True)
class _Changed:
    """Where the level of an attribute is another one than before, and both levels."""

    attribute: str
    where: Digits
    before: Numbers
    now: Numbers

    def values(self, number: int, slot: int) -> Values:
        return {
            "attribute": self.attribute,
            "from": self.before.at(number, slot),
            "to": self.now.at(number, slot),
        }


def _moved(words: Words, chosen: Chosen, members: Sequence[Member]) -> list[Values]:
    """What rose and fell of each member that was assessed anew, by the stages."""
    anew = Digits(chosen.moved("", ANEW))
    changed = [
        _Changed(
            code,
            Digits(rose | fell),
            chosen.before.levels(f"level.{code}"),
            chosen.now.levels(f"level.{code}"),
        )
        for code, (rose, fell) in chosen.moves.items()
    ]
    found = []
    for member in sorted(members, key=lambda member: member.code):
        number = member.number
        for order, stage in enumerate(words.stages):
            slot = anew[number] & 1 << order
            parts = [each.values(number, slot) for each in changed if each.where[number] & slot]
            if parts:
                found.append({"initiative": member.code, "stage": stage.code, "attributes": parts})
    return found


def _blocking(held: HeldBack) -> Values:
    criterion = held.criterion
    return {
        "criterion": criterion.code,
        "attribute": criterion.attribute.code,
        "level": criterion.level,
        "text": both(criterion),
        "initiatives": held.initiatives,
    }


def _actions(counts: Counts, listed: ReportLists) -> Values:
    """How many actions of the baselines that stand have each status; what is due."""
    statuses = Action.Status.values
    return {
        "statuses": dict(zip(statuses, counts.actions(statuses), strict=True)),
        "overdue_count": listed.overdue_count,
        "overdue": [_action(each) for each in listed.overdue],
        "upcoming": [_action(each) for each in listed.upcoming],
    }


def _named(entries: Iterable[Named]) -> list[Values]:
    return [{"code": each.code, "name": each.name} for each in entries]


def _action(action: PlannedAction) -> Values:
    return {
        "title": {"lang": action.language, "text": action.title},
        "owner": action.owner,
        "due": action.due.isoformat(),
        "initiative": action.initiative,
    }


def _lesson(lesson: TeamLesson) -> Values:
    return {
        "kind": lesson.kind,
        "title": lesson.title and {"lang": lesson.title.language, "text": lesson.title.text},
        "text": {"lang": lesson.text.language, "text": lesson.text.text},
        "stage": lesson.stage,
        "initiative": lesson.initiative,
    }
