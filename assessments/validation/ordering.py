"""Are the three levels an order: scalograms, Mokken’s analysis and pairs of statements."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assessments.method.scoring import VALUES
from assessments.method.validation import (
    Mokken,
    Scalogram,
    Why,
    h_interval,
    item_analysis,
    mokken,
    ordered_pairs,
    scalogram,
)
from assessments.validation.figures import Figure, Group, ReportPart, Threshold, judged
from assessments.validation.reads import RawRatings, ValidatedStatement
from maturity.thresholds import Thresholds

type Rows = list[tuple[int | None, ...]]

NONE_AT_ALL = Threshold(most=0)


@dataclass(frozen=True, slots=True)
class RatedAttribute:
    """What was rated of one attribute: a column a statement, and the flags of its levels."""

    code: str
    statements: tuple[ValidatedStatement, ...]
    ratings: Rows
    achieved: Rows
    levels: Rows
    initiatives: list[str]

    @property
    def steps(self) -> range:
        """The levels that its statements run through, from 1 on."""
        return _steps(self.statements)

    @property
    def n(self) -> int:
        return sum(any(value is not None for value in row) for row in self.ratings)


def attributes_of(raw: RawRatings) -> Iterator[RatedAttribute]:
    """Yields the attributes of an edition with the rows of its newest assessments."""
    for code in dict.fromkeys(each.attribute for each in raw.statements):
        places = [n for n, each in enumerate(raw.statements) if each.attribute == code]
        statements = tuple(raw.statements[n] for n in places)
        ratings = [tuple(each.values[n] for n in places) for each in raw.newest]
        achieved = [tuple(map(_achieved, row)) for row in ratings]
        yield RatedAttribute(
            code,
            statements,
            ratings,
            achieved,
            [
                tuple(_flag(row, statements, level) for level in _steps(statements))
                for row in achieved
            ],
            [each.initiative for each in raw.newest],
        )


def order_parts(
    attributes: Sequence[RatedAttribute], by: Thresholds, rounds: int
) -> tuple[ReportPart, ...]:
    """Returns the order of statements and of levels by attribute, and of each pair that has one."""
    return (
        ReportPart("order", tuple(_order(each, by, rounds) for each in attributes)),
        ReportPart(
            "pairs", tuple(pair for each in attributes for pair in _pairs(each, by, rounds))
        ),
        ReportPart("levels", tuple(_levels(each, by) for each in attributes)),
        ReportPart(
            "level_pairs",
            tuple(pair for each in attributes for pair in _level_pairs(each, by, rounds)),
        ),
        ReportPart("ends", tuple(_ends(each, by) for each in attributes)),
    )


def _order(attribute: RatedAttribute, by: Thresholds, rounds: int) -> Group:
    found = mokken(attribute.ratings)
    of = h_interval(attribute.ratings, attribute.initiatives, rounds)
    n = attribute.n
    return Group(
        (attribute.code,),
        (
            *_scalogram(scalogram(attribute.achieved), n, by),
            judged(
                "mokken_h",
                found.h,
                n,
                reason=found.undefined.get("h"),
                interval=of,
                threshold=Threshold(least=by["homogeneity"]),
                judged_from=by["order_assessments"],
            ),
            Figure("ht", found.ht, n, found.undefined.get("ht")),
            *_violations(found, n, by),
            Figure("misfits", float(len(found.misfits)), n) if n else _nothing("misfits"),
        ),
    )


def _scalogram(found: Scalogram, n: int, by: Thresholds) -> Iterator[Figure]:
    for name, value, least in (
        ("reproducibility", found.reproducibility, by["reproducibility"]),
        ("minimal_marginal_reproducibility", found.minimal_marginal_reproducibility, None),
        ("scalability", found.scalability, by["scalability"]),
        ("loevinger_h", found.loevinger_h, by["homogeneity"]),
    ):
        yield judged(
            name,
            value,
            n,
            reason=found.undefined.get(name),
            threshold=None if least is None else Threshold(least=least),
            judged_from=by["order_assessments"],
        )


def _violations(found: Mokken, n: int, by: Thresholds) -> Iterator[Figure]:
    """How often statements fall, or cross, where a test confirms it."""
    falls = [each.significant for each in found.monotonicity if each is not None]
    crossings = sum(each.significant > 0 for each in found.ordering.crossings)
    known = found.ordering.invariant is not None
    for name, value, reason in (
        ("falls", float(sum(falls)) if falls else None, found.undefined.get("monotonicity")),
        ("crossings", float(crossings) if known else None, found.ordering.undefined),
    ):
        yield judged(
            name,
            value,
            n,
            reason=reason,
            threshold=NONE_AT_ALL,
            judged_from=by["order_assessments"],
        )


def _pairs(attribute: RatedAttribute, by: Thresholds, rounds: int) -> Iterator[Group]:
    levels = [each.level for each in attribute.statements]
    codes = [each.code for each in attribute.statements]
    yield from _pair_groups(attribute.achieved, levels, codes, attribute, by, rounds)


def _level_pairs(attribute: RatedAttribute, by: Thresholds, rounds: int) -> Iterator[Group]:
    codes = [f"{attribute.code}/{level}" for level in attribute.steps]
    yield from _pair_groups(attribute.levels, attribute.steps, codes, attribute, by, rounds)


def _steps(statements: Sequence[ValidatedStatement]) -> range:
    return range(1, max(each.level for each in statements) + 1)


def _pair_groups(
    rows: Rows,
    levels: Sequence[int],
    codes: Sequence[str],
    attribute: RatedAttribute,
    by: Thresholds,
    rounds: int,
) -> Iterator[Group]:
    harder, enough = Threshold(least=by["order_share"]), by["order_assessments"]
    for pair in ordered_pairs(rows, levels, attribute.initiatives, rounds):
        n = sum(row[pair.lower] is not None and row[pair.higher] is not None for row in rows)
        share = judged("less_achieved", pair.share, n, threshold=harder, judged_from=enough)
        yield Group((codes[pair.lower], codes[pair.higher]), (share,))


def _levels(attribute: RatedAttribute, by: Thresholds) -> Group:
    found = _scalogram(scalogram(attribute.levels), attribute.n, by)
    return Group((attribute.code,), tuple(found))


def _ends(attribute: RatedAttribute, by: Thresholds) -> Group:
    found = item_analysis(attribute.achieved)
    n = found.complete
    return Group(
        (attribute.code,),
        (
            *(
                judged(
                    name,
                    value,
                    n,
                    reason=found.undefined.get(name),
                    threshold=Threshold(most=by["floor_ceiling"]),
                    judged_from=by["least_assessments"],
                )
                for name, value in (("floor", found.floor), ("ceiling", found.ceiling))
            ),
            Figure("kr20", found.kr20, n, found.undefined.get("kr20")),
        ),
    )  # fmt: skip


def _nothing(name: str) -> Figure:
    return Figure(name, None, 0, Why.NO_DATA)


def _achieved(value: int | None) -> int | None:
    return None if value is None else int(value >= VALUES["L"])


def _flag(
    row: Sequence[int | None], statements: Sequence[ValidatedStatement], level: int
) -> int | None:
    """Whether all that was rated of a level is achieved, whatever is below it."""
    known = [
        value
        for value, each in zip(row, statements, strict=True)
        if each.level == level and value is not None
    ]
    return int(all(known)) if known else None
