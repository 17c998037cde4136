"""The task list: what is left of each part, counted as the pages themselves count it."""

import datetime
import re

from assessments.cycle.actions import start_assessment
from assessments.models import Participant
from assessments.partners.actions import Opinion, save_opinions
from assessments.rating.actions import confirm_carried_forward, save_answer
from assessments.rating.answers import Answer
from assessments.work.reads import open_work
from maturity.models import Criterion, Jurisdiction
from tests.cast import Cast


def shown(cast: Cast, role: str = "lead", page: str = "") -> str:
    return " ".join(cast.client(role).get(cast.url(page)).content.decode().split())


def test_an_assessment_that_nobody_has_begun_begins_with_its_first_statement(cast: Cast) -> None:
    page = shown(cast)
    assert 'attributes/ACC/#ACC-01">Begin' in page
    assert "46 things to do first" in page


def test_it_goes_on_after_the_statement_that_was_rated_last(cast: Cast) -> None:
    for code in ("ACC-01", "CON-02"):
        criterion = Criterion.objects.get(code=code)
        save_answer(cast.assessment, criterion, None, Answer("L"), by=cast.people["lead"])
    assert "Continue with CON-03" in shown(cast)


def test_what_is_complete_can_be_submitted(cast: Cast) -> None:
    cast.rate_all("P")
    page = shown(cast)
    assert f'<a class="btn btn-primary" href="{cast.url("check/")}">Check and submit' in page
    assert "5 questions that a reviewer would ask" in page  # The results are not rated.


def test_the_statements_to_discuss_are_those_of_the_consensus(cast: Cast) -> None:
    for code, rating in (("CA-BC", "N"), ("CA", "F")):
        opinions = [
            Opinion(each, None, rating if each.code == "ACC-01" else "L")
            for each in Criterion.objects.all()
        ]
        jurisdiction = Jurisdiction.objects.get(code=code)
        save_opinions(
            cast.assessment, jurisdiction, opinions, by=cast.people["lead"], finished=True
        )
    assert "1 statement to discuss" in shown(cast)
    assert "45 of 46" in shown(cast)
    assert "To discuss: 1" in shown(cast, page="consensus/")


def test_whoever_reads_sees_how_far_each_attribute_is(cast: Cast) -> None:
    cast.rate_all()
    page = shown(cast, "viewer")
    assert ("10 of 10" in page, "profile/#ACC" in page, "things to do" in page) == (
        True, True, False,
    )  # fmt: skip


def next_cycle(cast: Cast) -> None:
    """The cast's assessment is approved, and the next one carries its answers forward."""
    cast.rate_all()
    cast.approve()
    cast.assessment = start_assessment(
        cast.initiative,
        cast.assessment.stage,
        by=cast.lead,
        as_of=datetime.date(2026, 11, 30),
    )


def test_a_second_cycle_begins_with_nothing_confirmed(cast: Cast) -> None:
    next_cycle(cast)
    page = shown(cast)
    assert ("0 of 46 statements confirmed." in page, "0 of 10" in page) == (True, True)
    assert "46 statements carry their answers forward" in page
    assert 'attributes/ACC/#ACC-01">Begin' in page
    assert "0 of 46 statements confirmed." in shown(cast, page="profile/")
    assert "<span data-rated>0</span> of 10 statements confirmed." in shown(
        cast, page="attributes/ACC/"
    )
    (item,) = open_work(cast.lead).items
    assert (item.what, item.note) == ("Begin the assessment", "0 of 46 statements confirmed")


def test_a_confirmed_answer_counts_and_the_check_tells_of_the_others(cast: Cast) -> None:
    next_cycle(cast)
    criterion = Criterion.objects.get(code="ACC-01")
    save_answer(cast.assessment, criterion, None, Answer("L"), by=cast.lead)
    page = shown(cast)
    assert ("1 of 46 statements confirmed." in page, "Continue with ACC-02" in page) == (True, True)
    assert "not confirmed <span" in shown(cast, page="check/")
    confirm_carried_forward(cast.assessment, by=cast.lead)
    page = shown(cast)
    assert "46 of 46 statements rated." in page
    assert f'href="{cast.url("check/")}">Check and submit' in page


def test_what_is_left_to_discuss_comes_before_submitting(cast: Cast) -> None:
    cast.rate_all()
    for code, rating, finished in (("CA-BC", "N", True), ("CA", "F", True), ("CA-ON", "F", False)):
        opinions = [Opinion(each, None, rating) for each in Criterion.objects.all()]
        jurisdiction = Jurisdiction.objects.get(code=code)
        save_opinions(cast.assessment, jurisdiction, opinions, by=cast.lead, finished=finished)
    assert f'<a class="btn btn-primary" href="{cast.url("consensus/")}">Agree' in shown(cast)
    assert open_work(cast.lead).items[0].what == "Agree on the ratings"
    cast.assessment.ratings.update(comment="Why.", comment_language="en")
    page = shown(cast)
    assert f'<a class="btn btn-primary" href="{cast.url("partners/")}">See which gov' in page
    assert open_work(cast.lead).items[0].what == "See which governments have not finished"


def groups(page: str) -> list[tuple[str, list[str]]]:
    """The groups below the task list: each heading with the words of its links."""
    found = re.findall(r'<h2 id="(?:reports|data|more)">(.*?)</h2>(.*?)</section>', page)
    return [(title, re.findall(r"<a [^>]*>(.*?) ?</a>", links)) for title, links in found]


def test_what_there_is_to_take_away_is_in_three_groups(cast: Cast) -> None:
    found = dict(groups(shown(cast)))
    assert list(found) == ["Reports", "Data", "More"]
    assert found["Reports"] == [
        "Report as a page", "Report in English (PDF)", "Report in French (PDF)",
        "Report in both languages (PDF)",
    ]  # fmt: skip
    assert all("(" in each for each in found["Data"] if each != "What the columns mean")
    assert "Work offline in a workbook (Excel)" in found["More"]


def test_the_reader_s_language_comes_first(cast: Cast) -> None:
    page = cast.client("lead").get(cast.url("", "fr")).content.decode()
    assert groups(" ".join(page.split()))[0][1][1:] == [
        "Rapport en français (PDF)", "Rapport en anglais (PDF)",
        "Rapport dans les deux langues (PDF)",
    ]  # fmt: skip


def test_whoever_is_blind_is_offered_no_report(cast: Cast) -> None:
    partner = Jurisdiction.objects.get(code="CA")
    Participant.objects.create(assessment=cast.assessment, jurisdiction=partner)
    assert [title for title, _links in groups(shown(cast, "contributor"))] == ["More"]


def test_what_comes_next_is_one_button(cast: Cast) -> None:
    buttons = r'<a class="btn btn-primary" href="([^"]+)"'
    assert len(re.findall(buttons, shown(cast))) == 1
    cast.submit()
    assert re.findall(buttons, shown(cast, "cochair")) == [cast.url("review/")]
