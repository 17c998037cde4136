"""What an Office or OpenDocument file brings along besides its text and pictures.

Objects of other programs, and whatever is fetched from elsewhere when the file is opened, can do
harm on the reader's machine, as macros can. Charts keep their figures in a workbook inside: that
is looked at as the file itself is.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

# Not the parser of xml.etree: this one is stopped at a document type, so that no entity grows.
from xml.parsers import expat  # nosec B407

from django.utils.translation import gettext as _

from maturity.faults import Fault, Faults

MAX_INSIDE = 20_000_000
PIECE = 1 << 20
MACRO_PART = re.compile(
    r"(?:^|/)vba(?:project|data)[^/]*$|/macrosheets/|^(?:basic|scripts)/|\.(?:doc|dot|xls|xlt|ppt|pot|pps)m$"
)
# What a link that is followed only on a click is called.
ON_A_CLICK = "/hyperlink"
TEMPLATE = "/attachedtemplate"
# A template on the reader's own drive cannot be brought along by anybody.
OWN_DRIVE = re.compile(r"(?:file:/{3}|/)?[a-z]:[\\/]|[^\\/:]+\Z", re.IGNORECASE)
OBJECTS = re.compile(r"/(?:embeddings|activex)/|oleobject")
BRING_OBJECTS = ("/oleobject", "/package", "/control", "/activexcontrolbinary", "/afchunk")
LINKED_DATA = re.compile(r"/externallinks/|^xl/connections\.xml$|/querytables/")
WORKBOOK_OF_A_CHART = re.compile(r"/embeddings/[^/]+\.xlsx$")
OF_A_CHART = re.compile(r"/charts/_rels/")
WORD_TEXT = re.compile(r"^word/[^/]+\.xml$")
# What a field of Word asks other programs or files for; each field begins on a line of its own.
FETCHING_FIELD = re.compile(r"^\s*(?:dde|ddeauto|includetext)\b", re.IGNORECASE | re.MULTILINE)
# Where an OpenDocument file says what it shows, and what its parts are.
OPEN_PARTS = ("content.xml", "styles.xml", "meta.xml", "manifest.xml")
OPEN_OBJECTS = {"object-ole", "plugin", "applet"}
OPEN_FRAMES = {"floating-frame", "dde-source", "dde-link", "database-source"}
OPEN_LINKS = {"a", "area", "bibliography-mark", "form", "button", "event-listener"}
OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:|//|\\\\|\.\./|/")
REMOTE = re.compile(r"(?!file:)[a-z][a-z0-9+.-]+:|(?:file:)?//(?!/)|\\\\")

type Element = Callable[[str, dict[str, str]], None]


def refuse_what_is_brought_along(archive: zipfile.ZipFile) -> None:
    """Raises Faults where a file brings along what could do harm, with what to do about it."""
    parts = {part.filename.lower(): part for part in archive.infolist()}
    if any(MACRO_PART.search(name) for name in parts):
        raise macros()
    if "mimetype" in parts:
        _refuse_in_open_document(archive, parts)
    else:
        _refuse_in_office(archive, parts)


def _refuse_in_office(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> None:
    figures = set[str]()
    for name, part in parts.items():
        if name.endswith(".rels"):
            figures |= set(_workbooks_of_charts(archive, part, of_chart=OF_A_CHART.search(name)))
    if any(LINKED_DATA.search(name) for name in parts):
        raise _linked()
    for name, part in parts.items():
        if WORKBOOK_OF_A_CHART.search(name) and PurePosixPath(name).name in figures:
            _refuse_in_workbook(archive, part)
        elif OBJECTS.search(name):
            raise _objects()
        elif WORD_TEXT.search(name) and FETCHING_FIELD.search(_fields(archive, part)):
            raise _linked()


def _fields(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> str:
    """What the fields of a part of a Word file say, each on a line of its own."""
    said: list[str] = []

    def element(name: str, attributes: dict[str, str]) -> None:
        if name == "fldSimple":
            said.append(f"\n{attributes.get('instr', '')}\n")
        elif name == "fldChar":
            said.append("\n")

    def text(name: str, words: str) -> None:
        if name == "instrText":
            said.append(words)

    _read_elements(archive, part, element, text)
    return "".join(said)


def _workbooks_of_charts(
    archive: zipfile.ZipFile, part: zipfile.ZipInfo, *, of_chart: object
) -> Iterator[str]:
    """The names of the workbooks that hold a chart's figures; no other relation may bring more."""
    for kind, target, external in _relations(archive, part):
        if external:
            _refuse_outside(kind, target)
        elif of_chart and kind.endswith("/package") and WORKBOOK_OF_A_CHART.search(target.lower()):
            yield PurePosixPath(target).name.lower()
        elif kind.endswith(BRING_OBJECTS):
            raise _objects()


