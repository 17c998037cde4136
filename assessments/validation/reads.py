"""The raw ratings of an edition’s approved baselines, as plain values."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import F

from assessments.format.types import OpinionItem, RatingItem, Snapshot
from assessments.method.computing import agreement_units, effective_of
from assessments.method.scoring import VALUES
from assessments.models import Baseline
from maturity.models import Criterion, Edition
from maturity.thresholds import DEFAULTS, Thresholds

type Place = tuple[str, str | None]  # a statement, and the channel if it is rated by channel
type Unit = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class ValidatedStatement:
    """A statement of the edition: its code, its attribute's, and its level from 1 to 3."""

    code: str
    attribute: str
    level: int


@dataclass(frozen=True, slots=True)
class RatingSheet:
    """What one government, or a team, says of each statement, in the language of most of its pages.

    Ratings that were made in the other language, or in none that is known, are missing.
    """

    jurisdiction: str | None
    language: str | None
    values: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class RawAssessment:
    """An approved assessment as it was rated: nothing in it was computed but `progress`.

    `codes` are the team's ratings as they stand (N to F, NA, None), `values` the same from 0 to 3,
    where NA is missing. `units` has what governments gave to each place, in the order of `raters`.
    `progress` is the mean over attributes, `results` the ratings of results and `indicators` the
    values in percent, by their codes. `acted_on` names statements with an action in the plan.
    """

    initiative: str
    stage: str
    as_of: datetime.date
    approved_on: datetime.date
    newest: bool
    codes: tuple[str | None, ...]
    units: Mapping[Place, Unit]
    raters: tuple[str, ...]
    sheets: tuple[RatingSheet, ...]
    progress: float | None
    results: Mapping[str, int]
    indicators: Mapping[str, float]
    acted_on: frozenset[str] = field(default_factory=frozenset)

    @property
    def values(self) -> tuple[int | None, ...]:
        return tuple(map(value_of, self.codes))


@dataclass(frozen=True, slots=True)
class RawRatings:
    """All that was rated with an edition: its statements in order, and the assessments.

    `newest` are those of the newest baseline of each initiative and stage, which alone count;
    `earlier` has the others too, for what was rated twice. `thresholds` are those of the edition.
    """

    edition: str
    statements: tuple[ValidatedStatement, ...]
    newest: tuple[RawAssessment, ...]
    earlier: tuple[RawAssessment, ...]
    thresholds: Thresholds = field(default_factory=lambda: DEFAULTS)


def raw_ratings(edition: str) -> RawRatings:
    """Returns what was rated with an edition, by its code, oldest approval first."""
    statements = tuple(
        ValidatedStatement(code, attribute, level)
        for code, attribute, level in Criterion.objects.filter(edition__code=edition).values_list(
            "code", "attribute__code", "level"
        )
    )
    made = tuple(_assessments(edition, statements))
    known = Edition.objects.filter(code=edition).first()
    return RawRatings(
        edition,
        statements,
        tuple(each for each in made if each.newest),
        tuple(each for each in made if not each.newest),
        known.validated_by if known else DEFAULTS,
    )


def value_of(code: str | None) -> int | None:
    """Returns a rating from 0 to 3; None for what is not rated, or not applicable."""
    return VALUES.get(code) if code else None


def _assessments(
    edition: str, statements: tuple[ValidatedStatement, ...]
) -> Iterator[RawAssessment]:
    baselines = (
        Baseline.objects.filter(assessment__edition__code=edition)
        .annotate(superseded_at=F("figures__superseded_at"))
        .order_by("approved_at", "assessment__initiative__code", "pk")
    )
    # A snapshot has every text of its edition: they are read one after the other and left behind.
    for baseline in baselines.iterator(chunk_size=50):
        yield _raw(
            baseline.content,
            statements,
            approved_on=baseline.approved_at.date(),
            newest=baseline.superseded_at is None,
        )


def _raw(
    taken: Snapshot,
    statements: tuple[ValidatedStatement, ...],
    *,
    approved_on: datetime.date,
    newest: bool,
) -> RawAssessment:
    document = taken["assessment"]
    progress = [
        each["progress"]
        for each in document["computed"]["attributes"]
        if each["progress"] is not None
    ]
    results = {each["result"]: each for each in document["results"]}
    return RawAssessment(
        initiative=document["initiative"]["code"],
        stage=document["stage"],
        as_of=datetime.date.fromisoformat(document["as_of"]),
        approved_on=approved_on,
        newest=newest,
        codes=tuple(taken["effective"].get(each.code) for each in statements),
        units={
            place: tuple(map(value_of, codes)) for place, codes in agreement_units(document).items()
        },
        raters=tuple(each["jurisdiction"] for each in document["participants"] if each["finished"]),
        sheets=_sheets(taken, statements),
        progress=sum(progress) / len(progress) if progress else None,
        results={
            code: value
            for code, each in results.items()
            if (value := value_of(each.get("rating"))) is not None
        },
        indicators={
            code: float(each["indicator"]["value"])
            for code, each in results.items()
            if "indicator" in each and each["indicator"].get("unit") == "%"
        },
        acted_on=frozenset(
            code for action in document["actions"] for code in action.get("criteria", ())
        ),
    )


def _sheets(taken: Snapshot, statements: tuple[ValidatedStatement, ...]) -> tuple[RatingSheet, ...]:
    """Those of the governments that have finished; that of the team where there are none.

    Where governments rate, the team's ratings follow from theirs, and would count them twice.
    """
    document = taken["assessment"]
    channels = document["initiative"]["channels"]
    finished = [each for each in document["participants"] if each["finished"]]
    if not finished:
        return (_sheet(None, document["ratings"], channels, statements),)
    return tuple(
        _sheet(each["jurisdiction"], each["ratings"], channels, statements) for each in finished
    )


def _sheet(
    jurisdiction: str | None,
    items: Sequence[RatingItem | OpinionItem],
    channels: list[str],
    statements: tuple[ValidatedStatement, ...],
) -> RatingSheet:
    spoken = Counter(
        language for item in items if item.get("rating") and (language := item.get("page_language"))
    )
    language = min(spoken, key=lambda each: (-spoken[each], each)) if spoken else None
    given: dict[str, dict[str | None, str | None]] = defaultdict(dict)
    for item in items:
        if item.get("page_language") == language:
            given[item["criterion"]][item.get("channel")] = item.get("rating")
    return RatingSheet(
        jurisdiction,
        language,
        tuple(value_of(effective_of(given[each.code], channels)) for each in statements),
    )
