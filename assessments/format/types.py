"""The shapes of the plain values: the exchange format `ccs-assessment/1`, and what snapshots keep.

Keys that may be left out are NotRequired. A file from outside is judged by the JSON Schema, and a
kept snapshot by `upgrade`, which takes these shapes at their word. Dates and moments are ISO text.
"""

import datetime
from typing import Literal, NotRequired, TypedDict

type Named = Literal["jurisdictions", "channels", "priorities"]  # what has names in a snapshot


class Text(TypedDict):
    """A text in both languages."""

    en: str
    fr: str


def text_in(text: Text, language: str) -> str:
    """Returns a text in "en" or "fr"."""
    return text["fr"] if language == "fr" else text["en"]


def date_in(text: str | None) -> datetime.date | None:
    """Returns a date of the exchange format."""
    return datetime.date.fromisoformat(text) if text else None


class SourcedText(Text):
    """A text of the model or of a list, with where each language's wording comes from."""

    provenance: Text


class WrittenItem(TypedDict):
    """What somebody wrote, in the language that they chose."""

    lang: str
    text: str


# The exchange format


class EvidenceItem(TypedDict):
    title: str
    url: str


class RatingItem(TypedDict):
    """A team's answer to a criterion, for all channels or for one."""

    criterion: str
    channel: NotRequired[str]
    rating: NotRequired[str]
    page_language: NotRequired[str]  # of the page on which it was made
    comment: NotRequired[WrittenItem]
    reason: NotRequired[WrittenItem]
    evidence: NotRequired[list[EvidenceItem]]


class IndicatorItem(TypedDict):
    name: str
    value: int | float
    unit: NotRequired[str]
    date: NotRequired[str]
    source: NotRequired[str]


class ResultItem(TypedDict):
    result: str
    rating: NotRequired[str]
    page_language: NotRequired[str]  # of the page on which it was made
    comment: NotRequired[WrittenItem]
    reason: NotRequired[WrittenItem]
    indicator: NotRequired[IndicatorItem]


class OpinionItem(TypedDict):
    """A government's own rating of a criterion, for all channels or for one."""

    criterion: str
    channel: NotRequired[str]
    rating: str
    page_language: NotRequired[str]
    reason: NotRequired[WrittenItem]


class ParticipantItem(TypedDict):
    jurisdiction: str
    finished: bool
    ratings: list[OpinionItem]


class TargetItem(TypedDict):
    attribute: str
    level: int
    by: NotRequired[str]
    why: NotRequired[WrittenItem]


class ActionItem(TypedDict):
    title: WrittenItem
    criteria: NotRequired[list[str]]
    owner: NotRequired[str]
    partners: NotRequired[list[str]]
    start: NotRequired[str]
    due: NotRequired[str]
    status: str
    effort: NotRequired[str]  # S, M or L
    effect: NotRequired[str]  # in the language of the title
    play: NotRequired[str]


class PlayItem(TypedDict):
    """What an initiative does with a play, and the document that shows it."""

    play: str
    state: str  # planned, under_way or done
    artefact: NotRequired[EvidenceItem]
    note: NotRequired[WrittenItem]


class LessonItem(TypedDict):
    """What a team tells others; `text` is its advice, in whose language all of it is written."""

    kind: str
    text: WrittenItem
    criteria: list[str]
    title: NotRequired[str]
    situation: NotRequired[str]
    done: NotRequired[str]
    happened: NotRequired[str]
    clients: NotRequired[str]
    attributes: NotRequired[list[str]]
    channels: NotRequired[list[str]]
    stage: NotRequired[str]


class InitiativeItem(TypedDict):
    code: str
    name: Text
    council: str
    lead: str
    partners: list[str]
    channels: list[str]
    priorities: list[str]


class AgreementFigures(TypedDict):
    """How far governments agree; a figure that is undefined is None, and `undefined` says why."""

    alpha: float | None
    pairwise: float | None
    undefined: NotRequired[str]


class ComputedAttribute(TypedDict):
    attribute: str
    attained_level: int | None
    progress: float | None
    blocking: list[str]
    target: int | None
    gap: int | None


class Computed(TypedDict):
    overall_level: int | None
    completion: float
    attributes: list[ComputedAttribute]
    agreement: AgreementFigures


