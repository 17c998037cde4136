"""The frozen values that a snapshot becomes in one language: what templates show."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from assessments.method.agreement import Consensus
from assessments.method.completeness import Progress, progress_of
from assessments.method.doubt import Doubt
from assessments.method.life_cycle import Attained, LifeCycleRow
from assessments.method.scoring import VALUES
from assessments.method.validation.verdict import Agreement


@dataclass(frozen=True, slots=True)
class Wording:
    """A text of the model in the reader's language."""

    text: str
    unofficial: bool


@dataclass(frozen=True, slots=True)
class Written:
    """A text that a person wrote, in the language they wrote it in ("en" or "fr")."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Scale:
    """A rating: its code (NR for unrated), and its words."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class EvidenceContent:
    """A document: `language` as of Evidence.DocumentLanguage, empty where it is not known; `kind`
    (such as PDF) and `size` in bytes of a file that the portal keeps, empty and 0 for a link."""

    title: str
    url: str
    language: str
    kind: str
    size: int


@dataclass(frozen=True, slots=True)
class AnswerContent:
    """What the team says of a criterion for all channels (`channel` empty) or for one."""

    channel: str
    rating: Scale
    comment: Written | None
    reason: Written | None
    dissent: Written | None
    evidence: tuple[EvidenceContent, ...]


@dataclass(frozen=True, slots=True)
class CriterionContent:
    code: str
    level: int
    statement: Wording
    rating: Scale
    previous: Scale | None  # in the last baseline, None where there is none or it did not ask
    answers: tuple[AnswerContent, ...]
    spread: tuple[tuple[str, Scale], ...]  # jurisdiction and what it gave, once it has finished
    consensus: Consensus | None
    unconfirmed: bool  # carried forward from the last assessment, and not confirmed
    alt_level: int | None = None  # the other level that it may belong to, where that is in doubt

    @property
    def has_risen(self) -> bool:
        """Whether it is rated higher than in the last baseline."""
        if self.previous is None or self.previous.code == "NA":
            return False
        now = VALUES.get(self.rating.code)
        return now is not None and now > VALUES.get(self.previous.code, 0)


def criteria_progress(criteria: Collection[CriterionContent]) -> Progress:
    """How many of some criteria are done, and how many only wait to be confirmed."""
    return progress_of(
        [each.code for each in criteria],
        {each.code for each in criteria if each.rating.code != "NR"},
        {each.code for each in criteria if each.unconfirmed},
    )


@dataclass(frozen=True, slots=True)
class LevelContent:
    """A level of one attribute: its number, the continuum's words, its criteria."""

    level: int
    words: Wording
    criteria: tuple[CriterionContent, ...]


