"""Asking governments to rate, rating for one's own, and nobody learning of it before it is done."""

import json
import re

import pytest
from django.test import Client

from assessments import rules
from assessments.models import Participant, ParticipantRating, Person
from assessments.models.people import Role
from assessments.partners.actions import ask_to_rate, finish, reopen, save_opinion
from assessments.people.actions import give_role
from assessments.rating.answers import Answer, answer_of
from assessments.review import actions as workflow
from maturity.models import Channel, Criterion, Jurisdiction
from tests.cast import Cast
from tests.forms import fields

OWN = "own/ACC/"
# What no page may show while it is blind: the words of a comment and of a reason.
SECRET = "Zanzibar"
REASON = "Ouagadougou"


def ask(cast: Cast, code: str = "CA") -> Participant:
    jurisdiction = Jurisdiction.objects.get(code=code)
    [sheet] = ask_to_rate(cast.assessment, [jurisdiction], by=cast.people["lead"])
    return sheet


def second(cast: Cast, role: str = "second", code: str = "CA-BC") -> Participant:
    """A second government, with a contributor of its own."""
    person = Person.objects.create(email=f"{role}@example.org", name=f"Fictitious {role}")
    give_role(
        person,
        Role.CONTRIBUTOR,
        by=cast.people["secretariat"],
        initiative=cast.initiative,
        jurisdiction=Jurisdiction.objects.get(code=code),
    )
    cast.people[role] = Person.objects.get(pk=person.pk)
    return ask(cast, code)


def three(cast: Cast) -> None:
    """Two more governments that are asked, besides Canada, and one that is not."""
    cast.initiative.partners.add(*Jurisdiction.objects.filter(code__in=["CA-ON", "CA-AB"]))
    second(cast)
    second(cast, "third", "CA-ON")


def give(cast: Cast, sheet: Participant, answer: Answer, code: str = "ACC-01") -> None:
    criterion = Criterion.objects.get(code=code)
    save_opinion(sheet, criterion, None, answer, by=cast.people["contributor"])


def done(cast: Cast, sheet: Participant, role: str = "contributor") -> None:
    finish(sheet, by=cast.people[role], incomplete=True)


def page(cast: Cast, role: str, path: str, language: str = "en") -> str:
    response = cast.client(role).get(cast.url(path, language))
    assert response.status_code == 200
    return response.content.decode()


# Asking.


def test_the_lead_asks_partners_by_check_boxes(cast: Cast) -> None:
    shown = page(cast, "lead", "partners/")
    assert [
        code
        for code in ("CA", "CA-BC", "CA-ON")
        if f'value="{Jurisdiction.objects.get(code=code).pk}"' in shown
    ] == ["CA", "CA-BC"]
    chosen = {"jurisdictions": [Jurisdiction.objects.get(code="CA").pk]}
    response = cast.client("lead").post(cast.url("partners/"), chosen)
    [sheet] = cast.assessment.participants.all()
    assert (response.status_code, sheet.jurisdiction.code, sheet.asked_at is None) == (
        302,
        "CA",
        False,
    )


def test_nobody_chosen_is_told_at_the_field(cast: Cast) -> None:
    shown = cast.client("lead").post(cast.url("partners/"), {}).content.decode()
    assert "<title>Error: " in shown
    assert "Choose at least one government." in shown
    assert cast.assessment.participants.count() == 0


def test_the_page_says_who_rates_and_where_nobody_does(cast: Cast) -> None:
    ask(cast)
    ask(cast, "CA-BC")
    shown = page(cast, "lead", "partners/")
    assert "Rated by Fictitious contributor" in shown
    assert shown.count("Nobody on the team rates for this government yet.") == 1
    assert 'href="/en/initiatives/TEST/team/"' in shown


@pytest.mark.parametrize("act", ["remind", "take_back", "reopen"])
def test_the_buttons_of_an_ask(cast: Cast, act: str) -> None:
    sheet = ask(cast)
    if act == "reopen":
        done(cast, sheet)
    cast.client("lead").post(cast.url("partners/"), {act: sheet.pk})
    left = cast.assessment.participants.first()
    told = left and (bool(left.reminded_at), left.finished)
    assert told == {"remind": (True, False), "take_back": None, "reopen": (False, False)}[act]


def test_a_second_reminder_on_a_day_is_refused(cast: Cast) -> None:
    sheet = ask(cast)
    client = cast.client("lead")
    client.post(cast.url("partners/"), {"remind": sheet.pk})
    response = client.post(cast.url("partners/"), {"remind": sheet.pk}, follow=True)
    assert "was reminded less than a day ago" in response.content.decode()
    assert 'name="remind"' not in response.content.decode()


