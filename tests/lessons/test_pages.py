"""Lessons as teams write them and readers find them: who reads what, and what pages say."""

import re
import uuid
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoAssertNumQueries

from assessments import rules
from assessments.lessons.actions import set_audience, set_useful, translate
from assessments.models import Event, Lesson, Participant
from maturity.models import Attribute, Criterion, Jurisdiction
from tests.cast import Cast
from tests.criterion.test_evidence import PDF
from tests.forms import fields
from tests.lessons.told import now, other_initiative, tell
from tests.test_access import ROLES

NEW = "/en/initiatives/TEST/lessons/new/"
GIVEN = {
    "kind": "success", "title": "Ask first", "text": "Ask clients first.", "text_language": "en",
    "audience": "initiative",
}  # fmt: skip
FRENCH = {"title": "Demandez", "situation": "", "done": "", "happened": "", "text": "D’abord."}


def address(lesson: Lesson, language: str = "en") -> str:
    return f"/{language}/lessons/{lesson.key}/"


def page(cast: Cast, path: str, role: str = "lead") -> str:
    return cast.client(role).get(path).content.decode()


def readers(cast: Cast, lesson: Lesson) -> list[str]:
    return [role for role in ROLES if cast.client(role).get(address(lesson)).status_code == 200]


def test_a_lesson_is_written_with_its_tags(cast: Cast) -> None:
    tags = {
        "criteria": [Criterion.objects.get(code="ACC-02").pk],
        "attributes": [Attribute.objects.get(code="ACC").pk],
        "channels": [each.pk for each in cast.initiative.channels.all()],
        "stage": cast.assessment.stage_id,
        "clients": "Families",
    }
    response = cast.client("lead").post(NEW, GIVEN | tags)
    lesson = cast.initiative.lessons.get()
    assert response["Location"] == address(lesson)
    assert (lesson.kind, lesson.title, lesson.text) == ("success", "Ask first", GIVEN["text"])
    assert (lesson.author, lesson.audience, lesson.shared_at) == (cast.lead, "initiative", None)
    shown = page(cast, address(lesson))
    for words in ("ACC-02", "Families", "Delivery", "Ask clients first."):
        assert words in shown


