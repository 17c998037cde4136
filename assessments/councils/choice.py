"""The councils and kept views that a person can choose from."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from assessments import rules
from assessments.councils.words import Words
from assessments.models import Person, SavedView
from maturity.folding import by_name
from maturity.models import Council


def councils_of(person: Person) -> list[Council]:
    """The councils that a person may see (`rules.may_see_council`)."""
    if rules.is_secretariat(person):
        return list(Council.objects.all())
    return list(Council.objects.filter(pk__in=[r.council_id for r in person.roles if r.council_id]))


def council_choices(person: Person, words: Words) -> list[tuple[str, str]]:
    """The councils that lists can be narrowed to, as codes and names. Without a query.

    Whoever sits in the Joint Councils has those of all councils to choose from, all together, and
    what is filed under the Joint Councils alone.
    """
    if rules.is_secretariat(person) or rules.sits_jointly(person):
        return [*words.council_options()]
    mine = {role.council.code for role in person.roles if role.council}
    return [each for each in words.council_options() if each[0] in mine]


def views_of(person: Person) -> list[SavedView]:
    """The views that a person keeps, and those that are shared with them, by name."""
    return by_name(_readable(person), lambda each: each.name)


@dataclass(frozen=True, slots=True)
class ViewLine:
    """A view in the list of somebody's views: whether it is their own, whether others see it,
    whether it opens first, and with which councils it may be shared.
    """

    view: SavedView
    own: bool
    shares: bool
    opens_first: bool
    councils: Sequence[Council]


def view_lines(person: Person) -> list[ViewLine]:
    """The views that a person may open, each with what may be done with it. Two queries."""
    shareable = [each for each in councils_of(person) if rules.may_share_views(person, each)]
    return [_line(view, person, shareable) for view in views_of(person)]


def _line(view: SavedView, person: Person, shareable: Sequence[Council]) -> ViewLine:
    own, opens_first = view.person_id == person.pk, view.pk == person.home_view_id
    shares = view.shared_with in shareable
    councils = [
        each
        for each in shareable
        if own and each != view.shared_with and view.council_id in (None, each.pk)
    ]
    return ViewLine(view, own, shares, opens_first, councils)


def home_view_of(person: Person) -> SavedView | None:
    """The view that opens first for a person; None where they chose none, or cannot open it."""
    if person.home_view_id is None:
        return None
    view = _readable(person).filter(pk=person.home_view_id).first()
    if view and view.council and not rules.may_see_council(person, view.council):
        return None
    return view


def _readable(person: Person) -> QuerySet[SavedView]:
    views = SavedView.objects.filter(rules.views_read_by(person))
    return views.select_related("council", "person", "shared_with")
