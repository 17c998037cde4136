"""The structure of a laid-out document: one structure element for each HTML element.

It is planned before the pages are painted; `reports.tagging` writes it.
"""

from dataclasses import dataclass, field
from typing import Any

import pydyf  # type: ignore[import-untyped]
import weasyprint
from weasyprint.formatting_structure import boxes
from weasyprint.formatting_structure.boxes import Box
from weasyprint.layout.absolute import AbsolutePlaceholder

SVG = "{http://www.w3.org/2000/svg}"
POINTS_PER_PIXEL = 0.75

ROLES = {
    "main": "Part",
    "article": "Art",
    "section": "Sect",
    "nav": "Sect",
    "aside": "Sect",
    "blockquote": "BlockQuote",
    "p": "P",
    "pre": "P",
    "h1": "H1",
    "h2": "H2",
    "h3": "H3",
    "h4": "H4",
    "h5": "H5",
    "h6": "H6",
    "ul": "L",
    "ol": "L",
    "dl": "L",
    "li": "LI",
    "dt": "Lbl",
    "dd": "LBody",
    "table": "Table",
    "caption": "Caption",
    "figcaption": "Caption",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
    "a": "Link",
    "q": "Quote",
    "code": "Code",
    "abbr": "Span",
}
# ISO 32000-1, 14.8.4.2: grouping elements hold no content themselves, so that text, which HTML
# allows anywhere, needs a paragraph in them.
GROUPING = {"Document", "Part", "Art", "Sect", "Div", "BlockQuote", "TOCI"}
INLINE = {"content", "Span", "Link", "Quote", "Code"}
HOLDS_DIV = GROUPING - {"TOCI"} | {"LI", "LBody", "TD", "TH", "L"}
NUMBERING = {
    "disc": "Disc",
    "circle": "Circle",
    "square": "Square",
    "decimal": "Decimal",
    "lower-alpha": "LowerAlpha",
    "upper-alpha": "UpperAlpha",
    "lower-roman": "LowerRoman",
    "upper-roman": "UpperRoman",
}
LINK_SCHEMES = ("https:", "http:", "mailto:")


@dataclass(eq=False)
class Node:
    """A structure element to be: its kids are nodes or (page index, painted box) pairs."""

    role: str
    lang: str
    page: int
    element: Any = None
    parent: "Node | None" = None
    kids: list = field(default_factory=list)
    attributes: dict = field(default_factory=dict)
    alt: str = ""
    expansion: str = ""
    link_box: Any = None
    link_areas: list = field(default_factory=list)

    def last(self, role: str) -> "Node | None":
        """The last kid, when this module made it (it has no element) and it has the role."""
        kid = self.kids[-1] if self.kids else None
        if isinstance(kid, Node) and kid.element is None and kid.role == role:
            return kid
        return None

    def wrapper(self, role: str, page: int) -> "Node":
        """The last kid with the role, or a new one."""
        return self.last(role) or self.append(Node(role, self.lang, page))

    def append(self, kid: "Node") -> "Node":
        kid.parent = self
        self.kids.append(kid)
        return kid


def plan(document: weasyprint.Document, lang: str) -> Node:
    """Plan the structure of a laid-out document; to be called before it is painted.

    `lang` is the BCP 47 tag of the document. Returns the root. Raises ValueError for a picture that
    has neither alternative text nor a mark that it is decorative.
    """
    planner = _Planner(Node("Document", lang, 0))
    for number, page in enumerate(document.pages):
        planner.add_page(number, page)
    return planner.root


