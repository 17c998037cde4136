"""The table of plays in use: a row for each play that an assessment's initiative uses."""

from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter

from django.utils.translation import gettext_lazy as _

from assessments.baselines.values import PlayRecord
from assessments.format.types import PlayItem
from assessments.models import PlayUse
from reports.exports.columns import Column, ColumnKind, ColumnSource, Table
from reports.exports.shared import ASSESSMENT, written_columns
from reports.exports.subject import Subject


@dataclass(frozen=True, slots=True)
class PlayRow:
    """A play in use, as the document says it and as pages show it."""

    of: Subject
    item: PlayItem
    record: PlayRecord


def play_rows(subject: Subject) -> Iterator[PlayRow]:
    """In the order of the playbook."""
    items = subject.document.get("plays", ())
    for item, record in zip(items, subject.content.plays, strict=True):
        yield PlayRow(subject, item, record)


PLAYS: Table[PlayRow] = Table(
    "plays",
    _("Plays in use"),
    _("A row for each play that the initiative of an assessment uses."),
    (
        *ASSESSMENT,
        Column(
            "play_code", _("Play code"), ColumnKind.CODE, ColumnSource.PORTAL,
            _("The play’s permanent code in the playbook."),
            attrgetter("record.code"),
        ),
        Column(
            "play", _("Play"), ColumnKind.WORDS, ColumnSource.PORTAL,
            _("The play’s title at the time."),
            attrgetter("record.title"),
        ),
        Column(
            "criteria", _("Statements"), ColumnKind.CODE, ColumnSource.PORTAL,
            _("The codes of the statements that the play serves, with commas between."),
            lambda row: ", ".join(row.record.criteria),
        ),
        Column(
            "play_state_code", _("Status code of the play"), ColumnKind.CODE, ColumnSource.TEAM,
            _("How far the initiative is with the play. One that is done counts as evidence for "
              "its statements."),
            attrgetter("record.state"), tuple(PlayUse.State.choices),
        ),
        Column(
            "play_state", _("Status of the play"), ColumnKind.WORDS, ColumnSource.TEAM,
            _("The status in words."),
            lambda row: str(PlayUse.State(row.record.state).label),
        ),
        Column(
            "artefact", _("Document"), ColumnKind.TEXT, ColumnSource.TEAM,
            _("The title of the document that shows what was done; empty where there is none."),
            lambda row: row.record.artefact.title if row.record.artefact else "",
        ),
        Column(
            "artefact_url", _("Address of the document"), ColumnKind.TEXT, ColumnSource.TEAM,
            _("Where the document can be read."),
            lambda row: row.record.artefact.url if row.record.artefact else "",
        ),
        *written_columns(
            "note", _("Note"), _("Language of the note"),
            _("What the team says about it."),
            lambda row: row.item.get("note"),
        ),
    ),
    play_rows,
)  # fmt: skip