def test_a_lesson_is_changed_and_removed(cast: Cast) -> None:
    client, path = cast.client("lead"), f"/en/initiatives/TEST/lessons/{tell(cast).key}/"
    shown = fields(client.get(path).content.decode())
    client.post(path, shown | {"kind": "lesson", "title": "Autre", "text_language": "fr"})
    lesson = cast.initiative.lessons.get()
    assert (lesson.kind, lesson.title, lesson.text_language) == ("lesson", "Autre", "fr")
    client.post(path, {"remove": "1"})
    assert cast.initiative.lessons.count() == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": ""}, "text"), ({"text": "x" * 2001}, "text"), ({"text": "\u200b"}, "text"),
        ({"title": ""}, "title"), ({"title": "x" * 201}, "title"),
        ({"situation": "x" * 2001}, "situation"), ({"audience": "everyone"}, "audience"),
        ({"document_url": "javascript:alert(1)", "document_title": "A"}, "document_url"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_told_at_its_field(
    cast: Cast, changes: dict[str, str], field: str
) -> None:
    response = cast.client("lead").post(NEW, GIVEN | changes)
    assert list(response.context["form"].errors) == [field]
    assert cast.initiative.lessons.count() == 0


def test_the_same_advice_is_told_at_its_field(cast: Cast) -> None:
    tell(cast)
    response = cast.client("lead").post(NEW, GIVEN | {"title": "Another"})
    assert response.context["form"].errors == {
        "text": ["The team already has a lesson with this advice."]
    }
    assert fields(response.content.decode())["title"] == "Another"


def test_the_language_toggle_keeps_what_was_typed_and_saves_nothing(cast: Cast) -> None:
    given = GIVEN | {"text": "Half a", "redisplay": "1"}
    response = cast.client("lead").post(NEW.replace("/en/", "/fr/"), given)
    kept = fields(response.content.decode())
    assert {name: kept[name].strip() for name in GIVEN} == GIVEN | {"text": "Half a"}
    assert (response.context["errors"], cast.initiative.lessons.count()) == ([], 0)


def test_what_no_report_can_print_is_told_once_it_is_saved(cast: Cast) -> None:
    response = cast.client("lead").post(NEW, GIVEN | {"text": "\U00012000"}, follow=True)
    assert "The PDF report cannot print this character: \U00012000" in response.content.decode()


def test_a_text_in_the_other_language_is_not_kept_as_of_the_page_s(cast: Cast) -> None:
    french = "Le formulaire est en langage clair et les agents peuvent aider."
    cast.client("lead").post(NEW, GIVEN | {"text": french})
    assert cast.initiative.lessons.get().text_language == "fr"


def test_what_was_removed_meanwhile_is_not_lost(cast: Cast) -> None:
    client, path = cast.client("lead"), f"/en/initiatives/TEST/lessons/{tell(cast).key}/"
    client.post(path, {"remove": "1"})
    assert client.get(path).status_code == 404
    typed = GIVEN | {"text": "Written long", "once": str(uuid.uuid4())}
    answer = client.post(path, typed, follow=True).content.decode()
    assert "Someone else has since removed this." in answer
    assert cast.initiative.lessons.get().text == "Written long"


def test_a_document_is_read_by_the_readers_of_its_lesson(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "EVIDENCE_DIR", tmp_path)
    client = cast.client("lead")
    client.post(NEW, GIVEN | {"document_file": SimpleUploadedFile("Journey.pdf", PDF)})
    lesson = cast.initiative.lessons.get()
    document = lesson.documents.get()
    assert (document.title, document.file.name) == ("Journey", "Journey.pdf")
    path = f"/files/{document.file.pk}/"

    def status(role: str) -> int:
        response = cast.client(role).get(path)
        list(response) if response.status_code == 200 else None
        return response.status_code

    assert [status(role) for role in ("viewer", "cochair", "stranger")] == [200, 404, 404]
    set_audience(lesson, "council", by=cast.lead)
    assert [status(role) for role in ("viewer", "cochair", "stranger")] == [200, 200, 404]
    client.post(address(lesson), {"take": str(document.key)})
    assert lesson.documents.count() == 0


# Who reads it.


@pytest.mark.parametrize(
    ("audience", "council", "expected"),
    [
        ("initiative", "JC", {"viewer", "contributor", "lead", "secretariat"}),
        ("council", "JC", {"viewer", "contributor", "lead", "secretariat", "cochair",
                           "council_viewer"}),
        # The people of the Joint Councils sit at the tables of both.
        ("council", "PSSDC", {"viewer", "contributor", "lead", "secretariat", "cochair",
                              "council_viewer", "other_cochair"}),
        ("all", "JC", {"viewer", "contributor", "lead", "secretariat", "cochair",
                       "council_viewer", "other_cochair"}),
    ],
)  # fmt: skip
def test_its_author_chooses_who_reads_it(
    cast: Cast, audience: str, council: str, expected: set[str]
) -> None:
    if council != "JC":
        other = other_initiative(cast).council
        cast.initiative.council = other
        cast.initiative.save()
    lesson = tell(cast, audience=audience)
    assert set(readers(cast, lesson)) - {"stranger"} == expected


def test_who_has_no_role_reads_nothing(cast: Cast) -> None:
    assert "stranger" not in readers(cast, tell(cast, audience="all"))


def test_whose_government_rates_reads_of_its_team_what_they_wrote_alone(cast: Cast) -> None:
    own = tell(cast, "Mine.", by=cast.contributor)
    others = tell(cast, audience="all")
    jurisdiction = Jurisdiction.objects.get(code="CA")
    Participant.objects.create(assessment=cast.assessment, jurisdiction=jurisdiction)
    client = cast.client("contributor")
    assert [client.get(address(each)).status_code for each in (own, others)] == [200, 404]


def test_a_secretariat_that_rates_is_blind_too(cast: Cast) -> None:
    lesson = tell(cast, audience="all")
    jurisdiction = Jurisdiction.objects.get(code="CA")
    Participant.objects.create(assessment=cast.assessment, jurisdiction=jurisdiction)
    cast.contributor.memberships.create(role="secretariat")
    assert not rules.may_see_lesson(now(cast.contributor), lesson)


def test_the_initiative_is_named_to_who_may_see_it(cast: Cast) -> None:
    lesson = tell(cast, audience="council")
    assert ["A made-up service" in page(cast, address(lesson), role)
            for role in ("viewer", "cochair")] == [True, False]  # fmt: skip
    assert "A made-up service" not in page(cast, "/en/lessons/", "cochair")
    set_audience(lesson, "all", by=cast.lead)
    shown = page(cast, address(lesson), "other_cochair")
    assert ("A made-up service" in shown, "/en/initiatives/TEST/" in shown) == (True, False)


@pytest.mark.parametrize(
    ("role", "status"),
    [("stranger", 404), ("viewer", 403), ("cochair", 404), ("secretariat", 403),
     ("contributor", 200), ("lead", 200)],
)  # fmt: skip
def test_who_rates_writes_lessons(cast: Cast, role: str, status: int) -> None:
    assert cast.client(role).get(NEW).status_code == status


def test_a_contributor_changes_their_own_and_the_lead_any(cast: Cast) -> None:
    lessons = [tell(cast), tell(cast, "Mine.", by=cast.contributor)]
    paths = [f"/en/initiatives/TEST/lessons/{each.key}/" for each in lessons]
    assert [cast.client("contributor").get(each).status_code for each in paths] == [403, 200]
    assert [cast.client("lead").get(each).status_code for each in paths] == [200, 200]


def test_a_lesson_of_another_initiative_is_not_found_here(cast: Cast) -> None:
    other = tell(cast, initiative=other_initiative(cast), by=now(cast.people["stranger"]))
    path = f"/en/initiatives/TEST/lessons/{other.key}/"
    assert cast.client("lead").get(path).status_code == 404
    assert cast.client("lead").get(f"/en/lessons/{uuid.uuid4()}/").status_code == 404


# Sharing and withdrawing.


def test_a_lesson_is_shared_and_withdrawn_on_its_page(cast: Cast) -> None:
    lesson, client = tell(cast), cast.client("lead")
    said = []
    for audience in ("council", "all", "council", "initiative"):
        client.post(address(lesson), {"audience": audience})
        lesson.refresh_from_db()
        said.append((lesson.audience, bool(lesson.shared_at), lesson.withdrawn_from))
    assert said == [
        ("council", True, ""), ("all", True, ""), ("council", True, "all"),
        ("initiative", False, "all"),
    ]  # fmt: skip
    verbs = list(Event.objects.filter(subject="lesson").values_list("verb", flat=True))
    assert sorted(verbs) == ["save_lesson", *["share_lesson"] * 3, "withdraw_lesson"]


@pytest.mark.parametrize("role", ["viewer", "secretariat", "contributor"])
def test_nobody_else_shares_it(cast: Cast, role: str) -> None:
    lesson = tell(cast)
    assert cast.client(role).post(address(lesson), {"audience": "all"}).status_code == 403
    lesson.refresh_from_db()
    assert lesson.audience == "initiative"


def test_who_was_reading_when_it_was_withdrawn_is_told_so_and_nothing_more(cast: Cast) -> None:
    lesson = tell(cast, audience="all")
    reader = cast.client("other_cochair")
    assert reader.get(address(lesson)).status_code == 200
    set_audience(lesson, "initiative", by=cast.lead)
    for answer in (reader.get(address(lesson)), reader.post(address(lesson), {"useful": "on"})):
        shown = answer.content.decode()
        assert (answer.status_code, "This lesson has been withdrawn" in shown) == (410, True)
        assert ("Ask" in shown, lesson.useful_marks.count()) == (False, 0)
    assert cast.client("stranger").get(address(lesson)).status_code == 404
    assert cast.client("viewer").get(address(lesson)).status_code == 200


def test_who_could_never_read_it_finds_nothing(cast: Cast) -> None:
    lesson = tell(cast, audience="council")
    set_audience(lesson, "initiative", by=cast.lead)
    statuses = [cast.client(role).get(address(lesson)).status_code
                for role in ("cochair", "other_cochair")]  # fmt: skip
    assert statuses == [410, 404]


# What readers do.


def test_a_reader_marks_it_as_useful_and_takes_that_back(cast: Cast) -> None:
    lesson, client = tell(cast, audience="council"), cast.client("cochair")
    shown = []
    for _time in range(2):
        answer = client.get(address(lesson)).content.decode()
        [state] = re.findall(r'name="useful" value="(\w+)"', answer)
        shown.append((state, "1 person finds it useful." in answer))
        client.post(address(lesson), {"useful": state})
    assert (shown, lesson.useful_marks.count()) == ([("on", False), ("off", True)], 0)


def test_a_team_does_not_praise_itself(cast: Cast) -> None:
    lesson = tell(cast, audience="all")
    assert 'name="useful"' not in page(cast, address(lesson))
    assert cast.client("lead").post(address(lesson), {"useful": "on"}).status_code == 403


def test_a_lesson_is_read_in_the_language_of_the_page(cast: Cast) -> None:
    lesson = tell(cast, audience="all")
    translate(lesson, FRENCH, by=cast.secretariat)
    french = page(cast, address(lesson, "fr"), "other_cochair")
    assert ("D’abord." in french, "Ask clients first." in french) == (True, False)
    original = page(cast, address(lesson, "fr") + "?original=1", "other_cochair")
    assert '<h1 lang="en-CA">Ask first</h1>' in original
    assert "Demandez" in page(cast, "/fr/lessons/", "other_cochair")
    assert "Ask clients first." in page(cast, address(lesson), "other_cochair")


def test_what_is_not_translated_is_marked_as_of_its_language(cast: Cast) -> None:
    shown = page(cast, address(tell(cast), "fr"))
    assert ('<h1 lang="en-CA">Ask first</h1>' in shown, 'lang="en-CA"><p>Ask clients' in shown) == (
        True, True,
    )  # fmt: skip


# Lists.


def listed(cast: Cast, query: str = "", role: str = "lead") -> list[str]:
    shown = page(cast, f"/en/lessons/?{query}", role)
    return re.findall(r'<li class="lesson-line">\s*<a [^>]*>([^<]*)</a>', shown)


def test_filters_narrow_the_list(cast: Cast) -> None:
    tell(cast, "1", title="One", kind="lesson", criteria=["ACC-02"], stage="DEL")
    tell(cast, "2", title="Two", attributes=["SEC"], channels=["PHONE"], audience="all")
    tell(cast, "3", title="Trois", text_language="fr", kind="co_creation", attributes=["ACC"])
    assert listed(cast) == ["Two", "Trois", "One"]
    for query, expected in {
        "kind=lesson": ["One"],
        "attribute=ACC": ["Trois", "One"],
        "statement=ACC-02": ["One"],
        "stage=DEL": ["One"],
        "channel=PHONE": ["Two"],
        "council=PSSDC": [],
        "council=JC": ["Two", "Trois", "One"],
        "language=fr": ["Trois"],
        "curated=yes": [],
        "kind=nothing&page=x": ["Two", "Trois", "One"],
        "attribute=ACC&kind=lesson": ["One"],
    }.items():
        assert listed(cast, query) == expected, query


def test_the_list_has_what_the_reader_may_see(cast: Cast) -> None:
    tell(cast, "1", title="Ours")
    tell(cast, "2", title="The council’s", audience="council")
    tell(cast, "3", title="Everyone’s", audience="all")
    assert [len(listed(cast, role=role)) for role in ("viewer", "cochair", "other_cochair")] == [
        3, 2, 1,
    ]  # fmt: skip
    assert listed(cast, role="stranger") == []


def test_a_search_of_punctuation_or_of_ten_thousand_letters_is_told(cast: Cast) -> None:
    tell(cast)
    assert "This search has no letter or digit." in page(cast, "/en/lessons/?q=%22%27%3A%26%21")
    shown = page(cast, f"/en/lessons/?q={'x' * 10_000}")
    assert "Only its first 200 characters were used." in shown
    assert f'value="{"x" * 200}"' in shown


@pytest.mark.parametrize("number", [1, 3])
def test_lists_take_the_same_queries_however_many_there_are(
    cast: Cast, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for each in range(number):
        lesson = tell(cast, f"Number {each}", criteria=["ACC-01", "ACC-02"], attributes=["ACC"])
        set_useful(lesson, by=cast.cochair, on=True)
    client = cast.client("lead")
    with django_assert_num_queries(17):
        client.get("/en/lessons/?q=ask")
    with django_assert_num_queries(15):
        client.get("/en/initiatives/TEST/lessons/")


def test_the_team_finds_its_lessons_in_its_places(cast: Cast) -> None:
    shown = page(cast, "/en/initiatives/TEST/lessons/")
    assert '<a href="/en/initiatives/TEST/lessons/" aria-current="page">Lessons</a>' in shown
    assert "What would you tell the next team?" in shown
    tell(cast)
    assert "What would you tell the next team?" not in page(cast, "/en/initiatives/TEST/lessons/")


def test_a_lesson_is_told_in_the_history_but_to_its_team_and_the_secretariat(cast: Cast) -> None:
    lesson = tell(cast)
    set_audience(lesson, "all", by=cast.lead)
    cast.submit()

    def told(role: str) -> str:
        shown = re.sub("<[^>]*>", " ", page(cast, cast.url("history/"), role))
        return re.sub(r"\s+", " ", shown)

    for role in ("lead", "secretariat"):
        for sentence in ("Added a lesson learned", "Ask clients first.", "All councils"):
            assert sentence in told(role), (role, sentence)
    assert ("lesson" in told("cochair"), "Ask clients" in told("cochair")) == (False, False)
