"""Every page in both languages, wide and narrow, light and dark: accessible, none too wide."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Portal

SignIn = Callable[[Page, str], None]
SIZES = [(1280, "light"), (360, "dark")]


@pytest.fixture(scope="session")
def assessments(portal: Portal) -> dict[str, str]:
    """The demonstration's assessments, by initiative and stage."""
    return json.loads(
        portal.manage(
            "shell",
            "--verbosity=0",
            "--command=import json; from assessments.models import Assessment; print(json.dumps("
            "{f'{a.initiative.code}-{a.stage.code}': str(a.pk)"
            " for a in Assessment.objects.order_by('cycle')}))",
        )
    )


def pages(assessments: dict[str, str]) -> dict[str, list[str]]:
    """What each person looks at."""
    pilot, draft, submitted = (
        f"assessments/{assessments[name]}/" for name in ("DEATH-DEL", "BIZPAL-PHO", "TELLONCE-IMP")
    )
    return {
        "": ["", "sign-in/", "model/", "model/statements/", "model/wording/"],
        "lead": [
            "",
            "initiatives/",
            "initiatives/DEATH/",
            "initiatives/DEATH/team/",
            "initiatives/DEATH/start/",
            pilot,
            f"{pilot}profile/",
            f"{pilot}history/",
            f"{pilot}history/?criterion=ACC-99",
            "verify/",
            draft,
            *(f"{draft}attributes/{code}/" for code in ("ACC", "EFF")),
            f"{draft}results/",
            f"{draft}plan/",
            f"{draft}plan/new/",
            f"{draft}check/",
        ],
        "cochair.jc": ["", f"{submitted}review/"],
        "secretariat": ["initiatives/new/", "no-such-page/"],
    }


@pytest.mark.parametrize("person", ["", "lead", "cochair.jc", "secretariat"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_pages_are_accessible_and_fit(
    page: Page,
    assessments: dict[str, str],
    sign_in: SignIn,
    axe_check: Callable[[Page], None],
    person: str,
    language: str,
) -> None:
    if person:
        sign_in(page, f"{person}@demo.invalid")
    for path in pages(assessments)[person]:
        for width, scheme in SIZES:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.goto(f"/{language}/{path}")
            axe_check(page)
            assert page.evaluate("document.documentElement.scrollWidth") == width, path


def test_the_error_summary_takes_the_focus_and_leads_to_the_field(
    page: Page, assessments: dict[str, str], sign_in: SignIn
) -> None:
    sign_in(page, "lead@demo.invalid")
    page.goto(f"/en/assessments/{assessments['BIZPAL-PHO']}/attributes/CON/")
    page.locator("#CON-01-rating-NA").check()
    page.locator("#CON-01-reason").fill("")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".error-summary")).to_be_focused()
    page.locator(".error-summary a").first.click()
    expect(page.locator("#CON-01-reason")).to_be_in_viewport()
    assert page.title().startswith("Error: ")


def test_a_statement_is_rated_with_the_keyboard_alone(
    page: Page, assessments: dict[str, str], sign_in: SignIn
) -> None:
    sign_in(page, "lead@demo.invalid")
    page.goto(f"/en/assessments/{assessments['BIZPAL-PHO']}/attributes/SMP/")
    page.locator("#SMP-01 input[type=radio]").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator(".banner-success")).to_be_visible()
    expect(page.locator("#SMP-01 input:checked")).to_have_value("L")


def test_the_language_toggle_keeps_the_page_and_what_was_typed(
    page: Page, assessments: dict[str, str], sign_in: SignIn
) -> None:
    sign_in(page, "lead@demo.invalid")
    path = f"assessments/{assessments['BIZPAL-PHO']}/attributes/EFF/"
    page.goto(f"/en/{path}")
    page.locator("#EFF-01 summary").click()
    page.locator("#EFF-01-comment").fill("Not saved yet")
    page.get_by_role("button", name="Français").click()
    page.wait_for_url(f"**/fr/{path}")
    expect(page.locator("#EFF-01-comment")).to_have_value("Not saved yet")
    page.get_by_role("button", name="English").click()
    page.wait_for_url(f"**/en/{path}")
    expect(page.locator("#EFF-01-comment")).to_have_value("Not saved yet")
