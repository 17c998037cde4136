"""What a file is: judged by its content, whatever it is called."""

import io
import unicodedata
import zipfile
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from maturity import file_kinds
from maturity.faults import Faults
from maturity.file_kinds import KINDS, OFFICE, OPEN, clean_name, judge

WORD = f"{OFFICE}wordprocessingml.document"
PIXEL = b"GIF89a\x01\x00\x01\x00\x80\x00\x00"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def packed(parts: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def content_types(*types: str) -> str:
    overrides = "".join(f'<Override PartName="/a.xml" ContentType="{each}"/>' for each in types)
    namespace = "http://schemas.openxmlformats.org/package/2006/content-types"
    return f'<?xml version="1.0"?><Types xmlns="{namespace}">{overrides}</Types>'


def office(kind: str = WORD, *, types: tuple[str, ...] = (), **more: str | bytes) -> bytes:
    declared = content_types(f"{kind}.main+xml", *types)
    return packed({"[Content_Types].xml": declared, "word/document.xml": "<a/>", **more})


def opendocument(kind: str = f"{OPEN}text", **more: str | bytes) -> bytes:
    return packed({"mimetype": kind, "content.xml": "<a/>", **more})


def kind_of(data: bytes) -> str:
    return judge(io.BytesIO(data), len(data)).word


def refusal(data: bytes) -> str:
    with pytest.raises(Faults) as raised:
        kind_of(data)
    return str(raised.value)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"\xef\xbb\xbf%PDF-1.7\n", "PDF"),
        (b"\r\n%PDF-1.7\n", "PDF"),
        (b"\xef\xbb\xbf\n%PDF-1.7\n", "PDF"),
        (b"\x1b%-12345X@PJL JOB\r\n@PJL ENTER LANGUAGE=PDF\r\n%PDF-1.4\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPG"),
        (b"GIF87a", "GIF"),
        (PIXEL, "GIF"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "WEBP"),
        (office(), "DOCX"),
        (office(f"{OFFICE}spreadsheetml.sheet"), "XLSX"),
        (office(f"{OFFICE}presentationml.presentation"), "PPTX"),
        (opendocument(), "ODT"),
        (opendocument(f"{OPEN}spreadsheet"), "ODS"),
        (opendocument(f"{OPEN}presentation"), "ODP"),
    ],
)
def test_what_is_taken_is_known_by_its_content(data: bytes, word: str) -> None:
    assert kind_of(data) == word


@pytest.mark.parametrize(
    "data",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<!doctype html><p>",
        b"plain words",
        b"MZ\x90\x00",
        b"<script>\n%PDF-1.7",
        b"see %PDF-1.7",
        b"\n" * 2000 + b"%PDF-1.7",
        b"RIFF\x00\x00\x00\x00WAVE",
        packed({"a.txt": "a"}),
        office("application/vnd.openxmlformats-officedocument.wordprocessingml.template"),
        office(types=(f"{OFFICE}spreadsheetml.sheet.main+xml",)),
        opendocument("application/epub+zip"),
        opendocument(f"{OPEN}text-template"),
    ],
)
def test_another_kind_of_file_is_refused(data: bytes) -> None:
    assert refusal(data).startswith("This kind of file is not accepted")


MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"


@pytest.mark.parametrize(
    "data",
    [
        office(**{"word/vbaProject.bin": b"x"}),
        office(**{"word/VBAPROJECT.BIN": b"x"}),
        office(**{"xl/macrosheets/sheet1.xml": b"x"}),
        office(**{"word/embeddings/inner.xlsm": b"x"}),
        office(types=(MACRO_TYPE,)),
        office(types=("application/vnd.ms-office.vbaProject",)),
        office(types=(MACRO_TYPE.replace("E", "&#69;"),)),
        packed({"[Content_Types].xml": content_types(MACRO_TYPE).encode("utf-16")}),
        packed({"[Content_Types].xml": content_types(MACRO_TYPE)}),
        opendocument(**{"Basic/Standard/Module1.xml": "<a/>"}),
        opendocument(**{"Scripts/python/a.py": "1"}),
    ],
)
def test_macros_are_refused_wherever_they_are_declared(data: bytes) -> None:
    assert refusal(data).startswith("The file contains macros")


def test_older_office_files_are_refused_with_the_way_out() -> None:
    assert "Save it as .docx, .xlsx or .pptx, or as a PDF." in refusal(OLE)


