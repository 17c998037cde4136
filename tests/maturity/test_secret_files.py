"""A secret is given by its variable or in a file, and a file that is no use says how to mend it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from maturity.environment import (
    BucketPlace,
    database,
    mailer,
    metrics_token,
    oidc_providers,
    secret_key,
)
from maturity.secret_files import SECRETS, check_secret_files, secret


@pytest.fixture(autouse=True)
def _nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SECRETS:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(f"{name}_FILE", raising=False)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that SECRET_KEY_FILE names, which is not there yet."""
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "secret"))
    return tmp_path / "secret"


@contextmanager
def nobody() -> Iterator[None]:
    """Whoever runs the tests has no more rights than an ordinary user meanwhile."""
    before = os.geteuid()
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(before)


@pytest.mark.parametrize(
    ("content", "read"),
    [
        (b"secret", "secret"),
        (b"secret\n", "secret"),
        (b"secret\n\n", "secret\n"),
        (b"secret\r\n", "secret"),
        (b"\xef\xbb\xbfsecret", "secret"),
        ("clé".encode(), "clé"),
        (b" $pace ", " $pace "),
    ],
)
def test_a_secret_is_what_its_file_says_but_for_one_newline(
    file: Path, content: bytes, read: str
) -> None:
    file.write_bytes(content)
    assert secret("SECRET_KEY") == read


def test_a_secret_that_is_not_set_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY_FILE", "")
    assert secret("SECRET_KEY") == ""


def test_a_secret_is_not_set_twice(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text("secret")
    monkeypatch.setenv("SECRET_KEY", "secret")
    assert refused() == "SECRET_KEY and SECRET_KEY_FILE are both set: unset one of them."


def test_the_file_of_a_secret_is_there(file: Path) -> None:
    assert refused() == (
        f"SECRET_KEY_FILE: {file} does not exist: "
        "write the secret into it, or name the file that holds it."
    )


def test_the_file_of_a_secret_is_no_folder(file: Path) -> None:
    file.mkdir()
    assert refused() == (
        f"SECRET_KEY_FILE: {file} is a folder: "
        "remove it, and write the secret into a file of that name."
    )


@pytest.mark.skipif(os.geteuid() != 0, reason="root alone can be somebody else")
def test_the_file_of_a_secret_can_be_read(file: Path) -> None:
    file.write_text("secret")
    file.chmod(0o600)
    with nobody():
        said = refused()
    assert said == (
        f"SECRET_KEY_FILE: {file} cannot be read by the user 65534: let that user read it."
    )


@pytest.mark.parametrize("content", [b"", b"\n", b"  \n"])
def test_the_file_of_a_secret_is_not_empty(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    assert refused() == f"SECRET_KEY_FILE: {file} is empty: write the secret into it."


def test_the_file_of_a_secret_is_text(file: Path) -> None:
    file.write_bytes(b"\xff\xfe")
    assert refused() == (
        f"SECRET_KEY_FILE: {file} is not UTF-8 text: write the secret into it anew."
    )


def test_the_faults_of_all_files_are_told_at_once(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in SECRETS:
        monkeypatch.setenv(f"{name}_FILE", str(tmp_path / name))
    told = refused().splitlines()
    assert [line.partition(":")[0] for line in told] == [f"{name}_FILE" for name in SECRETS]


def test_every_secret_may_be_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    provider = (
        '[{"id": "a", "name": "A", "issuer": "https://a.example.org",'
        ' "client_id": "portal", "secret": "provider’s"}]'
    )
    written = {
        "SECRET_KEY": "key of this machine",
        "DATABASE_URL": "postgres://portal@db.example.org/portal",
        "DATABASE_PASSWORD": "p@ss/word%",
        "EMAIL_URL": "smtp+tls://user:password@smtp.example.org:587",
        "OIDC_PROVIDERS": provider,
        "METRICS_TOKEN": "m" * 32,
        "S3_ACCESS_KEY": "portal",
        "S3_SECRET_KEY": "k" * 40,
    }
    for name in SECRETS:
        (tmp_path / name).write_text(written[name] + "\n", encoding="utf-8")
        monkeypatch.setenv(f"{name}_FILE", str(tmp_path / name))
    check_secret_files()
    chosen = database(default="sqlite:///nothing")
    assert secret_key(public=False, kept=tmp_path) == "key of this machine"
    assert (chosen["HOST"], chosen["USER"]) == ("db.example.org", "portal")
    assert chosen["PASSWORD"] == "p@ss/word%"
    assert mailer(public=True, folder=tmp_path)["OPTIONS"]["password"] == "password"
    assert [each.secret for each in oidc_providers(public=True)] == ["provider’s"]
    assert metrics_token() == "m" * 32
    options = BucketPlace("files").options()
    assert (options["access_key"], options["secret_key"]) == ("portal", "k" * 40)


def test_a_password_that_is_not_written_as_in_an_address_is_not_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://portal:my/secret@db.example.org/portal")
    monkeypatch.setenv("EMAIL_URL", "smtp+tls://portal:my/secret@smtp.example.org:587")
    for name, read in (
        ("DATABASE_URL", lambda: database(default="")),
        ("EMAIL_URL", lambda: mailer(public=True, folder=tmp_path)),
    ):
        with pytest.raises(ImproperlyConfigured) as fault:
            read()
        assert (fault.value.__suppress_context__, str(fault.value)) == (
            True,
            f"{name} is not an address that can be read. In its password, write %40 for @, "
            "%2F for /, %3A for :, %23 for #, and so on.",
        )


@pytest.mark.parametrize(
    ("url", "told"),
    [
        (
            "postgres://portal:secret@/portal",
            "DATABASE_URL has a password, and DATABASE_PASSWORD is set: take out one of them.",
        ),
        (
            "sqlite:////tmp/portal.sqlite3",
            "DATABASE_PASSWORD is set, but DATABASE_URL names nobody whose password it could be: "
            "set that to a database such as postgres://portal@db.example.org/portal.",
        ),
    ],
)
def test_a_password_of_the_database_needs_a_user_without_one(
    url: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("DATABASE_PASSWORD", "secret")
    with pytest.raises(ImproperlyConfigured) as fault:
        database(default="")
    assert str(fault.value) == told


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (
            "{",
            "is not JSON: Expecting property name enclosed in double quotes at line 1, column 2.",
        ),
        ("{}", "has to be a JSON list of objects: [{…}, {…}]."),
        ("[1]", "has to be a JSON list of objects: [{…}, {…}]."),
    ],
)
def test_identity_providers_are_a_list_of_objects(
    written: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OIDC_PROVIDERS", written)
    with pytest.raises(ImproperlyConfigured) as fault:
        oidc_providers(public=True)
    assert str(fault.value) == f"OIDC_PROVIDERS {told}"


def refused() -> str:
    """What is said of the secrets, which are refused."""
    with pytest.raises(ImproperlyConfigured) as fault:
        check_secret_files()
    return str(fault.value)
