"""What pages and reports show of an edition of the model."""

from typing import Any

from django.shortcuts import get_object_or_404

from maturity.models import Attribute, Criterion, Edition, Level, Stage, Term

type Matrix = list[tuple[Attribute, list[tuple[Level, list[Criterion]]]]]


def newest_edition() -> Edition:
    """The edition that was published last, of those in use. Raises Http404 where there is none."""
    return get_object_or_404(Edition.objects.in_use()[:1])


def parts_of(edition: Edition) -> dict[str, Any]:
    """An edition and what it consists of, but for its statements; and the stages of all editions.

    The `steps` are the levels from 1 on.
    """
    return {
        "edition": edition,
        "steps": edition.level_set.filter(order__gt=0),
        "results": edition.result_set.all(),
        "scale": edition.scalepoint_set.all(),
        "stages": Stage.objects.all(),
        "glossary": edition.term_set.filter(kind=Term.Kind.GLOSSARY),
    }


def matrix(edition: Edition, read: str = "criteria") -> Matrix:
    """Each attribute with its statements at each level from 1 on.

    `read` says what is read of all attributes at once.
    """
    steps = list(edition.level_set.filter(order__gt=0))
    return [
        (attribute, [(step, _at(attribute, step)) for step in steps])
        for attribute in edition.attribute_set.prefetch_related(read)
    ]


def _at(attribute: Attribute, level: Level) -> list[Criterion]:
    return [each for each in attribute.criteria.all() if each.level == level.order]
