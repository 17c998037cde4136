"""Publishing a draft: complete in both languages, then for good; retiring an edition."""

import datetime

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from assessments.cycle.actions import start_assessment
from assessments.editions import actions
from assessments.editions.drafting import Reason, statements
from assessments.editions.reads import faults_of
from assessments.models import Assessment, EditionDraft, Event
from maturity.editions import newest_edition
from maturity.faults import Faults
from maturity.model_document import document_of
from maturity.models import Criterion, Edition, Guidance, Stage
from maturity.thresholds import DEFAULTS, PROPOSED
from tests.cast import Cast

pytestmark = pytest.mark.either_database("triggers")
WHY = Reason("Better words.", "en")


@pytest.fixture
def client(cast: Cast) -> Client:
    return cast.client("secretariat")


def rewrite(cast: Cast, draft: EditionDraft, **texts: str) -> None:
    """Changes the first statement."""
    draft.refresh_from_db()
    placed = statements(draft.document)["ACC-01"]
    actions.save_statement(
        draft,
        "ACC-01",
        texts={
            **{name: each for name, each in placed.criterion.items() if name != "code"},
            **texts,
        },
        attribute="ACC",
        place=1,
        origin="ACC-01",
        kind="editorial",
        reason=WHY,
        guidance={"N": {"en": "No", "fr": "Non", "provenance": {"en": "project", "fr": "project"}}},
        by=cast.secretariat,
    )
    draft.refresh_from_db()


def start(cast: Cast, stage: str = "IMP", edition: Edition | None = None) -> Assessment:
    return start_assessment(
        cast.initiative,
        Stage.objects.get(code=stage),
        by=cast.lead,
        as_of=datetime.date(2026, 10, 31),
        edition=edition,
    )


def test_a_published_draft_is_the_newest_edition(cast: Cast, draft: EditionDraft) -> None:
    rewrite(cast, draft, en="One place.", fr="Un endroit.")
    edition = actions.publish(draft, by=cast.secretariat)
    assert (newest_edition(), edition.code, edition.validated_by) == (edition, "2027-1", PROPOSED)
    assert Criterion.objects.get(edition=edition, code="ACC-01").text_fr == "Un endroit."
    assert Guidance.objects.get(criterion__edition=edition).text_fr == "Non"
    assert not EditionDraft.objects.exists()
    assert start(cast).edition == edition
    assert cast.assessment.edition.code == "2017-draft"
    event = Event.objects.filter(verb="publish_edition").get()
    assert event.new == {"code": "2017-draft", "sha256": edition.content_sha256}


def test_it_is_written_and_read_as_any_other(
    cast: Cast, draft: EditionDraft, capsys: pytest.CaptureFixture[str], tmp_path
) -> None:
    rewrite(cast, draft, en="One place.", fr="Un endroit.")
    edition = actions.publish(draft, by=cast.secretariat)
    call_command("export_edition", "2027-1")
    file = tmp_path / "2027-1.json"
    file.write_text(capsys.readouterr().out, encoding="utf-8")
    call_command("load_model", str(file))
    assert capsys.readouterr().out == "edition 2027-1 is there already, unchanged\n"
    entry = document_of(edition)["changes"]["statements"][0]
    assert entry == {
        "code": "ACC-01", "from": "ACC-01", "kind": "editorial",
        "reason": {"lang": "en", "text": "Better words."},
    }  # fmt: skip


def test_the_database_keeps_it_as_it_is(cast: Cast, draft: EditionDraft) -> None:
    draft.document["thresholds"] = dict(DEFAULTS)
    draft.save()
    edition = actions.publish(draft, by=cast.secretariat)
    for change in (
        lambda: Edition.objects.filter(pk=edition.pk).update(thresholds=None),
        lambda: Edition.objects.filter(pk=edition.pk).update(changes=None),
        lambda: Criterion.objects.filter(edition=edition).update(level=1),
        lambda: Criterion.objects.filter(edition=edition).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_all_that_is_missing_is_told_at_once(
    cast: Cast, draft: EditionDraft, client: Client
) -> None:
    rewrite(cast, draft, fr="")
    draft.document["title"]["en"] = ""
    draft.document["attributes"][0]["criteria"][1]["en"] = "Changed, and nobody says why."
    draft.guidance["ACC-01"]["P"] = {"en": "", "fr": "Un peu", "provenance": {}}
    draft.save()
    assert [str(each) for each in faults_of(draft)] == [
        "title: The English text is missing.",
        "ACC-01: The French text is missing.",
        "ACC-01: The English guidance is missing (Partially achieved).",
        "ACC-02: Say whether the change is editorial or substantive, and why.",
    ]
    page = reverse("editions:publish", args=["2027-1"])
    answer = client.post(page, follow=True)
    assert "The French text is missing." in answer.text
    with pytest.raises(Faults):
        actions.publish(draft, by=cast.secretariat)
    assert Edition.objects.count() == 1


def test_the_secretariat_publishes_it_on_a_page(cast: Cast, draft: EditionDraft) -> None:
    page, client = reverse("editions:publish", args=["2027-1"]), cast.client("secretariat")
    assert "nobody can change it any more" in client.get(page).text
    answer = client.post(page)
    assert answer.url == reverse("editions:published", args=["2027-1"])
    assert client.get(answer.url).status_code == 200
    assert [each.code for each in Edition.objects.order_by("pk")] == ["2017-draft", "2027-1"]


def test_lists_are_published_as_they_stand(cast: Cast, draft: EditionDraft) -> None:
    Stage.objects.filter(code="DES").update(text_en="Designing")
    actions.publish(draft, by=cast.secretariat)
    assert Stage.objects.get(code="DES").text_en == "Designing"


def test_no_assessment_starts_on_a_retired_edition(
    cast: Cast, draft: EditionDraft, client: Client
) -> None:
    first = Edition.objects.get()
    edition = actions.publish(draft, by=cast.secretariat)
    client.post(reverse("editions:retire", args=["2027-1"]), {"retire": "1"})
    assert newest_edition() == first
    with pytest.raises(Faults, match="Edition 2027-1 is retired"):
        start(cast, edition=edition)
    assert start(cast).edition == first
    client.post(reverse("editions:retire", args=["2027-1"]), {"again": "1"})
    assert newest_edition() == edition


def test_the_last_edition_in_use_is_not_retired(cast: Cast, client: Client) -> None:
    page = reverse("editions:retire", args=["2017-draft"])
    answer = client.post(page, {"retire": "1"})
    assert "This is the only edition in use." in answer.text
    assert newest_edition().code == "2017-draft"
    assert cast.assessment.edition == newest_edition()


@pytest.mark.parametrize("role", ["lead", "cochair"])
def test_nobody_else_publishes_or_retires(cast: Cast, draft: EditionDraft, role: str) -> None:
    client = cast.client(role)
    for name, code in (("publish", "2027-1"), ("retire", "2017-draft"), ("draft", "2027-1")):
        assert client.post(reverse(f"editions:{name}", args=[code])).status_code == 403
    assert EditionDraft.objects.exists()


def test_the_list_takes_as_many_queries_for_three_as_for_one(
    cast: Cast, django_assert_num_queries
) -> None:
    client = cast.client("nobody")
    for number in (1, 3):
        while Edition.objects.count() < number:
            code = f"e{Edition.objects.count()}"
            draft = actions.create_draft(newest_edition(), code, by=cast.secretariat)
            actions.publish(draft, by=cast.secretariat)
        with django_assert_num_queries(1):
            client.get("/en/model/editions/")
