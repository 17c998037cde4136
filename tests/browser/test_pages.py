"""Every page in both languages, wide and narrow, light and dark: accessible, none too wide."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from assessments.models import Assessment, CouncilBaseline, Lesson, Meeting, Person
from tests.browser.conftest import ROOT, Portal, sign_in_by_form

SignIn = Callable[[Page, str], None]
SIZES = [(1280, "light"), (320, "dark")]
CHECKER = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
# Tables that go on beside their frame, or beside the page, without a shade that says so.
CUT_TABLES = """() => [...document.querySelectorAll('main table')].filter((table) => {
  const frame = table.closest('.table-scroll')
  if (!frame) return table.getBoundingClientRect().right > window.innerWidth
  const fits = frame.scrollWidth <= frame.clientWidth + 1
  const cue = getComputedStyle(frame).backgroundImage.includes('gradient')
  return !fits && (window.innerWidth >= 1280 || !cue)
}).map((table) => table.className)"""


@pytest.fixture(scope="session")
def ids(portal: Portal) -> dict[str, str]:
    """The demonstration's assessments, by initiative and stage, its people, by address, one of its
    lessons, and a meeting and a baseline of its Joint Councils.
    """
    with portal.at_home():
        assessments = Assessment.objects.select_related("initiative", "stage").order_by("cycle")
        found = {f"{each.initiative.code}-{each.stage.code}": str(each.pk) for each in assessments}
        found |= {"lesson": str(Lesson.objects.get(translation__isnull=False).key)}
        found |= {"meeting": str(Meeting.objects.earliest("held_on").pk)}
        found |= {"council baseline": str(CouncilBaseline.objects.get().pk)}
        return found | {each.email: str(each.pk) for each in Person.objects.all()}


def pages(ids: dict[str, str]) -> dict[str, list[str]]:
    """What each person looks at."""
    pilot, draft, returned, again, together = (
        f"assessments/{ids[name]}/"
        for name in ("DEATH-DEL", "BIZPAL-PHO", "STUDENT-DES", "VEL-DEL", "PCTF-IMP")
    )
    lead = f"people/{ids['lead@demo.invalid']}/"
    return {
        "": [
            "",
            "sign-in/",
            "sign-in/closed/",
            "sign-in/cancelled/",
            "password/forgotten/",
            "password/sent/",
            "password/new/none-void/",
            "password/done/",
            "address/",
            "address/void/",
            "invitations/void/",
            "help/",
            "contact/",
            "accessibility/",
            "privacy/",
            "terms/",
            "no-such-page/",
            "api/",
            "model/",
            "model/statements/",
            "model/wording/",
            "model/report/",
            "priority/",
        ],
        "lead": [
            "",
            "initiatives/",
            "initiatives/DEATH/",
            "initiatives/DEATH/team/",
            "initiatives/DEATH/start/",
            "initiatives/new/",
            "initiatives/compare/?i=DEATH&i=BN&i=NOPE&stage=DEL",
            "initiatives/DEATH/peers/",
            "account/",
            "account/tokens/",
            "account/tokens/new/",
            "account/password/",
            "account/second-factor/",
            "account/app/",
            "account/keys/",
            "account/keys/add/",
            "account/elsewhere/",
            "account/confirm/",
            f"{lead}history/",
            pilot,
            f"{pilot}profile/",
            f"{pilot}report/",
            f"{pilot}history/",
            f"{pilot}history/?criterion=ACC-99",
            "verify/",
            draft,
            *(f"{draft}attributes/{code}/" for code in ("ACC", "EFF")),
            f"{draft}criteria/ACC-01/",
            f"{draft}unclear/ACC-01/",
            f"{draft}documents/",
            f"{draft}results/",
            f"{draft}dates/",
            "initiatives/BIZPAL/plan/",
            "initiatives/BIZPAL/plan/?as=board",
            "initiatives/BIZPAL/plan/?as=timeline",
            "initiatives/BIZPAL/plan/targets/",
            "initiatives/BIZPAL/plan/new/",
            "lessons/?q=family&curated=yes",
            "initiatives/DEATH/lessons/",
            "initiatives/DEATH/lessons/new/",
            f"initiatives/DEATH/lessons/{ids['lesson']}/",
            f"lessons/{ids['lesson']}/",
            f"{draft}next/",
            f"{draft}next/?goal=targets&budget=6",
            f"{draft}next/?goal=NOPE&budget=many",
            f"{draft}what-if/",
            f"{pilot}what-if/?ACC-01=F&ACC-03=N&SEC-01=N",
            f"{draft}check/",
            f"{returned}check/",
            f"{returned}changes/",
            f"{pilot}check/",
            f"{draft}workbook/",
        ],
        "cochair.jc": [
            "",
            f"{again}review/",
            f"{again}changes/",
            "councils/JC/report/",
            "councils/JC/report/?at=never",
            "councils/JC/",
            "councils/JC/?council=JC-alone&order=SMP",
            "councils/JC/meetings/",
            f"councils/JC/meetings/{ids['meeting']}/",
            "councils/JC/targets/",
            "councils/JC/baselines/",
            "councils/JC/baselines/new/",
            "councils/JC/baselines/new/?at=never",
            "councils/JC/published/",
            f"council-baselines/{ids['council baseline']}/",
            "councils/JC/next/?budget=30",
            f"lessons/{ids['lesson']}/?original=1",
            "initiatives/",
        ],
        "responsable": [
            f"{together}partners/",
            f"{together}consensus/",
            f"{together}consensus/ACC/",
            f"{together}consensus/ACC/?view=projector",
        ],
        "contributor.ab": [f"{together}own/", f"{together}own/ACC/", f"{together}profile/"],
        "contributor.bc": [
            f"{together}own/",
            f"{together}own/EFF/",
            f"{together}consensus/EFF/",
        ],
        "secretariat": [
            "initiatives/new/",
            "initiatives/compare/",
            "initiatives/compare/?i=DEATH&i=BIRTH&i=BIZPAL&i=VEL",
            "people/",
            "people/?q=nobody",
            "people/invite/",
            "people/invite/list/",
            "model/editions/2017-draft/unclear/",
            "follow-up/",
            "follow-up/?kind=nope&late=1",
            "record/",
            "state/",
            "record/?who=secr&what=all-access&since=2026-01-01",
            "record/?code=NOPE&what=x&since=never",
            lead,
            f"{lead}edit/",
            f"{lead}role/",
            f"{lead}history/",
            "",
            "councils/",
            "councils/JC/",
            "councils/PSSDC/?stage=DEL&since=2025-11-01",
            "councils/PSSDC/?stage=NONE&at=never",
            "initiatives/?stage=DEL&attribute=ACC&level=1%2B",
            "initiatives/?stage=NONE&level=9",
            "views/",
            "views/new/?query=stage%3DDEL",
            "councils/JC/report/",
            "jurisdictions/",
            "jurisdictions/new/",
            "priority/road-map/",
            "lessons/?q=%3F%21",
            "lessons/to-curate/",
            f"lessons/{ids['lesson']}/curate/",
            "comparisons/",
            "comparisons/?a=&b=",
            f"comparisons/{ids['DEATH-DEL']}/{ids['BIRTH-DEL']}/",
            f"comparisons/{ids['DEATH-DEL']}/{ids['BIZPAL-PHO']}/",
            "no-such-page/",
        ],
    }


@pytest.mark.parametrize(
    "person",
    ["", "lead", "cochair.jc", "secretariat", "responsable", "contributor.ab", "contributor.bc"],
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_pages_are_accessible_and_fit(
    page: Page,
    ids: dict[str, str],
    sign_in: SignIn,
    axe_check: Callable[..., None],
    person: str,
    language: str,
) -> None:
    if person:
        sign_in(page, f"{person}@demo.invalid")
    for path in pages(ids)[person]:
        page.goto(f"/{language}/{path}")
        for width, scheme in SIZES:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            # The languages share their colours: one is judged in light, the other in dark.
            axe_check(page, contrast=(language == "en") == (scheme == "light"))
            assert page.evaluate("document.documentElement.scrollWidth") == width, path
            assert page.evaluate(CUT_TABLES) == [], path


def test_the_markup_of_all_pages_is_valid(
    visitor: Callable[..., BrowserContext], ids: dict[str, str], sign_in: SignIn, tmp_path: Path
) -> None:
    """By the Nu HTML Checker, which has nothing to say, not even a piece of advice. None weighs
    more than 100 KB.
    """
    for person, paths in pages(ids).items():
        page = visitor().new_page()
        if person:
            sign_in(page, f"{person}@demo.invalid")
        for number, path in enumerate(f"/{each}/{path}" for each in ("en", "fr") for path in paths):
            file = tmp_path / f"{person}-{number}.html"
            file.write_bytes(page.request.get(path).body())
            assert file.stat().st_size <= 100_000, path
    command = ["java", "-jar", str(CHECKER), "--format", "gnu", str(tmp_path)]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert found.stderr.splitlines() == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_a_form_answers_is_accessible(
    page: Page, sign_in: SignIn, axe_check: Callable[[Page], None], language: str
) -> None:
    page.goto(f"/{language}/sign-in/")
    page.locator("[name=login]").fill(f"nobody.{language}@demo.invalid")
    page.locator("[name=password]").fill("wrong")
    page.locator("form#page button").click()
    expect(page.locator(".error-summary li")).to_have_count(1)
    axe_check(page)
    sign_in(page, "lead@demo.invalid")
    page.goto(f"/{language}/verify/")
    page.locator("[name=sha256]").fill("0" * 64)
    page.locator("form#page button").last.click()
    expect(page.locator(".banner-error")).to_be_visible()
    axe_check(page)


def test_a_new_token_is_shown_in_either_language(
    page: Page, axe_check: Callable[[Page], None]
) -> None:
    sign_in_by_form(page, "lead@demo.invalid")
    page.goto("/en/account/tokens/new/")
    page.locator("[name=label]").fill("Power BI")
    page.locator("form#page button").click()
    expect(page.locator("[name=secret]")).not_to_be_empty()
    secret = page.locator("[name=secret]").input_value()
    axe_check(page)
    page.locator(".language-toggle").click()
    expect(page.locator("h1")).to_have_text("Votre nouveau jeton")
    expect(page.locator("[name=secret]")).to_have_value(secret)
    axe_check(page)


@pytest.mark.parametrize("state", ["warning", "ended"])
def test_the_warning_before_the_session_ends_is_accessible(
    page: Page, sign_in: SignIn, axe_check: Callable[[Page], None], state: str
) -> None:
    sign_in(page, "lead@demo.invalid")
    page.evaluate("(state) => show(state)", state)
    titles = {"warning": "Are you still there?", "ended": "You have been signed out"}
    expect(page.get_by_role("dialog", name=titles[state])).to_be_visible()
    axe_check(page)


def test_the_error_summary_takes_the_focus_and_leads_to_the_field(
    page: Page, ids: dict[str, str], sign_in: SignIn
) -> None:
    sign_in(page, "lead@demo.invalid")
    page.goto(f"/en/assessments/{ids['BIZPAL-PHO']}/attributes/CON/")
    page.locator("#CON-01-rating-NA").check()
    page.locator("#CON-01-reason").fill("")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".error-summary")).to_be_focused()
    page.locator(".error-summary a").first.click()
    expect(page.locator("#CON-01-reason")).to_be_in_viewport()
    expect(page).to_have_title(re.compile("^Error: "))


def test_a_statement_is_rated_with_the_keyboard_alone(
    page: Page, ids: dict[str, str], sign_in: SignIn
) -> None:
    sign_in(page, "lead@demo.invalid")
    page.goto(f"/en/assessments/{ids['BIZPAL-PHO']}/attributes/SMP/")
    page.locator("#SMP-01 input[type=radio]").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator(".banner-success")).to_be_visible()
    expect(page.locator("#SMP-01 input:checked")).to_have_value("L")


def test_the_language_toggle_keeps_the_page_and_what_was_typed(
    page: Page, ids: dict[str, str], sign_in: SignIn
) -> None:
    sign_in(page, "lead@demo.invalid")
    path = f"assessments/{ids['BIZPAL-PHO']}/attributes/EFF/"
    page.goto(f"/en/{path}")
    page.locator("#EFF-01 details:not(.guidance) summary").click()
    page.locator("#EFF-01-comment").fill("Not saved yet")
    page.get_by_role("button", name="Français").click()
    page.wait_for_url(f"**/fr/{path}")
    expect(page.locator("#EFF-01-comment")).to_have_value("Not saved yet")
    page.get_by_role("button", name="English").click()
    page.wait_for_url(f"**/en/{path}")
    expect(page.locator("#EFF-01-comment")).to_have_value("Not saved yet")
