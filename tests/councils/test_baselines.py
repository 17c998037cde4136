"""A council's own baselines: approved by a co-chair, final, and compared with the last one."""

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.audit.history import entries, of_person
from assessments.audit.words import EventWords
from assessments.councils.actions import approve_council
from assessments.councils.snapshot import take
from assessments.initiatives.actions import update_initiative
from assessments.meetings.actions import add_meeting, save_decisions, set_council_targets
from assessments.models import CouncilBaseline, Event, Initiative
from assessments.review import actions as workflow
from maturity.canonical import canonical, sha256
from maturity.days import a_year_before
from maturity.faults import Faults
from maturity.models import Council
from maturity.wording import long_date
from reports import verification
from reports.council import council_baseline_sources, council_sources
from reports.issuing import issue
from tests.cast import Cast
from tests.forms import fields
from tests.reports.pdf_structure import faults
from tests.test_access import ROLES

DAY = datetime.timedelta(days=1)
NEW, LIST = "/en/councils/JC/baselines/new/", "/en/councils/JC/baselines/"
BOTH = {"kind": "decision", "text_en": "Assess every year.", "text_fr": "Évaluer chaque année."}


def joint() -> Council:
    return Council.objects.get(code="JC")


def today() -> datetime.date:
    return timezone.localdate()


@pytest.fixture
def approved(cast: Cast) -> Cast:
    """The cast, whose assessment became a baseline of the Joint Councils ten days ago."""
    cast.rate_all()
    before = timezone.now() - 10 * DAY
    workflow.submit(cast.assessment, by=cast.lead, at=before)
    workflow.approve(cast.assessment, by=cast.cochair, at=before)
    return cast


@pytest.fixture
def baseline(approved: Cast) -> CouncilBaseline:
    """The baseline of the Joint Councils of five days ago."""
    return approve_council(joint(), today() - 5 * DAY, by=approved.cochair)


def submit(cast: Cast, changes: dict[str, str], role: str = "cochair") -> Any:
    client = cast.client(role)
    return client.post(NEW, fields(client.get(NEW).text) | changes, follow=True)


def approve(cast: Cast, day: datetime.date | str) -> Any:
    """Chooses a day, looks at what becomes final, and approves it."""
    return submit(cast, {"at": str(day), "approve": str(day)})


def page(baseline: CouncilBaseline, language: str = "en") -> str:
    return f"/{language}/council-baselines/{baseline.pk}/"


def assess_again(cast: Cast) -> None:
    """A second baseline of the cast's initiative, from today on, on which ACC has fallen."""
    following = cast.import_(
        as_of="2027-10-31", ratings=[{"criterion": "ACC-01", "rating": "N"}]
    )  # fmt: skip
    workflow.submit(following, by=cast.lead)
    workflow.approve(following, by=cast.cochair)


def test_a_co_chair_approves_one(approved: Cast) -> None:
    answer = approve(approved, today())
    assert answer.redirect_chain == [(LIST, 302)]
    baseline = CouncilBaseline.objects.get()
    assert (baseline.council.code, baseline.at) == ("JC", today())
    assert baseline.approved_by == approved.cochair
    assert baseline.sha256 == sha256(baseline.snapshot)
    assert baseline.content == take(joint(), today(), a_year_before(today()))
    assert baseline.sha256 in answer.text


@pytest.mark.parametrize(
    ("role", "status"),
    [("secretariat", 403), ("council_viewer", 403), ("other_cochair", 404), ("lead", 404),
     ("stranger", 404)],
)  # fmt: skip
def test_nobody_but_a_co_chair_of_the_council_does(approved: Cast, role: str, status: int) -> None:
    said = {"at": str(today()), "approve": str(today())}
    assert approved.client(role).post(NEW, said).status_code == status
    assert not CouncilBaseline.objects.exists()


def test_a_co_chair_of_the_joint_councils_does_not_for_another_council(approved: Cast) -> None:
    said = {"at": str(today()), "approve": str(today())}
    path = NEW.replace("/JC/", "/PSSDC/")
    assert approved.client("cochair").post(path, said).status_code == 404


def test_there_is_none_where_no_initiative_has_one(approved: Cast) -> None:
    page = approve(approved, today() - 11 * DAY).text
    assert "Situation as of – No initiative of the council had a baseline on this date." in page
    assert not CouncilBaseline.objects.exists()


@pytest.mark.parametrize("days", [5, 6])
def test_the_next_one_is_of_a_later_day(
    approved: Cast, baseline: CouncilBaseline, days: int
) -> None:
    page = approve(approved, today() - days * DAY).text
    assert "Choose a later date." in page
    assert CouncilBaseline.objects.get() == baseline


