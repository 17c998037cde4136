"""Whether a file or a SHA-256 is genuine: reports, their data, and everything that is neither."""

import datetime
import hashlib
import io
import os
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from assessments.cycle.actions import start_assessment
from assessments.models import Assessment, Baseline, Membership, Person
from assessments.people.actions import command_line_person
from maturity.wording import long_date
from reports import verification
from reports.baseline import assessment_document, assessment_report
from reports.documents import make_pdf
from reports.models import IssuedReport
from reports.verification import SNAPSHOTS, Verification, of_digest, of_file
from tests.reports.every_pdf import approved

SNAPSHOT = SNAPSHOTS[0]

pytestmark = [pytest.mark.database("approved"), pytest.mark.slow]


@dataclass(frozen=True)
class Genuine:
    """An approved assessment, and its report in English as it was handed out."""

    assessment: Assessment
    baseline: Baseline
    pdf: bytes

    @property
    def data(self) -> bytes:
        return self.baseline.snapshot.encode()


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Genuine]:
    """Made once, in a transaction round all the tests of this module."""
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
        assessment = approved()
        made = Genuine(assessment, assessment.baseline, assessment_report(assessment, "en").data)
    yield made
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture
def genuine(made: Genuine, db: None) -> Genuine:
    return made


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def pdf(*streams: bytes) -> bytes:
    """Something with the marks of a PDF, with streams in it as they are given."""
    parts = [b"<< >>\nstream\n" + stream + b"\nendstream\nendobj\n" for stream in streams]
    return b"%PDF-1.7\n" + b"".join(parts) + b"%%EOF"


def saved_anew(source: bytes, **options: Any) -> bytes:
    """The same PDF as another program would write it."""
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(source)) as opened:
        opened.save(written, **options)
    return written.getvalue()


# What is genuine.


def test_a_report_is_known_byte_for_byte(genuine: Genuine) -> None:
    verdict = of_file(genuine.pdf)
    assert verdict.report
    assert (verdict.finding, verdict.baseline, verdict.report.language, verdict.sha256) == (
        Verification.REPORT, genuine.baseline, "en", sha256(genuine.pdf),
    )  # fmt: skip


def test_a_report_is_known_by_its_digest(genuine: Genuine) -> None:
    assert of_digest(sha256(genuine.pdf)) == of_file(genuine.pdf)


def test_a_baseline_is_known_by_its_digest(genuine: Genuine) -> None:
    verdict = of_digest(genuine.baseline.sha256)
    assert (verdict.finding, verdict.baseline) == (Verification.DATA, genuine.baseline)


def test_the_data_of_a_baseline_is_known(genuine: Genuine) -> None:
    assert of_file(genuine.data) == of_digest(genuine.baseline.sha256)


def test_nothing_has_another_digest(genuine: Genuine) -> None:
    assert of_digest("0" * 64).finding is Verification.UNKNOWN


# Data that is genuine, in a file that is not.


def altered_page(source: bytes) -> bytes:
    """One byte changed in the middle of what the first page draws."""
    with pikepdf.open(io.BytesIO(source)) as opened:
        drawn = opened.pages[0].Contents.read_raw_bytes()
    place = source.index(drawn) + len(drawn) // 2
    return source[:place] + bytes([source[place] ^ 1]) + source[place + 1 :]


TOUCHED: dict[str, Callable[[bytes], bytes]] = {
    "one byte of a page": altered_page,
    "something after the end": lambda source: source + b"\n% more",
    "something before the beginning": lambda source: b"\n" * 900 + source,
    "saved by another program": saved_anew,
    "saved without compression": lambda source: saved_anew(
        source, stream_decode_level=pikepdf.StreamDecodeLevel.all, compress_streams=False
    ),
}


@pytest.mark.parametrize("how", TOUCHED)
def test_a_touched_report_has_data_that_can_be_trusted(genuine: Genuine, how: str) -> None:
    verdict = of_file(TOUCHED[how](genuine.pdf))
    assert (verdict.finding, verdict.baseline) == (Verification.DATA_IN_PDF, genuine.baseline)


