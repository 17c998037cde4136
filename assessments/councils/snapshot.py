"""The council snapshot: a council's standing at a date as plain values, in both languages.

A report is made from it and nothing else; its canonical JSON and SHA-256 are those of
baselines' snapshots. Without names it says nothing of single initiatives, and null stands for a
figure that is withheld (`withholding`).

What somebody without all names knows by name can be subtracted from their edition: it withholds
what would then follow (`Counts.known`). Two editions, before and after a single approval, differ by
that initiative; so pages make one without names of today only.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assessments import rules
from assessments.councils.listing import Stands, visible_slots
from assessments.councils.reads import (
    Member,
    PlannedAction,
    ReportLists,
    ReportWords,
    TeamLesson,
    councils_covered,
    read_lists,
    read_words,
)
from assessments.models import Action, Person
from assessments.standings.bits import Digits, Numbers
from assessments.standings.conditions import ANEW, Chosen
from assessments.standings.counts import Counts, HeldBack, newest_wording
from assessments.standings.index import Index
from assessments.standings.index import read as read_index
from maturity.bilingual import both
from maturity.models import Council, Criterion

FORMAT = "ccs-council/1"

type Values = dict[str, Any]


def take(
    council: Council,
    at: datetime.date,
    since: datetime.date,
    *,
    named: bool,
    reader: Person | None = None,
) -> Values:
    """The snapshot of a council at the end of the day `at`, with what changed after `since`.

    Without names, it is for a `reader` who knows some initiatives by name, or else for strangers;
    with names, without the plans that a `reader` is blind to.
    """
    head = {
        "code": council.code,
        "name": both(council),
        "abbreviation": both(council, "abbreviation"),
    }
    councils = councils_covered(council)
    said = read_words(councils)
    index = read_index()
    known = visible_slots(index, reader, at) if reader and not named else 0
    counts = Counts(chosen(index, said, at, since), named, known)
    blind = rules.blind_initiatives(reader) if reader else ()
    listed = read_lists(councils, at, counts.submitted, blind) if named else ReportLists()
    return compose(head, said, counts, newest_wording(counts.held_back), listed)


def chosen(index: Index, said: ReportWords, at: datetime.date, since: datetime.date) -> Chosen:
    """Returns the initiatives that a report is about, on its days."""
    return Chosen(
        index=index,
        slots=index.any_of(f"council.{each.code}" for each in said.councils),
        at=at,
        since=since,
        attributes=tuple(each.code for each in said.attributes),
    )


def compose(
    council: Values,
    said: ReportWords,
    counts: Counts,
    criteria: Mapping[str, Criterion],
    listed: ReportLists,
) -> Values:
    """The snapshot that follows from what was read; `criteria` are `counts.held_back`. Pure."""
    codes = [each.code for each in said.councils]
    orders = range(1, len(said.stages) + 1)
    return {
        "format": FORMAT,
        "council": council,
        "councils": _named(said.councils),
        "at": counts.chosen.at.isoformat(),
        "since": counts.chosen.since.isoformat(),
        "named": counts.named,
        "model": {
            "title": said.edition,
            "rule": said.rule,
            "levels": list(said.levels),
            "attributes": _named(said.attributes),
            "stages": _named(said.stages),
        },
        "coverage": {
            "seen": counts.seen,
            "with_baseline": counts.with_baseline,
            "stages": list(counts.at_stages(orders)),
            "councils": list(counts.of_councils(codes)),
        },
        "distribution": _rows(counts.levels),
        "stages": counts.by_stage(orders),
        "movement": _movement(said, counts, listed),
        "blocking": [_blocking(each) for each in counts.blockers(criteria)],
        "gaps": _rows(counts.gaps),
        "actions": _actions(counts, listed),
        "lessons_count": listed.lessons_count if counts.named else None,
        "lessons": [_lesson(each) for each in listed.lessons],
        "initiatives": _initiatives(said, counts.chosen, listed.members),
    }


def _rows(found: Mapping[str, Sequence[int | None]]) -> dict[str, list[int | None]]:
    return {code: list(cells) for code, cells in found.items()}


def _movement(said: ReportWords, counts: Counts, listed: ReportLists) -> Values:
    found = counts.compared()
    return {
        "compared": found.both,
        "first": found.first,
        "anew": found.anew,
        "attributes": _rows(found.outcomes),
        "moved": _moved(said, counts.chosen, listed.members) if listed.members else [],
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


def _moved(said: ReportWords, chosen: Chosen, members: Sequence[Member]) -> list[Values]:
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
        for order, stage in enumerate(said.stages):
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
        "overdue_count": listed.overdue_count if counts.named else None,
        "overdue": [_action(each) for each in listed.overdue],
        "upcoming": [_action(each) for each in listed.upcoming],
    }


def _initiatives(said: ReportWords, chosen: Chosen, members: Sequence[Member]) -> list[Values]:
    if not members:
        return []
    stands, stages = Stands(chosen), [each.code for each in said.stages]
    found = []
    for member in members:
        newest = stands.of(member.number)
        found.append(
            {
                "code": member.code,
                "name": member.name,
                "lead": member.lead,
                "council": member.council,
                "stages": {
                    stages[stage]: level for stage, level in stands.overall(member.number).items()
                },
                "newest": newest
                and {
                    "stage": stages[newest.stage],
                    "as_of": newest.as_of.isoformat(),
                    "levels": [mark.level for mark in newest.marks],
                },
            }
        )
    return found


def _named(entries: Sequence[Any]) -> list[Values]:
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
