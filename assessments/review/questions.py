"""What the quality check asks, in words, and who is asked to review."""

from dataclasses import dataclass

from assessments.audit.words import label
from assessments.format.types import Snapshot
from assessments.method.quality import Finding, Question
from assessments.models import Assessment, Person
from assessments.review import actions as workflow
from maturity.bilingual import in_language
from maturity.models import BilingualText, Criterion, Result
from maturity.printing import named
from maturity.wording import colon


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question of the quality check, about a criterion, a result, a target or other words."""

    finding: Finding
    statement: str
    attribute: str  # the code of the attribute whose page answers it, empty for others
    lost: str = ""  # which characters cannot be printed, and in which field

    @property
    def on_its_page(self) -> bool:
        """Whether the page of the criterion answers it, not that of the attribute."""
        return self.finding.question == Question.NO_EVIDENCE or self.finding.field == "evidence"


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """The questions of one kind."""

    kind: str
    blocking: bool
    rows: tuple[QuestionRow, ...]


def questions_of(
    assessment: Assessment, taken: Snapshot | None = None, *, opinions: bool = False
) -> list[QuestionGroup]:
    """What the quality check (`workflow.check`) asks, by kind, the blocking ones first.

    Where governments disagree is asked only of a reader who may see their `opinions`.
    """
    findings = [
        each
        for each in workflow.check(assessment, taken)
        if opinions or each.question != Question.UNSETTLED
    ]
    criteria = {
        each.code: each
        for each in Criterion.objects.filter(edition=assessment.edition).select_related("attribute")
    }
    results = Result.objects.filter(edition=assessment.edition)
    others: dict[str, BilingualText] = {each.code: each for each in results}
    others |= {each.attribute.code: each.attribute for each in criteria.values()}
    groups = []
    for kind in Question:
        rows = tuple(
            QuestionRow(
                finding,
                finding.words
                or in_language(criteria.get(finding.code) or others[finding.code], "text"),
                criteria[finding.code].attribute.code if finding.code in criteria else "",
                _lost(finding),
            )
            for finding in findings
            if finding.question == kind
        )
        if rows:
            groups.append(QuestionGroup(kind, rows[0].finding.blocking, rows))
    return groups


def _lost(finding: Finding) -> str:
    """The field and the characters that cannot be printed: "Comment: 𒀀 (U+12000)"."""
    if not finding.characters:
        return ""
    return f"{colon(label(finding.field))} {named(finding.characters)}"


def last_reviewer(assessment: Assessment) -> Person | None:
    """Who was asked the last time to review this assessment, or the initiative's one before."""
    asked = assessment.initiative.assessments.exclude(reviewer=None).select_related("reviewer")
    last = asked.order_by("-submitted_at").first()
    return assessment.reviewer or (last.reviewer if last else None)
