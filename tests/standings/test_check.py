"""check_figures: each way in which figures can differ from the snapshots is told, and mended."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from assessments.initiatives.actions import create_initiative
from assessments.models import (
    Baseline,
    BitmapBlock,
    Figures,
    Initiative,
    Listing,
)
from assessments.review import actions as workflow
from assessments.standings.blocks import INITIATIVES, Block
from maturity.models import Channel, Stage
from tests.cast import Cast, next_number

pytestmark = pytest.mark.either_database("bulk writes")
Manage = Callable[..., tuple[int, str, str]]
SECOND = datetime.timedelta(seconds=1)


@dataclass(frozen=True)
class Told:
    """Two cycles of the cast's initiative, and an initiative of which nothing is approved."""

    first: Baseline
    second: Baseline
    other: Initiative


@pytest.fixture(scope="module", autouse=True)
def in_the_first_block(kept: DjangoDbBlocker) -> None:
    """The initiatives of this module have the numbers from 2 on, after that of the cast."""
    with kept.unblock():
        next_number(2)


@pytest.fixture(scope="module")
def told_of_module(cast_of_module: Cast, kept: DjangoDbBlocker) -> Told:
    with kept.unblock():
        cast = cast_of_module
        other = create_initiative(
            by=cast.secretariat,
            code="OTHER",
            name_en="Another made-up service",
            name_fr="Un autre service inventé",
            council=cast.initiative.council,
            lead=cast.initiative.lead,
            channels=list(Channel.objects.filter(code="MAIL")),
        )
        cast.rate_all()
        cast.import_(
            targets=[{"attribute": "ACC", "level": 3, "by": "2028-01-01"}],
            actions=[{"title": {"text": "Made up.", "lang": "en"}, "status": "planned"}],
        )
        first = cast.approve()
        ratings = [{"criterion": "ACC-04", "rating": "P"}]
        following = cast.import_(as_of="2027-10-31", ratings=ratings)
        workflow.submit(following, by=cast.lead)
        return Told(first, workflow.approve(following, by=cast.cochair), other)


@pytest.fixture
def told(told_of_module: Told, db: None) -> Told:
    return told_of_module


# Ten thousand two hundred and twenty-seven days after the first one.
DUE_IN_2028 = [
    "by.ACC",
    *(f"by.ACC.{n}" for n in (0, 1, 10, 13, 4, 5, 6, 7, 8, 9) if 10227 >> n & 1),
]
WHOLE = "2 baselines of 2 initiatives: figures and indexes agree with the snapshots\n"


def mended(manage: Manage, *lines: str) -> None:
    """The check tells these differences and no more; after a rebuild there are none."""
    assert manage("check_figures") == (1, "", "".join(f"{line}\n" for line in lines))
    out = "".join(f"mended: {line}\n" for line in lines) + WHOLE
    assert manage("check_figures", "--rebuild") == (0, out, "")
    assert manage("check_figures") == (0, WHOLE, "")


def test_nothing_differs_after_real_work(told: Told, manage: Manage) -> None:
    assert manage("check_figures") == (0, WHOLE, "")
    assert manage("check_figures", "--rebuild") == (0, WHOLE, "")


def test_the_check_changes_nothing(told: Told, manage: Manage) -> None:
    Figures.objects.filter(pk=told.first.pk).update(rated=3)
    assert manage("check_figures")[0] == 1
    assert Figures.objects.get(pk=told.first.pk).rated == 3


@pytest.mark.parametrize(("column", "value", "line"), [
    ("overall_level", None, "overall level is none, the snapshot says 1"),
    ("as_of", datetime.date(2020, 1, 2), "as_of is 2020-01-02, the snapshot says 2027-10-31"),
    ("rated", 45, "rated is 45, the snapshot says 46"),
    ("total", 47, "total is 47, the snapshot says 46"),
])  # fmt: skip
def test_a_figure_of_the_whole(
    told: Told, manage: Manage, column: str, value: object, line: str
) -> None:
    Figures.objects.filter(pk=told.second.pk).update(**{column: value})
    mended(manage, f"baseline {told.second.pk}: {line}")


