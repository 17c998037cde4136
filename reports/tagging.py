"""Tag WeasyPrint's output so that it passes PDF/UA-1 and PDF/A-3a.

WeasyPrint 70.0 makes one structure element of every laid-out box: an element that crosses a page
becomes several, repeated table heads are read again, and languages are lost. Here the structure
that `reports.structure` plans is written instead.

Two private functions are replaced, each for a reason given beside it. Read both again before
changing the version below.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pydyf  # type: ignore[import-untyped]
import weasyprint
import weasyprint.pdf
from weasyprint.formatting_structure.boxes import Box
from weasyprint.pdf.stream import Stream

from reports.structure import Node, plan, text_of

if weasyprint.__version__ != "70.0":
    raise RuntimeError(
        f"reports.tagging replaces private functions of WeasyPrint 70.0, "
        f"and {weasyprint.__version__} is installed: pin weasyprint==70.0."
    )


def tag(document: weasyprint.Document, lang: str) -> None:
    """Have a laid-out document tagged when it is painted; see `plan`."""
    document.structure = plan(document, lang)


@contextmanager
def _marked(stream: Stream, box: Box, tag: str) -> Iterator[None]:
    """Replace Stream.marked, which gives every box an MCID, also in margins and repeated heads."""
    if stream._tags is None:
        yield
        return
    if getattr(box, "is_tagged", False):
        mcid = stream._tags[box] = len(stream._tags)
        stream.begin_marked_content(tag, pydyf.Dictionary({"MCID": mcid}))
    elif properties := getattr(box, "artifact", None):
        stream.begin_marked_content("Artifact", pydyf.Dictionary(properties))
    else:
        stream.begin_marked_content("Artifact")
    try:
        yield
    finally:
        stream.end_marked_content()


def _add_tags(pdf: pydyf.PDF, document: Any, pdf_version: Any, page_streams: list) -> None:
    """Replace weasyprint.pdf.add_tags, which builds the structure from the boxes of each page."""
    _Writer(pdf, [stream._tags for stream in page_streams]).write(document.structure)


class _Writer:
    def __init__(self, pdf: pydyf.PDF, mcids: list[dict]):
        self.pdf = pdf
        self.mcids = mcids
        self.pages = pdf.page_references
        self.parents = [pydyf.Array([None] * len(page)) for page in mcids]
        self.annotation_parents: list = []

    def write(self, root: Node) -> None:
        self.prune(root)
        parent_tree = pydyf.Dictionary()
        tree = pydyf.Dictionary({"Type": "/StructTreeRoot"})
        for pdf_object in (parent_tree, tree):
            self.pdf.add_object(pdf_object)
        tree["K"] = pydyf.Array([self.element(root, tree.reference, "")])
        tree["ParentTree"] = parent_tree.reference
        parents = [*self.parents, *self.annotation_parents]
        tree["ParentTreeNextKey"] = len(parents)
        parent_tree["Nums"] = pydyf.Array(
            part for number, parent in enumerate(parents) for part in (number, parent)
        )
        self.pdf.catalog["StructTreeRoot"] = tree.reference
        self.pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
        self.pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})

    def prune(self, node: Node) -> bool:
        """Drop what was not painted; say whether the node is still needed."""
        node.kids = [
            kid
            for kid in node.kids
            if (self.prune(kid) if isinstance(kid, Node) else kid[1] in self.mcids[kid[0]])
        ]
        # A row must keep its empty cells, or its other cells lose their column.
        return bool(node.kids) or node.role in ("TD", "TH")

    def element(self, node: Node, parent: bytes, parent_lang: str) -> bytes:
        """Write a node and its kids; return the reference to it."""
        annotation = node.link_box.link_annotation if node.link_box else None
        role = "Span" if node.role == "Link" and annotation is None else node.role
        element = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{role}", "P": parent})
        self.pdf.add_object(element)
        if node.lang and node.lang != parent_lang:
            element["Lang"] = pydyf.String(node.lang)
        if node.alt:
            element["Alt"] = pydyf.String(node.alt)
        if node.expansion:
            element["E"] = pydyf.String(node.expansion)
        if node.attributes:
            element["A"] = pydyf.Dictionary(node.attributes)
        page = next((kid[0] for kid in node.kids if not isinstance(kid, Node)), node.page)
        element["Pg"] = self.pages[page]
        element["K"] = kids = pydyf.Array()
        for kid in node.kids:
            if isinstance(kid, Node):
                kids.append(self.element(kid, element.reference, node.lang))
            else:
                number, box = kid
                kids.append(self.content(number, box, element, page))
        if annotation:
            kids.append(self.annotation(node, annotation, element.reference))
        return element.reference

    def content(self, number: int, box: Box, element: pydyf.Dictionary, element_page: int) -> Any:
        mcid = self.mcids[number][box]
        self.parents[number][mcid] = element.reference
        if number == element_page:
            return mcid
        return pydyf.Dictionary({"Type": "/MCR", "Pg": self.pages[number], "MCID": mcid})

    def annotation(
        self, node: Node, annotation: pydyf.Dictionary, reference: bytes
    ) -> pydyf.Dictionary:
        annotation["StructParent"] = len(self.parents) + len(self.annotation_parents)
        self.annotation_parents.append(reference)
        if text := text_of(node.element):
            annotation["Contents"] = pydyf.String(text)
        # One rectangle for each line; viewers without quad points use the rectangle round them.
        annotation["QuadPoints"] = pydyf.Array(
            value
            for x1, y1, x2, y2 in node.link_areas
            for value in (x1, y1, x2, y1, x1, y2, x2, y2)
        )
        return pydyf.Dictionary(
            {"Type": "/OBJR", "Obj": annotation.reference, "Pg": self.pages[node.page]}
        )


weasyprint.pdf.add_tags = _add_tags
Stream.marked = _marked
