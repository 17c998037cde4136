"""Data to take away: what its files say, in which language, to whom; nothing in it runs."""

import csv
import datetime
import io
import json
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from django.db.models import QuerySet
from django.test import Client
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from assessments.models import Baseline, Initiative, Membership, Person
from assessments.models.people import Role
from assessments.seeding.scale import add
from assessments.web.spreadsheet import SEPARATORS
from maturity.models import Council
from reports.exports import dictionary, scopes, text_files
from reports.exports.scopes import Scope
from reports.exports.tables import TABLES
from tests.reports.every_pdf import approved, imported

pytestmark = [pytest.mark.database("model"), pytest.mark.slow]
FIXTURES = settings.BASE_DIR / "fixtures"
HOSTILE = (
    "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "#N/A", "\N{RIGHT-TO-LEFT OVERRIDE}abc 😀",
    "_x0041_", "é" * 10_000,
)  # fmt: skip


@pytest.fixture
def client(db: None) -> Client:
    """A browser of somebody of the secretariat."""
    person = Person.objects.create(email="secretariat@example.org", name="Fictitious")
    Membership.objects.create(person=person, role=Role.SECRETARIAT)
    client = Client()
    client.force_login(person)
    return client


def body(client: Client, address: str) -> bytes:
    response = client.get(address)
    assert response.status_code == 200
    return b"".join(response) if response.streaming else response.content  # type: ignore[arg-type]


def read(data: bytes, language: str = "en") -> list[list[str]]:
    text = io.StringIO(data.decode("utf-8-sig"), newline="")
    return list(csv.reader(text, delimiter=SEPARATORS[language]))


def records(data: bytes, language: str = "en", table: str = "ratings") -> list[dict[str, str]]:
    """The rows of a CSV file, by the codes of their columns."""
    keys = [column.key for column in TABLES[table].columns]
    return [dict(zip(keys, row, strict=True)) for row in read(data, language)[1:]]


def commented(*texts: str) -> dict[str, Any]:
    codes = ("ACC-01", "ACC-02", "ACC-03", "ACC-04", "ACC-05", "ACC-06", "ACC-07", "ACC-08")
    ratings = [
        {"criterion": code, "rating": "L", "comment": {"lang": "en", "text": text}}
        for code, text in zip(codes, texts, strict=False)
    ]
    return {"ratings": ratings, "participants": []}


# Those of a council are in its own files (tests/api/test_councils.py).
OF_ASSESSMENTS = {key: table for key, table in TABLES.items() if not table.of_council}


@pytest.mark.database("approved")
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("table", OF_ASSESSMENTS)
def test_a_csv_file_has_the_mark_and_the_headings_of_its_language(
    client: Client, language: str, table: str
) -> None:
    data = body(client, f"/{language}/assessments/{approved().pk}/data/{table}.csv")
    with override(language):
        headings = TABLES[table].headings()
    assert (data[:3], read(data, language)[0]) == (b"\xef\xbb\xbf", headings)


def test_the_headings_differ_between_the_languages(client: Client) -> None:
    found = []
    for language in ("en", "fr"):
        with override(language):
            found.append(TABLES["ratings"].headings()[:2])
    assert found == [["Initiative code", "Initiative"], ["Code de l’initiative", "Initiative"]]


@pytest.mark.database("approved")
def test_codes_and_figures_are_the_same_in_both_languages(client: Client) -> None:
    assessment = approved()
    english, french = (
        records(body(client, f"/{language}/assessments/{assessment.pk}/data/ratings.csv"), language)
        for language in ("en", "fr")
    )
    same = [
        column.key for column in TABLES["ratings"].columns
        if column.kind != "words" and column.key != "statement_provenance"
    ]  # fmt: skip
    assert [[row[key] for key in same] for row in english] == [
        [row[key] for key in same] for row in french
    ]
    assert english[0]["rating"] != french[0]["rating"]


