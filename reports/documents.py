"""The shell that all reports share: parts in one language each, as HTML and as PDF.

Each kind of report has a module that composes a `ReportDocument` (`baseline`, and so on).
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePath
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import override

from assessments.models import Action, Decision, PlayUse
from assessments.models.plans import Effort
from maturity.file_kinds import KINDS, FileKind
from reports.pdf import Attachment, write_pdf

LANGUAGES = ("en", "fr", "both")
STYLE = Path(__file__).parent / "style" / "report.css"
# Where several languages share a report, its own come first (Official Languages Act, s. 29).
QUEBEC = "CA-QC"


@dataclass(frozen=True, slots=True)
class Section:
    """An entry of the table of contents: an id of the body, its title, whether it lies deeper."""

    id: str
    title: str
    deep: bool = False


@dataclass(frozen=True)
class Part:
    """A report in one language ("en" or "fr"), all words in it.

    `folder` has the templates `facts.html`, what the cover says, and `body.html`, the rest. Both
    get `context`, the part itself as `part`, and in `levels` the heading levels of the body from
    the highest on.
    """

    language: str
    kind: str
    subject: str
    owner: str
    description: str
    sections: tuple[Section, ...]
    folder: str
    context: Mapping[str, Any]
    draft: bool = False

    @property
    def title(self) -> str:
        return f"{self.kind} – {self.subject}"

    def facts_html(self) -> SafeString:
        """What the cover says."""
        with override(self.language):
            return render_to_string(f"{self.folder}/facts.html", {**self.context, "part": self})

    def html(
        self,
        *,
        alone: bool = True,
        paper: bool = False,
        request: HttpRequest | None = None,
        **page: object,
    ) -> SafeString:
        """The body, with the table of contents where its summary ends.

        Its headings lie deeper unless it is `alone`. On the page of a `request`, which adds its
        `selection` and what else its address asks for, sections fold in place of the contents. On
        `paper` a sign stands for a word that would be said at each statement.
        """
        top = 2 if alone else 3
        levels = list(range(top, top + 4))
        shell = {"part": self, "levels": levels, "paper": paper, "selection": None, **page}
        with override(self.language):
            return render_to_string("reports/part.html", {**self.context, **shell}, request)


@dataclass(frozen=True)
class ReportDocument:
    """A report in one or two languages; `name` is its file's, without folder and ending."""

    name: str
    parts: tuple[Part, ...]
    made_at: datetime.datetime
    attachment: Attachment | None = None


# What nobody may hand in.
ARCHIVE = FileKind("application/zip", ("zip",))


@dataclass(frozen=True)
class Report:
    """A finished report: a file name without folder, whose ending tells its kind, and its bytes."""

    name: str
    data: bytes

    @property
    def kind(self) -> FileKind:
        """Its media type, and what people call it."""
        ending = PurePath(self.name).suffix[1:]
        return next(each for each in (*KINDS.values(), ARCHIVE) if ending in each.endings)


def contents(*entries: object) -> tuple[Section, ...]:
    """The table of contents of those entries that are sections: an empty value is left out."""
    return tuple(each for each in entries if isinstance(each, Section))


def parts_in_order(language: str, *, first: str = "en") -> tuple[str, ...]:
    """The languages of the parts of a report in `language`, one of LANGUAGES."""
    if language != "both":
        return (language,)
    return ("fr", "en") if first == "fr" else ("en", "fr")


def document_html(document: ReportDocument) -> str:
    """The HTML that a PDF is made from; its head says what the PDF's metadata says."""
    alone = len(document.parts) == 1
    parts = [
        (part, _opening(part, document) + part.html(alone=alone, paper=True))
        for part in document.parts
    ]
    with override(document.parts[0].language):
        return render_to_string("reports/document.html", {"document": document, "parts": parts})


def _opening(part: Part, document: ReportDocument) -> SafeString:
    context = {
        "part": part,
        "document": document,
        "opening": part is document.parts[0],
        "alone": len(document.parts) == 1,
        "facts": part.facts_html(),
    }
    with override(part.language):
        return render_to_string("reports/opening.html", context)


def make_pdf(document: ReportDocument) -> Report:
    """The PDF of a document. Raises `pdf.PdfUnavailable` where PDFs cannot be made."""
    return Report(
        f"{document.name}.pdf",
        write_pdf(
            document_html(document),
            css=_style(),
            fonts=settings.FONTS_DIR,
            attachment=document.attachment,
        ),
    )


@cache
def _style() -> str:
    return STYLE.read_text(encoding="utf-8")


def play_state(code: str) -> str:
    """Return the words for how far an initiative is with a play."""
    return str(PlayUse.State(code).label)


def effort(code: str) -> str:
    """Return the words for how much work an action is."""
    return str(Effort(code).label)


def decision_kind(code: str) -> str:
    """Return the words for what a council decided: a decision, or a recommendation."""
    return str(Decision.Kind(code).label)


def action_status(code: str) -> str:
    """Return the words for an action's status."""
    return str(Action.Status(code).label)
