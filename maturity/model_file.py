"""Reading a model file (`ccs-maturity-model/1`) into an edition: validated whole, then written."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maturity import json_file
from maturity.faults import Fault, Faults
from maturity.models import (
    Attribute,
    Channel,
    Council,
    Criterion,
    Edition,
    Jurisdiction,
    Level,
    Priority,
    Result,
    ScalePoint,
    Stage,
    Term,
)

SCHEMA = Path(__file__).parent / "schemas" / "ccs-maturity-model-1.json"
EDITION_CODE = re.compile(r"edition code ([A-Za-z0-9][A-Za-z0-9.-]{0,39})$")
RATING_CODES = ["N", "P", "L", "F", "NA", "NR"]
# The councils and their priorities are terms of the glossary; these are their permanent codes.
COUNCILS = {
    "PSSDC": "Public Sector Service Delivery Council (PSSDC)",
    "PSCIOC": "Public Sector Chief Information Officer Council (PSCIOC)",
    "JC": "Joint Councils",
}
PRIORITIES = {
    "client-centric-services": "client-centric services",
    "digital-identity": "digital identity",
    "digital-strategy": "digital strategy",
}
# What an edition holds; all else in the file fills the lists that editions share.
EDITION_PARTS = [
    "meta", "title", "vision", "levels", "level_zero", "results", "attributes", "ratings", "roles",
    "glossary",
]  # fmt: skip


def parse(data: bytes) -> dict[str, Any]:
    """The model in the bytes of a model file. Raises Faults, all of them at once."""
    model = json_file.read(data)
    faults = json_file.schema_faults(model, SCHEMA)
    if isinstance(model, dict):
        faults += _model_faults(model)
    if faults:
        raise Faults(faults)
    return model


@transaction.atomic
def load(model: dict[str, Any]) -> tuple[Edition, bool]:
    """Writes a parsed model and publishes it; gives the edition and whether it is new.

    Loading the same model again changes nothing. Raises Faults where the edition is published with
    other content: a published edition never changes.
    """
    digest = _content_sha256(model)
    _load_lists(model)
    code = _edition_code(model) or ""  # `parse` has seen to it that there is one
    edition = Edition.objects.filter(code=code).first()
    if edition is None:
        return _create_edition(model, code, digest), True
    if edition.content_sha256 != digest:
        message = _("edition %(edition)s is published and cannot change; choose a new code")
        raise Faults([Fault("meta.status", message % {"edition": code})])
    return edition, False


def _edition_code(model: dict[str, Any]) -> str | None:
    status = model.get("meta", {}).get("status", "")
    match = EDITION_CODE.search(status) if isinstance(status, str) else None
    return match.group(1) if match else None


def _content_sha256(model: dict[str, Any]) -> str:
    content = {part: model.get(part) for part in EDITION_PARTS}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _model_faults(model: dict[str, Any]) -> Iterator[Fault]:
    """What the schema cannot say. Tolerates what the schema has already found at fault."""
    if isinstance(model.get("meta"), dict) and _edition_code(model) is None:
        yield Fault("meta.status", _("must end with “edition code” and the code of the edition"))
    criteria = [
        [
            (json_file.place("attributes", n, place), criterion)
            for place, criterion in _placed(attribute, "criteria")
        ]
        for n, attribute in _objects(model, "attributes")
    ]
    lists = {name: list(_placed(model, name)) for name in (
        "levels", "results", "attributes", "stages", "channels", "ratings", "roles",
        "sample_initiatives",
    )}  # fmt: skip
    lists["jurisdictions"] = [
        *_placed(model, "jurisdictions"),
        *_placed(model, "municipal_bodies"),
    ]
    lists["criteria"] = [each for entries in criteria for each in entries]
    if isinstance(zero := model.get("level_zero"), dict):
        lists["levels"].append(("level_zero", zero | {"order": 0}))
    for entries in lists.values():
        yield from _repeated(entries, "code")
    for name in ("levels", "results", "attributes", "stages", "channels"):
        yield from _repeated(_ordered(lists[name]), "order")
    for entries in criteria:
        yield from _repeated(_ordered(entries), "order")
    yield from _missing(model, "ratings", RATING_CODES, "code")
    yield from _missing(model, "glossary", [*COUNCILS.values(), *PRIORITIES.values()], "en")


def _list(record: dict, key: str) -> list:
    value = record.get(key)
    return value if isinstance(value, list) else []


def _objects(record: dict, key: str) -> Iterator[tuple[int, dict]]:
    return ((n, item) for n, item in enumerate(_list(record, key)) if isinstance(item, dict))


def _placed(record: dict, key: str) -> Iterator[tuple[str, dict]]:
    return ((json_file.place(key, n), item) for n, item in _objects(record, key))


def _repeated(entries: Iterable[tuple[str, dict]], key: str) -> Iterator[Fault]:
    seen: Counter = Counter()
    for place, entry in entries:
        value = entry.get(key)
        if isinstance(value, str | int):
            if seen[value]:
                yield Fault(f"{place}.{key}", _("duplicate “%(value)s”") % {"value": value})
            seen[value] += 1


def _ordered(entries: Iterable[tuple[str, dict]]) -> Iterator[tuple[str, dict]]:
    """The entries, each with the order that it will have: its own, or else its position."""
    for n, (place, entry) in enumerate(entries, start=1):
        yield place, {"order": n} | entry


def _missing(model: dict, key: str, wanted: Iterable[str], field: str) -> Iterator[Fault]:
    present = {entry.get(field) for _n, entry in _objects(model, key)}
    for value in wanted:
        if model.get(key) is not None and value not in present:
            yield Fault(key, _("has no entry “%(value)s”") % {"value": value})


def _texts(entry: dict[str, Any], order: int) -> dict[str, Any]:
    """The columns that every bilingual entry has."""
    names = entry.get("name", entry)
    return {
        "text_en": names["en"],
        "text_fr": names["fr"] or "",
        "provenance_en": entry["provenance"]["en"],
        "provenance_fr": entry["provenance"]["fr"] or "",
        "note": entry.get("note", ""),
        "order": entry.get("order", order),
    }


def _create_edition(model: dict[str, Any], code: str, digest: str) -> Edition:
    columns: dict[str, Any] = {}
    for field in ("title", "vision"):
        entry = model[field]
        columns |= {
            f"{field}_en": entry["en"],
            f"{field}_fr": entry["fr"],
            f"{field}_provenance_en": entry["provenance"]["en"],
            f"{field}_provenance_fr": entry["provenance"]["fr"],
            f"{field}_note": entry.get("note", ""),
        }
    edition = Edition.objects.create(
        code=code,
        status=model["meta"]["status"],
        rule=model["meta"].get("rule", "cumulative"),
        content_sha256=digest,
        **columns,
    )

    def write(table: type[Any], entries: Iterable[dict], *fields: str, **same: Any) -> list:
        """Rows of entries: their texts, the `fields` that are given, what is the `same` for all."""
        return table.objects.bulk_create(
            table(
                edition=edition,
                code=entry["code"],
                **_texts(entry, n),
                **{field: entry[field] for field in fields if field in entry},
                **same,
            )
            for n, entry in enumerate(entries, start=1)
        )

    write(Level, [{**model["level_zero"], "order": 0}, *model["levels"]])
    write(Result, model["results"], "order_en_annex")
    write(ScalePoint, map(_with_percent, model["ratings"]), "value", "percent_en", "percent_fr")
    write(Term, model.get("roles", []), kind=Term.Kind.ROLE)
    glossary = [{**entry, "code": str(n)} for n, entry in enumerate(model["glossary"], start=1)]
    write(Term, glossary, kind=Term.Kind.GLOSSARY)
    attributes = write(Attribute, model["attributes"])
    more = "level", "level_confidence", "alt_level"
    for attribute, entry in zip(attributes, model["attributes"], strict=True):
        write(Criterion, entry["criteria"], *more, attribute=attribute)
    edition.published_at = timezone.now()
    edition.save(update_fields=["published_at"])
    return edition


def _with_percent(rating: dict[str, Any]) -> dict[str, Any]:
    percent = rating["percent"] or {"en": "", "fr": ""}
    return {**rating, "percent_en": percent["en"], "percent_fr": percent["fr"]}


def _load_lists(model: dict[str, Any]) -> None:
    for n, entry in enumerate(model["stages"], start=1):
        _upsert(Stage, entry, n, alt_fr=entry.get("alt_fr", ""))
    for n, entry in enumerate(model["channels"], start=1):
        _upsert(Channel, entry, n)
    municipal = [{**body, "type": "municipal"} for body in model.get("municipal_bodies", [])]
    for n, entry in enumerate([*model["jurisdictions"], *municipal], start=1):
        _upsert(Jurisdiction, entry, n, kind=entry["type"])
    glossary = {entry["en"]: entry for entry in model["glossary"]}
    for n, (code, term) in enumerate(COUNCILS.items(), start=1):
        entry = {**glossary[term], "code": code}
        _upsert(
            Council,
            entry,
            n,
            abbreviation_en=_abbreviation(entry["en"]),
            abbreviation_fr=_abbreviation(entry["fr"]),
        )
    for n, (code, term) in enumerate(PRIORITIES.items(), start=1):
        _upsert(Priority, {**glossary[term], "code": code}, n)


def _upsert(model: type[Any], entry: dict[str, Any], order: int, **more: Any) -> None:
    columns = _texts(entry, order) | more
    columns["text_en"], columns["text_fr"] = (
        text[:1].upper() + text[1:] for text in (columns["text_en"], columns["text_fr"])
    )
    model.objects.update_or_create(code=entry["code"], defaults=columns)


def _abbreviation(text: str) -> str:
    """PSSDC from "Public Sector Service Delivery Council (PSSDC)", else the whole name."""
    match = re.search(r"\((\w+)\)$", text)
    return match.group(1) if match else text[:1].upper() + text[1:]