def test_a_report_that_was_not_handed_out_has_data_that_can_be_trusted(genuine: Genuine) -> None:
    document = assessment_document(genuine.assessment, "fr")
    not_issued = make_pdf(replace(document, made_at=timezone.now())).data
    assert of_file(not_issued).finding is Verification.DATA_IN_PDF


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_the_data_is_found_among_other_streams(genuine: Genuine, end: bytes) -> None:
    packed = zlib.compress(genuine.data)
    source = pdf(b"\xff\xd8 no zlib", zlib.compress(b"q 1 0 0 1 0 0 cm"), packed, b"", b"x" * 99)
    assert of_file(source.replace(b"stream\n", b"stream" + end)).baseline == genuine.baseline


# What is neither.

BOMB = zlib.compress(SNAPSHOT + b"0" * 50_000_000)


def packed(genuine: Genuine) -> bytes:
    return zlib.compress(genuine.data)


HOSTILE: dict[str, Callable[[Genuine], bytes]] = {
    "empty": lambda genuine: b"",
    "rubbish": lambda genuine: os.urandom(100_000),
    "another type": lambda genuine: b"PK\x03\x04" + packed(genuine),
    "data with a byte more": lambda genuine: genuine.data + b"\n",
    "data with a byte changed": lambda genuine: genuine.data.replace(b'"cycle":1', b'"cycle":2'),
    "no PDF though it has the data": lambda genuine: pdf(packed(genuine))[9:],
    "an altered attachment": lambda genuine: pdf(
        zlib.compress(genuine.data.replace(b"DEATH", b"OTHER"))
    ),
    "an altered plain attachment": lambda genuine: pdf(genuine.data.replace(b"DEATH", b"OTHER")),
    "a truncated stream": lambda genuine: pdf(packed(genuine))[: len(pdf(packed(genuine))) // 2],
    "a plain stream without an end": lambda genuine: b"%PDF-1.7\nstream\n" + genuine.data,
    "a damaged stream": lambda genuine: pdf(packed(genuine)[:-2] + b"xx"),
    "encrypted": lambda genuine: saved_anew(
        genuine.pdf, encryption=pikepdf.Encryption(owner="o", user="u")
    ),
    "a bomb": lambda genuine: pdf(BOMB),
    "many bombs": lambda genuine: pdf(*[BOMB] * 100),
    "many streams before": lambda genuine: pdf(*[b""] * 2000, packed(genuine)),
    "streams that begin and never end": lambda genuine: b"%PDF-1.7\n" + b"stream\n" * 1_000_000,
    "ends without beginnings": lambda genuine: b"%PDF-1.7\n" + b"endstream\n" * 1_000_000,
    "plain data over and over": lambda genuine: b"%PDF-1.7\n" + (b"stream\n" + SNAPSHOT) * 500_000,
    "packed data over and over": lambda genuine: (
        b"%PDF-1.7\n" + (b"stream\n" + BOMB[:30_000]) * 300
    ),
    "nothing, packed at length": lambda genuine: pdf(
        *[b"\x78\x01" + b"\0\0\0\xff\xff" * 100_000] * 20
    ),
}


@pytest.mark.parametrize("how", HOSTILE)
def test_nothing_is_found_in_it(genuine: Genuine, how: str) -> None:
    source = HOSTILE[how](genuine)
    assert of_file(source) == verification.VerifiedFile(Verification.UNKNOWN, sha256(source))


@pytest.mark.usefixtures("genuine")
@given(source=st.binary(max_size=2000))
def test_no_bytes_are_too_odd(source: bytes) -> None:
    for given_ in (source, pdf(source), pdf(SNAPSHOT + source), pdf(zlib.compress(source))):
        assert of_file(given_).finding is Verification.UNKNOWN


@pytest.mark.usefixtures("genuine")
@given(source=st.binary(max_size=300), cut=st.integers(0, 400))
def test_no_damage_is_too_odd(source: bytes, cut: int) -> None:
    stream = zlib.compress(SNAPSHOT + source)
    assert of_file(pdf(stream[:cut] + source)).finding is Verification.UNKNOWN


def test_work_is_bounded(genuine: Genuine, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many bombs there are, no more is unpacked than is allowed in all."""
    unpacked = []
    digest = verification._unpacked

    def noted(packed: memoryview, allowed: int) -> tuple[str, int]:
        found = digest(packed, allowed)
        unpacked.append(found[1])
        return found

    monkeypatch.setattr(verification, "_unpacked", noted)
    of_file(pdf(*[BOMB] * 100))
    assert (len(unpacked), sum(unpacked) < 61_000_000) == (6, True)


# Handing out.


def test_a_report_is_remembered_in_all_languages_and_once(genuine: Genuine) -> None:
    for language in ("en", "fr", "fr", "both"):
        assessment_report(genuine.assessment, language)
    kept = IssuedReport.objects.order_by("language")
    assert [(each.language, each.baseline) for each in kept] == [
        (language, genuine.baseline) for language in ("both", "en", "fr")
    ]


def test_the_command_hands_out_too(genuine: Genuine, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    call_command("render_report", str(genuine.assessment.pk), "--language=fr", f"--output={path}")
    assert of_file(path.read_bytes()).finding is Verification.REPORT


def test_a_report_of_no_single_baseline_is_told_by_its_name(client: Client) -> None:
    IssuedReport.objects.create(
        key="k" * 64, sha256="a" * 64, kind="council", language="fr", name="PSSDC-fr.pdf", size=1
    )
    response = post(client, sha256="a" * 64)
    told = re.findall("<dt>(.*?)</dt><dd.*?>(.*?)</dd>", response.content.decode())
    assert told == [
        ("Report", "Council report (PSSDC-fr.pdf)"),
        ("Made on", long_date(timezone.now())),
        ("Language of the report", "French"),
    ]


def test_a_draft_is_not_remembered(genuine: Genuine) -> None:
    draft = start_assessment(
        genuine.assessment.initiative,
        genuine.assessment.stage,
        by=command_line_person(),
        as_of=datetime.date(2027, 10, 31),
    )
    source = assessment_report(Assessment.objects.with_context().get(pk=draft.pk), "en").data
    assert (IssuedReport.objects.count(), of_file(source).finding) == (3, Verification.UNKNOWN)


@pytest.mark.parametrize("change", ["update", "delete"])
def test_what_was_handed_out_cannot_be_changed(genuine: Genuine, change: str) -> None:
    issued = IssuedReport.objects.all()
    with (
        pytest.raises(IntegrityError, match="a published record cannot change"),
        transaction.atomic(),
    ):
        issued.update(language="fr") if change == "update" else issued.delete()


# The page.


@pytest.fixture
def client(genuine: Genuine) -> Client:
    """A browser of somebody without any role."""
    client = Client()
    client.force_login(Person.objects.create(email="a@example.org", name="Fictitious stranger"))
    return client


def post(client: Client, language: str = "en", **given_: Any) -> Any:
    return client.post(f"/{language}/verify/", given_)


def upload(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("report.pdf", data)


def heading(response: Any) -> str:
    return response.content.decode().partition("<h2>")[2].partition("</h2>")[0]


def test_the_page_says_which_report_it_is(client: Client, genuine: Genuine) -> None:
    response = post(client, file=upload(genuine.pdf))
    told = re.findall("<dt>(.*?)</dt><dd.*?>(.*?)</dd>", response.content.decode())
    assert heading(response) == "The file is genuine"
    approval = genuine.baseline.content["approval"]
    assert told == [
        ("Report", "Maturity baseline report (DEATH-DEL-1-baseline-en.pdf)"),
        ("Made on", long_date(timezone.now())),
        ("Language of the report", "English"),
        ("Initiative", "Death notification (fictitious ratings)"),
        ("Life-cycle stage", "Delivery"),
        ("Assessment number", "1"),
        ("Situation as of", "October 31, 2026"),
        ("Edition of the model", "2017-draft"),
        ("Approved by", approval["approved_by"]),
        ("Approved on", long_date(genuine.baseline.approved_at)),
        ("SHA-256 of the baseline", genuine.baseline.sha256),
        ("SHA-256 of the file", sha256(genuine.pdf)),
    ]


@pytest.mark.parametrize(
    ("given_", "told"),
    [
        (lambda genuine: {"file": upload(altered_page(genuine.pdf))},
         "The data is genuine, but the pages may not be"),
        (lambda genuine: {"file": upload(genuine.data)}, "The data is genuine"),
        (lambda genuine: {"file": upload(b"x")}, "This portal does not know the file"),
        (lambda genuine: {"sha256": genuine.baseline.sha256}, "The SHA-256 is that of a baseline"),
        (lambda genuine: {"sha256": f" {genuine.baseline.sha256[:32].upper()}\n"
                                    f"{genuine.baseline.sha256[32:]}"},
         "The SHA-256 is that of a baseline"),
        (lambda genuine: {"sha256": sha256(genuine.pdf)},
         "The SHA-256 is that of a genuine report"),
        (lambda genuine: {"sha256": "0" * 64}, "This portal does not know the SHA-256"),
    ],
)  # fmt: skip
def test_the_page_says_what_was_found(
    client: Client, genuine: Genuine, given_: Callable[[Genuine], dict[str, Any]], told: str
) -> None:
    assert heading(post(client, **given_(genuine))) == told


@pytest.mark.parametrize(
    ("given_", "field", "fault"),
    [
        ({}, "file", "Provide either a file or a SHA-256."),
        ({"file": b"x", "sha256": "0" * 64}, "file", "Provide either a file or a SHA-256."),
        ({"file": b""}, "file", "The submitted file is empty."),
        ({"file": b"x" * 20_000_001}, "file", "The file is too large: the limit is 20 MB."),
        ({"sha256": "0" * 63}, "sha256",
         "This is not a SHA-256: it has 64 digits and letters from a to f."),
        ({"sha256": "g" * 64}, "sha256",
         "This is not a SHA-256: it has 64 digits and letters from a to f."),
        ({"sha256": "\u0660" * 64}, "sha256",
         "This is not a SHA-256: it has 64 digits and letters from a to f."),
        ({"sha256": "0" * 201}, "sha256",
         "Ensure this value has at most 200 characters (it has 201)."),
    ],
)  # fmt: skip
def test_a_fault_is_told_at_its_field(
    client: Client, given_: dict[str, Any], field: str, fault: str
) -> None:
    filled = {
        key: upload(value) if isinstance(value, bytes) else value for key, value in given_.items()
    }
    response = post(client, **filled)
    assert response.context["form"].errors == {field: [fault]}
    assert f'<a href="#id_{field}">' in response.content.decode()


def test_the_form_can_send_files_and_the_toggle_checks_nothing(client: Client) -> None:
    response = post(client, language="fr", sha256="0" * 64, redisplay="1")
    source = response.content.decode()
    assert 'enctype="multipart/form-data"' in source
    assert ("verdict" in response.context, 'value="' + "0" * 64 in source) == (False, True)
    assert 'style="' not in source


@pytest.mark.parametrize("secretariat", [True, False])
def test_only_who_may_see_the_assessment_is_led_to_it(
    client: Client, genuine: Genuine, secretariat: bool
) -> None:
    person = Person.objects.get(email="a@example.org")
    if secretariat:
        Membership.objects.create(person=person, role="secretariat")
    source = post(client, sha256=genuine.baseline.sha256).content.decode()
    assert (f'href="/en/assessments/{genuine.assessment.pk}/"' in source) == secretariat


def test_the_page_takes_few_queries(
    client: Client,
    genuine: Genuine,
    django_assert_num_queries: Callable[[int], AbstractContextManager[Any]],
) -> None:
    client.get("/en/verify/")  # The first request of a session also notes when it began.
    with django_assert_num_queries(4):  # session, person, report with its baseline, roles
        post(client, file=upload(genuine.pdf))
    with django_assert_num_queries(5):  # no report has this digest
        post(client, sha256=genuine.baseline.sha256)


def test_every_page_leads_to_it_once_signed_in(client: Client) -> None:
    link = 'href="/en/verify/"'
    pages = [browser.get("/en/").content.decode() for browser in (client, Client())]
    assert [link in source for source in pages] == [True, False]
