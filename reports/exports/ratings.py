"""The table of ratings: a row for each that the team gave, and for each that a government gave."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assessments.format.types import AttributeText, CriterionText, WrittenItem
from maturity.models import Provenance
from reports.exports.columns import YES_OR_NO, Column, ColumnKind, ColumnSource, Table
from reports.exports.shared import (
    ASSESSMENT,
    ATTRIBUTE,
    COMMENT,
    RATING,
    coded_columns,
    written_columns,
)
from reports.exports.subject import Item, Subject

# In small letters: no jurisdiction has such a code.
TEAM = "team"


@dataclass(frozen=True, slots=True)
class RatingRow:
    """An answer of the exchange format, by the team or by a jurisdiction (its code)."""

    of: Subject
    attribute: AttributeText
    criterion: CriterionText
    item: Item
    by: str

    @property
    def code(self) -> str:
        return self.item.get("rating") or "NR"

    @property
    def by_team(self) -> bool:
        return self.by == TEAM

    @property
    def effective(self) -> str:
        """The rating over all channels; a government that rated alone has none in a baseline."""
        if not self.by_team:
            return ""
        return self.of.snapshot["effective"][self.criterion["code"]] or "NR"


def rating_rows(subject: Subject) -> Iterator[RatingRow]:
    """In the model's order; a criterion without an answer of the team has a row that says so.

    What governments gave is there only once they have finished, and only in a snapshot for a
    reader who may see it (`queries.current_snapshot`).
    """
    given: dict[str, list[tuple[str, Item]]] = defaultdict(list)
    for answer in subject.document["ratings"]:
        given[answer["criterion"]].append((TEAM, answer))
    alone: dict[str, list[tuple[str, Item]]] = defaultdict(list)
    for participant in subject.document["participants"]:
        for opinion in participant["ratings"] if participant["finished"] else ():
            alone[opinion["criterion"]].append((participant["jurisdiction"], opinion))
    for attribute in subject.snapshot["model"]["attributes"]:
        for criterion in attribute["criteria"]:
            code = criterion["code"]
            for by, item in (given[code] or [(TEAM, {})]) + alone[code]:
                yield RatingRow(subject, attribute, criterion, item, by)


def _channel(row: RatingRow) -> str:
    code = row.item.get("channel")
    return row.of.name("channels", code) if code else _now("All channels")


def _by(row: RatingRow) -> str:
    return _now("The team") if row.by_team else row.of.name("jurisdictions", row.by)


def _dissent(row: RatingRow) -> WrittenItem | None:
    if not row.by_team:
        return None
    code, channel = row.criterion["code"], row.item.get("channel")
    return row.of.snapshot["dissent"].get(f"{code}/{channel}" if channel else code)


def _blocking(row: RatingRow) -> int | None:
    return int(row.criterion["code"] in row.of.blocking) if row.by_team else None


RATINGS: Table[RatingRow] = Table(
    "ratings",
    _("Ratings"),
    _(
        "A row for each rating: of a statement, for all channels or for one, by the team or by a "
        "government independently. Choose “team” in the column “Rated by (code)” to count what the "
        "baseline rests on."
    ),
    (
        *ASSESSMENT,
        *ATTRIBUTE,
        Column(
            "criterion_code", _("Statement code"), ColumnKind.CODE, ColumnSource.MODEL,
            _("The statement’s permanent code."),
            lambda row: row.criterion["code"],
        ),
        Column(
            "level", _("Level of the statement"), ColumnKind.WHOLE, ColumnSource.MODEL,
            _("The level that the statement belongs to, from 1 on."),
            lambda row: row.criterion["level"],
        ),
        Column(
            "statement", _("Statement"), ColumnKind.WORDS, ColumnSource.MODEL,
            _("What the client says, in the client’s own voice."),
            lambda row: row.of.words(row.criterion),
        ),
        Column(
            "statement_provenance", _("Source of the wording"), ColumnKind.CODE, ColumnSource.MODEL,
            _("Where the statement’s wording in the language of the file comes from."),
            lambda row: row.of.words(row.criterion["provenance"]),
            tuple(Provenance.choices),
        ),
        *coded_columns(
            "channel", ColumnSource.MODEL,
            _("Channel code"), _("The channel that was rated; empty for all channels together."),
            lambda row: row.item.get("channel", ""),
            _("Channel"), _("The channel’s name, or “All channels”."), _channel,
        ),
        *coded_columns(
            "rated_by", ColumnSource.GOVERNMENTS,
            _("Rated by (code)"),
            _("Whose rating it is: “team”, or the code of a government that rated independently."),
            attrgetter("by"),
            _("Rated by"), _("The same in words."), _by,
            ((TEAM, _("The team")),),
        ),
        *RATING,
        Column(
            "effective_rating_code", _("Rating over all channels (code)"), ColumnKind.CODE,
            ColumnSource.CHANNELS,
            _("The rating with which the statement counts. It appears in each of the "
            "statement’s rows by the team, and is empty in those by a government."),
            attrgetter("effective"),
        ),
        Column(
            "blocking", _("Holds the next level back"), ColumnKind.WHOLE, ColumnSource.LEVELS,
            _("Whether the statement keeps its attribute from its next level; empty in rows by a "
              "government."),
            _blocking, YES_OR_NO,
        ),
        *COMMENT,
        *written_columns(
            "reason", _("Why it is not applicable"), _("Language of the reason"),
            _("Why the statement does not apply."),
            lambda row: row.item.get("reason"),
            ColumnSource.GOVERNMENTS,
        ),
        *written_columns(
            "dissent", _("Dissent"), _("Language of the dissent"),
            _("The view that a government that does not agree wanted recorded with the rating."),
            _dissent,
        ),
        Column(
            "documents", _("Documents of evidence"), ColumnKind.WHOLE, ColumnSource.TEAM,
            _("The number of documents that support the rating; empty in rows by a government."),
            lambda row: len(row.item.get("evidence", ())) if row.by_team else None,
        ),
    ),
    rating_rows,
)  # fmt: skip
