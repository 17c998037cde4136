"""What a person marks to come back to: set beside the answers, seen by nobody else."""

import datetime
import json
import re
from typing import Any

import pytest
from django.utils import timezone

from assessments.accounts.keeping import BOOKMARKS_KEPT, remove_expired
from assessments.models import Assessment, Bookmark, Event, Person
from assessments.models.people import Role
from assessments.partners.actions import ask_to_rate, finish
from assessments.people.actions import deactivate, give_role
from assessments.people.personal_data import personal_data
from assessments.people.retention import apply_retention
from assessments.rating.actions import save_answer, set_bookmark
from assessments.rating.answers import Answer, answer_of
from maturity.models import Criterion, Jurisdiction
from maturity.operations.jobs import Again
from tests.cast import Cast
from tests.forms import fields

ACC, OWN = "attributes/ACC/", "own/ACC/"
LISTED = "What you marked to come back to"


def asked(cast: Cast) -> Any:
    [sheet] = ask_to_rate(cast.assessment, [Jurisdiction.objects.get(code="CA")], by=cast.lead)
    return sheet


def mark(cast: Cast, code: str = "ACC-02", role: str = "lead") -> None:
    criterion = Criterion.objects.get(code=code)
    set_bookmark(cast.assessment, criterion, by=cast.people[role], on=True)


def marks() -> list[tuple[str, str]]:
    rows = Bookmark.objects.select_related("person", "criterion")
    return [(each.person.email.partition("@")[0], each.criterion.code) for each in rows]


def shown(cast: Cast, path: str, role: str = "lead", language: str = "en") -> str:
    return cast.client(role).get(cast.url(path, language)).content.decode()


# With the page, without a script.


@pytest.mark.parametrize(("role", "path"), [("lead", ACC), ("contributor", OWN)])
def test_a_mark_is_set_with_what_was_typed_and_taken_back(
    cast: Cast, post, role: str, path: str
) -> None:
    sheet = asked(cast)
    typed = {"ACC-01-rating": "L", "ACC-01-comment": "Typed", "mark": "ACC-02:on"}
    response = post(path, typed, role=role)
    assert response.url == f"{cast.url(path)}#ACC-02-mark"
    rows = cast.assessment.ratings if role == "lead" else sheet.ratings
    assert (marks(), answer_of(rows.get())) == ([(role, "ACC-02")], Answer("L", "Typed", "en"))
    assert 'value="ACC-02:off" aria-pressed="true"' in shown(cast, path, role)
    post(path, {"mark": "ACC-02:off"}, role=role)
    assert marks() == []


def test_a_mark_is_kept_where_an_answer_beside_it_has_a_fault(cast: Cast, post) -> None:
    page = post(ACC, {"ACC-01-rating": "NA", "mark": "ACC-01:on"}).content.decode()
    assert ('<a href="#ACC-01-reason">' in page, fields(page)["ACC-01-rating"]) == (True, "NA")
    assert (marks(), cast.assessment.ratings.count()) == ([("lead", "ACC-01")], 0)


def test_nothing_is_said_to_be_saved_where_nothing_was(cast: Cast, post) -> None:
    client = cast.client("lead")
    client.post(cast.url(ACC), {"mark": "ACC-02:on"})
    assert "Your answers are saved." not in client.get(cast.url(ACC)).content.decode()


def test_rating_a_statement_does_not_clear_its_mark(cast: Cast, post) -> None:
    mark(cast, "ACC-01")
    post(ACC, {"ACC-01-rating": "L"})
    assert marks() == [("lead", "ACC-01")]


@pytest.mark.parametrize("pressed", ["ACC-99:on", "SEC-01:on", "ACC-01:maybe", "ACC-01", "\0:on"])
def test_what_is_no_mark_of_the_page_is_not_found(cast: Cast, pressed: str) -> None:
    given = {"mark": pressed, "ACC-01-seen": Answer().fingerprint, "ACC-01-rating": "L"}
    assert cast.client("lead").post(cast.url(ACC), given).status_code == 404
    assert (marks(), cast.assessment.ratings.count()) == ([], 0)


# By the script of the page.


@pytest.mark.either_database("bulk writes")
@pytest.mark.parametrize("role", ["lead", "contributor"])
def test_two_tabs_set_and_take_back_one_mark(cast: Cast, role: str) -> None:
    asked(cast)
    client, path = cast.client(role), cast.url("marks/SEC-01/")
    answers = [client.post(path, {"mark": "on"}).json() for _tab in range(2)]
    assert (answers, marks()) == ([{"marked": True}] * 2, [(role, "SEC-01")])
    answers = [client.post(path, {"mark": "off"}).json() for _tab in range(2)]
    assert (answers, marks()) == ([{"marked": False}] * 2, [])


