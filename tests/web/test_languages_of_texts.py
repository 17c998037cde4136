"""A text in the other language than the page's is not kept as of the page's."""

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from assessments.models import Action, Rating
from assessments.rating.answers import Answer, answer_of
from maturity.models import Criterion
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


def planned(title: str, language: str) -> dict[str, object]:
    about = [Criterion.objects.get(code="ACC-01").pk]
    return {"title": title, "title_language": language, "criteria": about, "status": "planned"}


def test_an_action_and_a_dissent(cast: Cast) -> None:
    client = cast.client("lead")
    client.post(cast.plan("new/"), planned(FRENCH, "en"))
    assert Action.objects.get().title_language == "fr"
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


# Two small French words and one English: neither one nor the other for certain.
DOUBTFUL = "Guichet de la mairie: the desk"
KEPT = "This text is kept as English. If it is in French, choose French beside it."
ASKED = "Is this text in English? Some of its words look French."


def test_a_comment_in_doubt_is_asked_about_once_it_is_saved(cast: Cast) -> None:
    data = {"ACC-01-rating": "L", "ACC-01-comment": DOUBTFUL, "ACC-01-comment_language": "en"}
    data["ACC-01-seen"] = Answer().fingerprint
    client = cast.client("lead")
    saved = client.post(cast.url("answers/ACC-01/"), data).json()
    assert saved["warnings"] == {"ACC-01-comment": KEPT}
    data = {name.replace("ACC-01", "ACC-02"): value for name, value in data.items()}
    page = client.post(cast.url("attributes/ACC/"), data, follow=True).content.decode()
    assert f"ACC-02 – Comment – {KEPT}" in page
    assert {row.comment_language for row in cast.assessment.ratings.all()} == {"en"}
    # What is in no doubt, or was chosen, is not asked about.
    for name, value in (("comment", "Of the desk"), ("comment_language", "fr")):
        data["ACC-02-seen"] = answer_of(rating(cast, "ACC-02")).fingerprint
        page = client.post(
            cast.url("attributes/ACC/"), data | {f"ACC-02-{name}": value}, follow=True
        )
        assert "This text is kept as" not in page.content.decode()


def rating(cast: Cast, code: str) -> Rating:
    return cast.assessment.ratings.get(criterion__code=code)


def test_a_dissent_in_doubt_is_asked_about(cast: Cast) -> None:
    data = {"ACC-01-rating": "L", "ACC-01-dissent": DOUBTFUL, "ACC-01-dissent_language": "en"}
    data |= {"ACC-01-seen": Answer().fingerprint, "ACC-01-dissent_seen": "none"}
    saved = cast.client("lead").post(cast.url("consensus/answers/ACC-01/"), data).json()
    assert saved["warnings"] == {"ACC-01-dissent": KEPT}


def test_a_form_asks_before_it_is_saved(cast: Cast) -> None:
    client, path = cast.client("lead"), cast.plan("new/")
    action = planned(DOUBTFUL, "en")
    page = client.post(path, action).content.decode()
    assert (ASKED in page, Action.objects.exists()) == (True, False)
    client.post(path, action | {"title_language_is_right": "on"})
    assert Action.objects.get().title_language == "en"
    # It is not asked again about a text that stays as it is.
    client.post(cast.plan(f"{Action.objects.get().key}/edit/"), action | {"status": "done"})
    assert Action.objects.get().status == "done"


def test_a_page_in_french_asks_in_french(cast: Cast) -> None:
    action = planned("The office of Ville de Laval", "fr")
    page = cast.client("lead").post(cast.plan("new/", "fr"), action).content.decode()
    assert "Ce texte est-il en français? Certains de ses mots semblent anglais." in page


@pytest.mark.parametrize(("language", "mark"), [("fr", ' lang="fr-CA"'), ("en", "")])
def test_what_was_written_keeps_its_language_where_it_is_edited(
    cast: Cast, language: str, mark: str
) -> None:
    data = {"ACC-01-rating": "L", "ACC-01-comment": FRENCH, "ACC-01-comment_language": language}
    data["ACC-01-seen"] = Answer().fingerprint
    client = cast.client("lead")
    client.post(cast.url("answers/ACC-01/"), data)
    row = cast.assessment.ratings.get()
    row.comment_language = language
    row.save()
    page = client.get(cast.url("attributes/ACC/")).content.decode()
    assert f'name="ACC-01-comment"{mark} rows' in page


@pytest.mark.parametrize(
    ("of", "mark"), [("fr", ' lang="fr-CA"'), ("en", ""), ("both", ""), ("other", ""), ("", "")]
)
def test_the_title_of_a_document_has_its_language(of: str, mark: str) -> None:
    document = {"title": "Carte", "url": "https://example.org/", "language": of}
    with override("en"):
        link = render_to_string("components/document_link.html", {"document": document})
    assert f"<bdi{mark}>Carte</bdi>" in link
