"""The empty deck that slides are put into: its theme, its master and its layouts.

python-pptx's own is for narrow screens and fonts that not everybody has; what is in it is replaced.
This module imports python-pptx: whoever imports it does so where a file is made.
"""

import re
from enum import IntEnum
from typing import Any
from xml.sax.saxutils import escape  # nosec B406

from django.utils.translation import gettext as _
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import XmlPart
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Inches

from reports.slides import measures

INK, PAPER, ACCENT, SOFT, PALE = "1C2A33", "FFFFFF", "0F4264", "4A5962", "EEF2F5"
COLOURS = {
    "dk1": INK, "lt1": PAPER, "dk2": ACCENT, "lt2": PALE,
    "accent1": ACCENT, "accent2": "3D7396", "accent3": "7FA8C4",
    "accent4": "CFE0EC", "accent5": "5B6770", "accent6": SOFT,
    "hlink": ACCENT, "folHlink": "3D7396",
}  # fmt: skip
# Where a machine lacks it, the numbers say which kind of font to take in its place.
FONT = '<a:latin typeface="Arial" panose="020B0604020202020204" pitchFamily="34" charset="0"/>'
NO_OTHER = '<a:ea typeface=""/><a:cs typeface=""/>'
THEME = (
    (re.compile(rb"<a:clrScheme.*?</a:clrScheme>", re.DOTALL), "colours"),
    (re.compile(rb"<a:fontScheme.*?</a:fontScheme>", re.DOTALL), "fonts"),
)
DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
    "</a:ext></a:extLst>"
)
APPLICATION = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.'
    b'openxmlformats.org/officeDocument/2006/extended-properties"/>'
)
STRIP = 0.3  # inches: the colour at the left edge, of which the opening slide has more
OPENING_LEFT = 1.3
NUMBER = "{8A2B4C6D-0E1F-4A3B-9C5D-7E8F9A0B1C2D}"  # of the field, in every deck the same
LEAD, BODY, FACTS = 13, 14, 15  # indices of placeholders


class SlideLayout(IntEnum):
    """The layouts, in their order."""

    OPENING, WORDS, TABLE, CHART, CHARTS = range(5)


def empty_deck(language: str) -> Any:
    """A presentation without slides, whose own words are in `language`, such as "fr-CA"."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(measures.WIDTH), Inches(measures.HEIGHT)
    deck.part._element.find(".//{*}sldSz").attrib.pop("type", None)
    master = deck.slide_masters[0]
    for layout in list(master.slide_layouts)[len(SlideLayout) :]:
        master.slide_layouts.remove(layout)
    set_theme(master.part.part_related_by(RT.THEME))
    _replace(master, _strip(STRIP) + _title() + _text(1, "body", measures.TOP, 4) + _foot())
    master._element.replace(master._element.find("{*}txStyles"), parse_xml(_styles()))
    for layout, (name, shapes) in zip(master.slide_layouts, _layouts(), strict=True):
        layout._element.cSld.set("name", name)
        # Opening, text, or object: what a program may take a layout for.
        layout._element.attrib.pop("type", None)
        layout._element.set("userDrawn", "1")
        _replace(layout, shapes)
    _without_leftovers(deck)
    for part in (deck.part, master.part, *(layout.part for layout in master.slide_layouts)):
        set_language(part._element, language)
    return deck


def set_theme(part: Any) -> None:
    """Gives a theme the deck's colours and font."""
    blob = part.blob
    for pattern, name in THEME:
        blob = pattern.sub(_colours() if name == "colours" else _fonts(), blob)
    if isinstance(part, XmlPart):  # that of notes
        part._element = parse_xml(blob)
    else:
        part.blob = blob


def set_language(element: Any, language: str) -> None:
    """Has all text of a part be in a language."""
    for each in element.iter("{*}rPr", "{*}defRPr", "{*}endParaRPr"):
        each.set("lang", language)


