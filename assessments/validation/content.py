"""A validation report as its page shows it, in the language of the page."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.method.validation import Verdict
from assessments.validation.figures import (
    Figure,
    Group,
    Judgement,
    Part,
    Pending,
    Threshold,
    ValidationReport,
)
from assessments.validation.words import (
    FIGURES,
    LOOK_AT,
    OTHERWISE,
    PARTS,
    PENDING,
    REASONS,
    VERDICTS,
    Scale,
)
from maturity.models import Attribute, Edition, Jurisdiction, Result
from maturity.wording import decimal, grouped, long_date, percent

# One row a statement: a row for each of its figures would make the page too long.
BY_SUBJECT = {"statements", "languages", "feedback"}
# What those who rate tell the secretariat, and nobody else (settings.FEEDBACK).
FEEDBACK = "feedback"


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure: a value, or why there is none; whether it is not as wanted."""

    value: str
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
    missed: int
    rows: tuple[Row, ...]
    columns: tuple[tuple[str, str], ...]  # names, and what is wanted
    subjects: tuple[SubjectRow, ...]

    @property
    def has_intervals(self) -> bool:
        return any(row.interval for row in self.rows)

    @property
    def has_verdicts(self) -> bool:
        return any(row.wanted or row.verdict for row in self.rows)


@dataclass(frozen=True, slots=True)
class ReportContent:
    """A whole report: counts, what cannot be said yet, what to look at, and its parts."""

    assessments: int
    initiatives: int
    participants: int
    pending: tuple[str, ...]
    look_at: tuple[str, ...]
    parts: tuple[PartContent, ...]


class Names:
    """What the subjects of an edition's figures are called."""

    def __init__(self, edition: Edition) -> None:
        self.attributes = {
            each.code: each.text for each in Attribute.objects.filter(edition=edition)
        }
        self.jurisdictions = {each.code: each.text for each in Jurisdiction.objects.all()}
        self.results = {each.code: each.text for each in Result.objects.filter(edition=edition)}

    def each(self, part: str, subject: tuple[str, ...]) -> list[str]:
        """Returns a name for each code of a subject; those of statements are their codes."""
        names = {"severity": self.jurisdictions, "results": self.results}
        return [self._of(code, names.get(part, self.attributes)) for code in subject]

    def _of(self, code: str, names: dict[str, str]) -> str:
        known, _slash, level = code.partition("/")
        name = names.get(known, known)
        if not level:
            return name
        return _("%(name)s, level %(level)s") % {"name": name, "level": level}

    def together(self, part: str, subject: tuple[str, ...]) -> str:
        """Returns the name of a subject, or that it is about everything."""
        return " · ".join(self.each(part, subject)) or _("All together")


def report_content(
    report: ValidationReport, edition: Edition, *, feedback: bool = True
) -> ReportContent:
    """Returns what the page of a report shows, with what those who rate told or without."""
    names = Names(edition)
    return ReportContent(
        report.assessments,
        report.initiatives,
        report.participants,
        tuple(_waits(each) for each in report.pending),
        tuple(
            _look_at(part, group, figure, names)
            for part, group, figure in report.each()
            if figure.verdict in (Judgement.NOT_MET, Verdict.NOT_RELIABLE)
        ),
        tuple(_part(each, names) for each in report.parts if feedback or each.name != FEEDBACK),
    )


def _waits(pending: Pending) -> str:
    counts = {"have": grouped(pending.have), "needed": grouped(pending.needed)}
    said = PENDING[pending.name] % counts
    if pending.ready is None:
        return said
    when = _("At the present pace, this will be known by %(day)s.")
    return f"{said} {when % {'day': long_date(pending.ready)}}"


def _look_at(part: Part, group: Group, figure: Figure, names: Names) -> str:
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


def _part(part: Part, names: Names) -> PartContent:
    title, meaning = PARTS[part.name]
    wide = [each for each in part.groups if part.name in BY_SUBJECT and each.subject]
    figures = [figure for group in part.groups for figure in group.figures]
    return PartContent(
        part.name,
        str(title),
        str(meaning),
        sum(each.verdict == Judgement.NOT_MET for each in figures),
        tuple(row for each in part.groups if each not in wide for row in _rows(part, each, names)),
        tuple((str(FIGURES[each.name][0]), _wanted(each)) for each in wide[0].figures)
        if wide
        else (),
        tuple(_subject(part, each, names) for each in wide),
    )


def _rows(part: Part, group: Group, names: Names) -> Iterator[Row]:
    subject = names.together(part.name, group.subject)
    for each in group.figures:
        between = each.interval
        yield Row(
            subject,
            str(FIGURES[each.name][0]),
            _value(each),
            f"{_written(each, between.low)} – {_written(each, between.high)}" if between else "",
            _wanted(each),
            str(VERDICTS[each.verdict]) if each.verdict else "",
            grouped(each.n),
        )


def _subject(part: Part, group: Group, names: Names) -> SubjectRow:
    verdicts = {each.verdict for each in group.figures}
    worst = (Judgement.NOT_MET, Judgement.TOO_EARLY, Judgement.MET)
    verdict = next((each for each in worst if each in verdicts), None)
    return SubjectRow(
        names.together(part.name, group.subject),
        tuple(Cell(_value(each), each.verdict == Judgement.NOT_MET) for each in group.figures),
        str(VERDICTS[verdict]) if verdict else "",
        grouped(min(each.n for each in group.figures)),
    )


def _value(figure: Figure) -> str:
    if figure.value is None:
        return str(REASONS[figure.reason]) if figure.reason else ""
    return _written(figure, figure.value)


def _written(figure: Figure, value: float | None) -> str:
    match FIGURES[figure.name][1]:
        case Scale.SHARE:
            return percent(value)
        case Scale.COUNT:
            return decimal(value, 0)
        case Scale.SMALL:
            return decimal(value, 3)
        case Scale.NUMBER:
            return decimal(value, 2)


def _wanted(figure: Figure) -> str:
    threshold = figure.threshold or Threshold()
    if threshold.least is not None:
        return _("at least %(value)s") % {"value": _written(figure, threshold.least)}
    if threshold.most is not None:
        return _("at most %(value)s") % {"value": _written(figure, threshold.most)}
    return ""
