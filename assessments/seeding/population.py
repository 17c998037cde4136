"""A simulated population in the portal, through the same door as any exchange file.

What `method.validation.simulation` makes up becomes plainly fictitious initiatives, each with three
governments’ own ratings and an approved baseline, so that a validation report has something of
which the truth is known.
"""

import datetime
from collections.abc import Iterator
from typing import Any

from django.db import transaction

from assessments.importing.actions import import_document
from assessments.method.scoring import VALUES
from assessments.method.validation.simulation import Simulated
from assessments.models import Initiative
from assessments.people.actions import command_line_person
from assessments.review import actions as workflow

CODE = "SIM-"
FIRST_DAY = datetime.date(2026, 1, 1)
GOVERNMENTS = ("CA", "CA-BC", "CA-QC", "CA-ON", "CA-NB", "CA-AB", "CA-MB", "CA-NS", "CA-SK")
LETTERS = {value: letter for letter, value in VALUES.items()}


def documents(
    found: Simulated, edition: str, criteria: list[str], first: int = 1
) -> Iterator[dict[str, Any]]:
    """Yields a population as exchange documents, numbered from `first`, with ratings of `criteria`.

    At most nine governments can rate an assessment.
    """
    for place, (agreed, own, spoken) in enumerate(
        zip(found.agreed, found.own, found.languages, strict=True)
    ):
        number = first + place
        lead, *partners = GOVERNMENTS[: len(own)]
        yield {
            "format": "ccs-assessment/1",
            "edition": edition,
            "initiative": {
                "code": f"{CODE}{number:05}",
                "name": {
                    "en": f"Simulated service {number:05} (fictitious)",
                    "fr": f"Service simulé {number:05} (fictif)",
                },
                "council": "JC",
                "lead": lead,
                "partners": partners,
                "channels": ["ONLINE"],
                "priorities": [],
            },
            "stage": "DEL",
            "as_of": (FIRST_DAY + datetime.timedelta(days=place % 300)).isoformat(),
            "ratings": _ratings(agreed, criteria, spoken[0]),
            "participants": [
                {
                    "jurisdiction": jurisdiction,
                    "finished": True,
                    "ratings": _ratings(row, criteria, language),
                }
                for jurisdiction, row, language in zip((lead, *partners), own, spoken, strict=True)
            ],
        }


def add(found: Simulated, edition: str, criteria: list[str]) -> Iterator[str]:
    """Adds a population to the portal, and gives the code of each initiative once it is there."""
    by = command_line_person()
    for document in documents(found, edition, criteria, _following()):
        with transaction.atomic():
            assessment = import_document(document, by=by)
            workflow.submit(assessment, by=by, notify=False)
            workflow.approve(assessment, by=by, notify=False)
        yield document["initiative"]["code"]


def _following() -> int:
    codes = Initiative.objects.filter(code__startswith=CODE).values_list("code", flat=True)
    numbers = (code.removeprefix(CODE) for code in codes)
    return 1 + max((int(each) for each in numbers if each.isdecimal()), default=0)


def _ratings(row: list[int], criteria: list[str], language: str) -> list[dict[str, Any]]:
    return [
        {"criterion": code, "rating": LETTERS[value], "page_language": language}
        for code, value in zip(criteria, row, strict=True)
    ]