@pytest.mark.parametrize("days", [5, 6])
def test_so_it_is_for_what_writes_it(approved: Cast, baseline: CouncilBaseline, days: int) -> None:
    with pytest.raises(Faults) as raised:
        approve_council(joint(), today() - days * DAY, by=approved.cochair)
    assert [each.place for each in raised.value.faults] == ["at"]


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (str(timezone.localdate() + 2 * DAY), "This date is in the future."),
        ("1999-12-31", "The model did not exist on this date. Choose a later one."),
        ("soon", "Enter a valid date."),
        ("", "Enter the date that the baseline describes."),
    ],
)
def test_a_day_that_cannot_be_is_told_and_kept_in_the_form(
    approved: Cast, day: str, told: str
) -> None:
    page = approve(approved, day).text
    assert f"Situation as of – {told}" in page
    assert f'value="{day}"' in page
    assert "What becomes final" not in page
    assert not CouncilBaseline.objects.exists()


def test_what_becomes_final_is_shown_first(approved: Cast) -> None:
    day = datetime.date(2099, 3, 31)
    aim = {"level": 2, "share": 80, "by": day}
    set_council_targets(joint(), {"ACC": aim}, by=approved.cochair)
    meeting = add_meeting(joint(), today() - DAY, by=approved.cochair)
    half = BOTH | {"text_en": "Only in English.", "text_fr": ""}
    save_decisions(meeting, [(None, BOTH), (None, half)], by=approved.cochair)
    shown = approved.client("cochair").get(NEW).text
    for said in (
        "The only registered initiative has a baseline.",
        "level 2 for 80% of initiatives by March 31, 2099",
        "Assess every year.",
        "1 decision is in one language only and will be left out.",
        f'name="approve" value="{today()}"',
    ):
        assert said in shown.replace("\xa0", " ")
    assert "Only in English." not in shown
    assert not CouncilBaseline.objects.exists()


def test_another_day_is_shown_and_not_approved(approved: Cast) -> None:
    day = today() - 11 * DAY
    page = submit(approved, {"at": str(day), "look": "1"}).text
    assert "No initiative is registered yet." in page
    assert f'name="approve" value="{day}"' in page
    assert not CouncilBaseline.objects.exists()


def test_a_day_that_was_changed_after_looking_is_shown_first(approved: Cast) -> None:
    page = submit(approved, {"at": str(today() - DAY), "approve": str(today())}).text
    assert "You changed the date. Review what will become final, then approve it." in page
    assert f'name="approve" value="{today() - DAY}"' in page
    assert not CouncilBaseline.objects.exists()


def test_the_other_language_shows_the_form_again_and_approves_nothing(approved: Cast) -> None:
    said = {"at": str(today()), "approve": str(today()), "redisplay": "1"}
    answer = approved.client("cochair").post(NEW.replace("/en/", "/fr/"), said)
    assert f'value="{today()}"' in answer.text
    assert not CouncilBaseline.objects.exists()


def test_it_has_what_the_council_aims_for_and_decided(approved: Cast) -> None:
    aim = {"level": 3, "share": 50, "by": datetime.date(2099, 3, 31)}
    set_council_targets(joint(), {"ACC": aim}, by=approved.cochair)
    meeting = add_meeting(joint(), today(), by=approved.cochair)
    half = BOTH | {"text_en": "Only in English.", "text_fr": ""}
    save_decisions(meeting, [(None, BOTH), (None, half)], by=approved.cochair)
    said = approve_council(joint(), today(), by=approved.cochair).content
    [target] = said["targets"]
    assert (target["attribute"], target["level"], target["share"]) == ("ACC", 3, 50)
    text = {"en": "Assess every year.", "fr": "Évaluer chaque année."}
    assert said["decisions"] == [{"kind": "decision", "text": text, "on": str(today())}]


def test_it_stays_as_it_was_while_the_figures_go_on(
    approved: Cast, baseline: CouncilBaseline
) -> None:
    client = approved.client("cochair")
    before = client.get(page(baseline)).text.partition("<article")[2].partition("</article>")[0]
    assess_again(approved)
    update_initiative(approved.initiative, by=approved.secretariat, name_en="Another name")
    set_council_targets(
        joint(), {"ACC": {"level": 1, "share": 1, "by": today()}}, by=approved.cochair
    )  # fmt: skip
    after = client.get(page(baseline)).text.partition("<article")[2].partition("</article>")[0]
    assert before == after
    kept = CouncilBaseline.objects.get()
    assert (kept.snapshot, sha256(kept.snapshot)) == (baseline.snapshot, baseline.sha256)