def test_an_ask_of_another_assessment_is_not_found(cast: Cast) -> None:
    response = cast.client("lead").post(cast.url("partners/"), {"remind": 999_999})
    assert response.status_code == 404


@pytest.mark.parametrize("role", ["viewer", "contributor"])
def test_only_those_who_organise_ask(cast: Cast, role: str) -> None:
    data = {"jurisdictions": [Jurisdiction.objects.get(code="CA").pk]}
    response = cast.client(role).post(cast.url("partners/"), data)
    assert (response.status_code, cast.assessment.participants.count()) == (403, 0)


def test_the_page_of_partners_takes_a_fixed_number_of_queries(
    cast: Cast, django_assert_num_queries
) -> None:
    client = cast.client("lead")
    ask(cast)
    client.get(cast.url("partners/"))
    with django_assert_num_queries(11):
        client.get(cast.url("partners/"))
    three(cast)
    with django_assert_num_queries(11):
        client.get(cast.url("partners/"))


# Rating for one's own government.


def test_an_own_answer_is_saved_with_its_comment(cast: Cast, post) -> None:
    sheet = ask(cast)
    response = post(OWN, {"ACC-01-rating": "L", "ACC-01-comment": "Why."}, role="contributor")
    assert response.url == cast.url(OWN)
    assert answer_of(sheet.ratings.get()) == Answer("L", "Why.", "en")


def test_contributors_of_one_government_share_the_sheet(cast: Cast, post) -> None:
    sheet = ask(cast)
    give(cast, sheet, Answer("L"))
    give_role(
        cast.people["stranger"],
        Role.CONTRIBUTOR,
        by=cast.people["secretariat"],
        initiative=cast.initiative,
        jurisdiction=sheet.jurisdiction,
    )
    assert fields(page(cast, "stranger", OWN))["ACC-01-rating"] == "L"
    post(OWN, {"ACC-01-rating": "P"}, role="stranger")
    assert answer_of(sheet.ratings.get()) == Answer("P")


def test_the_later_of_two_contributors_is_told_and_loses_nothing(cast: Cast) -> None:
    sheet = ask(cast)
    client = cast.client("contributor")
    seen = fields(client.get(cast.url(OWN)).content.decode())
    give(cast, sheet, Answer("P", "Their words", "en"))
    mine = seen | {"ACC-01-rating": "F", "ACC-01-comment": "My words"}
    shown = client.post(cast.url(OWN), mine).content.decode()
    assert "Someone else of your government has changed this answer." in shown
    assert "Their words" in shown
    assert fields(shown)["ACC-01-comment"] == "My words"
    client.post(cast.url(OWN), fields(shown))
    assert answer_of(sheet.ratings.get()) == Answer("F", "My words", "en")


def test_an_own_answer_can_be_split_by_channel(cast: Cast, post) -> None:
    sheet = ask(cast)
    shown = post(
        OWN, {"ACC-01-rating": "L", "switch": "ACC-01:channels"}, role="contributor"
    ).content.decode()
    values = fields(shown) | {"ACC-01-PHONE-rating": "P"}
    cast.client("contributor").post(cast.url(OWN), values)
    assert {(r.channel and r.channel.code, r.rating) for r in sheet.ratings.all()} == {
        ("ONLINE", "L"),
        ("PHONE", "P"),
    }


def test_a_reason_is_needed_for_not_applicable(cast: Cast, post) -> None:
    sheet = ask(cast)
    shown = post(OWN, {"ACC-01-rating": "NA"}, role="contributor").content.decode()
    assert '<a href="#ACC-01-reason">' in shown
    assert sheet.ratings.count() == 0


def test_the_last_attribute_leads_back_to_the_list(cast: Cast, post) -> None:
    ask(cast)
    response = post("own/SMP/", {"onwards": "1"}, role="contributor")
    assert response.url == cast.url("own/")


def test_finishing_with_something_left_has_to_be_confirmed(cast: Cast) -> None:
    sheet = ask(cast)
    client = cast.client("contributor")
    shown = client.post(cast.url("own/"), {"finish": "1"}).content.decode()
    assert '<a href="#incomplete">46 statements are not rated yet.</a>' in shown
    client.post(cast.url("own/"), {"finish": "1", "incomplete": "on"})
    sheet.refresh_from_db()
    assert sheet.finished is True