@pytest.mark.database("approved")
@pytest.mark.database("approved")
def test_figures_have_a_decimal_comma_in_french(client: Client) -> None:
    address = f"assessments/{approved().pk}/data/attributes.csv"
    english, french = (
        [row["progress"] for row in records(body(client, f"/{each}/{address}"), each, "attributes")]
        for each in ("en", "fr")
    )
    assert "." in "".join(english)
    assert french == [figure.replace(".", ",") for figure in english]


def test_each_rating_has_a_row(client: Client) -> None:
    assessment = approved()
    document = assessment.baseline.content["assessment"]
    rows = records(body(client, f"/en/assessments/{assessment.pk}/data/ratings.csv"))
    team = [
        (row["criterion_code"], row["channel_code"], row["rating_code"])
        for row in rows if row["rated_by_code"] == "team"
    ]  # fmt: skip
    alone = [row for row in rows if row["rated_by_code"] != "team"]
    assert sorted(team) == sorted(
        (each["criterion"], each.get("channel", ""), each["rating"]) for each in document["ratings"]
    )
    assert len(alone) == sum(len(each["ratings"]) for each in document["participants"]) > 0
    assert {row["sha256"] for row in rows} == {assessment.baseline.sha256}
    assert {row["effective_rating_code"] for row in alone} == {""}


@pytest.mark.database("approved")
def test_what_blocks_is_what_the_baseline_says(client: Client) -> None:
    assessment = approved()
    rows = records(body(client, f"/en/assessments/{assessment.pk}/data/ratings.csv"))
    scores = assessment.baseline.content["assessment"]["computed"]["attributes"]
    blocking = {code for score in scores for code in score["blocking"]}
    assert {row["criterion_code"] for row in rows if row["blocking"] == "1"} == blocking


@pytest.mark.database("approved")
def test_the_figures_of_attributes_are_the_baselines(client: Client) -> None:
    assessment = approved()
    data = body(client, f"/en/assessments/{assessment.pk}/data/attributes.csv")
    assert [
        [row[key]
         for key in ("attribute_code", "attained_level", "progress", "target_level", "gap")]
        for row in records(data, table="attributes")
    ] == [
        ["" if each[key] is None else str(each[key])
         for key in ("attribute", "attained_level", "progress", "target", "gap")]
        for each in assessment.baseline.content["assessment"]["computed"]["attributes"]
    ]  # fmt: skip


def test_a_draft_is_marked_and_has_a_row_for_what_is_not_rated(client: Client) -> None:
    empty = {key: [] for key in ("ratings", "results", "participants", "targets", "actions")}
    rows = records(body(client, f"/en/assessments/{imported(**empty).pk}/data/ratings.csv"))
    kinds = {(row["state_code"], row["rating_code"], row["baseline_id"]) for row in rows}
    assert (len(rows), kinds) == (46, {("in_progress", "NR", "")})


def sheets(data: bytes) -> dict[str, Any]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {sheet.title: sheet for sheet in book}


@pytest.mark.database("approved")
@pytest.mark.parametrize(
    ("language", "titles"),
    [
        ("en", ["About this file", "Ratings", "Results", "Attributes", "Targets", "Actions",
                "Plays in use", "Lessons", "Data dictionary"]),
        ("fr", ["À propos de ce fichier", "Cotes", "Résultats", "Attributs", "Cibles", "Mesures",
                "Fiches utilisées", "Leçons", "Dictionnaire de données"]),
    ],
)  # fmt: skip
def test_a_workbook_has_its_sheets_in_its_language(
    client: Client, language: str, titles: list[str]
) -> None:
    data = body(client, f"/{language}/assessments/{approved().pk}/data/data.xlsx")
    assert list(sheets(data)) == titles


