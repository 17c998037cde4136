"""The councils and kept views that a person can choose from."""

from assessments import rules
from assessments.models import Person, SavedView
from maturity.folding import by_name
from maturity.models import Council


def councils_of(person: Person) -> list[Council]:
    """The councils that a person may see (`rules.may_see_council`)."""
    if rules.is_secretariat(person):
        return list(Council.objects.all())
    return list(Council.objects.filter(pk__in=[r.council_id for r in person.roles if r.council_id]))


def views_of(person: Person) -> list[SavedView]:
    """The views that a person keeps, by name."""
    return by_name(person.saved_views.select_related("council"), lambda each: each.name)
