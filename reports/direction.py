"""Which way people's texts are read. WeasyPrint knows no `dir="auto"`."""

import re
import unicodedata
from typing import Any

# Hebrew, Arabic and their neighbours, with the forms that older programs write.
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def set_direction(root: Any, html: str) -> None:
    """Mark each element of a tree, parsed from `html`, whose own text begins right to left."""
    if not RIGHT_TO_LEFT.search(html):
        return
    for element in root.iter():
        if isinstance(element.tag, str) and begins_right_to_left(element.text or ""):
            element.set("dir", "rtl")


def begins_right_to_left(text: str) -> bool:
    """Whether the first letter of a text is of a script that is read from the right."""
    strong = (unicodedata.bidirectional(each) for each in text)
    return next((each != "L" for each in strong if each in ("L", "R", "AL")), False)