@pytest.mark.parametrize(("column", "value", "line"), [
    ("level", 2, "level of ACC is 2, the snapshot says 1"),
    ("progress", None, "progress of ACC is none, the snapshot says {progress}"),
    ("target", None, "target of ACC is none, the snapshot says 3"),
    ("gap", 1, "gap of ACC is 1, the snapshot says 2"),
])  # fmt: skip
def test_a_figure_of_an_attribute(
    told: Told, manage: Manage, column: str, value: object, line: str
) -> None:
    figures = Figures.objects.get(pk=told.second.pk)
    progress = figures.profile["ACC"]["progress"]
    figures.profile["ACC"][column] = value
    figures.save()
    mended(manage, f"baseline {told.second.pk}: {line.format(progress=progress)}")


def test_what_the_assessment_says(told: Told, manage: Manage) -> None:
    right, wrong = Stage.objects.get(code="DEL"), Stage.objects.get(code="PHO")
    Figures.objects.filter(pk=told.second.pk).update(stage=wrong, initiative=told.other.pk)
    place, key = f"baseline {told.second.pk}", told.second.assessment.initiative_id
    mended(
        manage,
        f"{place}: initiative is {told.other.pk}, the assessment says {key}",
        f"{place}: stage is {wrong.pk}, the assessment says {right.pk}",
    )


def test_when_a_baseline_was_approved_and_how_long_it_stood(told: Told, manage: Manage) -> None:
    ended = told.second.approved_at
    at = told.first.approved_at
    Figures.objects.filter(pk=told.first.pk).update(
        approved_at=at - SECOND, superseded_at=ended + SECOND
    )
    mended(
        manage,
        f"baseline {told.first.pk}: approved_at is {at - SECOND}, the baseline says {at}",
        f"baseline {told.first.pk}: superseded_at is {ended + SECOND}, the next approval says "
        f"{ended}",
    )


def test_the_newest_in_place_of_another(told: Told, manage: Manage) -> None:
    ended = told.second.approved_at
    Figures.objects.filter(pk=told.second.pk).update(superseded_at=ended)
    Figures.objects.filter(pk=told.first.pk).update(superseded_at=None)
    mended(
        manage,
        f"baseline {told.first.pk}: superseded_at is none, the next approval says {ended}",
        f"baseline {told.second.pk}: superseded_at is {ended}, the next approval says none",
    )


def test_figures_that_are_missing(told: Told, manage: Manage) -> None:
    Figures.objects.get(pk=told.first.pk).delete()
    mended(manage, f"baseline {told.first.pk}: its figures are missing")


def test_figures_of_an_attribute_that_are_missing_or_too_many(told: Told, manage: Manage) -> None:
    figures = Figures.objects.get(pk=told.first.pk)
    figures.profile["FOREIGN"] = figures.profile.pop("SEC")
    figures.save()
    mended(
        manage,
        f"baseline {told.first.pk}: has figures of FOREIGN, which the snapshot does not have",
        f"baseline {told.first.pk}: the figures of SEC are missing",
    )


def test_blocking_criteria(told: Told, manage: Manage) -> None:
    figures = Figures.objects.get(pk=told.second.pk)
    figures.profile["ACC"]["blocking"], figures.profile["SEC"]["blocking"] = [], ["SEC-01"]
    figures.save()
    mended(
        manage,
        f"baseline {told.second.pk}: ACC-04 is missing among the blocking criteria",
        f"baseline {told.second.pk}: SEC-01 is a blocking criterion, but not in the snapshot",
    )


def test_names_in_the_lists(told: Told, manage: Manage) -> None:
    Initiative.objects.filter(pk=told.other.pk).update(name_en="Renamed by hand")
    mended(
        manage,
        'initiative OTHER: folded_en is "another made-up service" in the lists, its code and names '
        'give "renamed by hand"',
        'initiative OTHER: words is "other another made-up service un autre service invente" in '
        'the lists, its code and names give "other renamed by hand un autre service invente"',
    )


def test_an_initiative_without_a_place(told: Told, manage: Manage) -> None:
    number = Listing.objects.get(initiative=told.other).number
    Listing.objects.filter(initiative=told.other).delete()
    status, _out, err = manage("check_figures")
    assert (status, err.splitlines()[:2]) == (
        1,
        [
            "initiative OTHER: is missing in the lists",
            f"bitmap block 0 of layer 0: channel.MAIL should not have number {number}",
        ],
    )
    assert manage("check_figures", "--rebuild")[0] == 0
    assert manage("check_figures") == (0, WHOLE, "")


