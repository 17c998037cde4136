"""The OpenAPI document: what it says, and judging the parameters of a request by it."""

import datetime
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from assessments.api.problems import BadRequest, Wrong

FILE = Path(__file__).parent / "portal-api-1.json"
# What the document says to people, in both languages.
WORDS = {"title", "summary", "description"}


@cache
def document() -> dict[str, Any]:
    """The document as it is kept, each of its texts as {"en": …, "fr": …}."""
    return json.loads(FILE.read_text(encoding="utf-8"))


def in_language(part: Any, language: str) -> Any:
    """The same with its texts in one language, as OpenAPI has it."""
    if isinstance(part, list):
        return [in_language(each, language) for each in part]
    if not isinstance(part, dict):
        return part
    return {
        key: value[language]
        if key in WORDS and isinstance(value, dict) and value.keys() == {"en", "fr"}
        and isinstance(value["en"], str)
        else in_language(value, language)
        for key, value in part.items()
    }  # fmt: skip


@cache
def parameters(operation: str) -> Mapping[str, dict[str, Any]]:
    """The query parameters of an operation, by name."""
    known = document()["components"]["parameters"]
    asked = next(
        each["get"]
        for each in document()["paths"].values()
        if each["get"]["operationId"] == operation
    )
    given = [known[each["$ref"].rpartition("/")[2]] for each in asked.get("parameters", ())]
    return {each["name"]: each for each in given if each["in"] == "query"}


def read_query(query: QueryDict, operation: str) -> dict[str, Any]:
    """The parameters of a request as values, None for those that it lacks and that have no default.

    Raises BadRequest with every fault: unknown, given twice, or not what the document says.
    """
    known = parameters(operation)
    values = {name: each["schema"].get("default") for name, each in known.items()}
    wrong = [
        Wrong(name[:40], _("This parameter does not exist.")) for name in query if name not in known
    ]
    for name in query.keys() & known.keys():
        given = query.getlist(name)
        if len(given) > 1:
            wrong.append(Wrong(name, _("This parameter is given more than once.")))
            continue
        try:
            values[name] = _value(given[0], known[name]["schema"])
        except (ValueError, OverflowError):
            wrong.append(
                Wrong(
                    name,
                    _("This value is not valid for this parameter."),
                    known[name]["description"],
                )
            )
    if wrong:
        raise BadRequest(wrong)
    return values


def _value(text: str, schema: dict[str, Any]) -> Any:
    """What a parameter's text stands for. Raises ValueError or OverflowError where that is none."""
    value: Any = text
    if schema["type"] == "integer" and text.isascii() and text.isdecimal() and len(text) < 10:
        value = int(text)
    elif schema["type"] == "boolean":
        value = {"true": True, "false": False}.get(text)
    if not jsonschema.Draft202012Validator(schema).is_valid(value) or text.endswith("\n"):
        raise ValueError(text)
    if schema.get("format") == "date":
        return datetime.date.fromisoformat(text)
    if schema.get("format") == "date-time":
        # In UTC: a moment of the first or last day may lie outside of the calendar there.
        return datetime.datetime.fromisoformat(text).astimezone(datetime.UTC)
    return value
