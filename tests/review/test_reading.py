"""A review found at once: folded, filtered, what was written kept, the decision in reach."""

import re

from assessments.review import actions as workflow
from tests.cast import Cast
from tests.forms import fields


def shown(page: str) -> list[str]:
    """The codes of the statements on a page."""
    return re.findall(r'<div class="reviewed" id="([A-Z]+-\d+)"', page)


def review(cast: Cast, query: str = "") -> str:
    return cast.client("cochair").get(cast.url(f"review/{query}")).content.decode()


def test_it_opens_folded(cast: Cast) -> None:
    cast.submit()
    page = review(cast)
    assert (len(shown(page)), page.count('<details class="fold"')) == (46, 11)
    assert 'class="fold" id="ACC" open' not in page


def test_it_shows_what_is_asked_for_and_opens_it(cast: Cast) -> None:
    cast.submit()
    page = review(cast, "?show=no-evidence&open=SEC")
    assert 0 < len(shown(page)) <= 46
    assert '<details class="fold" id="SEC" open>' in page


def test_it_says_that_it_does_not_know_a_choice(cast: Cast) -> None:
    cast.submit()
    page = review(cast, "?show=%3Cb%3E&open=XX")
    assert ("There is no “&lt;b&gt;” to show" in page, "There is no “XX” to show" in page) == (
        True,
        True,
    )
    assert len(shown(page)) == 46


def test_a_choice_keeps_what_was_written(cast: Cast) -> None:
    cast.submit()
    client = cast.client("cochair")
    address = cast.url("review/")
    given = fields(client.get(address).content.decode())
    given |= {"ACC-01-text": "Why?", "reason": "Not yet", "redisplay": "1"}
    page = client.post(f"{address}?show=not-applicable", given).content.decode()
    assert shown(page) == ["ACC-01"]
    assert ("Why?</textarea>" in page, "Not yet</textarea>" in page) == (True, True)
    cast.assessment.refresh_from_db()
    assert cast.assessment.state == "submitted"


def test_the_decision_is_in_reach_while_there_is_one(cast: Cast) -> None:
    cast.submit()
    in_reach = '<p class="in-reach"><a href="#decision">'
    assert in_reach in review(cast)
    workflow.approve(cast.assessment, by=cast.people["cochair"])
    assert in_reach not in review(cast)


def test_it_shows_plan_and_targets(cast: Cast) -> None:
    cast.submit()
    page = review(cast)
    titles = re.findall(r"<summary><h2>([^<]+)</h2>", page)
    assert titles == ["What you may want to ask", "Levels, targets and gaps", "Actions", "Results"]
