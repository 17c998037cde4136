"""What a council's report costs, of many initiatives with a baseline at each of four stages."""

import datetime
import io
import resource
import time

from tests.bench.table import row

INITIATIVES = 500


def bench_council() -> None:
    """The joint report of many initiatives, in one language, from the database to the PDF."""
    import pikepdf

    from assessments.councils.snapshot import take
    from assessments.seeding import scale
    from maturity.models import Council
    from reports.council import council_document
    from reports.documents import make_pdf

    list(scale.add(scale.following(INITIATIVES), seed=1))
    joint = Council.objects.get(code="JC")
    at = datetime.date(2026, 11, 26)
    since = at - datetime.timedelta(days=365)
    # The first one warms up.
    spent, peaks = [], []
    for _run in range(4):
        start = time.process_time()
        pdf = make_pdf(council_document(take(joint, at, since), "en")).pdf
        spent.append(time.process_time() - start)
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    with pikepdf.open(io.BytesIO(pdf)) as file:
        pages = len(file.pages)
    what = f"council report, {INITIATIVES} initiatives, CPU"
    row(what, f"{min(spent[1:]):.2f} s", f"{pages} pages")
    row("  memory at the peak, first and last run", f"{peaks[0]:.0f} MB", f"{peaks[-1]:.0f} MB")
