"""Turns a deck into a .pptx file: what it says, in which language, and in which order it is read.

It imports python-pptx, which takes time and memory: whoever imports this module does so where a
file is made.
"""

import io
import zipfile
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Inches

from reports.slides import charts, measures
from reports.slides.deck import Bars, Deck, Grid, Lines, Points, Slide, Stacks
from reports.slides.fitting import body_top, fitted, lead_height, lead_top, title_height
from reports.slides.master import (
    BODY,
    FACTS,
    LEAD,
    NUMBER,
    SlideLayout,
    empty_deck,
    set_language,
    set_theme,
)
from reports.slides.tables import add_table
from reports.slides.texts import UNWRITABLE, say, say_all

BESIDE = 4  # charts in a row


def write(deck: Deck) -> bytes:
    """The file of a deck, byte for byte the same for the same deck."""
    with override(deck.language):
        writer = _Writer(fitted(deck))
        writer.add_opening()
        for slide in writer.deck.slides:
            writer.add(slide)
        return writer.finished()


class _Writer:
    def __init__(self, deck: Deck) -> None:
        self.deck, self.language = deck, deck.language
        self.file = empty_deck(deck.tag)
        self.layouts = self.file.slide_layouts
        notes = self.file.notes_master
        set_language(notes._element, deck.tag)
        set_theme(notes.part.part_related_by(RT.THEME))

    def add_opening(self) -> None:
        """Adds the slide that says what the deck is."""
        deck = self.deck
        slide = self.file.slides.add_slide(self.layouts[SlideLayout.OPENING])
        self._title(slide, deck.title)
        say(_holder(slide, 1), deck.subject, self.language)
        say_all(_holder(slide, FACTS), deck.facts, self.language)
        _name(slide)

    def add(self, said: Slide) -> None:
        """Adds a slide: title, lead and body in this order, then the footer."""
        slide = self.file.slides.add_slide(self.layouts[_layout(said)])
        self._title(slide, said.title)
        lead = _holder(slide, LEAD)
        _put(slide.shapes.title, measures.TOP, title_height(said.title))
        if said.lead:
            say(lead, said.lead, self.language)
            _put(lead, lead_top(said.title), lead_height(said.lead))
        else:
            lead._element.getparent().remove(lead._element)
        self._body(slide, said)
        self._foot(slide)
        _name(slide)
        if said.notes:
            self._notes(slide, said.notes)

    def finished(self) -> bytes:
        """The file, with what it says of itself."""
        deck, about = self.deck, self.file.core_properties
        about.title, about.subject = f"{deck.title} – {deck.subject}", deck.subject
        about.author = about.last_modified_by = deck.owner
        about.language, about.identifier = deck.tag, deck.fingerprint
        about.keywords = about.comments = about.category = ""
        about.created = about.modified = deck.made_at
        about.revision = 1
        packed = io.BytesIO()
        self.file.save(packed)
        return _without_times(packed)

    def _title(self, slide: Any, title: str) -> None:
        say(slide.shapes.title, title, self.language)

    def _body(self, slide: Any, said: Slide) -> None:
        body, top = said.body, body_top(said)
        if isinstance(body, Grid):
            frame = add_table(_holder(slide, BODY), body, top, self.language)
            _describe(frame, body.title)
        elif isinstance(body, Stacks | Bars):
            frame = charts.add_chart(_holder(slide, BODY), body, self.deck.tag)
            _put(frame, top, measures.BOTTOM - top)
            _describe(frame, body.alternative)
        elif isinstance(body, Points):
            holder = _holder(slide, BODY)
            say_all(holder, body.points, self.language)
            if len(body.points) == 1:
                _without_bullet(holder)
            _put(holder, top, measures.BOTTOM - top)
        else:
            self._panels(slide, body, top)

    def _panels(self, slide: Any, panels: Sequence[Lines], top: float) -> None:
        """Adds small charts in rows, read from left to right."""
        rows = -(-len(panels) // BESIDE)
        wide = measures.ACROSS / min(BESIDE, len(panels))
        high = (measures.BOTTOM - top) / rows
        for n, panel in enumerate(panels):
            row, column = divmod(n, BESIDE)
            left = measures.LEFT + column * wide
            place = (Inches(left), Inches(top + row * high), Inches(wide), Inches(high))
            frame = charts.add_lines(slide.shapes, panel, place, self.deck.tag)
            frame.name = " ".join((_("Chart"), str(n + 1)))
            _describe(frame, panel.alternative)

    def _foot(self, slide: Any) -> None:
        """Adds the footer and the number of the slide, which python-pptx leaves out."""
        for holder in slide.slide_layout.placeholders:
            kind = holder._element.ph.get("type")
            if kind not in {"ftr", "sldNum"}:
                continue
            slide.shapes.clone_placeholder(holder)
            added = slide.shapes[-1]
            if kind == "ftr":
                say(added, self.deck.footer, self.language)
            else:
                _say_number(added, len(self.file.slides), self.deck.tag)

    def _notes(self, slide: Any, notes: str) -> None:
        page = slide.notes_slide
        say(page.notes_placeholder, notes, self.language)
        for holder in list(page.placeholders):
            if holder._element.ph.get("type") == "sldNum":
                _say_number(holder, len(self.file.slides), self.deck.tag)


def _layout(slide: Slide) -> SlideLayout:
    if isinstance(slide.body, Grid):
        return SlideLayout.TABLE
    if isinstance(slide.body, Stacks | Bars):
        return SlideLayout.CHART
    return SlideLayout.WORDS if isinstance(slide.body, Points) else SlideLayout.CHARTS


def _name(slide: Any) -> None:
    """Calls the shapes of a slide what those of its layout are called, in the deck's language."""
    names = {each.placeholder_format.idx: each.name for each in slide.slide_layout.placeholders}
    for holder in slide.placeholders:
        holder.name = names[holder.placeholder_format.idx]


def _holder(slide: Any, index: int) -> Any:
    """The placeholder of a slide with an index."""
    return next(each for each in slide.placeholders if each.placeholder_format.idx == index)


def _put(shape: Any, top: float, high: float) -> None:
    shape.left, shape.width = Inches(measures.LEFT), Inches(measures.ACROSS)
    shape.top, shape.height = Inches(top), Inches(high)


def _without_bullet(holder: Any) -> None:
    """One sentence is no list."""
    properties = holder.text_frame.paragraphs[0]._p.get_or_add_pPr()
    properties.set("marL", "0")
    properties.set("indent", "0")
    properties.append(parse_xml(f"<a:buNone {nsdecls('a')}/>"))


def _describe(frame: Any, alternative: str) -> None:
    frame._element.nvGraphicFramePr.cNvPr.set("descr", UNWRITABLE.sub("", alternative))


def _say_number(shape: Any, number: int, tag: str) -> None:
    """Puts the number of the slide into a placeholder, as what programs count anew."""
    body = shape.text_frame._txBody
    for old in body.findall("{*}p"):
        body.remove(old)
    body.append(
        parse_xml(
            f'<a:p {nsdecls("a")}><a:fld id="{NUMBER}" type="slidenum"><a:rPr lang="{tag}"/>'
            f"<a:t>{number}</a:t></a:fld></a:p>"
        )
    )


def _without_times(packed: io.BytesIO) -> bytes:
    """The same archive, which does not say when it was written."""
    settled = io.BytesIO()
    with (
        zipfile.ZipFile(packed) as source,
        zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return settled.getvalue()
