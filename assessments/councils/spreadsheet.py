"""The list of initiatives as a spreadsheet."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from assessments.councils.listing import Stands, all_lines
from assessments.councils.words import Named
from assessments.standings.conditions import Chosen
from assessments.web.spreadsheet import Cell


def initiative_rows(
    chosen: Chosen,
    numbers: Sequence[int],
    attributes: Sequence[Named],
    stages: Sequence[Named],
) -> Iterator[list[Cell]]:
    """A row of headings, then one for each initiative, in the language of the page.

    Headings are codes and words of the page; a level is a number, empty where none applies.
    """
    yield [
        _("Code"),
        _("Name in English"),
        _("Name in French"),
        _("Council"),
        _("Lead jurisdiction"),
        _("Stage"),
        _("Situation as of"),
        _("Overall level"),
        *(each.text for each in attributes),
        _("Attributes that rose since %(date)s") % {"date": chosen.since},
        _("Attributes that fell since %(date)s") % {"date": chosen.since},
    ]
    for initiative, stand in all_lines(Stands(chosen), numbers):
        row: list[Cell] = [
            initiative.code,
            initiative.name_en,
            initiative.name_fr,
            initiative.council.abbreviation,
            initiative.lead.text,
        ]
        if stand:
            row += [
                stages[stand.stage].text,
                stand.as_of.isoformat(),
                stand.overall,
                *(mark.level for mark in stand.marks),
                stand.rose,
                stand.fell,
            ]
        else:
            row += [None] * (5 + len(attributes))
        yield row
