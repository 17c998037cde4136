"""Lessons outside of their pages: baselines, councils, exports, files, what is kept of people."""

import csv
import io
import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.baselines import snapshot
from assessments.baselines.reader import content
from assessments.baselines.values import Written
from assessments.councils.snapshot import take
from assessments.exchange import reading
from assessments.format.upgrade import upgrade
from assessments.importing.actions import import_document
from assessments.lessons.actions import LessonText, curate, set_audience, set_useful
from assessments.models import Lesson
from assessments.people.personal_data import personal_data
from maturity.faults import Faults
from maturity.models import Council
from tests.cast import Cast, Document
from tests.lessons.told import now, tell

WHOLE = {
    "title": "Title", "situation": "Before.\nAnd after.", "done": "This.", "happened": "That.",
    "clients": "Families", "attributes": ["ACC"], "criteria": ["ACC-01", "ACC-02"],
    "channels": ["PHONE"], "stage": "DEL",
}  # fmt: skip
ITEM = {**WHOLE, "kind": "success", "text": {"lang": "en", "text": "Ask clients first."}}


def read(council: str, days: int = 0) -> list[str]:
    day = timezone.localdate() + timedelta(days=days)
    known = take(Council.objects.get(code=council), day, day - timedelta(days=1))
    assert known["lessons_count"] == len(known["lessons"])
    return [each["title"]["text"] for each in known["lessons"]]


def test_a_baseline_keeps_what_is_shared(cast: Cast) -> None:
    tell(cast, "For the team.", title="Ours")
    tell(cast, audience="council", **WHOLE)
    cast.rate_all()
    baseline = cast.approve()
    assert baseline.content["lessons"] == [ITEM]
    [shown] = content(baseline.content, "fr").lessons
    assert shown.title == Written("Title", "en")
    assert shown.situation == Written(str(WHOLE["situation"]), "en")
    set_audience(Lesson.objects.get(title="Title"), "initiative", by=cast.lead)
    for path in ("profile/", "report/"):
        page = cast.client("viewer").get(cast.url(path)).content.decode()
        assert ("This." in page, "Ours" in page) == (True, False), path


@pytest.mark.parametrize("missing", [["lessons"], [*WHOLE.keys() - {"criteria"}]])
def test_a_snapshot_of_before_is_still_read(cast: Cast, missing: list[str]) -> None:
    tell(cast, audience="council", **WHOLE)
    taken = snapshot.take(cast.assessment)
    for key in missing:
        (taken if key == "lessons" else taken["lessons"][0]).pop(key)
    shown = content(upgrade(taken), "en").lessons
    assert [(each.text.text, each.title) for each in shown] == (
        [] if missing == ["lessons"] else [("Ask clients first.", None)]
    )


def test_a_council_reads_what_initiatives_with_a_baseline_share(cast: Cast) -> None:
    tell(cast, "1", title="The council’s", audience="council", stage="DEL")
    tell(cast, "2", title="Everyone’s", audience="all")
    tell(cast, "3", title="Ours")
    assert read("JC") == []
    cast.rate_all()
    cast.approve()
    assert sorted(read("JC")) == ["Everyone’s", "The council’s"]
    assert (read("JC", -3), read("PSSDC")) == ([], [])
    set_audience(Lesson.objects.get(title="Everyone’s"), "initiative", by=cast.lead)
    assert read("JC") == ["The council’s"]
    today = timezone.localdate()
    asked = {"at": today.isoformat(), "since": (today - timedelta(days=1)).isoformat()}
    shown = cast.client("secretariat").get("/fr/councils/JC/report/", asked).content.decode()
    assert '<p class="title" lang="en-CA">The council’s</p>' in shown


# Files.


def parsed(document: Document) -> Document:
    return reading.parse(json.dumps(document).encode())


def test_a_file_brings_lessons_and_shares_none(cast: Cast) -> None:
    import_document(parsed(cast.document(lessons=[ITEM])), by=cast.lead)
    lesson = cast.initiative.lessons.get()
    assert (lesson.audience, lesson.shared_at, lesson.situation) == (
        "initiative", None, WHOLE["situation"],
    )  # fmt: skip
    assert LessonText.of(lesson).named == {
        name: WHOLE[name] for name in ("criteria", "attributes", "channels")
    }
    assert "before" in lesson.words_en


def test_a_file_changes_the_lesson_with_the_same_advice_and_leaves_the_rest(cast: Cast) -> None:
    tell(cast, audience="all", **WHOLE)
    tell(cast, "Another.", title="Other")
    item = {"kind": "lesson", "text": ITEM["text"], "happened": "More."}
    import_document(parsed(cast.document(lessons=[item])), by=cast.lead)
    lesson = Lesson.objects.get(title="Title")
    assert (lesson.kind, lesson.happened, lesson.done) == ("lesson", "More.", "This.")
    assert (lesson.audience, cast.initiative.lessons.count()) == ("all", 2)


