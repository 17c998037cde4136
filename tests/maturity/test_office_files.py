"""What an Office or OpenDocument file brings along is refused where it could do harm."""

import pytest

from maturity.file_kinds import OFFICE, OPEN
from tests.maturity.test_file_kinds import (
    kind_of,
    office,
    opendocument,
    packed,
    refusal,
)

TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
OBJECTS = "The file contains objects from other software"
TEMPLATE = "The file loads a template from elsewhere"
LINKED = "The file fetches data, pictures or frames from elsewhere"
MACROS = "The file contains macros"
NAMES = {
    "draw": "drawing", "script": "script", "text": "text", "table": "table", "meta": "meta",
    "manifest": "manifest", "presentation": "presentation", "chart": "chart",
}  # fmt: skip


def relations(kind: str, target: str, *, external: bool = True, base: str = TYPE) -> str:
    mode = ' TargetMode="External"' if external else ""
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    one = f'<Relationship Id="r1" Type="{base}/{kind}" Target="{target}"{mode}/>'
    return f'<Relationships xmlns="{space}">{one}</Relationships>'


def word(kind: str, target: str, **more: object) -> bytes:
    given = relations(kind, target, **more)  # type: ignore[arg-type]
    return office(**{"word/_rels/document.xml.rels": given})


def open_text(content: str, part: str = "content.xml") -> bytes:
    spaces = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in NAMES.items()
    )
    whole = f'<r xmlns:xlink="http://www.w3.org/1999/xlink"{spaces}>{content}</r>'
    return packed({"mimetype": f"{OPEN}text", part: whole})


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (word("attachedTemplate", "https://example.org/a.dotm"), TEMPLATE),
        (word("attachedTemplate", "https://example.org/a.dotm", base=STRICT), TEMPLATE),
        (word("attachedTemplate", r"\\server\share\a.dotm"), TEMPLATE),
        (word("attachedTemplate", r"file:///\\server\share\a.dotm"), TEMPLATE),
        (word("attachedTemplate", "file://server/share/a.dotx"), TEMPLATE),
        (word("oleObject", "https://example.org/a.xlsx"), LINKED),
        (word("frame", "https://example.org/"), LINKED),
        (word("image", "https://example.org/a.png"), LINKED),
        (word("subDocument", "file:///C:/a.docx"), LINKED),
        (word("externalLinkPath", "a.xlsx"), LINKED),
        (office(**{"xl/externalLinks/externalLink1.xml": "<a/>"}), LINKED),
        (office(**{"xl/connections.xml": "<a/>"}), LINKED),
        (office(**{"word/embeddings/oleObject1.bin": b"x"}), OBJECTS),
        (office(**{"word/embeddings/inner.docx": b"x"}), OBJECTS),
        (office(**{"ppt/activeX/activeX1.xml": "<a/>"}), OBJECTS),
        (word("oleObject", "media/a.bin", external=False), OBJECTS),
        (word("package", "media/a.xlsx", external=False), OBJECTS),
        (word("control", "other/a.xml", external=False), OBJECTS),
        (word("aFChunk", "a.rtf", external=False), OBJECTS),
        (open_text('<draw:object-ole xlink:href="./Object 1"/>'), OBJECTS),
        (open_text("<draw:applet/>"), OBJECTS),
        (
            open_text(
                '<manifest:file-entry manifest:media-type="application/vnd.sun.star.oleobject"/>',
                "META-INF/manifest.xml",
            ),
            OBJECTS,
        ),
        (open_text('<draw:floating-frame xlink:href="https://example.org"/>'), LINKED),
        (open_text('<draw:image xlink:href="https://example.org/a.png"/>'), LINKED),
        (open_text('<draw:object xlink:href="../a.ods"/>'), LINKED),
        (open_text('<text:section-source xlink:href="file:///c:/a.odt"/>'), LINKED),
        (open_text('<table:table-source xlink:href="a.csv"/><draw:x xlink:href="//s/a"/>'), LINKED),
        (open_text('<meta:template xlink:href="https://a.org/a.ott"/>', "meta.xml"), TEMPLATE),
        (open_text('<script:event-listener script:language="ooo:script"/>'), MACROS),
        (open_text('<presentation:event-listener presentation:action="execute-macro"/>'), MACROS),
    ],
)  # fmt: skip
def test_what_could_do_harm_is_refused(data: bytes, message: str) -> None:
    assert refusal(data).startswith(message)


