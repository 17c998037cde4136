"""What a draft says, and what became of each statement. Pure functions over model files.

A draft is a model file in canonical form, with texts that may be empty. Its `changes` name the
edition that it was drafted from and, for every statement, the one of before that it comes from
(`from`), and what was done to it: `kind` (editorial or substantive) and why. Each statement of
before is the origin of one statement at most, or is among those removed.
"""

import copy
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from maturity.bilingual import LANGUAGES
from maturity.thresholds import PROPOSED

type Document = dict[str, Any]

NEW_TEXT = "project"  # where a wording comes from that is written here
CONFIRMED = "confirmed"  # and of one that members confirmed in a ballot


class ChangeKind(TextChoices):
    """Whether a change of a statement changes what is asked."""

    EDITORIAL = "editorial", _("Editorial: the same is asked in better words")
    SUBSTANTIVE = "substantive", _("Substantive: something else is asked")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was changed, in the language in which it was written."""

    text: str
    language: str

    @property
    def item(self) -> Document:
        """As the model file has it."""
        return {"lang": self.language, "text": self.text}


@dataclass(frozen=True, slots=True)
class Placed:
    """A statement of a model file and the attribute in which it stands."""

    attribute: Document
    criterion: Document


def begun(document: Document, code: str) -> Document:
    """Return a draft with a code that says what an edition's `document` does."""
    draft = copy.deepcopy(document)
    before = draft["meta"]["status"].rpartition("edition code ")[2]
    draft["meta"]["status"] = f"drafted from {before}; edition code {code}"
    draft.setdefault("thresholds", dict(PROPOSED))
    draft["changes"] = {
        "from": before,
        "statements": [{"code": each, "from": each} for each in statements(draft)],
        "removed": [],
    }
    return draft


def statements(document: Mapping[str, Any]) -> dict[str, Placed]:
    """Return the statements by their codes, in their order."""
    return {
        criterion["code"]: Placed(attribute, criterion)
        for attribute in document["attributes"]
        for criterion in attribute["criteria"]
    }


def change_of(document: Mapping[str, Any], code: str) -> Document:
    """Return what became of a statement: its entry of `changes`, to be changed."""
    return next(each for each in document["changes"]["statements"] if each["code"] == code)


def origins(document: Mapping[str, Any]) -> dict[str, str]:
    """Return the crosswalk: by statement, the one of the edition before that it comes from."""
    entries = document.get("changes", {}).get("statements", ())
    return {each["code"]: each["from"] for each in entries if each.get("from")}


def free_origins(document: Document, before: Mapping[str, Any], code: str = "") -> list[str]:
    """Return the statements of before from which none comes but perhaps the one with a code."""
    taken = {origin for each, origin in origins(document).items() if each != code}
    return [each for each in statements(before) if each not in taken]


def place_statement(
    document: Document, code: str, values: Mapping[str, Any], attribute: str, place: int
) -> None:
    """Write a statement, new or not, into an attribute, as the `place`-th of its statements."""
    for each in document["attributes"]:
        each["criteria"] = [one for one in each["criteria"] if one["code"] != code]
    target = next(each for each in document["attributes"] if each["code"] == attribute)
    target["criteria"].insert(max(place - 1, 0), {**values, "code": code})
    for each in document["attributes"]:
        _number(each["criteria"])


def mark(document: Document, code: str, *, origin: str, kind: str, reason: Reason | None) -> None:
    """Say where a statement comes from and what was done to it; without a reason, nothing was."""
    changes = document["changes"]
    entry: Document = {"code": code}
    if origin:
        entry["from"] = origin
    if reason:
        entry |= {"kind": kind, "reason": reason.item}
    codes = [each["code"] for each in changes["statements"]]
    if code in codes:
        changes["statements"][codes.index(code)] = entry
    else:
        changes["statements"].append(entry)
    changes["removed"] = [each for each in changes["removed"] if each["code"] != origin]


