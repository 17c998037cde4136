"""Views that a person keeps."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client

from assessments.councils.actions import (
    MOST,
    choose_home,
    keep_view,
    remove_view,
    share_view,
    stop_sharing,
)
from assessments.models import Event, SavedView
from assessments.people.actions import deactivate, take_role
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
    assert "The view “Delivery” was removed." in answer.content.decode()
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


# Sharing a view with a council.


def council(code: str) -> Council:
    return Council.objects.get(code=code)


def act(cast: Cast, role: str, **post: object) -> HttpResponse:
    return cast.client(role).post("/en/views/", post, follow=True)


def names(cast: Cast, role: str) -> list[str]:
    """The views in somebody's list."""
    lines = cast.client(role).get("/en/views/").context["lines"]
    return [line.view.name for line in lines]


def shared(cast: Cast) -> SavedView:
    """A view that the co-chair shares with the Joint Councils."""
    view = keep(cast, role="cochair")
    share_view(view, council("JC"), by=cast.cochair)
    return view


@pytest.mark.parametrize("role", ["cochair", "secretariat"])
def test_those_who_oversee_a_council_share_a_view_with_it(cast: Cast, role: str) -> None:
    view = keep(cast, role=role)
    answer = act(cast, role, share=view.pk, council="JC")
    assert f"“Delivery” is shared with: {council('JC').text_en}." in answer.content.decode()
    view.refresh_from_db()
    assert view.shared_with == council("JC")
    event = Event.objects.order_by("id").last()
    assert (event.verb, event.old, event.new) == (
        "share_view", None, {"name": "Delivery", "council": "JC"},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("role", "code", "status"),
    [("council_viewer", "JC", 403), ("other_cochair", "JC", 404), ("lead", "JC", 404)],
)
def test_nobody_else_shares_with_a_council(cast: Cast, role: str, code: str, status: int) -> None:
    view = keep_view(by=cast.people[role], name="Mine", council=None, query="")
    post = {"share": view.pk, "council": code}
    assert cast.client(role).post("/en/views/", post).status_code == status
    view.refresh_from_db()
    assert view.shared_with is None


def test_a_view_of_somebody_else_is_not_shared_stopped_or_removed(cast: Cast) -> None:
    view = shared(cast)
    for post in ({"share": view.pk, "council": "PSSDC"}, {"stop": view.pk}, {"remove": view.pk}):
        assert cast.client("secretariat").post("/en/views/", post).status_code == 404
    view.refresh_from_db()
    assert view.shared_with == council("JC")


def test_a_dashboard_is_shared_with_its_own_council_alone(cast: Cast) -> None:
    view = keep(cast)
    answer = act(cast, "secretariat", share=view.pk, council="PSSDC")
    assert "A dashboard can be shared with its own council only." in answer.content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        SavedView.objects.filter(pk=view.pk).update(shared_with=council("PSSDC"))


@pytest.mark.parametrize(
    ("role", "reads"),
    [("council_viewer", True), ("secretariat", True), ("other_cochair", False), ("lead", False),
     ("stranger", False)],
)  # fmt: skip
def test_the_people_of_the_council_read_it(cast: Cast, role: str, reads: bool) -> None:
    view = shared(cast)
    assert names(cast, role) == (["Delivery"] if reads else [])
    answer = cast.client(role).get(f"/en/views/{view.pk}/")
    assert answer.status_code == (302 if reads else 404)


def test_it_is_marked_with_who_shares_it_and_nobody_else_changes_it(cast: Cast) -> None:
    shared(cast)
    client = cast.client("council_viewer")
    page = client.get("/en/views/").content.decode()
    assert f"shared by Fictitious cochair with: {council('JC').text_en}" in page
    assert ('name="remove"' in page, 'name="stop"' in page, 'name="share"' in page) == (
        False, False, False,
    )  # fmt: skip
    for path in ("/en/", "/en/initiatives/"):
        assert "(shared by Fictitious cochair)" in client.get(path).content.decode()


def test_a_list_behind_it_has_what_the_reader_may_see(cast: Cast) -> None:
    view = keep_view(by=cast.cochair, name="All", council=None, query="sort=code")
    share_view(view, council("JC"), by=cast.cochair)
    page = cast.client("council_viewer").get(f"/en/views/{view.pk}/", follow=True)
    assert list(page.context["lines"]) == []


def test_it_is_shared_no_more_once_stopped_or_removed(cast: Cast) -> None:
    view = shared(cast)
    act(cast, "cochair", stop=view.pk)
    assert (names(cast, "council_viewer"), names(cast, "cochair")) == ([], ["Delivery"])
    share_view(view, council("JC"), by=cast.cochair)
    act(cast, "cochair", remove=view.pk)
    assert names(cast, "council_viewer") == []
    verbs = Event.objects.order_by("-id").values_list("verb", flat=True)
    assert list(verbs[:4]) == ["stop_sharing_view", "share_view", "stop_sharing_view", "share_view"]


