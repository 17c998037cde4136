"""The snapshot: an assessment as plain values, with every text it needs in both languages.

A baseline keeps one as canonical JSON. A report is made from a snapshot and nothing else; a page
or a draft report of an assessment that is not approved is made from a snapshot taken on the spot.
"""

import datetime
import uuid

from assessments.exchange.writing import (
    bilingual,
    export_with_texts,
    known_action,
    lesson_items,
    play_texts,
    published_plays,
    target_move_item,
    update_item,
)
from assessments.format.types import (
    ApprovalItem,
    ComputedDocument,
    FileFacts,
    LessonItem,
    ModelTexts,
    NamesTexts,
    PlanItems,
    PlayText,
    PreviousStanding,
    Snapshot,
    StageItem,
    StageStanding,
    WrittenItem,
)
from assessments.method.computing import agreement, effective_ratings
from assessments.method.crosswalk import Asked, Shared, shared
from assessments.models import (
    ActionUpdate,
    Assessment,
    Baseline,
    Evidence,
    Figures,
    File,
    Initiative,
    Person,
)
from assessments.models.ratings import answer_place
from maturity.models import Channel, Edition, Jurisdiction, Stage

FORMAT = "ccs-baseline/1"


def take(
    assessment: Assessment, approval: ApprovalItem | None = None, *, opinions: bool = True
) -> Snapshot:
    """The snapshot of an assessment as it is now; `approval` says who approved it and when.

    Without `opinions` it is for a reader who may not see yet what governments gave on their own.
    """
    document, model = export_with_texts(assessment, opinions=opinions)
    initiative = assessment.initiative
    of_actions = Jurisdiction.objects.filter(code__in=partners_of(document))
    jurisdictions = {initiative.lead, *initiative.partners.all(), *of_actions} | {
        participant.jurisdiction
        for participant in assessment.participants.select_related("jurisdiction")
    }
    # A closed assessment may speak of a channel that the initiative has lost since.
    codes = {item["channel"] for item in document["ratings"] if "channel" in item}
    channels = Channel.objects.filter(code__in=codes.union(document["initiative"]["channels"]))
    names: NamesTexts = {
        "council": bilingual(initiative.council),
        "stage": bilingual(assessment.stage),
        "jurisdictions": {each.code: bilingual(each) for each in jurisdictions},
        "channels": {each.code: bilingual(each) for each in channels},
        "priorities": {each.code: bilingual(each) for each in initiative.priorities.all()},
    }
    taken = complete(
        assessment,
        document,
        model,
        names,
        documents=_documents(assessment) | _artefacts(assessment, document),
        plan=plan_items(assessment.initiative),
        lessons=lesson_items(assessment.initiative.lessons.shared()),
        plays=play_texts(document, published_plays()),
        previous=_previous(assessment),
        life_cycle=_life_cycle(assessment),
        approval=approval,
        dissent=_dissent(assessment) if opinions else None,
    )
    if approval is None:
        taken["unconfirmed"] = assessment.unconfirmed
    return taken


def complete(
    assessment: Assessment,
    document: ComputedDocument,
    model: ModelTexts,
    names: NamesTexts,
    *,
    documents: dict[str, FileFacts],
    plan: PlanItems,
    lessons: list[LessonItem],
    plays: list[PlayText],
    previous: PreviousStanding | None,
    life_cycle: list[StageItem],
    approval: ApprovalItem | None,
    dissent: dict[str, WrittenItem] | None = None,
) -> Snapshot:
    """The snapshot that follows from an assessment's document and texts, without a query."""
    return {
        "format": FORMAT,
        "assessment_id": str(assessment.pk),
        "cycle": assessment.cycle,
        "state": assessment.state if approval is None else "approved",
        "assessment": document,
        "effective": effective_ratings(document, model),
        "agreement": agreement(document),
        "dissent": dissent or {},
        "model": model,
        "documents": documents,
        "plan": plan,
        "lessons": lessons,
        "plays": plays,
        "names": names,
        "previous": previous,
        "life_cycle": life_cycle,
        "approval": approval,
    }


def partners_of(document: ComputedDocument) -> set[str]:
    """The codes of the governments that take part in actions: a partner may have left since."""
    return {code for each in document["actions"] for code in each.get("partners", ())}


def _dissent(assessment: Assessment) -> dict[str, WrittenItem]:
    """What governments that do not agree had recorded, by criterion (and channel)."""
    rows = assessment.ratings.exclude(dissent="").select_related("criterion", "channel")
    return {
        answer_place(row.criterion, row.channel): {
            "lang": row.dissent_language,
            "text": row.dissent,
        }
        for row in rows
    }