def _refuse_in_workbook(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    if part.file_size > MAX_INSIDE:
        raise _objects()
    try:
        with zipfile.ZipFile(io.BytesIO(archive.read(part))) as inside:
            if any("/embeddings/" in each.lower() for each in inside.namelist()):
                raise _objects()
            refuse_what_is_brought_along(inside)
    except zipfile.BadZipFile as error:
        raise _objects() from error


def _relations(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[tuple[str, str, bool]]:
    """Of each relation that a part declares its kind, where it leads, and whether outside."""
    found: list[tuple[str, str, bool]] = []

    def element(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            kind, target = attributes.get("Type", "").lower(), attributes.get("Target", "")
            found.append((kind, target, attributes.get("TargetMode", "").lower() == "external"))

    _read_elements(archive, part, element)
    return iter(found)


def _refuse_outside(kind: str, target: str) -> None:
    if kind.endswith(ON_A_CLICK):
        return
    if not kind.endswith(TEMPLATE):
        raise _linked()
    if not OWN_DRIVE.match(target):
        raise _template()


def _refuse_in_open_document(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> None:
    for name, part in parts.items():
        if PurePosixPath(name).name in OPEN_PARTS:
            _read_elements(archive, part, _refuse_element)


def _refuse_element(name: str, attributes: dict[str, str]) -> None:
    target = attributes.get("href", "").strip().lower()
    if name in OPEN_OBJECTS or "oleobject" in attributes.get("media-type", ""):
        raise _objects()
    # A listener of a script names its language; those of slides name what a click does.
    if name == "event-listener" and (
        "language" in attributes or attributes.get("action", "").startswith("execute")
    ):
        raise macros()
    if name == "template" and REMOTE.match(target):
        raise _template()
    taken_in = name != "template" and name not in OPEN_LINKS and OUTSIDE.match(target)
    if name in OPEN_FRAMES or taken_in:
        raise _linked()


def _read_elements(
    archive: zipfile.ZipFile,
    part: zipfile.ZipInfo,
    element: Element,
    text: Callable[[str, str], None] | None = None,
) -> None:
    """Calls `element` with the name and attributes of each element, without their prefixes, and
    `text` with the name of the element that was begun last and a piece of what follows.
    """
    begun = ""

    def started(name: str, attributes: dict[str, str]) -> None:
        nonlocal begun
        begun = _local(name)
        element(begun, {_local(key): value for key, value in attributes.items()})

    def no_document_type(*_arguments: object) -> None:
        raise ValueError("a document type")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = started
    if text:
        parser.CharacterDataHandler = lambda words: text(begun, words)
    parser.StartDoctypeDeclHandler = no_document_type
    with archive.open(part) as stream:
        while piece := stream.read(PIECE):
            parser.Parse(piece, False)
    parser.Parse(b"", True)


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _refusal(message: str) -> Faults:
    return Faults([Fault("", message)])


def macros() -> Faults:
    """What is said of a file with macros."""
    return _refusal(
        _("The file contains macros, which could do harm. Save it without them, or as a PDF.")
    )


def _objects() -> Faults:
    return _refusal(
        _(
            "The file contains objects from other software, which could do harm. Save a "
            "copy in which they are pictures or removed, or save it as a PDF."
        )
    )


def _template() -> Faults:
    return _refusal(
        _(
            "The file loads a template from elsewhere when it is opened. Save a copy that is not"
            " attached to a template (in Word: Developer, Document Template, Normal), or save it"
            " as a PDF."
        )
    )


def _linked() -> Faults:
    return _refusal(
        _(
            "The file fetches data, pictures or frames from elsewhere when it is opened. Save a "
            "copy in which these links are broken (in Office: File, Info, Edit Links to Files), "
            "or save it as a PDF."
        )
    )
