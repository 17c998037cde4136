"""Is each statement usable, and in both languages alike."""

from collections.abc import Hashable, Iterator, Sequence

from assessments.feedback.reads import Feedback
from assessments.method.validation import (
    ItemDif,
    Why,
    item_analysis,
    language_dif,
    median_seconds,
    mokken,
    share_unclear,
)
from assessments.method.validation.languages import independent
from assessments.method.validation.pairs import Row
from assessments.validation.figures import LANGUAGE_FROM, Figure, Group, Part, Threshold, judged
from assessments.validation.ordering import A_SCALE, Attribute
from assessments.validation.reads import RawRatings

TELLS_SOMETHING = Threshold(least=0.20)  # correlation with the other statements
NEGLIGIBLE = Threshold(most=0.035)  # change of Nagelkerke’s R²; .07 is large
SIGNIFICANT = Threshold(least=0.05)  # above it, chance alone may explain the difference
LANGUAGES = ("en", "fr")


def statement_part(raw: RawRatings, attributes: Sequence[Attribute]) -> Part:
    """Returns how difficult each statement is, and how it goes with the others of its attribute."""
    codes = list(zip(*(each.codes for each in raw.newest), strict=True))
    place = {each.code: n for n, each in enumerate(raw.statements)}
    return Part(
        "statements",
        tuple(
            Group((code,), (*figures, *_rates(codes[place[code]] if codes else ())))
            for attribute in attributes
            for code, figures in _items(attribute)
        ),
    )


def _items(attribute: Attribute) -> Iterator[tuple[str, tuple[Figure, ...]]]:
    found, scale = item_analysis(attribute.achieved), mokken(attribute.ratings)
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
                    None if some else varied,
                ),
                judged(
                    "item_rest", found.item_rest[place] if some else None, n,
                    reason=varied, threshold=TELLS_SOMETHING,
                ),
                judged(
                    "item_h", scale.item_h[place] if some else None, n,
                    reason=varied, threshold=A_SCALE,
                ),
            ),
        )  # fmt: skip


def _rates(codes: Sequence[str | None]) -> tuple[Figure, ...]:
    n = len(codes)
    return tuple(
        Figure(name, codes.count(code) / n if n else None, n, None if n else Why.NO_DATA)
        for name, code in (("not_applicable", "NA"), ("not_rated", None))
    )


def language_part(raw: RawRatings) -> Part:
    """Returns how each statement differs between its two languages."""
    values, spoken = sheets_of(raw)
    found = language_dif(values, spoken) or (None,) * len(raw.statements)
    counts = ratings_by_language(raw)
    groups = (
        Group((statement.code,), tuple(_differences(each, min(counts[place]))))
        for place, (statement, each) in enumerate(zip(raw.statements, found, strict=True))
    )
    return Part("languages", tuple(groups))


def feedback_part(raw: RawRatings, told: Feedback) -> Part:
    """Returns how clear each statement is in its two languages, and how long it takes."""
    return Part(
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


def _differences(item: ItemDif | None, n: int) -> Iterator[Figure]:
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
            judged_from=LANGUAGE_FROM,
        )