def test_what_is_finished_can_be_read_but_not_changed(cast: Cast) -> None:
    sheet = ask(cast)
    give(cast, sheet, Answer("L"))
    client = cast.client("contributor")
    values = fields(client.get(cast.url(OWN)).content.decode())
    done(cast, sheet)
    shown = client.get(cast.url(OWN)).content.decode()
    assert ("disabled" in shown, 'name="save"' in shown) == (True, False)
    response = client.post(cast.url(OWN), values | {"ACC-01-rating": "N"})
    assert "Your government has finished." in response.content.decode()
    assert answer_of(sheet.ratings.get()) == Answer("L")


@pytest.mark.parametrize("role", ["lead", "viewer", "secretariat"])
@pytest.mark.parametrize("path", ["own/", OWN, "own/answers/ACC-01/"])
def test_nobody_else_opens_or_writes_a_sheet(cast: Cast, role: str, path: str) -> None:
    ask(cast)
    client = cast.client(role)
    posted = {"ACC-01-seen": "x", "ACC-01-rating": "N", "finish": "1", "incomplete": "on"}
    shown = 405 if "answers" in path else 403
    statuses = [getattr(client, way)(cast.url(path), posted).status_code for way in ("get", "post")]
    assert (statuses, ParticipantRating.objects.count()) == ([shown, 403], 0)


def test_the_own_pages_take_a_fixed_number_of_queries(
    cast: Cast, django_assert_num_queries
) -> None:
    sheet = ask(cast)
    client = cast.client("contributor")
    for _time in range(2):
        for path, number in (("own/", 11), (OWN, 15)):
            client.get(cast.url(path))
            with django_assert_num_queries(number):
                client.get(cast.url(path))
        for criterion in Criterion.objects.all():
            give(cast, sheet, Answer("L"), criterion.code)


# One answer at a time, as JSON.


def save(client: Client, cast: Cast, values: dict[str, str], code: str = "ACC-01"):
    return client.post(cast.url(f"own/answers/{code}/"), values)


def test_one_answer_is_saved_by_itself(cast: Cast) -> None:
    sheet = ask(cast)
    seen = Answer().fingerprint
    response = save(cast.client("contributor"), cast, {"ACC-01-seen": seen, "ACC-01-rating": "L"})
    said = response.json()
    assert re.fullmatch(r"\d+:\d\d\xa0[ap]\.m\. Eastern Time", said.pop("saved_at"))
    assert (response.status_code, said) == (
        200,
        {"seen": {"ACC-01": Answer("L").fingerprint}},
    )
    assert answer_of(sheet.ratings.get()) == Answer("L")


def test_one_answer_for_a_channel_is_saved_by_itself(cast: Cast) -> None:
    sheet = ask(cast)
    values = {"ACC-01-PHONE-seen": Answer().fingerprint, "ACC-01-PHONE-rating": "L"}
    said = save(cast.client("contributor"), cast, values).json()
    row = sheet.ratings.get()
    assert (said["seen"], row.channel) == (
        {"ACC-01-PHONE": Answer("L").fingerprint},
        Channel.objects.get(code="PHONE"),
    )


def test_a_fault_is_said_by_its_field(cast: Cast) -> None:
    sheet = ask(cast)
    values = {"ACC-01-seen": Answer().fingerprint, "ACC-01-rating": "NA"}
    response = save(cast.client("contributor"), cast, values)
    said = response.json()
    assert (response.status_code, list(said["errors"])) == (422, ["ACC-01-reason"])
    assert sheet.ratings.count() == 0


def test_a_conflict_is_shown_and_can_be_overruled(cast: Cast) -> None:
    sheet = ask(cast)
    give(cast, sheet, Answer("P", "Their words", "en"))
    client = cast.client("contributor")
    values = {"ACC-01-seen": Answer().fingerprint, "ACC-01-rating": "F"}
    response = save(client, cast, values)
    said = response.json()
    assert (response.status_code, "Their words" in said["conflict"]) == (409, True)
    assert save(client, cast, values | {"ACC-01-seen": said["seen"]["ACC-01"]}).status_code == 200
    assert answer_of(sheet.ratings.get()) == Answer("F")


def test_a_finished_government_is_told_so(cast: Cast) -> None:
    sheet = ask(cast)
    done(cast, sheet)
    values = {"ACC-01-seen": Answer().fingerprint, "ACC-01-rating": "F"}
    response = save(cast.client("contributor"), cast, values)
    assert (response.status_code, list(response.json()["errors"])) == (422, ["main"])


