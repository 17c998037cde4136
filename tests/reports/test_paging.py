"""How the pages of every kind of report fall: none is nearly empty, no heading ends one."""

import io
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pikepdf
import pytest
from weasyprint import HTML

from reports.paging import BOOKMARK, bind_last_words, shortened
from tests.reports.every_pdf import (
    approved,
    baseline,
    comparison,
    council,
    draft,
    empty,
    form,
    model,
    second_cycle,
)
from tests.reports.pdf_structure import HEADING, contents_of
from tests.reports.test_pdf import document, make

FEWEST = 6
# A page may end a part; then the next begins with the heading of one, or with a title.
CASES: dict[str, Callable[[], bytes]] = {
    **{f"baseline {each}": partial(baseline, dict, each) for each in ("en", "fr", "both")},
    "draft": partial(draft, empty, "fr"),
    **{f"council {each}": partial(council, dict, each) for each in ("en", "fr", "both")},
    **{
        f"comparison {each}": partial(comparison, dict, second_cycle, each)
        for each in ("en", "fr", "both")
    },
    **{f"model {each}": partial(model, each) for each in ("en", "fr", "both")},
    **{f"form {each}": partial(form, each) for each in ("en", "fr")},
}


def lines(page: pikepdf.Page, roles: dict[Any, str]) -> list[str]:
    """What each line of a page belongs to, from the top: the last of its structure types."""
    found: dict[float, str] = {}
    mark = None
    for instruction in pikepdf.parse_content_stream(page):
        operands: Any = instruction.operands
        name = str(instruction.operator)
        if name == "BDC":
            mark = int(operands[1]["/MCID"]) if "/MCID" in operands[1] else None
        elif name in ("BMC", "EMC"):
            mark = None
        elif name == "Tm" and mark is not None:
            found[round(float(operands[5]))] = roles[page.objgen, mark]
    return [found[height] for height in sorted(found)]


def pages(pdf: bytes) -> list[list[str]]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        roles = contents_of(opened)
        return [lines(page, roles) for page in opened.pages]


def bookmarks(pdf: bytes) -> Iterator[str]:
    with pikepdf.open(io.BytesIO(pdf)) as opened, opened.open_outline() as outline:
        waiting = list(outline.root)
        while waiting:
            item = waiting.pop()
            waiting += item.children
            yield item.title


@pytest.mark.slow
@pytest.mark.database("model")
@pytest.mark.parametrize("make_it", [pytest.param(each, id=name) for name, each in CASES.items()])
def test_no_page_is_nearly_empty_and_none_ends_in_a_heading(
    db: None, make_it: Callable[[], bytes]
) -> None:
    pdf = make_it()
    found = pages(pdf)
    assert [number for number, each in enumerate(found, 1) if len(each) < FEWEST] == []
    assert [number for number, each in enumerate(found, 1) if HEADING.fullmatch(each[-1])] == []
    assert max(map(len, bookmarks(pdf))) <= BOOKMARK


@pytest.mark.slow
@pytest.mark.database("approved")
@pytest.mark.parametrize(("language", "most"), [("en", 14), ("fr", 16), ("both", 29)])
def test_the_pilots_report_is_short(db: None, language: str, most: int) -> None:
    assert approved()
    assert len(pages(baseline(dict, language))) <= most


def test_a_page_with_one_line_is_seen() -> None:
    body = '<p style="break-after: page">a</p><h2>b</h2>'
    assert pages(make(body)) == [["H1", "P"], ["H2"]]


def test_a_heading_is_not_parted_from_what_follows() -> None:
    filled = '<div style="height: 22cm"></div>'
    assert pages(make(f"{filled}<h2>b</h2><p>c<br>d<br>e</p>"))[-1][:2] == ["H2", "P"]


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("a" * 80, "a" * 80),
        ("ab " * 27, "ab " * 25 + "ab…"),
        ("a" * 81, "a" * 79 + "…"),
    ],
)
def test_a_long_bookmark_is_cut_between_words(label: str, expected: str) -> None:
    assert shortened(label) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h2>What changed since 2025</h2>", "What changed since\u00a02025"),
        ("<h2>Level <b>reached in</b> 3</h2>", "Level reached in 3"),
        ("<h2>Level <b>reached at 3</b>\n</h2>", "Level reached at\u00a03\n"),
        ("<table><tr><td>Below level 1</td></tr></table>", "Below level\u00a01"),
        ("<table><tr><td>Without a goal</td></tr></table>", "Without a goal"),
        ("<p>As long as it is</p>", "As long as it is"),
        ("<h2></h2>", ""),
    ],
)
def test_a_last_line_is_no_number_and_no_short_word(html: str, expected: str) -> None:
    root = HTML(string=html).etree_element
    bind_last_words(root)
    assert "".join(root.find("body").itertext()) == expected


def test_the_note_is_on_the_pages_that_have_its_sign() -> None:
    css = '@page { @bottom-left { content: "* Note" } }'
    signed = '<p>a&nbsp;<abbr class="unofficial" title="unofficial">*</abbr></p>'
    pdf = make(f'{signed}<p style="break-before: page">b</p>', css=css)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        footers = [
            sum(
                str(each.operator) == "BDC" and each.operands[1].get("/Subtype") == "/Footer"
                for each in pikepdf.parse_content_stream(page)
            )
            for page in opened.pages
        ]
        expansions = [
            str(each.E)
            for each in opened.objects
            if isinstance(each, pikepdf.Dictionary) and "/E" in each
        ]
    assert footers[0] > footers[1]
    assert expansions == ["unofficial"]


def test_a_title_in_two_languages_says_which_is_which() -> None:
    titles = "".join(
        f'<meta name="dcterms.title" lang="{language}-CA" content="{title}">'
        for language, title in (("en", "R &amp; D"), ("fr", "Rapport"))
    )
    source = document("<h1>a</h1>", title="R &amp; D / Rapport")
    source = source.replace("</title>", f"</title>{titles}")
    with pikepdf.open(io.BytesIO(make(source))) as opened, opened.open_metadata() as metadata:
        titles = str(metadata)
        assert str(opened.docinfo.Title) == metadata["dc:title"] == "R & D / Rapport"
    assert '<rdf:li xml:lang="en-CA">R &amp; D</rdf:li>' in titles
    assert '<rdf:li xml:lang="fr-CA">Rapport</rdf:li>' in titles
