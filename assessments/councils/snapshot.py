"""The council snapshot: a council's standing at a date as plain values, in both languages.

A report is made from it and nothing else; its canonical JSON and SHA-256 are those of
baselines' snapshots. Without names it says nothing of single initiatives, and null stands for a
figure that is withheld (`withholding`).

What one report withholds can be found with the help of another: two of them, before and after a
single approval, differ by that initiative, and who sees one council by name can subtract it from
the joint view. Both take somebody who has a role in one of the councils.
"""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from assessments.councils import counting
from assessments.councils.counting import Breakdown, Pair, Standing
from assessments.councils.reads import (
    Blocker,
    Facts,
    Member,
    PlannedAction,
    StatusCount,
    TeamLesson,
    read,
)
from assessments.models import Action
from assessments.standings.withholding import enough, withhold
from maturity.models import Council

FORMAT = "ccs-council/1"
SHOWN_BLOCKERS = 10

type Values = dict[str, Any]


def take(council: Council, at: datetime.date, since: datetime.date, *, named: bool) -> Values:
    """The snapshot of a council at the end of the day `at`, with what changed after `since`."""
    head = {
        "code": council.code,
        "name": {"en": council.text_en, "fr": council.text_fr},
        "abbreviation": {"en": council.abbreviation_en, "fr": council.abbreviation_fr},
    }
    return compose(head, read(council, at, since), at=at, since=since, named=named)


def compose(
    council: Values, facts: Facts, *, at: datetime.date, since: datetime.date, named: bool
) -> Values:
    """The snapshot that follows from what was read. Pure."""
    return _Composer(facts, named).snapshot(council, at, since)


