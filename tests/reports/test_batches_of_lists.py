"""Batches of lists of initiatives, by their filters; and what is in those of a council beside."""

import csv
import datetime
import io
import re
import uuid
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import quote

import openpyxl
import pytest
from django.http import QueryDict
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries

from assessments.councils.actions import approve_council
from assessments.councils.selection import ListForm, list_form
from assessments.cycle.actions import start_assessment
from assessments.models import Event, Figures, Initiative, Membership, Person
from assessments.models.people import Role
from assessments.partners.actions import ask_to_rate
from assessments.review import actions as workflow
from assessments.seeding import scale
from maturity.faults import Faults
from maturity.models import Council, Jurisdiction, Worker
from maturity.operations import jobs
from reports.batches import archive, asking
from reports.models import Batch
from tests.cast import Cast
from tests.reports.kept import batch_path, data_path
from tests.test_access import ROLES

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("small_reports")]
LIST = "/en/batches/"
State = Batch.State


@pytest.fixture
def many(cast: Cast) -> Cast:
    """The cast, and initiatives of each council with baselines at all four stages."""
    list(scale.add(range(1, 7), seed=1))
    found = Initiative.objects.filter(figures__isnull=False)
    assert set(found.values_list("council__code", flat=True)) == {"JC", "PSSDC", "PSCIOC"}
    return cast


def work() -> None:
    worker = Worker.objects.get_or_create(host="here", pid=1)[0]
    while job := jobs.claim(worker):
        jobs.perform(job, worker, pause=0)


def ask(cast: Cast, query: str, role: str = "secretariat") -> Batch:
    person = cast.people[role]
    asked = list_form(person, QueryDict(query))
    assert asked.form.is_valid()
    return asking.ask_for_list(asked, by=person)


def baselines(batch: Batch) -> set[tuple[str, str]]:
    """The initiatives and stages that a batch has."""
    items = batch.items.select_related("baseline__figures__initiative", "baseline__figures__stage")
    figures = [each.baseline.figures for each in items if each.baseline]
    return {(each.initiative.code, each.stage.code) for each in figures}


def standing(**wanted: object) -> set[tuple[str, str]]:
    found = Figures.objects.filter(superseded_at=None, **wanted)
    return set(found.values_list("initiative__code", "stage__code"))


def folder(batch: Batch, language: str) -> list[list[str]]:
    """The index of a language’s folder."""
    with zipfile.ZipFile(batch_path(batch)) as file:
        text = file.read(f"{language}/index.csv").decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter={"en": ",", "fr": ";"}[language]))


def page(cast: Cast, address: str, role: str = "secretariat") -> str:
    response = cast.client(role).get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", response.content.decode()))


def test_a_list_has_the_baselines_that_its_filters_leave(many: Cast) -> None:
    assert baselines(ask(many, "stage=DEL")) == standing(stage__code="DEL")
    assert baselines(ask(many, "council=PSSDC")) == standing(initiative__council__code="PSSDC")
    assert baselines(ask(many, "council=JC")) == standing()
    assert baselines(ask(many, "council=JC-alone")) == standing(initiative__council__code="JC")
    one = Initiative.objects.filter(figures__isnull=False).first()
    assert one
    assert baselines(ask(many, f"q={quote(one.code)}")) == standing(initiative=one)


def test_a_list_of_a_day_has_the_baselines_of_that_day(many: Cast) -> None:
    moments = sorted(Figures.objects.values_list("approved_at", flat=True))
    day = timezone.localdate(moments[2])
    end = timezone.make_aware(datetime.datetime.combine(day, datetime.time.max))
    batch = ask(many, f"at={day}")
    expected = set(Figures.objects.at(end).values_list("initiative__code", "stage__code"))
    assert (baselines(batch), batch.as_at) == (expected, day)
    assert expected != standing()


def test_a_list_has_what_its_reader_may_export_and_no_more(many: Cast) -> None:
    theirs = standing(initiative__council__code="PSSDC")
    assert baselines(ask(many, "", "other_cochair")) == theirs
    assert baselines(ask(many, "", "cochair")) == standing()
    own = Initiative.objects.filter(figures__isnull=False, council__code="PSCIOC").first()
    Membership.objects.create(person=many.lead, role=Role.LEAD, initiative=own)
    Membership.objects.create(
        person=many.lead, role=Role.VIEWER, council=Council.objects.get(code="PSSDC")
    )
    assert baselines(ask(many, "", "lead")) == standing(initiative=own)


