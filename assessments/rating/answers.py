"""What the team, or a government, answers about a criterion or a result: values, as the database,
the audit record and the exchange format have them.
"""

import datetime
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from decimal import Decimal
from typing import Any, Self

from assessments.models import ParticipantRating, Rating, ResultRating
from maturity.canonical import sha256

# What an answer says in a person's words, each text with its language.
TEXTS = ("comment", "reason")


@dataclass(frozen=True)
class Answer:
    """What the team says of one criterion, for all channels or for one."""

    rating: str = ""
    comment: str = ""
    comment_language: str = ""
    reason: str = ""
    reason_language: str = ""

    @property
    def fingerprint(self) -> str:
        """A short digest, by which a form remembers what its reader saw."""
        return sha256(json.dumps(described(self), sort_keys=True))[:16]

    def with_item(self, item: Mapping[str, Any]) -> Self:
        """Return what an exchange document's item says; what it leaves out stays as it is here.

        The reason of a "not applicable" does not go with another rating.
        """
        said: dict[str, str] = {"rating": item.get("rating", self.rating)}
        for name in TEXTS:
            outdated = name == "reason" and item.get("rating", "NA") != "NA"
            if name in item or outdated:
                said |= words_of(item, name)
        return replace(self, **said)


@dataclass(frozen=True)
class ResultAnswer(Answer):
    """What the team says of one result, with the indicator that measures it."""

    indicator_name: str = ""
    indicator_value: Decimal | None = None
    indicator_unit: str = ""
    indicator_date: datetime.date | None = None
    indicator_source: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing is said at all."""
        return self == ResultAnswer()

    def with_item(self, item: Mapping[str, Any]) -> Self:
        said = super().with_item(item)
        given = item.get("indicator")
        if not given:
            return said
        date = given.get("date")
        return replace(
            said,
            indicator_name=given["name"],
            indicator_value=Decimal(str(given["value"])).normalize(),
            indicator_unit=given.get("unit", ""),
            indicator_date=date and datetime.date.fromisoformat(date),
            indicator_source=given.get("source", ""),
        )


def words_of(item: Mapping[str, Any], name: str) -> dict[str, str]:
    """The columns of a text of an exchange document's item: empty where it says none."""
    words = item.get(name) or {"text": "", "lang": ""}
    # Browsers send line ends as CRLF and files as LF: one form for both.
    text = words["text"].replace("\r\n", "\n").replace("\r", "\n").strip()
    return {name: text, f"{name}_language": words["lang"]}


def answer_of(rating: Rating | ParticipantRating | None) -> Answer:
    """What a rating says now; an empty answer for None."""
    if rating is None:
        return Answer()
    return Answer(**{each.name: getattr(rating, each.name) for each in fields(Answer)})


def result_answer_of(result: ResultRating | None) -> ResultAnswer:
    """What a result's rating says now; an empty answer for None."""
    if result is None:
        return ResultAnswer()
    said = {each.name: getattr(result, each.name) for each in fields(ResultAnswer)}
    if result.indicator_value is not None:
        said["indicator_value"] = result.indicator_value.normalize()
    return ResultAnswer(**said)


def described(answer: Answer) -> dict[str, Any]:
    """Return an answer as JSON values, without what is empty: as the audit record has it."""
    return {
        name: value if isinstance(value, str | tuple) else str(value)
        for name, value in asdict(answer).items()
        if value not in ("", None, ())
    }


# The mark of an answer that says nothing.
NOTHING = Answer().fingerprint
