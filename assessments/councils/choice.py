"""The councils and kept views that a person can choose from."""

from django.utils.translation import gettext as _

from assessments import rules
from assessments.models import Person, SavedView
from maturity.folding import by_name
from maturity.models import Council


def councils_of(person: Person) -> list[Council]:
    """The councils that a person may see (`rules.may_see_council`)."""
    if rules.is_secretariat(person):
        return list(Council.objects.all())
    return list(Council.objects.filter(pk__in=[r.council_id for r in person.roles if r.council_id]))


def council_choices(person: Person) -> list[tuple[str, str]]:
    """The councils that lists, exports and programs can be narrowed to, as codes and names.

    Whoever sits in the Joint Councils has those of all councils to choose from, all together, and
    what is filed under the Joint Councils alone.
    """
    joint = rules.is_secretariat(person) or rules.sits_jointly(person)
    mine = list(Council.objects.all()) if joint else councils_of(person)
    found = [(each.code, each.text) for each in mine]
    return [*found, (Council.ALONE, _("Filed under the Joint Councils alone"))] if joint else found


def views_of(person: Person) -> list[SavedView]:
    """The views that a person keeps, by name."""
    return by_name(person.saved_views.select_related("council"), lambda each: each.name)
