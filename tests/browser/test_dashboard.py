"""A co-chair's questions, ten minutes before a meeting: each answered within two clicks."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

COUNCIL = "PSSDC"
# What the first screen answers by itself: the headings of its parts.
FIRST_SCREEN = ("portfolio", "late", "lifts", "trend")
# By question: the part that answers it, folded below, and a figure of it that leads further.
QUESTIONS = {
    "where are our initiatives on the continuum": ("stand", ".distribution td a"),
    "at which stages": ("stages", ".heat td a"),
    "which criteria block most of them": ("blocking", ".blocking td a"),
    "who is behind on targets": ("targets", ".gap-counts td a"),
    "what moved since last time": ("moved", ".moves td a"),
    "how many have a baseline": ("coverage", ".figures a"),
}


@pytest.fixture
def board(page: Page, sign_in: Callable[[Page, str], None], language: str) -> Page:
    """One click from the home page."""
    sign_in(page, "cochair.pssdc@demo.invalid")
    page.goto(f"/{language}/")
    page.locator(f'h3 a[href="/{language}/councils/{COUNCIL}/"]').click()
    page.wait_for_url(f"**/councils/{COUNCIL}/")
    return page


@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_question_is_answered_and_leads_to_the_initiatives(board: Page, language: str) -> None:
    for part, figure in QUESTIONS.values():
        folded = board.locator(f"details#{part}")
        folded.locator("summary").first.click()
        link = folded.locator(figure).first
        number = int(re.findall(r"\d+", link.inner_text())[0])
        link.click()
        board.wait_for_url(f"**/{language}/initiatives/?**")
        expect(lines(board)).to_have_count(number)
        board.goto(f"/{language}/councils/{COUNCIL}/")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_one_screen_says_where_a_council_stands(
    page: Page, sign_in: Callable[[Page, str], None], language: str
) -> None:
    sign_in(page, "cochair.jc@demo.invalid")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"/{language}/councils/JC/")
    # Until its fonts are there, a page is of another height.
    page.evaluate("() => document.fonts.ready.then(() => true)")
    bottoms = page.evaluate(
        """(ids) => ids.map((id) => [id, document.getElementById(id)
           .closest("section").getBoundingClientRect().bottom <= 900])""",
        list(FIRST_SCREEN),
    )
    assert dict(bottoms) == dict.fromkeys(FIRST_SCREEN, True)
    # Every column sorts, and what it sorts by is said.
    page.locator(".strips thead a", has_text="SMP").click()
    page.wait_for_url("**order=SMP**")
    expect(page.locator(".strips th[aria-sort=ascending]")).to_contain_text("SMP")
    levels = page.locator(".strips tbody tr td:nth-of-type(7)").all_inner_texts()
    # Some say in words that they are below their target too.
    assert [each[0] for each in levels] == sorted(each[0] for each in levels)
    # What the council decides is one click away.
    page.locator('a[href$="/meetings/"]').click()
    page.wait_for_url("**/meetings/")


# Names of all lengths, with the year of an old baseline and without, as rows of the portfolio.
NAMES = """() => {
  const body = document.querySelector('.strips tbody')
  const first = body.querySelector('tr')
  for (const name of ['BN', 'A made-up service', 'A very long name '.repeat(9), 'x'.repeat(90)]) {
    for (const tag of ['', ' <span class="tag">2025</span>']) {
      const row = first.cloneNode(true)
      row.querySelector('a').textContent = name
      row.querySelector('.tag')?.remove()
      row.querySelector('th').insertAdjacentHTML('beforeend', tag)
      body.prepend(row)
    }
  }
}"""


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("width", [1280, 800, 320])
def test_names_of_all_lengths_leave_room_to_touch(
    page: Page,
    sign_in: Callable[[Page, str], None],
    axe_check: Callable[..., None],
    language: str,
    width: int,
) -> None:
    sign_in(page, "cochair.jc@demo.invalid")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"/{language}/councils/JC/")
    page.evaluate(NAMES)
    axe_check(page, contrast=False)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_waits_is_reviewed_from_the_dashboard(
    page: Page, sign_in: Callable[[Page, str], None], language: str
) -> None:
    sign_in(page, "cochair.jc@demo.invalid")
    page.goto(f"/{language}/councils/JC/")
    page.locator("section[aria-labelledby=waiting] a").first.click()
    page.wait_for_url("**/review/")
    expect(page.locator("#decision button[name=approve]")).to_be_visible()
    page.locator('.breadcrumbs a[href$="/councils/JC/"]').click()
    page.wait_for_url("**/councils/JC/")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_view_is_narrowed_kept_and_opened_again(board: Page, language: str) -> None:
    board.locator(".selection summary").click()
    board.locator("#id_stage").select_option("DEL")
    board.locator(".selection button").click()
    board.wait_for_url("**stage=DEL**")
    board.locator('a[href*="/views/new/"]').click()
    name = f"Delivery {language}"
    board.locator("#id_name").fill(name)
    board.locator("#page button").click()
    board.wait_for_url("**stage=DEL**")
    board.goto(f"/{language}/")
    board.get_by_role("link", name=name).click()
    board.wait_for_url(f"**/councils/{COUNCIL}/?stage=DEL")
    expect(board.locator("#id_stage")).to_have_value("DEL")


@pytest.mark.parametrize("language", ["en"])
def test_without_script_the_filters_work(
    visitor: Callable[..., object], page: Page, board: Page, language: str
) -> None:
    context = visitor(java_script_enabled=False, storage_state=page.context.storage_state())
    plain = context.new_page()  # type: ignore[attr-defined]
    plain.goto(f"/{language}/initiatives/")
    plain.locator("#id_q").fill("naissance")
    plain.locator(".selection button").click()
    plain.wait_for_url("**q=naissance**")
    expect(lines(plain)).to_have_count(1)


def lines(page: Page) -> Locator:
    return page.locator(".initiative-lines > li")
