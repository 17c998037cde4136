"""The task list: what is left of each part, counted as the pages themselves count it."""

from assessments.partners.actions import Opinion, save_opinions
from assessments.rating.actions import Answer, save_answer
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
