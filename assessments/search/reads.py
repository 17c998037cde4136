"""Finding lessons and plays by words.

On PostgreSQL words are compared by their stems, in the language of the reader's page; on SQLite
every word has to be somewhere in the text. Those come first whose title has the words, and of
others the newest.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import (
    SearchQuery,
    SearchRank,
    SearchVectorExact,
    SearchVectorField,
)
from django.db import connection
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.expressions import Col
from django.db.models.functions import StrIndex, Substr
from django.utils.translation import gettext as _

from assessments.models import Lesson, Play
from maturity.folding import fold, letters
from maturity.text import one_line

LONGEST = 200
CONFIGS = {"en": "english", "fr": "french"}
QUOTES = str.maketrans("«»“”", '""""')


@dataclass(frozen=True, slots=True)
class AskedWords:
    """What a reader searches for, cut to what a search takes, and what they should know of that.

    Where there is nothing to search for, `words` is empty.
    """

    text: str
    words: str
    note: str = ""


def asked(given: str) -> AskedWords:
    """What the text of a search field asks for. It never fails."""
    text = one_line(given)
    if not text:
        return AskedWords("", "")
    if not letters(text):
        note = _("This search has no letter or digit. Enter a word, such as “consent”.")
        return AskedWords(text[:LONGEST], "", note)
    if len(text) <= LONGEST:
        return AskedWords(text, fold(text.translate(QUOTES)))
    note = _("This search is too long. Only its first %(limit)s characters were used.")
    text = text[:LONGEST]
    return AskedWords(text, fold(text.translate(QUOTES)), note % {"limit": LONGEST})


def find[Row: (Lesson, Play)](rows: QuerySet[Row], words: str, language: str) -> QuerySet[Row]:
    """Of some lessons or plays, those that `words` (of `AskedWords`) find, the best first.

    `rows` are those that the reader may see; `language` is that of the page.
    """
    if connection.vendor == "postgresql":
        return _by_stems(rows, words, language)
    return _by_parts(rows, words, language)


class _Once(SearchQuery):
    """A query as a subquery, so that PostgreSQL does not guess how many rows it finds: where a word
    is in most, it would read all of them, whose words lie apart, in place of the index.
    """

    def as_sql(self, *arguments: Any, **more: Any) -> Any:
        sql, parameters = super().as_sql(*arguments, **more)
        return f"(SELECT {sql})", parameters


def _by_stems(rows: QuerySet[Any], words: str, language: str) -> QuerySet[Any]:
    query = _Once(words, config=CONFIGS[language], search_type="websearch")
    found = rows.filter(SearchVectorExact(_vector(rows, f"vector_{language}"), query))
    # Of thousands, to rank by all of their words would take longer than to find them.
    rank = SearchRank(_vector(rows, f"heading_{language}"), query)
    return found.alias(rank=rank).order_by("-rank", "-pk")


def _vector(rows: QuerySet[Any], column: str) -> Col:
    """A column that is the database's own (migration 0023): no model could have it on SQLite."""
    field: Any = SearchVectorField()
    field.set_attributes_from_name(column)
    field.model = rows.model
    return Col(rows.model._meta.db_table, field)


def _by_parts(rows: QuerySet[Any], words: str, language: str) -> QuerySet[Any]:
    column = f"words_{language}"
    in_title = Q()
    for part in words.replace('"', " ").split():
        if letters(part):
            rows = rows.filter(**{f"{column}__contains": part})
            in_title |= Q(heading__contains=part)
    if not in_title:
        return rows.none()
    heading = Substr(F(column), 1, StrIndex(F(column), Value("\n")))
    first = Case(When(in_title, then=0), default=1)
    return rows.alias(heading=heading).order_by(first, "-pk")
