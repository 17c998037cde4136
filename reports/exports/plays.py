"""The table of plays in use: a row for each that an initiative uses, as it is now."""

from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter

from django.utils.translation import gettext_lazy as _

from assessments.models import Initiative, PlayUse
from assessments.playbook.reads import ShownUse
from reports.exports.columns import Column, ColumnKind, ColumnSource, Table
from reports.exports.plans import Plans
from reports.exports.shared import PLAN, coded_columns, written_columns


@dataclass(frozen=True, slots=True)
class PlayRow:
    """A play in use."""

    of: Plans
    shown: ShownUse

    @property
    def use(self) -> PlayUse:
        return self.shown.use

    @property
    def initiative(self) -> Initiative:
        return self.use.initiative


def play_rows(plans: Plans) -> Iterator[PlayRow]:
    """By initiative, in the order of the playbook."""
    return (PlayRow(plans, each) for each in plans.plays())


PLAYS: Table[PlayRow] = Table(
    "plays",
    _("Plays in use"),
    _("A row for each play that an initiative uses, as it is on the day of the file and not as "
      "approved."),
    (
        *PLAN,
        *coded_columns(
            "play", ColumnSource.PORTAL,
            _("Play code"), _("The play’s permanent code in the playbook."),
            attrgetter("use.play.code"),
            _("Play"), _("The play’s title, or its last one where it was withdrawn."),
            attrgetter("shown.title"),
        ),
        Column(
            "criteria", _("Statements"), ColumnKind.CODE, ColumnSource.PORTAL,
            _("The codes of the statements that the play serves, with commas between."),
            lambda row: ", ".join(row.shown.criteria),
        ),
        *coded_columns(
            "play_state", ColumnSource.PLAN,
            _("Status code of the play"),
            _("How far the initiative is with the play. One that is done counts as evidence for "
              "its statements."),
            attrgetter("use.state"),
            _("Status of the play"), _("The status in words."),
            lambda row: row.use.get_state_display(),
            tuple(PlayUse.State.choices),
        ),
        Column(
            "artefact", _("Document"), ColumnKind.TEXT, ColumnSource.PLAN,
            _("The title of the document that shows what was done; empty where there is none."),
            attrgetter("use.title"),
        ),
        Column(
            "artefact_url", _("Address of the document"), ColumnKind.TEXT, ColumnSource.PLAN,
            _("Where the document can be read."),
            attrgetter("use.address"),
        ),
        *written_columns(
            "note", _("Note"), _("Language of the note"),
            _("What the team says about it."),
            lambda row: {"text": row.use.note, "lang": row.use.note_language}, ColumnSource.PLAN,
        ),
    ),
    play_rows,
    of_plans=True,
)  # fmt: skip
