"""What an initiative does with plays, from its page to the baseline, files and exports."""

import io
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.db.models import F
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from assessments.baselines.reader import content
from assessments.baselines.snapshot import take
from assessments.exchange.reading import parse
from assessments.method.quality import Question
from assessments.models import Event, Play, PlayUse
from assessments.playbook.actions import withdraw
from assessments.playbook.using import Use, stop_using, use_play
from assessments.rating.actions import save_answer
from assessments.rating.answers import Answer
from assessments.review import actions as workflow
from maturity.faults import Faults
from maturity.models import Criterion
from reports.baseline import assessment_part
from tests.cast import Cast
from tests.criterion.test_evidence import PDF
from tests.evidence.test_files import statuses
from tests.forms import fields

LINK = {"document_title": "Test record", "document_url": "https://example.org/record"}
DONE = PlayUse.State.DONE


def use(cast: Cast, code: str, state: str = DONE, document: Any = LINK, note: str = "") -> PlayUse:
    play = Play.objects.get(code=code)
    said = Use(state, note, "en" if note else "")
    return use_play(cast.initiative, play, said, document, by=cast.lead)


def post(cast: Cast, code: str, changes: dict[str, Any], role: str = "lead") -> Any:
    address = f"/en/initiatives/TEST/plays/{code}/"
    shown = cast.client(role).get(address).content.decode()
    return cast.client(role).post(address, fields(shown) | changes)


def test_the_lead_marks_a_play_with_what_it_asks_for(cast: Cast) -> None:
    response = post(cast, "ACC-b", {"state": "done", "note": "It took long.", **LINK})
    assert response.headers["Location"] == "/en/initiatives/TEST/plays/"
    row = PlayUse.objects.get()
    assert (row.state, row.title, row.url, row.note) == (
        "done", "Test record", "https://example.org/record", "It took long.",
    )  # fmt: skip
    for role in ("lead", "viewer", "contributor", "secretariat"):
        html = cast.client(role).get("/en/initiatives/TEST/plays/").content.decode()
        assert "Bundle a life event" in html
        assert '<a href="https://example.org/record" rel="noreferrer">' in html
        assert ("Other plays" in html) == (role == "lead")


def test_done_needs_the_document(cast: Cast) -> None:
    html = post(cast, "ACC-b", {"state": "done", "note": "Typed."}).content.decode()
    assert "Add the document that the play asks for" in html
    assert ("Typed." in html, PlayUse.objects.count()) == (True, 0)
    with pytest.raises(Faults):
        use(cast, "ACC-b", DONE, {})


@pytest.mark.either_database("constraints")
def test_nor_does_the_database_keep_one_that_is_done_without(cast: Cast) -> None:
    use(cast, "ACC-b", "planned", {})
    with pytest.raises(IntegrityError), transaction.atomic():
        PlayUse.objects.update(state=DONE)


def test_the_document_stays_until_another_replaces_it(cast: Cast) -> None:
    use(cast, "ACC-b", "under_way")
    post(cast, "ACC-b", {"state": "done"})
    assert PlayUse.objects.values_list("state", "title").get() == ("done", "Test record")
    file = SimpleUploadedFile("record.pdf", PDF)
    post(cast, "ACC-b", {"document_file": file})
    row = PlayUse.objects.get()
    assert (row.title, row.url, bool(row.file)) == ("record", "", True)


def test_a_file_is_for_whoever_may_see_the_plan(cast: Cast) -> None:
    row = use(cast, "ACC-b", DONE, {"document_file": SimpleUploadedFile("record.pdf", PDF)})
    assert row.file
    assert statuses(cast, row.file) == [302, 404, 200, 404, 200, 200, 404, 404, 200]
    cast.submit()
    assert statuses(cast, row.file) == [302, 404, 200, 200, 200, 200, 200, 404, 200]