@pytest.mark.either_database("triggers")
@pytest.mark.parametrize("values", [{"snapshot": "{}"}, {"at": "2020-01-01"}, {"sha256": "0"}])
def test_the_database_refuses_to_change_one(
    baseline: CouncilBaseline, values: dict[str, str]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CouncilBaseline.objects.update(**values)
    assert CouncilBaseline.objects.get().snapshot == baseline.snapshot


@pytest.mark.either_database("triggers")
def test_the_database_refuses_to_remove_one(baseline: CouncilBaseline) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CouncilBaseline.objects.all().delete()
    assert CouncilBaseline.objects.get() == baseline


def test_the_first_is_compared_with_the_day_a_year_before(baseline: CouncilBaseline) -> None:
    assert baseline.content["since"] == str(a_year_before(baseline.at))


def test_the_next_one_is_compared_with_it(approved: Cast, baseline: CouncilBaseline) -> None:
    assess_again(approved)
    following = approve_council(joint(), today(), by=approved.cochair)
    assert following.content["since"] == str(baseline.at)
    [moved] = following.content["movement"]["moved"]
    assert moved["initiative"] == "TEST"
    assert [(each["attribute"], each["to"]) for each in moved["attributes"]] == [("ACC", 0)]


def test_what_becomes_final_is_compared_with_the_last_one_too(
    approved: Cast, baseline: CouncilBaseline
) -> None:
    shown = approved.client("cochair").get(NEW).text
    assert f"Compared with {long_date(baseline.at)}." in shown


def test_each_council_has_its_own(approved: Cast, baseline: CouncilBaseline) -> None:
    update_initiative(
        approved.initiative, by=approved.secretariat, council=Council.objects.get(code="PSSDC")
    )
    theirs = approve_council(
        Council.objects.get(code="PSSDC"), baseline.at, by=approved.people["other_cochair"]
    )
    assert theirs.content["since"] == str(a_year_before(baseline.at))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_its_page_is_there_in_both_languages(
    approved: Cast, baseline: CouncilBaseline, language: str
) -> None:
    answer = approved.client("council_viewer").get(page(baseline, language))
    name = {"en": "A made-up service", "fr": "Un service inventé"}[language]
    assert name in answer.text
    assert approved.cochair.name in answer.text
    assert 'name="at"' not in answer.text
    assert len(answer.content) < 100_000


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "marked"),
    [("en", ("en-CA",)), ("fr", ("fr-CA",)), ("both", ("en-CA", "fr-CA"))],
)
def test_its_file_is_sound(
    baseline: CouncilBaseline, language: str, marked: tuple[str, ...]
) -> None:
    report = issue(council_baseline_sources(baseline)["council"], language)
    assert faults(report.data, languages=marked) == []
    assert verification.of_file(report.data).finding is verification.Verification.REPORT


@pytest.mark.slow
def test_who_gets_its_page_and_its_file(approved: Cast, baseline: CouncilBaseline) -> None:
    clients = [approved.client(role) for role in ROLES]
    read = [client.get(page(baseline)).status_code for client in clients]
    assert read == [302, 404, 404, 200, 404, 404, 200, 404, 200]
    taken = [client.get(f"{page(baseline)}report-en.pdf").status_code for client in clients]
    assert taken == [302, 404, 404, 403, 404, 404, 200, 404, 200]


@pytest.mark.slow
def test_the_command_writes_the_newest_one(
    approved: Cast, baseline: CouncilBaseline, tmp_path: Path
) -> None:
    assess_again(approved)
    path = tmp_path / "council.pdf"
    call_command("render_council_report", "JC", "--language=en", f"--output={path}")
    assert path.read_bytes() == issue(council_baseline_sources(baseline)["council"], "en").data
    newest = approve_council(joint(), today(), by=approved.cochair)
    call_command("render_council_report", "JC", "--language=fr", f"--output={path}")
    assert path.read_bytes() == issue(council_baseline_sources(newest)["council"], "fr").data


@pytest.mark.slow
def test_of_a_day_the_command_writes_its_figures(
    approved: Cast, baseline: CouncilBaseline, tmp_path: Path
) -> None:
    path, day = tmp_path / "council.pdf", today() - 7 * DAY
    call_command(
        "render_council_report", "JC", "--language=en", f"--output={path}", f"--at={day}"
    )  # fmt: skip
    source = council_sources(joint(), day, a_year_before(day))["council"]
    assert path.read_bytes() == issue(source, "en").data


@pytest.mark.slow
def test_without_one_the_command_writes_the_figures_of_today(
    approved: Cast, tmp_path: Path
) -> None:
    path = tmp_path / "council.pdf"
    call_command("render_council_report", "JC", "--language=en", f"--output={path}")
    source = council_sources(joint(), today(), a_year_before(today()))["council"]
    assert path.read_bytes() == issue(source, "en").data


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_a_fixed_number_of_queries(
    approved: Cast, number: int, django_assert_num_queries: Any
) -> None:
    for days in range(number, 0, -1):
        approve_council(joint(), today() - days * DAY, by=approved.cochair)
    client = approved.client("council_viewer")
    client.get(LIST)
    with django_assert_num_queries(4):
        listed = client.get(LIST).text
    assert listed.count("/en/council-baselines/") == number


def test_it_is_recorded(approved: Cast, baseline: CouncilBaseline) -> None:
    event = Event.objects.filter(verb="approve_council").get()
    assert (event.subject_id, event.actor_id) == (str(baseline.pk), approved.cochair.pk)
    assert event.new == {"council": "JC", "as_of": str(baseline.at), "sha256": baseline.sha256}
    told = entries(list(of_person(approved.cochair, approved.cochair)), EventWords())
    assert told[0].what == "Approved a baseline of the council"


def test_the_snapshot_is_canonical(baseline: CouncilBaseline) -> None:
    assert baseline.snapshot == canonical(baseline.content)
    assert Initiative.objects.count() == len(baseline.content["initiatives"])
