"""Turn HTML into a PDF file that passes PDF/UA-1 and PDF/A-3a."""

import atexit
import gc
import mimetypes
import os
import re
import threading
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape  # nosec B406

from maturity.printing import ALL, EVERYDAY, as_printed, undrawn
from reports.direction import set_direction
from reports.typefaces import FACES, MORE_FACES, Face, families

if TYPE_CHECKING:
    from weasyprint import CSS, HTML
    from weasyprint import Attachment as EmbeddedFile
    from weasyprint.css import ColorProfile
    from weasyprint.document import DocumentMetadata
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcherResponse

# The circle and the square of nested lists are in no font.
BASE_CSS = """
html { font-family: FAMILIES }
ul, ul ul, ul ul ul { list-style-type: disc }
[dir=rtl] { direction: rtl }
"""
# Without a font of the machine: those differ, and some of emoji cannot be in a PDF/A file.
FONTCONFIG = Path(__file__).parent / "style" / "fonts.conf"
VARIANT = "pdf/a-3a"
OUTPUT_INTENT = "report-srgb"  # "srgb" would make WeasyPrint open its own profile.
# Laying out a word takes the square of its length: one of 10,000 letters, a second and more.
# It is not broken before a vowel or a tone of Thai, Lao, Burmese or Khmer, written without spaces.
SIGNS = "\u0e30-\u0e3a\u0e45-\u0e4e\u0eb0-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u17b4-\u17d3"
LONG_WORD = re.compile(rf"(?:&#?\w+;|[^\s<>&]){{100}}[{SIGNS}]*(?![^<>]*>)")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
NO_STATIC: Mapping[str, Path] = MappingProxyType({})

# ISO 19005-3, 6.6.2.3: a property that PDF/A does not know has to be described in the file.
PDFUA_XMP = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
 <pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about=""
  xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
  xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
 <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
  <pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
  <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
  <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
  <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
   <pdfaProperty:name>part</pdfaProperty:name>
   <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
   <pdfaProperty:category>internal</pdfaProperty:category>
   <pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description>
  </rdf:li></rdf:Seq></pdfaSchema:property>
 </rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""

# Pango, Fontconfig and the garbage collector are shared by the whole process.
_LOCK = threading.Lock()


class PdfUnavailable(Exception):
    """WeasyPrint cannot run on this machine; the message says why, without paths."""


class ResourceRefused(ValueError):
    """The HTML or the CSS names a resource that the caller did not allow."""


@dataclass(frozen=True)
class Typeset:
    """The faces that a report is printed with, and the folder of their files."""

    fonts: Path
    faces: tuple[Face, ...]


@dataclass(frozen=True)
class Attachment:
    """A file embedded in the PDF as the data that the report was made from."""

    name: str
    content: bytes
    description: str


def write_pdf(
    html: str,
    *,
    css: str,
    fonts: Path,
    attachment: Attachment | None = None,
    static: Mapping[str, Path] = NO_STATIC,
) -> bytes:
    """Return a tagged PDF 1.7 file, byte for byte the same for the same input.

    The head of the HTML gives the language (`html lang`, required), the title (required), and the
    author, description, keywords, dcterms.created and dcterms.modified (`<meta>`; the dates in
    ISO 8601 with seconds and time zone), and dcterms.title, the title in its own `lang`, for each
    language. `fonts` is the folder that `typefaces.make` has filled. `static` maps names to files:
    "logo.svg" may then be written `static:logo.svg` in the HTML and the CSS. Nothing else is read,
    from the disk or from the network.

    Characters that its fonts lack become U+FFFD, because PDF/A forbids missing glyphs.

    Raises PdfUnavailable without Pango, fonts, or room for temporary files, ResourceRefused for any
    other resource, ValueError for a missing language, title, date of the attachment, or
    alternative text of a picture.
    """
    weasyprint = _weasyprint()
    fetcher = _Fetcher("static", static)
    with _LOCK, _without_gc():
        try:
            drawable = _drawable(html, undrawn(fonts, ALL))
            typeset = Typeset(fonts, _faces_for(drawable, fonts))
            source = weasyprint.HTML(string=drawable, url_fetcher=fetcher)
            set_direction(source.etree_element, drawable)
            pdf = _render(source, css, typeset, attachment)
        except OSError as error:
            raise PdfUnavailable(_why_unavailable(error, fonts)) from error
    fetcher.check()
    return pdf