def test_a_file_changes_no_lesson_that_is_not_its_bringer_s(cast: Cast) -> None:
    tell(cast, **WHOLE)
    mine = {"kind": "success", "text": ITEM["text"]}
    import_document(parsed(cast.document(lessons=[mine])), by=cast.secretariat)
    other = {"kind": "lesson", "text": {"lang": "en", "text": "Another."}}
    changed = cast.document(lessons=[other, mine | {"happened": "More."}])
    with pytest.raises(Faults) as raised:
        import_document(parsed(changed), by=cast.secretariat)
    assert [each.place for each in raised.value.faults] == ["lessons[1].text"]
    assert cast.initiative.lessons.get().happened == WHOLE["happened"]


def test_a_file_with_the_same_words_leaves_a_lesson_curated(cast: Cast) -> None:
    lesson = tell(cast, audience="all", **WHOLE)
    curate(lesson, by=cast.secretariat)
    for changes, curated in (({"criteria": ["ACC-01"]}, True), ({"happened": "More."}, False)):
        import_document(parsed(cast.document(lessons=[ITEM | changes])), by=cast.lead)
        lesson.refresh_from_db()
        assert bool(lesson.curated_at) == curated


def test_a_file_without_lessons_imports_as_before(cast: Cast) -> None:
    tell(cast)
    import_document(parsed(cast.document()), by=cast.lead)
    assert cast.initiative.lessons.count() == 1


def test_a_lesson_without_a_title_gets_its_beginning(cast: Cast) -> None:
    item = {"kind": "lesson", "text": {"lang": "fr", "text": "Demandez d’abord. " * 20}}
    import_document(parsed(cast.document(lessons=[item])), by=cast.lead)
    title = cast.initiative.lessons.get().title
    assert (title.startswith("Demandez d’abord."), len(title) <= 81) == (True, True)


def test_what_is_wrong_with_lessons_is_told_at_its_place(cast: Cast) -> None:
    wrong = ITEM | {"criteria": ["ACC-99"], "attributes": ["XYZ"], "channels": ["PIGEON"],
                    "stage": "END"}  # fmt: skip
    with pytest.raises(Faults) as raised:
        parsed(cast.document(lessons=[wrong, ITEM, {"kind": "rumour", "text": ITEM["text"]}]))
    assert sorted(fault.place for fault in raised.value.faults) == [
        "lessons[0].attributes[0]", "lessons[0].channels[0]", "lessons[0].criteria[0]",
        "lessons[0].stage", "lessons[1].text", "lessons[2].kind", "lessons[2].text",
    ]  # fmt: skip


def test_lessons_go_round(cast: Cast, manage: Callable[..., tuple[int, str, str]]) -> None:
    tell(cast, audience="council", **WHOLE)
    tell(cast, "For the team.", title="Ours")
    exported = json.loads(manage("export_assessment", str(cast.assessment.pk))[1])
    assert [each["title"] for each in exported["lessons"]] == ["Title", "Ours"]
    assert exported["lessons"][0] == ITEM
    path = cast.url("export.json")
    on_page = json.loads(cast.client("lead").get(path).content)
    assert on_page["lessons"] == [ITEM]
    Lesson.objects.all().delete()
    import_document(parsed(exported), by=cast.lead)
    assert [each.title for each in cast.initiative.lessons.all()] == ["Title", "Ours"]


def test_lessons_are_a_table_of_the_exports(cast: Cast) -> None:
    tell(cast, audience="all", **WHOLE)
    cast.rate_all()
    cast.approve()
    answer = cast.client("cochair").get("/en/councils/JC/data/lessons.csv")
    assert answer.status_code == 200
    text = b"".join(answer).decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(text))
    assert [row[name] for name in ("Title", "Advice", "Kind", "Statements (codes)")] == [
        "Title", "Ask clients first.", "Success", "ACC-01 ACC-02",
    ]  # fmt: skip


def test_what_is_kept_of_a_person_has_their_lessons_and_marks(cast: Cast) -> None:
    lesson = tell(cast, audience="all")
    set_useful(lesson, by=cast.cochair, on=True)
    [own] = personal_data(cast.lead)["lessons_you_wrote"]
    [mark] = personal_data(cast.cochair)["lessons_you_found_useful"]
    assert (own["initiative"], own["title"], mark["title"]) == ("TEST", "Ask first", "Ask first")


def test_what_is_kept_of_a_person_has_no_title_that_they_may_not_read(cast: Cast) -> None:
    lesson = tell(cast, audience="all", by=cast.contributor)
    set_useful(lesson, by=cast.cochair, on=True)
    cast.contributor.memberships.all().delete()
    set_audience(lesson, "initiative", by=cast.lead)
    [own] = personal_data(now(cast.contributor))["lessons_you_wrote"]
    [mark] = personal_data(cast.cochair)["lessons_you_found_useful"]
    assert (own["title"], mark["title"], bool(mark["at"])) == (None, None, True)