def test_the_file_of_a_list_says_its_filters_in_both_languages(many: Cast) -> None:
    batch = ask(many, "stage=DEL&sort=code")
    assert batch.query == "stage=DEL"
    work()
    number = len(standing(stage__code="DEL"))
    stages = {"en": "Stage: Delivery", "fr": "Étape\N{NO-BREAK SPACE}: Exécution"}
    for language, words in stages.items():
        index = folder(batch, language)
        assert [row[9] for row in index[1:]] == [words] * number
    assert archive.name(batch) == f"initiatives-{timezone.localdate()}-reports-rapports.zip"


def test_the_page_of_a_batch_says_its_filters_in_words(many: Cast) -> None:
    batch = ask(many, "stage=DEL&level=1%2B&attribute=ACC")
    said = page(many, f"/en/batches/{batch.pk}/")
    assert "Initiatives Stage: Delivery; Attribute: " in said
    assert "Level: At least level 1" in said
    assert "All initiatives that you can see" in page(many, f"/en/batches/{ask(many, '').pk}/")


def test_a_filter_that_is_gone_is_left_out_of_the_words(many: Cast) -> None:
    batch = ask(many, "stage=DEL")
    Batch.objects.update(query="stage=DEL&channel=GONE")
    assert "Stage: Delivery" in page(many, f"/en/batches/{batch.pk}/")


def test_asking_from_the_list_leads_to_the_batch_and_is_recorded(many: Cast) -> None:
    client = many.client("secretariat")
    assert (
        'href="/en/batches/?stage=DEL"' in client.get("/en/initiatives/?stage=DEL").content.decode()
    )
    number = len(standing(stage__code="DEL"))
    said = page(many, f"{LIST}?stage=DEL")
    assert f"Initiatives Stage: Delivery Change the list Baselines {number}" in said
    response = client.post(f"{LIST}?stage=DEL", {})
    batch = Batch.objects.get()
    assert response.headers["Location"] == f"/en/batches/{batch.pk}/"
    event = Event.objects.latest("id")
    assert (event.verb, event.new) == ("ask_batch", {"filters": "stage=DEL", "baselines": number})


def test_whoever_asks_again_gets_what_is_being_made_and_others_their_own(many: Cast) -> None:
    batch = ask(many, "stage=DEL")
    assert ask(many, "stage=DEL&sort=code") == batch
    assert ask(many, "stage=DES") != batch
    assert ask(many, "stage=DEL", "cochair") != batch
    work()
    assert ask(many, "stage=DEL") != batch


