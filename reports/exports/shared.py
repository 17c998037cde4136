"""The columns that every table begins with, and those of anything that is rated."""

from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.method.scoring import VALUES
from assessments.models.assessments import State
from assessments.models.ratings import Score
from reports.exports.columns import LANGUAGES, Column, ColumnKind, ColumnSource
from reports.exports.subject import Subject, date_of

RATINGS = (*Score.choices, ("NR", _("Not rated yet")))


def assessment_columns[Row](of: Callable[[Row], Subject]) -> tuple[Column[Row], ...]:
    """What says of which assessment a row is."""

    def column(
        key: str,
        heading: Promise,
        kind: ColumnKind,
        source: ColumnSource,
        meaning: Promise,
        value: Callable[[Subject], Any],
        values: tuple[Any, ...] = (),
    ) -> Column[Row]:
        return Column(key, heading, kind, source, meaning, lambda row: value(of(row)), values)

    return (
        column(
            "initiative_code", _("Initiative code"), ColumnKind.CODE, ColumnSource.INITIATIVE,
            _("The initiative’s permanent code."),
            lambda s: s.document["initiative"]["code"],
        ),
        column(
            "initiative", _("Initiative"), ColumnKind.WORDS, ColumnSource.INITIATIVE,
            _("What the initiative is called."),
            lambda s: s.words(s.document["initiative"]["name"]),
        ),
        column(
            "council_code", _("Council code"), ColumnKind.CODE, ColumnSource.INITIATIVE,
            _("The council that the initiative belonged to."),
            lambda s: s.document["initiative"]["council"],
        ),
        column(
            "council", _("Council"), ColumnKind.WORDS, ColumnSource.INITIATIVE,
            _("The council’s name."),
            lambda s: s.words(s.snapshot["names"]["council"]),
        ),
        column(
            "lead_code", _("Lead jurisdiction code"), ColumnKind.CODE, ColumnSource.INITIATIVE,
            _("The government that leads the initiative, by its ISO 3166-2 code where it has one."),
            lambda s: s.document["initiative"]["lead"],
        ),
        column(
            "lead", _("Lead jurisdiction"), ColumnKind.WORDS, ColumnSource.INITIATIVE,
            _("The name of the government that leads the initiative."),
            lambda s: s.name("jurisdictions", s.document["initiative"]["lead"]),
        ),
        column(
            "stage_code", _("Stage code"), ColumnKind.CODE, ColumnSource.MODEL,
            _("The stage of the life cycle that was assessed."),
            lambda s: s.document["stage"],
        ),
        column(
            "stage", _("Life-cycle stage"), ColumnKind.WORDS, ColumnSource.MODEL,
            _("The stage’s name."),
            lambda s: s.words(s.snapshot["names"]["stage"]),
        ),
        column(
            "cycle", _("Cycle"), ColumnKind.WHOLE, ColumnSource.PORTAL,
            _("Which assessment of this initiative and stage it is, counted from 1."),
            lambda s: s.snapshot["cycle"],
        ),
        column(
            "as_of", _("Situation as of"), ColumnKind.DATE, ColumnSource.TEAM,
            _("The date whose situation was assessed."),
            lambda s: date_of(s.document["as_of"]),
        ),
        column(
            "state_code", _("State code"), ColumnKind.CODE, ColumnSource.PORTAL,
            _("Where the assessment stands. Anything but “approved” is a draft."),
            lambda s: s.snapshot["state"],
            tuple(State.choices),
        ),
        column(
            "state", _("State"), ColumnKind.WORDS, ColumnSource.PORTAL,
            _("The state in words."),
            lambda s: str(State(s.snapshot["state"]).label),
        ),
        column(
            "approved_on", _("Approved on"), ColumnKind.DATE, ColumnSource.PORTAL,
            _("The day on which it became a baseline; empty for a draft."),
            lambda s: s.approved_on,
        ),
        column(
            "baseline_id", _("Baseline"), ColumnKind.CODE, ColumnSource.PORTAL,
            _("The baseline’s permanent identifier; empty for a draft."),
            lambda s: s.baseline,
        ),
        column(
            "sha256", _("SHA-256"), ColumnKind.CODE, ColumnSource.PORTAL,
            _("The digest by which the baseline can be checked; empty for a draft."),
            lambda s: s.sha256,
        ),
        column(
            "edition", _("Edition of the model"), ColumnKind.CODE, ColumnSource.MODEL,
            _("The edition of the model that the assessment was made with."),
            lambda s: s.document["edition"],
        ),
    )  # fmt: skip


def rating_columns[Row](
    of: Callable[[Row], Subject], code: Callable[[Row], str]
) -> tuple[Column[Row], ...]:
    """A rating as its code, in words, and as the number that the scoring rules count with."""
    return (
        Column(
            "rating_code", _("Rating code"), ColumnKind.CODE, ColumnSource.SCALE,
            _("How much of it is achieved."),
            code, RATINGS,
        ),
        Column(
            "rating", _("Rating"), ColumnKind.WORDS, ColumnSource.MODEL,
            _("The rating in the words of the edition."),
            lambda row: of(row).scale[code(row)],
        ),
        Column(
            "rating_value", _("Rating value"), ColumnKind.WHOLE, ColumnSource.SCALE,
            _("The rating as a number, from 0 to 3; empty where it does not apply or is not rated. "
              "An order, not a distance: count with it as the scoring rules do."),
            lambda row: VALUES.get(code(row)),
        ),
    )  # fmt: skip


def written_columns(
    key: str, heading: Promise, language: Promise, meaning: Promise, item: Callable[[Any], Any],
    source: ColumnSource = ColumnSource.TEAM,
) -> tuple[Column[Any], ...]:  # fmt: skip
    """A text that somebody wrote, and the language they wrote it in."""

    def part(name: str) -> Callable[[Any], str]:
        return lambda row: (item(row) or {}).get(name, "")

    return (
        Column(key, heading, ColumnKind.TEXT, source, meaning, part("text")),
        Column(
            f"{key}_language", language, ColumnKind.CODE, source,
            _("The language that the text was written in; empty where there is none."),
            part("lang"), LANGUAGES,
        ),
    )  # fmt: skip