@dataclass(frozen=True, slots=True)
class PlayTitle:
    """A play by its code and its title."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class TargetMove:
    """That a target was lowered, raised, moved or removed: a sentence, and why in its words."""

    attribute: str
    sentence: str
    why: Written | None


@dataclass(frozen=True, slots=True)
class AttributeContent:
    """One attribute. `attained` is 0 to `top`, the highest level of the edition, and None where
    nothing applies; shares run from 0 to 1."""

    code: str
    name: Wording
    attained: int | None
    words: Wording | None
    progress: float | None
    next_share: float
    target: int | None
    target_by: datetime.date | None
    target_why: Written | None
    target_moves: tuple[TargetMove, ...]
    gap: int | None
    top: int
    previous: int | None
    blocking: tuple[CriterionContent, ...]
    levels: tuple[LevelContent, ...]
    plays: tuple[PlayTitle, ...] = ()  # those that serve a blocking criterion
    doubts: tuple[Doubt, ...] = ()

    @property
    def change(self) -> int:
        """How many levels it rose (fell, if negative) since the last baseline."""
        return Attained(self.attained, self.previous, has_previous=True).change

    @property
    def trend(self) -> tuple[int | None, int | None]:
        """The level of the last baseline, and the one attained now."""
        return self.previous, self.attained

    @property
    def criteria(self) -> tuple[CriterionContent, ...]:
        return tuple(criterion for level in self.levels for criterion in level.criteria)

    @property
    def completed(self) -> Progress:
        """How far its criteria are."""
        return criteria_progress(self.criteria)


@dataclass(frozen=True, slots=True)
class Indicator:
    name: str
    value: int | float
    unit: str
    date: datetime.date | None
    source: str


@dataclass(frozen=True, slots=True)
class ResultContent:
    code: str
    statement: Wording
    rating: Scale
    comment: Written | None
    reason: Written | None
    indicator: Indicator | None
    unconfirmed: bool


@dataclass(frozen=True, slots=True)
class UpdateContent:
    """What somebody reported of an action."""

    on: datetime.date
    by: str
    status: str  # a code of Action.Status
    text: Written | None


@dataclass(frozen=True, slots=True)
class ActionContent:
    title: Written
    criteria: tuple[str, ...]
    owner: str
    partners: tuple[str, ...]
    start: datetime.date | None
    due: datetime.date | None
    status: str  # a code of Action.Status
    closed: datetime.date | None  # when it was done or cancelled
    key: str  # by which the portal knows it; empty where a snapshot does not say
    effort: str  # a code of Effort; empty where it is not estimated
    effect: Written | None
    play: str  # a code; empty where it follows none
    updates: tuple[UpdateContent, ...]  # the newest first


@dataclass(frozen=True, slots=True)
class LessonContent:
    """What the team tells others; a text that it has not is None."""

    kind: str  # a code of Lesson.Kind
    title: Written | None
    situation: Written | None
    done: Written | None
    happened: Written | None
    text: Written
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlayRecord:
    """What the initiative does with a play; `artefact` is the document that shows it."""

    code: str
    title: str
    criteria: tuple[str, ...]  # the statements that the play serves
    state: str  # a code of PlayUse.State
    artefact: EvidenceContent | None
    note: Written | None


@dataclass(frozen=True, slots=True)
class Approval:
    baseline: str
    submitted_by: str
    submitted_at: datetime.datetime | None
    approved_by: str
    approved_at: datetime.datetime


@dataclass(frozen=True, slots=True)
class Content:
    """An assessment as it is shown. `completion` is a share of 1; `levels` are the continuum’s
    words, from before level 1 on."""

    language: str
    initiative: str
    initiative_code: str
    council: str
    lead: str
    lead_code: str
    partners: tuple[str, ...]
    channels: tuple[str, ...]
    priorities: tuple[str, ...]
    stage: str
    as_of: datetime.date
    cycle: int
    state: str
    edition: str
    rule: str
    title: Wording
    vision: Wording
    levels: tuple[Wording, ...]
    scale: tuple[tuple[Scale, str], ...]  # each rating with its percentages
    overall: int | None
    rated: int
    total: int
    attributes: tuple[AttributeContent, ...]
    results: tuple[ResultContent, ...]
    actions: tuple[ActionContent, ...]
    lessons: tuple[LessonContent, ...]
    plays: tuple[PlayRecord, ...]
    participants: tuple[tuple[str, bool], ...]  # jurisdiction, and whether it has finished
    agreement: Agreement
    previous_as_of: datetime.date | None
    stages: tuple[str, ...]  # the names of the stages, in order
    life_cycle: tuple[LifeCycleRow, ...]
    approval: Approval | None

    @property
    def has_doubtful_levels(self) -> bool:
        """Whether the level of any statement is in doubt."""
        return any(each.alt_level for attribute in self.attributes for each in attribute.criteria)

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """Those of all attributes: whose level hangs on a statement in doubt."""
        return tuple(doubt for attribute in self.attributes for doubt in attribute.doubts)

    @property
    def top(self) -> int:
        """The highest level of the edition."""
        return len(self.levels) - 1

    @property
    def steps(self) -> range:
        """The levels from 1 on."""
        return range(1, len(self.levels))

    @property
    def shown_by_plays(self) -> frozenset[str]:
        """The criteria for which a play that is done is evidence."""
        done = [play for play in self.plays if play.state == "done" and play.artefact]
        return frozenset(code for play in done for code in play.criteria)

    @property
    def criteria(self) -> tuple[CriterionContent, ...]:
        return tuple(criterion for a in self.attributes for criterion in a.criteria)

    @property
    def moved(self) -> tuple[CriterionContent, ...]:
        """The criteria whose rating is not that of the last baseline."""
        return tuple(c for c in self.criteria if c.previous and c.previous != c.rating)

    @property
    def brought(self) -> tuple[tuple[ActionContent, tuple[CriterionContent, ...]], ...]:
        """The actions done since the last baseline, with those of their statements that rose."""
        if self.previous_as_of is None:
            return ()
        rose = {each.code: each for each in self.moved if each.has_risen}
        found = []
        for action in self.actions:
            newly = action.closed is None or action.closed > self.previous_as_of
            statements = tuple(rose[code] for code in action.criteria if code in rose)
            if action.status == "done" and newly and statements:
                found.append((action, statements))
        return tuple(found)

    @property
    def progress(self) -> Progress:
        """How far all statements are."""
        return criteria_progress([one for each in self.attributes for one in each.criteria])

    @property
    def completion(self) -> float:
        return self.progress.done / self.total

    @property
    def gaps(self) -> tuple[AttributeContent, ...]:
        """The attributes that are below their target, the widest gap first."""
        return tuple(sorted((a for a in self.attributes if a.gap), key=lambda a: -(a.gap or 0)))

    @property
    def gap_groups(self) -> tuple[tuple[int, list[str]], ...]:
        """So many levels below target, and the names of the attributes that are; widest first."""
        found: dict[int, list[str]] = {}
        for attribute in self.gaps:
            found.setdefault(attribute.gap or 0, []).append(attribute.name.text)
        return tuple(found.items())

    @property
    def blocked(self) -> tuple[AttributeContent, ...]:
        """The attributes with something that keeps them from the next level."""
        return tuple(a for a in self.attributes if a.blocking)

    @property
    def holding_back(self) -> tuple[AttributeContent, ...]:
        """The attributes that stand at the overall level, and so hold it there."""
        return tuple(a for a in self.attributes if a.attained == self.overall)

    @property
    def keys(self) -> tuple[CriterionContent, ...]:
        """The criteria that have to be achieved for the overall level to rise."""
        return tuple(each for a in self.holding_back for each in a.blocking)

    @property
    def has_targets(self) -> bool:
        return any(attribute.target for attribute in self.attributes)

    @property
    def risen(self) -> tuple[AttributeContent, ...]:
        """The attributes that stand higher than in the last baseline."""
        return tuple(a for a in self.attributes if a.change > 0)

    @property
    def fallen(self) -> tuple[AttributeContent, ...]:
        """The attributes that stand lower than in the last baseline."""
        return tuple(a for a in self.attributes if a.change < 0)

    @property
    def has_other_stages(self) -> bool:
        """Whether the initiative stands at another stage of its life cycle too."""
        return any(len([s for s in row.standings if s]) > 1 for row in self.life_cycle)

    @property
    def unofficial(self) -> bool:
        """Whether any of the model's texts shown here is unofficial in this language."""
        wordings = [self.title, self.vision, *self.levels, *(c.statement for c in self.criteria)]
        return any(wording.unofficial for wording in wordings)

    @property
    def discussed(self) -> tuple[CriterionContent, ...]:
        """The criteria on which the finished participants do not agree without discussion."""
        return tuple(c for c in self.criteria if c.consensus and not c.consensus.agreed)
