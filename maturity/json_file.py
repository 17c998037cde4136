"""Reading JSON that people give us: strict, and with every fault at its place.

The JSON Schemas beside this module say what a file may hold; this module turns what jsonschema
finds into sentences in the reader's language, and adds what a schema cannot say (encoding, size,
duplicate keys, characters that no database or PDF can keep).
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from maturity.faults import Fault, Faults

MAX_BYTES = 5_000_000
# Control characters other than tab and line ends, lone surrogates and the two non-characters: XML
# (so PDF metadata) has no place for them, and PostgreSQL refuses some of them.
UNKEEPABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class _Object(dict):
    """A JSON object that remembers which of its keys were written twice."""

    def __init__(self, pairs: list[tuple[str, Any]]):
        super().__init__(pairs)
        counts = Counter(key for key, _value in pairs) if len(self) < len(pairs) else {}
        self.duplicates = sorted(key for key, count in counts.items() if count > 1)


def read(data: bytes, *, max_bytes: int = MAX_BYTES, any_text: bool = False) -> Any:
    """The JSON value in UTF-8 `data`; numbers with a fraction come as Decimal.

    Raises Faults: too large (over `max_bytes`), not UTF-8, not JSON, duplicate keys, and unless
    `any_text` may be in it, for a caller who cleans it, characters that cannot be kept.
    """
    if len(data) > max_bytes:
        limit = number_format(max_bytes, force_grouping=True)
        message = _("the file is too large: at most %(limit)s bytes are read")
        raise Faults([Fault("", message % {"limit": limit})])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = _("the file is not UTF-8 text (byte %(position)s)") % {"position": error.start}
        raise Faults([Fault("", message)]) from error
    try:
        document = json.loads(
            text, object_pairs_hook=_Object, parse_float=_finite, parse_constant=_not_a_number
        )
    except json.JSONDecodeError as error:
        message = _("the file is not JSON (line %(line)s, column %(column)s)")
        values = {"line": error.lineno, "column": error.colno}
        raise Faults([Fault("", message % values)]) from error
    except RecursionError as error:
        raise Faults([Fault("", _("the file is nested too deeply"))]) from error
    except ValueError as error:
        raise Faults([Fault("", _("the file has a number that cannot be read"))]) from error
    if faults := list(_content_faults(document, any_text=any_text)):
        raise Faults(faults)
    return document


def schema_faults(document: Any, schema: Path, part: str = "") -> list[Fault]:
    """Every way in which `document` departs from the JSON Schema in the file `schema`.

    `part` is a JSON pointer into the schema, for judging a part of a document by itself.
    """
    errors = sorted(
        _validator(schema, part).iter_errors(document),
        # Numbers before names, so that [10] comes after [9].
        key=lambda error: [(isinstance(step, str), step) for step in error.absolute_path],
    )
    return [fault for error in errors for fault in _faults_of(error)]


def place(*parts: str | int) -> str:
    """The path of a part of a file: place("ratings", 3, "criterion") is ratings[3].criterion."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts).lstrip(
        "."
    )


def unkeepable(text: str) -> bool:
    """Whether `text` holds a character that neither the database nor a PDF can keep."""
    return UNKEEPABLE.search(text) is not None


def _finite(text: str) -> Decimal:
    number = Decimal(text)
    if not -300 < number.adjusted() < 300:
        raise ValueError(text)
    return number


def _not_a_number(text: str) -> None:
    raise ValueError(text)


def _content_faults(document: Any, *, any_text: bool) -> Iterator[Fault]:
    # Its own stack: a file may be nested more deeply than Python calls may be.
    stack: list[tuple[tuple[str | int, ...], Any]] = [((), document)]
    while stack:
        path, value = stack.pop()
        if isinstance(value, _Object):
            for key in value.duplicates:
                yield Fault(place(*path, key), _("is given twice"))
            stack.extend(((*path, key), item) for key, item in reversed(value.items()))
        elif isinstance(value, list):
            stack.extend(((*path, n), item) for n, item in reversed(list(enumerate(value))))
        elif isinstance(value, str) and not any_text and unkeepable(value):
            yield Fault(place(*path), _("has a control character or one that is not text"))


@cache
def _validator(schema: Path, part: str) -> Draft202012Validator:
    document = json.loads(schema.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(document)
    if part:
        definitions = document["$defs"]
        for key in part.split("/")[1:]:
            document = document[key]
        document = {"$defs": definitions, **document}
    return Draft202012Validator(document, format_checker=FormatChecker(["date"]))


def _faults_of(error: ValidationError) -> Iterator[Fault]:
    where, limit, value = list(error.absolute_path), error.validator_value, error.instance
    match error.validator:
        case "required":
            # jsonschema reports each missing key by itself, and names it in its message only.
            missing = next(key for key in limit if error.message.startswith(f"{key!r} "))
            yield Fault(place(*where, missing), _("is missing"))
        case "additionalProperties":
            for key in value.keys() - error.schema.get("properties", {}).keys():
                yield Fault(place(*where, key), _("is not a key of this format"))
        case "anyOf":
            keys = [key for choice in limit for key in choice["required"]]
            message = _("needs at least one of these keys: %(keys)s")
            yield Fault(place(*where), message % {"keys": ", ".join(keys)})
        case _:
            yield Fault(place(*where), _sentence(error.validator, limit, value, error.schema))


def _sentence(rule: str, limit: Any, value: Any, schema: dict) -> str:
    numbers = {"limit": number_format(limit) if isinstance(limit, int) else limit}
    match rule:
        case "type":
            return _type_sentence(limit if isinstance(limit, str) else limit[0])
        case "enum":
            return _("unknown code %(value)s; expected one of %(codes)s") % {
                "value": json.dumps(value, ensure_ascii=False, default=str)[:80],
                "codes": ", ".join(str(code) for code in limit if code is not None),
            }
        case "const":
            return _("must be %(value)s") % {"value": json.dumps(limit, ensure_ascii=False)}
        case "format":
            return _("is not a date (year-month-day, such as 2026-10-31)")
        case "maxLength":
            return _("has %(length)s characters; at most %(limit)s are kept") % {
                "length": number_format(len(value), force_grouping=True),
                "limit": number_format(limit, force_grouping=True),
            }
        case "minItems":
            return _("needs at least %(limit)s") % numbers
        case "maxItems":
            return _("has more than %(limit)s entries") % numbers
        case "minimum":
            return _("must be at least %(limit)s") % numbers
        case "maximum":
            return _("must be at most %(limit)s") % numbers
        case "pattern" if schema.get("title") == "url":
            return _("must be a web address that begins with https:// or http://")
        case "pattern" if schema.get("title") == "code":
            return _("must be a code of capital letters, digits, hyphens and underscores")
        case "pattern" | "minLength":
            return _("must not be blank")
    raise AssertionError(f"the schema rule {rule!r} has no sentence")


def _type_sentence(expected: str) -> str:
    return {
        "object": _("must be an object in { }"),
        "array": _("must be a list in [ ]"),
        "string": _("must be text in quotation marks"),
        "integer": _("must be a whole number, without quotation marks"),
        "number": _("must be a number, without quotation marks"),
        "boolean": _("must be true or false, without quotation marks"),
    }[expected]
