"""The index is kept right by every write that changes what it repeats, in the same transaction."""

import datetime
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.cycle.actions import start_assessment
from assessments.improvement.actions import NO_AIM, Aim, set_target
from assessments.initiatives.actions import create_initiative, update_initiative
from assessments.models import Baseline, BitmapBlock, Initiative, Listing
from assessments.review import actions as workflow
from assessments.standings import check as figures_check
from assessments.standings.bits import SLOTS
from assessments.standings.blocks import Block, place
from assessments.standings.columns import day_columns
from maturity.models import Attribute, Channel, Council, Jurisdiction, Priority, Stage
from tests.cast import Cast

pytestmark = [pytest.mark.either_database("locks"), pytest.mark.slow]
NOW = datetime.datetime(2027, 3, 1, 4, 59, tzinfo=datetime.UTC)  # in the portal: the day before
DAY = datetime.date(2027, 2, 28)
TODAY = day_columns("registered", DAY)
MADE = {"initiative", "council.JC", "jurisdiction.CA-BC", "channel.ONLINE", *TODAY}


@pytest.fixture(autouse=True)
def fixed_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def make(cast: Cast, code: str = "NEW") -> Initiative:
    return create_initiative(
        by=cast.secretariat,
        code=code,
        name_en="Élan’s service",
        name_fr="Le service d’Élan",
        council=cast.initiative.council,
        lead=cast.initiative.lead,
        channels=list(Channel.objects.filter(code="ONLINE")),
    )


def columns(initiative: Initiative, layer: int = 0) -> list[frozenset[str]]:
    """What holds in each slot of an initiative."""
    block, bit = place(initiative.listing.number)
    row = BitmapBlock.objects.get(layer=layer, block=block)
    unpacked = Block.unpacked(row.columns, bytes(row.bits))
    return [unpacked.at(bit + slot) for slot in range(SLOTS)]


def approved(cast: Cast) -> Baseline:
    """Another cycle of the cast's assessment, from the beginning to its approval."""
    assessment = cast.import_()
    workflow.submit(assessment, by=cast.lead)
    return workflow.approve(assessment, by=cast.cochair)


def test_a_new_initiative_is_listed(cast: Cast) -> None:
    made = make(cast)
    assert columns(made) == [MADE] * SLOTS
    assert (made.listing.folded_en, made.listing.words) == (
        "elan's service", "new elan's service le service d'elan",
    )  # fmt: skip


def test_a_changed_initiative_is_listed_as_it_is_then(cast: Cast) -> None:
    made = make(cast)
    before = columns(cast.initiative)
    changed = update_initiative(
        made,
        by=cast.secretariat,
        name_fr="Autre chose",
        council=Council.objects.get(code="PSSDC"),
        partners=list(Jurisdiction.objects.filter(code="CA")),
        channels=list(Channel.objects.filter(code="PHONE")),
        priorities=list(Priority.objects.filter(code="digital-identity")),
    )
    expected = {
        "initiative", "council.PSSDC", "jurisdiction.CA", "jurisdiction.CA-BC", "channel.PHONE",
        "priority.digital-identity", *TODAY,
    }  # fmt: skip
    assert columns(changed) == [expected] * SLOTS
    assert Listing.objects.get(initiative=made).folded_fr == "autre chose"
    assert columns(cast.initiative) == before


def test_the_first_assessment_is_the_day_on_which_it_is_begun(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make(cast)
    for stage in Stage.objects.filter(code__in=["DES", "DEL"]):
        start_assessment(made, stage, by=cast.lead, as_of=DAY)
        assert columns(made) == [MADE | day_columns("begun", DAY)] * SLOTS
        later = NOW + datetime.timedelta(days=9)
        monkeypatch.setattr(timezone, "now", lambda: later)  # noqa: B023
    figures_check.check()


def test_what_a_plan_aims_for_is_listed_as_it_is_now(cast: Cast) -> None:
    made = make(cast)
    acc, eff = (Attribute.objects.get(code=code) for code in ("ACC", "EFF"))
    for attribute, aim in ((acc, Aim(3, DAY)), (eff, Aim(2)), (acc, Aim(1, DAY))):
        set_target(made, attribute, aim, by=cast.secretariat)
    eff_2 = {"target.EFF", "target.EFF.1"}
    acc_1 = {"target.ACC", "target.ACC.0", *day_columns("by.ACC", DAY)}
    assert columns(made) == [MADE | eff_2 | acc_1] * SLOTS
    set_target(made, acc, NO_AIM, by=cast.secretariat)
    assert columns(made) == [MADE | eff_2] * SLOTS
    figures_check.check()


def test_the_first_submission_is_the_day_from_which_it_is_seen(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.rate_all()
    before = columns(cast.initiative)[0]
    workflow.submit(cast.assessment, by=cast.lead)
    assert columns(cast.initiative) == [before | day_columns("seen", DAY)] * SLOTS
    workflow.return_to_team(cast.assessment, by=cast.cochair, reason="Made up.", language="en")
    later = NOW + datetime.timedelta(days=9)
    monkeypatch.setattr(timezone, "now", lambda: later)
    workflow.submit(cast.assessment, by=cast.lead)
    update_initiative(cast.initiative, by=cast.secretariat, name_en="Another name")
    assert columns(cast.initiative) == [before | day_columns("seen", DAY)] * SLOTS


def test_each_approval_is_a_layer_further(cast: Cast) -> None:
    cast.rate_all()
    approved(cast)
    first = columns(cast.initiative, 1)
    approved(cast)
    assert columns(cast.initiative, 1) == first
    for layer in (1, 2):
        held = columns(cast.initiative, layer)
        assert [bool(each) for each in held] == [False, False, True, False]
        assert {"baseline", "edition.2017-draft", "overall.0", "overall.1"} <= held[2]
    figures_check.check()


def test_an_import_is_listed(cast: Cast) -> None:
    name = {"en": "Made up", "fr": "Inventé"}
    cast.import_(initiative={"code": "TEST", "name": name, "channels": ["MAIL"]})
    assert "channel.MAIL" in columns(cast.initiative)[0]
    assert Listing.objects.get(initiative=cast.initiative).words == "test made up invente"
    figures_check.check()


@pytest.mark.parametrize("work", [make, approved], ids=["create", "approve"])
def test_what_is_taken_back_leaves_nothing(cast: Cast, work: Callable[[Cast], object]) -> None:
    cast.rate_all()
    rows = list(BitmapBlock.objects.order_by("pk").values())
    with transaction.atomic():
        work(cast)
        transaction.set_rollback(True)
    assert list(BitmapBlock.objects.order_by("pk").values()) == rows
    figures_check.check()


def test_approving_costs_the_same_among_many_initiatives(cast: Cast) -> None:
    cast.rate_all()
    approved(cast)  # the first one of a layer makes its row

    def queries() -> int:
        assessment = cast.import_()
        workflow.submit(assessment, by=cast.lead)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            workflow.approve(assessment, by=cast.cochair)
        return len(captured)

    alone = queries()
    for number in range(60):
        make(cast, f"NEW-{number}")
    assert queries() == alone
