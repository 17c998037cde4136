"""The ways about an assessment and an initiative: who finds which places, and what they count."""

import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from assessments import rules
from assessments.models import Assessment, Participant, ParticipantRating, Rating
from assessments.partners.actions import finish
from assessments.rating.actions import save_answer
from assessments.rating.answers import Answer
from assessments.review import actions as workflow
from assessments.web.places import standing
from maturity.models import Attribute, Channel, Criterion, Jurisdiction
from tests.cast import Cast
from tests.test_access import address, routes

pytestmark = pytest.mark.slow

NAV = re.compile(r'<nav class="places".*?</nav>', re.DOTALL)
LINK = re.compile(r'<a href="([^"]+)"(?: aria-current="(\w+)")?>(.*?)</a>', re.DOTALL)


def links(cast: Cast, role: str, path: str = "") -> list[tuple[str, str, str]]:
    """The places on a page of the assessment, each with its address and its `aria-current`."""
    address = path if path.startswith("/") else cast.url(path)
    html = cast.client(role).get(address).content.decode()
    found = NAV.search(html)
    words = re.compile(r"<[^>]+>")
    return [
        (words.sub("", label).strip(), address, current)
        for address, current, label in LINK.findall(found[0] if found else "")
    ]


def labels(cast: Cast, role: str, path: str = "") -> list[str]:
    return [label for label, _address, _current in links(cast, role, path)]


def ask(cast: Cast, code: str = "CA", **more: Any) -> Participant:
    jurisdiction = Jurisdiction.objects.get(code=code)
    return Participant.objects.create(assessment=cast.assessment, jurisdiction=jurisdiction, **more)


def rate(cast: Cast, *codes: str) -> None:
    for code in codes:
        save_answer(
            cast.assessment, Criterion.objects.get(code=code), None, Answer("L"), by=cast.lead
        )


ALWAYS = ["Overview", "Profile", "Plan", "Documents", "Reports and data"]
PLANNED = ["Plan", "Plays in use", "Lessons"]  # of an initiative


def test_the_lead_finds_what_a_lead_does(cast: Cast) -> None:
    rate(cast, "ACC-01", "ACC-02")
    assert labels(cast, "lead") == [
        "Overview", "Rate 2 of 46", "Partners", "Profile", "Plan", "Check and submit",
        "Documents", "Reports and data", "History",
    ]  # fmt: skip


def test_a_government_on_its_own_has_no_partners(cast: Cast) -> None:
    cast.initiative.partners.clear()
    assert "Partners" not in labels(cast, "lead")


def test_who_only_reads_finds_what_there_is_to_read(cast: Cast) -> None:
    assert labels(cast, "viewer") == ALWAYS
    assert labels(cast, "contributor") == ALWAYS


def test_the_secretariat_runs_and_does_not_rate(cast: Cast) -> None:
    assert labels(cast, "secretariat") == [
        "Overview", "Partners", "Profile", "Plan", "Check and submit", "Documents",
        "Reports and data", "History",
    ]  # fmt: skip


def test_the_council_reviews_what_is_submitted(cast: Cast) -> None:
    cast.submit()
    assert labels(cast, "cochair") == [
        "Overview", "Profile", "Plan", "Review", "Documents", "Reports and data", "History",
    ]  # fmt: skip
    assert labels(cast, "council_viewer") == ALWAYS


def test_what_the_state_does_not_allow_is_no_place(cast: Cast) -> None:
    cast.submit()
    assert labels(cast, "lead") == [*ALWAYS, "History"]
    workflow.approve(Assessment.objects.get(), by=cast.cochair)
    assert labels(cast, "cochair") == [*ALWAYS, "History"]


def test_a_government_that_rates_finds_its_own_and_nothing_of_the_others(cast: Cast) -> None:
    rate(cast, "ACC-01", "ACC-02", "ACC-03")
    sheet = ask(cast)
    ask(cast, "CA-BC", finished=True)
    criterion = Criterion.objects.get(code="ACC-01")
    ParticipantRating.objects.create(participant=sheet, criterion=criterion, rating="F")
    for page in ("", "own/", "own/ACC/", "criteria/ACC-01/", "documents/"):
        assert labels(cast, "contributor", page) == [
            "Overview", "Your own ratings 1 of 46", "Documents",
        ]  # fmt: skip


def test_it_finds_the_rest_once_it_has_finished(cast: Cast) -> None:
    sheet = ask(cast)
    finish(sheet, by=cast.contributor, incomplete=True)
    assert labels(cast, "contributor") == [
        "Overview", "Your own ratings 0 of 46", "Consensus", "Profile", "Plan", "Documents",
        "Reports and data",
    ]  # fmt: skip


def test_the_consensus_is_there_once_a_government_has_finished(cast: Cast) -> None:
    ask(cast)
    ask(cast, "CA-BC")
    assert labels(cast, "lead")[2:4] == ["Partners 0 of 2", "Profile"]
    Participant.objects.filter(jurisdiction__code="CA").update(finished=True)
    assert labels(cast, "lead")[2:4] == ["Partners 1 of 2", "Consensus"]
    assert "Consensus" not in labels(cast, "viewer")


