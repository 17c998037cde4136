"""What ratings mean: results, stages, and what was rated again though nothing had been done."""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assessments.ballots.proposals import FEWEST_ANSWERS
from assessments.ballots.results import StatementResult
from assessments.method.validation import (
    ContentValidity,
    RankTest,
    Why,
    intraclass_correlation,
    kruskal_wallis,
    smallest_detectable_change,
    spearman,
    weighted_kappa,
)
from assessments.validation.figures import Figure, Group, ReportPart, Threshold, judged
from assessments.validation.reads import RawAssessment, RawRatings

SOON = datetime.timedelta(days=60)


def meaning_parts(raw: RawRatings) -> tuple[ReportPart, ...]:
    """Returns how progress goes with results and stages, and what was rated twice."""
    return (
        ReportPart("results", tuple(_results(raw))),
        ReportPart("stages", (_stages(raw),)),
        ReportPart("retest", (_retest(raw),)),
    )


def ballot_part(raw: RawRatings, asked: Sequence[StatementResult]) -> ReportPart:
    """Returns what members say of the statements that the last ballot asked about, if there was
    one. An I-CVI is judged as it is published, with two decimals."""
    if not asked:
        return ReportPart("ballot", (Group((), (Figure("i_cvi", None, 0, Why.NOT_KEPT),)),))
    wanted = Threshold(least=raw.thresholds["content_validity"])
    return ReportPart(
        "ballot", tuple(_confirmed(each.code, each.validity, wanted) for each in asked)
    )


def _confirmed(code: str, said: ContentValidity, wanted: Threshold) -> Group:
    share = None if said.i_cvi is None else round(said.i_cvi, 2)
    alone = Why.TOO_FEW if said.n else Why.NO_DATA
    validity = judged("i_cvi", share, said.n, threshold=wanted, judged_from=FEWEST_ANSWERS)
    kappa = judged("modified_kappa", said.modified_kappa, said.n, reason=alone, judged_from=0)
    return Group((code,), (validity, kappa))


def _results(raw: RawRatings) -> Iterator[Group]:
    for code in sorted({code for each in raw.newest for code in (*each.results, *each.indicators)}):
        ratings = spearman((each.progress, each.results.get(code)) for each in raw.newest)
        indicators = spearman((each.progress, each.indicators.get(code)) for each in raw.newest)
        yield Group(
            (code,),
            (*_tested("spearman_rating", ratings), *_tested("spearman_indicator", indicators)),
        )


def _stages(raw: RawRatings) -> Group:
    by_stage: dict[str, list[float | None]] = defaultdict(list)
    for each in raw.newest:
        by_stage[each.stage].append(each.progress)
    return Group((), _tested("kruskal_wallis", kruskal_wallis(by_stage.values())))


def _tested(name: str, test: RankTest) -> tuple[Figure, ...]:
    return (
        Figure(name, test.value, test.n, test.undefined),
        Figure(f"{name}_p", test.p, test.n, test.undefined),
    )


def _retest(raw: RawRatings) -> Group:
    pairs = list(_rated_twice(raw))
    why = Why.NO_VARIATION if pairs else Why.NO_PAIRS
    figures = {
        "weighted_kappa": weighted_kappa(pairs),
        "intraclass_correlation": intraclass_correlation(pairs),
        "smallest_detectable_change": smallest_detectable_change(pairs),
    }
    return Group(
        (),
        tuple(
            Figure(name, value, len(pairs), why if value is None else None)
            for name, value in figures.items()
        ),
    )


def _rated_twice(raw: RawRatings) -> Iterator[tuple[int, int]]:
    """The two ratings of each statement that was rated again within 60 days, without an action."""
    by_stage: dict[tuple[str, str], list[RawAssessment]] = defaultdict(list)
    for each in sorted((*raw.earlier, *raw.newest), key=lambda each: each.as_of):
        by_stage[each.initiative, each.stage].append(each)
    for made in by_stage.values():
        for first, second in pairwise(made):
            if second.as_of - first.as_of <= SOON:
                touched = first.acted_on | second.acted_on
                for statement, x, y in zip(
                    raw.statements, first.values, second.values, strict=True
                ):
                    if statement.code not in touched and x is not None and y is not None:
                        yield x, y
