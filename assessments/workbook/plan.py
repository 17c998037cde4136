"""The plan in the workbook: for reading alone, and how what was changed in it is known.

The hidden sheet keeps a digest of each text of each row as it was downloaded, so that a row that
somebody changed is known from one that the portal wrote, whatever the plan is by then.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from assessments.improvement.board import ordered
from assessments.improvement.reads import AttributeTarget, PlanStanding, stands_at, target_rows
from assessments.models import Action, Assessment, Person
from assessments.playbook.reads import ShownUse, shown_uses
from assessments.workbook.cells import CannotBe, plain, text_of
from assessments.workbook.layout import BothLanguages, both
from maturity.canonical import sha256
from maturity.wording import long_date

NAME: Promise = pgettext_lazy("place", "Plan")
HINT = gettext_lazy(
    "For reading only: what is changed on this sheet is not taken when the workbook is uploaded. "
    "Change the plan on its page in the portal."
)
COLUMNS = 7  # of the widest tables
# More would make the file too large to be taken back.
MOST_ACTIONS = 500

Value = str | int | datetime.date | None
# The digests of the texts of a row in their columns.
RowDigests = frozenset[str]


@dataclass(frozen=True, slots=True)
class PlanTable:
    """The targets, the actions or the plays in use, with what is to be said below them."""

    heading: str
    headers: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class PlanContent:
    """What the sheet shows: where the levels come from, and its tables."""

    note: str
    tables: tuple[PlanTable, ...]


def plan_of(assessment: Assessment, person: Person) -> PlanContent | None:
    """The plan of an assessment's initiative as a person may read it, in the language of the page;
    None where nothing is planned.
    """
    initiative = assessment.initiative
    standing = stands_at(initiative, person)
    rows = target_rows(initiative, assessment.edition, standing)
    actions = ordered(initiative).prefetch_related("updates")[:MOST_ACTIONS]
    left = initiative.actions.count() - MOST_ACTIONS
    plays = shown_uses(initiative.play_uses.all())
    tables = (
        _targets([each for each in rows if each.target]), _actions(actions, left), _plays(plays),
    )  # fmt: skip
    known = tuple(each for each in tables if each.rows)
    return PlanContent(_note(standing), known) if known else None


def names() -> BothLanguages:
    """What the sheet is called."""
    return both(NAME)


def said_in(cells: Iterable[Any]) -> dict[int, str]:
    """What stands in the cells of a row, as text, by column from 1."""
    texts = {column: _text(cell) for column, cell in enumerate(cells, 1)}
    return {column: text for column, text in texts.items() if text}


def row_digests(texts: Mapping[int, str]) -> dict[int, str]:
    """A digest of each text of a row in its column, by column."""
    return {column: sha256(f"{column} {text}")[:8] for column, text in texts.items()}


def changed(texts: Mapping[int, str], known: Sequence[RowDigests]) -> list[int]:
    """The columns of a row whose texts are not in the row that was downloaded: the one that has
    most of them, wherever it stands now.
    """
    digests = row_digests(texts)
    said = frozenset(digests.values())
    if any(said <= each for each in known):
        return []
    nearest = max(known, key=lambda each: len(said & each), default=frozenset())
    return [column for column, each in digests.items() if each not in nearest]


def _text(cell: Any) -> str:
    try:
        return text_of(cell).strip()
    except CannotBe:  # a formula
        return plain(str(cell.value)).strip()


def _note(standing: PlanStanding | None) -> str:
    if standing is None:
        return ""
    message = (
        _("Levels are those of the last baseline: %(stage)s, situation as of %(date)s.")
        if standing.is_baseline
        else _(
            "Levels follow from the ratings so far of the assessment under way, which is not "
            "approved: %(stage)s, situation as of %(date)s."
        )
    )
    return message % {"stage": standing.stage, "date": long_date(standing.as_of)}


def _targets(rows: Sequence[AttributeTarget]) -> PlanTable:
    headers = (
        _("Attribute"), _("Target level"), _("By"), _("Level attained"), _("Gap"),
        _("Reason for the target"), _("How it was moved"),
    )  # fmt: skip
    return PlanTable(_("Targets"), headers, tuple(map(_target, rows)))


def _target(row: AttributeTarget) -> tuple[Value, ...]:
    target, attained = row.target, row.attained
    assert target  # nosec B101
    gap = None if attained is None else row.gap
    moves = "\n".join(" ".join(filter(None, [each.sentence, *_why(each)])) for each in row.moves)
    return row.attribute.text, target.level, target.by, attained, gap, target.why, moves


def _why(move: Any) -> list[str]:
    return [move.why.text] if move.why else []


def _actions(actions: Iterable[Action], left: int) -> PlanTable:
    """The first actions, with how many are `left`."""
    headers = (
        _("What will be done"), _("Statements"), _("Due"), _("Status"), _("Who leads it"),
        _("Expected effect"), _("Last update"),
    )  # fmt: skip
    more = ""
    if left > 0:
        more = ngettext(
            "%(number)s more action is on the page of the plan.",
            "%(number)s more actions are on the page of the plan.",
            left,
        ) % {"number": left}
    return PlanTable(_("Actions"), headers, tuple(map(_action, actions)), more)


def _action(action: Action) -> tuple[Value, ...]:
    statements = ", ".join(each.code for each in action.criteria.all())
    status = action.get_status_display()
    return (
        action.title, statements, action.due, status, action.led_by, action.effect,
        _last_update(action),
    )  # fmt: skip


def _plays(plays: Iterable[ShownUse]) -> PlanTable:
    headers = _("Play"), _("Play code"), _("Status"), _("Document")
    return PlanTable(_("Plays in use"), headers, tuple(map(_play, plays)))


def _play(shown: ShownUse) -> tuple[Value, ...]:
    use = shown.use
    document = "\n".join(filter(None, [use.title, use.address]))
    return shown.title, use.play.code, use.get_state_display(), document


def _last_update(action: Action) -> str:
    for update in action.updates.all():
        told = update.text or update.get_status_display()
        return f"{long_date(update.at)} – {told}"
    return ""
