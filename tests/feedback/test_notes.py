"""What the secretariat reads of what is unclear, and where it is led there."""

import pytest
from django.conf import LazySettings
from pytest_django import DjangoAssertNumQueries

from assessments.editions.actions import create_draft
from assessments.feedback.actions import say_unclear
from assessments.models import UnclearMark
from maturity.models import Criterion, Edition
from tests.cast import Cast

NOTES = "/en/model/editions/2017-draft/unclear/"


def say(cast: Cast, code: str = "ACC-02", note: str = "", language: str = "en") -> None:
    criterion = Criterion.objects.get(code=code)
    say_unclear(cast.assessment, criterion, note=note, language=language, by=cast.lead)


def read(cast: Cast, path: str = NOTES) -> str:
    return cast.client("secretariat").get(path).content.decode()


def test_it_reads_the_note_and_the_council_and_no_name(cast: Cast) -> None:
    say(cast, note="Which channels? <b>")
    page = read(cast)
    assert ("Found unclear 1 time<" in page, "Which channels? &lt;b&gt;" in page) == (True, True)
    assert f'<td data-label="Council">{cast.initiative.council.abbreviation}</td>' in page
    names = (cast.lead.name, cast.lead.email, cast.initiative.code, cast.initiative.name)
    assert [name for name in names if name in page] == []


def test_a_note_and_its_statement_are_in_their_languages(cast: Cast) -> None:
    say(
        cast,
        note="Il n’est pas clair pour nous de quoi il est question dans la phrase.",
        language="fr",
    )
    page = read(cast)
    assert f'<span lang="fr-CA">“{Criterion.objects.get(code="ACC-02").text_fr}”</span>' in page
    assert '<div class="written" lang="fr-CA">' in page


def test_one_without_a_note_counts(cast: Cast) -> None:
    say(cast)
    assert '<td data-label="Note">No note</td>' in read(cast)


def test_nothing_is_said_so(cast: Cast) -> None:
    assert "No one has found a statement of this edition unclear yet." in read(cast)
    assert "No note matches these filters." in read(cast, f"{NOTES}?language=fr")


@pytest.mark.parametrize(
    ("asked_for", "found"),
    [
        ("", ["A", "B", "C"]),
        ("?language=fr", ["B"]),
        ("?statement=SEC-01", ["C"]),
        ("?statement=ACC-02&language=en", ["A"]),
        ("?statement=ACC-99&language=xx&page=9", ["A", "B", "C"]),
    ],
)
def test_language_and_statement_narrow_it(cast: Cast, asked_for: str, found: list[str]) -> None:
    say(cast, note="A", language="en")
    say(cast, note="B", language="fr")
    say(cast, "SEC-01", note="C")
    page = read(cast, f"{NOTES}{asked_for}")
    assert [each for each in "ABC" if f"<p>{each}</p>" in page] == found


def test_the_spreadsheet_has_the_same(cast: Cast) -> None:
    say(cast, note="=1+1", language="fr")
    say(cast, "SEC-01", note="Beside")
    answer = cast.client("secretariat").get(NOTES.replace("unclear/", "unclear.csv?language=fr"))
    heading, row = answer.getvalue().decode("utf-8-sig").splitlines()
    assert heading == ("Code,Statement (English),Statement (French),Language,Note,Date,Council")
    council = cast.initiative.council.abbreviation
    assert (row.startswith("ACC-02,"), ",French,'=1+1," in row, row.endswith(f",{council}")) == (
        True, True, True,
    )  # fmt: skip


def test_an_edition_that_is_not_there_is_not_found(cast: Cast) -> None:
    address = "/en/model/editions/1999/unclear/"
    assert cast.client("secretariat").get(address).status_code == 404


@pytest.mark.parametrize("marks", [1, 3])
def test_the_list_takes_as_many_queries_however_long_it_is(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries, marks: int
) -> None:
    for code in ("ACC-01", "ACC-02", "SEC-01")[:marks]:
        say(cast, code, note="Made up")
    client = cast.client("secretariat")
    client.get(NOTES)
    with django_assert_num_queries(6):
        client.get(NOTES)


def test_a_full_page_has_room(cast: Cast) -> None:
    edition = Edition.objects.get(code="2017-draft")
    UnclearMark.objects.bulk_create(
        UnclearMark(
            person=cast.lead,
            assessment=cast.assessment,
            criterion=each,
            note="’é " * 333,
            language="fr",
        )
        for each in Criterion.objects.filter(edition=edition)
    )
    page = cast.client("secretariat").get(NOTES.replace("/en/", "/fr/")).content
    assert (len(page) < 100_000, page.count(b'data-label="Remarque"')) == (True, 25)


def test_where_it_is_no_longer_asked_the_page_says_so(cast: Cast, settings: LazySettings) -> None:
    say(cast, note="From before")
    settings.FEEDBACK = frozenset()
    page = read(cast)
    assert ("The portal no longer asks for these notes." in page, "From before" in page) == (
        True, True,
    )  # fmt: skip


@pytest.mark.parametrize(("role", "leads"), [("secretariat", True), ("cochair", False)])
def test_the_validation_page_leads_there(cast: Cast, role: str, leads: bool) -> None:
    page = cast.client(role).get("/en/model/validation/2017-draft/").content.decode()
    assert (f'href="{NOTES}"' in page) is leads


def test_the_editor_of_a_draft_sees_how_often_a_statement_was_found_unclear(cast: Cast) -> None:
    say(cast, note="A")
    say(cast, note="B", language="fr")
    create_draft(Edition.objects.get(code="2017-draft"), "next-1", by=cast.secretariat)
    draft = read(cast, "/en/model/editions/drafts/next-1/")
    link = f'<a class="count" href="{NOTES}?statement=ACC-02">found unclear 2 times'
    assert (link in draft, draft.count("found unclear")) == (True, 1)
    statement = read(cast, "/en/model/editions/drafts/next-1/statements/ACC-02/")
    assert "People who rated it found it unclear 2 times: read the notes" in statement