@pytest.mark.database("approved")
def test_a_workbook_says_what_the_csv_files_say(client: Client) -> None:
    assessment = approved()
    found = sheets(body(client, f"/en/assessments/{assessment.pk}/data/data.xlsx"))
    for table in OF_ASSESSMENTS.values():
        lines = read(body(client, f"/en/assessments/{assessment.pk}/data/{table.key}.csv"))
        sheet = found[str(table.name)]
        rows = [
            [
                value.date().isoformat()
                if isinstance(value, datetime.datetime)
                else "" if value is None else str(value)
                for value in row
            ]
            for row in sheet.values
        ]  # fmt: skip
        assert rows == lines
        assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", sheet.dimensions)


@pytest.mark.database("approved")
def test_dates_are_dates_and_numbers_numbers_in_a_workbook(client: Client) -> None:
    sheet = sheets(body(client, f"/en/assessments/{approved().pk}/data/data.xlsx"))["Attributes"]
    keys = [column.key for column in TABLES["attributes"].columns]
    row = dict(zip(keys, next(sheet.iter_rows(min_row=2)), strict=True))
    assert [row[key].data_type for key in ("as_of", "cycle", "progress")] == ["d", "n", "n"]


def test_hostile_texts_are_texts_in_a_workbook(client: Client) -> None:
    assessment = imported(**commented(*HOSTILE))
    sheet = sheets(body(client, f"/en/assessments/{assessment.pk}/data/data.xlsx"))["Ratings"]
    n = [column.key for column in TABLES["ratings"].columns].index("comment")
    cells = [row[n] for row in sheet.iter_rows(min_row=2) if row[n].value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value.replace("_x005F", "") for cell in cells] == list(HOSTILE)


def test_hostile_texts_are_texts_in_a_csv_file(client: Client) -> None:
    assessment = imported(**commented(*HOSTILE))
    rows = records(body(client, f"/en/assessments/{assessment.pk}/data/ratings.csv"))
    guarded = [f"'{text}" for text in HOSTILE[:4]] + list(HOSTILE[4:])
    assert [row["comment"] for row in rows if row["comment"]] == guarded


def test_who_may_not_see_opinions_gets_none_in_any_file(client: Client) -> None:
    pilot = json.loads((FIXTURES / "death-notification.json").read_text())
    participants = [each | {"finished": n > 0} for n, each in enumerate(pilot["participants"])]
    assert len(participants) > 1
    address = f"/en/assessments/{imported(participants=participants).pk}/data/"
    rows = records(body(client, f"{address}ratings.csv"))
    assert {row["rated_by_code"] for row in rows} == {"team"}
    lines = body(client, f"{address}data.ndjson").splitlines()
    assert [each["ratings"] for each in json.loads(lines[0])["participants"]] == [[]] * len(
        participants
    )
    found = sheets(body(client, f"{address}data.xlsx"))
    assert "Left out" in [row[0] for row in found["About this file"].values]
    n = [column.key for column in TABLES["ratings"].columns].index("rated_by_code")
    assert {row[n] for row in list(found["Ratings"].values)[1:]} == {"team"}


@pytest.mark.database("approved")
def test_json_lines_are_documents_of_the_exchange_format(client: Client) -> None:
    assessment = approved()
    lines = body(client, "/en/initiatives/DEATH/data/data.ndjson").splitlines()
    assert [json.loads(line) for line in lines] == [assessment.baseline.content["assessment"]]


@pytest.mark.database("approved")
def test_a_council_has_its_newest_baselines_or_all(client: Client) -> None:
    approved()
    newest = approved(as_of="2027-10-31")
    cycles = []
    for query in ("", "?all=1"):
        data = body(client, f"/en/councils/JC/data/attributes.csv{query}")
        cycles.append([row["cycle"] for row in records(data, table="attributes")])
    assert cycles == [["2"] * 7, ["1"] * 7 + ["2"] * 7]
    assert newest.cycle == 2


def test_an_empty_council_has_headings_and_says_so(client: Client) -> None:
    assert len(read(body(client, "/en/councils/PSCIOC/data/ratings.csv"))) == 1
    found = sheets(body(client, "/en/councils/PSCIOC/data/data.xlsx"))
    said = "There is no baseline yet: the sheets have their headings only."
    assert said in [row[1] for row in found["About this file"].values]
    page = body(client, "/en/councils/PSCIOC/data/").decode()
    assert "There is no baseline yet: the files have their headings only." in page


