"""The published edition of a council's baselines: nothing of one initiative follows from it."""

import datetime
import itertools
import random
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from assessments.councils.actions import approve_council
from assessments.councils.published import (
    Published,
    PublishedPart,
    PublishedRow,
    partitions,
    published,
)
from assessments.standings.withholding import LEAST
from maturity.models import Council
from tests.cast import Cast

CODES = ("ACC", "SEC", "SMP")
DAY = datetime.date(2026, 1, 1)
LEVELS = (None, 0, 0, 1, 1, 2, 3)
type Levels = dict[str, list[int | None]]  # by the initiative's code


def snapshot(standing: Levels, day: int = 0) -> dict[str, Any]:
    """What the published edition reads of a council snapshot."""
    return {
        "at": (DAY + datetime.timedelta(days=day)).isoformat(),
        "model": {
            "levels": [{}] * 4,
            "attributes": [{"code": c, "name": {"en": c, "fr": c}} for c in CODES],
        },
        "initiatives": [
            {"code": code, "newest": {"levels": levels}} for code, levels in standing.items()
        ]
        + [{"code": "WITHOUT", "newest": None}],
    }


def drawn(lot: random.Random, sizes: tuple[int, int] = (0, 30)) -> Levels:
    return {
        f"I{number}": [lot.choice(LEVELS) for _code in CODES]
        for number in range(lot.randint(*sizes))
    }


def moved(lot: random.Random, before: Levels) -> Levels:
    """The same council some time later: some assessed anew, some added."""
    after = {code: list(levels) for code, levels in before.items()}
    for code in lot.sample(sorted(after), lot.randint(0, min(len(after), 12))):
        after[code] = [lot.choice(LEVELS) for _code in CODES]
    for number in range(lot.choice([0, 0, 1, 2, 6])):
        after[f"I{len(before) + number}"] = [lot.choice(LEVELS) for _code in CODES]
    return after


def behind(part: PublishedPart, place: int, standing: Levels, known: set[str]) -> frozenset[str]:
    """The initiatives that a reader does not know behind a figure."""
    return frozenset(
        code
        for code, levels in standing.items()
        if code not in known
        and part.first <= (0 if levels[place] is None else levels[place] + 1) <= part.last  # type: ignore[operator]
    )


def unions(groups: list[frozenset[str]]) -> Iterator[frozenset[str]]:
    for size in range(len(groups) + 1):
        for some in itertools.combinations(groups, size):
            yield frozenset().union(*some)


@pytest.mark.parametrize("seed", range(500))
def test_no_figure_below_five_follows_from_one_day_or_from_two(seed: int) -> None:
    lot = random.Random(seed)  # noqa: S311
    first = drawn(lot)
    second = moved(lot, first)
    known = {code for code in second if lot.random() < lot.choice([0, 0.2, 0.8])}
    days = [snapshot(first), snapshot(second, 30)]
    told = [
        (found, standing)
        for found, standing in (
            (published(days[:1], known, "en"), first),
            (published(days, known, "en"), second),
        )
        if found
    ]
    if len(told) == 2 and told[0][0].at == told[1][0].at:
        told = told[:1]
    shown: list[list[list[frozenset[str]]]] = []
    for found, standing in told:
        assert found.total == len(standing)
        hidden = len(set(standing) - known)
        assert hidden == 0 or hidden >= LEAST
        rows = []
        for place, row in enumerate(found.rows):
            groups = [behind(part, place, standing, known) for part in row.parts]
            for part, group in zip(row.parts, groups, strict=True):
                seen = behind(part, place, standing, set())
                assert part.number == len(seen)
                assert not 0 < len(group) < LEAST
            assert not row.parts or sum(part.number for part in row.parts) == found.total
            rows.append(groups)
        shown.append(rows)
    for before, after in itertools.combinations(shown, 2):
        for then, now in zip(before, after, strict=True):
            for one, other in itertools.product(unions(then), unions(now)):
                if then and now:
                    assert not 0 < len(one ^ other) < LEAST


def test_levels_are_put_together_before_anything_is_withheld() -> None:
    standing = {f"I{n}": [level, level, level] for n, level in enumerate([0, 0, 1, 1, 1, 2, 2, 2])}
    standing |= {f"J{n}": [2, 2, 2] for n in range(4)}
    found = published([snapshot(standing)], set(), "en")
    assert found is not None
    assert [(part.text, part.number) for part in found.rows[0].parts] == [
        ("not applicable", 0),
        ("level 1 or below", 5),
        ("level 2", 7),
        ("level 3", 0),
    ]


def test_of_fewer_than_five_nothing_is_published() -> None:
    assert published([snapshot(drawn(random.Random(1), (4, 4)))], set(), "en") is None  # noqa: S311


def test_one_more_initiative_is_published_with_the_next_ones() -> None:
    first = {f"I{n}": [1, 1, 1] for n in range(10)}
    second = first | {"NEW": [0, 0, 0]}
    third = second | {f"N{n}": [0, 0, 0] for n in range(4)}
    days = [snapshot(first), snapshot(second, 30), snapshot(third, 60)]
    found = [published(days[: n + 1], set(), "en") for n in range(3)]
    assert [each and each.at for each in found] == [
        DAY, DAY, DAY + datetime.timedelta(days=60),
    ]  # fmt: skip


def test_a_table_that_would_be_mostly_empty_is_replaced() -> None:
    row, none = PublishedRow("A", (PublishedPart(1, 4, 5),)), PublishedRow("B", ())
    assert not Published(DAY, 5, (row, none)).mostly_withheld
    assert Published(DAY, 5, (row, none, none)).mostly_withheld


def test_the_finest_partition_is_tried_first() -> None:
    sizes = [len(parts) for parts in partitions(5)]
    assert (sizes[0], sizes[-1], len(sizes)) == (5, 1, 16)
    assert sizes == sorted(sizes, reverse=True)


def test_a_lead_reads_it_without_a_name_and_a_stranger_gets_nothing(cast: Cast) -> None:
    cast.rate_all()
    cast.approve()
    joint = Council.objects.get(code="JC")
    approve_council(joint, timezone.localdate(), by=cast.cochair)
    page = "/en/councils/JC/published/"
    answer = cast.client("lead").get(page)
    assert answer.status_code == 200
    # The only one is the lead's own, which they know.
    assert "1 initiative had a baseline" in answer.text
    assert cast.initiative.name_en not in answer.text
    assert cast.client("stranger").get(page).status_code == 404


def test_the_councils_people_read_what_others_see(cast: Cast) -> None:
    cast.rate_all()
    cast.approve()
    joint = Council.objects.get(code="JC")
    approve_council(joint, timezone.localdate(), by=cast.cochair)
    page = cast.client("cochair").get("/en/councils/JC/published/").text
    assert "its figures are not published: fewer than 5 initiatives" in page
