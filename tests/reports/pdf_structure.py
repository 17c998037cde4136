"""The project's own check that a PDF report is a sound PDF/UA-1 and PDF/A-3a file.

It covers what can be decided from the file's structure, and what veraPDF does not ask for; veraPDF
also looks inside fonts and colours. Each finds what the other misses.
"""

import io
import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Pdf

STANDARD_TYPES = {
    *("Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index"),
    *("NonStruct", "Private", "P", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody"),
    *("Table", "TR", "TH", "TD", "THead", "TBody", "TFoot", "Span", "Quote", "Note", "Reference"),
    *("BibEntry", "Code", "Link", "Annot", "Figure", "Formula", "Form"),
}
PARENTS = {
    "LI": {"L"},
    "Lbl": {"LI", "TOCI"},
    "LBody": {"LI"},
    "TOCI": {"TOC"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "TFoot": {"Table"},
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
}
KIDS = {
    "L": {"LI", "Caption"},
    "LI": {"Lbl", "LBody"},
    "TOC": {"TOCI", "TOC", "Caption"},
    "Table": {"Caption", "TR", "THead", "TBody", "TFoot"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TFoot": {"TR"},
    "TR": {"TH", "TD"},
}
WITHOUT_CONTENT = {"Document", "Part", "Art", "Sect", "Div", "BlockQuote", "TOCI", *KIDS}
MAY_BE_EMPTY = {"TH", "TD"}
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")
HEADING = re.compile(r"H[1-6]")
PAINTING = {
    *("Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "Do", "sh"),
    "INLINE IMAGE",
}


@dataclass
class Element:
    """A structure element with its place in the tree; content is (page object, MCID) pairs."""

    object: Any
    role: str
    parent: "Element | None"
    kids: "list[Element]"
    content: list[tuple[tuple[int, int], int]]
    annotations: list[Dictionary]

    def descendants(self) -> "Iterator[Element]":
        yield self
        for kid in self.kids:
            yield from kid.descendants()


def faults(source: Path | bytes, languages: Collection[str] = ()) -> list[str]:
    """What is wrong with the file, in words; empty when it is sound.

    `languages` are the BCP 47 tags that some element has to be marked with.
    """
    with pikepdf.open(io.BytesIO(source) if isinstance(source, bytes) else source) as pdf:
        if "/StructTreeRoot" not in pdf.Root:
            return ["no structure tree"]
        roots = [_element(kid, None, None) for kid in _list(pdf.Root.StructTreeRoot.get("/K"))]
        elements = [element for root in roots for element in root.descendants()]
        return [
            *_catalog_faults(pdf),
            *_metadata_faults(pdf),
            *_nesting_faults(elements),
            *_language_faults(elements, languages),
            *_heading_faults(pdf, elements),
            *_table_faults(elements),
            *_figure_faults(pdf, elements),
            *_link_faults(pdf, elements),
            *_content_faults(pdf, elements),
            *_font_faults(pdf),
            *_attachment_faults(pdf),
        ]


def structure(source: bytes) -> list[tuple[str, int]]:
    """The structure types in reading order, each with its depth (the document is 0)."""
    with pikepdf.open(io.BytesIO(source)) as pdf:
        found = []
        stack = [(_element(pdf.Root.StructTreeRoot.K[0], None, None), 0)]
        while stack:
            element, depth = stack.pop()
            found.append((element.role, depth))
            stack += [(kid, depth + 1) for kid in reversed(element.kids)]
        return found


def contents_of(pdf: Pdf) -> dict[Any, str]:
    """The structure type of each content of a file, by its page's object and its MCID."""
    root = _element(pdf.Root.StructTreeRoot.K[0], None, None)
    return {key: _block(each) for each in root.descendants() for key in each.content}


def _block(element: Element) -> str:
    """The structure type of what an inline element stands in."""
    while element.role in ("Span", "Link") and element.parent:
        element = element.parent
    return element.role


def _list(value: Any) -> list:
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]


def _element(node: Any, parent: Element | None, page: Any) -> Element:
    page = node.get("/Pg", page)
    element = Element(node, str(node.S).removeprefix("/"), parent, [], [], [])
    for kid in _list(node.get("/K")):
        if isinstance(kid, int):
            element.content.append((page.objgen, kid))
        elif kid.get("/Type") == "/MCR":
            element.content.append((kid.get("/Pg", page).objgen, int(kid.MCID)))
        elif kid.get("/Type") == "/OBJR":
            element.annotations.append(kid.Obj)
        else:
            element.kids.append(_element(kid, element, page))
    return element


def _catalog_faults(pdf: Pdf) -> Iterator[str]:
    root: Any = pdf.Root
    if not root.get("/MarkInfo", {}).get("/Marked", False):
        yield "the file is not marked as tagged"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield "viewers are not told to show the title"
    if not LANGUAGE.fullmatch(str(root.get("/Lang", ""))):
        yield "the file has no valid language"
    if "/ID" not in pdf.trailer:
        yield "the file has no identifier"
    if not root.get("/OutputIntents"):
        yield "the file has no output intent"


def _metadata_faults(pdf: Pdf) -> Iterator[str]:
    expected = {"pdfuaid:part": "1", "pdfaid:part": "3", "pdfaid:conformance": "A"}
    with pdf.open_metadata() as metadata:
        for name, value in expected.items():
            if metadata.get(name) != value:
                yield f"XMP {name} is {metadata.get(name)!r}, not {value!r}"
        if not metadata.get("dc:title"):
            yield "XMP has no title"
        if metadata.get("dc:title") != str(pdf.docinfo.get("/Title", "")):
            yield "the titles of the XMP and of the information dictionary differ"
    if b"pdfaExtension:schemas" not in pdf.Root.Metadata.read_bytes():
        yield "XMP does not describe pdfuaid"


def _nesting_faults(elements: list[Element]) -> Iterator[str]:
    for element in elements:
        role = element.role
        parent = element.parent.role if element.parent else "StructTreeRoot"
        if role not in STANDARD_TYPES:
            yield f"{role} is not a standard structure type"
        if role in PARENTS and parent not in PARENTS[role]:
            yield f"{role} in {parent}"
        for kid in element.kids:
            if role in KIDS and kid.role not in KIDS[role]:
                yield f"{kid.role} in {role}"
        if role in WITHOUT_CONTENT and element.content:
            yield f"text directly in {role}"
        if not (element.kids or element.content or role in MAY_BE_EMPTY):
            yield f"empty {role}"
        positions = [i for i, kid in enumerate(element.kids) if kid.role == "Caption"]
        if role == "Table" and positions not in ([], [0], [len(element.kids) - 1]):
            yield "a table's caption is neither first nor last"


def _language_faults(elements: list[Element], languages: Collection[str]) -> Iterator[str]:
    marked = {str(element.object.Lang) for element in elements if "/Lang" in element.object}
    for language in sorted(marked):
        if not LANGUAGE.fullmatch(language):
            yield f"invalid language {language!r}"
    for language in sorted(set(languages) - marked):
        yield f"no element is marked as {language}"


def _heading_faults(pdf: Pdf, elements: list[Element]) -> Iterator[str]:
    levels = [int(element.role[1]) for element in elements if HEADING.fullmatch(element.role)]
    if levels.count(1) != 1:
        yield f"{levels.count(1)} elements H1"
    for before, level in zip([0, *levels], levels, strict=False):
        if level > before + 1:
            yield f"H{level} after H{before}" if before else f"the first heading is H{level}"
    with pdf.open_outline() as outline:
        entries = _outline_size(outline.root)
    if entries != len(levels):
        yield f"{entries} bookmarks for {len(levels)} headings"


def _outline_size(items: Any) -> int:
    return sum(1 + _outline_size(item.children) for item in items)


def _table_faults(elements: list[Element]) -> Iterator[str]:
    for table in elements:
        if table.role != "Table":
            continue
        rows = [element for element in table.descendants() if element.role == "TR"]
        headers = [cell for row in rows for cell in row.kids if cell.role == "TH"]
        if not headers:
            yield "a table without TH"
        for header in headers:
            if str(_attributes(header).get("/Scope")) not in ("/Row", "/Column", "/Both"):
                yield "TH without Scope"
        if len([kid for kid in table.kids if kid.role == "THead"]) > 1:
            yield "a table with several THead"
        if len(set(_row_widths(rows))) > 1:
            yield "a table whose rows differ in width"


def _row_widths(rows: list[Element]) -> list[int]:
    widths = [0] * len(rows)
    for number, row in enumerate(rows):
        for cell in row.kids:
            attributes = _attributes(cell)
            for below in range(int(attributes.get("/RowSpan", 1))):
                if number + below < len(rows):
                    widths[number + below] += int(attributes.get("/ColSpan", 1))
    return widths


def _attributes(element: Element) -> Any:
    return element.object.get("/A", Dictionary())


def _figure_faults(pdf: Pdf, elements: list[Element]) -> Iterator[str]:
    pages: dict[Any, pikepdf.Page] = {page.objgen: page for page in pdf.pages}
    for figure in elements:
        if figure.role != "Figure":
            continue
        if not str(figure.object.get("/Alt", "")).strip():
            yield "Figure without Alt"
        left, bottom, right, top = (float(value) for value in _attributes(figure).BBox)
        _, _, width, height = (float(value) for value in pages[figure.object.Pg.objgen].mediabox)
        if not (0 <= left < right <= width and 0 <= bottom < top <= height):
            yield "Figure whose BBox is not on its page"


def _link_faults(pdf: Pdf, elements: list[Element]) -> Iterator[str]:
    parents = _parent_tree(pdf)
    owners = {}
    for element in elements:
        for annotation in element.annotations:
            owners[annotation.objgen] = element
        if element.role == "Link" and len(element.annotations) != 1:
            yield f"Link with {len(element.annotations)} annotations"
    for number, page in enumerate(pdf.pages, 1):
        annotations = _list(page.get("/Annots"))
        if annotations and str(page.get("/Tabs")) != "/S":
            yield f"page {number}: the tab order is not the structure's"
        for annotation in annotations:
            owner = owners.get(annotation.objgen)
            if owner is None or owner.role != "Link":
                yield f"page {number}: an annotation outside the structure"
            elif parents.get(annotation.get("/StructParent")) != owner.object.objgen:
                yield f"page {number}: an annotation that the parent tree does not know"
            text = str(annotation.get("/Contents", "")).strip()
            if text in ("", str(annotation.get("/Dest", ""))):
                yield f"page {number}: a link without a text of its own"


def _parent_tree(pdf: Pdf) -> dict[Any, Any]:
    """Page or annotation key → object numbers of the elements, or of the element."""
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    return {
        int(key): [kid.objgen for kid in value] if isinstance(value, Array) else value.objgen
        for key, value in zip(numbers[::2], numbers[1::2], strict=True)
    }


def _content_faults(pdf: Pdf, elements: list[Element]) -> Iterator[str]:
    parents = _parent_tree(pdf)
    owners: dict[Any, Element] = {key: kid for kid in elements for key in kid.content}
    times = Counter(key for element in elements for key in element.content)
    if any(count > 1 for count in times.values()):
        yield "content that belongs to two elements"
    painted = set()
    for number, page in enumerate(pdf.pages, 1):
        found, problems = _marked_content(page)
        yield from (f"page {number}: {problem}" for problem in problems)
        listed = parents.get(page.get("/StructParents"), [])
        for mcid in found:
            key = page.objgen, mcid
            painted.add(key)
            if key not in owners:
                yield f"page {number}: content {mcid} is not in the structure"
            elif mcid >= len(listed) or listed[mcid] != owners[key].object.objgen:
                yield f"page {number}: content {mcid} has another parent in the parent tree"
    if set(owners) - painted:
        yield "elements whose content is on no page"


def _marked_content(page: pikepdf.Page) -> tuple[list[int], list[str]]:
    """The MCIDs painted on the page, and what is wrong with its marks."""
    found: list[int] = []
    problems: list[str] = []
    marks: list[str] = []
    for instruction in pikepdf.parse_content_stream(page):
        operands: Any = instruction.operands
        name = str(instruction.operator)
        if name in ("BMC", "BDC"):
            properties = operands[1] if name == "BDC" else {}
            if operands[0] == "/Artifact":
                mark = "artifact"
            elif "/MCID" in properties:
                mark = "content"
                found.append(int(properties["/MCID"]))
            else:
                mark = ""
            if mark and any(marks):
                problems.append(f"{mark} inside {next(filter(None, marks))}")
            marks.append(mark)
        elif name == "EMC":
            marks.pop()
        elif name in PAINTING and not any(marks):
            problems.append(f"{name} paints neither content nor an artifact")
    if marks:
        problems.append("a mark that does not end")
    return found, problems


def _font_faults(pdf: Pdf) -> Iterator[str]:
    for font in pdf.objects:
        if not isinstance(font, Dictionary) or font.get("/Type") != "/Font":
            continue
        name = str(font.get("/BaseFont", ""))
        if "/DescendantFonts" in font:
            if "/ToUnicode" not in font:
                yield f"{name} has no ToUnicode"
            continue
        descriptor: Any = font.get("/FontDescriptor", {})
        if not any(f"/FontFile{number}" in descriptor for number in ("", "2", "3")):
            yield f"{name} is not embedded"


def _attachment_faults(pdf: Pdf) -> Iterator[str]:
    associated = {file.objgen for file in _list(pdf.Root.get("/AF"))}
    for name, attachment in pdf.attachments.items():
        specification = attachment.obj
        if specification.objgen not in associated:
            yield f"{name} is not associated with the document"
        if str(specification.get("/AFRelationship", "")) not in ("/Data", "/Source", "/Supplement"):
            yield f"{name} has no AFRelationship"
        if not attachment.get_file().mime_type:
            yield f"{name} has no media type"
