"""Writes of the secretariat: drafting an edition, publishing it, retiring it."""

import copy
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.audit.record import record
from assessments.editions.drafting import (
    ChangeKind,
    Document,
    Reason,
    begun,
    change_of,
    free_origins,
    is_substantive,
    mark,
    origins,
    place_statement,
    remove_statement,
    resize_levels,
    says_the_same,
    statements,
    statements_above,
)
from assessments.editions.reads import faults_of, guidance_of, publishable
from assessments.models import BallotDraft, EditionDraft, Person
from maturity import model_file
from maturity.faults import Fault, Faults
from maturity.model_document import document_of, written
from maturity.models import Criterion, Edition, Guidance, Retirement
from maturity.wording import listed

type Guide = Mapping[str, Any]  # by rating: a text in both languages, and where it comes from


def held(draft: EditionDraft) -> EditionDraft:
    """Lock a draft until the transaction ends, so that it has one writer at a time."""
    return EditionDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)


@transaction.atomic
def create_draft(based_on: Edition, code: str, *, by: Person) -> EditionDraft:
    """Begins a draft that says what a published edition does. Raises Faults for a code in use."""
    taken = Edition.objects.filter(code=code).exists()
    if taken or EditionDraft.objects.filter(code=code).exists():
        raise Faults([Fault("code", _("An edition with this code exists. Choose another code."))])
    draft = EditionDraft.objects.create(
        code=code,
        based_on=based_on,
        document=begun(document_of(based_on), code),
        guidance=guidance_of(based_on),
    )
    record("create_edition_draft", draft, by=by, place=code, new={"code": based_on.code})
    return draft


@transaction.atomic
def discard_draft(draft: EditionDraft, *, by: Person) -> None:
    """Throws a draft away; the record keeps that it was there."""
    draft = held(draft)
    record("discard_edition_draft", draft, by=by, place=draft.code)
    BallotDraft.objects.filter(code=draft.code).delete()
    draft.delete()


@transaction.atomic
def save_statement(
    draft: EditionDraft,
    code: str,
    *,
    texts: Document,
    attribute: str,
    place: int,
    origin: str,
    kind: str,
    reason: Reason | None,
    guidance: Guide,
    by: Person,
) -> None:
    """Writes a statement of a draft, new or not; `texts` is what the model file has of it.

    Raises Faults where it says something else than the statement that it comes from and nobody says
    why; and where another comes from that one already.
    """
    draft = held(draft)
    document = copy.deepcopy(draft.document)
    before = document_of(draft.based_on)
    old = _told(draft, code)
    if origin and origin not in free_origins(document, before, code):
        message = _("Another statement of the draft already comes from this one.")
        raise Faults([Fault("origin", message)])
    earlier = statements(before).get(origin)
    place_statement(document, code, texts, attribute, place)
    if earlier and says_the_same(earlier, statements(document)[code]):
        reason = None
    elif reason is None:
        message = _("Say why: what is asked differs from the edition before.")
        raise Faults([Fault("reason", message)])
    if is_substantive(earlier, texts["level"]):
        kind = ChangeKind.SUBSTANTIVE.value
    mark(document, code, origin=origin, kind=kind, reason=reason)
    draft.document = document
    draft.guidance[code] = {
        name: each for name, each in guidance.items() if each["en"] or each["fr"]
    }
    draft.save()
    new = _told(draft, code)
    if old != new:
        record("draft_statement", draft, by=by, place=f"{draft.code} {code}", old=old, new=new)


@transaction.atomic
def take_out_statement(draft: EditionDraft, code: str, reason: Reason, *, by: Person) -> None:
    """Removes a statement from a draft, and says why."""
    draft = held(draft)
    old = _told(draft, code)
    remove_statement(draft.document, code, reason)
    draft.guidance.pop(code, None)
    draft.save()
    new = {"reason": reason.text, "reason_language": reason.language}
    record("remove_statement", draft, by=by, place=f"{draft.code} {code}", old=old, new=new)


@transaction.atomic
def save_text(draft: EditionDraft, part: str, code: str, texts: Document, *, by: Person) -> None:
    """Writes a text that is no statement: of a `part` of the model file, and there of the entry
    with a code. Attributes and results may be new; they come last."""
    draft = held(draft)
    document = draft.document
    new: Document = {"code": code, **texts}
    if part in ("title", "vision"):
        old, document[part] = document[part], texts
    elif part == "attributes":
        old = next((each for each in document[part] if each["code"] == code), None)
        names = {"name": {"en": texts["en"], "fr": texts["fr"]}}
        rest = {name: each for name, each in texts.items() if name not in ("en", "fr")}
        kept = old["criteria"] if old else []
        _put(document[part], {"code": code, **names, **rest, "criteria": kept})
    else:
        old = next((each for each in document[part] if each["code"] == code), None)
        _put(document[part], new)
    draft.save()
    told = old and _texts_told(old)
    if told != _texts_told(texts):
        place = f"{draft.code} {code or part}"
        record("draft_text", draft, by=by, place=place, old=told, new=_texts_told(texts))


@transaction.atomic
def remove_text(draft: EditionDraft, part: str, code: str, *, by: Person) -> None:
    """Removes an attribute without statements, or a result. Raises Faults for any other."""
    draft = held(draft)
    entry = next(each for each in draft.document[part] if each["code"] == code)
    if entry.get("criteria"):
        message = _("Remove or move the statements of this attribute first.")
        raise Faults([Fault("", message)])
    draft.document[part].remove(entry)
    draft.save()
    record("draft_text", draft, by=by, place=f"{draft.code} {code}", old=_texts_told(entry))