def _without_leftovers(deck: Any) -> None:
    """Takes out what python-pptx's deck has of the program that made it."""
    package = deck.part.package
    for source, kinds in ((package, (RT.THUMBNAIL,)), (deck.part, (RT.PRINTER_SETTINGS,))):
        for key, relation in list(source._rels.items()):
            if relation.reltype in kinds:
                source._rels.pop(key)
    package.part_related_by(RT.EXTENDED_PROPERTIES).blob = APPLICATION


def _replace(owner: Any, shapes: str) -> None:
    """Puts shapes in the place of those of a master or a layout."""
    tree = owner._element.cSld.spTree
    tree.getparent().replace(
        tree,
        parse_xml(
            f"<p:spTree {nsdecls('p', 'a')}><p:nvGrpSpPr><p:cNvPr id='1' name=''/><p:cNvGrpSpPr/>"
            f"<p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>{shapes}</p:spTree>"
        ),
    )


def _layouts() -> list[tuple[str, str]]:
    top = measures.TOP + 0.7
    title, lead = _title(), _text(LEAD, "body", top, 0.8, bullets=False)
    room = top + 1, measures.BOTTOM - top - 1
    opening = (
        _strip(OPENING_LEFT - 0.4)
        + _title("ctrTitle", 1.5, 1.6, 40)
        + _text(1, "subTitle", 3.2, 1.0, size=28, bullets=False, left=OPENING_LEFT)
        + _text(FACTS, "body", 4.3, 2.3, bullets=False, left=OPENING_LEFT)
    )
    return [
        (_("Title"), opening),
        (_("Text"), title + lead + _text(BODY, "body", *room) + _foot()),
        (_("Table"), title + lead + _text(BODY, "tbl", *room) + _foot()),
        (_("Chart"), title + lead + _text(BODY, "chart", *room) + _foot()),
        (_("Charts"), title + lead + _foot()),
    ]


def _title(kind: str = "title", top: float = measures.TOP, high: float = 0.6, size: int = 0) -> str:
    left = OPENING_LEFT if size else measures.LEFT
    anchor = "b" if size else "t"
    style = f'<a:lvl1pPr><a:defRPr sz="{size * 100}"/></a:lvl1pPr>' if size else ""
    return _shape(2, _("Title"), f'type="{kind}"', _place(left, top, high), style, anchor)


def _text(
    index: int,
    kind: str,
    top: float,
    high: float,
    *,
    size: int = measures.LEAD,
    bullets: bool = True,
    left: float = measures.LEFT,
) -> str:
    names = {"tbl": _("Table"), "chart": _("Chart"), "subTitle": _("Subtitle")}
    bullet = "" if bullets else "<a:buNone/>"
    flat = "" if bullets else ' marL="0" indent="0"'
    style = f'<a:lvl1pPr{flat}>{bullet}<a:defRPr sz="{size * 100}"/></a:lvl1pPr>'
    return _shape(
        index + 10,
        names.get(kind, _("Text")),
        f'type="{kind}" idx="{index}"',
        _place(left, top, high),
        style,
        "t",
    )


def _foot() -> str:
    """The footer, and the number at its right."""
    style = (
        '<a:lvl1pPr marL="0" indent="0" algn="{}"><a:buNone/>'
        f'<a:defRPr sz="{measures.SMALL * 100}"><a:solidFill><a:schemeClr val="accent6"/>'
        "</a:solidFill></a:defRPr></a:lvl1pPr>"
    )
    wide = measures.ACROSS - 1.2
    number = _place(measures.LEFT + wide, measures.BOTTOM + 0.15, measures.FOOT, 1.2)
    return _shape(
        40,
        _("Footer"),
        'type="ftr" sz="quarter" idx="11"',
        _place(measures.LEFT, measures.BOTTOM + 0.15, measures.FOOT, wide),
        style.format("l"),
        "ctr",
    ) + _shape(
        41,
        _("Number"),
        'type="sldNum" sz="quarter" idx="12"',
        number,
        style.format("r"),
        "ctr",
        number=True,
    )