@pytest.mark.parametrize("end", ["role", "account"])
def test_it_is_shared_for_as_long_as_its_owner_may(cast: Cast, end: str) -> None:
    shared(cast)
    if end == "role":
        take_role(cast.cochair.memberships.get(), by=cast.secretariat)
    else:
        deactivate(cast.cochair, by=cast.secretariat)
    assert names(cast, "council_viewer") == []
    if end == "role":
        page = cast.client("cochair").get("/en/views/").content.decode()
        assert "nobody else sees it: your role there has ended" in page


# The view that opens first.


def test_a_view_opens_first_and_my_work_stays_in_the_menu(cast: Cast) -> None:
    view = keep(cast)
    client = cast.client("secretariat")
    client.post("/en/views/", {"home": view.pk})
    assert client.get("/fr/").headers["Location"] == "/fr/councils/JC/?stage=DEL"
    page = client.get("/en/", follow=True).content.decode()
    assert '<a href="/en/work/">My work</a>' in page
    assert "<h1>My work</h1>" in client.get("/en/work/").content.decode()


def test_it_opens_after_signing_in(cast: Cast) -> None:
    choose_home(keep(cast), by=cast.secretariat)
    cast.secretariat.set_password("a long and fictitious one")
    cast.secretariat.save()
    EmailAddress.objects.create(
        user=cast.secretariat, email=cast.secretariat.email, verified=True, primary=True
    )
    given = {"login": cast.secretariat.email, "password": "a long and fictitious one"}
    answer = Client().post("/en/sign-in/", given, follow=True)
    assert answer.request["PATH_INFO"] == "/en/councils/JC/"


def test_a_view_that_is_shared_opens_first_for_its_readers_too(cast: Cast) -> None:
    view = shared(cast)
    client = cast.client("council_viewer")
    client.post("/en/views/", {"home": view.pk})
    assert client.get("/en/").headers["Location"] == "/en/councils/JC/?stage=DEL"
    assert "Opens first" in client.get("/en/views/").content.decode()
    client.post("/en/views/", {"home": ""})
    assert "<h1>My work</h1>" in client.get("/en/").content.decode()
    assert client.get("/en/work/").headers["Location"] == "/en/"


def test_no_view_that_one_may_not_open_is_chosen(cast: Cast) -> None:
    view = shared(cast)
    assert cast.client("lead").post("/en/views/", {"home": view.pk}).status_code == 404


@pytest.mark.parametrize("end", ["removed", "stopped", "role of sharer", "role of reader"])
def test_my_work_opens_again_once_the_view_is_gone(cast: Cast, end: str) -> None:
    view, reader = shared(cast), cast.people["council_viewer"]
    choose_home(view, by=reader)
    if end == "removed":
        remove_view(view, by=cast.cochair)
    elif end == "stopped":
        stop_sharing(view, by=cast.cochair)
    else:
        whose = cast.cochair if end == "role of sharer" else reader
        take_role(whose.memberships.get(), by=cast.secretariat)
    client = cast.client("council_viewer")
    page = client.get("/en/")
    assert (page.status_code, "<h1>My work</h1>" in page.content.decode()) == (200, True)
    assert client.get("/en/work/", follow=True).status_code == 200


def test_my_own_view_of_a_council_that_i_left_does_not_open_first(cast: Cast) -> None:
    choose_home(keep(cast, role="council_viewer"), by=cast.people["council_viewer"])
    take_role(cast.people["council_viewer"].memberships.get(), by=cast.secretariat)
    assert cast.client("council_viewer").get("/en/").status_code == 200


def test_what_i_share_and_open_first_is_among_my_data(cast: Cast) -> None:
    view = shared(cast)
    reader = cast.people["council_viewer"]
    for person in (cast.cochair, reader):
        choose_home(view, by=person)
    [kept] = personal_data(cast.cochair)["saved_views"]
    assert (kept["shared_with"], personal_data(cast.cochair)["opens_first"]) == ("JC", "Delivery")
    assert personal_data(reader)["opens_first"] == "Delivery"
    stop_sharing(view, by=cast.cochair)
    assert personal_data(reader)["opens_first"] is None


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_views_takes_a_fixed_number_of_queries(
    cast: Cast, number: int, django_assert_num_queries
) -> None:
    for n in range(number):
        keep(cast, f"Mine {n}")
        theirs = keep(cast, f"Theirs {n}", role="cochair")
        share_view(theirs, council("JC"), by=cast.cochair)
    client = cast.client("secretariat")
    client.get("/en/views/")
    with django_assert_num_queries(4):
        client.get("/en/views/")
