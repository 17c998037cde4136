"""Text on slides, each run of it in its language."""

import re
from typing import Any
from xml.sax.saxutils import escape  # nosec B406

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls

from reports.slides.deck import Said, written

# What XML cannot hold, and would not be seen.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def say(body: Any, said: Said, language: str, *, colour: str = "", bold: bool = False) -> None:
    """Puts a text into the body of a shape or a cell."""
    say_all(body, (said,), language, colour=colour, bold=bold)


def say_all(
    body: Any, some: tuple[Said, ...], language: str, *, colour: str = "", bold: bool = False
) -> None:
    """Puts several texts into a body, a paragraph each, in a colour ("RRGGBB") or its place's."""
    within = body.text_frame._txBody
    for old in within.findall("{*}p"):
        within.remove(old)
    for said in some:
        text = written(said, language)
        properties = _properties(f"{text.language}-CA", colour, bold)
        lines = UNWRITABLE.sub("", text.text).split("\n")
        within.append(parse_xml(f"<a:p {nsdecls('a')}>{_runs(lines, properties)}</a:p>"))


def _runs(lines: list[str], properties: str) -> str:
    """Lines as runs with breaks between them, or what stands for a text where there is none."""
    if not any(lines):
        return properties.replace("a:rPr", "a:endParaRPr")
    runs = (f"<a:r>{properties}<a:t>{escape(line)}</a:t></a:r>" if line else "" for line in lines)
    return f"<a:br>{properties}</a:br>".join(runs)


def _properties(tag: str, colour: str, bold: bool) -> str:
    fill = f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>' if colour else ""
    return f'<a:rPr lang="{tag}"{' b="1"' if bold else ""}>{fill}</a:rPr>'
