"""From what a form says to what it means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assessments.councils.choice import council_choices
from assessments.councils.forms import InitiativesForm, SelectionForm
from assessments.councils.listing import behind, in_order, late_for, visible_slots
from assessments.councils.words import Named, Words, read_words
from assessments.models import Person
from assessments.standings.conditions import Chosen, chosen_slots
from assessments.standings.editions import incomparable
from assessments.standings.index import read
from maturity.models import Criterion


def choose(form: SelectionForm, attributes: Sequence[str], tops: Mapping[str, int]) -> Chosen:
    """What a valid form means, of all the initiatives that there are; `tops` has the highest
    level of each edition. One query."""
    index, given = read(), form.given
    at, since = form.dates
    return Chosen(
        index=index,
        slots=chosen_slots(index, given, form.stages),
        at=at,
        since=since,
        edition=given.get("edition", ""),
        attributes=tuple(attributes),
        tops=tops,
        incomparable=incomparable(tops),
    )


@dataclass(frozen=True)
class ListForm:
    """The form of a list of initiatives, and what it is read by."""

    form: InitiativesForm
    words: Words
    attributes: Sequence[Named]


@dataclass(frozen=True)
class AskedList:
    """A list of initiatives that somebody asks for: what it is chosen from, the slots that meet
    its conditions, and the numbers of its initiatives in order."""

    chosen: Chosen
    found: int
    numbers: Sequence[int]


def list_form(person: Person, data: Mapping[str, str]) -> ListForm:
    """The form of a list with what a person can choose from. At most three queries."""
    offered = read_words()
    attributes = offered.edition(data.get("edition")).attributes
    criteria = Criterion.objects.order_by("code").values_list("code", flat=True).distinct()
    form = InitiativesForm(
        data,
        offered,
        councils=council_choices(person, offered),
        attributes=[(each.code, each.text) for each in attributes],
        criteria=[(each, each) for each in criteria],
    )
    return ListForm(form, offered, attributes)


def asked_list(person: Person, asked: ListForm) -> AskedList:
    """What a valid form of a list means, of the initiatives that a person may see."""
    form = asked.form
    chosen = choose(form, [each.code for each in asked.attributes], asked.words.tops)
    mine = visible_slots(chosen.index, person, chosen.at)
    chosen = replace(chosen, slots=chosen.slots & mine)
    late = late_for(person) if form.given.get("late") else None
    found = behind(chosen, form.given, late)
    return AskedList(chosen, found, in_order(chosen, found, form.given))
