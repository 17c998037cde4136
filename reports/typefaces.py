"""The fonts of PDF files: which there are, where they come from, and what they can draw.

`make install` runs this as a program, which writes them and their coverage into a folder.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from maturity.printing import ALL, EVERYDAY, write_coverage


@dataclass(frozen=True)
class Face:
    """A font file of a npm package, by its path, and what it is called in a style sheet."""

    source: str
    family: str
    weight: str = "normal"
    style: str = "normal"

    @property
    def name(self) -> str:
        """The name of its file, once it is kept plain: WeasyPrint takes long to unpack one."""
        return Path(self.source).name.replace(".woff2", ".ttf")


def _file(package: str, script: str, weight: int = 400) -> str:
    return f"@fontsource/{package}/files/{package}-{script}-{weight}-normal.woff2"


def _noto(script: str, package: str = "", weights: Iterable[int] = (400, 700)) -> tuple[Face, ...]:
    """The faces of one script of Noto Sans; `package` is where it is not named for the script."""
    package = package or f"noto-sans-{script}"
    # WeasyPrint takes two files for one font where their families are the same.
    family = package if script in package else f"{package}-{script}"
    return tuple(
        Face(
            _file(package, script, weight),
            family.replace("-", " ").title(),
            "bold" if weight == 700 else "normal",
        )
        for weight in weights
    )


def _bc_sans(name: str, weight: str = "normal", style: str = "normal") -> Face:
    return Face(f"@bcgov/bc-sans/fonts/BCSans-{name}.woff2", "BC Sans", weight, style)


# What nearly every report is printed with.
FACES = (
    _bc_sans("Regular"),
    _bc_sans("Bold", "bold"),
    _bc_sans("Italic", "normal", "italic"),
    _bc_sans("BoldItalic", "bold", "italic"),
    *_noto("arabic"),
    *_noto("hebrew"),
)
# What else people write: loaded by the first report that needs it. Where two have a character, the
# first draws it.
MORE_FACES = (
    *_noto("cyrillic", "noto-sans"),
    *_noto("cyrillic-ext", "noto-sans"),
    *(
        face
        for script in (
            "armenian", "bengali", "devanagari", "ethiopic", "georgian", "gujarati", "gurmukhi",
            "kannada", "khmer", "lao", "malayalam", "myanmar", "sinhala", "tamil", "telugu", "thai",
        )
        for face in _noto(script)
    ),
    Face(_file("noto-sans-symbols-2", "symbols"), "Noto Sans More Symbols"),
    Face(_file("noto-sans-math", "latin"), "Noto Sans Math"),
    *_noto("symbols", weights=[400]),
    Face("@embedpdf/fonts-sc/fonts/NotoSansHans-Regular.otf", "Noto Sans SC"),
    Face("@embedpdf/fonts-kr/fonts/NotoSansKR-Regular.otf", "Noto Sans KR"),
    *_noto("emoji", "noto-emoji", [400]),
)  # fmt: skip
# Controls are no text; PDF/A forbids text that maps to the byte order mark; Pango draws no line
# separator; and what makes an emoji of a character, or a key of a digit, comes from another font.
UNDRAWN = frozenset(
    {*range(0x20), *range(0x7F, 0xA0), 0xFEFF, 0x2028, 0x2029, 0x20E3, 0xFE0E, 0xFE0F}
)


def families(faces: Iterable[Face]) -> str:
    """The families of some faces as a style sheet lists them."""
    return ", ".join(f'"{family}"' for family in dict.fromkeys(face.family for face in faces))


def make(modules: Path, folder: Path) -> None:
    """Write every font of the npm packages in `modules` into a folder, and what they can draw."""
    folder.mkdir(parents=True, exist_ok=True)
    for face in (*FACES, *MORE_FACES):
        _make_plain(modules / face.source, folder / face.name)
    everyday = _drawn(FACES, folder)
    write_coverage(folder, {EVERYDAY: everyday, ALL: everyday | _drawn(MORE_FACES, folder)})


def _make_plain(source: Path, target: Path) -> None:
    from fontTools.ttLib import TTFont

    with TTFont(source, recalcBBoxes=False, recalcTimestamp=False) as font:
        if "CFF " in font:
            _number_in_order(font["CFF "].cff.topDictIndex[0])
        font.flavor = None
        font.save(target)


def _number_in_order(glyphs: Any) -> None:
    """Number the glyphs of a Chinese or Korean font by their places, as WeasyPrint counts them."""
    old = glyphs.charset
    new = [old[0], *(f"cid{place:05}" for place in range(1, len(old)))]
    outlines = glyphs.CharStrings.charStrings
    glyphs.CharStrings.charStrings = {
        name: outlines[before] for name, before in zip(new, old, strict=True)
    }
    glyphs.charset = glyphs.CharStrings.charset = new


def _drawn(faces: Iterable[Face], folder: Path) -> frozenset[int]:
    """The characters, by number, that some faces draw where text is neither bold nor italic."""
    from fontTools.ttLib import TTFont

    drawn: set[int] = set()
    for face in faces:
        if (face.weight, face.style) == ("normal", "normal"):
            with TTFont(folder / face.name) as font:
                drawn.update(font.getBestCmap())
    return frozenset(drawn - UNDRAWN)


if __name__ == "__main__":
    make(*map(Path, sys.argv[1:]))
