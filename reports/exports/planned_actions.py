"""The table of actions: a row for each of a plan, as it is now, with what was last reported."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.improvement.plans import last_update
from assessments.models import Action, ActionUpdate, Initiative
from assessments.models.plans import Effort
from reports.exports.columns import YES_OR_NO, Column, ColumnKind, ColumnSource, Table
from reports.exports.plans import Plans
from reports.exports.shared import PLAN, coded_columns, written_columns

STATUSES, EFFORTS = tuple(Action.Status.choices), tuple(Effort.choices)


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action of a plan, and what was last reported of it (None for nothing)."""

    of: Plans
    action: Action
    last: ActionUpdate | None

    @property
    def initiative(self) -> Initiative:
        return self.action.initiative

    @property
    def play(self) -> str:
        """The title of the play that it follows, as far as one is published."""
        play = self.action.play
        return play.published.title if play and play.published else ""

    @property
    def updated_on(self) -> datetime.date | None:
        return timezone.localdate(self.last.at) if self.last else None


def action_rows(plans: Plans) -> Iterator[ActionRow]:
    """By initiative, in the order in which they were added."""
    return (ActionRow(plans, each, last_update(each)) for each in plans.actions())


ACTIONS: Table[ActionRow] = Table(
    "actions",
    _("Actions"),
    _("A row for each action of each initiative, as it is on the day of the file and not as "
      "approved."),
    (
        *PLAN,
        Column(
            "action_id", _("Action identifier"), ColumnKind.CODE, ColumnSource.PORTAL,
            _("The action’s permanent identifier."),
            lambda row: str(row.action.key),
        ),
        *written_columns(
            "title", _("What will be done"), _("Language of the text"),
            _("What the team will do."),
            lambda row: {"text": row.action.title, "lang": row.action.title_language},
            ColumnSource.PLAN,
        ),
        Column(
            "criterion_codes", _("Statements (codes)"), ColumnKind.CODE, ColumnSource.PLAN,
            _("The statements that it is to raise, with spaces between."),
            lambda row: " ".join(each.code for each in row.action.criteria.all()),
        ),
        *coded_columns(
            "status", ColumnSource.PLAN,
            _("Status code"), _("How it stands."), attrgetter("action.status"),
            _("Status"), _("The status in words."), lambda row: row.action.get_status_display(),
            STATUSES,
        ),
        Column(
            "led_by", _("Who leads it"), ColumnKind.TEXT, ColumnSource.PLAN,
            _("A person of the team, by name, or somebody outside of the portal."),
            attrgetter("action.led_by"),
        ),
        Column(
            "partner_codes", _("Partner jurisdictions (codes)"), ColumnKind.CODE, ColumnSource.PLAN,
            _("The governments that take part in it, with spaces between."),
            lambda row: " ".join(each.code for each in row.action.partners.all()),
        ),
        Column(
            "partners", _("Partner jurisdictions"), ColumnKind.WORDS, ColumnSource.PLAN,
            _("The names of these governments, with semicolons between."),
            lambda row: "; ".join(each.text for each in row.action.partners.all()),
        ),
        Column(
            "start", _("Start date"), ColumnKind.DATE, ColumnSource.PLAN,
            _("The day on which it begins."),
            attrgetter("action.start"),
        ),
        Column(
            "due", _("Due"), ColumnKind.DATE, ColumnSource.PLAN,
            _("The day by which it is to be done."),
            attrgetter("action.due"),
        ),
        Column(
            "overdue", _("Overdue"), ColumnKind.WHOLE, ColumnSource.DUE,
            _("Whether the due date has passed, and it is neither done nor cancelled."),
            lambda row: int(row.action.is_overdue), YES_OR_NO,
        ),
        Column(
            "closed_on", _("Closed on"), ColumnKind.DATE, ColumnSource.PORTAL,
            _("The day on which it was done or cancelled; empty while it is open."),
            attrgetter("action.closed_on"),
        ),
        *coded_columns(
            "effort", ColumnSource.PLAN,
            _("Effort code"),
            _("How much work the team thinks that it is; empty where it does not say."),
            attrgetter("action.effort"),
            _("Effort"), _("The effort in words."), lambda row: row.action.get_effort_display(),
            EFFORTS,
        ),
        Column(
            "effect", _("Expected effect"), ColumnKind.TEXT, ColumnSource.PLAN,
            _("What the team expects of it."),
            attrgetter("action.effect"),
        ),
        Column(
            "play_code", _("Play code"), ColumnKind.CODE, ColumnSource.PLAN,
            _("The play of the playbook that it follows; empty where there is none."),
            lambda row: row.action.play.code if row.action.play else "",
        ),
        Column(
            "play", _("Play"), ColumnKind.WORDS, ColumnSource.PORTAL,
            _("The play’s title; empty where the play is not published."),
            attrgetter("play"),
        ),
        Column(
            "updates", _("Updates"), ColumnKind.WHOLE, ColumnSource.PORTAL,
            _("How many times somebody has reported how it stands."),
            lambda row: len(row.action.updates.all()),
        ),
        Column(
            "updated_on", _("Last update on"), ColumnKind.DATE, ColumnSource.PORTAL,
            _("The day of the last update; empty where there is none."),
            attrgetter("updated_on"),
        ),
        *coded_columns(
            "update_status", ColumnSource.PLAN,
            _("Status of the last update (code)"), _("How it stood according to the last update."),
            lambda row: row.last.status if row.last else "",
            _("Status of the last update"), _("The same in words."),
            lambda row: row.last.get_status_display() if row.last else "",
            STATUSES,
        ),
        *written_columns(
            "update", _("Last update"), _("Language of the last update"),
            _("What was last reported."),
            lambda row: row.last and {"text": row.last.text, "lang": row.last.text_language},
            ColumnSource.PLAN,
        ),
        Column(
            "documents", _("Documents"), ColumnKind.WHOLE, ColumnSource.PLAN,
            _("The number of documents that show what it brought."),
            lambda row: len(row.action.documents.all()),
        ),
    ),
    action_rows,
    of_plans=True,
)  # fmt: skip
