"""Turn HTML into a PDF file that passes PDF/UA-1 and PDF/A-3a."""

import gc
import mimetypes
import threading
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

FONT_FAMILY = "BC Sans"
FACES = (
    ("BCSans-Regular.ttf", "normal", "normal"),
    ("BCSans-Bold.ttf", "bold", "normal"),
    ("BCSans-Italic.ttf", "normal", "italic"),
    ("BCSans-BoldItalic.ttf", "bold", "italic"),
)
# The circle and the square of nested lists are not in BC Sans: another font of the machine, or
# none, would draw them.
BASE_CSS = f'html {{ font-family: "{FONT_FAMILY}" }} ul, ul ul, ul ul ul {{ list-style-type: disc }}'
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
    """WeasyPrint cannot run on this machine."""


class ResourceRefused(ValueError):
    """The HTML or the CSS names a resource that the caller did not allow."""


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
    ISO 8601 with seconds and time zone). `fonts` is the folder of the four BC Sans TTF files.
    `static` maps names to files: "logo.svg" may then be written `static:logo.svg` in the HTML and
    the CSS. Nothing else is read, from the disk or from the network.

    Characters that BC Sans lacks become U+FFFD, because PDF/A forbids missing glyphs.

    Raises PdfUnavailable without Pango, ResourceRefused for any other resource, FileNotFoundError
    for a missing font, ValueError for a missing language, title, date of the attachment, or
    alternative text of a picture.
    """
    weasyprint = _weasyprint()
    from reports import tagging

    fetcher = _Fetcher(static)
    with _LOCK, _without_gc(), _refusing():
        document = weasyprint.HTML(
            string=_drawable(html, _coverage(fonts)), url_fetcher=fetcher
        ).render(
            stylesheets=[_stylesheet(BASE_CSS, fonts), _stylesheet(css, fonts)],
            font_config=_font_configuration(fonts),
            pdf_variant="pdf/a-3a",
        )
        metadata = document.metadata
        if not (metadata.lang and metadata.title):
            raise ValueError("A report needs <html lang> and <title>.")
        write_rdf = metadata.generate_rdf_metadata
        metadata.generate_rdf_metadata = lambda *args: _with_pdfua(write_rdf(*args))
        tagging.plan(document, metadata.lang)
        attachments = [_attachment(attachment, metadata)] if attachment else []
        return document.write_pdf(pdf_variant="pdf/a-3a", attachments=attachments)


def _weasyprint():
    try:
        import weasyprint
    except OSError as error:
        raise PdfUnavailable(
            "WeasyPrint needs Pango. Install the Debian packages "
            "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0."
        ) from error
    return weasyprint


class _Fetcher:
    """What WeasyPrint calls for every URL: it opens allowed files only, and has no network code."""

    # WeasyPrint reads this name: a refused resource has to stop the report, not to vanish from it.
    _fail_on_errors = True

    def __init__(self, static: Mapping[str, Path], scheme: str = "static"):
        self.allowed = {f"{scheme}:{name}": path for name, path in static.items()}

    def __call__(self, url: str):
        from weasyprint.urls import URLFetcherResponse

        path = self.allowed.get(url)
        if path is None:
            raise ResourceRefused(f"Not an allowed resource: {url[:200]}")
        content_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": content_type})


@contextmanager
def _refusing() -> Iterator[None]:
    """Turn WeasyPrint's fatal error, no subclass of Exception, into the fetcher's own."""
    from weasyprint.urls import FatalURLFetchingError

    try:
        yield
    except FatalURLFetchingError as error:
        raise error.__cause__ or error from None


@contextmanager
def _without_gc() -> Iterator[None]:
    """Layout makes many long-lived objects, and each collection walks through all of them."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@cache
def _font_configuration(fonts: Path):
    """One for the process: a new one for each report takes longer and leaks memory."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    configuration = FontConfiguration()
    faces = "".join(
        f'@font-face {{ font-family: "{FONT_FAMILY}"; src: url(font:{name}); '
        f"font-weight: {weight}; font-style: {style} }}"
        for name, weight, style in FACES
    )
    files = {name: fonts / name for name, _, _ in FACES}
    CSS(string=faces, font_config=configuration, url_fetcher=_Fetcher(files, "font"))
    return configuration


@lru_cache(maxsize=8)
def _stylesheet(css: str, fonts: Path):
    from weasyprint import CSS

    # The pictures in it are fetched while a document is laid out, by that document's fetcher.
    return CSS(string=css, font_config=_font_configuration(fonts), url_fetcher=_Fetcher(NO_STATIC))


@cache
def _coverage(fonts: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(fonts / FACES[0][0]) as font:
        # PDF/A forbids text that maps to the byte order mark; Pango draws no line separator.
        return frozenset(font.getBestCmap()) - {0xFEFF, 0x2028, 0x2029}


def _drawable(html: str, coverage: frozenset[int]) -> str:
    """Replace what BC Sans cannot draw: invisible characters go, others become U+FFFD."""
    html = unicodedata.normalize("NFC", html)
    table = {}
    for character in set(html) - set("\t\n\r"):
        category = unicodedata.category(character)
        if category == "Cc":
            table[ord(character)] = " "
        elif ord(character) not in coverage:
            invisible = category[0] == "M" or category in ("Cf", "Cs")
            replacement = " " if category[0] == "Z" else "\ufffd"
            table[ord(character)] = "" if invisible else replacement
    return html.translate(table)


def _with_pdfua(rdf: bytes) -> bytes:
    return rdf.replace(b"</rdf:RDF>", PDFUA_XMP + b"</rdf:RDF>")


def _attachment(attachment: Attachment, metadata):
    from weasyprint import Attachment as EmbeddedFile

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
