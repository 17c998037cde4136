"""A text in the other language than the page's is not kept as of the page's."""

import pytest

from assessments.models import Action, Lesson
from assessments.rating.actions import Answer
from tests.cast import Cast

FRENCH = "Le formulaire est en langage clair et les agents peuvent aider."
ENGLISH = "The form is in plain language, and staff can help with it."


@pytest.mark.parametrize(
    ("page", "chosen", "text", "kept"),
    [
        ("en", "en", FRENCH, "fr"),
        ("fr", "fr", ENGLISH, "en"),
        ("en", "fr", ENGLISH, "fr"),  # chosen on purpose
        ("en", "en", "Bon service", "en"),  # nothing says so: what is on the page stands
        ("fr", "", FRENCH, "fr"),
    ],
)
def test_a_comment_that_was_saved_by_itself(
    cast: Cast, page: str, chosen: str, text: str, kept: str
) -> None:
    data = {"ACC-01-rating": "L", "ACC-01-comment": text, "ACC-01-comment_language": chosen}
    data["ACC-01-seen"] = Answer().fingerprint
    response = cast.client("lead").post(cast.url("answers/ACC-01/", page), data)
    row = cast.assessment.ratings.get()
    assert row.comment_language == kept
    # The page then shows the language that was guessed.
    marks = response.json().get("marks", {})
    assert marks == ({} if kept == chosen else {"ACC-01-comment_language": kept})


def test_an_action_a_lesson_and_a_dissent(cast: Cast) -> None:
    client = cast.client("lead")
    action = {"title": FRENCH, "title_language": "en", "status": "planned"}
    client.post(cast.url("plan/new/"), action)
    client.post(cast.url("lessons/new/"), {"kind": "lesson", "text": FRENCH, "text_language": "en"})
    assert (Action.objects.get().title_language, Lesson.objects.get().text_language) == ("fr", "fr")
    data = {"ACC-01-rating": "L", "ACC-01-dissent": FRENCH, "ACC-01-dissent_language": "en"}
    data["ACC-01-seen"] = Answer().fingerprint
    client.post(cast.url("consensus/answers/ACC-01/"), data)
    assert cast.assessment.ratings.get().dissent_language == "fr"


def test_a_reason_to_return(cast: Cast) -> None:
    cast.submit()
    newest = str(cast.assessment.submissions.get().pk)
    given = {"reason": FRENCH, "language": "en", "submission": newest}
    cast.client("cochair").post(cast.url("review/"), given)
    cast.assessment.refresh_from_db()
    assert (cast.assessment.state, cast.assessment.return_reason_language) == ("returned", "fr")
