"""Which levels of different editions of the model mean the same."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from itertools import permutations

from django.db.models import Max

from assessments.method.crosswalk import Asked, shared
from maturity.models import Criterion, Edition, Level

type Incomparable = Mapping[tuple[str, str], frozenset[str]]


def tops() -> dict[str, int]:
    """The highest level of each published edition, by its code. One query."""
    levels = Level.objects.exclude(edition__published_at=None).order_by()
    return dict(levels.values_list("edition__code").annotate(Max("order")))


def incomparable(editions: Collection[str]) -> Incomparable:
    """By an earlier edition and a later one, the attributes whose levels do not mean the same.

    Two queries; none where there is only one edition.
    """
    if len(editions) < 2:
        return {}
    rules = Edition.objects.filter(code__in=editions).values_list("code", "rule", "changes")
    statements: dict[str, dict[str, tuple[str, int]]] = defaultdict(dict)
    for edition, code, attribute, level in Criterion.objects.filter(
        edition__code__in=editions
    ).values_list("edition__code", "code", "attribute__code", "level"):
        statements[edition][code] = attribute, level
    changes = {code: said for code, _rule, said in rules}
    asked = [Asked(code, rule, statements[code]) for code, rule, _said in rules]
    return {
        (one.edition, other.edition): frozenset(
            (one.attributes | other.attributes) - shared(changes, one, other).attributes
        )
        for one, other in permutations(asked, 2)
    }
