"""Writes to lessons: what they say, who may read them, how the secretariat lets them travel."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Self

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments import rules
from assessments.audit.record import record
from assessments.cycle.actions import held
from assessments.evidence.attachments import given, told
from assessments.format.types import LessonItem
from assessments.improvement.actions import PlanItem, save_item
from assessments.models import (
    Initiative,
    Lesson,
    LessonDocument,
    LessonTranslation,
    Person,
    UsefulMark,
)
from assessments.notices.lessons import tell_author
from assessments.search.words import keep_lesson_words
from maturity.faults import Fault, Faults
from maturity.models import Attribute, Channel, Criterion, Stage

# From the fewest readers to the most.
AUDIENCES: list[str] = ["initiative", "council", "all"]
# The texts of a lesson, which its translation has too.
TEXTS = ("title", "situation", "done", "happened", "text")
# What events call values that an action has under the same name, or that say little alone.
TOLD_AS = {
    "kind": "lesson_kind", "title": "lesson_title", "done": "what_was_done",
}  # fmt: skip
# What says who may read a lesson, and why.
READERS = (
    "audience", "withdrawn_from", "shared_at", "curated_at", "sent_back", "sent_back_language",
)  # fmt: skip
TITLE_LENGTH = 80
MAX_DOCUMENTS = 20


@dataclass(frozen=True)
class LessonText(PlanItem[Lesson]):
    """What a lesson says; `kind` is one of Lesson.Kind, the texts as a person wrote them."""

    model, words, saved, removed = Lesson, "text", "save_lesson", "remove_lesson"
    language, several = "text_language", ("criteria", "attributes", "channels")
    taken = _("The team already has a lesson with this advice.")

    kind: str
    text: str
    text_language: str
    criteria: Sequence[Criterion] = ()
    title: str = ""
    situation: str = ""
    done: str = ""
    happened: str = ""
    attributes: Sequence[Attribute] = ()
    channels: Sequence[Channel] = ()
    stage: Stage | None = None
    clients: str = ""
    audience: str = Lesson.Audience.INITIATIVE

    def described(self) -> dict[str, Any]:
        said = {TOLD_AS.get(name, name): value for name, value in super().described().items()}
        return said | {"lesson_kind": str(self.kind), "audience": str(self.audience)}

    def with_item(self, item: LessonItem, codes: Mapping[str, Mapping[str, Any]]) -> Self:
        """Return what an exchange document's lesson says; what it leaves out stays as it is here.

        `codes` has the rows of "criteria", "attributes", "channels" and "stages" by their codes. A
        file shares nothing: who may read a lesson is not in it.
        """
        said: dict[str, Any] = {name: item[name] for name in PLAIN if name in item}  # type: ignore[literal-required]
        for name in self.several:
            if name in item:
                said[name] = [codes[name][code] for code in item[name]]  # type: ignore[literal-required]
        if "stage" in item:
            said["stage"] = codes["stages"][item["stage"]]
        words = item["text"]
        title = item.get("title") or self.title or beginning(words["text"])
        said |= {"text": words["text"], "text_language": words["lang"], "title": title}
        return replace(self, **said)


PLAIN = ("kind", "situation", "done", "happened", "clients")


def beginning(text: str) -> str:
    """The first words of a text, as the title of what has none."""
    line = " ".join(text.split())
    return line if len(line) <= TITLE_LENGTH else f"{line[:TITLE_LENGTH].rsplit(' ', 1)[0]}…"


def save_lesson(
    initiative: Initiative,
    said: LessonText,
    *,
    by: Person,
    row: Lesson | None = None,
    document: Mapping[str, Any] | None = None,
) -> Lesson:
    """Adds a lesson, or changes `row` to say what is `said`, with a document if one is given.

    Words that change are no longer those that the secretariat found fit to travel. Who may read a
    lesson changes only where `said` has other readers than `row` was read with: what was sent back
    meanwhile stays with its team. Raises Faults.
    """
    read = row.audience if row else Lesson.Audience.INITIATIVE
    with given(initiative, document or {}, by=by) as columns:
        initiative = held(initiative)
        _read_readers(row)
        kept = row.audience if row else Lesson.Audience.INITIATIVE
        old = LessonText.of(row) if row else None
        words = replace(said, title=said.title or beginning(said.text), audience=kept)
        lesson = save_item(initiative, words, by=by, row=row)
        if row is None and rules.may_write_lessons(by, initiative):
            lesson.author = by
            lesson.save(update_fields=["author"])
        if old and lesson.curated_at and _words(old) != _words(words):
            lesson.curated_at = None
            lesson.save(update_fields=["curated_at"])
        if old and _translated(old) != _translated(words):
            LessonTranslation.objects.filter(lesson=lesson).update(outdated=True)
        if columns:
            _add_document(lesson, columns, by=by)
        if said.audience != read:
            set_audience(lesson, said.audience, by=by)
        keep_lesson_words(lesson)
        return lesson


def _read_readers(row: Lesson | None) -> None:
    """Reads who may read a lesson now that its initiative is held; of words that others changed
    meanwhile, and of one that they removed, `save_item` says so."""
    with suppress(Lesson.DoesNotExist):
        if row:
            row.refresh_from_db(fields=READERS)


def _words(said: LessonText) -> list[str]:
    """What was written of a lesson: tags can change and the words are still those."""
    return [*_translated(said), said.clients]


def _translated(said: LessonText) -> list[str]:
    """Of these, what its translation has too."""
    return [getattr(said, name) for name in (*TEXTS, "text_language")]


def _add_document(lesson: Lesson, columns: Mapping[str, Any], *, by: Person) -> None:
    """Adds the document that `given` read. Raises Faults."""
    if lesson.documents.count() >= MAX_DOCUMENTS:
        message = gettext("A lesson can have at most %(limit)s documents. Remove one first.")
        raise Faults([Fault("document_file", message % {"limit": MAX_DOCUMENTS})])
    kept = LessonDocument.objects.create(lesson=lesson, **columns)
    record("save_lesson", lesson, by=by, initiative=lesson.initiative, old=told(), new=told(kept))


@transaction.atomic
def set_audience(
    lesson: Lesson, audience: str, *, by: Person, note: str = "", note_language: str = ""
) -> None:
    """Shares a lesson with more readers or fewer; with its team alone it is withdrawn.

    The `note` says why the secretariat sends it back to its team.
    """
    initiative = held(lesson.initiative)
    lesson.refresh_from_db(fields=READERS)
    old = lesson.audience
    if old == audience:
        return
    widest = max(old, lesson.withdrawn_from or old, key=AUDIENCES.index)
    lesson.audience = audience
    shrunk = AUDIENCES.index(widest) > AUDIENCES.index(audience)
    lesson.withdrawn_from = widest if shrunk else ""
    lesson.sent_back, lesson.sent_back_language = note, note_language if note else ""
    shared = audience != Lesson.Audience.INITIATIVE
    lesson.shared_at = (lesson.shared_at or timezone.now()) if shared else None
    lesson.curated_at = lesson.curated_at if shared else None
    lesson.save(update_fields=READERS)
    record(
        "share_lesson" if shared else "withdraw_lesson",
        lesson,
        by=by,
        initiative=initiative,
        old={"audience": str(old)},
        new={"audience": str(audience)} | ({"word_to_the_team": note} if note else {}),
    )


@transaction.atomic
def remove_lesson(lesson: Lesson, *, by: Person) -> None:
    """Removes a lesson for good, with what hangs on it."""
    initiative = held(lesson.initiative)
    old = LessonText.of(lesson).described()
    record("remove_lesson", lesson, by=by, initiative=initiative, old=old)
    lesson.delete()


# What the secretariat does.


@transaction.atomic
def curate(lesson: Lesson, *, by: Person, notify: bool = True) -> None:
    """Says that a lesson is fit to travel, and tells its author. Raises Faults."""
    initiative = _held_shared(lesson)
    if lesson.curated_at:
        return
    lesson.curated_at = timezone.now()
    lesson.save(update_fields=["curated_at"])
    record("curate_lesson", lesson, by=by, initiative=initiative)
    if notify:
        tell_author("lesson_curated", lesson, by=by)


@transaction.atomic
def translate(lesson: Lesson, texts: Mapping[str, str], *, by: Person) -> None:
    """Keeps what a lesson says in its other language: all of `TEXTS`. Raises Faults.

    Given again as it was, it is found right for words that have changed.
    """
    initiative = _held_shared(lesson)
    row = LessonTranslation.objects.filter(lesson=lesson).first()
    old = {name: getattr(row, name) for name in TEXTS} if row else None
    new = {name: texts[name] for name in TEXTS}
    if row and old == new and not row.outdated:
        return
    kept = new | {"translator": by, "outdated": False}
    LessonTranslation.objects.update_or_create(lesson=lesson, defaults=kept)
    record("translate_lesson", lesson, by=by, initiative=initiative, old=_told(old), new=_told(new))
    keep_lesson_words(lesson)


@transaction.atomic
def send_back(lesson: Lesson, note: str, language: str, *, by: Person) -> None:
    """Gives a lesson back to its team with a word, and tells its author. Raises Faults."""
    _held_shared(lesson)
    team = Lesson.Audience.INITIATIVE
    set_audience(lesson, team, by=by, note=note, note_language=language)
    tell_author("lesson_sent_back", lesson, by=by)


def _held_shared(lesson: Lesson) -> Initiative:
    """Holds the initiative of a lesson. Raises Faults where it is not shared any longer."""
    initiative = held(lesson.initiative)
    lesson.refresh_from_db(fields=["audience", "curated_at", "shared_at"])
    if lesson.audience == Lesson.Audience.INITIATIVE:
        raise Faults([Fault("", gettext("Its team has since withdrawn this lesson."))])
    return initiative


def _told(texts: Mapping[str, str] | None) -> dict[str, str] | None:
    if texts is None:
        return None
    return {TOLD_AS.get(name, name): text for name, text in texts.items() if text}


# What readers do.


def set_useful(lesson: Lesson, *, by: Person, on: bool) -> None:
    """Marks a lesson as useful to oneself, or no longer. Set twice it is set once.

    It is a mark of one's own, as a bookmark: the record of what was done says nothing of it.
    """
    if on:
        mark = UsefulMark(lesson=lesson, person=by)
        UsefulMark.objects.bulk_create([mark], ignore_conflicts=True)
    else:
        UsefulMark.objects.filter(lesson=lesson, person=by).delete()