@pytest.mark.parametrize(
    ("code", "values"), [("ACC-99", {"ACC-99-seen": "x"}), ("ACC-01", {"ACC-02-seen": "x"})]
)
def test_what_is_no_answer_is_not_found(cast: Cast, code: str, values: dict[str, str]) -> None:
    ask(cast)
    assert save(cast.client("contributor"), cast, values, code).status_code == 404


def test_an_answer_is_only_posted(cast: Cast) -> None:
    ask(cast)
    assert cast.client("contributor").get(cast.url("own/answers/ACC-01/")).status_code == 405


def test_saving_one_answer_takes_nine_queries(cast: Cast, django_assert_num_queries) -> None:
    ask(cast)
    client = cast.client("contributor")
    client.get(cast.url(OWN))
    values = {"ACC-01-seen": Answer().fingerprint, "ACC-01-rating": "L"}
    with django_assert_num_queries(9 + 2):  # and a savepoint, inside a test's transaction
        save(client, cast, values)


# Blindness.

READERS = ["lead", "contributor", "second", "viewer", "secretariat"]
PATHS = [
    "", "profile/", "report/", "data/ratings.csv", "partners/", "own/", OWN,
    "consensus/", "consensus/ACC/",
    "consensus/ACC/?view=projector&criterion=ACC-01", "attributes/ACC/", "results/",
    "check/", "review/", "export.json", "history/", "history/?criterion=ACC-01", "history.csv",
]  # fmt: skip


def everything(cast: Cast, role: str) -> dict[str, str]:
    """All that a person is shown about the assessment, by its path."""
    client = cast.client(role)
    shown = {}
    for path in PATHS:
        response = client.get(cast.url(path))
        if response.status_code == 200:
            body = b"".join(response) if response.streaming else response.content
            shown[path] = body.decode()
    for path in ("/en/", "/en/initiatives/", "/en/initiatives/TEST/", cast.plan()):
        shown[path] = client.get(path).content.decode()
    return shown


def telling(cast: Cast, role: str) -> set[str]:
    """The paths that tell what the contributor's government gave."""
    return {
        path
        for path, shown in everything(cast, role).items()
        if SECRET in shown or REASON in shown or re.search(r"Government of Canada – Not app", shown)
    }


@pytest.fixture
def two(cast: Cast) -> tuple[Participant, Participant]:
    """Canada (the contributor's) has given something; so has British Columbia (second's)."""
    canada = ask(cast)
    columbia = second(cast)
    give(cast, canada, Answer("NA", SECRET, "en", REASON, "fr"))
    save_opinion(
        columbia, Criterion.objects.get(code="ACC-01"), None, Answer("L"), by=cast.people["second"]
    )
    return canada, columbia


@pytest.mark.slow
def test_nobody_learns_what_an_unfinished_government_gave(
    cast: Cast, two: tuple[Participant, Participant]
) -> None:
    done(cast, two[1], "second")
    assert {role: telling(cast, role) for role in READERS} == {
        "lead": set(),
        "contributor": {OWN},
        "second": set(),
        "viewer": set(),
        "secretariat": set(),
    }


def test_an_unfinished_government_learns_nothing_of_the_others(
    cast: Cast, two: tuple[Participant, Participant]
) -> None:
    done(cast, two[0])
    assert telling(cast, "second") == set()
    assert cast.client("second").get(cast.url("consensus/")).status_code == 403
    for path in ("profile/", "report/"):
        assert "rates independently first" in page(cast, "second", path)


@pytest.mark.slow
def test_a_finished_government_is_shown_to_those_who_may_see_it(
    cast: Cast, two: tuple[Participant, Participant]
) -> None:
    done(cast, two[0])
    assert {role: "consensus/ACC/" in telling(cast, role) for role in READERS} == {
        "lead": True,
        "contributor": True,
        "second": False,
        "viewer": False,
        "secretariat": False,
    }
    done(cast, two[1], "second")
    assert {role: "consensus/ACC/" in telling(cast, role) for role in READERS} == dict.fromkeys(
        READERS, True
    )


@pytest.mark.parametrize(("role", "finished"), [("viewer", 1), ("secretariat", 1), ("lead", 2)])
def test_profile_data_and_questions_wait_as_the_consensus_does(
    cast: Cast, two: tuple[Participant, Participant], role: str, finished: int
) -> None:
    done(cast, two[0])
    data = cast.client(role).get(cast.url("export.json"))
    shown = (
        "Government of Canada – Not applicable" in page(cast, role, "profile/"),
        "Government of Canada – Not applicable" in page(cast, role, "report/"),
        data.status_code == 200 and bool(json.loads(data.content)["participants"][0]["ratings"]),
    )
    assert set(shown) == {role == "lead"}