def test_each_change_leaves_one_event(cast: Cast) -> None:
    row = use(cast, "ACC-b", "planned", {})
    use(cast, "ACC-b", "planned", {})
    use(cast, "ACC-b", DONE, note="Long.")
    stop_using(row, by=cast.lead)
    events = Event.objects.filter(verb="use_play").order_by("id")
    assert list(events.values_list("place", "old", "new")) == [
        ("ACC-b", None, {"play_state": "planned"}),
        (
            "ACC-b",
            {"play_state": "planned"},
            {
                "play_state": "done",
                "evidence": [["Test record", "https://example.org/record"]],
                "use_note": "Long.",
                "use_note_language": "en",
            },
        ),
        ("ACC-b", events[1].new, None),
    ]
    html = cast.client("lead").get(cast.url("history/")).content.decode()
    assert "Marked a play as used" in html
    assert "Removed a play from the initiative’s record" in html


def test_a_play_that_is_withdrawn_goes_on_where_it_is_used(cast: Cast) -> None:
    use(cast, "ACC-b", "planned", {})
    for code in ("ACC-b", "ACC-c"):
        withdraw(Play.objects.get(code=code), by=cast.secretariat)
    assert post(cast, "ACC-b", {"state": "done", **LINK}).status_code == 302
    assert cast.client("lead").get("/en/initiatives/TEST/plays/ACC-c/").status_code == 404
    taken = take(cast.assessment)
    [kept] = [each for each in taken["plays"] if each["play"] == "ACC-b"]
    assert kept["title"]["en"] == "Bundle a life event"


def without_evidence(cast: Cast) -> set[str]:
    return {
        each.code
        for each in workflow.check(cast.assessment)
        if each.question == Question.NO_EVIDENCE
    }


def test_a_play_that_is_done_is_evidence_for_its_statements(cast: Cast) -> None:
    for code in ("ACC-07", "INT-03"):
        criterion = Criterion.objects.get(code=code)
        save_answer(cast.assessment, criterion, None, Answer("F"), by=cast.lead)
    assert without_evidence(cast) == {"ACC-07", "INT-03"}
    use(cast, "ACC-c", "under_way")
    assert without_evidence(cast) == {"ACC-07", "INT-03"}
    use(cast, "ACC-c", DONE)
    assert without_evidence(cast) == {"INT-03"}
    same = {
        each.code
        for each in workflow.check(cast.assessment, take(cast.assessment))
        if each.question == Question.NO_EVIDENCE
    }
    assert same == {"INT-03"}
    shown = cast.client("lead").get(cast.url("profile/?show=no-evidence")).content.decode()
    assert ('id="ACC-07"' in shown, 'id="INT-03"' in shown) == (False, True)


def test_the_baseline_keeps_it_and_its_report_tells_it(cast: Cast) -> None:
    use(cast, "ACC-b", note="It took long.")
    cast.rate_all()
    baseline = cast.approve()
    use(cast, "ACC-b", "under_way")
    withdraw(Play.objects.get(code="ACC-b"), by=cast.secretariat)
    assert baseline.content["assessment"]["plays"] == [
        {
            "play": "ACC-b",
            "state": "done",
            "artefact": {"title": "Test record", "url": "https://example.org/record"},
            "note": {"lang": "en", "text": "It took long."},
        }
    ]
    [record] = content(baseline.content, "fr").plays
    assert (record.title, record.criteria, record.state) == (
        "Regrouper autour d’un événement de vie", ("ACC-04", "ACC-05", "ACC-06"), "done",
    )  # fmt: skip
    html = assessment_part(baseline.content, baseline, "fr").html()
    record_part = html.partition('id="fr-plays">Démarche axée sur la clientèle')[2]
    assert "Regrouper autour d’un événement de vie" in record_part
    assert "It took long." in record_part
    profile = cast.client("lead").get(cast.url("profile/")).content.decode()
    assert "Client-first record" in profile


def test_the_report_names_the_plays_that_fit_what_blocks(cast: Cast) -> None:
    html = assessment_part(take(cast.assessment), None, "en").html()
    blocked = html.partition('id="en-next"')[2]
    assert "Map every door (ACC-a)" in blocked


