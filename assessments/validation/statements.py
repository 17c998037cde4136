"""Is each statement usable, and in both languages alike."""

from collections.abc import Hashable, Iterator, Sequence

from assessments.feedback.reads import Feedback
from assessments.method.validation import (
    ItemDif,
    Why,
    difficulty_intervals,
    item_analysis,
    language_dif,
    median_seconds,
    mokken,
    share_unclear,
)
from assessments.method.validation.languages import independent
from assessments.method.validation.pairs import Row
from assessments.validation.figures import Figure, Group, ReportPart, Threshold, judged
from assessments.validation.ordering import RatedAttribute
from assessments.validation.reads import RawRatings
from maturity.thresholds import Thresholds

NEGLIGIBLE = Threshold(most=0.035)  # change of Nagelkerke’s R²; .07 is large
SIGNIFICANT = Threshold(least=0.05)  # above it, chance alone may explain the difference
LANGUAGES = ("en", "fr")
# What can be said of a statement, as the figures of its use are called.
CATEGORIES = {
    "not_achieved": "N",
    "partially_achieved": "P",
    "largely_achieved": "L",
    "fully_achieved": "F",
    "not_applicable": "NA",
    "not_rated": None,
}


def statement_part(
    raw: RawRatings, attributes: Sequence[RatedAttribute], rounds: int
) -> ReportPart:
    """Returns how difficult each statement is, and how it goes with the others of its attribute."""
    codes = list(zip(*(each.codes for each in raw.newest), strict=True))
    place = {each.code: n for n, each in enumerate(raw.statements)}
    return ReportPart(
        "statements",
        tuple(
            Group((code,), (*figures, *_rates(codes[place[code]] if codes else ())))
            for attribute in attributes
            for code, figures in _items(attribute, raw.thresholds, rounds)
        ),
    )


def _items(
    attribute: RatedAttribute, by: Thresholds, rounds: int
) -> Iterator[tuple[str, tuple[Figure, ...]]]:
    goes_along, scales = Threshold(least=by["item_rest"]), Threshold(least=by["homogeneity"])
    enough = by["least_assessments"]
    found, scale = item_analysis(attribute.achieved), mokken(attribute.ratings)
    between = difficulty_intervals(attribute.achieved, attribute.initiatives, rounds)
    for place, statement in enumerate(attribute.statements):
        n = sum(row[place] is not None for row in attribute.ratings)
        varied = Why.NO_VARIATION if n else Why.NO_DATA
        # Without rows the analyses know of no items.
        some = n > 0
        yield (
            statement.code,
            (
                Figure(
                    "difficulty", found.difficulty[place] if some else None, n,
                    None if some else varied, between[place] if some else None,
                ),
                judged(
                    "item_rest", found.item_rest[place] if some else None, n,
                    reason=varied, threshold=goes_along, judged_from=enough,
                ),
                judged(
                    "item_h", scale.item_h[place] if some else None, n,
                    reason=varied, threshold=scales, judged_from=enough,
                ),
            ),
        )  # fmt: skip


def _rates(codes: Sequence[str | None]) -> tuple[Figure, ...]:
    return tuple(_share(name, codes, CATEGORIES[name]) for name in ("not_applicable", "not_rated"))


def _share(name: str, codes: Sequence[str | None], code: str | None) -> Figure:
    n = len(codes)
    return Figure(name, codes.count(code) / n if n else None, n, None if n else Why.NO_DATA)


def category_part(raw: RawRatings) -> ReportPart:
    """Returns how often each point of the scale is given to the statements of each attribute."""
    codes = list(zip(*(each.codes for each in raw.newest), strict=True))
    given: dict[str, list[str | None]] = {each.attribute: [] for each in raw.statements}
    for statement, column in zip(raw.statements, codes, strict=bool(codes)):
        given[statement.attribute] += column
    return ReportPart(
        "categories",
        tuple(
            Group(
                (attribute,),
                tuple(_share(name, found, code) for name, code in CATEGORIES.items()),
            )
            for attribute, found in given.items()
        ),
    )


def language_part(raw: RawRatings) -> ReportPart:
    """Returns how each statement differs between its two languages."""
    values, spoken = sheets_of(raw)
    found = language_dif(values, spoken) or (None,) * len(raw.statements)
    counts = ratings_by_language(raw)
    groups = (
        Group((statement.code,), tuple(_differences(each, min(counts[place]), raw.thresholds)))
        for place, (statement, each) in enumerate(zip(raw.statements, found, strict=True))
    )
    return ReportPart("languages", tuple(groups))


def feedback_part(raw: RawRatings, told: Feedback) -> ReportPart:
    """Returns how clear each statement is in its two languages, and how long it takes."""
    return ReportPart(
        "feedback",
        tuple(
            Group((each.code,), (*_unclear(each.code, told), *_seconds(each.code, told)))
            for each in raw.statements
        ),
    )


def _unclear(code: str, told: Feedback) -> Iterator[Figure]:
    for language in LANGUAGES:
        rated = told.rated.get((code, language), frozenset())
        share = share_unclear(rated, told.unclear.get((code, language), frozenset()))
        reason = Why.NO_DATA if share is None else None
        yield Figure(f"unclear_{language}", share, len(rated), reason)


def _seconds(code: str, told: Feedback) -> Iterator[Figure]:
    for language in LANGUAGES:
        people = told.seconds.get((code, language), {})
        median, reason = median_seconds(people)
        yield Figure(f"seconds_to_rate_{language}", median, len(people), reason)


def sheets_of(raw: RawRatings) -> tuple[list[Row], list[Hashable]]:
    """Returns one sheet of each initiative in each language, with the languages."""
    sheets = [(each.initiative, sheet) for each in raw.newest for sheet in each.sheets]
    return independent(
        [sheet.values for _, sheet in sheets],
        [sheet.language for _, sheet in sheets],
        [initiative for initiative, _ in sheets],
    )


def ratings_by_language(raw: RawRatings) -> list[tuple[int, int]]:
    """Returns how many initiatives have rated each statement in English, and in French."""
    values, spoken = sheets_of(raw)
    english, french = (
        [row for row, language in zip(values, spoken, strict=True) if language == each]
        for each in LANGUAGES
    )
    return [
        (
            sum(row[place] is not None for row in english),
            sum(row[place] is not None for row in french),
        )
        for place in range(len(raw.statements))
    ]


def _differences(item: ItemDif | None, n: int, by: Thresholds) -> Iterator[Figure]:
    thresholds = {"nagelkerke_change": NEGLIGIBLE, "p": SIGNIFICANT}
    for name in (
        "uniform_chi2", "nonuniform_chi2", "nagelkerke_change",
        "purified_chi2", "purified_nonuniform_chi2", "p", "shift",
    ):  # fmt: skip
        yield judged(
            name,
            None if item is None else getattr(item, name),
            n,
            reason=Why.NO_DATA if item is None else item.undefined,
            threshold=thresholds.get(name),
            judged_from=by["language_ratings"],
        )
