"""How a value stands in a cell, and how what stands there is taken.

A program that keeps a workbook may write the same text in other characters. `plain` gives them all
one form, so that what nobody touched is known to be untouched.
"""

import datetime
import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from assessments.rating.answers import TEXTS
from assessments.web.spreadsheet import ESCAPE, LINE_END, dated
from assessments.workbook.layout import BothLanguages, Layout, language_of
from maturity.bilingual import current_language
from maturity.canonical import sha256
from maturity.folding import fold, letters
from maturity.guessing import written_in
from maturity.numerals import Ambiguous, read_number
from maturity.text import Alteration, changes_in, lines

ESCAPED_LINE_END = re.compile("_x000[Dd]_\n?")
# A number in a cell has so many digits that can be relied on.
MAX_DIGITS = 15
MAX_DECIMALS = 6  # of an indicator's value, in the exchange format
YEARS_AS_DAYS = 1905  # in which the numbers 1900 to 2100 lie, taken for days
DAY_0, DAYS = datetime.date(1899, 12, 30), range(10_000, 100_000)  # of 1927 to 2173
# What people type who do not choose in the list: "N/A", "S.O.", "n. a.".
NOT_APPLICABLE = frozenset({"na", "so", "notapplicable", "nonapplicable", "sansobjet"})
UNRATED = frozenset(map(fold, ("", "NR", "Not rated", "Sans cote", "Non évalué")))

Values = dict[str, Any]


class CannotBe(Exception):
    """What stands in a cell cannot be taken. Its text says why."""


def plain(text: str) -> str:
    """A text in one form, through the one door: line ends as LF, escapes undone."""
    return lines(unescaped(text))


def unescaped(text: str) -> str:
    """A text as it was typed into its cell."""
    # openpyxl takes this out of every text, whether it was an escape or not.
    text = LINE_END.sub("\n", text).replace("x005F_", "")
    return ESCAPE.sub(_unescaped, ESCAPED_LINE_END.sub("\n", text))


def changed_in(cell: Any) -> frozenset[Alteration]:
    """What is changed in the text of a cell that its writer should know of."""
    return changes_in([unescaped(cell.value)] if isinstance(cell.value, str) else [])


def written(value: Any) -> str | float | datetime.date | None:
    """A value of an answer as that of a cell: as text where a number or date would be altered."""
    if isinstance(value, Decimal):
        digits = value.normalize().as_tuple().digits
        return float(value) if len(digits) <= MAX_DIGITS else f"{value.normalize():f}"
    if isinstance(value, datetime.date):
        return dated(value)
    return value or None


def text_of(cell: Any) -> str:
    """What stands in a cell, as text. Raises CannotBe for a formula and for an error."""
    value = cell.value
    if cell.data_type == "f":
        raise CannotBe(_("contains a formula: enter its result instead, as text or as a number"))
    if cell.data_type == "e":
        raise CannotBe(_("contains an error (%(error)s)") % {"error": str(value)[:20]})
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.{MAX_DIGITS}g}"
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "minutes")
    return plain(str(value))


def number_of(cell: Any, result: Any = None) -> Decimal | str | None:
    """The number in a cell, in either language where it is text. 62% gives 62.

    `result` is what a formula last gave. A number that Excel keeps is rounded to the decimals that
    the portal does: it may be a third. What is none is given as its text, for the rules of the
    format to refuse. Raises CannotBe.
    """
    value = cell.value if result is None else result
    if isinstance(value, int | float) and not isinstance(value, bool):
        exact = Decimal(repr(value))
        if not exact.is_finite():
            return str(value)
        return round(exact * 100 if shows_percent(cell) else exact, MAX_DECIMALS).normalize()
    text = text_of(cell)
    if not text:
        return None
    read = read_number(text)
    if isinstance(read, Ambiguous):
        raise CannotBe(read.question)
    return text if read is None else read.normalize()


def shows_percent(cell: Any) -> bool:
    """Whether a number was typed with a percent sign, which Excel then keeps as a format."""
    return cell.data_type in ("n", "f") and "%" in (cell.number_format or "")


def date_of(cell: Any) -> str:
    """The date in a cell as year-month-day, or its text where it is none. Raises CannotBe.

    Excel keeps a date as a number of days: a year alone, typed where dates are, is one of 1905.
    """
    value = cell.value
    if isinstance(value, datetime.datetime):
        if value.year == YEARS_AS_DAYS:
            raise CannotBe(_year_alone())
        return value.date().isoformat()
    text = text_of(cell)
    if re.fullmatch("[0-9]{4}", text):
        raise CannotBe(_year_alone())
    if cell.data_type == "n" and isinstance(value, int) and value in DAYS:
        return (DAY_0 + datetime.timedelta(days=value)).isoformat()
    return text


def rating_of(cell: Any, layout: Layout) -> str:
    """The code of the rating whose word stands in a cell. Raises CannotBe for any other word."""
    text = typed(cell)
    if fold(text) in UNRATED:
        return ""
    code = "NA" if letters(text) in NOT_APPLICABLE else code_of(text, layout.scale)
    if code is None:
        message = _("“%(word)s” is not a rating: choose or type one of %(words)s")
        raise CannotBe(message % {"word": text[:40], "words": rating_words(layout)})
    return code


def rating_words(layout: Layout) -> str:
    """The ratings that may be typed, each with its code: "Not achieved (N), …"."""
    language = current_language()
    return ", ".join(f"{words.of(language)} ({code})" for code, words in layout.scale.items())


def typed(cell: Any) -> str:
    """What somebody typed into a cell for words, as text: 100% is kept by Excel as 1."""
    text = text_of(cell)
    return f"{float(text) * 100:.{MAX_DIGITS}g}%" if text and shows_percent(cell) else text


def language_in(cell: Any) -> str:
    """The language that a cell names, empty where it names none. Raises CannotBe."""
    text = text_of(cell)
    language = language_of(text) if text else ""
    if language is None:
        message = _("“%(word)s” is not one of the languages: English, Français")
        raise CannotBe(message % {"word": text[:40]})
    return language


def code_of(text: str, known: Mapping[str, BothLanguages]) -> str | None:
    """The code whose word, in either language, a text is; or which it is itself."""
    key = fold(text)
    for code, words in known.items():
        if key in (fold(words.en), fold(words.fr), code.casefold() or None):
            return code
    return None


def canonical(values: Mapping[str, Any], language: str) -> Values:
    """The values of an answer in one form, without what is empty.

    A text in no language is in the workbook's, unless it plainly is in the other; a reason is for
    "not applicable" only.
    """
    kept: Values = {}
    for name, given in values.items():
        value = plain(given) if isinstance(given, str) else given
        if value not in ("", None) and not name.endswith("_language"):
            kept[name] = value
    if kept.get("rating") not in (None, "NA"):
        kept.pop("reason", None)
    for name in TEXTS:
        if name in kept:
            given = values.get(f"{name}_language") or ""
            kept[f"{name}_language"] = given or written_in(kept[name], "", language)
    return kept


def digest(values: Values) -> str:
    """A short digest of canonical values, by which an untouched row is known."""
    texts = {
        name: f"{value:f}" if isinstance(value, Decimal) else str(value)
        for name, value in values.items()
    }
    return sha256(json.dumps(texts, sort_keys=True))[:16]


def _year_alone() -> str:
    return _("is only a year: write the full date, year-month-day, such as 2026-10-31")


def _unescaped(match: re.Match[str]) -> str:
    # Only what no one types: control characters. Anything else was written so by a person.
    character = chr(int(match.group(1), 16))
    return character if character < " " or "\x7f" <= character <= "\x9f" else match.group()
