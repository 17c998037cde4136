"""The page of the validation report: computed by a worker, and said in words."""

import dataclasses
import re

import pytest
from django.conf import LazySettings
from django.utils import timezone
from django.utils.translation import override
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries

from assessments.method.validation import Verdict, Why
from assessments.method.validation.simulation import Truth
from assessments.models import Event, ValidationRun
from assessments.validation import views
from assessments.validation.actions import ask_report
from assessments.validation.content import report_content
from assessments.validation.document import as_document, as_report
from assessments.validation.figures import Judgement
from assessments.validation.meanings import MEANINGS
from assessments.validation.reads import RawRatings, ValidatedStatement
from assessments.validation.report import validation_report
from assessments.validation.runs import newest_finished
from assessments.validation.words import FIGURES, PARTS, PENDING, REASONS, VERDICTS
from maturity.models import Criterion, Edition, Worker
from maturity.operations import jobs
from maturity.thresholds import PROPOSED
from tests.cast import Cast
from tests.validation import test_report
from tests.validation.test_report import LEVELS, TODAY, raw

PAGE = "/en/model/validation/2017-draft/"


@pytest.fixture
def queued(settings: LazySettings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def edition() -> Edition:
    return Edition.objects.get(code="2017-draft")


def keep(cast: Cast, found: RawRatings) -> None:
    """Keeps a report of what was rated, as if a worker had computed it."""
    ValidationRun.objects.create(
        edition=edition(),
        asked_by=cast.secretariat,
        finished_at=timezone.now(),
        result=as_document(validation_report(found, TODAY, rounds=20)),
    )


def work() -> None:
    worker = Worker.objects.create(host="here", pid=1)
    while job := jobs.claim(worker):
        jobs.perform(job, worker, pause=0)


def test_a_worker_computes_it(cast: Cast, queued: None) -> None:
    client = cast.client("cochair")
    assert "No report has been computed for this edition." in client.get(PAGE).content.decode()
    client.post(PAGE, {"compute": "1"})
    assert "The report is being computed" in client.get(PAGE).content.decode()
    work()
    page = client.get(PAGE).content.decode()
    assert ("Compute it again" in page, "being computed" in page) == (True, False)
    assert ValidationRun.objects.get().finished_at is not None


def test_asking_twice_gives_the_one_that_is_going(cast: Cast, queued: None) -> None:
    first = ask_report(edition(), by=cast.secretariat)
    assert ask_report(edition(), by=cast.cochair) == first
    assert Event.objects.filter(verb="ask_validation").count() == 1
    work()
    assert ask_report(edition(), by=cast.cochair) != first


def test_one_that_failed_is_told_and_can_be_asked_for_again(cast: Cast, queued: None) -> None:
    ask_report(edition(), by=cast.secretariat)
    DBTaskResult.objects.update(status="FAILED")
    page = cast.client("secretariat").get(PAGE).content.decode()
    assert "The last report could not be computed." in page
    assert "Compute the report" in page


def test_one_that_ends_while_the_page_is_made_has_not_failed(
    cast: Cast, queued: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask_report(edition(), by=cast.secretariat)

    def later(edition: Edition) -> ValidationRun | None:
        work()
        return newest_finished(edition)

    monkeypatch.setattr(views, "newest_finished", later)
    page = cast.client("secretariat").get(PAGE).content.decode()
    assert "could not be computed" not in page
    assert "Computed " in page


def test_an_edition_without_baselines_says_what_cannot_be_said_yet(
    cast: Cast, queued: None
) -> None:
    ask_report(edition(), by=cast.secretariat)
    work()
    page = cast.client("secretariat").get(f"{PAGE}").content.decode()
    assert "Figures without a caution: 0 of 30 assessments." in page
    assert "0 approved assessments" in page


def test_an_edition_that_does_not_exist_is_not_found(cast: Cast) -> None:
    assert cast.client("secretariat").get("/en/model/validation/1999/").status_code == 404


def test_a_misplaced_statement_is_to_be_looked_at(cast: Cast) -> None:
    keep(cast, raw(Truth(LEVELS, 100, misplaced=2, misplaced_by=3)))
    page = cast.client("secretariat").get(PAGE).content.decode()
    assert "ACC-03 is less often achieved than ACC-01 in only 0% of resamples" in page


def test_it_speaks_french(cast: Cast) -> None:
    keep(cast, raw(Truth(LEVELS, 20)))
    page = cast.client("secretariat").get("/fr/model/validation/2017-draft/").content.decode()
    assert "Le modèle fonctionne-t-il?" in page
    assert "Des chiffres sans mise en garde\N{NO-BREAK SPACE}: 20 autoévaluations sur 30." in page


@pytest.mark.parametrize(("page", "queries"), [(PAGE, 12), (f"{PAGE}figures/", 8)])
@pytest.mark.parametrize("assessments", [0, 1, 3])
def test_the_page_takes_as_many_queries_however_much_was_rated(
    cast: Cast,
    django_assert_num_queries: DjangoAssertNumQueries,
    assessments: int,
    page: str,
    queries: int,
) -> None:
    keep(cast, raw(Truth(LEVELS, assessments)))
    client = cast.client("secretariat")
    client.get(page)
    with django_assert_num_queries(queries):
        client.get(page)


def test_there_are_no_figures_before_a_report_is_computed(cast: Cast) -> None:
    assert cast.client("secretariat").get(f"{PAGE}figures/").status_code == 404


def test_a_report_of_an_earlier_version_says_what_its_pictures_lack(cast: Cast) -> None:
    document = as_document(validation_report(raw(Truth(LEVELS, 20)), TODAY, rounds=10))
    del document["thresholds"]
    document["parts"] = [each for each in document["parts"] if each["name"] != "categories"]
    shown = report_content(as_report(document), edition())
    assert [
        (each.code, bool(each.panels or each.uses), bool(each.why)) for each in shown.pictures
    ] == [
        ("order-picture", False, True),
        ("agreement-picture", True, False),
        ("language-picture", True, False),
        ("category-picture", False, True),
    ]


def test_pictures_say_in_words_what_they_show(cast: Cast) -> None:
    keep(cast, raw(Truth(LEVELS, 40)))
    page = cast.client("secretariat").get(PAGE).content.decode()
    titles = re.findall("<title>([^<]*)</title>", page)[1:]
    # Two attributes' statements twice, agreement, and a bar for each attribute.
    assert len(titles) == 2 + 1 + 2 + 2
    assert re.match(r"Easy access and accessible: ACC-01: \d+% \(from \d+% to \d+%\); ", titles[0])


def test_an_edition_that_asks_for_few_ratings_says_what_they_find(cast: Cast) -> None:
    report = validation_report(raw(Truth(LEVELS, 1)), TODAY, rounds=1)
    own = dataclasses.replace(report, thresholds=PROPOSED)
    assert [len(report_content(each, edition()).judged_by) for each in (report, own)] == [2, 1]


@pytest.mark.parametrize("page", ["", "figures/"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_whole_edition_takes_less_than_100_kb(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, language: str, page: str
) -> None:
    statements = tuple(
        ValidatedStatement(*each)
        for each in Criterion.objects.filter(edition=edition()).values_list(
            "code", "attribute__code", "level"
        )
    )
    monkeypatch.setattr(test_report, "STATEMENTS", statements)
    keep(cast, raw(Truth(tuple(each.level for each in statements), 90)))
    shown = cast.client("secretariat").get(f"/{language}/model/validation/2017-draft/{page}")
    assert (len(statements), shown.status_code, len(shown.content) < 100_000) == (46, 200, True)


@pytest.mark.parametrize("assessments", [0, 1, 90])
def test_every_code_has_words_and_a_document_gives_its_report_back(
    cast: Cast, assessments: int
) -> None:
    report = validation_report(raw(Truth(LEVELS, assessments)), TODAY, rounds=10)
    assert as_report(as_document(report)) == report
    assert {figure.name for _part, _group, figure in report.each()} <= set(FIGURES)
    assert set(FIGURES) == set(MEANINGS)
    assert [part.name for part in report.parts] == list(PARTS)
    assert {each.name for each in report.pending} <= set(PENDING)
    assert (set(REASONS), set(VERDICTS)) == (set(Why), {*Judgement, *Verdict})
    with override("fr"):
        assert len(report_content(report, edition(), feedback=True).parts) == len(PARTS)


@pytest.mark.parametrize(
    ("role", "leads"), [("secretariat", True), ("cochair", True), ("lead", False)]
)
def test_those_who_may_find_the_way_to_it(cast: Cast, role: str, leads: bool) -> None:
    page = cast.client(role).get("/en/model/").content.decode()
    assert ('href="/en/model/validation/"' in page) is leads
