"""From the database to the exchange format, and to the texts that go with it."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from assessments.format.types import (
    ActionItem,
    AssessmentDocument,
    ComputedDocument,
    CriterionText,
    InitiativeItem,
    KnownAction,
    LessonItem,
    ModelTexts,
    ParticipantItem,
    PlayItem,
    PlayText,
    RatingItem,
    ResultItem,
    Snapshot,
    SourcedText,
    TargetMoveItem,
    Text,
    UpdateItem,
    WrittenItem,
)
from assessments.method.computing import compute
from assessments.models import (
    Action,
    ActionUpdate,
    Assessment,
    Initiative,
    Lesson,
    Participant,
    Play,
    PlayVersion,
    Rating,
    ResultRating,
    TargetChange,
)
from maturity.models import Attribute, BilingualText, Criterion, Edition, Level, Result, ScalePoint

# What a snapshot keeps of a play beside its code.
OF_PLAY = ("title_en", "title_fr", "criteria")


def export_with_texts(
    assessment: Assessment, *, blind: bool = True, opinions: bool = True
) -> tuple[ComputedDocument, ModelTexts]:
    """The assessment in the exchange format, `computed` filled in, and its edition's texts.

    While `blind`, what a participant rates stays its own until it has finished; without `opinions`,
    what any of them rates is left out, for a reader who may not see it yet.
    """
    document = _without_computed(assessment)
    if blind:
        for participant in document["participants"]:
            if not (participant["finished"] and opinions):
                participant["ratings"] = []
    texts = model_texts(assessment.edition)
    return {**document, "computed": compute(document, texts)}, texts


def model_texts(edition: Edition) -> ModelTexts:
    """An edition as plain values, with every text in both languages and its provenance."""
    attributes = Attribute.objects.filter(edition=edition).prefetch_related("criteria")
    return {
        "edition": edition.code,
        "status": edition.status,
        "rule": edition.rule,
        "title": _own_text(edition, "title"),
        "vision": _own_text(edition, "vision"),
        "levels": [
            {"level": level.order, **bilingual(level)}
            for level in Level.objects.filter(edition=edition)
        ],
        "scale": [
            {
                "code": point.code,
                **bilingual(point),
                "percent": {"en": point.percent_en, "fr": point.percent_fr},
            }
            for point in ScalePoint.objects.filter(edition=edition)
        ],
        "attributes": [
            {
                "code": attribute.code,
                **bilingual(attribute),
                "criteria": [_criterion_text(each) for each in attribute.criteria.all()],
            }
            for attribute in attributes
        ],
        "results": [
            {"code": result.code, **bilingual(result)}
            for result in Result.objects.filter(edition=edition)
        ],
    }


def _criterion_text(criterion: Criterion) -> CriterionText:
    text: Any = {"code": criterion.code, "level": criterion.level, **bilingual(criterion)}
    found: CriterionText = text
    if criterion.alt_level is not None:
        found["alt_level"] = criterion.alt_level
    return found


def _own_text(edition: Edition, name: str) -> SourcedText:
    """One of an edition's own texts, as `bilingual` gives those of its parts."""

    def of(column: str) -> str:
        return str(getattr(edition, f"{name}_{column}"))

    provenance: Text = {"en": of("provenance_en"), "fr": of("provenance_fr")}
    return {"en": of("en"), "fr": of("fr"), "provenance": provenance}


def bilingual(entry: BilingualText) -> SourcedText:
    """A wording in both languages, with its provenance."""
    return {
        "en": entry.text_en,
        "fr": entry.text_fr or entry.text_en,
        "provenance": {"en": entry.provenance_en, "fr": entry.provenance_fr},
    }


def rating_item(rating: Rating) -> RatingItem:
    """One entry of `ratings`; the rating's evidence should be prefetched."""
    item: RatingItem = {"criterion": rating.criterion.code}
    if rating.channel:
        item["channel"] = rating.channel.code
    item |= _rated(rating)
    if evidence := list(rating.evidence.all()):
        item["evidence"] = [{"title": each.title, "url": each.address} for each in evidence]
    return item