def encrypted_zip() -> bytes:
    data = bytearray(office())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    "data",
    [
        OLE + "EncryptedPackage".encode("utf-16-le"),
        OLE + b"\x00" * (file_kinds.PIECE - 610) + "EncryptedPackage".encode("utf-16-le"),
        encrypted_zip(),
        opendocument(**{"META-INF/manifest.xml": "<manifest:encryption-data/>"}),
    ],
)
def test_a_password_is_told(data: bytes) -> None:
    assert refusal(data).startswith("The file is protected by a password.")


@pytest.mark.parametrize("space", [b"", b"\x00" * file_kinds.PIECE])
def test_a_sensitivity_label_is_told_from_a_password(space: bytes) -> None:
    names = (each.encode("utf-16-le") for each in ("DRMEncryptedTransform", "EncryptedPackage"))
    assert refusal(OLE + space + b"".join(names)).startswith("A sensitivity label protects")


def too_many_parts() -> bytes:
    return office() + b"PK\x01\x02" * (file_kinds.MAX_PARTS + 1)


def grows_beyond_measure() -> bytes:
    data = bytearray(office(**{"word/big.xml": b"a"}))
    entry = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1) + 1)
    data[entry + 24 : entry + 28] = (4_000_000_000).to_bytes(4, "little")
    return bytes(data)


@pytest.mark.parametrize(
    "data",
    [
        office(**{"word/big.xml": b"\0" * 25_000_000}),
        packed({"[Content_Types].xml": b" " * (file_kinds.MAX_XML + 1)}),
        grows_beyond_measure(),
        too_many_parts(),
    ],
    ids=["grows", "declaration", "declared", "parts"],
)
def test_what_would_unpack_to_far_too_much_is_refused(data: bytes) -> None:
    assert refusal(data).startswith("Once unpacked, this file would be far too large.")


def twice_the_same_part() -> bytes:
    data = office(**{"word/document.xmk": "<b/>"})
    return data.replace(b"word/document.xmk", b"word/document.xml")


@pytest.mark.parametrize(
    "data",
    [
        office()[:-30],
        b"PK\x03\x04",
        packed({"[Content_Types].xml": "<a"}),
        packed({"[Content_Types].xml": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'}),
        twice_the_same_part(),
    ],
)
def test_a_damaged_file_is_told(data: bytes) -> None:
    assert refusal(data).startswith("The file is damaged.")


def test_an_empty_file_is_told() -> None:
    assert refusal(b"") == "The file is empty."


class Unread(io.BytesIO):
    def read(self, *_arguments: object) -> bytes:
        raise AssertionError("read although it is too large")


def test_a_file_that_is_too_large_is_not_read() -> None:
    with pytest.raises(Faults) as raised:
        judge(Unread(), file_kinds.MAX_BYTES + 1)
    assert str(raised.value) == "The file is too large: the limit is 20 MB."


@given(
    st.one_of(
        st.binary(max_size=400),
        st.binary(max_size=200).map(lambda rest: b"PK\x03\x04" + rest),
        st.tuples(st.integers(0, 400), st.binary(min_size=1, max_size=8)).map(
            lambda change: office()[: change[0]] + change[1] + office()[change[0] + 1 :]
        ),
        st.binary(max_size=200).map(lambda rest: packed({"[Content_Types].xml": rest})),
        st.binary(max_size=80).map(lambda rest: packed({"mimetype": rest})),
    )
)
def test_no_bytes_whatever_break_the_judging(data: bytes) -> None:
    with suppress(Faults):
        assert judge(io.BytesIO(data), len(data)) in KINDS.values()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Journey map.docx", "Journey map.docx"),
        ("Rapport d’été.DOCX", "Rapport d’été.DOCX"),
        ("../../etc/passwd", "passwd.docx"),
        ("C:\\My files\\a.docx", "a.docx"),
        ("report.docm", "report.docm.docx"),
        ("\u202excod.exe", "xcod.exe.docx"),
        ("a\u200f\u200e\u2066b.docx", "ab.docx"),
        ("a\r\nb\x00\x1bc\t.docx", "a bc .docx"),
        ("e\u0301.docx", "é.docx"),
        ("", "document.docx"),
        ("...", "document.docx"),
        (".docx", "docx.docx"),
        ("a" * 300 + ".docx", "a" * 250 + ".docx"),
    ],
)
def test_a_name_is_cleaned_and_ends_as_its_kind_does(name: str, kept: str) -> None:
    assert clean_name(name, KINDS[WORD]) == kept


@given(st.text(max_size=400))
@example("." * 300)
def test_any_name_becomes_one_that_can_be_kept(name: str) -> None:
    kept = clean_name(name, KINDS["application/pdf"])
    assert 5 <= len(kept) <= 255
    assert kept.lower().endswith(".pdf")
    assert [each for each in kept if unicodedata.category(each)[0] == "C" or each in "/\\"] == []