def test_the_rating_counted_is_that_of_the_task_list(cast: Cast) -> None:
    online = Channel.objects.get(code="ONLINE")
    rate(cast, "ACC-01")
    save_answer(
        cast.assessment, Criterion.objects.get(code="ACC-02"), online, Answer("L"), by=cast.lead
    )
    Rating.objects.filter(criterion__code="ACC-01").update(carried_forward=True)
    rate(cast, "ACC-03")
    found = standing(cast.lead, Assessment.objects.get()).progress
    assert found
    assert (found.done, found.total, found.unconfirmed) == (1, 46, 1)
    assert "1 of 46" in cast.client("lead").get(cast.url("")).content.decode().split("<main")[1]


def test_rating_goes_on_where_something_is_left(cast: Cast) -> None:
    rate(cast, *Criterion.objects.filter(attribute__code="ACC").values_list("code", flat=True))
    addresses = {label: address for label, address, _now in links(cast, "lead")}
    second = Attribute.objects.all()[1].code
    assert addresses["Rate 10 of 46"] == cast.url(f"attributes/{second}/")


@pytest.mark.parametrize(
    ("role", "path", "current"),
    [
        ("lead", "", ("Overview", "page")),
        ("lead", "dates/", ("Overview", "true")),
        ("lead", "attributes/ACC/", ("Rate 0 of 46", "true")),
        ("lead", "results/", ("Rate 0 of 46", "true")),
        ("lead", "criteria/ACC-01/", ("Rate 0 of 46", "true")),
        ("viewer", "criteria/ACC-01/", ("Profile", "true")),
        ("lead", "check/", ("Check and submit", "page")),
        ("lead", "report/", ("Reports and data", "true")),
        ("lead", "history/", ("History", "page")),
        ("secretariat", "partners/", ("Partners", "page")),
    ],
)
def test_one_place_is_where_one_is(
    cast: Cast, role: str, path: str, current: tuple[str, str]
) -> None:
    assert [(label, now) for label, _address, now in links(cast, role, path) if now] == [current]


PAGES = sorted(
    route
    for route, path in routes().items()
    if re.search(r"/(assessments/<uuid:pk>|initiatives/<code:code>)/", path)
)


@pytest.mark.slow
def test_every_page_of_an_assessment_or_an_initiative_has_them_once(cast: Cast) -> None:
    ask(cast)
    without = set()
    for route in PAGES:
        for role in ("lead", "contributor", "secretariat"):
            answer = cast.client(role).get(address(cast, route))
            if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
                found = NAV.findall(answer.content.decode())
                # At none where the page tells why there is nothing, such as for an open assessment
                # to approve.
                if [each.count("aria-current") for each in found] not in ([0], [1]):
                    without.add((route, role))
    assert without == set()


def test_every_place_opens_for_those_who_find_it(cast: Cast) -> None:
    ask(cast, finished=True)
    for role in ("lead", "contributor", "viewer", "secretariat"):
        for path in ("", f"/en/initiatives/{cast.initiative.code}/"):
            for label, there, _current in links(cast, role, path):
                shown = cast.client(role).get(there, follow=True)
                assert shown.status_code == 200, (role, label)


def test_the_places_speak_the_language_of_the_page(cast: Cast) -> None:
    with override("fr"):
        path = reverse("overview:assessment", args=[cast.assessment.pk])
    rated = "Cotes 0\N{NO-BREAK SPACE}sur\N{NO-BREAK SPACE}46"
    assert labels(cast, "lead", path)[:2] == ["Aperçu", rated]


def test_the_projector_shows_no_places(cast: Cast) -> None:
    ask(cast, finished=True)
    page = "consensus/ACC/"
    assert (labels(cast, "lead", f"{page}?view=projector"), bool(labels(cast, "lead", page))) == (
        [], True,
    )  # fmt: skip


def test_an_initiative_has_places_too(cast: Cast) -> None:
    path = f"/en/initiatives/{cast.initiative.code}/"
    assert labels(cast, "lead", path) == [
        "Overview", "Before you start", *PLANNED, "Team 3",
    ]  # fmt: skip
    assert labels(cast, "secretariat", f"{path}edit/") == [
        "Overview", "Before you start", *PLANNED, "Team 3", "Details",
    ]  # fmt: skip
    assert labels(cast, "viewer", path) == ["Overview", "Before you start", *PLANNED]
    cast.rate_all()
    cast.approve()
    assert labels(cast, "lead", path) == [
        "Overview", "Before you start", *PLANNED, "Against its peers", "Team 3", "Data",
    ]  # fmt: skip
    assert labels(cast, "council_viewer", path) == ["Overview", *PLANNED, "Against its peers"]


def test_pages_of_neither_have_none(cast: Cast) -> None:
    for path in ("/en/", "/en/initiatives/", "/en/model/"):
        assert labels(cast, "lead", path) == []


@pytest.mark.parametrize("governments", [0, 2])
def test_what_the_lead_s_places_count_takes_one_query(
    cast: Cast, governments: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for code in ("CA", "CA-BC")[:governments]:
        ask(cast, code, finished=True)
    cast.rate_all()
    assessment = Assessment.objects.with_context().get()
    assert rules.leads(cast.lead, assessment.initiative)
    with django_assert_num_queries(1):
        found = standing(cast.lead, assessment)
    assert (found.asked, found.finished, found.progress and found.progress.done) == (
        governments, governments, 46,
    )  # fmt: skip


def test_what_others_places_count_takes_the_participants_alone(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ask(cast)
    for role, queries in (("viewer", 1), ("secretariat", 1), ("contributor", 2)):
        person, assessment = cast.people[role], Assessment.objects.with_context().get()
        assert len(person.roles) == 1
        with django_assert_num_queries(queries):
            standing(person, assessment)
