"""The secretariat's pages of what a draft says: statements, other texts, rules."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.editions import actions
from assessments.editions.drafting import Placed, free_origins, origins, statements
from assessments.editions.forms import (
    LevelsForm,
    NewTextForm,
    ReasonForm,
    RulesForm,
    StatementForm,
    TextForm,
    stored_statement,
    stored_texts,
)
from assessments.editions.reads import ballot_of, unclear_counts
from assessments.editions.views import editor, get_draft
from assessments.models import EditionDraft
from assessments.web.faults import faults_in, faults_told
from assessments.web.pages import form_page, is_submitted, posted
from maturity.model_document import document_of
from maturity.thresholds import DEFAULTS

# What has texts beside statements, by the name in the address.
PARTS = {
    "title": gettext_lazy("Title"),
    "vision": gettext_lazy("Vision"),
    "levels": gettext_lazy("Level"),
    "attributes": gettext_lazy("Attribute"),
    "results": gettext_lazy("Result"),
}
GROWING = ("attributes", "results")  # to which one can add


@transaction.atomic
def statement(request: HttpRequest, edition: str, code: str) -> HttpResponse:
    """One statement in both languages, where it stands and comes from, and why it changes."""
    by, draft = editor(request), get_draft(request, edition)
    placed = _placed(draft, code)
    guidance = draft.guidance.get(code, {})
    stored = stored_statement(draft.document, guidance, code)
    known = _known(draft, code)
    form = StatementForm(
        posted(request), document=draft.document, origins=known, code=code, stored=stored
    )
    if is_submitted(request) and form.is_valid():
        with faults_in(form, at=""):
            _save(draft, code, form, placed.criterion, guidance, by)
            messages.success(request, _("The statement is saved."))
            return redirect("editions:draft", draft.code)
    origin = origins(draft.document).get(code)
    before = statements(document_of(draft.based_on)).get(origin or "")
    ballot = ballot_of(draft)
    context = {
        "draft": draft,
        "code": code,
        "before": before and before.criterion,
        "unclear": unclear_counts(draft).get(code),
        "origin": origin,
        "ballot": ballot and ballot.ballot,
        "findings": ballot.findings.get(code) if ballot else None,
        "comments": ballot.comments(code) if ballot else None,
    }
    return form_page(request, "editions/statement.html", form, context)


@transaction.atomic
def new_statement(request: HttpRequest, edition: str) -> HttpResponse:
    """Add a statement, last in an attribute unless another place is chosen."""
    by, draft = editor(request), get_draft(request, edition)
    attributes = {each["code"]: each for each in draft.document["attributes"]}
    chosen = attributes.get(request.GET.get("attribute", ""))
    initial = {"attribute": chosen["code"], "place": len(chosen["criteria"]) + 1} if chosen else {}
    known = _known(draft, "")
    form = StatementForm(posted(request), document=draft.document, origins=known, initial=initial)
    if is_submitted(request) and form.is_valid():
        code = form.cleaned_data["code"]
        with faults_in(form, at=""):
            _save(draft, code, form, {}, {}, by)
            messages.success(request, _("The statement is added."))
            return redirect("editions:draft", draft.code)
    return form_page(request, "editions/statement.html", form, {"draft": draft, "code": ""})


def _save(
    draft: EditionDraft, code: str, form: StatementForm, kept: Any, guidance: Any, by: Any
) -> None:
    """What a valid form says; what the form does not ask of a statement is `kept`."""
    said = form.cleaned_data
    texts = {name: kept[name] for name in ("level_confidence",) if name in kept}
    actions.save_statement(
        draft,
        code,
        texts=texts | form.texts,
        attribute=said["attribute"],
        place=said["place"],
        origin=said["origin"],
        kind=said["kind"],
        reason=form.why,
        guidance=form.guidance(guidance),
        by=by,
    )


def _placed(draft: EditionDraft, code: str) -> Placed:
    """A statement of a draft, or 404."""
    found = statements(draft.document).get(code)
    if found is None:
        raise Http404
    return found


def _known(draft: EditionDraft, code: str) -> list[Placed]:
    """The statements of before from which this one can come."""
    before = document_of(draft.based_on)
    placed = statements(before)
    return [placed[each] for each in free_origins(draft.document, before, code)]


@transaction.atomic
def remove_statement(request: HttpRequest, edition: str, code: str) -> HttpResponse:
    """Remove a statement from a draft, and say why."""
    by, draft = editor(request), get_draft(request, edition)
    placed = _placed(draft, code)
    form = ReasonForm(posted(request))
    if is_submitted(request) and form.is_valid() and (reason := form.why):
        actions.take_out_statement(draft, code, reason, by=by)
        messages.success(request, _("The statement is removed."))
        return redirect("editions:draft", draft.code)
    context = {"draft": draft, "code": code, "criterion": placed.criterion}
    return form_page(request, "editions/remove_statement.html", form, context)


@transaction.atomic
def text(request: HttpRequest, edition: str, part: str, code: str = "") -> HttpResponse:
    """A text that is no statement, in both languages: the title, a level, an attribute …"""
    by, draft = editor(request), get_draft(request, edition)
    entry = _entry(draft, part, code)
    if is_submitted(request) and "remove" in request.POST and part in GROWING:
        with faults_told(request):
            actions.remove_text(draft, part, code, by=by)
            messages.success(request, _("It is removed from the draft."))
        return redirect("editions:draft", draft.code)
    form = TextForm(posted(request), stored=stored_texts(entry))
    if is_submitted(request) and form.is_valid():
        actions.save_text(draft, part, code, form.texts, by=by)
        messages.success(request, _("The text is saved."))
        return redirect("editions:draft", draft.code)
    return form_page(request, "editions/text.html", form, _context(draft, part, code))


@transaction.atomic
def new_text(request: HttpRequest, edition: str, part: str) -> HttpResponse:
    """Add an attribute or a result."""
    by, draft = editor(request), get_draft(request, edition)
    if part not in GROWING:
        raise Http404
    taken = [each["code"] for each in draft.document[part]]
    form = NewTextForm(posted(request), taken=taken)
    if is_submitted(request) and form.is_valid():
        actions.save_text(draft, part, form.cleaned_data["code"], form.texts, by=by)
        messages.success(request, _("The text is saved."))
        return redirect("editions:draft", draft.code)
    return form_page(request, "editions/text.html", form, _context(draft, part, ""))


@transaction.atomic
def rules(request: HttpRequest, edition: str) -> HttpResponse:
    """By which rule levels are attained, and by which thresholds the edition is validated."""
    by, draft = editor(request), get_draft(request, edition)
    stored = {
        "rule": draft.document["meta"]["rule"],
        **DEFAULTS,
        **(draft.document.get("thresholds") or {}),
    }
    form = RulesForm(posted(request), stored=stored)
    if is_submitted(request) and form.is_valid():
        rule = form.cleaned_data["rule"]
        actions.save_rules(draft, rule=rule, thresholds=form.thresholds, by=by)
        messages.success(request, _("The rules are saved."))
        return redirect("editions:draft", draft.code)
    return form_page(request, "editions/rules.html", form, {"draft": draft})


@transaction.atomic
def levels(request: HttpRequest, edition: str) -> HttpResponse:
    """How many levels a draft has; their texts are written one by one."""
    by, draft = editor(request), get_draft(request, edition)
    form = LevelsForm(posted(request), stored={"number": len(draft.document["levels"])})
    if is_submitted(request) and form.is_valid():
        with faults_in(form, at=""):
            actions.set_levels(draft, form.cleaned_data["number"], by=by)
            messages.success(request, _("The number of levels is saved."))
            return redirect("editions:draft", draft.code)
    return form_page(request, "editions/levels.html", form, {"draft": draft})


def _entry(draft: EditionDraft, part: str, code: str) -> dict[str, Any]:
    if part in ("title", "vision"):
        if code:
            raise Http404
        return draft.document[part]
    entries = draft.document[part] if part in PARTS else ()
    for each in entries:
        if each["code"] == code:
            return each
    raise Http404


def _context(draft: EditionDraft, part: str, code: str) -> dict[str, Any]:
    return {
        "draft": draft,
        "part": PARTS[part],
        "code": code,
        "removable": bool(code) and part in GROWING,
    }
