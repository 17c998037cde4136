"""What councils' pages and reports call things, in both languages: read in one query, whole."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, DateTimeField, F, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from maturity.bilingual import current_language
from maturity.folding import by_name
from maturity.models import (
    Attribute,
    Channel,
    Council,
    Edition,
    Jurisdiction,
    Level,
    Priority,
    Stage,
)

type Text = dict[str, str]  # in both languages, "en" and "fr"
type Options = Sequence[tuple[str, Any]]  # codes and texts

# Each of these filters takes one code of a list.
LISTS = {"stage": Stage, "jurisdiction": Jurisdiction, "channel": Channel, "priority": Priority}
# Of these, the lists in the order of their names for the reader; the others have one of their own.
BY_NAME = ("jurisdiction", "priority")


@dataclass(frozen=True, slots=True)
class Named:
    """Something with a code and a name in both languages."""

    code: str
    name: Text

    @property
    def text(self) -> str:
        """The name in the language of the page."""
        return self.name[current_language()]


@dataclass(frozen=True, slots=True)
class EditionWords:
    """What an edition of the model calls its parts; `levels` from "before level 1" on."""

    code: str
    title: Text
    rule: str
    attributes: tuple[Named, ...]
    levels: tuple[Text, ...]


@dataclass(frozen=True)
class Words:
    """What there is to choose from and to speak of. `editions` has the newest first."""

    lists: Mapping[str, tuple[Named, ...]]  # by the names of LISTS
    councils: tuple[Named, ...]  # by their abbreviations
    editions: tuple[EditionWords, ...]

    def options(self, name: str) -> Options:
        """The entries of a list as codes and texts, in the language of the page."""
        found = [(each.code, each.text) for each in self.lists[name]]
        return by_name(found, lambda option: option[1]) if name in BY_NAME else found

    @property
    def stages(self) -> tuple[Named, ...]:
        """The stages of the life cycle, in its order."""
        return self.lists["stage"]

    def edition(self, code: str | None = None) -> EditionWords:
        """The edition with a code, or else the newest."""
        return next((each for each in self.editions if each.code == code), self.editions[0])

    def levels_of(self, edition: EditionWords) -> tuple[Text, ...]:
        """An edition's levels, and those above that another has: what stands there is told too."""
        widest = max(self.editions, key=lambda each: len(each.levels))
        return edition.levels + widest.levels[len(edition.levels) :]

    @property
    def tops(self) -> dict[str, int]:
        """The highest level of each edition, by its code."""
        return {each.code: len(each.levels) - 1 for each in self.editions}

    @property
    def top(self) -> int:
        """The highest level of any edition."""
        return max(self.tops.values())

    def council_options(self) -> list[tuple[str, str]]:
        """The councils as codes and names, and what is filed under the Joint Councils alone."""
        alone = (Council.ALONE, _("Joint Councils only"))
        return [*((each.code, each.text) for each in self.councils), alone]

    def covered(self, code: str) -> tuple[Named, ...]:
        """The councils that a council's code means (`CouncilQuerySet.meant_by`)."""
        return tuple(each for each in self.councils if code in (Council.JOINT, each.code))


@dataclass(frozen=True, slots=True)
class _Row:
    kind: str
    edition: str
    published: datetime.datetime | None
    order: int
    code: str
    english: str
    french: str

    @property
    def text(self) -> Text:
        return {"en": self.english, "fr": self.french or self.english}


def read_words() -> Words:
    """All of these words, in one query."""
    queries = [_rows(name, model._default_manager.all()) for name, model in LISTS.items()]
    queries.append(_rows("council", Council.objects.all(), text="abbreviation"))
    published = Edition.objects.exclude(published_at=None)
    rule = {"english": F("rule"), "french": F("rule")}
    of_edition = {"edition": F("code"), "published": F("published_at"), "order": Value(0)}
    queries += [
        _columns("edition", published, **of_edition),
        _columns("rule", published, **of_edition, **rule),
    ]
    of_part: dict[str, Any] = {
        "edition": F("edition__code"),
        "published": F("edition__published_at"),
    }
    parts = {"edition__published_at__isnull": False}
    queries += [
        _rows("attribute", Attribute.objects.filter(**parts), **of_part),
        _rows(
            "level",
            Level.objects.filter(**parts),
            **of_part,
            code=Cast("order", CharField(max_length=40)),
        ),
    ]
    found = [_Row(*row) for row in queries[0].union(*queries[1:], all=True).order_by()]
    return _words(sorted(found, key=lambda row: row.order))


def _words(rows: Iterable[_Row]) -> Words:
    kinds: dict[str, list[_Row]] = {}
    for row in rows:
        kinds.setdefault(row.kind, []).append(row)

    def named(kind: str, edition: str = "") -> tuple[Named, ...]:
        some = (row for row in kinds.get(kind, ()) if row.edition == edition)
        return tuple(Named(row.code, row.text) for row in some)

    rules = {row.edition: row.english for row in kinds.get("rule", ())}
    newest_first = sorted(
        kinds.get("edition", ()), key=lambda row: (row.published, row.edition), reverse=True
    )
    return Words(
        {name: named(name) for name in LISTS},
        named("council"),
        tuple(
            EditionWords(
                row.edition,
                row.text,
                rules[row.edition],
                named("attribute", row.edition),
                tuple(each.name for each in named("level", row.edition)),
            )
            for row in newest_first
        ),
    )


def _rows(kind: str, found: QuerySet[Any], *, text: str = "text", **more: Any) -> QuerySet[Any]:
    columns = {"english": F(f"{text}_en"), "french": F(f"{text}_fr")}
    return _columns(kind, found, **columns, **more)


def _columns(kind: str, found: QuerySet[Any], **more: Any) -> QuerySet[Any]:
    """Rows of one shape, whatever they are of."""
    given: dict[str, Any] = {
        "kind": Value(kind),
        "edition": Value(""),
        "published": Cast(Value(None), DateTimeField()),  # PostgreSQL asks for its kind
        "order": F("order"),
        "code": F("code"),
        "english": F("title_en"),
        "french": F("title_fr"),
    } | more
    # Names of columns that no model has.
    renamed = {f"row_{name}": value for name, value in given.items()}
    return found.order_by().annotate(**renamed).values_list(*renamed)
