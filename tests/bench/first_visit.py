"""What a browser loads beside the HTML when it has nothing of the portal yet."""

import html
import re
from collections.abc import Iterator
from urllib.parse import urljoin
from urllib.request import Request, urlopen


def first_visit(port: int, team: dict[str, str]) -> int:
    """Bytes of script, style and fonts of an attribute's page, compressed as the portal does it."""
    address = f"http://127.0.0.1:{port}/en/assessments/{team['assessment']}/attributes/ACC/"
    page, _size = load(address, Cookie=f"sessionid={team['session']}")
    styles = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    scripts = re.findall(r'<script[^>]* src="([^"]+)"', page)
    assert styles
    text = set(html.unescape(page))
    loaded, fonts = 0, set[str]()
    for part in dict.fromkeys([*styles, *scripts]):
        content, size = load(urljoin(address, part))
        loaded += size
        if part in styles:
            fonts.update(urljoin(urljoin(address, part), each) for each in used(content, text))
    return loaded + sum(load(font)[1] for font in fonts)


def load(address: str, **headers: str) -> tuple[str, int]:
    """The text of what is there, and how many bytes it takes on its way."""
    # As text it is asked for plain: its size is that of the compressed answer.
    with urlopen(Request(address, headers=headers)) as answer:
        content = answer.read().decode(errors="replace")
    with urlopen(Request(address, headers={**headers, "Accept-Encoding": "br, gzip"})) as answer:
        return content, len(answer.read())


def used(style: str, text: set[str]) -> Iterator[str]:
    """The fonts of a style sheet that a page with these characters needs.

    Of the faces of one weight that have a character, the last one is taken.
    """
    faces = [
        dict(re.findall(r"([\w-]+): ?([^;]+);", face))
        for face in re.findall(r"@font-face ?{([^}]+)}", style)
    ]
    for weight in {face["font-weight"] for face in faces}:
        mine = [face for face in reversed(faces) if face["font-weight"] == weight]
        for character in text:
            face = next((each for each in mine if _has(each["unicode-range"], character)), None)
            if face and (found := re.search(r'url\("([^"]+)"\)', face["src"])):
                yield found.group(1)


def _has(ranges: str, character: str) -> bool:
    for each in re.findall(r"U\+([0-9A-F-]+)", ranges):
        first, _dash, last = each.partition("-")
        if int(first, 16) <= ord(character) <= int(last or first, 16):
            return True
    return False
