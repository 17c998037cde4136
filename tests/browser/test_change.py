"""From a gap to a change: a target, a play, an action of two governments, a lesson that travels.

It is done in each language, and what was learned is found in the other.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from assessments.cycle.actions import start_assessment
from assessments.models import Assessment, Initiative, Person
from assessments.rating.actions import confirm_carried_forward, save_answer
from assessments.rating.answers import Answer
from assessments.review import actions as workflow
from maturity.models import Criterion
from tests.browser.conftest import Portal

SignIn = Callable[[Page, str], None]


@dataclass(frozen=True)
class Words:
    """What the pages of a language say, the play that is followed, and the lesson that is told."""

    language: str
    other: str
    code: str  # of the attribute whose target is set
    play: str
    lesson: str
    tag: str  # the attribute's name in the other language
    add: str
    saved: str
    rose: str


ENGLISH = Words(
    "en", "fr", "INT", "INT-c", "One benefit case carried both governments (fictitious)",
    "Intégrité", "Add as an action", "The update is saved.", "What rose after an action was done",
)  # fmt: skip
FRENCH = Words(
    "fr", "en", "SEC", "SEC-b", "Une question, un but (fictif)",
    "Secure", "Ajouter comme mesure", "Le point est enregistré.",
    "Ce qui a progressé après une mesure",
)  # fmt: skip


@pytest.mark.parametrize("words", [ENGLISH, FRENCH], ids=["en", "fr"])
def test_a_gap_becomes_a_change_and_a_lesson(
    portal: Portal, visitor: Callable[..., BrowserContext], sign_in: SignIn, words: Words
) -> None:
    plan = f"/{words.language}/initiatives/DEATH/plan/"
    lead = visitor().new_page()
    sign_in(lead, "lead@demo.invalid")

    # A gap becomes a target.
    lead.goto(f"{plan}targets/")
    lead.locator(f"#id_{words.code}-level").select_option("3")
    lead.locator(f"#id_{words.code}-by").fill("2097-10-31")
    lead.locator("main form .btn-primary").click()
    lead.wait_for_url(f"**{plan}")
    expect(lead.locator("tr", has_text="2097-10-31").first).to_be_visible()

    # A play that fits becomes an action, for somebody of another government.
    follow = lead.locator(f'a[href*="play={words.play}"]')
    expect(follow).to_contain_text(words.add)
    with lead.expect_navigation():
        follow.click()
    title = f"{lead.locator('#id_title').input_value()} {words.language}"
    lead.locator("#id_title").fill(title)
    lead.locator("#id_assignee").select_option(label="Demo Contributor")
    lead.locator("#id_due").fill("2097-06-30")
    codes = lead.locator("input[name=criteria]:checked + label .code").all_inner_texts()
    lead.locator("main form .btn-primary").click()
    lead.wait_for_url(re.compile(r"/plan/[0-9a-f-]{36}/$"))
    action = lead.url

    # Who leads it finds it under their work, reports, and shows what was done.
    owner = visitor().new_page()
    sign_in(owner, "contributor@demo.invalid")
    owner.goto(f"/{words.language}/")
    owner.get_by_role("link", name=title).click()
    owner.wait_for_url(action)
    report(owner, "in_progress", "Begun – commencé (fictif)", words)
    owner.locator("#id_document_title").fill("Agreement (fictitious)")
    owner.locator("#id_document_url").fill("https://example.org/agreement")
    report(owner, "done", "", words)
    expect(owner.get_by_role("link", name="Agreement (fictitious)")).to_be_visible()

    # The next baseline shows the move.
    with portal.at_home():
        key = next_baseline(codes)
    lead.goto(f"/{words.language}/assessments/{key}/profile/")
    told = lead.locator("main").get_by_text(words.rose).locator("xpath=following-sibling::ul[1]")
    expect(told).to_contain_text(title)
    expect(told).to_contain_text(codes[0])

    # A lesson for all councils is found by another jurisdiction, in the other language.
    lead.goto(f"/{words.language}/initiatives/DEATH/lessons/new/")
    lead.locator("#id_title").fill(words.lesson)
    lead.locator("#id_text").fill("Fictitious – fictif. 1, 2, 3.")
    lead.locator("#id_text_language").select_option(words.language)
    lead.locator(f'input[name=attributes] + label:has-text("{name_of(portal, words)}")').check()
    lead.locator("input[name=audience][value=all]").check()
    lead.locator("main form .btn-primary").click()
    expect(lead.locator(".banner-success")).to_be_visible()
    reader = visitor().new_page()
    sign_in(reader, "responsable@demo.invalid")
    reader.goto(f"/{words.other}/lessons/")
    reader.locator("#q").fill(words.tag)
    with reader.expect_navigation():
        reader.locator("main form button").first.click()
    reader.get_by_role("link", name=words.lesson).click()
    expect(reader.locator("h1")).to_contain_text(words.lesson)
    assert reader.locator("h1 [lang], h1[lang]").first.get_attribute("lang") == (
        f"{words.language}-CA"
    )


def report(page: Page, status: str, text: str, words: Words) -> None:
    """Reports on an action, and waits until that is saved."""
    page.locator("#id_status").select_option(status)
    page.locator("#id_text").fill(text)
    with page.expect_navigation():
        page.locator("main form .btn-primary").click()
    expect(page.locator(".banner-success")).to_have_text(words.saved)


def next_baseline(codes: list[str]) -> str:
    """The team assesses the stage again: the statements with these codes have risen."""
    initiative = Initiative.objects.get(code="DEATH")
    lead = Person.objects.get(email="lead@demo.invalid")
    last = initiative.assessments.filter(stage__code="DEL").latest("cycle")
    again = start_assessment(initiative, last.stage, by=lead, as_of=last.as_of)
    confirm_carried_forward(again, by=lead)
    for criterion in Criterion.objects.filter(edition=again.edition, code__in=codes):
        rows = again.ratings.filter(criterion=criterion).select_related("channel")
        for row in rows:
            save_answer(again, criterion, row.channel, Answer("F"), by=lead)
    workflow.submit(again, by=lead, notify=False)
    cochair = Person.objects.get(email="cochair.jc@demo.invalid")
    workflow.approve(Assessment.objects.get(pk=again.pk), by=cochair, notify=False)
    return str(again.pk)


def name_of(portal: Portal, words: Words) -> str:
    """The name of the attribute in the language of the page."""
    with portal.at_home():
        criterion = Criterion.objects.filter(attribute__code=words.code).select_related("attribute")
        attribute = criterion[0].attribute
    return attribute.text_fr if words.language == "fr" else attribute.text_en
