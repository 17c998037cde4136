"""A whole assessment by three governments, from the invitation to the approved baseline.

In English it is done by keyboard alone, and by mouse while the server is killed; in French by
keyboard alone and without JavaScript.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from assessments.models import Assessment, Participant, Person
from assessments.partners.actions import Opinion, save_opinions
from assessments.people.actions import command_line_person
from assessments.rating.actions import save_answer
from assessments.rating.answers import Answer
from assessments.seeding import demo
from maturity.models import Attribute, Council, Jurisdiction
from tests.browser.conftest import Portal
from tests.operations.processes import eventually
from tests.reports.pdf_structure import faults

# The attributes that the lead settles by hand. At the others people would do the same again.
BY_HAND = {"keyboard": ["ACC"], "killed": ["ACC", "EFF", "RES"], "plain": ["ACC"]}
LONGEST = 600  # seconds until a report has to be made: others may come before it
# All languages of a report are made at once, and test_every_pdf looks at many more.
REPORTS = {"keyboard": ["en", "fr", "both"], "killed": [], "plain": []}
GOVERNMENTS = ["CA-BC", "CA", "CA-AB"]
LONGEST_PAGE = 400  # how often Tab is pressed at most to get anywhere


class Hands:
    """Someone at a browser: with the keyboard alone, or with a mouse."""

    def __init__(self, page: Page, language: str, *, keyboard: bool):
        self.page, self.language, self.keyboard = page, language, keyboard

    def go(self, path: str) -> None:
        self.page.goto(f"/{self.language}/{path}")

    def reach(self, locator: Locator, property_: str = "") -> None:
        """Presses Tab until an element (or one that shares a property with it) has the focus."""
        handle = locator.element_handle()
        alike = f"e.{property_} === document.activeElement?.{property_}" if property_ else "false"
        for _step in range(LONGEST_PAGE):
            if handle.evaluate(f"e => e === document.activeElement || {alike}"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not lead to {locator}")

    def press(self, locator: Locator) -> None:
        """Opens what is folded, or whatever else leaves the page where it is."""
        if not self.keyboard:
            return locator.click()
        self.reach(locator)
        return self.page.keyboard.press("Enter")

    def follow(self, locator: Locator) -> None:
        """Follows a link or presses a button to another page, and waits until that is there."""
        with self.page.expect_navigation():
            self.press(locator)

    def fill(self, locator: Locator, text: str) -> None:
        if not self.keyboard:
            return locator.fill(text)
        self.reach(locator)
        self.page.keyboard.press("ControlOrMeta+A")
        return self.page.keyboard.type(text)

    def choose(self, radio: Locator) -> None:
        if not self.keyboard:
            return radio.check()
        self.reach(radio, "name")
        if not radio.evaluate("e => e === document.activeElement"):
            for _option in range(10):
                self.page.keyboard.press("ArrowRight")
                if radio.evaluate("e => e === document.activeElement"):
                    break
        if not radio.is_checked():
            self.page.keyboard.press("Space")
        return expect(radio).to_be_checked()

    def tick(self, box: Locator) -> None:
        if not self.keyboard:
            return box.check()
        self.reach(box)
        return self.page.keyboard.press("Space")

    def select(self, locator: Locator, label: str) -> None:
        if not self.keyboard:
            locator.select_option(label=label)
            return
        self.reach(locator)
        self.page.keyboard.press("Home")
        for _option in range(30):
            chosen = locator.evaluate("e => e.selectedOptions[0].label")
            if chosen == label:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{label} cannot be chosen")

    def attach(self, locator: Locator, file: Path) -> None:
        """Chooses a file. The dialog to do so is the system's own: the page's part is the focus."""
        if self.keyboard:
            self.reach(locator)
        locator.set_input_files(file)

    def sign_in(self, email: str) -> None:
        self.go("sign-in/")
        self.fill(self.page.locator("[name=login]"), email)
        self.fill(self.page.locator("[name=password]"), demo.PASSWORD)
        self.follow(self.page.locator("form#page button"))
        self.page.wait_for_url(f"**/{self.language}/")

    def sign_out(self) -> None:
        self.follow(self.page.locator("form.signed-in button"))
        expect(self.page.locator("form.signed-in")).to_have_count(0)

    def rate_attribute(self, code: str, ratings: Callable[[int], str]) -> None:
        """Gives each statement of the attribute on the page its rating, and goes on."""
        self.page.wait_for_url(f"**/{code}/")
        for number, question in enumerate(self.page.locator("fieldset.question").all()):
            self.choose(question.locator(f"input[value={ratings(number)}]"))
        self.follow(self.page.locator("button[name=onwards]"))


def _rating(apart: str, number: int) -> str:
    """What a government gives the statement of an attribute with this number, from 0."""
    return "L" if number else apart


def _rate_the_rest(assessment: str, government: str, rating: Callable[[int], str]) -> None:
    """Gives what is not rated yet the ratings of a government."""
    participant = Participant.objects.get(assessment=assessment, jurisdiction__code=government)
    done = set(participant.ratings.values_list("criterion", flat=True))
    save_opinions(
        participant.assessment,
        participant.jurisdiction,
        [
            Opinion(criterion, None, rating(number))
            for attribute in Attribute.objects.filter(edition=participant.assessment.edition)
            for number, criterion in enumerate(attribute.criteria.all())
            if criterion.pk not in done
        ],
        by=command_line_person(),
    )


def _settle_the_rest(assessment: str, email: str) -> None:
    """Has the lead rate what is not rated yet: as all governments do, or partly."""
    found = Assessment.objects.get(pk=assessment)
    done = set(found.ratings.values_list("criterion__attribute", flat=True))
    for attribute in Attribute.objects.filter(edition=found.edition).exclude(pk__in=done):
        for number, criterion in enumerate(attribute.criteria.all()):
            answer = Answer("L") if number else Answer("P", "Agreed – convenu (fictif)", "en")
            save_answer(found, criterion, None, answer, by=Person.objects.get(email=email))


@pytest.mark.parametrize(
    ("language", "way"), [("en", "keyboard"), ("en", "killed"), ("fr", "plain")]
)
def test_a_whole_assessment(
    portal: Portal,
    visitor: Callable[..., BrowserContext],
    tmp_path: Path,
    language: str,
    way: str,
) -> None:
    page = visitor(java_script_enabled=way != "plain").new_page()
    hands = Hands(page, language, keyboard=way != "killed")
    code = f"WHOLE-{language.upper()}-{way.upper()}"
    people = {
        name: f"{name}.{code.lower()}@example.invalid"
        for name in ("lead", *(each.lower() for each in GOVERNMENTS))
    }
    with portal.at_home():
        named = [*Jurisdiction.objects.filter(code__in=GOVERNMENTS), Council.objects.get(code="JC")]
        names = {each.code: getattr(each, f"text_{language}") for each in named}

    # The secretariat creates the initiative, and invites a lead and a contributor a government.
    hands.sign_in("secretariat@demo.invalid")
    hands.go("initiatives/new/")
    hands.fill(page.locator("#id_code"), code)
    hands.fill(page.locator("#id_name_en"), "A made-up service (fictitious)")
    hands.fill(page.locator("#id_name_fr"), "Un service inventé (fictif)")
    hands.select(page.locator("#id_council"), names["JC"])
    hands.select(page.locator("#id_lead"), names["CA-BC"])
    for government in ("CA", "CA-AB"):
        hands.tick(
            page.get_by_label(names[government], exact=True).and_(page.get_by_role("checkbox"))
        )
    hands.tick(page.locator("input[name=channels]").nth(0))
    hands.tick(page.locator("input[name=channels]").nth(1))
    hands.follow(page.locator("#page button.btn-primary"))
    page.wait_for_url(f"**/initiatives/{code}/")
    for name, email in people.items():
        hands.go(f"initiatives/{code}/team/")
        hands.fill(page.locator("#id_email"), email)
        role = "lead" if name == "lead" else "contributor"
        hands.select(
            page.locator("#id_role"), page.locator(f"#id_role option[value={role}]").inner_text()
        )
        if role == "contributor":
            hands.select(page.locator("#id_jurisdiction"), names[name.upper()])
        hands.follow(page.locator("#page button.btn-primary"))
        expect(page.locator(".banner-success")).to_be_visible()
    hands.sign_out()
    for name, email in people.items():
        page.goto(portal.link_mailed_to(email))
        hands.fill(page.locator("#id_name"), f"Fictitious {name}")
        hands.fill(page.locator("#id_password"), demo.PASSWORD)
        hands.follow(page.locator("#page button.btn-primary"))
        hands.sign_out()

    # The lead starts the assessment, and asks three governments to rate on their own.
    hands.sign_in(people["lead"])
    hands.go(f"initiatives/{code}/start/")
    hands.choose(page.locator("[name=stage]").nth(2))
    hands.follow(page.locator("#page button.btn-primary"))
    page.wait_for_url("**/assessments/*/")
    assessment = page.url.split("/assessments/")[1].rstrip("/")
    hands.go(f"assessments/{assessment}/partners/")
    for government in GOVERNMENTS:
        hands.tick(page.get_by_label(names[government], exact=True))
    hands.follow(page.locator("#page button.btn-primary"))
    expect(page.locator(".partners li")).to_have_count(3)
    hands.sign_out()

    # Each rates alone, blind to the others. They differ at the first statement of each attribute.
    for government, apart in zip(GOVERNMENTS, "LNL", strict=True):
        hands.sign_in(people[government.lower()])
        hands.follow(page.locator(f'a[href*="/{assessment}/own/"]').first)
        hands.follow(page.locator('.task-list a[href$="/own/ACC/"]'))
        rating = partial(_rating, apart)
        hands.rate_attribute("ACC", rating)
        if way == "killed" and government == "CA":
            hands.go(f"assessments/{assessment}/own/EFF/")
            portal.kill()
            hands.choose(page.locator("#EFF-01 input[value=N]"))
            page.locator("#EFF-01 .one-answer details summary").click()
            page.locator("#EFF-01-comment").fill("Typed while the server was dead")
            portal.serve()
            expect(page.locator("#EFF-01 .save-status")).to_contain_text("Saved")
            hands.rate_attribute("EFF", rating)
        with portal.at_home():
            _rate_the_rest(assessment, government, rating)
        hands.go(f"assessments/{assessment}/own/")
        hands.follow(page.locator("button[name=finish]"))
        expect(page.locator("button[name=finish]")).to_have_count(0)
        hands.sign_out()

    # The lead takes over what is agreed, settles the rest, and adds what the check asks for.
    hands.sign_in(people["lead"])
    for attribute in BY_HAND[way]:
        hands.go(f"assessments/{assessment}/consensus/{attribute}/")
        hands.follow(page.locator("button[name=accept]"))
        first = page.locator("#answers fieldset.question").first
        if way == "killed" and attribute == "EFF":
            expect(page.get_by_text("Typed while the server was dead")).to_have_count(1)
        if way == "killed" and attribute == "RES":
            portal.kill()
            portal.serve()
        hands.choose(first.locator("input[value=P]"))
        hands.fill(first.locator("textarea[name$=-comment]"), "Agreed – convenu (fictif)")
        hands.follow(page.locator("button[name=save]"))
        expect(page.locator(".banner-success")).to_be_visible()
    with portal.at_home():
        _settle_the_rest(assessment, people["lead"])
    hands.go(f"assessments/{assessment}/results/")
    for question in page.locator("fieldset.question").all():
        hands.choose(question.locator("input[value=P]"))
    hands.follow(page.locator("button[name=onwards]"))
    page.wait_for_url("**/plan/")
    document = tmp_path / "survey.pdf"
    document.write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<<>>\n%%EOF\n")
    hands.go(f"assessments/{assessment}/criteria/ACC-08/")
    folded = page.locator("details", has=page.locator("#id_file-file"))
    hands.press(folded.locator("summary"))
    hands.fill(page.locator("#id_file-title"), "Survey (fictitious)")
    hands.attach(page.locator("#id_file-file"), document)
    hands.follow(folded.locator("button"))
    expect(page.get_by_role("link", name="Survey (fictitious)")).to_be_visible()
    hands.go(f"assessments/{assessment}/check/")
    hands.follow(page.locator("#page button.btn-primary"))
    expect(page.locator(".tag-submitted")).to_be_visible()
    hands.sign_out()

    # A co-chair returns it with a reason at one statement.
    hands.sign_in("cochair.jc@demo.invalid")
    hands.go(f"assessments/{assessment}/review/")
    hands.press(page.locator("#SEC > summary"))
    hands.press(page.locator("#SEC-01 details.more summary"))
    hands.fill(page.locator("#SEC-01-text"), "What does this rest on? (fictitious)")
    hands.fill(page.locator("#id_reason"), "One question (fictitious)")
    hands.follow(page.locator("button[name=return]"))
    page.wait_for_url(f"**/assessments/{assessment}/")
    hands.sign_out()

    # The lead answers at the statement, and submits again.
    hands.sign_in(people["lead"])
    hands.go(f"assessments/{assessment}/")
    hands.follow(page.locator('.banner a[href$="#SEC-01"]'))
    expect(page.locator("#SEC-01 .concern")).to_contain_text("What does this rest on?")
    hands.choose(page.locator("#SEC-01 input[value=N]"))
    hands.follow(page.locator("button[name=save]"))
    expect(page.locator(".banner-success")).to_be_visible()
    hands.go(f"assessments/{assessment}/check/")
    hands.follow(page.locator("#page button.btn-primary"))
    expect(page.locator(".tag-submitted")).to_be_visible()
    hands.sign_out()

    # The co-chair sees what changed, approves, and takes the reports away.
    hands.sign_in("cochair.jc@demo.invalid")
    hands.go(f"assessments/{assessment}/review/")
    hands.press(page.locator("#returned > summary"))
    expect(page.locator(".change-of, .change").first).to_be_visible()
    hands.follow(page.locator("button[name=approve]"))
    hands.follow(page.locator("form#page button.btn-primary"))
    expect(page.locator(".tag-approved")).to_be_visible()
    for report in REPORTS[way]:
        path = f"/{language}/assessments/{assessment}/report-{report}.pdf"
        assert faults(_once_made(page, path)) == []
    data = page.request.get(f"/{language}/assessments/{assessment}/export.json").json()
    given = {item["criterion"]: item["rating"] for item in data["ratings"]}
    assert (len(given), given["ACC-01"], given["ACC-02"], given["SEC-01"]) == (46, "P", "L", "N")
    assert [len(each["ratings"]) for each in data["participants"]] == [46, 46, 46]


def _once_made(page: Page, path: str) -> bytes:
    """A report, which a worker makes when its baseline is approved: asked for until it is there."""
    found: list[bytes] = []

    def is_made() -> bool:
        response = page.request.get(path)
        found[:] = [response.body()]
        return response.headers["content-type"] == "application/pdf"

    eventually(is_made, within=LONGEST)
    return found[0]
