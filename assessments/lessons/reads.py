"""Lessons as a reader finds and reads them: in their language where a translation is kept."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet

from assessments import rules
from assessments.lessons.lines import LessonLine, is_named, lines, linked
from assessments.models import Figures, Initiative, Lesson, LessonTranslation, Person
from assessments.models.figures import ProfileEntry
from assessments.models.lessons import LessonQuerySet, LessonWords
from assessments.search.reads import find
from maturity.bilingual import current_language, other_language
from maturity.models import Criterion

SIMILAR = 5
NEWEST_FIRST = (F("shared_at").desc(nulls_last=True), "-pk")


@dataclass(frozen=True, slots=True)
class Telling:
    """A lesson for one reader: `said` has its words in `language`, its own or its translation's.

    `named` says whether they may know which initiative it is of, `linked` whether they may open
    that, `useful` how many readers found the lesson so.
    """

    lesson: Lesson
    said: LessonWords
    language: str
    named: bool
    linked: bool
    useful: int

    @property
    def is_translation(self) -> bool:
        return self.language != self.lesson.text_language

    @property
    def other(self) -> str:
        """The language in which it can be read too; empty where there is none."""
        translated = translation_of(self.lesson) is not None
        return other_language(self.language) if translated else ""

    @property
    def is_outdated(self) -> bool:
        """Whether it is read in a translation of words that have changed since."""
        translation = translation_of(self.lesson)
        return self.is_translation and translation is not None and translation.outdated


def translation_of(lesson: Lesson) -> LessonTranslation | None:
    return getattr(lesson, "translation", None)


def telling(lesson: Lesson, person: Person, *, original: bool) -> Telling:
    """A lesson (with all that `with_words` fetches) in the language of the page if it can be, or
    where the `original` is asked for as it was written.
    """
    language = current_language()
    takes = not original and language != lesson.text_language
    translation = translation_of(lesson) if takes else None
    known = linked([lesson], person)
    return Telling(
        lesson=lesson,
        said=translation or lesson,
        language=language if translation else lesson.text_language,
        named=is_named(lesson, known),
        linked=lesson.initiative_id in known,
        useful=lesson.useful_marks.count(),
    )


def seen_by(person: Person) -> LessonQuerySet:
    """The lessons that a person may read."""
    return Lesson.objects.filter(rules.lessons_seen_by(person))


def chosen(rows: QuerySet[Lesson], given: dict[str, Any], words: str) -> QuerySet[Lesson]:
    """Of some lessons, those that the filters of `LessonsForm` leave, the newest first; where there
    are `words` to search for, the best first.
    """
    for name, narrow in FILTERS.items():
        if value := given.get(name):
            rows = rows.filter(narrow(value))
    if words:
        return find(rows, words, current_language())
    return rows.order_by(*NEWEST_FIRST)


def _about(code: str) -> Q:
    """Of an attribute: it, or a statement of its."""
    attributes = Lesson.attributes.through.objects.filter(attribute__code=code)
    criteria = Lesson.criteria.through.objects.filter(criterion__attribute__code=code)
    return Q(pk__in=attributes.values("lesson")) | Q(pk__in=criteria.values("lesson"))


FILTERS: dict[str, Any] = {
    "kind": lambda value: Q(kind=value),
    "attribute": _about,
    "statement": lambda code: Q(
        pk__in=Lesson.criteria.through.objects.filter(criterion__code=code).values("lesson")
    ),
    "stage": lambda code: Q(stage__code=code),
    "channel": lambda code: Q(
        pk__in=Lesson.channels.through.objects.filter(channel__code=code).values("lesson")
    ),
    "council": lambda code: Q(initiative__council__code=code),
    "language": lambda value: Q(text_language=value) | Q(translation__isnull=False),
    "curated": lambda _value: Q(curated_at__isnull=False),
}


# Lessons for the gaps of an initiative, or like another.


@dataclass(frozen=True, slots=True)
class LessonFit:
    """A lesson of another initiative, and the statements that it shares with what was asked for."""

    line: LessonLine
    shared: tuple[str, ...]


def similar(
    of: Initiative | Lesson, person: Person, blocking: Collection[str] = ()
) -> list[LessonFit]:
    """Lessons of other initiatives about the statements `blocking` one at its newest baseline, or
    about what a lesson is about. Those that share the most statements come first, then those that
    share the most attributes, and after these the lessons of initiatives that the same statements
    block, as far as the person may see that; the curated and the newest before others.
    """
    codes = set(blocking)
    attributes: Any = Criterion.objects.filter(code__in=codes).values("attribute__code")
    if isinstance(of, Lesson):
        criteria = list(of.criteria.select_related("attribute"))
        codes = {each.code for each in criteria}
        attributes = {each.code for each in of.attributes.all()}
        attributes |= {each.attribute.code for each in criteria}
    elif not codes:
        return []
    initiative = of.initiative_id if isinstance(of, Lesson) else of.pk
    shared = seen_by(person).filter(shared_at__isnull=False).exclude(initiative=initiative)
    found = _sharing(shared, codes, attributes)
    if isinstance(of, Initiative) and len(found) < SIMILAR:
        found += _blocked_alike(shared.exclude(pk__in=found), codes, person)[: SIMILAR - len(found)]
    return [
        LessonFit(line, tuple(code for code in line.codes if code in codes))
        for line in lines(found, person)
    ]


def _sharing(rows: QuerySet[Lesson], codes: Iterable[str], attributes: Any) -> list[int]:
    """The keys of the lessons that share the most, in three queries."""
    through = Lesson.criteria.through.objects.filter(lesson__in=rows, criterion__code__in=codes)
    statements = Counter(through.order_by().values_list("lesson", flat=True))
    tagged = Lesson.attributes.through.objects.filter(
        lesson__in=rows, attribute__code__in=attributes
    )
    shared = Counter(tagged.order_by().values_list("lesson", flat=True))
    # Many lessons share something: the order among equals is asked of those that share the most.
    first = sorted(statements | shared, key=lambda key: (-statements[key], -shared[key], -key))[
        : 4 * SIMILAR
    ]
    found = Lesson.objects.filter(pk__in=first).values_list("pk", "curated_at", "shared_at")
    order = {
        key: (curated is None, -shared_at.timestamp() if shared_at else 0.0)
        for key, curated, shared_at in found
    }
    best = sorted(first, key=lambda key: (-statements[key], -shared[key], *order[key]))
    return best[:SIMILAR]


def _blocked_alike(rows: QuerySet[Lesson], codes: set[str], person: Person) -> list[int]:
    """The keys of lessons of the initiatives that share the most blocking statements, in two
    queries.

    What blocks an initiative that the person may not see is not told by what stands beside a gap.
    """
    known = Figures.objects.counting().visible_to(person)
    known = known.filter(initiative__in=rows.values("initiative"))
    profiles = dict(known.values_list("initiative", "profile"))
    shared = {
        initiative: len(codes & _blocking(profile)) for initiative, profile in profiles.items()
    }
    first = sorted(filter(shared.get, shared), key=lambda each: -shared[each])[:SIMILAR]
    found = rows.filter(initiative__in=first).values_list(
        "pk", "initiative", "curated_at", "shared_at"
    )
    order = {
        key: (-shared[initiative], curated is None, -shared_at.timestamp() if shared_at else 0.0)
        for key, initiative, curated, shared_at in found
    }
    return sorted(order, key=lambda key: order[key])


def _blocking(profile: Mapping[str, ProfileEntry]) -> set[str]:
    """The codes of the statements that keep a baseline from its next levels."""
    return {code for each in profile.values() for code in each["blocking"]}


# What the secretariat has to look at.


def to_curate(person: Person) -> QuerySet[Lesson]:
    """Of the shared lessons that a person may read, those that are not curated, or whose words have
    changed since they were translated; those that wait longest first."""
    waiting = Q(curated_at=None) | Q(translation__outdated=True)
    return seen_by(person).shared().filter(waiting).order_by("shared_at", "pk")
