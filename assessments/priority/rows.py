"""A page on which all rows of a list are edited at once, and one can be added."""

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import HttpRequest

from assessments.models import Person
from assessments.priority.forms import RowForm
from assessments.web.pages import PageError, is_submitted, page_errors, posted


@dataclass(frozen=True)
class RowForms[Row: models.Model]:
    """Each row with its form, and the form of a new one where there is room for it."""

    rows: Sequence[Row]
    forms: Sequence[RowForm]
    added: Sequence[RowForm]

    @classmethod
    def of(
        cls,
        request: HttpRequest,
        rows: Sequence[Any],
        form: type[RowForm],
        *,
        most: int,
    ) -> "RowForms[Any]":
        """The forms of rows, bound to what a request posts."""
        known = [form(posted(request), instance=copy(row), prefix=f"m{row.pk}") for row in rows]
        order = 1 + max((row.order for row in rows), default=0)
        new = [form(posted(request), prefix="new", initial={"order": order})]
        found = cls(rows, known, new if len(rows) < most else [])
        for each in found.all:
            each.show_errors = is_submitted(request)
        return found

    @property
    def all(self) -> list[RowForm]:
        return [*self.forms, *self.added]

    @property
    def pairs(self) -> list[tuple[Row, RowForm]]:
        return list(zip(self.rows, self.forms, strict=True))

    def errors(self) -> list[PageError]:
        """What is wrong with them, for the error summary."""
        return page_errors(*self.all)

    def save(self, save: Callable[..., Any], remove: Callable[..., None], *, by: Person) -> None:
        """Writes what valid forms say; the form of a new one may say nothing."""
        for row, form in self.pairs:
            if form.removing:
                remove(row, by=by)
            else:
                save(row, by=by, **form.values)
        for form in self.added:
            if form.has_changed():
                save(None, by=by, **form.values)