@pytest.mark.parametrize(
    ("path", "said"), [("marks/ACC-99/", "on"), ("marks/ACC-01/", ""), ("marks/ACC-01/", "x")]
)
def test_a_mark_of_nothing_is_not_found(cast: Cast, path: str, said: str) -> None:
    assert cast.client("lead").post(cast.url(path), {"mark": said}).status_code == 404
    assert marks() == []


@pytest.mark.parametrize("role", ["lead", "contributor"])
def test_what_is_closed_takes_no_marks_and_offers_none(cast: Cast, role: str) -> None:
    sheet = asked(cast)
    mark(cast, role=role)
    if role == "contributor":
        finish(sheet, by=cast.contributor, incomplete=True)
    else:
        cast.submit()
    path = OWN if role == "contributor" else ACC
    client = cast.client(role)
    answers = [
        client.post(cast.url("marks/ACC-01/"), {"mark": "on"}),
        client.post(cast.url(path), {"mark": "ACC-01:on"}),
    ]
    assert ([each.status_code for each in answers], marks()) == ([422, 409], [(role, "ACC-02")])
    assert 'name="mark"' not in shown(cast, path, role)


# Where they are seen, and by whom.


def test_the_task_list_names_what_is_marked(cast: Cast) -> None:
    assert LISTED not in shown(cast, "")
    mark(cast, "SEC-02")
    assert (LISTED in shown(cast, ""), f'{cast.url("attributes/SEC/")}#SEC-02"' in shown(cast, "")
    ) == (True, True)  # fmt: skip
    assert "Ce que vous avez marqué à revoir" in shown(cast, "", language="fr")


def test_a_contributor_s_own_list_names_it(cast: Cast) -> None:
    asked(cast)
    mark(cast, "SEC-02", "contributor")
    assert f'{cast.url("own/SEC/")}#SEC-02"' in shown(cast, "own/", "contributor")


def test_nobody_sees_the_marks_of_another(cast: Cast) -> None:
    sheet = asked(cast)
    other = Person.objects.create(email="other@example.org", name="Fictitious other")
    give_role(
        other,
        Role.CONTRIBUTOR,
        by=cast.secretariat,
        initiative=cast.initiative,
        jurisdiction=sheet.jurisdiction,
        notify=False,
    )
    cast.people["other"] = other
    pages = [("lead", ACC), ("lead", ""), ("lead", "history/"), ("lead", "export.json"),
             ("other", OWN), ("other", "own/"), ("secretariat", ""), ("viewer", "")]  # fmt: skip
    before, events = [shown(cast, path, role) for role, path in pages], Event.objects.count()
    mark(cast, role="contributor")
    for (role, path), old in zip(pages, before, strict=True):
        assert _told(shown(cast, path, role)) == _told(old), (role, path)
    assert Event.objects.count() == events


def _told(page: str) -> str:
    """A page without the marks of its forms, which are new each time."""
    lines = page.replace("><", ">\n<").splitlines()
    return "\n".join(each for each in lines if "csrf" not in each and 'name="once"' not in each)


# What is kept of a person.


def test_it_is_among_what_is_kept_of_a_person(cast: Cast) -> None:
    mark(cast)
    [kept] = personal_data(cast.lead)["marked_to_come_back_to"]
    assert (kept["initiative"], kept["criterion"]) == ("TEST", "ACC-02")
    assert "ACC-02" not in json.dumps(personal_data(cast.viewer))


def daily() -> None:
    with pytest.raises(Again):
        remove_expired.func()


def test_marks_go_once_an_assessment_is_approved(cast: Cast) -> None:
    mark(cast)
    daily()
    assert marks() == [("lead", "ACC-02")]
    cast.rate_all()
    cast.approve()
    daily()
    assert marks() == []


def test_marks_go_after_a_year(cast: Cast) -> None:
    mark(cast)
    mark(cast, "ACC-03")
    old = timezone.now() - BOOKMARKS_KEPT - datetime.timedelta(minutes=1)
    Bookmark.objects.filter(criterion__code="ACC-03").update(made_at=old)
    daily()
    assert marks() == [("lead", "ACC-02")]


def test_marks_go_with_the_address_of_a_person_who_left(cast: Cast) -> None:
    asked(cast)
    mark(cast, role="contributor")
    mark(cast)
    deactivate(cast.contributor, by=cast.secretariat)
    Person.objects.filter(pk=cast.contributor.pk).update(
        left_at=timezone.now() - datetime.timedelta(days=4000)
    )
    apply_retention(by=cast.secretariat)
    assert marks() == [("lead", "ACC-02")]


# The way to any statement.


def options(page: str) -> list[str]:
    listed = re.search(r'<select[^>]* id="to".*?</select>', page, re.DOTALL)
    assert listed
    return re.findall(r"<option [^>]*>(.*?)</option>", listed[0])


