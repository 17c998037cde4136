"""Two editions side by side: what became of each statement. Pure functions over model files."""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from assessments.editions.drafting import ChangeKind, Placed, says_the_same, statements
from assessments.method.crosswalk import Changes, descent, lineage
from maturity.bilingual import LANGUAGES

type Documents = Mapping[str, Mapping[str, Any]]  # by the codes of editions

WORDS = re.compile(r"\s+|[^\W_]+|[\W_]", re.UNICODE)


class Fate(TextChoices):
    """What became of a statement."""

    SUBSTANTIVE = "substantive", _("Substantive changes")
    EDITORIAL = "editorial", _("Editorial changes")
    NEW = "new", _("New")
    REMOVED = "removed", _("Removed")
    MOVED = "moved", _("Moved, in the same words")
    UNCHANGED = "unchanged", _("Unchanged")


@dataclass(frozen=True, slots=True)
class WordPart:
    """Some words in a row: "same", "removed" or "added"."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class StatementPair:
    """A statement in both editions, or in one of them alone."""

    fate: Fate
    before: Placed | None
    after: Placed | None
    reason: Mapping[str, str] | None = None  # `lang` and `text`

    @property
    def code(self) -> str:
        """The code in the later edition, or else in the earlier."""
        found = self.after or self.before
        assert found  # nosec B101
        return str(found.criterion["code"])

    @property
    def old_code(self) -> str:
        """Its code before, where that was another."""
        if self.before is None or self.before.criterion["code"] == self.code:
            return ""
        return str(self.before.criterion["code"])

    @property
    def levels(self) -> tuple[int | None, int | None]:
        """The level before and after; None where it was not there."""
        return _level(self.before), _level(self.after)

    @property
    def has_new_level(self) -> bool:
        return None not in self.levels and self.levels[0] != self.levels[1]

    @property
    def has_new_attribute(self) -> bool:
        return bool(
            self.before
            and self.after
            and self.before.attribute["code"] != self.after.attribute["code"]
        )

    def words(self, language: str) -> list[WordPart]:
        """What it says in a language, with what was removed and added."""
        return word_parts(_said(self.before, language), _said(self.after, language))

    @property
    def by_language(self) -> list[tuple[str, list[WordPart]]]:
        return [(language, self.words(language)) for language in LANGUAGES]


@dataclass(frozen=True, slots=True)
class EditionComparison:
    """What became of every statement, those of which most changed first."""

    pairs: tuple[StatementPair, ...]

    @property
    def groups(self) -> list[tuple[Fate, list[StatementPair]]]:
        """By what became of them, without what is empty."""
        found = [(fate, [each for each in self.pairs if each.fate == fate]) for fate in Fate]
        return [(fate, pairs) for fate, pairs in found if pairs]


def compare(documents: Documents, before: str, after: str) -> EditionComparison:
    """Return what became of the statements of one edition in another.

    The crosswalk is followed from the later edition through those it was drafted from; where it
    does not lead to the earlier one, statements with the same code are the same.
    """
    way = lineage({code: each.get("changes") for code, each in documents.items()}, after, before)
    old, new = statements(documents[before]), statements(documents[after])
    pairs = [_pair(code, placed, old, way) for code, placed in new.items()]
    kept = {each.before.criterion["code"] for each in pairs if each.before}
    reasons = {each["code"]: each["reason"] for changes in way for each in changes["removed"]}
    pairs += [
        StatementPair(Fate.REMOVED, placed, None, reasons.get(code))
        for code, placed in old.items()
        if code not in kept
    ]
    return EditionComparison(tuple(pairs))


def _pair(
    code: str, placed: Placed, old: Mapping[str, Placed], way: Sequence[Changes]
) -> StatementPair:
    of = descent(code, way)
    earlier, reason = old.get(of.origin), of.reason
    if earlier is None:
        return StatementPair(Fate.NEW, None, placed, reason)
    if says_the_same(earlier, placed):
        return StatementPair(Fate.UNCHANGED, earlier, placed)
    same_words = all(_said(earlier, each) == _said(placed, each) for each in LANGUAGES)
    levels = _level(earlier), _level(placed)
    if levels[0] != levels[1] or ChangeKind.SUBSTANTIVE in of.kinds or not way:
        fate = Fate.SUBSTANTIVE
    else:
        fate = Fate.MOVED if same_words else Fate.EDITORIAL
    return StatementPair(fate, earlier, placed, reason)


def word_parts(before: str, after: str) -> list[WordPart]:
    """Return the words of two texts in a row, each of them the same, removed or added."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    return list(_joined(_parts(matcher.get_opcodes(), old, new)))


def _parts(
    steps: Iterable[tuple[str, int, int, int, int]], old: Sequence[str], new: Sequence[str]
) -> Iterator[WordPart]:
    for step, i1, i2, j1, j2 in steps:
        if step == "equal":
            yield WordPart("same", "".join(old[i1:i2]))
            continue
        if i1 < i2:
            yield WordPart("removed", "".join(old[i1:i2]))
        if j1 < j2:
            yield WordPart("added", "".join(new[j1:j2]))


def _joined(parts: Iterable[WordPart]) -> Iterator[WordPart]:
    """A lone space between two changes is part of both: so that they read as one."""
    waiting: list[WordPart] = []
    for part in parts:
        if part.kind == "same" and part.text.isspace() and waiting:
            waiting += [WordPart("removed", part.text), WordPart("added", part.text)]
        elif part.kind == "same":
            yield from _merged(waiting)
            waiting = []
            yield part
        else:
            waiting.append(part)
    yield from _merged(waiting)


def _merged(parts: Sequence[WordPart]) -> Iterator[WordPart]:
    for kind in ("removed", "added"):
        if text := "".join(each.text for each in parts if each.kind == kind):
            yield WordPart(kind, text)


def _said(placed: Placed | None, language: str) -> str:
    return (placed.criterion[language] or "") if placed else ""


def _level(placed: Placed | None) -> int | None:
    return placed.criterion["level"] if placed else None
