"""Reading a model file (`ccs-maturity-model/1`) into an edition: validated whole, then written."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maturity import canonical, json_file, model_document
from maturity.faults import Fault, Faults
from maturity.model_document import begun_with_capitals, texts_of, with_percent
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
STAGES = ["DES", "IMP", "DEL", "PHO"]
MOST_STATEMENTS = 400
FEWEST_LEVELS, MOST_LEVELS = 2, 5


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
    _load_lists(model)
    code = edition_code(model["meta"]["status"]) or ""  # `parse` has seen to it that there is one
    content = model_document.content(model_document.canonical(model))
    edition = Edition.objects.filter(code=code).first()
    if edition is None:
        return _create_edition(model, code, content), True
    if model_document.content(model_document.document_of(edition)) != content:
        message = _("edition %(edition)s is published and cannot change; choose a new code")
        raise Faults([Fault("meta.status", message % {"edition": code})])
    return edition, False


def edition_code(status: Any) -> str | None:
    """Return the code that a status ends with, None for none."""
    match = EDITION_CODE.search(status) if isinstance(status, str) else None
    return match.group(1) if match else None


def _model_faults(model: dict[str, Any]) -> Iterator[Fault]:
    """What the schema cannot say. Tolerates what the schema has already found at fault."""
    if isinstance(meta := model.get("meta"), dict) and edition_code(meta.get("status", "")) is None:
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
    for name in ("levels", "results", "attributes", "stages", "channels", "roles"):
        yield from _repeated(_ordered(lists[name]), "order")
    for entries in criteria:
        yield from _repeated(_ordered(entries), "order")
    yield from _level_faults(model, lists["criteria"])
    yield from _change_faults(model, {entry.get("code") for _place, entry in lists["criteria"]})
    yield from _missing(model, "ratings", RATING_CODES, "code")
    yield from _missing(model, "stages", STAGES, "code")
    yield from _missing(model, "glossary", [*COUNCILS.values(), *PRIORITIES.values()], "en")


def _level_faults(model: dict[str, Any], criteria: list[tuple[str, dict]]) -> Iterator[Fault]:
    """What is wrong with how the levels are numbered, and with statements at a level."""
    orders = [level.get("order") for _n, level in _objects(model, "levels")]
    top = len(orders)
    if sorted(map(str, orders)) != [str(n) for n in range(1, top + 1)]:
        message = _("must be numbered from 1 to %(number)s, each number once")
        yield Fault("levels", message % {"number": top})
    for place, criterion in criteria:
        for key in ("level", "alt_level"):
            level = criterion.get(key)
            # Above the format's own limit the schema has said so.
            if isinstance(level, int) and top < level <= MOST_LEVELS:
                yield Fault(f"{place}.{key}", _("must be at most %(limit)s") % {"limit": top})
    if not criteria and model.get("attributes"):
        yield Fault("attributes", _("needs at least one statement"))
    if len(criteria) > MOST_STATEMENTS:
        message = _("has more than %(limit)s statements")
        yield Fault("attributes", message % {"limit": MOST_STATEMENTS})


def _change_faults(model: dict[str, Any], codes: set[Any]) -> Iterator[Fault]:
    """What is wrong with where the statements come from."""
    changes = model.get("changes")
    if not isinstance(changes, dict):
        return
    for name, key in (("statements", "code"), ("statements", "from"), ("removed", "code")):
        entries = [(f"changes.{place}", entry) for place, entry in _placed(changes, name)]
        yield from _repeated(entries, key)
    for place, entry in _placed(changes, "statements"):
        code = entry.get("code")
        if isinstance(code, str) and code not in codes:
            yield Fault(f"changes.{place}.code", _('unknown code "%(code)s"') % {"code": code})
    gone = {entry.get("code") for _place, entry in _placed(changes, "removed")}
    for place, entry in _placed(changes, "statements"):
        if entry.get("from") and entry["from"] in gone:
            yield Fault(f"changes.{place}.from", _("is also among the statements removed"))


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


def _create_edition(model: dict[str, Any], code: str, content: dict[str, Any]) -> Edition:
    _check_origin(content)
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
        content_sha256=canonical.sha256(canonical.canonical(content)),
        thresholds=content.get("thresholds"),
        changes=content.get("changes"),
        **columns,
    )

    def write(table: type[Any], entries: Iterable[dict], *fields: str, **same: Any) -> list:
        """Rows of entries: their texts, the `fields` that are given, what is the `same` for all."""
        return table.objects.bulk_create(
            table(
                edition=edition,
                code=entry["code"],
                **texts_of(entry, n),
                **{field: entry[field] for field in fields if field in entry},
                **same,
            )
            for n, entry in enumerate(entries, start=1)
        )

    write(Level, [{**model["level_zero"], "order": 0}, *model["levels"]])
    write(Result, model["results"], "order_en_annex")
    write(ScalePoint, map(with_percent, model["ratings"]), "value", "percent_en", "percent_fr")
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


def _check_origin(content: dict[str, Any]) -> None:
    """Raises Faults where the edition that this one comes from is not here, or has no such
    statements: editions come from earlier ones alone, so that none comes from itself."""
    changes = content.get("changes")
    if not changes:
        return
    known = set(
        Criterion.objects.filter(edition__code=changes["from"]).values_list("code", flat=True)
    )
    if not known:
        message = _('there is no edition "%(code)s" here; load it first')
        raise Faults([Fault("changes.from", message % {"code": changes["from"]})])
    wanted = [each.get("from") for each in changes["statements"]]
    wanted += [each["code"] for each in changes["removed"]]
    message = _('the edition before has no statement "%(code)s"')
    faults = [
        Fault("changes", message % {"code": code}) for code in wanted if code and code not in known
    ]
    if faults:
        raise Faults(faults)


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
    columns = begun_with_capitals(texts_of(entry, order)) | more
    model.objects.update_or_create(code=entry["code"], defaults=columns)


def _abbreviation(text: str) -> str:
    """PSSDC from "Public Sector Service Delivery Council (PSSDC)", else the whole name."""
    match = re.search(r"\((\w+)\)$", text)
    return match.group(1) if match else text[:1].upper() + text[1:]
