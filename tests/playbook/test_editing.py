"""The secretariat's pages: writing side by side, publishing, versions."""

from typing import Any

import pytest

from assessments.models import Play
from assessments.playbook.actions import publish
from assessments.playbook.reads import draft_of
from assessments.playbook.texts import values_of
from tests.cast import Cast
from tests.forms import fields

EDIT = "/en/playbook/X1/edit/"


def form_of(cast: Cast, address: str = EDIT) -> dict[str, Any]:
    """What a browser would post: the fields of the page, and every box that is checked."""
    html = cast.client("secretariat").get(address).content.decode()
    play = Play.objects.select_related("published").get(code=address.split("/")[3])
    lists = {"criteria": [], "results": [], "stages": []}
    if play.published:
        lists = {name: getattr(play.published, name) for name in lists}
    return fields(html) | lists


def post(cast: Cast, button: str, changes: dict[str, Any], address: str = EDIT) -> Any:
    data = form_of(cast, address) | changes | {button: "1"}
    return cast.client("secretariat").post(address, data)


def published(code: str = "X1") -> Any:
    return Play.objects.select_related("published").get(code=code).published


def test_what_is_written_is_published_in_both_languages(cast: Cast) -> None:
    response = post(cast, "publish", {"title_en": "Draw it together", "title_fr": "Tracer"})
    assert response.headers["Location"] == "/en/playbook/X1/"
    assert (published().number, published().title_en, published().title_fr) == (
        2, "Draw it together", "Tracer",
    )  # fmt: skip
    assert published().criteria == Play.objects.get(code="X1").versions.get(number=1).criteria


def test_what_is_missing_is_told_at_its_place_and_nothing_is_lost(cast: Cast) -> None:
    changes = {"title_fr": "", "steps_en": "", "example_en": "An example that I typed."}
    response = post(cast, "publish", changes)
    html = response.content.decode()
    assert (response.status_code, published().number, draft_of(published().play)) == (200, 1, None)
    summary = html.partition('class="error-summary"')[2].partition("</ul>")[0]
    assert 'href="#id_title_fr">Title, in French – Write this in French' in summary
    assert 'href="#id_steps_en">Steps, in English – Write this in English' in summary
    assert "An example that I typed." in html


def test_a_draft_is_saved_in_one_language_and_previewed(cast: Cast) -> None:
    response = post(cast, "preview", {"title_fr": "", "title_en": "A <b>draft</b>"})
    assert response.headers["Location"] == "/en/playbook/X1/preview/"
    client = cast.client("secretariat")
    assert "A &lt;b&gt;draft&lt;/b&gt;" in client.get("/en/playbook/X1/preview/").content.decode()
    assert published().number == 1
    assert 'value="A &lt;b&gt;draft&lt;/b&gt;"' in client.get(EDIT).content.decode()


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "[x](javascript:alert(1))", "![x](https://example.org/x)"]
)
def test_markdown_that_does_harm_is_told_in_the_form(cast: Cast, text: str) -> None:
    response = post(cast, "save", {"pitfalls_en": text})
    html = response.content.decode()
    assert 'href="#id_pitfalls_en">Pitfalls, in English – ' in html
    assert ("<script>alert" in html, draft_of(published().play)) == (False, None)


def test_two_people_who_write_at_once_are_told(cast: Cast) -> None:
    data = form_of(cast) | {"title_en": "Mine", "save": "1"}
    play = published().play
    publish(play, values_of(published()) | {"title_en": "Theirs"}, by=cast.secretariat)
    response = cast.client("secretariat").post(EDIT, data)
    assert "This was changed to “Theirs” after you opened the page." in response.content.decode()
    assert draft_of(play) is None


def test_the_draft_is_discarded_and_the_play_withdrawn_and_shown_again(cast: Cast) -> None:
    post(cast, "save", {"title_en": "A draft"})
    play = published().play
    post(cast, "discard", {})
    assert draft_of(play) is None
    post(cast, "withdraw", {})
    assert published() is None
    post(cast, "publish", values_of(play.versions.get()))
    assert published().number == 1


def test_a_new_play_begins_with_its_code(cast: Cast) -> None:
    client = cast.client("secretariat")
    response = client.post("/en/playbook/new/", {"code": "X7"})
    assert response.headers["Location"] == "/en/playbook/X7/edit/"
    again = client.post("/en/playbook/new/", {"code": "X7"}).content.decode()
    assert "already exists" in again or "with this code exists" in again
    assert (
        "Use two to ten capital letters"
        in client.post("/en/playbook/new/", {"code": "x 7"}).content.decode()
    )
    response = post(cast, "save", {"title_en": "Only a title"}, "/en/playbook/X7/edit/")
    assert response.headers["Location"] == "/en/playbook/X7/edit/"
    assert "X7" in client.get("/en/playbook/").content.decode()


def test_the_versions_are_compared_field_by_field(cast: Cast) -> None:
    post(cast, "publish", {"title_fr": "Tracer le schéma"})
    client = cast.client("secretariat")
    html = client.get("/en/playbook/X1/history/?before=1&after=2").content.decode()
    assert html.count('<div class="side-by-side">') == 1
    assert '<div class="written" lang="fr-CA"><p>Tracer le schéma</p>' in html
    same = client.get("/en/playbook/X1/history/?before=2&after=2").content.decode()
    assert "They say the same." in same
    for query in ("before=1", "before=1&after=9", "before=x&after=1"):
        assert client.get(f"/en/playbook/X1/history/?{query}").status_code == 404, query


def test_the_other_language_keeps_what_is_typed(cast: Cast) -> None:
    data = form_of(cast) | {"title_en": "Typed and not saved", "redisplay": "1"}
    html = cast.client("secretariat").post(EDIT.replace("/en/", "/fr/"), data).content.decode()
    assert 'value="Typed and not saved"' in html
    assert "error-summary" not in html