@transaction.atomic
def save_rules(
    draft: EditionDraft, *, rule: str, thresholds: Mapping[str, float], by: Person
) -> None:
    """Sets by which rule levels are attained, and by which thresholds the edition is validated."""
    draft = held(draft)
    document = draft.document
    old = {"rule": document["meta"]["rule"], **(document.get("thresholds") or {})}
    document["meta"]["rule"] = rule
    document["thresholds"] = dict(thresholds)
    draft.save()
    new = {"rule": rule, **thresholds}
    if old != new:
        record("draft_rules", draft, by=by, place=draft.code, old=old, new=new)


@transaction.atomic
def set_levels(draft: EditionDraft, number: int, *, by: Person) -> None:
    """Gives a draft so many levels: new ones come last and have no texts yet, and the last ones go.

    Raises Faults while statements stand at a level that would go, or may belong there.
    """
    draft = held(draft)
    document, old = draft.document, len(draft.document["levels"])
    if above := statements_above(document, number):
        message = ngettext(
            "%(codes)s is at a level that would be removed, or may belong there. Move it first.",
            "%(codes)s are at a level that would be removed, or may belong there. Move them first.",
            len(above),
        )
        raise Faults([Fault("number", message % {"codes": listed(above)})])
    if number == old:
        return
    resize_levels(document, number)
    draft.save()
    place, new = draft.code, {"levels": number}
    record("draft_levels", draft, by=by, place=place, old={"levels": old}, new=new)


@transaction.atomic
def publish(draft: EditionDraft, *, by: Person) -> Edition:
    """Makes a draft an edition, which never changes from then on, and on which new assessments
    start. Raises Faults, all of them at once, while it is not complete in both languages."""
    draft = held(draft)
    if faults := faults_of(draft):
        raise Faults(faults)
    before = document_of(draft.based_on)
    edition, _new = model_file.load(model_file.parse(written(publishable(draft, before)).encode()))
    _write_guidance(edition, draft.guidance)
    new = {"code": draft.based_on.code, "sha256": edition.content_sha256}
    record("publish_edition", edition, by=by, place=edition.code, new=new)
    draft.delete()
    return edition


@transaction.atomic
def retire(edition: Edition, *, by: Person) -> None:
    """Has no assessment start on an edition any more. Raises Faults where none would be left."""
    list(Edition.objects.select_for_update().order_by("pk"))  # two at a time would leave none
    if not Edition.objects.in_use().exclude(pk=edition.pk).exists():
        message = _("This is the only edition in use. Publish another before you retire it.")
        raise Faults([Fault("", message)])
    _retirement, new = Retirement.objects.get_or_create(edition=edition)
    if new:
        record("retire_edition", edition, by=by, place=edition.code)


@transaction.atomic
def use_again(edition: Edition, *, by: Person) -> None:
    """Takes a retirement back."""
    if Retirement.objects.filter(edition=edition).delete()[0]:
        record("reuse_edition", edition, by=by, place=edition.code)


def _put(entries: list[Document], entry: Document) -> None:
    """An entry in its place, or after all others."""
    places = {each["code"]: n for n, each in enumerate(entries)}
    if (at := places.get(entry["code"])) is None:
        last = max((each.get("order", 0) for each in entries), default=0)
        entries.append({**entry, "order": last + 1})
    else:
        entries[at] = {**entry, "order": entries[at].get("order", at + 1)}


def _told(draft: EditionDraft, code: str) -> Document | None:
    """What the record says of a statement."""
    placed = statements(draft.document).get(code)
    if placed is None:
        return None
    change = change_of(draft.document, code)
    reason = change.get("reason") or {}
    told = {
        **_texts_told(placed.criterion),
        "statement_level": placed.criterion["level"],
        "doubtful_level": placed.criterion.get("alt_level"),
        "attribute": placed.attribute["code"],
        "order": placed.criterion["order"],
        "origin": origins(draft.document).get(code),
        "change_kind": change.get("kind"),
        "reason": reason.get("text"),
        "reason_language": reason.get("lang"),
        "guidance": "; ".join(
            f"{about}: {each['en']} / {each['fr']}"
            for about, each in sorted(draft.guidance.get(code, {}).items())
        ),
    }
    return {name: value for name, value in told.items() if value}


def _texts_told(entry: Document) -> Document:
    texts, sources = entry.get("name", entry), entry["provenance"]
    told = {
        "text_en": texts["en"],
        "text_fr": texts["fr"],
        "provenance_en": sources["en"],
        "provenance_fr": sources["fr"],
        "note_on_text": entry.get("note"),
    }
    return {name: value for name, value in told.items() if value}


def _write_guidance(edition: Edition, guidance: Mapping[str, Guide]) -> None:
    criteria = {each.code: each for each in Criterion.objects.filter(edition=edition)}
    Guidance.objects.bulk_create(
        Guidance(
            criterion=criteria[code],
            about=about,
            text_en=texts["en"],
            text_fr=texts["fr"],
            provenance_en=texts["provenance"]["en"],
            provenance_fr=texts["provenance"]["fr"],
        )
        for code, entries in guidance.items()
        if code in criteria
        for about, texts in entries.items()
    )