def result_item(result: ResultRating) -> ResultItem:
    """One entry of `results`."""
    item: ResultItem = {"result": result.result.code}
    item |= _rated(result)
    if result.indicator_value is not None:
        item["indicator"] = _without_empty(
            {
                "name": result.indicator_name,
                "value": _number(result.indicator_value),
                "unit": result.indicator_unit,
                "date": _date(result.indicator_date),
                "source": result.indicator_source,
            }
        )
    return item


def _without_computed(assessment: Assessment) -> AssessmentDocument:
    ratings = assessment.ratings.select_related("criterion", "channel").prefetch_related(
        "evidence__file"
    )
    document: AssessmentDocument = {
        "format": "ccs-assessment/1",
        "edition": assessment.edition.code,
        "initiative": _initiative(assessment.initiative),
        "stage": assessment.stage.code,
        "as_of": assessment.as_of.isoformat(),
        # A row whose answer was taken back says nothing.
        "ratings": [
            item for item in map(rating_item, ratings) if item.keys() - {"criterion", "channel"}
        ],
        "results": [result_item(result) for result in assessment.results.select_related("result")],
        "participants": [
            _participant(participant)
            for participant in assessment.participants.select_related(
                "jurisdiction"
            ).prefetch_related("ratings__criterion", "ratings__channel")
        ],
        "targets": [
            _without_empty(
                {
                    "attribute": target.attribute.code,
                    "level": target.level,
                    "by": _date(target.by),
                    "why": _words(target.why, target.why_language),
                }
            )
            for target in assessment.targets.select_related("attribute")
        ],
        "actions": [
            _action(action)
            for action in assessment.actions.select_related("assignee", "play").prefetch_related(
                "criteria", "partners"
            )
        ],
    }
    if plays := _plays(assessment.initiative):
        document["plays"] = plays
    return document


def _plays(initiative: Initiative) -> list[PlayItem]:
    return [
        _without_empty(
            {
                "play": use.play.code,
                "state": use.state,
                "artefact": {"title": use.title, "url": use.address} if use.title else None,
                "note": _words(use.note, use.note_language),
            }
        )
        for use in initiative.play_uses.select_related("play", "file")
    ]


def published_plays() -> list[PlayText]:
    """The plays that readers find, in the playbook's order, in one query."""
    shown = Play.objects.exclude(published=None)
    return _play_texts(shown.values_list("code", *(f"published__{each}" for each in OF_PLAY)))


def play_texts(document: ComputedDocument, published: list[PlayText]) -> list[PlayText]:
    """Of the published plays, those that serve a statement which blocks a level, and all that the
    document names: one that has been withdrawn since is read in a query.
    """
    blocking = {code for each in document["computed"]["attributes"] for code in each["blocking"]}
    named = {item["play"] for item in document.get("plays", ())}
    shown = [
        each
        for each in published
        if each["play"] in named or blocking.intersection(each["criteria"])
    ]
    if withdrawn := named.difference(each["play"] for each in published):
        versions = PlayVersion.objects.exclude(published_at=None).order_by("number")
        last = versions.filter(play__code__in=withdrawn).values_list("play__code", *OF_PLAY)
        shown += {each["play"]: each for each in _play_texts(last)}.values()
    return shown


def _play_texts(rows: Iterable[tuple[Any, ...]]) -> list[PlayText]:
    return [
        {"play": code, "title": {"en": english, "fr": french}, "criteria": criteria}
        for code, english, french, criteria in rows
    ]


def _initiative(initiative: Initiative) -> InitiativeItem:
    def codes(entries: Iterable[Any]) -> list[str]:
        return [entry.code for entry in entries]

    return {
        "code": initiative.code,
        "name": {"en": initiative.name_en, "fr": initiative.name_fr},
        "council": initiative.council.code,
        "lead": initiative.lead.code,
        "partners": codes(initiative.partners.all()),
        "channels": codes(initiative.channels.all()),
        "priorities": codes(initiative.priorities.all()),
    }


