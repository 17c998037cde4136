"""What form pages have in common: their errors, and being shown again in the other language.

The language toggle of a form page posts what was typed to the same page in the other language, with
`redisplay`; such a post changes nothing and complains of nothing.
"""

import uuid
from collections.abc import Iterable
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import Context
from django.template.defaulttags import CsrfTokenNode
from django.utils.crypto import salted_hmac
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assessments.web.closed import closed


class PageError(NamedTuple):
    """A line of the error summary: the id of the field it links to, and what is wrong."""

    field_id: str
    message: str


def is_submitted(request: HttpRequest) -> bool:
    """Whether a form was posted to be acted on: the state of what it is about allows it."""
    acting = request.method == "POST" and "redisplay" not in request.POST
    return acting and not closed(request)


def posted(request: HttpRequest) -> dict | None:
    """The data to bind forms to, None for a page that is shown for the first time."""
    return request.POST if request.method == "POST" else None


def form_token(context: Context) -> SafeString:
    """The hidden fields of a form that changes something: against forgery, and its own mark, by
    which the same form posted again is known (`accounts.receipts`). Only a field that could be
    filled in may say that browsers leave it alone when they load a page anew.
    """
    field = '{}<input name="once" value="{}" autocomplete="off" hidden>'
    return format_html(field, CsrfTokenNode().render(context), uuid.uuid4())


def drafts(request: HttpRequest) -> dict[str, Any]:
    """For every template: what tells one person's drafts in a browser from those of another."""

    def key() -> str:
        return salted_hmac("draft", str(request.user.pk), algorithm="sha256").hexdigest()[:16]

    return {"draft_key": key}


def page_errors(*forms: BaseForm) -> list[PageError]:
    """Every error of plain forms, in the order of their fields."""
    errors = []
    for form in forms:
        for name, said in form.errors.items():
            if name in form.fields:
                field = form[name]
                about = " – ".join(filter(None, (getattr(form, "subject", ""), str(field.label))))
                errors += [
                    PageError(field.id_for_label or field.auto_id, f"{about} – {m}") for m in said
                ]
            else:
                errors += [PageError("main", str(message)) for message in said]
    return errors


def fault_errors(messages: Iterable[object]) -> list[PageError]:
    """Faults that an action raised, for the error summary."""
    return [PageError("main", capfirst(str(message))) for message in messages]


def form_page(
    request: HttpRequest, template: str, form: BaseForm, context: dict[str, Any]
) -> HttpResponse:
    """A page around one plain form, with its errors unless it is only shown again."""
    errors = page_errors(form) if is_submitted(request) else []
    form.show_errors = bool(errors)  # type: ignore[attr-defined]
    return render(
        request,
        template,
        {"form": form, "errors": errors, "page_form": "page", **context},
    )


def chosen(request: HttpRequest, name: str, rows: QuerySet) -> Any:
    """The row of `rows` that the posted field `name` says. Raises Http404 where it is none."""
    try:
        return forms.ModelChoiceField(rows).clean(request.POST.get(name))
    except ValidationError:
        raise Http404 from None


def to_edit[Row: Model](
    request: HttpRequest, rows: QuerySet[Row], key: uuid.UUID | None
) -> Row | None:
    """The row of `rows` with a key, None for a new one. Raises Http404 where there is none to show.

    What a page posts for a row that others removed meanwhile is not lost: it becomes a new one.
    """
    row = None if key is None else rows.filter(key=key).first()
    if key and row is None:
        if "once" not in request.POST or "remove" in request.POST:
            raise Http404
        if is_submitted(request):
            messages.warning(request, _("Someone else has since removed this."))
    return row
