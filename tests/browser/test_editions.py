"""From members’ answers to the councils: a ballot, the edition that comes of it, an assessment that
moves to it, whether the model works, and the package that returns to the councils."""

import datetime
import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from assessments.ballots.actions import open_ballot, save_vote
from assessments.ballots.members import people_of_councils
from assessments.editions.actions import retire
from assessments.models import Ballot
from assessments.people.actions import command_line_person
from maturity.models import Criterion, Edition
from tests.browser.conftest import Portal
from tests.operations.processes import eventually

SignIn = Callable[[Page, str], None]
LONGEST = 600  # seconds until a worker has to be done: others may come before it
ASKED = ("ACC-01", "ACC-02", "ACC-03")
MOVED, REWORDED = ASKED[:2], ("EFF-01", "EFF-02", "RES-01")
SECRETARIAT, VOTER = "secretariat@demo.invalid", "cochair.jc@demo.invalid"


def asked(portal: Portal) -> Ballot:
    """A ballot of five members, four of whom see two statements a level higher."""
    with portal.at_home():
        edition, by = Edition.objects.get(code="2017-draft"), command_line_person()
        statements = list(Criterion.objects.filter(edition=edition, code__in=ASKED))
        sitting = people_of_councils()
        own = next(each for each in sitting if each.email == VOTER)
        others = [each for each in sitting if each != own][:4]
        ballot = open_ballot(
            edition,
            title_en="Do five members agree?",
            title_fr="Cinq membres sont-ils d’accord?",
            closes_on=timezone.localdate() + datetime.timedelta(days=9),
            statements=statements,
            people=[own, *others],
            by=by,
            notify=False,
        )
        said = {"relevance": 4, "clear_en": True, "clear_fr": True, "french_confirmed": True}
        for person in others:
            for each in statements:
                place = "higher" if each.code in MOVED else "same"
                voter = ballot.voters.get(person=person)
                save_vote(voter, each, {**said, "place": place}, seen=0, by=person)
        return ballot


@contextmanager
def in_use(portal: Portal, code: str) -> Iterator[None]:
    """An edition is for this test alone: what comes after it begins on the one that was there."""
    try:
        yield
    finally:
        with portal.at_home():
            for edition in Edition.objects.filter(code=code):
                retire(edition, by=command_line_person())


def go(page: Page, button: str) -> None:
    """Presses a button that leads to another page."""
    with page.expect_navigation():
        page.locator(button).click()


@pytest.mark.parametrize(
    ("language", "initiative", "stage", "done"),
    [("en", "BN", "DEL", "The report is ready"), ("fr", "TELLONCE", "DES", "Le rapport est prêt")],
)
def test_from_a_ballot_to_the_councils(
    portal: Portal,
    page: Page,
    sign_in: SignIn,
    axe_check: Callable[..., None],
    language: str,
    initiative: str,
    stage: str,
    done: str,
) -> None:
    code = f"2027-{language}"
    ballot = asked(portal)
    with in_use(portal, code):
        answer(page, sign_in, f"/{language}/model/ballots/{ballot.pk}/")
        draft(page, sign_in, f"/{language}/model/ballots/{ballot.pk}/", code)
        for each in REWORDED:
            reword(page, f"/{language}/model/editions/drafts/{code}/statements/{each}/")
        publish(page, f"/{language}/model/editions/drafts/{code}/")
        move(page, sign_in, f"/{language}/initiatives/{initiative}/", stage)
        axe_check(page)
        sign_in(page, SECRETARIAT)
        validate(page, f"/{language}/model/validation/{code}/")
        axe_check(page)
        package = returned(page, f"/{language}/priority/return/", done)
    names = zipfile.ZipFile(io.BytesIO(package.read_bytes())).namelist()
    assert [sum(name.startswith(f"{each}/") for name in names) for each in ("en", "fr")] == [8, 8]


def answer(page: Page, sign_in: SignIn, ballot: str) -> None:
    """The fifth member answers, a statement at a time."""
    sign_in(page, VOTER)
    page.goto(f"{ballot}vote/")
    for each in ASKED:
        expect(page.locator("h1 .code")).to_have_text(each)
        for name, value in (("relevance", "4"), ("place", "higher" if each in MOVED else "same")):
            page.locator(f'[name="{name}"][value="{value}"]').check()
        go(page, "[name=go].btn-primary")


def draft(page: Page, sign_in: SignIn, ballot: str, code: str) -> None:
    """The secretariat closes the ballot, and drafts an edition from all that it proposes."""
    sign_in(page, SECRETARIAT)
    page.goto(ballot)
    go(page, "[name=close]")
    page.goto(f"{ballot}results/")
    for each in MOVED:
        expect(page.locator(f'[name=take][value="level:{each}"]')).to_be_checked()
    page.locator("[name=code]").fill(code)
    go(page, "form#page .btn-primary")


def reword(page: Page, statement: str) -> None:
    """An editorial change in both languages, with its reason."""
    page.goto(statement)
    for name in ("en", "fr"):
        text = page.locator(f"[name={name}]")
        text.fill(
            text.input_value().rstrip(".") + (" (always)." if name == "en" else " (toujours).")
        )
        page.locator(f"[name=provenance_{name}]").select_option("project")
    page.locator('[name=kind][value="editorial"]').check()
    page.locator("[name=reason]").fill("Says when.")
    go(page, "form#page .btn-primary")


def publish(page: Page, edition: str) -> None:
    page.goto(f"{edition}publish/")
    go(page, "form#page .btn-primary")


def move(page: Page, sign_in: SignIn, initiative: str, stage: str) -> None:
    """A lead sees what would change, and starts the next assessment on the new edition."""
    sign_in(page, "lead@demo.invalid")
    page.goto(f"{initiative}start/moving/")
    section = page.locator(f"section[aria-labelledby=m-{stage}]")
    assert section.locator("ul").first.locator(".code").all_text_contents() == list(MOVED)
    page.goto(f"{initiative}start/?stage={stage}")
    go(page, "form#page .btn-primary")


def validate(page: Page, report: str) -> None:
    """The newest edition's figures, once a worker has them."""
    page.goto(report)
    go(page, "[name=compute]")

    def is_computed() -> bool:
        page.goto(report)
        return page.locator("[name=compute]").is_visible()

    eventually(is_computed, within=LONGEST)
    with page.expect_navigation():
        page.locator('a[href$="/figures/"]').first.click()
    expect(page.locator("#ballot")).to_be_visible()


def returned(page: Page, path: str, done: str) -> Path:
    """The package, once a worker has made it."""
    page.goto(path)
    with page.expect_download(timeout=LONGEST * 1000) as download:
        page.locator('a[href$="/return.zip"]').click()
    expect(page.get_by_role("heading", level=1)).to_have_text(done)
    return download.value.path()
