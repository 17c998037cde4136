"""What is due as a spreadsheet, whole."""

from collections.abc import Iterator
from itertools import batched

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from assessments.follow_up.due import Due
from assessments.follow_up.reads import DueRow, due_rows
from assessments.web.spreadsheet import Cell

A_BATCH = 500


def due_file(due: Due, language: str) -> Iterator[list[Cell]]:
    """The headings, then a row for each thing, read some at a time.

    The request's language is gone by the time they are sent.
    """
    with override(language):
        heading: list[Cell] = [
            _("Kind"), _("Code"), _("Initiative"), _("Council"), _("Lead jurisdiction"),
            _("What is due"), pgettext("of something due", "Who"), _("Due"),
            _("Days until due (negative if late)"), _("Link"),
        ]  # fmt: skip
    yield heading
    for batch in batched(due.in_order().iterator(A_BATCH), A_BATCH):
        with override(language):
            found = [_cells(row) for row in due_rows(batch, due.today)]
        yield from found


def _cells(row: DueRow) -> list[Cell]:
    initiative = row.initiative
    return [
        row.kind.one,
        initiative.code,
        initiative.name,
        initiative.council.abbreviation,
        initiative.lead.text,
        f"{row.what} – {row.title}" if row.title else row.what,
        row.who,
        row.day.isoformat(),
        row.days,
        settings.PORTAL_URL + row.address,
    ]
