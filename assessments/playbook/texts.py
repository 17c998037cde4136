"""What a play says, as plain values by column of `PlayVersion`, and what is wrong with them."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from assessments.models import PlayVersion
from assessments.playbook import markdown
from maturity.bilingual import LANGUAGES
from maturity.faults import Fault
from maturity.models import Criterion, Result, Stage

PLAIN = ("title", "problem")
MARKDOWN = (
    "when", "steps", "people", "duration", "example", "artefact", "pitfalls", "references",
)  # fmt: skip
TEXTS = (*PLAIN, *MARKDOWN)
LISTS = ("criteria", "results", "stages")
LEVELS = ("from_level", "to_level")
COLUMNS = (*LISTS, *LEVELS, *(f"{name}_{lang}" for name in TEXTS for lang in LANGUAGES))

LENGTHS: dict[str, Any] = {field.name: field.max_length for field in PlayVersion._meta.fields}

type Values = Mapping[str, Any]


@dataclass(frozen=True)
class Known:
    """The codes that a play may name, by the column that names them."""

    criteria: Collection[str]
    results: Collection[str]
    stages: Collection[str]

    @classmethod
    def read(cls) -> Self:
        """Those of all published editions, in three queries."""
        models: tuple[Any, ...] = (Criterion, Result)
        of_editions = (each.objects.exclude(edition__published_at=None) for each in models)
        rows = (*of_editions, Stage.objects.all())
        return cls(*(frozenset(each.values_list("code", flat=True)) for each in rows))


def values_of(version: PlayVersion) -> dict[str, Any]:
    """What a version of a play says, by column."""
    return {column: getattr(version, column) for column in COLUMNS}


def longest(column: str) -> int:
    """How many characters a text may have."""
    return LENGTHS[column]


def draft_faults(values: Values, known: Known) -> Iterator[Fault]:
    """What not even a draft may say; each fault stands at its column."""
    for column in LISTS:
        for code in values[column]:
            if code not in getattr(known, column):
                yield Fault(column, _('unknown code "%(code)s"') % {"code": str(code)[:40]})
    if values["from_level"] >= values["to_level"]:
        yield Fault("to_level", _("Choose a level above the one that the play starts from."))
    yield from _of_texts(values, _too_long)
    yield from _of_texts(values, _not_kept)


def missing(values: Values) -> Iterator[Fault]:
    """What a play still lacks before it can be published; each fault stands at its column."""
    if not (values["criteria"] or values["results"]):
        yield Fault("criteria", _("Choose at least one statement or result that the play serves."))
    if not values["stages"]:
        yield Fault("stages", _("Choose at least one life-cycle stage."))
    yield from _of_texts(values, _blank)


def _of_texts(values: Values, judge: Callable[[str, str], Iterator[str]]) -> Iterator[Fault]:
    for name in TEXTS:
        for language in LANGUAGES:
            column = f"{name}_{language}"
            yield from (Fault(column, each) for each in judge(column, values[column]))


def _blank(column: str, text: str) -> Iterator[str]:
    if not text.strip():
        if column.endswith("_fr"):
            yield _("Write this in French: a play is published in both languages at once.")
        else:
            yield _("Write this in English: a play is published in both languages at once.")


def _too_long(column: str, text: str) -> Iterator[str]:
    if len(text) > (limit := longest(column)):
        counts = {
            "length": number_format(len(text), force_grouping=True),
            "limit": number_format(limit, force_grouping=True),
        }
        yield _("has %(length)s characters; at most %(limit)s are kept") % counts


def _not_kept(column: str, text: str) -> Iterator[str]:
    if column.rpartition("_")[0] in MARKDOWN:
        yield from markdown.faults_of(text)
