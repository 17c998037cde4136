"""Applying an exchange document to the database: all of it, or nothing."""

import datetime
import uuid
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments import rules
from assessments.cycle.actions import change_date, start_assessment
from assessments.evidence.actions import EvidenceDocument, replace_evidence
from assessments.format.types import (
    ActionItem,
    EvidenceItem,
    LessonItem,
    PlayItem,
    RatingItem,
    ResultItem,
)
from assessments.improvement.actions import ActionText, Aim, aim_of, save_item, set_target
from assessments.initiatives.actions import create_initiative, update_initiative
from assessments.lessons.actions import LessonText, save_lesson
from assessments.models import Assessment, Initiative, Participant, Person, Play, Target
from assessments.models.assessments import UNDER_WAY_STATES, State
from assessments.partners.actions import Opinion, save_opinions
from assessments.playbook.using import Use, keep_use
from assessments.rating.actions import save_answer, save_result
from assessments.rating.answers import Answer, answer_of, result_answer_of, words_of
from assessments.standings import writing as bitmaps
from maturity.faults import Fault, Faults
from maturity.models import (
    Attribute,
    Channel,
    Council,
    Criterion,
    Edition,
    Jurisdiction,
    Priority,
    Result,
    Stage,
)


@transaction.atomic
def import_document(document: dict[str, Any], *, by: Person) -> Assessment:
    """Creates or updates the initiative and the assessment that a checked document describes.

    `document` has passed `exchange.reading`. The open assessment of the stage is updated, a new
    cycle is started after an approved or withdrawn one, and Faults are raised while one is
    submitted. What the document leaves out stays as it was.
    """
    _lock(document["initiative"]["code"])
    initiative = import_initiative(document["initiative"], by=by)
    assessment = _assessment(document, initiative, by=by)
    if "as_of" in document:
        change_date(assessment, by=by, as_of=datetime.date.fromisoformat(document["as_of"]))
    where = {"edition": assessment.edition}
    criteria = {each.code: each for each in Criterion.objects.filter(**where)}
    channels = {each.code: each for each in Channel.objects.all()}
    _import_ratings(document.get("ratings", []), assessment, criteria, channels, by=by)
    _import_results(document.get("results", []), assessment, by=by)
    for item in document.get("participants", []):
        opinions = [
            Opinion(
                criteria[each["criterion"]],
                channels.get(each.get("channel", "")),
                each["rating"],
                **words_of(each, "reason"),
                page_language=each.get("page_language", ""),
            )
            for each in item.get("ratings", [])
        ]
        jurisdiction = Jurisdiction.objects.get(code=item["jurisdiction"])
        save_opinions(assessment, jurisdiction, opinions, by=by, finished=item.get("finished"))
    for item in document.get("targets", []):
        attribute = Attribute.objects.get(code=item["attribute"], **where)
        now = initiative.targets.filter(attribute__code=attribute.code).first()
        why = words_of(item, "why") if "why" in item else _why(now)
        set_target(initiative, attribute, Aim(item["level"], _date(item.get("by")), **why), by=by)
    _import_actions(document.get("actions", []), initiative, criteria, by=by)
    import_lessons(document.get("lessons", []), initiative, assessment.edition, by=by)
    _import_plays(document.get("plays", []), initiative, by=by)
    return assessment


def _lock(code: str) -> None:
    """Holds what the import may change before its first event holds the audit record.

    Others lock a participant, then an assessment, and the audit record last: in another order, both
    would wait.
    """
    participants = Participant.objects.filter(
        assessment__initiative__code=code, assessment__state__in=UNDER_WAY_STATES
    )
    list(participants.select_for_update(of=("self",)).order_by("pk"))
    under_way = Assessment.objects.filter(initiative__code=code, state__in=UNDER_WAY_STATES)
    list(under_way.select_for_update(of=("self",)).order_by("pk"))
    for initiative in Initiative.objects.held().filter(code=code):
        bitmaps.hold(initiative)


@transaction.atomic
def import_initiative(item: dict[str, Any], *, by: Person) -> Initiative:
    """Creates or updates an initiative from the `initiative` part of a checked document."""
    values: dict[str, Any] = {}
    if "name" in item:
        values |= {"name_en": item["name"]["en"], "name_fr": item["name"]["fr"]}
    if "council" in item:
        values["council"] = Council.objects.get(code=item["council"])
    if "lead" in item:
        values["lead"] = Jurisdiction.objects.get(code=item["lead"])
    for key, model in (
        ("partners", Jurisdiction),
        ("channels", Channel),
        ("priorities", Priority),
    ):
        if key in item:
            values[key] = list(model.objects.filter(code__in=item[key]))
    initiative = Initiative.objects.filter(code=item["code"]).first()
    if initiative is None:
        return create_initiative(by=by, code=item["code"], **values)
    return update_initiative(initiative, by=by, **values) if values else initiative


def _assessment(document: dict[str, Any], initiative: Initiative, *, by: Person) -> Assessment:
    stage = Stage.objects.get(code=document["stage"])
    edition = Edition.objects.get(code=document["edition"])
    under_way = initiative.assessments.filter(stage=stage, state__in=UNDER_WAY_STATES).first()
    if under_way is None:
        as_of = _date(document.get("as_of")) or timezone.localdate()
        return start_assessment(initiative, stage, by=by, as_of=as_of, edition=edition)
    if under_way.state == State.SUBMITTED:
        message = _("the assessment of this stage is submitted: it has to be approved or returned")
        raise Faults([Fault("stage", message)])
    if under_way.edition_id != edition.pk:
        message = _('the open assessment is pinned to edition "%(code)s"')
        raise Faults([Fault("edition", message % {"code": under_way.edition.code})])
    return under_way