def _render(source: "HTML", css: str, typeset: Typeset, attachment: Attachment | None) -> bytes:
    from reports import paging, tagging  # noqa: PLC0415 – slow import

    paging.bind_last_words(source.etree_element)
    base = BASE_CSS.replace("FAMILIES", families(typeset.faces))
    document = source.render(
        stylesheets=[_stylesheet(base, typeset), _stylesheet(css, typeset)],
        font_config=_font_configuration(typeset),
        color_profiles={OUTPUT_INTENT: _color_profile()},
        pdf_variant=VARIANT,
        output_intent=OUTPUT_INTENT,
    )
    metadata = document.metadata
    if not (metadata.lang and metadata.title):
        raise ValueError("A report needs <html lang> and <title>.")
    write_rdf, titles = metadata.generate_rdf_metadata, _titles(source)
    metadata.generate_rdf_metadata = lambda *args: _completed(write_rdf(*args), titles)
    paging.finish(document)
    tagging.tag(document, metadata.lang)
    return document.write_pdf(
        pdf_variant=VARIANT,
        output_intent=OUTPUT_INTENT,
        attachments=[_attachment(attachment, metadata)] if attachment else [],
    )


def _weasyprint() -> ModuleType:
    try:
        import weasyprint  # noqa: PLC0415 – slow import
    except OSError as error:
        raise PdfUnavailable(
            "WeasyPrint needs Pango. Install the Debian packages "
            "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0."
        ) from error
    return weasyprint


def _why_unavailable(error: OSError, fonts: Path) -> str:
    if error.filename and Path(error.filename).parent == fonts:
        return "The fonts of PDF files cannot be read. `make install` puts them in their place."
    return f"The folder for temporary files cannot be used: {error.strerror}."


class _Fetcher:
    """What WeasyPrint calls for every URL: it opens allowed files only, and has no network code.

    WeasyPrint leaves out what cannot be fetched and goes on. The first error is kept, so that no
    report comes out with something missing.
    """

    _fail_on_errors = False  # WeasyPrint reads this name.

    def __init__(self, scheme: str, paths: Mapping[str, Path]):
        self.allowed = {f"{scheme}:{name}": path for name, path in paths.items()}
        self.error: Exception | None = None

    def __call__(self, url: str) -> "URLFetcherResponse":
        try:
            return self.open(url)
        except Exception as error:
            self.error = self.error or error
            raise

    def open(self, url: str) -> "URLFetcherResponse":
        from weasyprint.urls import URLFetcherResponse  # noqa: PLC0415 – slow import

        path = self.allowed.get(url)
        if path is None:
            raise ResourceRefused(f"Not an allowed resource: {url[:200]}")
        content_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": content_type})

    def check(self) -> None:
        """Raise the first error that a fetch ended with."""
        if self.error:
            raise self.error


