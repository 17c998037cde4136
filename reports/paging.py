"""What a report's pages need and CSS cannot say, or WeasyPrint not do."""

import re
from typing import Any

from weasyprint import Document
from weasyprint.formatting_structure.boxes import Box, MarginBox

# A viewer's pane shows about as much of a bookmark; the page has the whole heading.
BOOKMARK = 80
# The last line of these is looked at by itself. WeasyPrint knows no `text-wrap: pretty`.
HEADINGS, CELLS = {"h1", "h2", "h3", "h4", "h5", "h6", "caption", "li"}, {"th", "td"}
# A cell is narrow: two words bound in it may be wider than it.
LAST_WORD = {
    tag: re.compile(rf"(?<=\S)[ \n]+(?=\S{{1,{longest}}}\s*$)")
    for tags, longest in ((HEADINGS, 5), (CELLS, 3))
    for tag in tags
}
SIGN = "unofficial"  # the class of the sign whose note is at the foot of the page
NOTE = "@bottom-left"


def bind_last_words(root: Any) -> None:
    """Keep a short last word on the line of the one before it, where lines are few."""
    for element in root.iter():
        space = LAST_WORD.get(element.tag)
        holder, name = _last_text(element) if space else (None, "")
        if space and holder is not None:
            setattr(holder, name, space.sub("\u00a0", getattr(holder, name)))


def _last_text(element: Any) -> tuple[Any, str]:
    """Which attribute of which element holds the last words in an element, if any does."""
    for each in reversed(element):
        if (each.tail or "").strip():
            return each, "tail"
        if (found := _last_text(each))[0] is not None:
            return found
    return (element, "text") if (element.text or "").strip() else (None, "")


def finish(document: Document) -> None:
    """Shorten the bookmarks, and leave the note out of pages that have no sign."""
    for page in document.pages:
        page.bookmarks = [
            (level, shortened(label), *rest) for level, label, *rest in page.bookmarks
        ]
        box = page._page_box
        if not any(_is_sign(each) for each in box.descendants()):
            box.children = [each for each in box.children if not _is_note(each)]


def shortened(label: str) -> str:
    """A bookmark of at most BOOKMARK signs, cut between two words where it is longer."""
    if len(label) <= BOOKMARK:
        return label
    cut = label[: BOOKMARK - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:–") + "…"


def _is_sign(box: Box) -> bool:
    element = box.element
    if element is None or element.tag != "abbr":
        return False
    return SIGN in element.get("class", "").split()


def _is_note(box: Box) -> bool:
    return isinstance(box, MarginBox) and box.at_keyword == NOTE