def test_a_list_without_a_baseline_or_with_too_many_is_told(
    many: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = many.client("secretariat").post(f"{LIST}?q=nothing", {}).content.decode()
    assert text.count("There is no baseline yet to make a report from.") == 1
    monkeypatch.setattr(asking, "MOST", 2)
    with pytest.raises(Faults, match="at most 2 baselines; there are"):
        ask(many, "")
    assert Batch.objects.count() == 0


def test_a_filter_that_is_wrong_is_told_by_the_list(many: Cast) -> None:
    for method in ("get", "post"):
        response = getattr(many.client("secretariat"), method)(f"{LIST}?stage=NONE")
        assert response.headers["Location"] == "/en/initiatives/?stage=NONE"
    assert Batch.objects.count() == 0


@pytest.mark.parametrize("part", ["", "progress/", "reports.zip"])
def test_a_batch_of_a_list_is_for_whoever_asked_for_it(many: Cast, part: str) -> None:
    batch = ask(many, "stage=DEL", "cochair")
    work()
    found = []
    for role in ROLES:
        response = many.client(role).get(f"/en/batches/{batch.pk}/{part}")
        b"".join(response)  # Read to its end, a response closes its file.
        found.append(response.status_code)
    assert found == [302, 404, 404, 404, 404, 404, 200, 404, 404]


def test_whoever_may_not_export_it_any_more_does_not_get_it(many: Cast) -> None:
    batch = ask(many, "stage=DEL", "cochair")
    work()
    many.cochair.memberships.update(council=Council.objects.get(code="PSSDC"))
    address = f"/en/batches/{batch.pk}/reports.zip"
    assert many.client("cochair").get(address).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_takes_a_fixed_number_of_queries(
    many: Cast, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for stage in ("DES", "IMP", "DEL")[:number]:
        ask(many, f"stage={stage}")
    client = many.client("secretariat")
    with django_assert_num_queries(12):
        client.get(LIST)


def _first(
    found: Callable[[ListForm, Person], list[uuid.UUID]], number: int, asked: ListForm, by: Person
) -> list[uuid.UUID]:
    return found(asked, by)[:number]


def test_asking_for_hundreds_takes_as_many_queries_as_for_a_few(
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    list(scale.add(range(1, 251), seed=1))
    found = asking.baselines_of
    for number in (5, 500):
        few = partial(_first, found, number)
        monkeypatch.setattr(asking, "baselines_of", few)
        with django_assert_num_queries(15):
            batch = ask(cast, "")
        jobs_of = DBTaskResult.objects.filter(pk__in=batch.items.values("job"))
        asked_for = {job.args_kwargs["kwargs"]["item"] for job in jobs_of}
        assert asked_for == set(batch.items.values_list("pk", flat=True))
        assert len(asked_for) == number


# Of a council


def test_a_councils_file_has_its_report_and_its_data(many: Cast) -> None:
    council = Council.objects.get(code="PSSDC")
    batch = asking.ask(council, by=many.secretariat)
    work()
    day = timezone.localdate()
    index = folder(batch, "en")
    assert [row[:2] + row[4:5] + row[7:8] for row in index[-2:]] == [
        ["", council.text_en, str(day), f"PSSDC-{day}-council-en.pdf"],
        ["", council.text_en, str(day), f"PSSDC-{day}-data-en.xlsx"],
    ]
    with zipfile.ZipFile(batch_path(batch)) as file:
        data = file.read(f"en/PSSDC-{day}-data-en.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(data))
    codes = {row[0] for row in list(book["Attributes"].values)[1:]}
    assert codes == {code for code, _stage in baselines(batch)}
    assert "Portfolio" in book.sheetnames


def test_the_report_is_of_the_councils_newest_baseline_until_the_day(many: Cast) -> None:
    council, today = Council.objects.get(code="JC"), timezone.localdate()
    before = today - datetime.timedelta(days=10)
    for day in (before, today):
        baseline = approve_council(council, day, by=many.cochair)
    batch = asking.ask(council, by=many.cochair)
    assert batch.items.get(baseline=None).council_baseline == baseline
    yesterday = today - datetime.timedelta(days=1)
    earlier = asking.ask(council, by=many.cochair, as_at=yesterday)
    item = earlier.items.get(baseline=None)
    assert item.council_baseline
    assert item.council_baseline.at == before
    work()
    assert [row[7] for row in folder(batch, "en")[-2:]] == [
        f"JC-{today}-council-baseline-en.pdf", f"JC-{today}-data-en.xlsx",
    ]  # fmt: skip
    assert [row[4] for row in folder(earlier, "en")[-2:]] == [str(before)] * 2


@pytest.mark.parametrize("harm", [Path.unlink, lambda path: path.write_bytes(b"half")])
def test_data_that_were_lost_are_made_again(
    many: Cast, harm: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = asking.ask(Council.objects.get(code="JC"), by=many.secretariat)
    original = archive.write

    def write(batch: Batch) -> tuple[int, str]:
        harm(data_path(batch, "fr"))  # type: ignore[operator]
        return original(batch)

    monkeypatch.setattr(archive, "write", write)
    work()
    row = Batch.objects.with_standing().get(pk=batch.pk)
    assert (row.state, row.total - row.done) == (State.FAILED, 1)
    monkeypatch.setattr(archive, "write", original)
    asking.try_again(batch, by=many.secretariat)
    work()
    assert Batch.objects.with_standing().get(pk=batch.pk).state == State.DONE


def test_whose_government_rates_alone_does_not_get_what_others_had_made(many: Cast) -> None:
    many.submit()
    workflow.approve(many.assessment, by=many.secretariat)
    council = Council.objects.get(code="JC")
    Membership.objects.create(person=many.contributor, role=Role.COCHAIR, council=council)
    batch = asking.ask(council, by=many.secretariat)
    address = f"/en/batches/{batch.pk}/"
    before = many.client("contributor").get(address).status_code
    again = start_assessment(
        many.initiative, many.assessment.stage, by=many.lead, as_of=datetime.date(2026, 10, 31)
    )
    ask_to_rate(again, [Jurisdiction.objects.get(code="CA")], by=many.lead)
    roles = ("contributor", "cochair")
    assert before == 200
    assert [many.client(role).get(address).status_code for role in roles] == [403, 200]
