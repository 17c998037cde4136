"""Reading the file of a play (TOML): its code, what it serves, and its texts in both languages."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assessments.models.playbook import PLAY_CODE
from assessments.playbook.texts import LEVELS, LISTS, TEXTS, Known, draft_faults, missing
from maturity import text as door
from maturity.bilingual import LANGUAGES
from maturity.faults import Fault, Faults

KEYS = ("code", *LISTS, *LEVELS, *LANGUAGES)


@dataclass(frozen=True)
class PlayFile:
    """A play as a file says it: its code, and by column what `PlayVersion` keeps."""

    code: str
    values: dict[str, Any]


def parse(data: bytes, known: Known) -> PlayFile:
    """The play in the bytes of a file. Raises Faults, all of them at once, each with its place."""
    try:
        document = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        message = _("the file is not UTF-8 text (byte %(position)s)") % {"position": error.start}
        raise Faults([Fault("", message)]) from error
    except tomllib.TOMLDecodeError as error:
        raise Faults([Fault("", _("the file is not TOML: %(why)s") % {"why": error})]) from error
    if faults := list(_shape_faults(document)):
        raise Faults(faults)
    values = _values(document)
    faults = [*draft_faults(values, known), *missing(values)]
    if faults:
        raise Faults(Fault(_place(each.place), each.message) for each in faults)
    return PlayFile(document["code"], values)


def _values(document: dict[str, Any]) -> dict[str, Any]:
    values = {name: document[name] for name in (*LISTS, *LEVELS)}
    for language in LANGUAGES:
        for name in TEXTS:
            clean = door.one_line if name in ("title", "problem") else door.lines
            values[f"{name}_{language}"] = clean(document[language][name])
    return values


def _place(column: str) -> str:
    """Where a file has what stands in a column: `fr.title` of `title_fr`."""
    name, _line, language = column.rpartition("_")
    return f"{language}.{name}" if language in LANGUAGES else column


def _shape_faults(document: dict[str, Any]) -> Iterator[Fault]:
    yield from _key_faults(document, KEYS, "")
    if "code" in document:
        yield from _code_faults(document["code"])
    for name in LISTS:
        value = document.get(name, [])
        if not (isinstance(value, list) and all(isinstance(each, str) for each in value)):
            yield Fault(name, _("must be a list of codes in quotation marks"))
        elif len(set(value)) < len(value):
            yield Fault(name, _("has a code twice"))
    for name in LEVELS:
        value = document.get(name, 0)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 5:
            yield Fault(name, _("must be a level from 0 to 5"))
    for language in LANGUAGES:
        texts = document.get(language, {})
        if not isinstance(texts, dict):
            yield Fault(language, _("must be a table of texts"))
        elif language in document:
            yield from _key_faults(texts, TEXTS, f"{language}.")
            for name in TEXTS:
                if not isinstance(texts.get(name, ""), str):
                    yield Fault(f"{language}.{name}", _("must be text in quotation marks"))


def _key_faults(table: dict[str, Any], keys: tuple[str, ...], where: str) -> Iterator[Fault]:
    for key in table:
        if key not in keys:
            yield Fault(f"{where}{key}", _("is not a key of this format"))
    for key in keys:
        if key not in table:
            yield Fault(f"{where}{key}", _("is missing"))


def _code_faults(code: Any) -> Iterator[Fault]:
    try:
        if not isinstance(code, str) or len(code) > 21:
            raise ValidationError(PLAY_CODE.message)
        PLAY_CODE(code)
    except ValidationError:
        yield Fault("code", str(PLAY_CODE.message))
