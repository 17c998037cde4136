"""The canonical form of a model file: what an edition is written as, and a file is compared by.

It has what the portal keeps, and nothing else (no counts, legends or sample initiatives): each
entry in its order, with its order written out where the format has a place for it, and without
notes that are empty. An edition is written in it from its rows; a file comes into it by
`canonical`.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from maturity.models import (
    Channel,
    Edition,
    Jurisdiction,
    Stage,
    Term,
)
from maturity.thresholds import canonical_thresholds

type Document = dict[str, Any]
type Columns = Mapping[str, Any]  # of an entry, as its row has them

FORMAT = "ccs-maturity-model/1"
# What an edition holds; all else in the file fills the lists that editions share.
EDITION_PARTS = (
    "meta", "title", "vision", "levels", "level_zero", "results", "attributes", "ratings", "roles",
    "glossary", "thresholds", "changes",
)  # fmt: skip
TEXT = ("text_en", "text_fr", "provenance_en", "provenance_fr", "note", "order")


def written(document: Document) -> str:
    """Return the text of a model file in canonical form."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def content(document: Document) -> Document:
    """Return what belongs to the edition itself, and can never change once it is published."""
    return {part: document[part] for part in EDITION_PARTS if part in document}


def document_of(edition: Edition) -> Document:
    """Return an edition as a model file in canonical form, with the lists as they stand."""
    levels = [_columns(each, "code") for each in edition.level_set.all()]
    terms = {
        kind: [_columns(each, "code") for each in edition.term_set.filter(kind=kind)]
        for kind in Term.Kind
    }
    attributes = edition.attribute_set.prefetch_related("criteria")
    bodies = list(Jurisdiction.objects.filter(added_here=False))
    municipal = Jurisdiction.Kind.MUNICIPAL
    return _document(
        meta={"status": edition.status, "rule": edition.rule},
        title=_own(edition, "title"),
        vision=_own(edition, "vision"),
        levels=levels,
        results=[_columns(each, "code", "order_en_annex") for each in edition.result_set.all()],
        attributes=[
            (
                _columns(each, "code"),
                [
                    _columns(one, "code", "level", "level_confidence", "alt_level")
                    for one in each.criteria.all()
                ],
            )
            for each in attributes
        ],
        stages=[_columns(each, "code", "alt_fr") for each in Stage.objects.all()],
        channels=[_columns(each, "code") for each in Channel.objects.all()],
        ratings=[
            _columns(each, "code", "value", "percent_en", "percent_fr")
            for each in edition.scalepoint_set.all()
        ],
        roles=terms[Term.Kind.ROLE],
        glossary=terms[Term.Kind.GLOSSARY],
        jurisdictions=[_columns(each, "code", "kind") for each in bodies if each.kind != municipal],
        municipal=[_columns(each, "code") for each in bodies if each.kind == municipal],
        thresholds=edition.thresholds,
        changes=edition.changes,
    )


def canonical(model: Mapping[str, Any]) -> Document:
    """Return a model file that was found without fault in canonical form."""
    return _document(
        meta={"status": model["meta"]["status"], "rule": model["meta"].get("rule", "cumulative")},
        title=texts_of(model["title"], 0),
        vision=texts_of(model["vision"], 0),
        levels=_ordered([{**model["level_zero"], "order": 0}, *model["levels"]]),
        results=_ordered(model["results"], "order_en_annex"),
        attributes=[
            (
                {**texts_of(each, n), "code": each["code"]},
                _ordered(each["criteria"], "level", "level_confidence", "alt_level"),
            )
            for n, each in enumerate(model["attributes"], start=1)
        ],
        stages=_listed(model["stages"], "alt_fr"),
        channels=_listed(model["channels"]),
        ratings=_ordered(map(with_percent, model["ratings"]), "value", "percent_en", "percent_fr"),
        roles=_ordered(model.get("roles", [])),
        glossary=_ordered({"code": "", **each} for each in model["glossary"]),
        jurisdictions=_listed({**each, "kind": each["type"]} for each in model["jurisdictions"]),
        municipal=_listed(model.get("municipal_bodies", [])),
        thresholds=model.get("thresholds"),
        changes=model.get("changes"),
    )


def texts_of(entry: Mapping[str, Any], order: int) -> dict[str, Any]:
    """Return the columns that every bilingual entry of a file has, as its row has them."""
    names = entry.get("name", entry)
    return {
        "text_en": names["en"],
        "text_fr": names["fr"] or "",
        "provenance_en": entry["provenance"]["en"],
        "provenance_fr": entry["provenance"]["fr"] or "",
        "note": entry.get("note", ""),
        "order": entry.get("order", order),
    }


