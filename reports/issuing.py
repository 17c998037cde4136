"""Making reports once: all languages of a report together, kept as files and remembered.

A report is known by what it is made of: its data, its language, and the templates, style and words
it is made with (see `made_with`). While none of these changes, the file is made once and then read.
"""

import hashlib
import logging
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import cast

from django.conf import settings
from django.core.files.base import ContentFile

from assessments.models import Baseline
from maturity.operations.stores import BATCHES, StoreAway, store
from reports.documents import LANGUAGES, Report, ReportDocument, make_pdf
from reports.models import IssuedReport
from reports.slides.deck import Deck

MAKERS = ("weasyprint", "python-pptx", "xlsxwriter")
MADE_WITH = (
    *("templates/**/*.html", "reports/style/*.css", "maturity/locale/**/*.mo"),
    *(f"{app}/**/*.py" for app in ("maturity", "assessments", "reports")),
)

logger = logging.getLogger(__name__)


class NotKept(Exception):
    """A file could not be kept: the storage is full, or does not answer."""


@dataclass(frozen=True, kw_only=True)
class Source(ABC):
    """What one report is made of, whatever its language.

    `of` names what it is about, so that a worker finds it again (`reports.making`); `digest` is the
    SHA-256 of all the data. All languages of what is published are made `together`; others, made of
    what anybody may ask for, one at a time.

    `languages` are those in which there is one, `ending` is that of its files.

    What is not issued, a draft or a form to fill in, has a `name_of` its file in a language: it is
    kept for a day, and nobody can have it verified.
    """

    kind: str  # one of IssuedReport.Kind, where it is issued
    languages: tuple[str, ...] = LANGUAGES
    ending: str = "pdf"
    of: tuple[str, ...]
    digest: str
    together: bool = True
    baseline: Baseline | None = None
    name_of: Callable[[str], str] | None = None

    @abstractmethod
    def make(self, language: str) -> Report:
        """The report in one of its languages, made now. Raises `pdf.PdfUnavailable`."""

    def key(self, language: str) -> str:
        """The SHA-256 of what the report in `language` is made of and with."""
        text = f"{self.kind}/{self.digest}/{language}/{made_with()}"
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class DocumentSource(Source):
    """Of a report in parts, which `compose` gives in one of LANGUAGES."""

    compose: Callable[[str], ReportDocument]

    def make(self, language: str) -> Report:
        return make_pdf(self.compose(language))


@dataclass(frozen=True, kw_only=True)
class DeckSource(Source):
    """Of slides, which `compose` gives in "en" or "fr": no deck is in both."""

    compose: Callable[[str], Deck]
    languages: tuple[str, ...] = ("en", "fr")
    ending: str = "pptx"

    def make(self, language: str) -> Report:
        from reports.slides.writer import write  # noqa: PLC0415 – slow import

        deck = self.compose(language)
        return Report(deck.name, write(deck))


def issue(source: Source, language: str) -> Report:
    """The report in one of its languages: the file that is kept, or made now.

    What is made together is made from the same data before any of it is handed out: if one language
    fails, there is none. Raises `pdf.PdfUnavailable` where PDFs cannot be made.
    """
    if report := kept(source, language):
        return report
    wanted = source.languages if source.together else (language,)
    made = {each: source.make(each) for each in wanted}
    if source.name_of:
        for each, report in made.items():
            _keep(_name_for_a_day(source, each), report.data)
        return made[language]
    rows = []
    for each, report in made.items():
        digest = hashlib.sha256(report.data).hexdigest()
        _keep(name_of(digest, source.ending), report.data)
        rows.append(
            IssuedReport(
                key=source.key(each),
                sha256=digest,
                kind=source.kind,
                baseline=source.baseline,
                language=each,
                name=report.name,
                size=len(report.data),
            )
        )
    IssuedReport.objects.bulk_create(rows, ignore_conflicts=True)
    return made[language]


def issue_kept(source: Source, language: str) -> None:
    """As `issue`, for whoever asks for it later. Raises NotKept where its file could not be kept,
    and `stores.StoreAway`.
    """
    issue(source, language)
    name = _name(source, language)
    if not (name and store("reports").exists(name)):
        raise NotKept


def kept(source: Source, language: str) -> Report | None:
    """The report in one of its languages where it is made already, and its file is whole.

    Raises `stores.StoreAway`.
    """
    if source.name_of:
        draft = _read(_name_for_a_day(source, language))
        return Report(source.name_of(language), draft) if draft else None
    issued = IssuedReport.objects.filter(key=source.key(language)).first()
    data = _read(name_of(issued.sha256, source.ending)) if issued else None
    sound = issued and data and hashlib.sha256(data).hexdigest() == issued.sha256
    return Report(issued.name, data) if issued and data and sound else None


@cache
def made_with() -> str:
    """A digest of all that reports are made with beside their data. Read once a process."""
    digest = hashlib.sha256()
    for package in MAKERS:
        digest.update(version(package).encode())
    for pattern in MADE_WITH:
        for path in sorted(settings.BASE_DIR.glob(pattern)):
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def sizes(source: Source) -> dict[str, int]:
    """The bytes of the report in each language in which it is made already.

    Of what is not issued they may be unknown: no page waits for object storage.
    """
    if source.name_of:
        names = {each: _name_for_a_day(source, each) for each in source.languages}
        found = {each: store("reports").size_at_hand(name) for each, name in names.items()}
        return {language: size for language, size in found.items() if size is not None}
    keys = [source.key(language) for language in source.languages]
    return dict(IssuedReport.objects.filter(key__in=keys).values_list("language", "size"))


def name_of(sha256: str, ending: str = "pdf") -> str:
    """What the report with a digest is called in the store of reports, if it is kept."""
    return f"{sha256[:2]}/{sha256}.{ending}"


def _name_for_a_day(source: Source, language: str) -> str:
    """What a draft is called there: it is in no backup."""
    return f"{BATCHES}drafts/{source.key(language)}.{source.ending}"


def _name(source: Source, language: str) -> str:
    """What a report is called there; "" of one that was never issued."""
    if source.name_of:
        return _name_for_a_day(source, language)
    issued = IssuedReport.objects.filter(key=source.key(language)).first()
    return name_of(issued.sha256, source.ending) if issued else ""


def _read(name: str) -> bytes | None:
    try:
        with store("reports").open(name) as file:
            return cast("bytes", file.read())
    except StoreAway:
        raise
    except OSError:
        return None


def _keep(name: str, data: bytes) -> None:
    """Keeps a file. Where that fails, it will be made again, which is no harm."""
    try:
        store("reports").save(name, ContentFile(data))
    except OSError as error:
        logger.warning("report not kept", extra={"error": error.strerror})
