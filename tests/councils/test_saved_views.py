"""Views that a person keeps."""

import re

import pytest

from assessments.councils.actions import MOST, keep_view
from assessments.models import SavedView
from assessments.people.personal_data import personal_data
from maturity.models import Council
from tests.cast import Cast

pytestmark = pytest.mark.either_database("constraints")
NEW = "/en/views/new/?council=JC&query=stage%3DDEL%26nonsense%3D1"


def keep(cast: Cast, name: str = "Delivery", role: str = "secretariat") -> SavedView:
    council = Council.objects.get(code="JC")
    return keep_view(by=cast.people[role], name=name, council=council, query="stage=DEL")


def test_a_dashboard_is_kept_with_its_filters_and_no_more(cast: Cast) -> None:
    answer = cast.client("secretariat").post(NEW, {"name": "Delivery"})
    assert answer.headers["Location"] == "/en/councils/JC/?stage=DEL"
    [view] = SavedView.objects.all()
    assert (view.name, view.query, view.person) == (
        "Delivery",
        "stage=DEL",
        cast.people["secretariat"],
    )


def test_a_list_is_kept(cast: Cast) -> None:
    answer = cast.client("lead").post("/fr/views/new/?query=q%3D%25C3%25A9", {"name": "é"})
    assert answer.headers["Location"] == "/fr/initiatives/?q=%C3%A9"


def test_it_opens_in_the_language_of_the_address(cast: Cast) -> None:
    view = keep(cast)
    answer = cast.client("secretariat").get(f"/fr/views/{view.pk}/")
    assert answer.headers["Location"] == "/fr/councils/JC/?stage=DEL"


@pytest.mark.parametrize("role", ["cochair", "lead", "stranger"])
def test_nobody_else_is_told_of_it(cast: Cast, role: str) -> None:
    view = keep(cast)
    client = cast.client(role)
    assert client.get(f"/en/views/{view.pk}/").status_code == 404
    assert "Delivery" not in client.get("/en/views/").content.decode().partition("<main")[2]
    assert client.post("/en/views/", {"remove": view.pk}).status_code == 404
    assert SavedView.objects.count() == 1


def test_it_is_removed(cast: Cast) -> None:
    view = keep(cast)
    answer = cast.client("secretariat").post("/en/views/", {"remove": view.pk}, follow=True)
    assert "The view “Delivery” is removed." in answer.content.decode()
    assert list(SavedView.objects.all()) == []


def test_a_name_is_taken_once(cast: Cast) -> None:
    keep(cast)
    source = cast.client("secretariat").post(NEW, {"name": "Delivery"}).content.decode()
    assert "You already have a view with this name. Choose another name." in source
    assert SavedView.objects.count() == 1


@pytest.mark.parametrize("name", ["", " ", "x" * 101, "\u200b"])
def test_a_name_that_cannot_be(cast: Cast, name: str) -> None:
    source = cast.client("secretariat").post(NEW, {"name": name}).content.decode()
    assert "error-summary" in source
    assert list(SavedView.objects.all()) == []


def test_there_is_a_most(cast: Cast) -> None:
    for n in range(MOST):
        keep(cast, f"View {n}")
    source = cast.client("secretariat").post(NEW, {"name": "One more"}).content.decode()
    assert f"You already have {MOST} saved views" in source


def test_a_council_of_which_i_am_not_is_not_kept(cast: Cast) -> None:
    assert cast.client("other_cochair").post(NEW, {"name": "Mine"}).status_code == 404
    assert cast.client("lead").get("/en/views/new/?council=NONE").status_code == 404


def test_filters_that_nobody_could_have_chosen_are_refused(cast: Cast) -> None:
    path = f"/en/views/new/?query=q%3D{'x' * 1500}"
    assert cast.client("lead").post(path, {"name": "Long"}).status_code == 404


def test_it_is_among_what_the_portal_keeps_of_me(cast: Cast) -> None:
    keep(cast)
    [kept] = personal_data(cast.people["secretariat"])["saved_views"]
    assert (kept["name"], kept["page"]) == ("Delivery", "/en/councils/JC/?stage=DEL")


def test_the_toggle_keeps_the_name_that_was_typed(cast: Cast) -> None:
    fields = {"name": "Livraison", "redisplay": "1"}
    source = cast.client("secretariat").post(NEW.replace("/en/", "/fr/"), fields).content.decode()
    assert re.search(r'name="name" value="Livraison"', source)