def test_an_index_made_before_it_knew_of_actions_and_plans(told: Told, manage: Manage) -> None:
    late = ("actions.", "by.", "target.")
    for row in BitmapBlock.objects.filter(layer__in=(0, 1)):
        block = Block.unpacked(row.columns, bytes(row.bits))
        early = {name: bits for name, bits in block.columns.items() if not name.startswith(late)}
        row.columns, row.bits = Block(early).packed()
        row.save()
    mended(
        manage,
        *(f"bitmap block 0 of layer 0: {name} lacks TEST" for name in DUE_IN_2028),
        *(f"bitmap block 0 of layer 0: target.ACC{n} lacks TEST" for n in ("", ".0", ".1")),
        "bitmap block 0 of layer 1: actions.planned.0 lacks TEST (DEL)",
    )


def test_columns_of_initiatives_and_of_baselines(told: Told, manage: Manage) -> None:
    for layer, old, new in ((0, "channel.MAIL", "channel.MALL"), (2, "gap.ACC.1", "gap.ACC.0")):
        row = BitmapBlock.objects.get(layer=layer)
        BitmapBlock.objects.filter(pk=row.pk).update(columns=row.columns.replace(old, new))
    mended(
        manage,
        "bitmap block 0 of layer 0: channel.MAIL lacks OTHER",
        "bitmap block 0 of layer 0: channel.MALL should not have OTHER",
        "bitmap block 0 of layer 2: gap.ACC.0 should not have TEST (DEL)",
        "bitmap block 0 of layer 2: gap.ACC.1 lacks TEST (DEL)",
    )


def test_a_day_of_submission_that_was_changed_by_hand(told: Told, manage: Manage) -> None:
    assessment = told.first.assessment
    day = datetime.timedelta(days=1)
    assessment.submissions.update(at=assessment.submissions.get().at - day)
    status, _out, err = manage("check_figures")
    assert (status, {line.split(": ")[0] for line in err.splitlines()}) == (
        1, {"bitmap block 0 of layer 0"},
    )  # fmt: skip


def test_a_block_that_is_missing_and_one_too_many(told: Told, manage: Manage) -> None:
    row = BitmapBlock.objects.get(layer=1)
    row.block = 7
    row.columns, row.bits = "level.ACC", bytes([2]) + bytes(127)
    row.save()
    mended(
        manage,
        "bitmap block 0 of layer 1: is missing",
        f"bitmap block 7 of layer 1: level.ACC should not have number {7 * INITIATIVES} (IMP)",
    )


def test_bits_that_nothing_names(told: Told, manage: Manage) -> None:
    row = BitmapBlock.objects.get(layer=1)
    row.bits = bytes(row.bits) + b"\1"
    row.save()
    mended(manage, "bitmap block 0 of layer 1: is not packed as it should be")


def test_the_names_of_three_initiatives_are_told_and_the_number_of_others(
    told: Told, manage: Manage
) -> None:
    for number in range(4):
        create_initiative(
            by=told.second.approved_by,
            code=f"MORE-{number}",
            name_en="Made up",
            name_fr="Inventé",
            council=told.other.council,
            lead=told.other.lead,
        )
    for row in BitmapBlock.objects.filter(layer=0):
        row.columns = row.columns.replace("council.JC", "council.PSSDC")
        row.save()
    assert manage("check_figures")[2].splitlines()[0] == (
        "bitmap block 0 of layer 0: council.JC lacks TEST, OTHER, MORE-0, 3 more"
    )


@pytest.mark.parametrize("batch", [1, 2, 20])
def test_any_number_of_baselines_is_read_at_a_time(
    told: Told, manage: Manage, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr("assessments.standings.check.BASELINES", batch)
    with connection.execute_wrapper(_refuse_writes):
        assert manage("check_figures") == (0, WHOLE, "")


def _refuse_writes(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
    assert sql.startswith(("SELECT", "DECLARE")), sql
    return execute(sql, params, many, context)