def _shape(
    key: int, name: str, holder: str, place: str, style: str, anchor: str, *, number: bool = False
) -> str:
    said = (
        f'<a:fld id="{NUMBER}" type="slidenum"><a:rPr/><a:t>0</a:t></a:fld>'
        if number
        else f"<a:r><a:rPr/><a:t>{escape(name)}</a:t></a:r>"
    )
    across, above = Inches(measures.MARGIN), Inches(measures.ABOVE)
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{key}" name="{escape(name)} {key}"/><p:cNvSpPr>'
        f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph {holder}/></p:nvPr></p:nvSpPr>'
        f"<p:spPr>{place}<a:prstGeom prst='rect'><a:avLst/></a:prstGeom></p:spPr><p:txBody>"
        f'<a:bodyPr vert="horz" wrap="square" lIns="{across}" tIns="{above}" rIns="{across}" '
        f'bIns="{above}" rtlCol="0" anchor="{anchor}"><a:noAutofit/></a:bodyPr>'
        f"<a:lstStyle>{style}</a:lstStyle><a:p>{said}</a:p></p:txBody></p:sp>"
    )


def _strip(width: float) -> str:
    decoration = _("Decoration")
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="50" name="{decoration}">{DECORATIVE}</p:cNvPr>'
        "<p:cNvSpPr/><p:nvPr userDrawn='1'/></p:nvSpPr>"
        f"<p:spPr>{_place(0, 0, measures.HEIGHT, width)}"
        "<a:prstGeom prst='rect'><a:avLst/></a:prstGeom><a:solidFill><a:schemeClr val='accent1'/>"
        "</a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
    )


def _place(left: float, top: float, high: float, wide: float | None = None) -> str:
    wide = measures.WIDTH - left - measures.RIGHT if wide is None else wide
    x, y, cx, cy = (Inches(each) for each in (left, top, wide, high))
    return f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>'


def _styles() -> str:
    """How titles, lists and other text look, before a layout says otherwise."""

    def type_(size: int, colour: str, more: str = "") -> str:
        return (
            f'<a:defRPr sz="{size * 100}" kern="1200"{more}><a:solidFill><a:schemeClr '
            f'val="{colour}"/></a:solidFill><a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/>'
            '<a:cs typeface="+mn-cs"/></a:defRPr>'
        )

    before = f'<a:spcBef><a:spcPts val="{measures.BETWEEN * 100}"/></a:spcBef>'
    indent = Inches(measures.INDENT)
    return (
        f'<p:txStyles {nsdecls("p", "a")}><p:titleStyle><a:lvl1pPr algn="l"><a:buNone/>'
        f"{type_(measures.TITLE, 'tx2', ' b="1"')}</a:lvl1pPr></p:titleStyle><p:bodyStyle>"
        f'<a:lvl1pPr marL="{indent}" indent="-{indent}" algn="l">{before}'
        f'<a:buFont typeface="Arial"/><a:buChar char="•"/>{type_(measures.POINT, "tx1")}'
        f'</a:lvl1pPr></p:bodyStyle><p:otherStyle><a:lvl1pPr algn="l">'
        f"{type_(measures.CELL, 'tx1')}</a:lvl1pPr></p:otherStyle></p:txStyles>"
    )


def _colours() -> bytes:
    named = "".join(
        f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in COLOURS.items()
    )
    return f'<a:clrScheme name="Continuum">{named}</a:clrScheme>'.encode()


def _fonts() -> bytes:
    faces = (
        f"<a:majorFont>{FONT}{NO_OTHER}</a:majorFont><a:minorFont>{FONT}{NO_OTHER}</a:minorFont>"
    )
    return f'<a:fontScheme name="Continuum">{faces}</a:fontScheme>'.encode()
