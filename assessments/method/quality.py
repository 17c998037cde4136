"""The check before an assessment is submitted: what a reviewer would ask. Pure functions."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from assessments.format.types import AssessmentDocument, ModelTexts
from assessments.method.agreement import consensus
from assessments.method.computing import agreement_units, score_of


class Question(StrEnum):
    UNRATED = "unrated"
    NA_WITHOUT_REASON = "na_without_reason"
    NO_EVIDENCE = "no_evidence"
    UNSETTLED = "unsettled"
    EMPTY_RESULT = "empty_result"
    TARGET_WITHOUT_DATE = "target_without_date"
    TARGET_BELOW = "target_below"
    CARRIED_FORWARD = "carried_forward"


BLOCKING = frozenset({Question.UNRATED, Question.NA_WITHOUT_REASON})


@dataclass(frozen=True, slots=True)
class Finding:
    """One question about one criterion, result or target, named by its code or attribute's."""

    question: Question
    code: str

    @property
    def blocking(self) -> bool:
        """Whether the assessment cannot be submitted with it."""
        return self.question in BLOCKING


def findings(
    document: AssessmentDocument,
    model: ModelTexts,
    effective: dict[str, str | None],
    carried_forward: frozenset[str] = frozenset(),
) -> Iterator[Finding]:
    """Every finding on an exchange document, blocking ones first, then in the model's order.

    `effective` gives each criterion's effective rating; `carried_forward` holds the codes, of
    criteria and of results, whose ratings come from the last cycle and have not been confirmed.
    """
    items = defaultdict(list)
    for item in document["ratings"]:
        items[item["criterion"]].append(item)
    unsettled = {
        code
        for (code, _channel), ratings in agreement_units(document).items()
        if len([rating for rating in ratings if rating]) >= 2 and not consensus(ratings).agreed
    }
    levels = {
        criterion["code"]: criterion["level"]
        for attribute in model["attributes"]
        for criterion in attribute["criteria"]
    }
    results = {item["result"] for item in document["results"] if item.get("rating")}

    for code, rating in effective.items():
        if rating is None:
            yield Finding(Question.UNRATED, code)
    for code in effective:
        if any(item.get("rating") == "NA" and not item.get("reason") for item in items[code]):
            yield Finding(Question.NA_WITHOUT_REASON, code)
    for code, rating in effective.items():
        claimed = levels[code] == 3 and rating in ("L", "F")
        if claimed and not any(item.get("evidence") for item in items[code]):
            yield Finding(Question.NO_EVIDENCE, code)
    for code in effective:
        # A disagreement is settled by an agreed rating that says why.
        if code in unsettled and not any(item.get("comment") for item in items[code]):
            yield Finding(Question.UNSETTLED, code)
    for result in model["results"]:
        if result["code"] not in results:
            yield Finding(Question.EMPTY_RESULT, result["code"])
    yield from _target_findings(document, model, effective)
    for code in (*effective, *(result["code"] for result in model["results"])):
        if code in carried_forward:
            yield Finding(Question.CARRIED_FORWARD, code)


def _target_findings(
    document: AssessmentDocument, model: ModelTexts, effective: dict[str, str | None]
) -> Iterator[Finding]:
    """Targets that nobody can miss, or that are missed before they are set."""
    targets = {target["attribute"]: target for target in document["targets"]}
    for code, target in targets.items():
        if not target.get("by"):
            yield Finding(Question.TARGET_WITHOUT_DATE, code)
    for attribute in model["attributes"] if targets else ():
        attained = score_of(attribute, effective, model).attained_level or 0
        if attribute["code"] in targets and targets[attribute["code"]]["level"] < attained:
            yield Finding(Question.TARGET_BELOW, attribute["code"])
