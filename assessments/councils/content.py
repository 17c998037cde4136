"""Reading a council snapshot in one language: the frozen values that pages and reports show."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from assessments.baselines.values import Written
from assessments.councils.values import (
    FIRST_EDITION,
    Blocking,
    Breakdown,
    CouncilAim,
    CouncilContent,
    CouncilTrend,
    Counted,
    DecisionText,
    HeatRow,
    HoldingBack,
    LateInitiative,
    LateList,
    LevelChange,
    Lifting,
    Line,
    Moved,
    Opening,
    PlannedAction,
    Share,
    TeamLesson,
    TrendRow,
)
from assessments.standings.counts import Coverage

type Values = Mapping[str, Any]

COVERAGE = tuple(Coverage.__dataclass_fields__)


def council_content(snapshot: Values, language: str) -> CouncilContent:
    """A council snapshot in one language ("en" or "fr")."""
    return CouncilReader(snapshot, language).content()


class CouncilReader:
    """Reads the plain values of a council snapshot, or of its `opening`, in one language."""

    def __init__(self, snapshot: Values, language: str) -> None:
        self.snapshot, self.language = snapshot, language
        model = snapshot["model"]
        self.attributes = {each["code"]: each["name"][language] for each in model["attributes"]}
        self.stages = {each["code"]: each["name"][language] for each in model["stages"]}
        self.councils = {each["code"]: each["name"][language] for each in snapshot["councils"]}

    def opening(self) -> Opening:
        """What a dashboard begins with."""
        return Opening(**self._opening())

    def content(self) -> CouncilContent:
        """All of a snapshot."""
        taken, language = self.snapshot, self.language
        movement, actions, coverage = taken["movement"], taken["actions"], taken["coverage"]
        total = coverage["with_baseline"]
        names = {each["code"]: each["name"][language] for each in taken["initiatives"]}
        return CouncilContent(
            **self._opening(),
            council=taken["council"]["name"][language],
            abbreviation=taken["council"]["abbreviation"][language],
            at=_day(taken["at"]),
            since=_day(taken["since"]),
            model=taken["model"]["title"][language],
            edition=taken["model"].get("edition", FIRST_EDITION),
            rule=taken["model"]["rule"],
            stages=tuple(map(Counted, self.stages.values(), coverage["stages"])),
            councils=tuple(zip(self.councils.values(), coverage["councils"], strict=True)),
            heat=tuple(
                HeatRow(name, self._shares(taken["stages"][code]))
                for code, name in self.attributes.items()
            ),
            compared=movement["compared"],
            first=movement["first"],
            anew=movement["anew"],
            across=movement.get("across", 0),
            movement=self._rows(movement["attributes"], movement["compared"]),
            moved=tuple(self._moved(each, names) for each in movement["moved"]),
            blocking=tuple(self._blocking(each) for each in taken["blocking"]),
            gaps=self._rows(taken["gaps"], total),
            statuses=tuple(actions["statuses"].items()),
            overdue_count=actions["overdue_count"],
            overdue=tuple(_due(each, names) for each in actions["overdue"]),
            upcoming=tuple(_due(each, names) for each in actions["upcoming"]),
            lessons_count=taken["lessons_count"],
            lessons=tuple(self._told(each) for each in taken["lessons"]),
            decisions=tuple(
                DecisionText(each["kind"], each["text"][language], _day(each["on"]))
                for each in taken["decisions"]
            ),
            late=self.late(taken["late"]),
            initiatives=self.lines(taken["initiatives"]),
        )

    def lines(self, initiatives: Iterable[Values]) -> tuple[Line, ...]:
        """Initiatives, each with where it stands."""
        return tuple(self._line(each) for each in initiatives)

    def late(self, found: Values | None) -> LateList | None:
        """What is late, where the snapshot is of a day on which that was known."""
        if found is None:
            return None
        return LateList(
            tuple(self._late(each) for each in found["initiatives"]),
            found["total"],
            found["actions"],
            found["targets"],
            found["stale"],
        )

    def _opening(self) -> dict[str, Any]:
        taken, language = self.snapshot, self.language
        coverage = Coverage(**{name: taken["coverage"][name] for name in COVERAGE})
        return {
            "distribution": self._rows(taken["distribution"], coverage.with_baseline),
            "joint": len(self.councils) > 1,
            "coverage": coverage,
            "overall": tuple(taken["overall"]),
            "levels": tuple(each[language] for each in taken["model"]["levels"]),
            "attributes": tuple(self.attributes.values()),
            "lifts": tuple(self._lift(each, coverage) for each in taken["lifts"]),
            "trend": self._trend(taken["trend"], taken.get("not_comparable", ())),
            "aims": tuple(self._aim(each) for each in taken["targets"]),
        }

    def _lift(self, each: Values, coverage: Coverage) -> Lifting:
        code = each["attribute"]
        statements = (
            HoldingBack(one["criterion"], one["text"][self.language], one["initiatives"])
            for one in each["held_back"]
        )
        return Lifting(
            code,
            self.attributes[code],
            each["lowest"],
            each["alone"],
            coverage.with_baseline,
            tuple(statements),
        )

    def _trend(self, years: Sequence[Values], mixed: Sequence[str]) -> CouncilTrend:
        overall = TrendRow("", tuple(tuple(each["overall"]) for each in years))
        rows = (
            TrendRow(name, tuple(tuple(each["attributes"][code]) for each in years))
            for code, name in self.attributes.items()
        )
        return CouncilTrend(
            tuple(_day(each["at"]) for each in years),
            (overall, *rows),
            tuple(self.attributes[code] for code in mixed),
        )

    def _aim(self, each: Values) -> CouncilAim:
        code = each["attribute"]
        return CouncilAim(
            code,
            self.attributes.get(code, ""),
            each["level"],
            each["share"],
            _day(each["by"]),
            each["attained"],
            each["of"],
            each["late"],
        )

    def _rows(self, found: Mapping[str, Sequence[int]], total: int) -> tuple[Breakdown, ...]:
        return tuple(
            Breakdown(name, tuple(found[code]), total) for code, name in self.attributes.items()
        )

    def _shares(self, stages: Sequence[Sequence[int]]) -> tuple[tuple[Share, ...], ...]:
        return tuple(
            tuple(Share(sum(steps[level:-1]), sum(steps)) for level in range(1, len(steps) - 1))
            for steps in stages
        )

    def _blocking(self, each: Values) -> Blocking[int]:
        return Blocking(
            each["criterion"],
            str(self.attributes.get(each["attribute"], each["attribute"])),
            each["level"],
            each["text"][self.language],
            each["initiatives"],
        )

    def _moved(self, each: Values, names: Mapping[str, str]) -> Moved:
        return Moved(
            each["initiative"],
            names[each["initiative"]],
            self.stages[each["stage"]],
            tuple(
                LevelChange(self.attributes[one["attribute"]], one["from"], one["to"])
                for one in each["attributes"]
            ),
        )

    def _told(self, each: Values) -> TeamLesson:
        title = each["title"]
        return TeamLesson(
            each["kind"],
            Written(title["text"], title["lang"]) if title else None,
            Written(each["text"]["text"], each["text"]["lang"]),
            self.stages.get(each["stage"], ""),
            each["initiative"],
        )

    def _line(self, each: Values) -> Line:
        newest = each["newest"]
        return Line(
            code=each["code"],
            name=each["name"][self.language],
            lead=each["lead"][self.language],
            council=self.councils[each["council"]],
            stages=tuple(
                (name, each["stages"][code])
                for code, name in self.stages.items()
                if code in each["stages"]
            ),
            newest_stage=self.stages[newest["stage"]] if newest else "",
            newest_as_of=_day(newest["as_of"]) if newest else None,
            levels=tuple(newest["levels"]) if newest else (),
            moves=tuple(newest["moves"]) if newest else (),
            gaps=tuple(newest["gaps"]) if newest else (),
            stale=bool(newest and newest["stale"]),
        )

    def _late(self, each: Values) -> LateInitiative:
        return LateInitiative(
            each["code"],
            each["name"][self.language],
            each["lead"][self.language],
            self.councils[each["council"]],
            each["actions"],
            _maybe_day(each["oldest_action"]),
            each["targets"],
            _maybe_day(each["oldest_target"]),
            _maybe_day(each["stale_as_of"]),
        )


def _due(action: Values, names: Mapping[str, str]) -> PlannedAction:
    return PlannedAction(
        action["title"]["text"],
        action["title"]["lang"],
        action["owner"],
        _day(action["due"]),
        action["initiative"],
        names.get(action["initiative"], ""),
    )


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def _maybe_day(text: str | None) -> datetime.date | None:
    return _day(text) if text else None
