"""Which statements a long page shows and what of it is open, by its address."""

import copy

import pytest
from django.http import QueryDict

from assessments.baselines.reader import content
from assessments.baselines.selection import FILTERS, Selection, selection_of, selection_of_two
from assessments.baselines.snapshot import take
from assessments.baselines.values import Content
from assessments.models import Assessment
from tests.baselines.test_comparison import compared, with_rating

pytestmark = pytest.mark.database("pilot")


@pytest.fixture
def pilot(db: None) -> Content:
    """The pilot, with ACC-01 and SMP-06 not applicable."""
    return content(with_rating(take(Assessment.objects.get()), "ACC-01", "NA"), "en")


def selected(said: Content, address: str) -> Selection:
    return selection_of(said, QueryDict(address))


def test_all_is_shown_and_folded(pilot: Content) -> None:
    selection = selected(pilot, "")
    assert selection.codes == {each.code for each in pilot.criteria}
    assert not any(selection.is_open(each.code) for each in pilot.attributes)


@pytest.mark.parametrize("show", FILTERS)
def test_a_filter_finds_as_many_as_it_says(pilot: Content, show: str) -> None:
    selection = selected(pilot, f"show={show}")
    assert len(selection.codes) == {each.code: each.number for each in selection.filters}[show]


def test_what_blocks_is_what_the_profile_says(pilot: Content) -> None:
    blocking = {each.code for attribute in pilot.attributes for each in attribute.blocking}
    assert selected(pilot, "show=blocking").codes == blocking
    assert selected(pilot, "show=not-applicable").codes == {"ACC-01", "SMP-06"}


def test_a_filter_opens_what_it_finds(pilot: Content) -> None:
    selection = selected(pilot, "show=not-applicable")
    assert [each.code for each in pilot.attributes if selection.is_open(each.code)] == [
        "ACC",
        "SMP",
    ]


def test_attributes_are_opened_by_name_or_all(pilot: Content) -> None:
    two = selected(pilot, "open=EFF&open=SEC")
    assert [each.code for each in pilot.attributes if two.is_open(each.code)] == ["EFF", "SEC"]
    assert all(selected(pilot, "open=all").is_open(each.code) for each in pilot.attributes)


def test_what_does_not_exist_is_told_and_changes_nothing(pilot: Content) -> None:
    selection = selected(pilot, "show=nonsense&open=XYZ&open=ACC-01")
    assert selection.unknown == ("nonsense", "XYZ", "ACC-01")
    assert (selection.show, selection.codes) == ("all", selected(pilot, "").codes)


def test_what_was_written_stays_and_is_open(pilot: Content) -> None:
    selection = selection_of(pilot, QueryDict("show=not-applicable"), kept={"SEC-01"})
    assert selection.codes == {"ACC-01", "SMP-06", "SEC-01"}
    assert selection.is_open("SEC")


def test_a_statement_that_is_not_shown_is_a_page_away(pilot: Content) -> None:
    selection = selected(pilot, "show=not-applicable")
    assert selection.address_of("ACC-01") == "#ACC-01"
    assert selection.address_of("SEC-01") == "?open=SEC#SEC-01"


def test_two_baselines_show_what_differs(db: None) -> None:
    first = take(Assessment.objects.get())
    second = with_rating(copy.deepcopy(first), "ACC-01", "NA")
    pair = compared(first, second)
    assert selection_of_two(pair, QueryDict()).codes == {"ACC-01"}
    assert len(selection_of_two(pair, QueryDict("show=all")).codes) == pair.number_shared