class _Planner:
    def __init__(self, root: Node):
        self.root = root
        self.nodes: dict = {}

    def add_page(self, number: int, page: weasyprint.Page) -> None:
        self.number = number
        self.height = page.height
        self.link_boxes: dict = {}
        self.walk(page._page_box, self.root)
        page.links = self.links(page.links)

    def walk(self, box: Box, node: Node) -> None:
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        artifact = self.artifact(box)
        if artifact is not None:
            _mark_artifact(box, artifact)
        elif isinstance(box, boxes.TextBox):
            # A run of spaces paints nothing: as content it would only be an empty element.
            if box.text.strip():
                self.add_content(self.place(node, "content"), box)
        elif isinstance(box, boxes.ReplacedBox):
            self.add_content(self.figure(box, node), box)
        else:
            inner = self.node_for(box, node)
            if inner.role == "Link" and inner is not node and box.element is inner.element:
                self.link_boxes[box] = inner
            for child in box.children:
                self.walk(child, inner)

    def add_content(self, node: Node, box: Box) -> None:
        box.is_tagged = True
        node.kids.append((self.number, box))

    def artifact(self, box: Box) -> dict | None:
        """The artifact's properties when the box is no part of the content, else None."""
        if isinstance(box, boxes.MarginBox):
            subtype = "/Header" if box.at_keyword.startswith("@top") else "/Footer"
            return {"Type": "/Pagination", "Subtype": subtype}
        if box.is_leader:
            return {}
        element = box.element
        if element is None:
            return None
        if element.get("aria-hidden") == "true":
            return {}
        if isinstance(box, boxes.ReplacedBox):
            generated = "::" in box.element_tag
            decorative = element.get("alt") == "" or element.get("role") in ("none", "presentation")
            return {} if generated or decorative else None
        if getattr(box, "is_header", False) or getattr(box, "is_footer", False):
            node = self.nodes.get((element, "", None))
            if node and node.page != self.number:
                return {"Type": "/Pagination"}
        return None

    def node_for(self, box: Box, node: Node) -> Node:
        """The node that holds what is in the box: its element's own, or the given one."""
        element = box.element
        if element is None:
            return node
        tag, _, pseudo = box.element_tag.partition("::")
        if tag in ("html", "body"):
            self.root.lang = element.get("lang") or self.root.lang
            return node
        if pseudo not in ("", "marker"):
            return node
        # An annotation belongs to one page, so that a link has a node on each page it touches.
        key = (element, pseudo, self.number if tag == "a" else None)
        if key in self.nodes:
            return self.nodes[key]
        role = "Lbl" if pseudo else self.role(tag, box, node)
        if pseudo:
            self.set_numbering(box, node)
        if role is None:
            return node
        parent = self.place(node, role)
        made = Node(role, element.get("lang") or node.lang, self.number, element)
        if tag == "abbr":
            made.expansion = element.get("title", "")
        if role in ("TH", "TD"):
            made.attributes = _cell_attributes(box, parent)
        self.nodes[key] = parent.append(made)
        return made

    def role(self, tag: str, box: Box, node: Node) -> str | None:
        """The structure type for an HTML element, or None when its content needs no element."""
        in_contents = node.role in ("TOC", "TOCI") or (
            node.element is not None and node.element.get("role") == "doc-toc"
        )
        if in_contents and tag in ("ol", "ul"):
            return "TOC"
        if in_contents and tag == "li":
            return "TOCI"
        if tag == "a" and box.link is None:
            tag = "span"
        if tag in ROLES:
            return ROLES[tag]
        if isinstance(box, boxes.BlockLevelBox) and node.role in HOLDS_DIV:
            # HTML groups the terms of a <dl> in <div>.
            return "LI" if node.role == "L" else "Div"
        lang = box.element.get("lang")
        return "Span" if lang and lang != node.lang else None

    def place(self, node: Node, role: str) -> Node:
        """The node, or an element made inside it, that a kid with the role may stand in."""
        if node.role == "L" and role not in ("LI", "Caption"):
            item = node.last("LI")
            if item is None or (role == "Lbl" and any(_is_body(kid) for kid in item.kids)):
                item = node.append(Node("LI", node.lang, self.number))
            return self.place(item, role)
        if node.role == "LI" and role not in ("Lbl", "LBody"):
            return node.wrapper("LBody", self.number)
        if node.role in GROUPING and role in INLINE:
            return node.wrapper("P", self.number)
        return node

    def set_numbering(self, box: Box, item: Node) -> None:
        numbering = NUMBERING.get(box.style["list_style_type"])
        if numbering and item.parent and item.parent.role == "L":
            item.parent.attributes = {"O": "/List", "ListNumbering": f"/{numbering}"}

    def figure(self, box: Box, node: Node) -> Node:
        element = box.element
        if element.tag == f"{SVG}svg":
            title = element.find(f"{SVG}title")
            alt = "" if title is None else text_of(title)
        else:
            alt = element.get("alt", "").strip()
        if not alt:
            raise ValueError(
                f"<{element.tag.removeprefix(SVG)}> needs alternative text "
                '(<title> first in an <svg>, alt on an <img>) or aria-hidden="true".'
            )
        made = Node("Figure", element.get("lang") or node.lang, self.number, element, alt=alt)
        x, y = box.content_box_x(), box.content_box_y()
        corners = self.to_points(x, y + box.height) + self.to_points(x + box.width, y)
        made.attributes = {"O": "/Layout", "BBox": pydyf.Array(corners)}
        return self.place(node, "Figure").append(made)

    def links(self, links: list) -> list:
        """Keep one annotation for each link on the page, over all the lines it covers.

        WeasyPrint makes one for every box in a link, so that <a><strong> has two. Other schemes
        than those of the web and of mail are no links in a report.
        """
        kept = []
        for kind, target, (x1, y1, x2, y2), box in links:
            node = self.link_boxes.get(box)
            allowed = kind == "internal" or target.lower().startswith(LINK_SCHEMES)
            if node is None or not node.kids or not allowed:
                continue
            if not node.link_areas:
                node.link_box = box
                kept.append((kind, target, node))
            node.link_areas.append(self.to_points(x1, y1) + self.to_points(x2, y2))
            left, top, right, bottom = getattr(node.link_box, "area", (x1, y1, x2, y2))
            node.link_box.area = min(left, x1), min(top, y1), max(right, x2), max(bottom, y2)
        return [(kind, target, node.link_box.area, node.link_box) for kind, target, node in kept]

    def to_points(self, x: float, y: float) -> tuple[float, float]:
        """CSS pixels from the top of the page to PDF points from its foot."""
        return x * POINTS_PER_PIXEL, (self.height - y) * POINTS_PER_PIXEL


def _is_body(kid: Any) -> bool:
    return isinstance(kid, Node) and kid.role == "LBody"


def text_of(element: Any) -> str:
    """The text of an HTML element, with single spaces."""
    return " ".join("".join(element.itertext()).split())


def _mark_artifact(box: Box, properties: dict) -> None:
    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    box.artifact = properties
    for child in box.children:
        _mark_artifact(child, properties)


def _cell_attributes(box: Box, row: Node) -> dict:
    attributes: dict = {"O": "/Table"}
    if box.element.tag == "th":
        in_head = row.parent is not None and row.parent.role == "THead"
        scope = box.element.get("scope") or ("col" if in_head else "row")
        attributes["Scope"] = "/Row" if scope.startswith("row") else "/Column"
    if box.colspan != 1:
        attributes["ColSpan"] = box.colspan
    if box.rowspan != 1:
        attributes["RowSpan"] = box.rowspan
    return attributes
