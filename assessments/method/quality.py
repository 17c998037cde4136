"""The check before an assessment is submitted: what a reviewer would ask. Pure functions."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from assessments.format.types import AssessmentDocument, ModelTexts
from assessments.method.agreement import consensus
from assessments.method.computing import agreement_units


class Question(StrEnum):
    UNRATED = "unrated"
    NA_WITHOUT_REASON = "na_without_reason"
    NO_EVIDENCE = "no_evidence"
    UNSETTLED = "unsettled"
    EMPTY_RESULT = "empty_result"
    CARRIED_FORWARD = "carried_forward"


BLOCKING = frozenset({Question.UNRATED, Question.NA_WITHOUT_REASON})


@dataclass(frozen=True, slots=True)
class Finding:
    """One question about one criterion or result, named by its code."""

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
    for code in (*effective, *(result["code"] for result in model["results"])):
        if code in carried_forward:
            yield Finding(Question.CARRIED_FORWARD, code)
