"""Every PDF that the portal makes is PDF/UA-1 and PDF/A-3a: veraPDF says so, and so do the
project's own checks of its structure. What is hard to print is printed as text.
"""

import io
import re
from collections.abc import Callable, Iterator
from functools import partial

import pikepdf
import pytest
from django.conf import settings

from tests.reports.every_pdf import EVERY_PDF, MARKUP, draft, written
from tests.reports.pdf_structure import faults, structure
from tests.reports.test_pdf import CHART, make
from tests.reports.verapdf import VeraPdf, running

pytestmark = [pytest.mark.database("model"), pytest.mark.slow]
CASES = [
    pytest.param(
        make_it,
        id=f"{kind}: {case}",
        # Made from the baseline that other tests look at as well.
        marks=[pytest.mark.database("approved")] if case.startswith("baseline in") else [],
    )
    for kind, cases in EVERY_PDF.items()
    for case, make_it in cases.items()
]


@pytest.fixture(scope="module")
def verapdf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VeraPdf]:
    with running(tmp_path_factory.mktemp("verapdf")) as engine:
        yield engine


@pytest.mark.parametrize("make_it", CASES)
def test_it_is_accessible_and_archivable(
    db: None, verapdf: VeraPdf, make_it: Callable[[], bytes]
) -> None:
    pdf = make_it()
    assert (verapdf.faults(pdf), faults(pdf)) == ([], [])


def test_every_module_that_makes_a_pdf_is_in_the_set() -> None:
    modules = {
        path.stem
        for path in (settings.BASE_DIR / "reports").glob("*.py")
        if re.search(
            r"^(?!def |class ).*\b(write_pdf|ReportDocument)\(", path.read_text(), re.MULTILINE
        )
    }
    assert set(EVERY_PDF) == modules - {"documents", "pdf"}


def test_markup_that_people_write_is_text(db: None) -> None:
    plain = MARKUP.translate(dict.fromkeys(map(ord, "<>&/"), "x"))
    hostile, harmless = (
        draft(partial(written, text, code=code), "en")
        for text, code in ((MARKUP, "ONE"), (plain, "TWO"))
    )
    assert structure(hostile) == structure(harmless)


@pytest.mark.parametrize(
    ("change", "rules"),
    [
        pytest.param(
            lambda pdf: pdf.Root.__delitem__("/StructTreeRoot"),
            ["3a 6.7.3.3-1", "ua1 7.1-11", "ua1 7.1-3"],
            id="untagged",
        ),
        pytest.param(
            lambda pdf: next(
                each
                for each in pdf.objects
                if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure"
            ).__delitem__("/Alt"),
            ["ua1 7.3-1"],
            id="picture without a description",
        ),
    ],
)
def test_the_engine_refuses_what_is_not(
    verapdf: VeraPdf, change: Callable[[pikepdf.Pdf], None], rules: list[str]
) -> None:
    with pikepdf.open(io.BytesIO(make(CHART))) as pdf:
        change(pdf)
        changed = io.BytesIO()
        pdf.save(changed)
    found = verapdf.faults(changed.getvalue())
    assert [fault.split(",")[0].replace(" rule", "") for fault in found] == rules


def test_the_engine_refuses_what_is_no_pdf(verapdf: VeraPdf) -> None:
    assert [fault[:25] for fault in verapdf.faults(b"%PDF-1.7 broken")] == [
        "3a: cannot be validated: ",
        "ua1: cannot be validated:",
    ]
