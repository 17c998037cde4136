"""What there is to choose from: statements as they are rated, the plan's targets, the efforts."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.baselines.values import Content, CriterionContent, Scale
from assessments.method.choice import Statement
from assessments.models import Initiative, StatementEffort, Target

type Targets = Mapping[str, Target]  # by the attribute's code


@dataclass(frozen=True, slots=True)
class Plan:
    """What a team wants, and how much work it thinks that each statement is (S, M or L)."""

    targets: Targets
    efforts: Mapping[str, str]  # by the statement's code


def plan_of(initiative: Initiative) -> Plan:
    """The plan as it is now, whatever was approved, in two queries."""
    targets = Target.objects.filter(initiative=initiative).select_related("attribute")
    efforts = StatementEffort.objects.filter(initiative=initiative)
    return Plan(
        {each.attribute.code: each for each in targets},
        dict(efforts.values_list("criterion__code", "effort")),
    )


def statements_of(content: Content, efforts: Mapping[str, str]) -> dict[str, tuple[Statement, ...]]:
    """The statements of each attribute, by its code; channels and governments by their names."""
    return {
        attribute.code: tuple(
            _statement(each, content, efforts.get(each.code, "")) for each in attribute.criteria
        )
        for attribute in content.attributes
    }


def _statement(criterion: CriterionContent, content: Content, effort: str) -> Statement:
    given = {each.channel: rated(each.rating) for each in criterion.answers}
    return Statement(
        criterion.code,
        criterion.level,
        rated(criterion.rating),
        # A channel that nobody rated has no answer, and holds the statement back all the same.
        channels=tuple((name, given.get(name)) for name in content.channels) if any(given) else (),
        own=tuple((who, rated(rating)) for who, rating in criterion.spread),
        effort=effort,
        is_of_top=criterion.level == content.top,
    )


def rated(scale: Scale) -> str | None:
    """The code of a rating; None for what is not rated."""
    return None if scale.code == "NR" else scale.code
