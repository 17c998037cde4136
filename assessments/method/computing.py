"""What follows from the ratings of an exchange document. Pure functions over plain values."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from assessments.format.types import (
    AgreementFigures,
    AssessmentDocument,
    Computed,
    ComputedAttribute,
    ModelTexts,
)
from assessments.method.agreement import krippendorff_alpha, pairwise_agreement
from assessments.method.scoring import (
    VALUES,
    AttributeScore,
    RatedCriterion,
    effective_rating,
    gap,
    overall_level,
    score_attribute,
)
from assessments.method.validation.verdict import Agreement, agreement_of


def effective_ratings(document: AssessmentDocument, model: ModelTexts) -> dict[str, str | None]:
    """The effective rating of every criterion of the edition, in its order; None for unrated."""
    channels = document["initiative"]["channels"]
    given: dict[str, dict[str | None, str | None]] = defaultdict(dict)
    for item in document["ratings"]:
        given[item["criterion"]][item.get("channel")] = item.get("rating")
    return {
        criterion["code"]: effective_of(given[criterion["code"]], channels)
        for attribute in model["attributes"]
        for criterion in attribute["criteria"]
    }


def effective_of(ratings: Mapping[str | None, str | None], channels: list[str]) -> str | None:
    """The effective rating of a criterion, of which these were given: for all channels (None), or
    by channel."""
    if None in ratings:
        return ratings[None]
    return effective_rating([ratings.get(channel) for channel in channels]) if ratings else None


def agreement_units(
    document: Mapping[str, Any],
) -> dict[tuple[str, str | None], list[str | None]]:
    """What the finished participants gave to each criterion (and channel), in their order."""
    finished = [each for each in document["participants"] if each["finished"]]
    sheets = [
        {(item["criterion"], item.get("channel")): item["rating"] for item in each["ratings"]}
        for each in finished
    ]
    keys = dict.fromkeys(key for sheet in sheets for key in sheet)
    return {key: [sheet.get(key) for sheet in sheets] for key in keys}


def top_of(model: ModelTexts) -> int:
    """The highest level of an edition."""
    return max(each["level"] for each in model["levels"])


def score_of(
    attribute: Mapping[str, Any], effective: Mapping[str, str | None], model: ModelTexts
) -> AttributeScore:
    """How an attribute of `model` scores by the effective ratings of its criteria."""
    rated = [
        RatedCriterion(criterion["code"], criterion["level"], effective[criterion["code"]])
        for criterion in attribute["criteria"]
    ]
    return score_attribute(rated, model["rule"], top_of(model))


def compute(document: AssessmentDocument, model: ModelTexts) -> Computed:
    """The `computed` part of the exchange format, for a document without it.

    `model` is `writing.model_texts` of the document's edition.
    """
    effective = effective_ratings(document, model)
    targets = {target["attribute"]: target["level"] for target in document["targets"]}
    attributes: list[ComputedAttribute] = []
    for attribute in model["attributes"]:
        score = score_of(attribute, effective, model)
        target = targets.get(attribute["code"])
        attributes.append(
            {
                "attribute": attribute["code"],
                "attained_level": score.attained_level,
                "progress": score.progress,
                "blocking": list(score.blocking),
                "target": target,
                "gap": gap(target, score.attained_level),
            }
        )
    rated = sum(rating is not None for rating in effective.values())
    return {
        "overall_level": overall_level(each["attained_level"] for each in attributes),
        "completion": rated / len(effective),
        "attributes": attributes,
        "agreement": _rounded(agreement(document)),
    }


def agreement(document: Mapping[str, Any]) -> AgreementFigures:
    """Agreement among finished participants, unrounded; a figure that is undefined is None.

    `undefined` then says why: "nothing_rated_by_two" or "no_variation".
    """
    units = agreement_units(document).values()
    alpha, pairwise = krippendorff_alpha(units), pairwise_agreement(units)
    figures: AgreementFigures = {"alpha": alpha, "pairwise": pairwise}
    if pairwise is None:
        figures["undefined"] = "nothing_rated_by_two"
    elif alpha is None:
        figures["undefined"] = "no_variation"
    return figures


def agreement_verdict(document: Mapping[str, Any]) -> Agreement:
    """How far finished participants agree, with one verdict from all figures together."""
    units = [
        [None if each is None else VALUES.get(each) for each in unit]
        for unit in agreement_units(document).values()
    ]
    return agreement_of(units, tuple(VALUES.values()))


def _rounded(figures: AgreementFigures) -> AgreementFigures:
    alpha, pairwise = (
        each if each is None else round(each, 2) for each in (figures["alpha"], figures["pairwise"])
    )
    return {**figures, "alpha": alpha, "pairwise": pairwise}