def remove_statement(document: Document, code: str, reason: Reason) -> None:
    """Take a statement out; the one that it comes from is then among those removed."""
    changes = document["changes"]
    origin = origins(document).get(code)
    for each in document["attributes"]:
        each["criteria"] = [one for one in each["criteria"] if one["code"] != code]
        _number(each["criteria"])
    changes["statements"] = [each for each in changes["statements"] if each["code"] != code]
    if origin:
        changes["removed"].append({"code": origin, "reason": reason.item})


def is_substantive(before: Placed | None, level: int) -> bool:
    """Whether a change cannot be editorial: the statement is new, or at another level."""
    return before is None or before.criterion["level"] != level


def says_the_same(before: Placed, after: Placed) -> bool:
    """Whether a statement asks in the same words, at the same level of the same attribute."""
    names = ("en", "fr", "level")
    return before.attribute["code"] == after.attribute["code"] and all(
        before.criterion[name] == after.criterion[name] for name in names
    )


def move_to_level(document: Document, code: str, level: int, reason: Reason) -> None:
    """Put a statement at another level, after those of its attribute that are not above it.

    The doubt about its level goes: it is what has been decided.
    """
    placed = statements(document)[code]
    values = {
        name: each
        for name, each in placed.criterion.items()
        if name not in ("level_confidence", "alt_level")
    }
    others = [each for each in placed.attribute["criteria"] if each["code"] != code]
    place = 1 + max((n for n, each in enumerate(others, 1) if each["level"] <= level), default=0)
    place_statement(document, code, values | {"level": level}, placed.attribute["code"], place)
    origin, kind = origins(document)[code], ChangeKind.SUBSTANTIVE.value
    mark(document, code, origin=origin, kind=kind, reason=reason)


def confirm_french(document: Document, code: str) -> None:
    """Say that members have confirmed the French of a statement that was unofficial until then.

    What is printed in the councils’ own draft, or published, keeps its source.
    """
    provenance = statements(document)[code].criterion["provenance"]
    if provenance["fr"] == NEW_TEXT:
        provenance["fr"] = CONFIRMED


def statements_above(document: Mapping[str, Any], level: int) -> list[str]:
    """Return the statements that stand above a level, or may belong there."""
    return [
        code
        for code, placed in statements(document).items()
        if max(placed.criterion["level"], placed.criterion.get("alt_level", 0)) > level
    ]


def resize_levels(document: Document, number: int) -> None:
    """Have so many levels: without the last ones, or with more that have no texts yet."""
    levels = document["levels"] = document["levels"][:number]
    taken = {each["code"] for each in (*levels, document["level_zero"])}
    free = (code for n in itertools.count(1) if (code := f"L{n}") not in taken)
    for order in range(len(levels) + 1, number + 1):
        texts = {"en": "", "fr": None, "provenance": {"en": NEW_TEXT, "fr": NEW_TEXT}}
        levels.append({"code": next(free), "order": order, **texts})


def unexplained(document: Document, before: Mapping[str, Any]) -> Iterator[str]:
    """The statements that differ from those that they come from, or are new, without a reason."""
    known, come_from = statements(before), origins(document)
    for code, placed in statements(document).items():
        origin = known.get(come_from.get(code, ""))
        if (origin is None or not says_the_same(origin, placed)) and not change_of(
            document, code
        ).get("reason"):
            yield code


def missing(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every text that is empty: the code of what it belongs to (or "title", "vision"), and the
    language."""
    for code, texts in _texts(document):
        for language in LANGUAGES:
            if not (texts[language] or "").strip():
                yield code, language


def _texts(document: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name in ("title", "vision"):
        yield name, document[name]
    for name in ("levels", "results"):
        for each in document[name]:
            yield each["code"], each
    for attribute in document["attributes"]:
        yield attribute["code"], attribute["name"]
        for criterion in attribute["criteria"]:
            yield criterion["code"], criterion


def _number(criteria: list[Document]) -> None:
    for order, each in enumerate(criteria, start=1):
        each["order"] = order