def _import_ratings(
    items: Iterable[RatingItem],
    assessment: Assessment,
    criteria: dict[str, Criterion],
    channels: dict[str, Channel],
    *,
    by: Person,
) -> None:
    rows = assessment.ratings.select_related("criterion", "channel")
    current = {(row.criterion_id, row.channel_id): answer_of(row) for row in rows}
    ways = {(criterion, channel is None) for criterion, channel in current}
    for n, item in enumerate(items):
        criterion, channel = (
            criteria[item["criterion"]],
            channels.get(item.get("channel", "")),
        )
        earlier = current.get((criterion.pk, channel.pk if channel else None), Answer())
        if "rating" not in item and (criterion.pk, channel is not None) in ways:
            message = _(
                "needs a rating: this statement was rated per channel (or for all channels) until"
                " now"
            )
            raise Faults([Fault(f"ratings[{n}].rating", message)])
        answer = earlier.with_item(item)
        page = item.get("page_language", "")
        save_answer(assessment, criterion, channel, answer, by=by, page=page)
        if "evidence" in item:
            documents = [_document(each, assessment.initiative) for each in item["evidence"]]
            replace_evidence(assessment, criterion, channel, documents, by=by)


def _document(item: EvidenceItem, initiative: Initiative) -> EvidenceDocument:
    """A document of an exchange file; the address of a file that is kept here leads back to it."""
    address, _slash, key = item["url"].removesuffix("/").rpartition("/")
    if address == f"{settings.PORTAL_URL}/files":
        with suppress(ValueError):
            file = initiative.files.filter(pk=uuid.UUID(key)).first()
            if file:
                return EvidenceDocument(item["title"], file=file)
    return EvidenceDocument(item["title"], item["url"])


def _import_results(items: Iterable[ResultItem], assessment: Assessment, *, by: Person) -> None:
    for item in items:
        result = Result.objects.get(edition=assessment.edition, code=item["result"])
        earlier = result_answer_of(assessment.results.filter(result=result).first())
        answer = earlier.with_item(item)
        page = item.get("page_language", "")
        save_result(assessment, result, answer, by=by, page=page)


def _why(target: Target | None) -> dict[str, str]:
    said = aim_of(target)
    return {"why": said.why, "why_language": said.why_language}


def _import_actions(
    items: Iterable[ActionItem],
    initiative: Initiative,
    criteria: dict[str, Criterion],
    *,
    by: Person,
) -> None:
    """An action has no code: the one with the same title is the same action."""
    rows = {(row.title_language, row.title): row for row in initiative.actions.all()}
    partners = {each.code: each for each in Jurisdiction.objects.all()} if items else {}
    plays = {each.code: each for each in Play.objects.all()} if items else {}
    for item in items:
        row = rows.get((item["title"]["lang"], item["title"]["text"]))
        earlier = ActionText.of(row) if row else ActionText("", "")
        said = earlier.with_item(item, criteria, partners, plays)
        save_item(initiative, said, by=by, row=row)


def _import_plays(items: Iterable[PlayItem], initiative: Initiative, *, by: Person) -> None:
    """What the initiative does with plays; a note or a document that is left out stays."""
    plays = {each.code: each for each in Play.objects.all()} if items else {}
    for item in items:
        play = plays[item["play"]]
        now = initiative.play_uses.filter(play=play).first()
        note = item.get("note")
        said = Use(
            item["state"],
            note["text"] if note else (now.note if now else ""),
            note["lang"] if note else (now.note_language if now else ""),
        )
        columns: dict[str, Any] = {}
        if artefact := item.get("artefact"):
            document = _document(artefact, initiative)
            columns = {"title": document.title, "url": document.url, "file": document.file}
        keep_use(initiative, play, said, columns, by=by)


def import_lessons(
    items: Iterable[LessonItem], initiative: Initiative, edition: Edition, *, by: Person
) -> None:
    """A lesson has no code: the one with the same advice is the same lesson.

    Raises Faults where a file would change one that the person may not change.
    """
    if not items:
        return
    rows = {(row.text_language, row.text): row for row in initiative.lessons.all()}
    known: dict[str, Any] = {
        "criteria": Criterion.objects.filter(edition=edition),
        "attributes": Attribute.objects.filter(edition=edition),
        "channels": Channel.objects.all(),
        "stages": Stage.objects.all(),
    }
    codes = {name: {each.code: each for each in of} for name, of in known.items()}
    for n, item in enumerate(items):
        row = rows.get((item["text"]["lang"], item["text"]["text"]))
        earlier = LessonText.of(row) if row else LessonText("", "", "")
        said = earlier.with_item(item, codes)
        if row and said.same_as(earlier):
            continue
        if row and not rules.may_change_lesson(by, row):
            message = _(
                "the team already has a lesson with this advice, which is not yours to change"
            )
            raise Faults([Fault(f"lessons[{n}].text", message)])
        save_lesson(initiative, said, by=by, row=row)


def _date(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