class _Composer:
    def __init__(self, facts: Facts, named: bool) -> None:
        self.facts, self.named = facts, named
        self.codes = {member.key: member.code for member in facts.members}
        # One baseline counts for each initiative.
        self.counted = counting.newest(facts.standings)
        self.pairs = counting.pairs(facts.standings, facts.earlier)
        self.attributes = [each.code for each in facts.attributes]
        self.standings_of: dict[uuid.UUID, list[Standing]] = defaultdict(list)
        for each in facts.standings:
            self.standings_of[each.initiative].append(each)

    def snapshot(self, council: Values, at: datetime.date, since: datetime.date) -> Values:
        facts = self.facts
        distribution = {code: self._steps(code) for code in self.attributes}
        return {
            "format": FORMAT,
            "council": council,
            "councils": _named(facts.councils),
            "at": at.isoformat(),
            "since": since.isoformat(),
            "named": self.named,
            "model": {
                "title": facts.edition,
                "rule": facts.rule,
                "levels": list(facts.levels),
                "attributes": _named(facts.attributes),
                "stages": _named(facts.stages),
            },
            "coverage": self._coverage(),
            "distribution": distribution,
            "stages": self._stages(),
            "movement": self._movement(),
            "blocking": [
                {
                    "criterion": each.code,
                    "attribute": each.attribute,
                    "level": each.level,
                    "text": each.text,
                    "initiatives": each.initiatives,
                }
                for each in self._blockers(distribution)
            ],
            "gaps": {
                code: self._cells(counting.gaps(self.counted.values(), code))
                for code in self.attributes
            },
            "actions": self._actions(),
            "lessons_count": facts.lessons_count if self.named else None,
            "lessons": [_lesson(each) for each in facts.lessons if self.named],
            "initiatives": [self._initiative(each) for each in facts.members if self.named],
        }

    def _cells(
        self, values: Sequence[int], behind: Sequence[int] | None = None
    ) -> list[int | None]:
        """A breakdown as it may be shown."""
        return list(values if self.named else withhold(values, behind))

    def _steps(self, code: str) -> list[int | None]:
        return self._cells(counting.steps(self.counted.values(), code))

    def _coverage(self) -> Values:
        counted, seen = len(self.counted), len(self.facts.members)
        # Those without a baseline follow from the difference.
        show = self.named or enough(counted)
        at_stage = [len(self._at(each.code)) for each in self.facts.stages]
        councils = [each.code for each in self.facts.councils]
        of = {member.key: member.council for member in self.facts.members}
        by_council = [sum(of.get(key) == code for key in self.counted) for code in councils]
        return {
            "seen": seen if self.named or (show and enough(seen, seen - counted)) else None,
            "with_baseline": counted if show else None,
            "stages": self._cells(at_stage),
            "councils": self._cells(by_council),
        }

    def _at(self, stage: str) -> list[Standing]:
        return [each for each in self.facts.standings if each.stage == stage]

    def _stages(self) -> dict[str, list[list[int]] | None]:
        """By attribute, how many stand at each step at each stage; None where withheld.

        Where every initiative has one stage, what is withheld at one of them would follow from
        the others and from all together: an attribute is shown for all stages or for none.
        """
        at_stage = [self._at(each.code) for each in self.facts.stages]
        found = {
            code: [list(counting.steps(standings, code)) for standings in at_stage]
            for code in self.attributes
        }
        if self.named:
            return dict(found)
        known = enough(*map(len, at_stage))
        return {
            code: rows if known and all(enough(*row) for row in rows) else None
            for code, rows in found.items()
        }

    def _movement(self) -> Values:
        """What became of those that had a baseline at the same stage at the earlier date."""
        compared = {(pair.now.initiative, pair.now.stage) for pair in self.pairs}
        parts = counting.breakdown(
            self.facts.standings,
            (True, False),
            lambda each: (each.initiative, each.stage) in compared,
            lambda each: each.initiative,
        )
        anew = counting.breakdown(
            self.pairs, (True, False), lambda p: p.is_new, lambda p: p.now.initiative
        )
        show = self.named or enough(*parts.behind)
        rows = {code: counting.moves(self.pairs, code) for code in self.attributes}
        moved = [pair for pair in self.pairs if self.named and pair.is_new]
        return {
            "compared": parts.values[0] if show else None,
            "first": parts.values[1] if show else None,
            "anew": self._of(anew)[0] if show else None,
            "attributes": {
                code: self._of(row) if show else [None] * len(row.values)
                for code, row in rows.items()
            },
            "moved": [each for each in map(self._moved, moved) if each["attributes"]],
        }

    def _of(self, found: Breakdown) -> list[int | None]:
        return self._cells(found.values, found.behind)

    def _moved(self, pair: Pair) -> Values:
        return {
            "initiative": self.codes[pair.now.initiative],
            "stage": pair.now.stage,
            "attributes": [
                {
                    "attribute": code,
                    "from": pair.before.levels[code],
                    "to": pair.now.levels[code],
                }
                for code in self.attributes
                if pair.move(code) in ("rose", "fell")
            ],
        }

    def _blockers(self, distribution: dict[str, list[int | None]]) -> list[Blocker]:
        """The criteria that hold back the most initiatives.

        Who is held back stands before the criterion's level, so that their number would tell a
        step's that is withheld, or that of the few at this step who are held back by another.
        """
        if self.named:
            return list(self.facts.blockers[:SHOWN_BLOCKERS])
        total = len(self.counted)
        shown = []
        for each in self.facts.blockers:
            row = distribution.get(each.attribute, [None])
            if None in row:
                continue
            others = max((row[each.level - 1] or 0) - each.initiatives, 0)
            if enough(each.initiatives, total - each.initiatives, others):
                shown.append(each)
        return shown[:SHOWN_BLOCKERS]

    def _actions(self) -> Values:
        """How many actions of the baselines that stand have each status; what is due."""
        facts = self.facts
        counts = [facts.statuses.get(each, StatusCount()) for each in Action.Status.values]
        by_status = Breakdown(
            tuple(each.actions for each in counts), tuple(each.initiatives for each in counts)
        )
        return {
            "statuses": dict(zip(Action.Status.values, self._of(by_status), strict=True)),
            "overdue_count": facts.overdue_count if self.named else None,
            "overdue": [_action(each) for each in facts.overdue if self.named],
            "upcoming": [_action(each) for each in facts.upcoming if self.named],
        }

    def _initiative(self, member: Member) -> Values:
        counted = self.counted.get(member.key)
        return {
            "code": member.code,
            "name": member.name,
            "lead": member.lead,
            "council": member.council,
            "stages": {each.stage: each.overall for each in self.standings_of[member.key]},
            "newest": counted
            and {
                "stage": counted.stage,
                "as_of": counted.as_of.isoformat(),
                "levels": [counted.levels.get(code) for code in self.attributes],
            },
        }


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
        "text": {"lang": lesson.language, "text": lesson.text},
        "stage": lesson.stage,
        "initiative": lesson.initiative,
    }