class AssessmentDocument(TypedDict):
    """An assessment in the exchange format, without what follows from its ratings."""

    format: str
    edition: str
    initiative: InitiativeItem
    stage: str
    as_of: str
    ratings: list[RatingItem]
    results: list[ResultItem]
    participants: list[ParticipantItem]
    targets: list[TargetItem]
    actions: list[ActionItem]
    plays: NotRequired[list[PlayItem]]


class ComputedDocument(AssessmentDocument):
    """The same with what follows, as the portal writes it."""

    computed: Computed


# The texts of an edition


class LevelText(SourcedText):
    level: int


class CodedText(SourcedText):
    """A text of an edition under its permanent code."""

    code: str


class ScaleText(CodedText):
    percent: Text


class CriterionText(CodedText):
    """A statement; `alt_level` is the other level that it may belong to, where that is in doubt."""

    level: int
    alt_level: NotRequired[int]


class AttributeText(CodedText):
    criteria: list[CriterionText]


class ModelTexts(TypedDict):
    edition: str
    status: str
    rule: str
    title: SourcedText
    vision: SourcedText
    levels: list[LevelText]
    scale: list[ScaleText]
    attributes: list[AttributeText]
    results: list[CodedText]


# The snapshot, which has them all


class NamesTexts(TypedDict):
    """What codes of the document were called."""

    council: SourcedText
    stage: SourcedText
    jurisdictions: dict[str, SourcedText]
    channels: dict[str, SourcedText]
    priorities: dict[str, SourcedText]


class FileFacts(TypedDict):
    """What is known of a document of evidence beside its title and address."""

    language: NotRequired[str]
    name: NotRequired[str]
    media_type: NotRequired[str]
    size: NotRequired[int]
    sha256: NotRequired[str]


class TargetMoveItem(TypedDict):
    """That a target that there was has changed; without a level, that it was removed."""

    attribute: str
    on: str
    old_level: int
    old_by: NotRequired[str]
    level: NotRequired[int]
    by: NotRequired[str]
    why: NotRequired[WrittenItem]


class UpdateItem(TypedDict):
    """What somebody reported of the action with a title."""

    action: WrittenItem
    on: str
    by: str
    status: str
    text: NotRequired[WrittenItem]


class KnownAction(TypedDict):
    """By which key the portal knows the action with a title, and the day on which it was done or
    cancelled."""

    action: WrittenItem
    key: str
    closed: NotRequired[str]


class PlanItems(TypedDict):
    """What is kept of a plan beside its targets and actions; updates from the newest on."""

    moves: list[TargetMoveItem]
    updates: list[UpdateItem]
    actions: list[KnownAction]


class PlayText(TypedDict):
    """A play that the document names, or that serves a statement which blocks a level: its title,
    and the statements that it serves."""

    play: str
    title: Text
    criteria: list[str]


class StageStanding(TypedDict):
    """Where a baseline stands; the attained levels are by attribute."""

    baseline: str
    as_of: str
    overall_level: int | None
    attained_levels: dict[str, int | None]


class StageItem(TypedDict):
    """A stage of the life cycle, and where the newest baseline of it stood, if it is another's."""

    stage: str
    name: SourcedText
    standing: StageStanding | None


class PreviousStanding(StageStanding):
    """The last baseline of the same stage; `effective` is empty where it is not known."""

    sha256: str
    effective: dict[str, str | None]


class ApprovalItem(TypedDict):
    baseline: str
    submitted_at: str | None
    submitted_by: str | None
    approved_at: str
    approved_by: str


class Snapshot(TypedDict):
    """An assessment with every text that it needs; `approval` is None for one that is a draft.

    Only a draft has `unconfirmed`: the codes of what is carried forward and waits to be confirmed.
    """

    format: str
    assessment_id: str
    cycle: int
    state: str
    assessment: ComputedDocument
    effective: dict[str, str | None]
    agreement: AgreementFigures
    dissent: dict[str, WrittenItem]
    model: ModelTexts
    documents: dict[str, FileFacts]
    plan: PlanItems
    lessons: list[LessonItem]
    plays: list[PlayText]
    names: NamesTexts
    previous: PreviousStanding | None
    life_cycle: list[StageItem]
    approval: ApprovalItem | None
    unconfirmed: NotRequired[list[str]]