def test_an_exchange_file_takes_it_along(cast: Cast) -> None:
    use(cast, "ACC-b", note="It took long.")
    use(cast, "X1", "planned", {})
    document = parse(json.dumps(cast.export()).encode())
    assert [each["play"] for each in document["plays"]] == ["ACC-b", "X1"]
    before = list(PlayUse.objects.values("play", "state", "title", "url", "note"))
    PlayUse.objects.all().delete()
    cast.import_(plays=document["plays"])
    assert list(PlayUse.objects.values("play", "state", "title", "url", "note")) == before
    # What is left out stays.
    cast.import_(plays=[{"play": "ACC-b", "state": "under_way"}])
    kept = PlayUse.objects.values("title", "note").get(play__code="ACC-b")
    assert kept == {"title": "Test record", "note": "It took long."}


def test_a_file_of_the_portal_is_still_that_file(cast: Cast) -> None:
    row = use(cast, "ACC-b", DONE, {"document_file": SimpleUploadedFile("record.pdf", PDF)})
    plays = cast.export()["plays"]
    PlayUse.objects.all().delete()
    cast.import_(plays=plays)
    assert PlayUse.objects.get().file_id == row.file_id
    taken = take(cast.assessment)
    assert row.file
    assert taken["documents"][row.file.address]["media_type"] == "application/pdf"


@pytest.mark.parametrize(
    ("plays", "fault"),
    [
        ([{"play": "ACC-z", "state": "planned"}], 'plays[0].play: unknown code "ACC-z"'),
        (
            [{"play": "ACC-b", "state": "done"}],
            "plays[0].artefact: is missing: a play that is done shows what it asks for",
        ),
        (
            [{"play": "ACC-b", "state": "begun"}],
            'plays[0].state: unknown code "begun"; expected one of planned, under_way, done',
        ),
        (
            [{"play": "ACC-b", "state": "planned"}] * 2,
            'plays[1].play: duplicate "ACC-b"',
        ),
        (
            [
                {
                    "play": "ACC-b",
                    "state": "planned",
                    "artefact": {"title": "A", "url": "data:a"},
                }
            ],
            "plays[0].artefact.url: must be a web address that begins with https:// or http://",
        ),
    ],
)
def test_a_file_with_faults_changes_nothing(cast: Cast, plays: list[Any], fault: str) -> None:
    with pytest.raises(Faults) as raised:
        parse(json.dumps(cast.document(plays=plays)).encode())
    assert [str(each) for each in raised.value.faults] == [fault]


def test_a_document_without_plays_has_none(cast: Cast) -> None:
    assert "plays" not in cast.export()


def test_the_exports_have_a_table_of_them(cast: Cast) -> None:
    use(cast, "ACC-b", note="It took long.")
    client = cast.client("lead")
    address = f"/en/assessments/{cast.assessment.pk}/data/"
    text = b"".join(client.get(f"{address}plays.csv").streaming_content).decode("utf-8-sig")
    heads, row = text.splitlines()
    assert heads.endswith(
        "Play code,Play,Statements,Status code of the play,Status of the play,Document,"
        "Address of the document,Note,Language of the note"
    )
    assert row.endswith(
        'ACC-b,Bundle a life event,"ACC-04, ACC-05, ACC-06",done,Done,Test record,'
        "https://example.org/record,It took long.,en"
    )
    book = b"".join(client.get(f"{address}data.xlsx").streaming_content)
    sheet = load_workbook(io.BytesIO(book))["Plays in use"]
    assert [each.value for each in sheet[2]][-9] == "ACC-b"


def test_the_record_takes_a_fixed_number_of_queries(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = cast.client("viewer")
    client.get("/en/initiatives/TEST/plays/")
    for code in ("ACC-b", "X1", "X3"):
        use(cast, code)
        with django_assert_num_queries(8):
            client.get("/en/initiatives/TEST/plays/")


def test_a_government_that_rates_blind_does_not_read_it(cast: Cast) -> None:
    use(cast, "ACC-b")
    cast.assessment.participants.create(jurisdiction=cast.initiative.partners.get())
    assert cast.client("contributor").get("/en/initiatives/TEST/plays/").status_code == 403
    html = cast.client("contributor").get("/en/playbook/ACC-b/").content.decode()
    assert "A made-up service" not in html.partition('id="users"')[2]
    assert PlayUse.objects.filter(changed_by=F("changed_by")).count() == 1
