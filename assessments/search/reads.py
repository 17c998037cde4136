"""Finding lessons and plays by words.

On PostgreSQL words are compared by their stems, in the language of the reader's page, and what is
found is ranked: a word of the title counts more than one of the rest. On SQLite every word has to
be somewhere in the text.
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
class Asked:
    """What a reader searches for, cut to what a search takes, and what they should know of that.

    Where there is nothing to search for, `words` is empty.
    """

    text: str
    words: str
    note: str = ""


def asked(given: str) -> Asked:
    """What the text of a search field asks for. It never fails."""
    text = one_line(given)
    if not text:
        return Asked("", "")
    if not letters(text):
        note = _("This search has no letter or digit. Enter a word, such as “consent”.")
        return Asked(text[:LONGEST], "", note)
    if len(text) <= LONGEST:
        return Asked(text, fold(text.translate(QUOTES)))
    note = _("This search is too long. Only its first %(limit)s characters were used.")
    text = text[:LONGEST]
    return Asked(text, fold(text.translate(QUOTES)), note % {"limit": LONGEST})


def find[Row: (Lesson, Play)](rows: QuerySet[Row], words: str, language: str) -> QuerySet[Row]:
    """Of some lessons or plays, those that `words` (of `Asked`) find, the best first.

    `rows` are those that the reader may see; `language` is that of the page.
    """
    if connection.vendor == "postgresql":
        return _by_stems(rows, words, language)
    return _by_parts(rows, words, language)


def _by_stems(rows: QuerySet[Any], words: str, language: str) -> QuerySet[Any]:
    # The column is the database's own (migration 0023): no model could have it on SQLite.
    field: Any = SearchVectorField()
    field.set_attributes_from_name(f"vector_{language}")
    field.model = rows.model
    vector = Col(rows.model._meta.db_table, field)
    query = SearchQuery(words, config=CONFIGS[language], search_type="websearch")
    found = rows.filter(SearchVectorExact(vector, query))
    return found.annotate(rank=SearchRank(vector, query)).order_by("-rank", "-pk")


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
