"""What a deck of slides holds: plain values, all words in one language."""

import datetime
from dataclasses import dataclass

from assessments.baselines.values import Written

# Of the deck's language, or of the one that a person wrote it in.
type Said = str | Written


@dataclass(frozen=True, slots=True)
class Points:
    """A list of points, each a sentence or two."""

    points: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column of a table: its head, and its width in inches, as far as there is room.

    Numbers stand at the right.
    """

    head: str
    width: float
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table, whose first column says what each row is about.

    Screen readers say its `title`.
    """

    title: str
    columns: tuple[GridColumn, ...]
    rows: tuple[tuple[Said, ...], ...]


@dataclass(frozen=True, slots=True)
class Shade:
    """How a part of a chart is filled, as "#rrggbb", with the ink of the figures on it."""

    fill: str
    ink: str
    hatched: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """Figures under one name, one a category; None where there is none to show."""

    name: str
    values: tuple[float | None, ...]
    shade: Shade


@dataclass(frozen=True, slots=True)
class Stacks:
    """A bar a category, stacked from all series, with the figures in it; `alternative` says all of
    it in words."""

    categories: tuple[str, ...]
    series: tuple[Series, ...]
    alternative: str


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar a category, from nought to its figure, which stands at its end in a `form` of
    spreadsheets; no category has a figure in more than one series.

    The scale goes from `lowest` to `highest`; `alternative` says all of it in words.
    """

    categories: tuple[str, ...]
    series: tuple[Series, ...]
    alternative: str
    form: str
    lowest: float
    highest: float


@dataclass(frozen=True, slots=True)
class Lines:
    """A line of shares in percent, over the years or other categories in order.

    Several stand beside one another on a slide, all to the same scale.
    """

    title: str
    categories: tuple[str, ...]
    values: tuple[int | None, ...]
    alternative: str


type Body = Points | Grid | Stacks | Bars | tuple[Lines, ...]


@dataclass(frozen=True, kw_only=True)
class Slide:
    """A slide: its title, unlike all others' of the deck; what it says; what is said with it."""

    title: str
    lead: str = ""
    body: Body
    notes: str = ""


@dataclass(frozen=True, kw_only=True)
class Deck:
    """Slides in one language, "en" or "fr", after an opening one that has `title` and `facts`.

    `name` is the file's, `made_at` is the moment whose situation they show, `fingerprint` the
    SHA-256 of their figures.
    """

    name: str
    language: str
    title: str
    subject: str
    owner: str
    facts: tuple[str, ...]
    footer: str
    slides: tuple[Slide, ...]
    made_at: datetime.datetime
    fingerprint: str

    @property
    def tag(self) -> str:
        """The language as files have it."""
        return f"{self.language}-CA"


def written(said: Said, language: str) -> Written:
    """A text with its language, which is `language` unless it says otherwise."""
    return said if isinstance(said, Written) else Written(said, language)
