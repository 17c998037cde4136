"""The check before an assessment is submitted: what a reviewer would ask. Pure functions."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assessments.format.types import (
    AssessmentDocument,
    LessonItem,
    ModelTexts,
    PlanItems,
    PlayText,
    RatingItem,
    ResultItem,
)
from assessments.method.agreement import consensus
from assessments.method.computing import agreement_units, score_of, top_of


class Question(StrEnum):
    UNRATED = "unrated"
    NA_WITHOUT_REASON = "na_without_reason"
    NO_EVIDENCE = "no_evidence"
    UNSETTLED = "unsettled"
    EMPTY_RESULT = "empty_result"
    TARGET_WITHOUT_DATE = "target_without_date"
    TARGET_BELOW = "target_below"
    CARRIED_FORWARD = "carried_forward"
    UNPRINTABLE = "unprintable"


# Of what people wrote: a code, or else the words that name it; the field; and the text.
type Written = tuple[str, str, str, str]

BLOCKING = frozenset({Question.UNRATED, Question.NA_WITHOUT_REASON})


@dataclass(frozen=True, slots=True)
class Finding:
    """One question about one criterion, result or target, named by its code or attribute's.

    Where characters cannot be printed, `field` says where they stand. In what is about neither, the
    code is empty, and `words` are those of the action or of the initiative's name.
    """

    question: Question
    code: str
    field: str = ""
    characters: str = ""
    words: str = ""

    @property
    def blocking(self) -> bool:
        """Whether the assessment cannot be submitted with it."""
        return self.question in BLOCKING


def findings(
    document: AssessmentDocument,
    model: ModelTexts,
    effective: dict[str, str | None],
    carried_forward: frozenset[str] = frozenset(),
    shown: frozenset[str] = frozenset(),
) -> Iterator[Finding]:
    """Every finding on an exchange document, blocking ones first, then in the model's order.

    `effective` gives each criterion's effective rating; `carried_forward` holds the codes, of
    criteria and of results, whose ratings come from the last cycle and have not been confirmed;
    `shown` those of criteria for which a play is evidence (`shown_by_plays`).
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
    top = top_of(model)
    results = {item["result"] for item in document["results"] if item.get("rating")}

    for code, rating in effective.items():
        if rating is None:
            yield Finding(Question.UNRATED, code)
    for code in effective:
        if any(item.get("rating") == "NA" and not item.get("reason") for item in items[code]):
            yield Finding(Question.NA_WITHOUT_REASON, code)
    for code, rating in effective.items():
        claimed = levels[code] == top and rating in ("L", "F")
        evident = code in shown or any(item.get("evidence") for item in items[code])
        if claimed and not evident:
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


def shown_by_plays(document: AssessmentDocument, plays: Sequence[PlayText]) -> frozenset[str]:
    """The criteria served by plays that are done, each with the document that shows it."""
    done = {
        item["play"]
        for item in document.get("plays", ())
        if item["state"] == "done" and "artefact" in item
    }
    return frozenset(code for play in plays if play["play"] in done for code in play["criteria"])


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


def lost_in_print(
    document: AssessmentDocument,
    unprintable: Callable[[str], str],
    plan: PlanItems | None = None,
    lessons: Sequence[LessonItem] = (),
) -> Iterator[Finding]:
    """A finding for each text of a document, of its plan and of its lessons, as the report has
    them, with characters that no report can print.

    `unprintable` gives those of a text.
    """
    written = [*_written(document), *(_reported(plan) if plan else ()), *_told(lessons)]
    for code, words, field, text in written:
        if characters := unprintable(text):
            yield Finding(Question.UNPRINTABLE, code, field, characters, words)


def _written(document: AssessmentDocument) -> Iterator[Written]:
    """What people wrote in a document."""
    for answer in document["ratings"]:
        yield from ((answer["criterion"], "", *each) for each in _said(answer))
        for link in answer.get("evidence", ()):
            yield answer["criterion"], "", "evidence", link["title"]
    for result in document["results"]:
        yield from ((result["result"], "", *each) for each in _said(result))
        if indicator := result.get("indicator"):
            yield result["result"], "", "indicator_name", indicator["name"]
            yield result["result"], "", "indicator_unit", indicator.get("unit", "")
            yield result["result"], "", "indicator_source", indicator.get("source", "")
    for target in document.get("targets", ()):
        if why := target.get("why"):
            yield target["attribute"], "", "why", why["text"]
    for action in document["actions"]:
        title = action["title"]["text"]
        yield "", title, "title", title
        yield "", title, "owner", action.get("owner", "")
        yield "", title, "effect", action.get("effect", "")
    for use in document.get("plays", ()):
        if artefact := use.get("artefact"):
            yield "", artefact["title"], "artefact", artefact["title"]
        if note := use.get("note"):
            yield "", use["play"], "use_note", note["text"]
    name = document["initiative"]["name"]
    yield "", name["en"], "initiative", name["en"]
    yield "", name["fr"], "initiative", name["fr"]


def _reported(plan: PlanItems) -> Iterator[Written]:
    """Why targets were moved, and what was reported of actions."""
    for move in plan["moves"]:
        if why := move.get("why"):
            yield move["attribute"], "", "why", why["text"]
    for update in plan["updates"]:
        if text := update.get("text"):
            yield "", update["action"]["text"], "updates", text["text"]


def _told(lessons: Sequence[LessonItem]) -> Iterator[Written]:
    """What lessons say in the report, which leaves out who the clients were."""
    for lesson in lessons:
        advice = lesson["text"]["text"]
        words = lesson.get("title") or advice
        yield "", words, "lesson_title", lesson.get("title", "")
        yield "", words, "situation", lesson.get("situation", "")
        yield "", words, "what_was_done", lesson.get("done", "")
        yield "", words, "happened", lesson.get("happened", "")
        yield "", words, "advice", advice


def _said(answer: RatingItem | ResultItem) -> Iterator[tuple[str, str]]:
    """The comment and the reason of an answer, each by its name."""
    if "comment" in answer:
        yield "comment", answer["comment"]["text"]
    if "reason" in answer:
        yield "reason", answer["reason"]["text"]
