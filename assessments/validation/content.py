"""A validation report as its page shows it, in the language of the page."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.method.validation import Verdict
from assessments.validation.figures import (
    Figure,
    Group,
    Judgement,
    Pending,
    ReportPart,
    Threshold,
    ValidationReport,
)
from assessments.validation.meanings import MEANINGS
from assessments.validation.names import Names
from assessments.validation.pictures import Picture, pictures
from assessments.validation.words import (
    FIGURES,
    LOOK_AT,
    OTHERWISE,
    PARTS,
    PENDING,
    REASONS,
    VERDICTS,
    FigureStyle,
)
from maturity.models import Edition
from maturity.wording import decimal, grouped, long_date, percent

# One row a subject: a row for each of its figures would make the page too long.
BY_SUBJECT = {
    "agreement", "order", "pairs", "levels", "level_pairs", "ends", "statements", "categories",
    "languages", "feedback", "ballot",
}  # fmt: skip
# What those who rate tell the secretariat, and nobody else (settings.FEEDBACK).
FEEDBACK = "feedback"
SHORT = 12  # rows
TOO_WIDE = {"order"}
OF_STATEMENTS = {"statements", "languages", "feedback", "ballot"}
# In each language: with fewer, all statements tested together hide a shift that matters.
ENOUGH_FOR_ALL = 240

WORST_FIRST = (
    Judgement.NOT_MET,
    Verdict.NOT_RELIABLE,
    Judgement.TOO_EARLY,
    Verdict.NOT_COMPUTABLE,
    Verdict.TOO_LITTLE_VARIATION,
    Verdict.TENTATIVE,
    Judgement.MET,
    Verdict.RELIABLE,
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure: a value, or why there is none; its interval; whether it is not as wanted."""

    value: str
    interval: str
    missed: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of one subject."""

    subject: str
    name: str
    value: str
    interval: str
    wanted: str
    verdict: str
    n: str


@dataclass(frozen=True, slots=True)
class SubjectRow:
    """All figures of one subject; `n` is the least that any of them comes from."""

    subject: str
    cells: tuple[Cell, ...]
    verdict: str
    n: str


@dataclass(frozen=True, slots=True)
class PartContent:
    """One part: figure by figure in `rows`, and subject by subject under `columns`."""

    code: str
    title: str
    meaning: str
    meanings: tuple[tuple[str, str], ...]  # of each figure: its name, and what it means
    missed: int
    rows: tuple[Row, ...]
    columns: tuple[tuple[str, str], ...]  # names, and what is wanted
    subjects: tuple[SubjectRow, ...]
    lines: tuple[Row, ...]  # figure by figure, for paper, what has too many columns for it

    @property
    def is_short(self) -> bool:
        """Whether it is to stay on one page of a report."""
        return len(self.rows) + len(self.subjects) <= SHORT

    @property
    def of_statements(self) -> bool:
        return self.code in OF_STATEMENTS

    @property
    def is_judged(self) -> bool:
        return any(wanted for _name, wanted in self.columns)

    @property
    def has_intervals(self) -> bool:
        return any(row.interval for row in self.rows or self.lines)

    @property
    def has_verdicts(self) -> bool:
        return any(row.wanted or row.verdict for row in self.rows or self.lines)


@dataclass(frozen=True, slots=True)
class ReportContent:
    """A whole report: counts, by what it judges, what cannot be said yet, what to look at, and
    its pictures and parts."""

    edition: Edition
    counts: str
    judged_by: tuple[str, ...]
    pending: tuple[str, ...]
    look_at: tuple[str, ...]
    pictures: tuple[Picture, ...]
    parts: tuple[PartContent, ...]


def report_content(
    report: ValidationReport, edition: Edition, *, feedback: bool = False
) -> ReportContent:
    """Returns what a report shows, with what those who rate told only for the secretariat."""
    names = Names(edition)
    return ReportContent(
        edition,
        " · ".join(_counts(report)),
        tuple(_judged_by(report)),
        tuple(_waits(each) for each in report.pending),
        tuple(
            _look_at(part, group, figure, names)
            for part, group, figure in report.each()
            if figure.verdict in (Judgement.NOT_MET, Verdict.NOT_RELIABLE)
        ),
        pictures(report, names),
        tuple(_part(each, names) for each in report.parts if feedback or each.name != FEEDBACK),
    )


def _counts(report: ValidationReport) -> Iterator[str]:
    """What a report is computed from."""
    assessments, initiatives = report.assessments, report.initiatives
    for said, number in (
        (
            ngettext(
                "%(number)s approved assessment", "%(number)s approved assessments", assessments
            ),
            assessments,
        ),
        (ngettext("%(number)s initiative", "%(number)s initiatives", initiatives), initiatives),
        (
            ngettext(
                "%(number)s set of ratings by a government",
                "%(number)s sets of ratings by governments",
                report.participants,
            ),
            report.participants,
        ),
    ):
        yield said % {"number": grouped(number)}


def _judged_by(report: ValidationReport) -> Iterator[str]:
    """From how many on the edition has figures judged, and what that is too few for."""
    by = {name: grouped(int(value)) for name, value in report.thresholds.items()}
    counts = _(
        "The thresholds are those of the edition. Figures are judged from %(least_assessments)s "
        "assessments on, an order from %(order_assessments)s assessments on, and the languages "
        "from %(language_ratings)s initiatives in each language on."
    )
    yield counts % by
    if report.thresholds["language_ratings"] < ENOUGH_FOR_ALL:
        too_few = _(
            "%(language_ratings)s initiatives in each language show a difference that matters "
            "between English and French (0.75 logits) where a single statement is tested. Where "
            "all are tested together, as here, it takes %(enough)s: that no statement is named "
            "does not prove that all French wordings are right."
        )
        yield too_few % {**by, "enough": grouped(ENOUGH_FOR_ALL)}


def _waits(pending: Pending) -> str:
    counts = {"have": grouped(pending.have), "needed": grouped(pending.needed)}
    said = PENDING[pending.name] % counts
    if pending.ready is None:
        return said
    when = _("At the present pace, this will be known by %(day)s.")
    return f"{said} {when % {'day': long_date(pending.ready)}}"


def _look_at(part: ReportPart, group: Group, figure: Figure, names: Names) -> str:
    subjects = names.each(part.name, group.subject)
    said = LOOK_AT.get(figure.name, OTHERWISE) % {
        "subject": names.together(part.name, group.subject),
        "lower": subjects[0] if subjects else "",
        "higher": subjects[-1] if subjects else "",
        "name": FIGURES[figure.name][0],
        "value": _written(figure, figure.value),
        "wanted": _wanted(figure),
    }
    return str(said)


def _part(part: ReportPart, names: Names) -> PartContent:
    title, meaning = PARTS[part.name]
    wide = [each for each in part.groups if part.name in BY_SUBJECT and each.subject]
    figures = [figure for group in part.groups for figure in group.figures]
    return PartContent(
        part.name,
        str(title),
        str(meaning),
        tuple(
            (str(FIGURES[name][0]), str(MEANINGS[name]))
            for name in dict.fromkeys(each.name for each in figures)
        ),
        sum(each.verdict == Judgement.NOT_MET for each in figures),
        tuple(row for each in part.groups if each not in wide for row in _rows(part, each, names)),
        tuple((str(FIGURES[each.name][0]), _wanted(each)) for each in wide[0].figures)
        if wide
        else (),
        tuple(_subject(part, each, names) for each in wide),
        tuple(row for each in part.groups for row in _rows(part, each, names))
        if part.name in TOO_WIDE
        else (),
    )


def _rows(part: ReportPart, group: Group, names: Names) -> Iterator[Row]:
    subject = names.together(part.name, group.subject)
    for each in group.figures:
        yield Row(
            subject,
            str(FIGURES[each.name][0]),
            _value(each),
            _between(each),
            _wanted(each),
            str(VERDICTS[each.verdict]) if each.verdict else "",
            grouped(each.n),
        )


def _subject(part: ReportPart, group: Group, names: Names) -> SubjectRow:
    verdicts = {each.verdict for each in group.figures}
    verdict = next((each for each in WORST_FIRST if each in verdicts), None)
    return SubjectRow(
        names.together(part.name, group.subject),
        tuple(
            Cell(_value(each), _between(each), each.verdict == Judgement.NOT_MET)
            for each in group.figures
        ),
        str(VERDICTS[verdict]) if verdict else "",
        grouped(min(each.n for each in group.figures)),
    )


def _value(figure: Figure) -> str:
    if figure.value is None:
        return str(REASONS[figure.reason]) if figure.reason else ""
    return _written(figure, figure.value)


def _between(figure: Figure) -> str:
    between = figure.interval
    if between is None:
        return ""
    return f"{_written(figure, between.low)} – {_written(figure, between.high)}"


def _written(figure: Figure, value: float | None) -> str:
    match FIGURES[figure.name][1]:
        case FigureStyle.SHARE:
            return percent(value)
        case FigureStyle.COUNT:
            return _decimal(value, 0)
        case FigureStyle.SMALL:
            return _decimal(value, 3)
        case FigureStyle.NUMBER:
            return _decimal(value, 2)


def _decimal(value: float | None, places: int) -> str:
    """A number as it is written; what rounds to nought has no sign."""
    return decimal(None if value is None else round(value, places) + 0.0, places)


def _wanted(figure: Figure) -> str:
    threshold = figure.threshold or Threshold()
    if threshold.least is not None:
        return _("at least %(value)s") % {"value": _written(figure, threshold.least)}
    if threshold.most is not None:
        return _("at most %(value)s") % {"value": _written(figure, threshold.most)}
    return ""
