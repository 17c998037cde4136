"""The oldest browsers that docs/operations.md names: what they lack, the scripts do without."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Team

# What at least one of Chrome 111, Firefox 115 and Safari 16.4 does not have.
LACKING = [
    "Array.fromAsync",
    "Map.groupBy",
    "Object.groupBy",
    "Promise.try",
    "Promise.withResolvers",
    "URL.canParse",
    "URL.parse",
    "Element.prototype.checkVisibility",
    "Element.prototype.setHTMLUnsafe",
    "HTMLElement.prototype.showPopover",
    "HTMLElement.prototype.togglePopover",
    "Response.prototype.bytes",
    "String.prototype.isWellFormed",
    "window.navigation",
    "window.requestIdleCallback",
    "window.scheduler",
    *(
        f"Set.prototype.{name}"
        for name in ("difference", "intersection", "isSubsetOf", "symmetricDifference", "union")
    ),
]
ITERATORS = [
    "drop",
    "every",
    "filter",
    "find",
    "flatMap",
    "forEach",
    "map",
    "reduce",
    "some",
    "take",
    "toArray",
]
LACKING_OF_ITERATORS = [f"Iterator.prototype.{name}" for name in ITERATORS]


@pytest.fixture
def old(
    visitor: Callable[..., BrowserContext], sign_in: Callable[[Page, str], None], team: Team
) -> Page:
    """A page of a lead who has such a browser; whatever goes wrong in it fails the test."""
    context = visitor()
    deleted = "; ".join(f"delete {name}" for name in [*LACKING, *LACKING_OF_ITERATORS])
    context.add_init_script(deleted)
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    sign_in(page, team.lead)
    assert page.evaluate("typeof Map.groupBy") == "undefined"
    return page


def test_answers_are_saved_as_they_are_given(old: Page, team: Team) -> None:
    old.goto(f"/en/assessments/{team.assessment}/attributes/CON/")
    old.locator("#CON-01-rating-P").check()
    expect(old.locator("#CON-01 .save-status")).to_have_text(re.compile(r"^Saved \d+:\d\d"))
    old.reload()
    expect(old.locator("#CON-01-rating-P")).to_be_checked()


def test_a_draft_of_an_answer_is_offered(old: Page, team: Team) -> None:
    old.goto(f"/en/assessments/{team.assessment}/attributes/CON/")
    old.route("**/answers/**", lambda route: route.abort())
    old.locator("#CON-02 .more:not(.guidance) summary").first.click()
    old.locator("#CON-02-comment").fill("Typed before the tab was closed")
    old.reload()
    expect(old.locator("#drafts")).to_contain_text("CON-02")


def test_a_draft_of_a_form_is_offered(old: Page) -> None:
    old.goto("/en/account/")
    old.locator("[name=name]").fill("Somebody else")
    old.reload()
    old.get_by_role("button", name="Put it back").click()
    expect(old.locator("[name=name]")).to_have_value("Somebody else")


@pytest.mark.parametrize(
    "script", sorted((settings.BASE_DIR / "maturity/static/portal").glob("*.js"))
)
def test_no_script_names_what_they_lack(script) -> None:  # type: ignore[no-untyped-def]
    names = {name.rpartition(".")[2] for name in LACKING} - {"parse", "union", "try", "bytes"}
    assert names & set(re.findall(r"\w+", script.read_text())) == set()
