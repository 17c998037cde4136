"""Pages of editions: the list, two of them compared, and those of a draft as a whole."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from assessments import rules
from assessments.editions import actions
from assessments.editions.comparison import compare
from assessments.editions.drafting import origins, statements
from assessments.editions.forms import DraftForm
from assessments.editions.reads import (
    ballot_of,
    documents,
    faults_of,
    listed_editions,
    unclear_counts,
)
from assessments.models import EditionDraft, Person
from assessments.web.access import person_of
from assessments.web.faults import faults_in, faults_told
from assessments.web.pages import form_page, is_submitted, posted
from maturity.bilingual import current_language
from maturity.model_document import document_of
from maturity.models import Edition, Guidance


@login_not_required
def index(request: HttpRequest) -> HttpResponse:
    """The editions that there are, and for the secretariat those that it drafts."""
    manages = _manages(request)
    return render(
        request,
        "editions/index.html",
        {
            "editions": listed_editions(),
            "drafts": EditionDraft.objects.select_related("based_on") if manages else (),
            "manages": manages,
        },
    )


@login_not_required
def comparison(request: HttpRequest) -> HttpResponse:
    """What became of each statement from one edition to another (`?before=…&after=…`)."""
    known = documents()
    drafts = set(EditionDraft.objects.values_list("code", flat=True))
    if not _manages(request):
        known = {code: each for code, each in known.items() if code not in drafts}
    before, after = _two(request, list(known), known)
    found = compare(known, before, after) if before and after and before != after else None
    context = {"codes": list(known), "before": before, "after": after, "comparison": found}
    return render(request, "editions/comparison.html", context)


def new(request: HttpRequest) -> HttpResponse:
    """Begin a draft with the texts of a published edition."""
    by = editor(request)
    form = DraftForm(posted(request))
    if is_submitted(request) and form.is_valid():
        said = form.cleaned_data
        with faults_in(form, at=""):
            draft = actions.create_draft(said["based_on"], said["code"], by=by)
            return redirect("editions:draft", draft.code)
    return form_page(request, "editions/new.html", form, {})


@transaction.atomic
def draft(request: HttpRequest, edition: str) -> HttpResponse:
    """A draft: its texts, what was changed in each statement, what is missing, publishing it."""
    by, found = editor(request), get_draft(request, edition)
    if is_submitted(request) and "discard" in request.POST:
        actions.discard_draft(found, by=by)
        messages.success(request, _("The draft is discarded."))
        return redirect("editions:index")
    before = found.based_on.code
    known = {before: document_of(found.based_on), found.code: found.document}
    found_changes = compare(known, before, found.code)
    context = {
        "draft": found,
        "pairs": {each.code: each for each in found_changes.pairs},
        "removed": [each for each in found_changes.pairs if each.after is None],
        "document": localised(found),
        "faults": faults_of(found),
        "unclear": unclear_counts(found),
        "origins": origins(found.document),
        "ballot": ballot_of(found),
        "page_form": "page",
    }
    return render(request, "editions/draft.html", context)


def preview(request: HttpRequest, edition: str) -> HttpResponse:
    """The assessment form of a draft, an attribute a page as a team has it: to read only."""
    editor(request)
    found = get_draft(request, edition)
    guides = {
        code: [
            (Guidance.About(about).label, texts[current_language()])
            for about, texts in found.guidance.get(code, {}).items()
        ]
        for code in statements(found.document)
    }
    document = localised(found)
    attributes = {each["code"]: each for each in document["attributes"]}
    asked = request.GET.get("attribute", next(iter(attributes)))
    if asked not in attributes:
        raise Http404
    context = {
        "draft": found, "document": document, "guides": guides, "attribute": attributes[asked],
    }  # fmt: skip
    return render(request, "editions/preview.html", context)


@transaction.atomic
def publish(request: HttpRequest, edition: str) -> HttpResponse:
    """What becomes final when a draft is published; all that keeps it from that."""
    by, found = editor(request), get_draft(request, edition)
    if is_submitted(request):
        with faults_told(request):
            published = actions.publish(found, by=by)
            messages.success(request, _("The edition is published. New assessments start on it."))
            return redirect("editions:published", published.code)
    context = {"draft": found, "faults": faults_of(found), "page_form": "page"}
    return render(request, "editions/publish.html", context)


@login_not_required
def published(request: HttpRequest, edition: str) -> HttpResponse:
    """What a published edition says, with the thresholds of its validation."""
    found = get_object_or_404(Edition.objects.exclude(published_at=None), code=edition)
    context = {
        "edition": found,
        "attributes": found.attribute_set.prefetch_related("criteria"),
        "levels": found.level_set.filter(order__gt=0),
        "results": found.result_set.all(),
        "before": (found.changes or {}).get("from", ""),
        "manages": _manages(request),
    }
    return render(request, "editions/published.html", context)


def retire(request: HttpRequest, edition: str) -> HttpResponse:
    """Have no assessment start on an edition any more, or take that back."""
    by = editor(request)
    found = get_object_or_404(Edition.objects.exclude(published_at=None), code=edition)
    if is_submitted(request):
        with faults_told(request):
            if "again" in request.POST:
                actions.use_again(found, by=by)
                messages.success(request, _("The edition is in use again."))
            else:
                actions.retire(found, by=by)
                messages.success(request, _("The edition is retired: none starts on it any more."))
            return redirect("editions:index")
    retired = hasattr(found, "retirement")
    context = {"edition": found, "is_retired": retired, "page_form": "page"}
    return render(request, "editions/retire.html", context)


def editor(request: HttpRequest) -> Person:
    """The person signed in, who may draft editions. Raises PermissionDenied for anyone else."""
    person = person_of(request)
    if not rules.may_manage_editions(person):
        raise PermissionDenied
    return person


def get_draft(request: HttpRequest, code: str) -> EditionDraft:
    """The draft with a code; for a form that is posted, held until the transaction ends."""
    rows = EditionDraft.objects.select_related("based_on")
    if is_submitted(request):
        rows = rows.select_for_update(of=("self",))
    return get_object_or_404(rows, code=code)


def localised(draft: EditionDraft) -> dict[str, Any]:
    """What a draft says, its texts in the language of the page beside those in both."""
    language = current_language()

    def told(entry: dict[str, Any]) -> dict[str, Any]:
        texts = entry.get("name", entry)
        return {**entry, "text": texts[language] or "", "en": texts["en"], "fr": texts["fr"]}

    document = draft.document
    return {
        "title": told(document["title"]),
        "vision": told(document["vision"]),
        "rule": document["meta"]["rule"],
        "levels": [told(each) for each in document["levels"]],
        "results": [told(each) for each in document["results"]],
        "ratings": [told(each) for each in document["ratings"] if each["code"] != "NR"],
        "attributes": [
            {**told(each), "criteria": [told(one) for one in each["criteria"]]}
            for each in document["attributes"]
        ],
    }


def _two(request: HttpRequest, codes: list[str], known: dict[str, Any]) -> tuple[str, str]:
    """The two editions that are asked for, else the newest and that which it was drafted from.
    Raises Http404 for any other."""
    newest = codes[-1] if codes else ""
    after = request.GET.get("after", newest)
    origin = known.get(after, {}).get("changes", {}).get("from", "")
    before = request.GET.get("before", origin if origin in known else codes[0] if codes else "")
    if {before, after} - {"", *codes}:
        raise Http404
    return before, after


def _manages(request: HttpRequest) -> bool:
    return isinstance(request.user, Person) and rules.may_manage_editions(request.user)
