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
from reports.exports.columns import LANGUAGES, Column, ColumnKind, ColumnSource

RATINGS = (*Score.choices, ("NR", _("Not rated yet")))

# What says of which assessment a row is: every row is `of` a Subject.
ASSESSMENT: tuple[Column[Any], ...] = (
    Column(
        "initiative_code", _("Initiative code"), ColumnKind.CODE, ColumnSource.INITIATIVE,
        _("The initiative’s permanent code."),
        lambda row: row.of.document["initiative"]["code"],
    ),
    Column(
        "initiative", _("Initiative"), ColumnKind.WORDS, ColumnSource.INITIATIVE,
        _("The name of the initiative."),
        lambda row: row.of.words(row.of.document["initiative"]["name"]),
    ),
    Column(
        "council_code", _("Council code"), ColumnKind.CODE, ColumnSource.INITIATIVE,
        _("The council that the initiative belonged to."),
        lambda row: row.of.document["initiative"]["council"],
    ),
    Column(
        "council", _("Council"), ColumnKind.WORDS, ColumnSource.INITIATIVE,
        _("The council’s name."),
        lambda row: row.of.words(row.of.snapshot["names"]["council"]),
    ),
    Column(
        "lead_code", _("Lead jurisdiction code"), ColumnKind.CODE, ColumnSource.INITIATIVE,
        _("The government that leads the initiative, by its ISO 3166-2 code where it has one."),
        lambda row: row.of.document["initiative"]["lead"],
    ),
    Column(
        "lead", _("Lead jurisdiction"), ColumnKind.WORDS, ColumnSource.INITIATIVE,
        _("The name of the government that leads the initiative."),
        lambda row: row.of.name("jurisdictions", row.of.document["initiative"]["lead"]),
    ),
    Column(
        "stage_code", _("Stage code"), ColumnKind.CODE, ColumnSource.MODEL,
        _("The stage of the life cycle that was assessed."),
        lambda row: row.of.document["stage"],
    ),
    Column(
        "stage", _("Life-cycle stage"), ColumnKind.WORDS, ColumnSource.MODEL,
        _("The stage’s name."),
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
    Column(
        "state_code", _("State code"), ColumnKind.CODE, ColumnSource.PORTAL,
        _("The status of the assessment. Anything but “approved” is a draft."),
        lambda row: row.of.snapshot["state"],
        tuple(State.choices),
    ),
    Column(
        "state", _("State"), ColumnKind.WORDS, ColumnSource.PORTAL,
        _("The state in words."),
        lambda row: str(State(row.of.snapshot["state"]).label),
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
    Column(
        "initiative_code", _("Initiative code"), ColumnKind.CODE, ColumnSource.INITIATIVE_NOW,
        _("The initiative’s permanent code."),
        attrgetter("initiative.code"),
    ),
    Column(
        "initiative", _("Initiative"), ColumnKind.WORDS, ColumnSource.INITIATIVE_NOW,
        _("The name of the initiative."),
        attrgetter("initiative.name"),
    ),
    Column(
        "council_code", _("Council code"), ColumnKind.CODE, ColumnSource.INITIATIVE_NOW,
        _("The council that the initiative belongs to."),
        attrgetter("initiative.council.code"),
    ),
    Column(
        "council", _("Council"), ColumnKind.WORDS, ColumnSource.INITIATIVE_NOW,
        _("The council’s name."),
        attrgetter("initiative.council.text"),
    ),
    Column(
        "lead_code", _("Lead jurisdiction code"), ColumnKind.CODE, ColumnSource.INITIATIVE_NOW,
        _("The government that leads the initiative, by its ISO 3166-2 code where it has one."),
        attrgetter("initiative.lead.code"),
    ),
    Column(
        "lead", _("Lead jurisdiction"), ColumnKind.WORDS, ColumnSource.INITIATIVE_NOW,
        _("The name of the government that leads the initiative."),
        attrgetter("initiative.lead.text"),
    ),
)  # fmt: skip

# An attribute by the texts of its edition.
ATTRIBUTE: tuple[Column[Any], ...] = (
    Column(
        "attribute_code", _("Attribute code"), ColumnKind.CODE, ColumnSource.MODEL,
        _("The attribute’s permanent code."),
        lambda row: row.attribute["code"],
    ),
    Column(
        "attribute", _("Attribute"), ColumnKind.WORDS, ColumnSource.MODEL,
        _("The attribute’s name."),
        lambda row: row.of.words(row.attribute),
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


COMMENT = written_columns(
    "comment", _("Comment"), _("Language of the comment"),
    _("What the team says about its rating."),
    lambda row: row.item.get("comment"),
)  # fmt: skip
