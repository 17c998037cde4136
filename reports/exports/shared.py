"""The columns that every table begins with, and those of anything that is rated."""

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.format.types import date_in
from assessments.method.scoring import VALUES
from assessments.models.assessments import State
from assessments.models.ratings import Score
from reports.exports.columns import LANGUAGES, Column, ColumnKind, ColumnSource, Meaning, Value

RATINGS = (*Score.choices, ("NR", _("Not rated yet")))


def coded_columns(
    key: str, source: ColumnSource,
    code_heading: Promise, code_meaning: Promise, code: Callable[[Any], Value],
    heading: Promise, meaning: Promise, words: Callable[[Any], Value],
    values: tuple[Meaning, ...] = (),
) -> tuple[Column[Any], ...]:  # fmt: skip
    """A code, and what it says in words."""
    return (
        Column(f"{key}_code", code_heading, ColumnKind.CODE, source, code_meaning, code, values),
        Column(key, heading, ColumnKind.WORDS, source, meaning, words),
    )


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


# What says of which assessment a row is: every row is `of` a Subject.
ASSESSMENT: tuple[Column[Any], ...] = (
    *coded_columns(
        "initiative", ColumnSource.INITIATIVE,
        _("Initiative code"), _("The initiative’s permanent code."),
        lambda row: row.of.document["initiative"]["code"],
        _("Initiative"), _("The name of the initiative."),
        lambda row: row.of.words(row.of.document["initiative"]["name"]),
    ),
    *coded_columns(
        "council", ColumnSource.INITIATIVE,
        _("Council code"), _("The council that the initiative belonged to."),
        lambda row: row.of.document["initiative"]["council"],
        _("Council"), _("The council’s name."),
        lambda row: row.of.words(row.of.snapshot["names"]["council"]),
    ),
    *coded_columns(
        "lead", ColumnSource.INITIATIVE,
        _("Lead jurisdiction code"),
        _("The government that leads the initiative, by its ISO 3166-2 code where it has one."),
        lambda row: row.of.document["initiative"]["lead"],
        _("Lead jurisdiction"), _("The name of the government that leads the initiative."),
        lambda row: row.of.name("jurisdictions", row.of.document["initiative"]["lead"]),
    ),
    *coded_columns(
        "stage", ColumnSource.MODEL,
        _("Stage code"), _("The stage of the life cycle that was assessed."),
        lambda row: row.of.document["stage"],
        _("Life-cycle stage"), _("The stage’s name."),
        lambda row: row.of.words(row.of.snapshot["names"]["stage"]),
    ),
    Column(
        "cycle", _("Cycle"), ColumnKind.WHOLE, ColumnSource.PORTAL,
        _("Which assessment of this initiative and stage it is, counted from 1."),
        lambda row: row.of.snapshot["cycle"],
    ),
    Column(
        "as_of", _("Situation as of"), ColumnKind.DATE, ColumnSource.TEAM,
        _("The date whose situation was assessed."),
        lambda row: date_in(row.of.document["as_of"]),
    ),
    *coded_columns(
        "state", ColumnSource.PORTAL,
        _("State code"), _("The status of the assessment. Anything but “approved” is a draft."),
        lambda row: row.of.snapshot["state"],
        _("State"), _("The state in words."),
        lambda row: str(State(row.of.snapshot["state"]).label),
        tuple(State.choices),
    ),
    Column(
        "approved_on", _("Approved on"), ColumnKind.DATE, ColumnSource.PORTAL,
        _("The day on which it became a baseline; empty for a draft."),
        attrgetter("of.approved_on"),
    ),
    Column(
        "baseline_id", _("Baseline"), ColumnKind.CODE, ColumnSource.PORTAL,
        _("The baseline’s permanent identifier; empty for a draft."),
        attrgetter("of.baseline"),
    ),
    Column(
        "sha256", _("SHA-256"), ColumnKind.CODE, ColumnSource.PORTAL,
        _("The digest by which the baseline can be checked; empty for a draft."),
        attrgetter("of.sha256"),
    ),
    Column(
        "edition", _("Edition of the model"), ColumnKind.CODE, ColumnSource.MODEL,
        _("The edition of the model that the assessment was made with."),
        lambda row: row.of.document["edition"],
    ),
)  # fmt: skip

# What says of which initiative's plan a row is: every row is `of` Plans and has an `initiative`.
PLAN: tuple[Column[Any], ...] = (
    Column(
        "plan_as_of", _("Plan as of"), ColumnKind.DATE, ColumnSource.PORTAL,
        _("The day of the file. A plan goes on between baselines: what was approved is in the "
          "baseline."),
        attrgetter("of.day"),
    ),
    *coded_columns(
        "initiative", ColumnSource.INITIATIVE_NOW,
        _("Initiative code"), _("The initiative’s permanent code."), attrgetter("initiative.code"),
        _("Initiative"), _("The name of the initiative."), attrgetter("initiative.name"),
    ),
    *coded_columns(
        "council", ColumnSource.INITIATIVE_NOW,
        _("Council code"), _("The council that the initiative belongs to."),
        attrgetter("initiative.council.code"),
        _("Council"), _("The council’s name."), attrgetter("initiative.council.text"),
    ),
    *coded_columns(
        "lead", ColumnSource.INITIATIVE_NOW,
        _("Lead jurisdiction code"),
        _("The government that leads the initiative, by its ISO 3166-2 code where it has one."),
        attrgetter("initiative.lead.code"),
        _("Lead jurisdiction"), _("The name of the government that leads the initiative."),
        attrgetter("initiative.lead.text"),
    ),
)  # fmt: skip

# An attribute by the texts of its edition.
ATTRIBUTE: tuple[Column[Any], ...] = (
    *coded_columns(
        "attribute", ColumnSource.MODEL,
        _("Attribute code"), _("The attribute’s permanent code."),
        lambda row: row.attribute["code"],
        _("Attribute"), _("The attribute’s name."), lambda row: row.of.words(row.attribute),
    ),
)  # fmt: skip

# A rating as its code, in words, and as the number that the scoring rules count with.
RATING: tuple[Column[Any], ...] = (
    Column(
        "rating_code", _("Rating code"), ColumnKind.CODE, ColumnSource.SCALE,
        _("The extent to which it is achieved."),
        attrgetter("code"), RATINGS,
    ),
    Column(
        "rating", _("Rating"), ColumnKind.WORDS, ColumnSource.MODEL,
        _("The rating in the words of the edition."),
        lambda row: row.of.scale[row.code],
    ),
    Column(
        "rating_value", _("Rating value"), ColumnKind.WHOLE, ColumnSource.SCALE,
        _("The rating as a number, from 0 to 3; empty where it does not apply or is not rated. "
          "An order, not a distance: count with it as the scoring rules do."),
        lambda row: VALUES.get(row.code),
    ),
)  # fmt: skip


COMMENT = written_columns(
    "comment", _("Comment"), _("Language of the comment"),
    _("What the team says about its rating."),
    lambda row: row.item.get("comment"),
)  # fmt: skip