@pytest.mark.parametrize(
    "data",
    [
        word("hyperlink", "https://example.org/"),
        word("hyperlink", "https://example.org/", base=STRICT),
        word("attachedTemplate", r"file:///C:\Users\someone\Normal.dotm"),
        word("attachedTemplate", "Normal.dotm"),
        word("image", "media/image1.png", external=False),
        open_text('<text:a xlink:href="https://example.org/">x</text:a>'),
        open_text('<draw:image xlink:href="Pictures/a.png"/><draw:x xlink:href="./Object 1"/>'),
        open_text('<chart:chart xlink:href=".."/>'),
        open_text('<presentation:event-listener presentation:action="next-page"/>'),
        open_text('<meta:template xlink:href="/home/someone/a.ott"/>', "meta.xml"),
    ],
)  # fmt: skip
def test_what_is_followed_on_a_click_or_on_the_own_drive_is_taken(data: bytes) -> None:
    assert kind_of(data) in ("DOCX", "ODT")


def with_chart(workbook: bytes) -> bytes:
    """A text with a chart, whose figures are in a workbook inside."""
    related = relations("package", "../embeddings/Figures.xlsx", external=False)
    return office(
        **{
            "word/charts/chart1.xml": "<a/>",
            "word/charts/_rels/chart1.xml.rels": related,
            "word/embeddings/Figures.xlsx": workbook,
        }
    )


def workbook(**more: str | bytes) -> bytes:
    return office(f"{OFFICE}spreadsheetml.sheet", **more)


def test_the_figures_of_a_chart_are_taken_with_it() -> None:
    assert kind_of(with_chart(workbook())) == "DOCX"


@pytest.mark.parametrize(
    ("inside", "message"),
    [
        (workbook(**{"xl/embeddings/oleObject1.bin": b"x"}), OBJECTS),
        (workbook(**{"xl/connections.xml": "<a/>"}), LINKED),
        (workbook(**{"xl/vbaProject.bin": b"x"}), MACROS),
        (b"MZ\x90\x00", OBJECTS),
    ],
)
def test_the_workbook_of_a_chart_is_looked_at_as_the_file_is(inside: bytes, message: str) -> None:
    assert refusal(with_chart(inside)).startswith(message)


def test_relations_with_a_document_type_are_refused() -> None:
    data = office(**{"word/_rels/a.xml.rels": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'})
    assert refusal(data).startswith("The file is damaged.")


def test_an_open_document_with_nothing_else_is_taken() -> None:
    assert kind_of(opendocument()) == "ODT"


def with_fields(body: str, part: str = "word/document.xml") -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return office(**{part: f'<w:document xmlns:w="{space}">{body}</w:document>'})


def field(*pieces: str) -> str:
    """A field of Word whose instruction is cut into pieces, as Word itself cuts it."""
    runs = "".join(f"<w:r><w:instrText>{each}</w:instrText></w:r>" for each in pieces)
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    return f"<w:p>{begin}{runs}{end}</w:p>"


@pytest.mark.parametrize(
    "data",
    [
        with_fields(field(" DDEAUTO c:\\windows\\cmd.exe ")),
        with_fields(field("D", "DE", " excel a.xlsx R1C1")),
        with_fields(field(" PAGE ") + field(" ddeauto excel a.xlsx")),
        with_fields('<w:fldSimple w:instr=" DDE excel a.xlsx "/>'),
        with_fields(field(' INCLUDETEXT "\\\\server\\share\\a.docx" '), "word/header1.xml"),
    ],
)
def test_a_field_of_word_that_asks_another_program_is_refused(data: bytes) -> None:
    assert refusal(data).startswith(LINKED)


@pytest.mark.parametrize(
    "body",
    [
        field(" PAGE "),
        field(' HYPERLINK "https://example.org/dde" '),
        "<w:p><w:r><w:t>DDEAUTO is refused.</w:t></w:r></w:p>",
    ],
)
def test_other_fields_are_taken(body: str) -> None:
    assert kind_of(with_fields(body)) == "DOCX"
