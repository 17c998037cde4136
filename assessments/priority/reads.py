"""The statement of work as pages, reports and slides show it."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.models import Milestone, Party, StatementOfWork
from maturity.bilingual import LANGUAGES, current_language

# What it says before and after who does what by when.
BEFORE = {
    "background": _("Background"),
    "scope_in": _("In scope"),
    "scope_out": _("Out of scope"),
}
AFTER = {
    "governance": _("Governance"),
    "measures": _("How it is measured"),
}
TEXTS: Mapping[str, Promise] = BEFORE | AFTER
COLUMNS = tuple(f"{name}_{language}" for name in ("title", *TEXTS) for language in LANGUAGES)
TITLES: Mapping[str, Promise] = {"title": _("Title"), **TEXTS}
PARTIES = _("Who does what")
DELIVERABLES = _("Deliverables")


@dataclass(frozen=True, slots=True)
class WorkText:
    """A part of the statement of work under its heading, in Markdown."""

    id: str
    title: str
    text: str


@dataclass(frozen=True)
class Work:
    """The statement of work with its parties, and the road map as its deliverables."""

    row: StatementOfWork
    parties: Sequence[Party]
    milestones: Sequence[Milestone]

    @property
    def title(self) -> str:
        return self._said("title")

    @cached_property
    def missing(self) -> list[tuple[str, str]]:
        """What others still wait for: the heading of a text, and the language that it lacks.

        A text may be left out, but then in both languages; the title may not.
        """
        return list(self._missing())

    def before(self) -> list[WorkText]:
        return list(self._texts(BEFORE))

    def after(self) -> list[WorkText]:
        return list(self._texts(AFTER))

    @property
    def data(self) -> dict[str, Any]:
        """All that it says in both languages, as plain values."""
        parties = [
            [each.name_en, each.name_fr, each.does_en, each.does_fr] for each in self.parties
        ]
        milestones = [
            [each.text_en, each.text_fr, each.day and str(each.day), each.state]
            for each in self.milestones
        ]
        said = {column: getattr(self.row, column) for column in COLUMNS}
        return said | {
            "is_draft": self.row.is_draft, "parties": parties, "milestones": milestones,
        }  # fmt: skip

    @property
    def changed_at(self) -> datetime.datetime:
        return self.row.changed_at

    def _said(self, name: str) -> str:
        return str(getattr(self.row, f"{name}_{current_language()}"))

    def _texts(self, names: Mapping[str, Promise]) -> Iterator[WorkText]:
        for name, title in names.items():
            if text := self._said(name):
                yield WorkText(name, str(title), text)

    def _missing(self) -> Iterator[tuple[str, str]]:
        for name, title in TITLES.items():
            said = {each: bool(getattr(self.row, f"{name}_{each}")) for each in LANGUAGES}
            for language, there in said.items():
                if not there and (name == "title" or any(said.values())):
                    yield str(title), language


def kept_work() -> Work | None:
    """The statement of work as it is kept; None where nobody has begun it. Three queries."""
    row = StatementOfWork.objects.first()
    return Work(row, list(Party.objects.all()), list(Milestone.objects.all())) if row else None


def shown_work() -> Work | None:
    """The statement of work as others see it; None until it is there in both languages."""
    work = kept_work()
    return work if work and not work.missing else None
