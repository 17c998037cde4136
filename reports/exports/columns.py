"""What a column of an export is, and a table of them."""

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.models.people import Language

Value = str | int | float | datetime.date | None
# A code that stands in a column, and what it means.
Meaning = tuple[str, Promise | str]


class ColumnKind(TextChoices):
    """What the values of a column are."""

    CODE = "code", _("code, the same in both languages")
    WORDS = "words", _("words in the language of the file")
    TEXT = "text", _("text as it was written, up to 10,000 characters")
    WHOLE = "whole", _("whole number")
    NUMBER = "number", _("number; in CSV with a decimal point, in French with a comma")
    DATE = "date", _("date (yyyy-mm-dd)")


class ColumnSource(TextChoices):
    """Where the values of a column come from, or the rule that makes them."""

    PORTAL = "portal", _("Kept by the portal")
    INITIATIVE = "initiative", _("Details of the initiative, as they were at the time")
    INITIATIVE_NOW = "initiative_now", _("Details of the initiative, on the day of the file")
    TEAM = "team", _("Written by the team")
    PLAN = "plan", _("The team’s plan, on the day of the file and not as approved")
    LESSONS = "lessons", _("The team’s lessons, on the day of the file and not as approved")
    GOVERNMENTS = "governments", _("Given by the team, or by a government independently")
    MODEL = "model", _("The maturity model, in its edition")
    SCALE = "scale", _("Rating scale of ISO/IEC 33020")
    CHANNELS = (
        "channels",
        _("The lowest rating of the channels, without those to which it does not apply"),
    )
    LEVELS = (
        "levels",
        _(
            "Scoring rule of the edition; in that of 2017 a level is attained when all statements "
            "up to it are largely or fully achieved"
        ),
    )
    PROGRESS = "progress", _("Scoring rule of the edition: the mean of the levels’ mean ratings")
    GAP = "gap", _("Target level minus level attained, never below 0")
    COUNCIL = "council", _("The council’s figures, on the day of the file")
    DUE = "due", _("Whether the day has ended everywhere in Canada, on the day of the file")


# Not TRUE and FALSE, which a spreadsheet program in French does not read as such; and sums count.
YES_OR_NO: tuple[Meaning, ...] = (("1", _("yes")), ("0", _("no")))
LANGUAGES: tuple[Meaning, ...] = tuple(Language.choices)


@dataclass(frozen=True, slots=True)
class Column[Row]:
    """One column: what writes it into files, and what explains it in the dictionary.

    `key` is its permanent code; `value` may give words of the interface, in the language of the
    moment.
    """

    key: str
    heading: Promise
    kind: ColumnKind
    source: ColumnSource
    meaning: Promise
    value: Callable[[Row], Value]
    values: tuple[Meaning, ...] = ()


@dataclass(frozen=True, slots=True)
class Table[Row]:
    """A table: a sheet of a workbook, or a file. `grain` says what one of its rows is.

    Its rows are read of a part of the scope: of an assessment, `of_plans` as they are now, or
    `of_council` where the scope is a council.
    """

    key: str
    name: Promise
    grain: Promise
    columns: tuple[Column[Row], ...]
    rows_of: Callable[[Any], Iterable[Row]] = field(repr=False)
    of_plans: bool = False
    of_council: bool = False

    def headings(self) -> list[str]:
        """The first row, in the language of the moment."""
        return [str(column.heading) for column in self.columns]

    def rows(self, part: object) -> Iterator[list[Value]]:
        """The rows of a part of the scope, in the language of the moment."""
        for row in self.rows_of(part):
            yield [column.value(row) for column in self.columns]
