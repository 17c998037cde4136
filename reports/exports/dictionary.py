"""The data dictionary: what every column of every table means, from the columns themselves."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from maturity.bilingual import in_both
from reports.exports.columns import Column, Meaning
from reports.exports.tables import TABLES

FORMAT = "ccs-data-dictionary/1"


def headings() -> list[str]:
    """The headings of the dictionary as a table, in the language of the moment."""
    return [
        _("Table"), _("Column"), _("Code of the column"), _("Type"), _("Meaning"), _("Values"),
        _("Source or rule"),
    ]  # fmt: skip


def rows() -> Iterator[list[str]]:
    """A row a column, in the language of the moment."""
    for table in TABLES.values():
        for column in table.columns:
            yield [
                str(table.name), str(column.heading), column.key, str(column.kind.label),
                str(column.meaning), _values(column), str(column.source.label),
            ]  # fmt: skip


def document() -> dict[str, Any]:
    """The same as JSON values, every text in both languages."""
    return {
        "format": FORMAT,
        "tables": [
            {
                "code": table.key,
                "name": in_both(table.name),
                "row": in_both(table.grain),
                "columns": [_column(column) for column in table.columns],
            }
            for table in TABLES.values()
        ],
    }


def _column(column: Column[Any]) -> dict[str, Any]:
    return {
        "code": column.key,
        "name": in_both(column.heading),
        "type": column.kind.value,
        "type_words": in_both(column.kind.label),
        "meaning": in_both(column.meaning),
        "values": [{"code": code, **in_both(words)} for code, words in column.values],
        "source": in_both(column.source.label),
    }


def _values(column: Column[Any]) -> str:
    return "; ".join(_value(each) for each in column.values)


def _value(meaning: Meaning) -> str:
    code, words = meaning
    return f"{code} = {words}"