def begun_with_capitals(columns: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of an entry of a shared list: a name there begins with a capital."""
    first = {name: columns[name][:1].upper() + columns[name][1:] for name in TEXT[:2]}
    return columns | first


def with_percent(rating: Mapping[str, Any]) -> dict[str, Any]:
    """Return a point of the scale with the columns of its share of achievement."""
    percent = rating["percent"] or {"en": "", "fr": ""}
    return {**rating, "percent_en": percent["en"], "percent_fr": percent["fr"]}


def _document(
    *,
    meta: Columns,
    title: Columns,
    vision: Columns,
    levels: Sequence[Columns],
    attributes: Iterable[tuple[Columns, Sequence[Columns]]],
    municipal: Sequence[Columns],
    thresholds: Mapping[str, Any] | None,
    changes: Mapping[str, Any] | None,
    **lists: Sequence[Columns],
) -> Document:
    """Every part in its place; `levels` begins with level zero."""
    zero, *steps = _sorted(levels)
    document: Document = {
        "meta": {"schema": FORMAT, **meta},
        "title": _entry(title),
        "vision": _entry(vision),
        "levels": [_entry(each, "code", "order") for each in steps],
        "level_zero": _entry(zero, "code", "order"),
        "results": list(_entries(lists["results"], "code", "order", "order_en_annex")),
        "attributes": [
            {
                **_named(attribute),
                "criteria": list(
                    _entries(criteria, "code", "order", "level", "level_confidence", "alt_level")
                ),
            }
            for attribute, criteria in sorted(attributes, key=lambda pair: pair[0]["order"])
        ],
        "stages": list(_entries(lists["stages"], "code", "order", "alt_fr")),
        "channels": list(_entries(lists["channels"], "code", "order")),
        "ratings": [
            {"code": each["code"], "value": each["value"], "percent": _percent(each)} | _entry(each)
            for each in _sorted(lists["ratings"])
        ],
        "roles": list(_entries(lists["roles"], "code", "order")),
        "glossary": list(_entries(lists["glossary"])),
        "jurisdictions": [
            {"code": each["code"], "type": str(each["kind"])} | _entry(each, "order")
            for each in _sorted(lists["jurisdictions"])
        ],
        "municipal_bodies": list(_entries(municipal, "code")),
        "thresholds": thresholds and canonical_thresholds(thresholds),
        "changes": changes and _changes(changes),
    }
    optional = ("roles", "municipal_bodies", "thresholds", "changes")
    return {name: part for name, part in document.items() if part or name not in optional}


def _changes(changes: Mapping[str, Any]) -> Document:
    """From which edition this one was drafted, and what became of each statement, by code."""
    keys = ("code", "from", "kind", "reason")
    return {
        "from": changes["from"],
        "statements": [
            {key: _said(each[key]) for key in keys if each.get(key)}
            for each in sorted(changes["statements"], key=lambda each: each["code"])
        ],
        "removed": [
            {"code": each["code"], "reason": _said(each["reason"])}
            for each in sorted(changes["removed"], key=lambda each: each["code"])
        ],
    }


def _said(value: Any) -> Any:
    """A reason with its keys in order, whatever else as it is."""
    return {"lang": value["lang"], "text": value["text"]} if isinstance(value, dict) else value


def _columns(row: Any, *more: str) -> Columns:
    return {name: getattr(row, name) for name in (*TEXT, *more)}


def _own(edition: Edition, name: str) -> Columns:
    """One of an edition's own texts."""
    columns = {key: getattr(edition, f"{name}_{key}") for key in TEXT[2:5]}
    texts = {
        f"text_{language}": getattr(edition, f"{name}_{language}") for language in ("en", "fr")
    }
    return texts | columns


def _ordered(entries: Iterable[Mapping[str, Any]], *more: str) -> list[Columns]:
    """The columns of a file's entries, each with its order: its own, or else its position."""
    return [
        {"code": each["code"], **texts_of(each, n), **{name: each.get(name) for name in more}}
        for n, each in enumerate(entries, start=1)
    ]


def _listed(entries: Iterable[Mapping[str, Any]], *more: str) -> list[Columns]:
    return [begun_with_capitals(dict(columns)) for columns in _ordered(entries, "kind", *more)]


def _sorted(entries: Iterable[Columns]) -> list[Columns]:
    return sorted(entries, key=lambda each: each["order"])


def _entries(entries: Iterable[Columns], *names: str) -> Iterator[Document]:
    return (_entry(each, *names) for each in _sorted(entries))


def _entry(columns: Columns, *names: str) -> Document:
    """An entry of a file: what is empty is left out, but for the texts themselves."""
    entry = {name: columns[name] for name in names if columns.get(name) not in (None, "")}
    entry |= {"en": columns["text_en"], "fr": columns["text_fr"] or None}
    entry["provenance"] = _provenance(columns)
    return entry | _note(columns)


def _named(columns: Columns) -> Document:
    """An attribute, whose texts are its name."""
    return {
        "code": columns["code"],
        "order": columns["order"],
        "name": {"en": columns["text_en"], "fr": columns["text_fr"]},
        "provenance": _provenance(columns),
        **_note(columns),
    }


def _provenance(columns: Columns) -> Document:
    return {"en": str(columns["provenance_en"]), "fr": columns["provenance_fr"] or None}


def _note(columns: Columns) -> Document:
    return {"note": columns["note"]} if columns["note"] else {}


def _percent(columns: Columns) -> Document | None:
    percent = {"en": columns["percent_en"] or "", "fr": columns["percent_fr"] or ""}
    return percent if any(percent.values()) else None