@contextmanager
def _without_gc() -> Iterator[None]:
    """Collect once, at the end: while laying out, each collection walks through the whole document.

    Without that one the documents, which are full of cycles, pile up to several times the memory.
    What was there before is left out of it (frozen meanwhile), or it would walk through that too.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    gc.freeze()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
            gc.collect()
        gc.unfreeze()


@contextmanager
def _only_our_fonts() -> Iterator[None]:
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(FONTCONFIG)
    try:
        yield
    finally:
        del os.environ["FONTCONFIG_FILE"]
        if before is not None:
            os.environ["FONTCONFIG_FILE"] = before


@cache
def _font_configuration(typeset: Typeset) -> "FontConfiguration":
    """One for the process and its set of faces: a new one for each report is slow and leaks."""
    from weasyprint import CSS  # noqa: PLC0415 – slow import
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 – slow import

    with _only_our_fonts():
        configuration = FontConfiguration()
    faces = "".join(
        f'@font-face {{ font-family: "{face.family}"; src: url(font:{face.name}); '
        f"font-weight: {face.weight}; font-style: {face.style} }}"
        for face in typeset.faces
    )
    paths = {face.name: typeset.fonts / face.name for face in typeset.faces}
    fetcher = _Fetcher("font", paths)
    CSS(string=faces, font_config=configuration, url_fetcher=fetcher)
    fetcher.check()
    # It deletes its copies of the fonts when it goes, which fails once Python is shutting down.
    atexit.register(_font_configuration.cache_clear)
    return configuration


def _color_profile() -> "ColorProfile":
    """WeasyPrint's own profile; by itself WeasyPrint leaves the file open.

    A new one for each report, because its bytes change once its name has been read.
    """
    from weasyprint.css import ColorProfile  # noqa: PLC0415 – slow import

    with (files("weasyprint.pdf") / "sRGB2014.icc").open("rb") as file:
        return ColorProfile(file, "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))


@lru_cache(maxsize=8)
def _stylesheet(css: str, typeset: Typeset) -> "CSS":
    from weasyprint import CSS  # noqa: PLC0415 – slow import

    # The pictures in it are fetched while a document is laid out, by that document's fetcher.
    fetcher = _Fetcher("static", NO_STATIC)
    stylesheet = CSS(string=css, font_config=_font_configuration(typeset), url_fetcher=fetcher)
    fetcher.check()
    return stylesheet


def _faces_for(text: str, fonts: Path) -> tuple[Face, ...]:
    """Those of every report, and all of them where a text needs more: that takes its time once."""
    return (*FACES, *MORE_FACES) if undrawn(fonts, EVERYDAY).search(text) else FACES


def _drawable(html: str, undrawn: re.Pattern[str]) -> str:
    """Replace what the fonts cannot draw: invisible characters go, others become U+FFFD."""
    composed = CONTROLS.sub(" ", as_printed(html))
    # A space without width says where a line may end.
    return LONG_WORD.sub("\\g<0>\u200b", undrawn.sub(_replacement, composed))


def _replacement(match: re.Match[str]) -> str:
    category = unicodedata.category(match.group())
    if category[0] == "M" or category in ("Cf", "Cs"):
        return ""
    return " " if category[0] == "Z" else "\ufffd"


def _titles(source: "HTML") -> bytes:
    """The title in each language that the head gives it in, for the metadata."""
    found = source.etree_element.findall("head/meta[@name='dcterms.title']")
    return "".join(
        f'<rdf:li xml:lang="{escape(each.get("lang"))}">{escape(each.get("content"))}</rdf:li>'
        for each in found
    ).encode()


def _completed(rdf: bytes, titles: bytes) -> bytes:
    title, end, rest = rdf.partition(b"</rdf:Alt></dc:title>")
    return title + titles + end + rest.replace(b"</rdf:RDF>", PDFUA_XMP + b"</rdf:RDF>")


def _attachment(attachment: Attachment, metadata: "DocumentMetadata") -> "EmbeddedFile":
    from weasyprint import Attachment as EmbeddedFile  # noqa: PLC0415 – slow import

    date = metadata.modified or metadata.created
    if not date:
        raise ValueError('A report with an attachment needs <meta name="dcterms.modified">.')
    moment = datetime.fromisoformat(date)
    moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    return EmbeddedFile(
        string=attachment.content,
        name=attachment.name,
        description=attachment.description,
        created=moment,
        modified=moment,
        relationship="Data",
    )
