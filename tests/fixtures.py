"""What tests of any room may ask for besides the cast: a whole document, commands, forms."""

from collections.abc import Callable

import pytest
from django.core.management import call_command

from tests.cast import Cast, Document
from tests.forms import fields


@pytest.fixture
def full() -> Document:
    """A document with an entry of each kind, for the cast's initiative."""

    def words() -> dict[str, str]:
        return {"lang": "fr", "text": "Inventé."}

    return {
        "format": "ccs-assessment/1",
        "edition": "2017-draft",
        "initiative": {
            "code": "TEST",
            "name": {"en": "A made-up service", "fr": "Un service inventé"},
            "council": "JC",
            "lead": "CA-BC",
            "partners": ["CA"],
            "channels": ["ONLINE", "PHONE"],
            "priorities": ["digital-identity"],
        },
        "stage": "DEL",
        "as_of": "2026-10-31",
        "ratings": [
            {
                "criterion": "ACC-01",
                "rating": "NA",
                "comment": words(),
                "reason": words(),
                "evidence": [{"title": "A map", "url": "https://example.org/map?x=1#y"}],
            },
            {"criterion": "ACC-02", "channel": "ONLINE", "rating": "F"},
            {"criterion": "ACC-02", "channel": "PHONE", "rating": "P"},
        ],
        "results": [
            {
                "result": "R1",
                "rating": "P",
                "comment": words(),
                "reason": words(),
                "indicator": {
                    "name": "Satisfied",
                    "value": 62.5,
                    "unit": "%",
                    "date": "2026-06-30",
                    "source": "A made-up survey",
                },
            }
        ],
        "participants": [
            {
                "jurisdiction": "CA",
                "finished": True,
                "ratings": [
                    {"criterion": "ACC-01", "rating": "NA", "reason": words()},
                    {"criterion": "ACC-02", "channel": "PHONE", "rating": "L"},
                ],
            }
        ],
        "targets": [{"attribute": "ACC", "level": 2, "by": "2027-10-31"}],
        "actions": [
            {
                "title": words(),
                "criteria": ["ACC-02"],
                "owner": "A made-up team",
                "due": "2027-03-31",
                "status": "planned",
            }
        ],
        "computed": {"anything": ["goes", None]},
    }


@pytest.fixture
def manage(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Runs a management command: its exit status, and what it wrote to stdout and stderr."""

    def manage(*arguments: str) -> tuple[int, str, str]:
        status = 0
        try:
            call_command(*arguments)
        except SystemExit as ended:
            status = int(ended.code or 0)
        written = capsys.readouterr()
        return status, written.out, written.err

    return manage


@pytest.fixture
def post(cast: Cast) -> Callable[..., object]:
    """Posts a page of the assessment as its lead: the form as it is shown, with some changes."""

    def post(page: str, changes: dict[str, str], *, language: str = "en", role: str = "lead"):
        client = cast.client(role)
        shown = client.get(cast.url(page, language))
        return client.post(cast.url(page, language), fields(shown.content.decode()) | changes)

    return post