def _rated(row: Rating | ResultRating) -> Any:
    return _without_empty(
        {
            "rating": row.rating,
            "page_language": row.page_language,
            "comment": _words(row.comment, row.comment_language),
            "reason": _words(row.reason, row.reason_language),
        }
    )


def _participant(participant: Participant) -> ParticipantItem:
    return {
        "jurisdiction": participant.jurisdiction.code,
        "finished": participant.finished,
        "ratings": [
            _without_empty(
                {
                    "criterion": rating.criterion.code,
                    "channel": rating.channel.code if rating.channel else "",
                    "rating": rating.rating,
                    "page_language": rating.page_language,
                    "reason": _words(rating.reason, rating.reason_language),
                }
            )
            for rating in participant.ratings.all()
            if rating.rating
        ],
    }


def _action(action: Action) -> ActionItem:
    return _without_empty(
        {
            "title": _words(action.title, action.title_language),
            "criteria": [criterion.code for criterion in action.criteria.all()],
            "owner": action.led_by,
            "partners": [each.code for each in action.partners.all()],
            "start": _date(action.start),
            "due": _date(action.due),
            "status": action.status,
            "effort": action.effort,
            "effect": action.effect,
            "play": action.play and action.play.code,
        }
    )


def target_move_item(change: TargetChange) -> TargetMoveItem:
    """A change of a target that there was."""
    return _without_empty(
        {
            "attribute": change.attribute.code,
            "on": timezone.localdate(change.at).isoformat(),
            "old_level": change.old_level,
            "old_by": _date(change.old_by),
            "level": change.level,
            "by": _date(change.by),
            "why": _words(change.why, change.why_language),
        }
    )


def known_action(action: Action) -> KnownAction:
    """What a snapshot knows of an action beside the document."""
    return _without_empty(
        {
            "action": _words(action.title, action.title_language),
            "key": str(action.key),
            "closed": _date(action.closed_on),
        }
    )


def update_item(update: ActionUpdate) -> UpdateItem:
    """What somebody reported of an action, which should be read with it."""
    action = update.action
    return _without_empty(
        {
            "action": _words(action.title, action.title_language),
            "on": timezone.localdate(update.at).isoformat(),
            "by": update.person.name,
            "status": update.status,
            "text": _words(update.text, update.text_language),
        }
    )


def with_lessons(snapshot: Snapshot) -> dict[str, Any]:
    """The document of a snapshot with its lessons, as a file has it."""
    return dict(snapshot["assessment"]) | lessons_part(snapshot["lessons"])


def lessons_part(items: list[LessonItem]) -> dict[str, Any]:
    """The part of a document that has lessons; none where there are none, as in earlier files."""
    return {"lessons": items} if items else {}


def lesson_items(lessons: QuerySet[Lesson]) -> list[LessonItem]:
    """Lessons as the exchange format and snapshots have them, in three queries. Who may read them,
    what others made of them and their documents stay here.
    """
    found = lessons.select_related("stage").prefetch_related("criteria", "attributes", "channels")
    return [_lesson(each) for each in found.defer("words_en", "words_fr")]


def _lesson(lesson: Lesson) -> LessonItem:
    codes = {
        name: [each.code for each in getattr(lesson, name).all()]
        for name in ("criteria", "attributes", "channels")
    }
    plain = ("kind", "title", "situation", "done", "happened", "clients")
    item = _without_empty(
        {name: getattr(lesson, name) for name in plain}
        | codes
        | {
            "text": _words(lesson.text, lesson.text_language),
            "stage": lesson.stage and lesson.stage.code,
        }
    )
    return item | {"criteria": codes["criteria"]}


def _words(text: str, language: str) -> WrittenItem | None:
    return {"lang": language, "text": text} if text else None


def _date(value: Any) -> str | None:
    return value.isoformat() if value else None


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _without_empty(item: dict[str, Any]) -> Any:
    """Returns an entry without what it does not say; which of them it is, the caller knows."""
    return {key: value for key, value in item.items() if value not in (None, "", [])}
