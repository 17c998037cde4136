"""Before a first assessment: what it is and takes, and the next step where nothing is yet."""

import re
from typing import Any

import pytest

from assessments.initiatives.actions import create_initiative
from assessments.models import Initiative, Membership, Person
from assessments.models.people import Role
from assessments.people.actions import give_role
from maturity.models import Channel, Council, Jurisdiction
from tests.cast import Cast


@pytest.fixture
def new(cast: Cast) -> Initiative:
    """An initiative without a team and without an assessment."""
    return create_initiative(
        by=cast.secretariat,
        code="NEW",
        name_en="A second service",
        name_fr="Un second service",
        council=Council.objects.get(code="PSSDC"),
        lead=Jurisdiction.objects.get(code="CA-BC"),
        partners=[],
        channels=list(Channel.objects.filter(code="ONLINE")),
    )


def add(cast: Cast, initiative: Initiative, role: str, **more: Any) -> None:
    given = Role.LEAD if role == "lead" else Role.VIEWER
    person = Person.objects.get(pk=cast.people[role].pk)
    give_role(person, given, by=cast.secretariat, initiative=initiative, notify=False, **more)


def main(cast: Cast, role: str, path: str) -> str:
    html = cast.client(role).get(path).content.decode()
    return " ".join(re.search(r"<main.*?</main>", html, re.DOTALL)[0].split())  # type: ignore[index]


def test_it_says_what_an_assessment_of_this_initiative_takes(cast: Cast) -> None:
    page = main(cast, "viewer", "/en/initiatives/TEST/before/")
    assert "rates 46 statements" in page
    assert "the levels of 7 attributes" in page
    assert "46 statements and 5 results" in page
    assert "each channel of the service: Online, By phone." in page
    assert "Someone from each partner: Government of Canada." in page


def test_without_partners_it_speaks_of_none(cast: Cast, new: Initiative) -> None:
    page = main(cast, "secretariat", "/en/initiatives/NEW/before/")
    assert ("Partners first" in page, "from each partner" in page) == (False, False)


START, LEAD = '<a class="btn btn-primary" href="/en/initiatives/NEW/start/"', "Add its lead"


def test_it_leads_to_the_next_step_of_its_reader(cast: Cast, new: Initiative) -> None:
    path = "/en/initiatives/NEW/before/"
    page = main(cast, "secretariat", path)
    assert (START in page, LEAD in page) == (False, True)
    add(cast, new, "lead")
    add(cast, new, "viewer")
    for role, starts in (("lead", True), ("secretariat", True), ("viewer", False)):
        page = main(cast, role, path)
        assert (START in page, LEAD in page, "lead starts it" in page) == (
            starts, False, not starts,
        )  # fmt: skip


def test_an_initiative_that_is_new_says_what_to_do_first(cast: Cast, new: Initiative) -> None:
    path = "/en/initiatives/NEW/"
    add_lead = '<a class="btn btn-primary" href="/en/initiatives/NEW/team/">Add its lead</a>'
    before = '<a class="btn btn-primary" href="/en/initiatives/NEW/before/">Before you start</a>'
    page = main(cast, "secretariat", path)
    assert (add_lead in page, before in page) == (True, False)
    add(cast, new, "lead")
    page = main(cast, "lead", path)
    assert (add_lead in page, before in page) == (False, True)
    assert "not been assessed yet" not in main(cast, "lead", "/en/initiatives/TEST/")


def test_its_data_is_offered_once_there_is_some(cast: Cast) -> None:
    path = "/en/initiatives/TEST/"
    assert "Data of all its baselines" not in main(cast, "lead", path)
    cast.rate_all()
    cast.approve()
    assert "Data of all its baselines" in main(cast, "lead", path)


def test_the_home_page_leads_there_while_there_is_no_assessment(
    cast: Cast, new: Initiative
) -> None:
    assert "/before/" not in main(cast, "lead", "/en/")
    add(cast, new, "lead")
    page = main(cast, "lead", "/en/")
    assert '<li><a href="/en/initiatives/NEW/before/">A second service</a></li>' in page
    assert "/en/initiatives/TEST/before/" not in page


@pytest.mark.parametrize(
    ("role", "job"),
    [
        ("lead", "You lead an initiative"),
        ("contributor", "You contribute for your government"),
        ("cochair", "You chair a council"),
        ("secretariat", "You are a member of the secretariat"),
        ("council_viewer", "You can see where initiatives stand"),
    ],
)
def test_the_home_page_says_what_one_s_job_is(cast: Cast, role: str, job: str) -> None:
    page = main(cast, role, "/en/")
    leads = [
        "You lead", "You contribute", "You chair", "You are a member of the secretariat",
        "You can see where",
    ]  # fmt: skip
    assert [each for each in leads if each in page] == [each for each in leads if each in job]


def test_of_several_roles_each_is_said(cast: Cast) -> None:
    council = Council.objects.get(code="JC")
    Membership.objects.create(person=cast.lead, role=Role.COCHAIR, council=council)
    page = main(cast, "lead", "/en/")
    assert page.index("You lead an initiative") < page.index("You chair a council")


# Where nothing is, the next step is a link, for whoever may take it.


@pytest.mark.parametrize(
    ("role", "path", "address"),
    [
        ("lead", "{}documents/", "{}criteria/ACC-01/#evidence"),
        ("lead", "{}profile/", "{}attributes/ACC/"),
        ("lead", "/en/initiatives/TEST/peers/", "/en/initiatives/TEST/"),
        ("lead", "/en/views/", "/en/initiatives/"),
        ("secretariat", "/en/initiatives/?q=nosuch", "/en/initiatives/"),
        ("secretariat", "/en/people/?q=nosuch", "/en/people/"),
        ("cochair", "/en/councils/JC/data/", "/en/councils/JC/"),
        (
            "secretariat",
            "/en/councils/PSSDC/?at=2001-01-01&since=2000-06-01",
            "/en/councils/PSSDC/",
        ),
    ],
)
def test_where_nothing_is_there_is_a_next_step(
    cast: Cast, role: str, path: str, address: str
) -> None:
    own = cast.url("")
    page = main(cast, role, path.format(own))
    assert re.search(rf'<p[^>]*>[^<]+ <a href="{re.escape(address.format(own))}">', page)


def test_who_may_only_read_is_offered_no_step(cast: Cast) -> None:
    for path in ("documents/", "profile/"):
        page = main(cast, "viewer", cast.url(path))
        assert ("#evidence" in page, "/attributes/ACC/" in page) == (False, False)
