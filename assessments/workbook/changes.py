"""What a workbook would change: its entries against what stands now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from assessments.models import Assessment
from assessments.rating.answers import NOTHING, Answer, ResultAnswer, answer_of, result_answer_of
from assessments.rating.forms import item_of
from assessments.workbook.cells import Values, canonical, digest
from assessments.workbook.layout import Key
from assessments.workbook.whose import Whose
from maturity.canonical import sha256

if TYPE_CHECKING:
    from assessments.workbook.reading import Reading


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer as it stands: to a criterion, in one channel or all (empty), or to a result."""

    code: str
    channel: str
    fingerprint: str
    values: Mapping[str, Any]

    @property
    def key(self) -> Key:
        return self.code, self.channel


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """An answer that a workbook would change.

    `now` is what stands (None for nothing), `values` what the workbook says (empty: nothing any
    more), `replaced` the answers of the other kind, for all channels or for each, that it would
    replace. It is a conflict where someone changed any of them after the download.
    """

    code: str
    channel: str
    values: Values
    now: StoredAnswer | None
    replaced: tuple[StoredAnswer, ...]
    conflict: bool

    @property
    def name(self) -> str:
        """By which a page names it."""
        return f"{self.code}-{self.channel}" if self.channel else self.code

    @property
    def state(self) -> str:
        """A digest of what stands now, by which a page remembers what its reader saw."""
        known = [each.fingerprint for each in (self.now, *self.replaced) if each]
        return sha256(" ".join(known))[:16]

    @property
    def answer(self) -> Answer:
        """What the workbook says of a criterion."""
        return Answer().with_item(item_of(self.values))

    @property
    def result_answer(self) -> ResultAnswer:
        """What the workbook says of a result."""
        return ResultAnswer().with_item(item_of(self.values))


def standing(whose: Whose) -> list[StoredAnswer]:
    """The answers of the team, or of one government, in the order of criteria and results; in a
    query each. Results are the team's only.
    """
    ratings = whose.ratings.select_related("criterion__attribute", "channel")
    results = whose.results.select_related("result") if isinstance(whose, Assessment) else ()
    return [
        *(
            _standing(row.criterion.code, row.channel.code if row.channel else "", answer_of(row))
            for row in ratings
        ),
        *(_standing(row.result.code, "", result_answer_of(row)) for row in results),
    ]


def content(reading: "Reading") -> dict[str, Any]:
    """What a sound reading says, as the JSON that is kept until it is applied."""
    return {
        "language": reading.language,
        "changes": sorted(reading.changes),
        "seen": [[*key, seen] for key, seen in reading.seen.items()],
        "entries": [
            [
                each.code,
                each.channel,
                {
                    name: f"{value:f}" if isinstance(value, Decimal) else value
                    for name, value in each.values.items()
                },
            ]
            for each in reading.entries
        ],
        "leftovers": [asdict(each) for each in reading.leftovers],
    }


def plan(content: Mapping[str, Any], answers: Sequence[StoredAnswer]) -> list[AnswerChange]:
    """What a workbook's content would change of the answers that stand, in its order."""
    seen: dict[Key, str] = {(code, channel): known for code, channel, known in content["seen"]}
    now = {each.key: each for each in answers}
    changes = []
    for code, channel, values in content["entries"]:
        current = now.get((code, channel))
        before = canonical(current.values, content["language"]) if current else {}
        if digest(before) == digest(values):
            continue
        replaced = tuple(_replaced(code, channel, answers)) if values else ()
        found = current.fingerprint if current else NOTHING
        conflict = found != seen.get((code, channel), NOTHING) or any(
            each.fingerprint != seen.get(each.key, NOTHING) for each in replaced
        )
        changes.append(AnswerChange(code, channel, values, current, replaced, conflict))
    return changes


def _replaced(code: str, channel: str, answers: Sequence[StoredAnswer]) -> Iterable[StoredAnswer]:
    return (
        each
        for each in answers
        if each.code == code and bool(each.channel) != bool(channel) and each.fingerprint != NOTHING
    )


def _standing(code: str, channel: str, answer: Answer) -> StoredAnswer:
    return StoredAnswer(code, channel, answer.fingerprint, vars(answer))
