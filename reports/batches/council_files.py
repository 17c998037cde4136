"""What a batch of a council has beside the reports of baselines: the council's own, and its data.

Data are made once, by the job of their item, and kept for a day: plans change from one minute to
the next, and whoever writes the file of the batch has to write the same.
"""

import datetime
from dataclasses import replace

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext_lazy

from assessments.models import Lesson
from maturity.bilingual import LANGUAGES
from maturity.days import a_year_before
from maturity.file_names import file_name
from maturity.models import Council
from maturity.operations.stores import BATCHES, BeingWritten, digest_of, store
from maturity.wording import long_date
from reports.council import council_baseline_sources, council_sources
from reports.exports.scopes import Scope, of_council
from reports.issuing import Source
from reports.models import Batch, BatchItem

DATA = pgettext_lazy("file name", "data")


def day_of(batch: Batch) -> datetime.date:
    """The day whose baselines a batch has."""
    return batch.as_at or timezone.localdate(batch.asked_at)


def council_of(batch: Batch) -> Council:
    """The council of a batch that has one."""
    assert batch.council  # nosec B101
    return batch.council


def report_of(item: BatchItem) -> Source:
    """What the council's report is made of: its baseline, or where it stood on the day."""
    if item.council_baseline:
        return council_baseline_sources(item.council_baseline)["council"]
    batch, day = item.batch, day_of(item.batch)
    return council_sources(council_of(batch), day, a_year_before(day), reader=batch.asked_by)[
        "council"
    ]


def make_data(item: BatchItem) -> str:
    """Makes the council's data as a workbook in each language; gives their SHA-256, with a space
    between. Raises OSError."""
    from reports.exports import workbooks  # noqa: PLC0415 – slow import

    batch, digests = item.batch, []
    scope = _scope(item)
    for language in LANGUAGES:
        with override(language), store("reports").writing(data_kept_as(batch, language)) as file:
            workbooks.write(scope, language, file)
            digests.append(digest_of(BeingWritten(file)))
    return " ".join(digests)


def data_kept_as(batch: Batch, language: str) -> str:
    """What the data in "en" or "fr" are called where they are kept until they are in the file."""
    return f"{BATCHES}data/{batch.pk}-{language}.xlsx"


def data_name(batch: Batch, language: str) -> str:
    """What the data are called in the file: "PSSDC-2026-11-26-data-en.xlsx"."""
    parts = (council_of(batch).code, day_of(batch), DATA)
    return file_name(*parts, language=language, ending="xlsx")


def data_digest(item: BatchItem, language: str) -> str:
    """The SHA-256 of the data in "en" or "fr", once they are made."""
    return dict(zip(LANGUAGES, item.data_sha256.split(), strict=True))[language]


def _scope(item: BatchItem) -> Scope:
    """The data of the batch's baselines and of its council, and of the plans and lessons of these
    initiatives that all who may export the data of its council read."""
    batch = item.batch
    whole = of_council(council_of(batch), batch.asked_by, every_cycle=False)
    baselines = batch.items.exclude(baseline=None)
    initiatives = baselines.values("baseline__assessment__initiative")
    choice = whole.choice
    if batch.as_at:
        choice = _("Baselines as of %(date)s") % {"date": long_date(batch.as_at)}
    return replace(
        whole,
        keys=tuple(baselines.values_list("baseline", flat=True)),
        choice=choice,
        initiatives=whole.initiatives.filter(pk__in=initiatives),
        lessons=whole.lessons.exclude(audience=Lesson.Audience.INITIATIVE),
        at=day_of(batch),
        council_baseline=item.council_baseline,
    )