@pytest.mark.parametrize(
    "address",
    ["councils/NONE/data/", "councils/NONE/data/ratings.csv", "councils/JC/data/ratings.ods",
     "councils/JC/data/ratings", "councils/JC/data/other.csv", "councils/JC/data/.csv"],
)  # fmt: skip
def test_what_there_is_not_is_not_found(client: Client, address: str) -> None:
    assert client.get(f"/en/{address}").status_code == 404


@pytest.mark.database("approved")
def test_a_workbook_has_a_limit_that_the_page_tells(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    approved()
    monkeypatch.setattr("reports.exports.views.MAX_IN_WORKBOOK", 0)
    page = body(client, "/en/councils/JC/data/").decode()
    assert ("data.xlsx" in page, "at most 0 assessments" in page) == (False, True)
    assert client.get("/en/councils/JC/data/data.xlsx").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("file", "queries"),
    [("ratings.csv", 8), ("data.ndjson", 8), ("targets.csv", 11), ("actions.csv", 13),
     ("data.xlsx", 35)],
)  # fmt: skip
def test_a_councils_file_takes_a_fixed_number_of_queries(
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    number: int,
    file: str,
    queries: int,
) -> None:
    list(add(range(1, number + 1), seed=1))
    Initiative.objects.update(council=Council.objects.get(code="JC"))
    with django_assert_num_queries(queries):
        body(client, f"/en/councils/JC/data/{file}")


def test_a_few_snapshots_are_read_at_a_time(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    list(add(range(1, 4), seed=1))
    keys = tuple(Baseline.objects.in_order().values_list("pk", flat=True))
    asked: list[int] = []
    original = QuerySet.in_bulk

    def in_bulk(self: Any, ids: Any = None, **more: Any) -> Any:
        asked.append(len(ids))
        return original(self, ids, **more)

    monkeypatch.setattr(QuerySet, "in_bulk", in_bulk)
    monkeypatch.setattr(scopes, "A_BATCH", 5)
    rows: Iterator[bytes] = text_files.json_lines(Scope("X", "X", "X", keys))
    next(rows)
    assert (len(keys), asked) == (12, [5])
    assert (len(list(rows)), asked) == (11, [5, 5, 2])


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_dictionary_explains_every_column(client: Client, language: str) -> None:
    with override(language):
        headings = [(key, text) for key, table in TABLES.items() for text in table.headings()]
    page = body(client, f"/{language}/data-dictionary/").decode()
    explained = read(body(client, f"/{language}/data-dictionary.csv"), language)[1:]
    (sheet,) = sheets(body(client, f"/{language}/data-dictionary.xlsx")).values()
    assert [["" if each is None else each for each in row] for row in sheet.values][1:] == explained
    assert [row[1] for row in explained] == [text for _table, text in headings]
    assert [row for row in explained if not all((row[2], row[3], row[4], row[6]))] == []
    assert page.count("<tr>") == len(headings) + len(TABLES)


def test_the_dictionary_for_programs_has_both_languages(client: Client) -> None:
    found = json.loads(body(client, "/fr/data-dictionary.json"))
    assert found == dictionary.document()
    columns = [column for table in found["tables"] for column in table["columns"]]
    keys = [column.key for table in TABLES.values() for column in table.columns]
    assert [column["code"] for column in columns] == keys
    texts = [column[part] for column in columns for part in ("meaning", "source", "type_words")]
    assert [text for text in texts if text["en"] == text["fr"]] == []


@pytest.mark.parametrize("table", TABLES)
def test_no_two_columns_of_a_table_are_called_the_same(db: None, table: str) -> None:
    columns = TABLES[table].columns
    assert len({column.key for column in columns}) == len(columns)
    for language in ("en", "fr"):
        with override(language):
            assert len(set(TABLES[table].headings())) == len(columns)