def approval_of(
    assessment: Assessment, *, baseline: uuid.UUID, by: Person, at: datetime.datetime
) -> ApprovalItem:
    """Who handed an assessment in, who approved it as which baseline, and when."""
    submitted_at, submitted_by = assessment.submitted_at, assessment.submitted_by
    return {
        "baseline": str(baseline),
        "submitted_at": submitted_at.isoformat() if submitted_at else None,
        "submitted_by": submitted_by.name if submitted_by else None,
        "approved_at": at.isoformat(),
        "approved_by": by.name,
    }


def _documents(assessment: Assessment) -> dict[str, FileFacts]:
    """What is known of the team's evidence beside title and address, by its address."""
    known: dict[str, FileFacts] = {}
    for each in Evidence.objects.filter(rating__assessment=assessment).select_related("file"):
        facts: FileFacts = {"language": each.language} if each.language else {}
        if each.file:
            facts |= _facts(each.file)
        if facts:
            known[each.address] = known.get(each.address, {}) | facts
    return known


def _artefacts(assessment: Assessment, document: ComputedDocument) -> dict[str, FileFacts]:
    """The same of the files that show what was done with plays."""
    if not any("artefact" in item for item in document.get("plays", ())):
        return {}
    uses = assessment.initiative.play_uses.exclude(file=None).select_related("file")
    return {each.address: _facts(each.file) for each in uses if each.file}


def _facts(file: File) -> FileFacts:
    return {
        "name": file.name,
        "media_type": file.media_type,
        "size": file.size,
        "sha256": file.sha256,
    }


def plan_items(initiative: Initiative) -> PlanItems:
    """How the targets have moved, and what was reported of the actions."""
    changes = initiative.target_changes.exclude(old_level=None).select_related("attribute")
    updates = ActionUpdate.objects.filter(action__initiative=initiative)
    return {
        "moves": [target_move_item(each) for each in changes],
        "updates": [update_item(each) for each in updates.select_related("action", "person")],
        "actions": [known_action(each) for each in initiative.actions.all()],
    }


def _previous(assessment: Assessment) -> PreviousStanding | None:
    """Where the last baseline of the same initiative and stage stood, before this cycle."""
    earlier = Baseline.objects.filter(
        assessment__initiative=assessment.initiative_id,
        assessment__stage=assessment.stage_id,
        assessment__cycle__lt=assessment.cycle,
    )
    baseline = earlier.order_by("-assessment__cycle").first()
    if baseline is None:
        return None
    document = baseline.content["assessment"]
    common = _common(baseline.content, assessment)
    return {
        "baseline": str(baseline.pk),
        "sha256": baseline.sha256,
        "as_of": document["as_of"],
        "overall_level": document["computed"]["overall_level"],
        "attained_levels": {
            each["attribute"]: each["attained_level"]
            for each in document["computed"]["attributes"]
            if each["attribute"] in common.attributes
        },
        "effective": {
            common.statements[code]: rating
            for code, rating in baseline.content["effective"].items()
            if code in common.statements
        },
    }


def _common(before: Snapshot, assessment: Assessment) -> Shared:
    """What an earlier baseline can be compared by with an assessment. No query where both are of
    one edition."""
    model, edition = before["model"], assessment.edition
    first = Asked(
        model["edition"],
        model["rule"],
        {
            criterion["code"]: (attribute["code"], criterion["level"])
            for attribute in model["attributes"]
            for criterion in attribute["criteria"]
        },
    )
    if first.edition == edition.code:
        return shared({}, first, first)
    rows = edition.criterion_set.values_list("code", "attribute__code", "level")
    second = {code: (attribute, level) for code, attribute, level in rows}
    changes = dict(Edition.objects.values_list("code", "changes"))
    return shared(changes, first, Asked(edition.code, edition.rule, second))


def _life_cycle(assessment: Assessment) -> list[StageItem]:
    """Each stage of the life cycle in order, with where the newest baseline of another stands."""
    newest = Figures.objects.newest().filter(initiative=assessment.initiative_id)
    others = {
        each.stage_id: standing(
            baseline=each.baseline_id,
            as_of=each.as_of.isoformat(),
            overall=each.overall_level,
            levels={code: entry["level"] for code, entry in each.profile.items()},
        )
        for each in newest.exclude(stage=assessment.stage_id)
    }
    return [
        {"stage": stage.code, "name": bilingual(stage), "standing": others.get(stage.pk)}
        for stage in Stage.objects.all()
    ]


def standing(
    *, baseline: uuid.UUID, as_of: str, overall: int | None, levels: dict[str, int | None]
) -> StageStanding:
    """Where a baseline of another stage stands; `levels` are the attained levels by attribute."""
    return {
        "baseline": str(baseline),
        "as_of": as_of,
        "overall_level": overall,
        "attained_levels": levels,
    }
