"""What a team did since its submission was returned, in the words of the page's language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from assessments.audit.words import Change, EventWords, Value, label
from assessments.exchange.writing import export_with_texts
from assessments.method.differences import ChangedEntry, compare
from assessments.models import Assessment, Concern, Submission
from assessments.models.assessments import State
from maturity.models import Criterion, Result
from maturity.wording import measure


@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """Something that differs: where it stands, the statement if it is about one, and how."""

    where: Value
    statement: str
    criterion: str  # a code; empty for what is not an answer to a criterion
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class AnsweredConcern:
    """What the council asked about a criterion, and what the team has changed there since."""

    concern: Concern
    answers: tuple[ChangedAnswer, ...]

    @property
    def answered(self) -> bool:
        """Whether the team has replied, or changed what was asked about."""
        return bool(self.concern.reply or self.answers)


@dataclass(frozen=True, slots=True)
class Resubmission:
    """What differs since `earlier` was submitted: where the council asked, and elsewhere."""

    earlier: Submission
    concerns: tuple[AnsweredConcern, ...]
    others: tuple[ChangedAnswer, ...]

    @property
    def count(self) -> int:
        """How many things differ in all."""
        return sum(len(each.answers) for each in self.concerns) + len(self.others)

    @property
    def unanswered(self) -> tuple[Concern, ...]:
        """What the council asked that the team neither replied to nor changed."""
        return tuple(each.concern for each in self.concerns if not each.answered)

    @property
    def unchanged(self) -> bool:
        """Whether the council would get what it returned, without a word."""
        return not self.count and not any(each.answered for each in self.concerns)


def resubmission_of(assessment: Assessment) -> Resubmission | None:
    """What has changed since the last return: up to now while the team works, else up to the newest
    submission. None where nothing was returned.
    """
    submissions = list(assessment.submissions.select_related("by")[:2])
    if assessment.is_open and submissions:
        earlier, later = submissions[0], export_with_texts(assessment)[0]
    elif len(submissions) == 2:
        earlier, later = submissions[1], submissions[0].document
    else:
        return None
    told = _told(compare(earlier.document, later), assessment)
    concerns = earlier.concerns.select_related("criterion__attribute")
    asked = {concern.criterion.code for concern in concerns}
    return Resubmission(
        earlier,
        tuple(
            AnsweredConcern(
                concern, tuple(each for each in told if each.criterion == concern.criterion.code)
            )
            for concern in concerns
        ),
        tuple(each for each in told if each.criterion not in asked),
    )


def unanswered_concerns(assessment: Assessment) -> tuple[Concern, ...]:
    """What the council asked of a returned assessment that is not answered yet."""
    returned = resubmission_of(assessment) if assessment.state == State.RETURNED else None
    return returned.unanswered if returned else ()


def _told(changed: tuple[ChangedEntry, ...], assessment: Assessment) -> list[ChangedAnswer]:
    if not changed:
        return []
    words = EventWords(assessment.edition_id)
    statements = {
        each.code: each.text
        for model in (Criterion, Result)
        for each in model.objects.filter(edition=assessment.edition_id)
    }
    return [
        ChangedAnswer(
            where=_where(entry, words),
            statement=statements.get(entry.key[0], "") if entry.part in ANSWERS else "",
            criterion=entry.key[0] if entry.part == "ratings" else "",
            changes=tuple(
                Change(_label(field), _value(field, old, words), _value(field, new, words))
                for field, old, new in _fields(entry)
            ),
        )
        for entry in changed
    ]


ANSWERS = ("ratings", "results")


def _where(entry: ChangedEntry, words: EventWords) -> Value:
    match entry.part, entry.key:
        case "as_of", _key:
            return Value(_("The assessment as a whole"))
        case "ratings", (code, str(channel)):
            return Value(words.place("rate", f"{code}/{channel}"))
        case "targets", (code,):
            return Value(" – ".join((_("Target"), words.place("set_target", code))))
        case "actions", (title,):
            return Value(title["text"], title["lang"])
        case "plays", (code,):
            return Value(" – ".join((_("Playbook"), code)))
    return Value(entry.key[0])


def _fields(entry: ChangedEntry) -> Iterator[tuple[str, Any, Any]]:
    """Each field that differs, by what the words of events know it by: a play has a state and a
    note of its own."""
    names = {"state": "play_state", "note": "use_note"} if entry.part == "plays" else {}
    for each in entry.differences:
        yield names.get(each.field, each.field), each.old, each.new


def _label(field: str) -> str:
    return _("Indicator") if field == "indicator" else label(field)


def _value(field: str, value: Any, words: EventWords) -> Value:
    match field, value:
        case _, None:
            return Value("")
        case (("comment" | "reason" | "title" | "use_note"), Mapping()):
            return Value(value["text"], value["lang"])
        case "evidence", list():
            return Value(
                words.value("evidence", [[each["title"], each["url"]] for each in value], {})
            )
        case "artefact", Mapping():
            return Value(f"{value['title']} – {value['url']}")
        case "indicator", Mapping():
            figure = measure(value["value"], value.get("unit", ""))
            parts = [value["name"], figure, value.get("date"), value.get("source")]
            return Value(" – ".join(part for part in parts if part))
    return Value(words.value(field, value, {}))
