"""The return to the councils: what they asked for in 2017, in both languages, as one archive.

It has the model with its validation, the statement of work, and the components of the playbook, as
PDFs and as slides. They are made of one state of the portal, and each is issued as it is elsewhere.
"""

import datetime
import hashlib
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext_lazy

from assessments.models import ValidationRun
from assessments.priority.reads import Work
from assessments.web.spreadsheet import Cell, csv_file
from maturity.bilingual import LANGUAGES
from maturity.canonical import canonical, sha256
from maturity.file_names import file_name
from reports.documents import Report
from reports.files import archived
from reports.issuing import Source, issue
from reports.model import model_source
from reports.models import IssuedReport
from reports.playbook import playbook_slides_source, playbook_source
from reports.statement_of_work import work_slides_source, work_source
from reports.validation import validation_sources

PACKAGE = pgettext_lazy("file name", "return-to-the-councils")


@dataclass(frozen=True, kw_only=True)
class PackageSource(Source):
    """Of an archive with a folder a language, which has all `members` in it, and an index."""

    members: tuple[Source, ...]
    made_at: datetime.datetime
    languages: tuple[str, ...] = ("both",)
    ending: str = "zip"

    def make(self, language: str) -> Report:
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
            for folder in LANGUAGES:
                with override(folder):
                    files = [issue(each, folder) for each in self.members]
                    index = b"".join(csv_file(_index(self.members, files), folder))
                contents = {"index.csv": index, **{each.name: each.data for each in files}}
                for name, content in contents.items():
                    entry = archived(f"{folder}/{name}", self.made_at)
                    archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
        day = timezone.localdate(self.made_at)
        return Report(file_name(PACKAGE, day, language=language, ending="zip"), data.getvalue())


def package_source(run: ValidationRun, work: Work) -> PackageSource:
    """What the package is made of: a finished validation of an edition, and the statement of work
    as others read it."""
    assert run.finished_at  # nosec B101
    members = (
        model_source(run.edition),
        *validation_sources(run).values(),
        work_source(work),
        work_slides_source(work),
        playbook_source(),
        playbook_slides_source(),
    )
    return PackageSource(
        kind="package",
        of=(str(run.pk),),
        digest=sha256(canonical([each.digest for each in members])),
        members=members,
        made_at=max(run.finished_at, work.changed_at),
    )


def _index(members: Sequence[Source], files: Sequence[Report]) -> Iterator[Sequence[Cell]]:
    """What is in the folder of a language, a row for each file."""
    yield [_("Type of report"), _("File"), _("SHA-256")]
    for member, file in zip(members, files, strict=True):
        digest = hashlib.sha256(file.data).hexdigest()
        yield [str(IssuedReport.Kind(member.kind).label), file.name, digest]
