"""From an empty initiative to an approved baseline and its reports, by hand in a browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Portal
from tests.reports.pdf_structure import faults

SignIn = Callable[[Page, str], None]
# What the buttons and links say, in each language.
WORDS = {
    "en": {
        "create": "Create an initiative", "save": "Save", "team": "Change the team",
        "add": "Add to the team", "start_link": "Start an assessment – Delivery", "start": "Start",
        "onwards": "Save and continue", "targets": "Save targets", "action": "Add an action",
        "check": "Check and submit", "submit": "Submit to the council",
        "review": "Review this assessment", "approve": "Approve as a baseline",
        "approved": "Approved", "sign_out": "Sign out",
    },
    "fr": {
        "create": "Créer une initiative", "save": "Enregistrer",
        "team": "Modifier l’équipe", "add": "Ajouter à l’équipe",
        "start_link": "Commencer une autoévaluation – Exécution", "start": "Commencer",
        "onwards": "Enregistrer et continuer", "targets": "Enregistrer les cibles",
        "action": "Ajouter une mesure", "check": "Vérifier et soumettre",
        "submit": "Soumettre au conseil", "review": "Examiner cette autoévaluation",
        "approve": "Approuver comme base de référence", "approved": "Approuvée",
        "sign_out": "Fermer la session",
    },
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("javascript", [True, False])
def test_from_an_empty_initiative_to_a_baseline(
    portal: Portal,
    browser: Browser,
    sign_in: SignIn,
    language: str,
    javascript: bool,
) -> None:
    words = WORDS[language]
    code = f"HAND-{language.upper()}-{'JS' if javascript else 'PLAIN'}"
    context = browser.new_context(base_url=portal.url, java_script_enabled=javascript)
    context.set_default_timeout(10_000)
    page = context.new_page()

    def press(name: str) -> None:
        page.get_by_role("button", name=words[name], exact=True).click()

    def sign_out() -> None:
        press("sign_out")

    # The secretariat creates the initiative and finds it a lead.
    sign_in(page, "secretariat@demo.invalid")
    page.goto(f"/{language}/initiatives/")
    page.get_by_role("link", name=words["create"]).click()
    page.locator("#id_code").fill(code)
    page.locator("#id_name_en").fill("A made-up service (fictitious)")
    page.locator("#id_name_fr").fill("Un service inventé (fictif)")
    page.locator("#id_council").select_option(index=3)
    page.locator("#id_lead").select_option(index=2)
    page.locator("input[name=channels]").nth(0).check()
    page.locator("input[name=channels]").nth(1).check()
    press("save")
    page.get_by_role("link", name=words["team"]).click()
    page.locator("#id_email").fill("lead@demo.invalid")
    page.locator("#id_role").select_option("lead")
    press("add")
    expect(page.get_by_text("Demo Lead – ")).to_be_visible()
    sign_out()

    # The lead starts an assessment, rates everything, and submits it.
    sign_in(page, "lead@demo.invalid")
    page.goto(f"/{language}/initiatives/{code}/")
    page.get_by_role("link", name=words["start_link"]).click()
    press("start")
    expect(page).to_have_url(re.compile("/assessments/"))
    assessment = page.url.split("/assessments/")[1].rstrip("/")
    page.goto(f"/{language}/assessments/{assessment}/attributes/ACC/")
    for code in ("ACC", "CON", "EFF", "RES", "INT", "SEC", "SMP"):
        page.wait_for_url(f"**/attributes/{code}/")
        for question in page.locator("fieldset.question").all():
            question.locator("input[value=L]").first.check()
        if code == "ACC":
            page.locator("#ACC-01 details:not(.guidance) summary").click()
            page.locator("#ACC-01-comment").fill("Written by hand – écrit à la main")
        press("onwards")
    page.wait_for_url("**/results/")
    for question in page.locator("fieldset.question").all():
        question.locator("input[value=P]").check()
    press("onwards")
    page.wait_for_url("**/plan/")
    page.locator("#id_ACC-level").select_option("3")
    press("targets")
    page.get_by_role("link", name=words["action"]).click()
    page.locator("#id_title").fill("Test with clients (fictitious)")
    press("save")
    page.get_by_role("link", name=words["check"]).click()
    press("submit")
    sign_out()

    # A co-chair reviews and approves it, and takes the reports away.
    sign_in(page, "cochair.jc@demo.invalid")
    page.goto(f"/{language}/assessments/{assessment}/")
    page.get_by_role("link", name=words["review"]).click()
    press("approve")
    expect(page.locator(".tag-approved")).to_have_text(words["approved"])
    for report in ("en", "fr", "both"):
        response = page.request.get(f"/{language}/assessments/{assessment}/report-{report}.pdf")
        assert faults(response.body()) == []
    context.close()
