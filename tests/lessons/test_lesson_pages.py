"""Lessons learned: below the plan, on a page of their own, in the profile and the report."""

import re

import pytest

from assessments.improvement.actions import LessonText, save_item
from assessments.models import Assessment, Lesson
from maturity.models import Criterion
from tests.cast import Cast
from tests.forms import fields

GIVEN = {"kind": "success", "text": "Ask clients first.", "text_language": "en"}


def told(cast: Cast, text: str = "Ask clients first.") -> Lesson:
    return save_item(cast.assessment, LessonText("success", text, "en"), by=cast.people["lead"])


def test_a_lesson_is_added_below_the_plan(cast: Cast) -> None:
    client = cast.client("lead")
    key = Criterion.objects.get(code="ACC-02").pk
    response = client.post(cast.url("lessons/new/"), GIVEN | {"criteria": [key]})
    lesson = cast.assessment.lessons.get()
    assert response["Location"] == cast.url("plan/#lessons")
    assert (lesson.kind, lesson.text, lesson.text_language) == tuple(GIVEN.values())
    section = page(cast, "plan/").partition('<h2 id="lessons">')[2]
    [shown] = re.findall(r"<li>.*?</li>", section.partition("</ul>")[0], re.DOTALL)
    assert f'href="{cast.url(f"lessons/{lesson.key}/")}"' in shown
    assert re.sub("<[^>]*>", " ", shown).split() == [
        "Ask", "clients", "first.", "ACC-02", "Success",
    ]  # fmt: skip


def page(cast: Cast, path: str, role: str = "lead") -> str:
    return cast.client(role).get(cast.url(path)).content.decode()


def test_a_lesson_is_changed_and_taken_out(cast: Cast, post) -> None:
    path = f"lessons/{told(cast).key}/"
    post(path, {"kind": "lesson", "text": "Inventé.", "text_language": "fr"})
    lesson = cast.assessment.lessons.get()
    assert (lesson.kind, lesson.text, lesson.text_language) == ("lesson", "Inventé.", "fr")
    post(path, {"remove": "1"})
    assert cast.assessment.lessons.count() == 0


def test_what_no_report_can_print_is_told_once_it_is_saved(cast: Cast) -> None:
    client = cast.client("lead")
    response = client.post(cast.url("lessons/new/"), GIVEN | {"text": "\U00012000"}, follow=True)
    assert cast.assessment.lessons.get().text == "\U00012000"
    assert "The PDF report cannot print this character: \U00012000" in response.content.decode()


def test_the_plan_says_what_to_write_until_there_is_a_lesson(cast: Cast) -> None:
    question = "What would you tell the next team?"
    assert question in page(cast, "plan/")
    told(cast)
    assert question not in page(cast, "plan/")


@pytest.mark.parametrize("text", ["", "x" * 2001, "\u200b"])
def test_what_cannot_be_kept_is_told_at_the_text(cast: Cast, text: str) -> None:
    response = cast.client("lead").post(cast.url("lessons/new/"), GIVEN | {"text": text})
    assert list(response.context["form"].errors) == ["text"]
    assert cast.assessment.lessons.count() == 0


def test_the_same_words_are_told_at_the_text(cast: Cast) -> None:
    told(cast)
    response = cast.client("lead").post(cast.url("lessons/new/"), GIVEN | {"kind": "lesson"})
    assert response.context["form"].errors == {
        "text": ["The lessons learned already include these words."]
    }
    assert fields(response.content.decode())["kind"] == "lesson"


def test_a_closed_assessment_keeps_its_lessons_and_what_was_typed(cast: Cast) -> None:
    path = f"lessons/{told(cast).key}/"
    Assessment.objects.update(state="submitted")
    for given in (GIVEN | {"text": "Too late."}, {"remove": "1"} | GIVEN):
        response = cast.client("lead").post(cast.url(path), given)
        assert "this page is now read-only" in response.content.decode()
        assert fields(response.content.decode())["text"].strip() == given["text"]
    assert cast.assessment.lessons.get().text == "Ask clients first."


def test_the_language_toggle_keeps_what_was_typed_and_saves_nothing(cast: Cast) -> None:
    for text in ("Half a", ""):
        given = GIVEN | {"text": text, "redisplay": "1"}
        response = cast.client("lead").post(cast.url("lessons/new/", "fr"), given)
        kept = fields(response.content.decode())
        assert {name: kept[name].strip() for name in GIVEN} == GIVEN | {"text": text}
        assert response.context["errors"] == []
    assert cast.assessment.lessons.count() == 0


def test_a_lesson_of_another_assessment_is_not_found(cast: Cast) -> None:
    told(cast)
    key = "00000000-0000-4000-8000-000000000000"
    assert cast.client("lead").get(cast.url(f"lessons/{key}/")).status_code == 404


def test_the_page_of_a_new_lesson_begins_with_its_own_language(cast: Cast) -> None:
    shown = cast.client("lead").get(cast.url("lessons/new/", "fr")).content.decode()
    assert (fields(shown)["kind"], fields(shown)["text_language"]) == ("lesson", "fr")


@pytest.mark.parametrize("role", ["lead", "viewer", "contributor", "secretariat"])
def test_who_sees_the_assessment_reads_its_lessons_in_the_profile(cast: Cast, role: str) -> None:
    assert "Lessons learned" not in page(cast, "profile/", role)
    told(cast, "<b>Ask</b> clients.")
    shown = page(cast, "profile/", role)
    assert shown.count("Lessons learned") == 1
    assert "&lt;b&gt;Ask&lt;/b&gt; clients." in shown


@pytest.mark.parametrize(
    ("role", "status"),
    [("stranger", 404), ("viewer", 403), ("contributor", 403), ("cochair", 404),
     ("secretariat", 403)],
)  # fmt: skip
def test_only_the_lead_writes_lessons(cast: Cast, role: str, status: int) -> None:
    key = told(cast).key
    for path, given in (("new", GIVEN | {"text": "Mine."}), (str(key), {"remove": "1"})):
        response = cast.client(role).post(cast.url(f"lessons/{path}/"), given)
        assert response.status_code == status
    assert cast.assessment.lessons.get().text == "Ask clients first."


@pytest.mark.parametrize("number", [1, 3])
def test_the_plan_reads_lessons_in_a_fixed_number_of_queries(
    cast: Cast, number: int, django_assert_num_queries
) -> None:
    for each in range(number):
        told(cast, f"Number {each}")
    client = cast.client("lead")
    with django_assert_num_queries(38):
        client.get(cast.url("plan/"))


def test_a_lesson_is_told_in_the_history(cast: Cast) -> None:
    lead, lesson = cast.people["lead"], told(cast)
    changed = LessonText("lesson", "Ask clients first.", "en")
    save_item(cast.assessment, changed, by=lead, row=lesson)
    cast.client("lead").post(cast.url(f"lessons/{lesson.key}/"), {"remove": "1"})
    shown = re.sub(r"\s+", " ", re.sub("<[^>]*>", " ", page(cast, "history/")))
    for sentence in (
        "Added a lesson learned", "Changed a lesson learned", "Removed a lesson learned",
        "Kind: Success → changed to Lesson learned", "Text: Ask clients first. → changed to –",
    ):  # fmt: skip
        assert shown.count(sentence) == 1, sentence
