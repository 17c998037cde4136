"""Making reports once: all languages of a report together, kept as files and remembered.

A report is known by what it is made of: its data, its language, and the templates, style and words
it is made with (see `made_with`). While none of these changes, the file is made once and then read.
"""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

from assessments.models import Baseline
from reports.documents import LANGUAGES, Report, ReportDocument, make_pdf
from reports.files import whole_file
from reports.models import IssuedReport

MADE_WITH = (
    *("templates/**/*.html", "reports/style/*.css", "maturity/locale/**/*.mo"),
    *(f"{app}/**/*.py" for app in ("maturity", "assessments", "reports")),
)

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Source:
    """What one report is made of, whatever its language.

    `of` names what it is about, so that a worker finds it again (`reports.making`); `digest` is the
    SHA-256 of all the data; `compose` takes one of LANGUAGES. All languages of what is published
    are made `together`; others, made of what anybody may ask for, one at a time.
    """

    kind: str  # one of IssuedReport.Kind
    of: tuple[str, ...]
    digest: str
    compose: Callable[[str], ReportDocument]
    together: bool = True
    baseline: Baseline | None = None

    def key(self, language: str) -> str:
        """The SHA-256 of what the report in `language` is made of and with."""
        text = f"{self.kind}/{self.digest}/{language}/{made_with()}"
        return hashlib.sha256(text.encode()).hexdigest()


def issue(source: Source, language: str) -> Report:
    """The report in one of LANGUAGES: the file that is kept, or made now.

    What is made together is made from the same data before any of it is handed out: if one language
    fails, there is none. Raises `pdf.PdfUnavailable` where PDFs cannot be made.
    """
    if report := kept(source, language):
        return report
    wanted = LANGUAGES if source.together else (language,)
    made = {each: make_pdf(source.compose(each)) for each in wanted}
    rows = []
    for each, report in made.items():
        digest = hashlib.sha256(report.pdf).hexdigest()
        _keep(digest, report.pdf)
        rows.append(
            IssuedReport(
                key=source.key(each),
                sha256=digest,
                kind=source.kind,
                baseline=source.baseline,
                language=each,
                name=report.name,
                size=len(report.pdf),
            )
        )
    IssuedReport.objects.bulk_create(rows, ignore_conflicts=True)
    return made[language]


def kept(source: Source, language: str) -> Report | None:
    """The report in one of LANGUAGES where it is made already, and its file is there and whole."""
    issued = IssuedReport.objects.filter(key=source.key(language)).first()
    pdf = issued and _kept(issued.sha256)
    return Report(issued.name, pdf) if issued and pdf else None


@cache
def made_with() -> str:
    """A digest of all that reports are made with beside their data. Read once a process."""
    digest = hashlib.sha256(version("weasyprint").encode())
    for pattern in MADE_WITH:
        for path in sorted(settings.BASE_DIR.glob(pattern)):
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def sizes(source: Source) -> dict[str, int]:
    """The bytes of the report in each language in which it is made already."""
    keys = [source.key(language) for language in LANGUAGES]
    return dict(IssuedReport.objects.filter(key__in=keys).values_list("language", "size"))


def path_of(sha256: str) -> Path:
    """Where the report with a digest is kept, if it is."""
    return settings.REPORTS_DIR / sha256[:2] / f"{sha256}.pdf"


def _kept(sha256: str) -> bytes | None:
    """The file with a digest, if it is there and whole."""
    try:
        pdf = path_of(sha256).read_bytes()
    except OSError:
        return None
    return pdf if hashlib.sha256(pdf).hexdigest() == sha256 else None


def _keep(sha256: str, pdf: bytes) -> None:
    """Keeps a file under its digest. Where that fails, it will be made again, which is no harm."""
    path = path_of(sha256)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path) as file:
            file.write(pdf)
    except OSError as error:
        logger.warning("report not kept", extra={"error": error.strerror})