def test_the_quality_check_does_not_tell_the_secretariat_where_governments_disagree(
    cast: Cast, two: tuple[Participant, Participant]
) -> None:
    done(cast, two[0])
    done(cast, two[1], "second")
    reopen(two[0], by=cast.people["lead"])
    assert "Partners disagree" not in page(cast, "secretariat", "check/")
    done(cast, Participant.objects.get(pk=two[0].pk))
    assert "Partners disagree" in page(cast, "secretariat", "check/")


def test_a_government_that_looks_again_is_blind_again(
    cast: Cast, two: tuple[Participant, Participant]
) -> None:
    for sheet, role in zip(two, ("contributor", "second"), strict=True):
        done(cast, sheet, role)
    reopen(two[1], by=cast.people["lead"])
    assert telling(cast, "second") == set()
    assert telling(cast, "viewer") == set()


def test_a_council_never_learns_what_an_unfinished_government_gave(
    cast: Cast, two: tuple[Participant, Participant]
) -> None:
    done(cast, two[1], "second")
    cast.submit()
    assert telling(cast, "cochair") == set()
    workflow.approve(cast.assessment, by=cast.people["cochair"])
    profile = page(cast, "cochair", "profile/")
    assert ("British Columbia – Largely" in profile, SECRET in profile) == (True, False)


def test_the_page_of_partners_counts_nothing(
    cast: Cast, two: tuple[Participant, Participant]
) -> None:
    # The places above it count what the team rated, and how many governments have finished.
    _places, main = page(cast, "lead", "partners/").split("<main", 1)
    assert re.findall(r"\d+ of \d+", main) == []


def test_a_withdrawal_which_can_be_taken_back_opens_nothing(cast: Cast) -> None:
    sheet = ask(cast)
    second(cast)
    workflow.withdraw(cast.assessment, by=cast.people["lead"])
    cast.assessment.refresh_from_db()
    person = Person.objects.get(pk=cast.people["contributor"].pk)
    viewer = Person.objects.get(pk=cast.people["viewer"].pk)
    assert (sheet.finished, rules.is_blind(person, cast.assessment)) == (False, True)
    assert not rules.may_see_opinions(viewer, cast.assessment)


def test_the_lead_sees_how_much_a_government_rated_before_it_finished(cast: Cast) -> None:
    sheet = ask(cast)
    give(cast, sheet, Answer("L"))
    assert "of 46 rated" not in cast.client("lead").get(cast.url("partners/")).content.decode()
    finish(sheet, by=cast.contributor, incomplete=True)
    page = cast.client("lead").get(cast.url("partners/")).content.decode()
    assert "Finished: 1 of 46 rated" in page


def test_whoever_is_blind_is_told_when_the_consensus_opens(cast: Cast) -> None:
    sheet = ask(cast)
    client = cast.client("contributor")
    for path in ("consensus/", "consensus/ACC/"):
        refused = client.get(cast.url(path))
        page = refused.content.decode()
        assert refused.status_code == 403
        assert "Your government is still rating independently" in page
        assert f'href="{cast.url("own/")}"' in page
    assert "This needs another role" in client.get(cast.url("attributes/ACC/")).content.decode()
    sheet.refresh_from_db()
    assert not sheet.finished


def test_a_contributor_rates_one_statement_at_a_time_and_adds_evidence(cast: Cast, post) -> None:
    sheet = ask(cast)
    give(cast, sheet, Answer("L"))
    sheet.ratings.get().evidence.create(title="A map", url="https://example.org/map")
    page = cast.client("contributor").get(cast.url(f"{OWN}?one=ACC-01")).content.decode()
    assert ("Statement 1 of 10." in page, 'id="keys"' in page) == (True, True)
    assert ('name="ACC-01-rating"' in page, 'name="ACC-02-rating"' in page) == (True, False)
    assert (cast.url("criteria/ACC-01/") in page, "1 document" in page) == (True, True)
    given = {"ACC-01-rating": "F", "onwards": "1"}
    response = post(f"{OWN}?one=ACC-01", given, role="contributor")
    assert response.url == cast.url(f"{OWN}?one=ACC-02")
    assert answer_of(sheet.ratings.get()) == Answer("F")