def test_the_way_says_what_is_rated_and_marked(cast: Cast) -> None:
    first, second = Criterion.objects.all()[:2]
    save_answer(cast.assessment, first, None, Answer("L"), by=cast.lead)
    mark(cast, second.code)
    named, *every = options(shown(cast, "attributes/SEC/?one=SEC-01"))
    assert len(every) == 46
    assert every[0].startswith(f"{first.code} – rated – “")
    assert every[1].startswith(f"{second.code} – not rated, to come back to – “")
    assert named == every[1]


@pytest.mark.parametrize(("role", "path"), [("lead", "attributes"), ("contributor", "own")])
@pytest.mark.parametrize("alone", [True, False])
def test_going_to_a_statement_saves_what_was_typed(
    cast: Cast, post, role: str, path: str, alone: bool
) -> None:
    asked(cast)
    here = f"{path}/ACC/?one=ACC-01" if alone else f"{path}/ACC/"
    response = post(here, {"ACC-01-rating": "L", "jump": "1", "to": "SEC-02"}, role=role)
    there = cast.url(f"{path}/SEC/{'?one=' if alone else '#'}SEC-02")
    assert response.url == there
    given = (
        cast.assessment.ratings if role == "lead" else cast.assessment.participants.get().ratings
    )
    assert given.get().rating == "L"


@pytest.mark.parametrize("to", ["", "ACC-99", "\0"])
def test_a_way_to_nothing_leads_nowhere_else(cast: Cast, post, to: str) -> None:
    assert post(ACC, {"jump": "1", "to": to}).url == cast.url(ACC)


def test_going_on_is_refused_where_an_answer_has_a_fault(cast: Cast, post) -> None:
    answer = post(ACC, {"ACC-01-rating": "NA", "jump": "1", "to": "SEC-02"})
    assert (answer.status_code, "ACC-01-reason-error" in answer.content.decode()) == (200, True)


@pytest.mark.parametrize(
    ("asked_for", "leads_to"),
    [
        ("attributes/ACC/?one=SEC-02", "attributes/SEC/?one=SEC-02"),
        ("attributes/ACC/?to=SEC-02", "attributes/SEC/#SEC-02"),
        ("attributes/ACC/?one=ACC-01&to=SEC-02", "attributes/SEC/?one=SEC-02"),
        ("attributes/ACC/?one=ACC-99", ""),
        ("attributes/ACC/?to=%00", ""),
    ],
)
def test_a_statement_of_another_attribute_is_found_there(
    cast: Cast, asked_for: str, leads_to: str
) -> None:
    answer = cast.client("lead").get(cast.url(asked_for))
    assert answer.headers.get("Location", "") == (leads_to and cast.url(leads_to))


def test_a_closed_page_has_the_way_too(cast: Cast) -> None:
    cast.submit()
    page = shown(cast, f"{ACC}?one=ACC-01")
    assert ('<form id="jump" method="get">' in page, "Save and go there" in page) == (True, False)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_one_at_a_time_the_whole_is_in_sight(cast: Cast, language: str) -> None:
    cast.rate_all()
    Assessment.objects.get(pk=cast.assessment.pk).ratings.filter(criterion__code="ACC-01").delete()
    page = shown(cast, f"{ACC}?one=ACC-02", language=language)
    # One of the 45 is on the page: its script counts on from the 44 beside it.
    assert 'data-beside="44"' in page
    assert "<span data-rated>45</span>" in page
    words = {"en": " statements rated", "fr": " énoncés cotés"}[language]
    assert f'<span class="visually-hidden">{words}</span>' in page


# The control that was used keeps the focus.


def test_a_switch_gives_the_focus_to_what_takes_its_place(cast: Cast, post) -> None:
    page = post(ACC, {"ACC-01-rating": "L", "switch": "ACC-01:channels"}).content.decode()
    assert 'id="ACC-01-switch" name="switch" value="ACC-01:one" autofocus>' in page
    assert page.count("autofocus") == 1
    values = fields(page)
    again = cast.client("lead").post(cast.url(ACC), values | {"switch": "ACC-01:one"})
    assert 'value="ACC-01:channels" autofocus>' in again.content.decode()
    copied = cast.client("lead").post(cast.url(ACC), values | {"copy": "ACC-01-PHONE"})
    assert 'name="copy" value="ACC-01-PHONE" autofocus>' in copied.content.decode()


def test_no_page_is_longer_than_it_may_be(cast: Cast) -> None:
    """French is the longer language; every statement is marked."""
    for criterion in Criterion.objects.all():
        mark(cast, criterion.code)
    for attribute in ("ACC", "SMP"):
        client = cast.client("lead")
        page = client.get(cast.url(f"attributes/{attribute}/", "fr")).content
        assert len(page) < 100_000
