"""What is printed of a form, and what fits the narrowest screen, 320 pixels wide."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from assessments.models import Initiative, Person
from tests.browser.conftest import Portal

SignIn = Callable[[Page, str], None]
# No browser breaks a line at these hyphens.
NAME = "Marie-Antoinette-de-la-Visitation-Saint-Charles-Borromée".replace(
    "-", "\N{NON-BREAKING HYPHEN}"
)
LEAD = "responsable@demo.invalid"


@pytest.fixture(scope="module")
def long_names(portal: Portal) -> Iterator[None]:
    """A person and an initiative with a name that has no place to break."""
    with portal.at_home():
        rows = [Person.objects.get(email=LEAD), Initiative.objects.get(code="PCTF")]
        Person.objects.filter(email=LEAD).update(name=NAME)
        Initiative.objects.filter(code="PCTF").update(name_en=NAME, name_fr=NAME)
    yield
    with portal.at_home():
        for row in rows:
            row.save()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_long_names_and_the_list_fit(
    page: Page, portal: Portal, sign_in: SignIn, long_names: None, language: str
) -> None:
    assessment = f"assessments/{portal.key_of('PCTF', 'IMP')}/"
    paths = ["", "account/", "initiatives/", "initiatives/PCTF/", "initiatives/PCTF/team/"]
    paths += [
        assessment,
        f"{assessment}partners/",
        f"{assessment}profile/",
        f"{assessment}history/",
    ]
    sign_in(page, LEAD)
    page.set_viewport_size({"width": 320, "height": 640})
    widths = {}
    for path in paths:
        page.goto(f"/{language}/{path}")
        widths[path] = page.evaluate("document.documentElement.scrollWidth")
    assert widths == dict.fromkeys(paths, 320)


@pytest.mark.parametrize("script", [True, False])
def test_folded_comments_are_printed(
    visitor: Callable[..., BrowserContext], portal: Portal, sign_in: SignIn, script: bool
) -> None:
    """By the style sheet alone in newer browsers, by a script in all."""
    page = visitor(java_script_enabled=script).new_page()
    sign_in(page, LEAD)
    page.goto(f"/en/assessments/{portal.key_of('PCTF', 'IMP')}/attributes/INT/")
    comment = page.locator("#INT-01-comment")
    expect(comment).to_be_hidden()
    page.emulate_media(media="print")
    expect(comment).to_be_visible()
    expect(page.locator("#INT-01 .guidance dl")).to_be_hidden()


def test_a_long_comment_is_printed_whole_and_folded_again(
    page: Page, portal: Portal, sign_in: SignIn
) -> None:
    """As in browsers whose style sheets cannot do it, by what happens before and after."""
    sign_in(page, LEAD)
    page.goto(f"/en/assessments/{portal.key_of('PCTF', 'IMP')}/attributes/INT/")
    comment = page.locator("#INT-01-comment")
    comment.evaluate("(field) => { field.value = 'A line.\\n'.repeat(40) }")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(comment).to_be_visible()
    assert comment.evaluate("(field) => field.clientHeight >= field.scrollHeight")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(comment).to_be_hidden()
    assert comment.get_attribute("style") in (None, "")
