"""A public portal starts only with settings that are safe, and then there is nothing to warn of."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from maturity.environment import mailer, secret_key

pytestmark = pytest.mark.slow  # A process for each.

PUBLIC = {
    "PORTAL_URL": "https://portal.example.org",
    "SECRET_KEY": "".join(map(chr, range(48, 98))),
    "EMAIL_URL": "smtp+tls://user:password@smtp.example.org:587",
    "PORTAL_CONTACT_EMAIL": "secretariat@example.org",
}


def run(*arguments: str, **changes: str | None) -> subprocess.CompletedProcess[str]:
    """Runs Python with the environment of a public portal, after some changes (None: not set)."""
    ours = {"DEBUG", "FEEDBACK", "MFA_REQUIRED_ROLES", "OIDC_PROVIDERS", "PORTAL_URL", "SECRET_KEY"}
    environment = {key: value for key, value in os.environ.items() if key not in ours}
    given = {key: value for key, value in (PUBLIC | changes).items() if value is not None}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env=environment | given,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_check_for_deployment_finds_nothing_in_a_public_portal() -> None:
    done = run("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    said = "System check identified no issues (0 silenced).\n"
    assert (done.returncode, done.stdout, done.stderr) == (0, said, "")


def test_the_check_for_deployment_misses_the_secretariats_address() -> None:
    done = run("manage.py", "check", "--deploy", PORTAL_CONTACT_EMAIL=None)
    assert "(maturity.W001) Pages send people to the secretariat" in done.stderr


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"PORTAL_CONTACT_EMAIL": "nobody"}, "PORTAL_CONTACT_EMAIL is 'nobody': "),
        ({"SECRET_KEY": None}, "SECRET_KEY is not set. "),
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set. "),
        ({"SECRET_KEY": PUBLIC["SECRET_KEY"][:49]}, "SECRET_KEY is too short. "),
        ({"SECRET_KEY": "ab" * 40}, "SECRET_KEY is too short. "),
        ({"EMAIL_URL": None}, "EMAIL_URL is not set. "),
        (
            {"SECRET_KEY": None, "SECRET_KEY_FILE": "/nowhere"},
            "SECRET_KEY_FILE: /nowhere does not exist: ",
        ),
        ({"DEBUG": "1"}, "DEBUG shows the portal's inside: "),
        ({"FEEDBACK": "time,names"}, "FEEDBACK: it can be unclear or time, not names."),
        (
            {"PORTAL_URL": "http://portal.example.org"},
            "PORTAL_URL is 'http://portal.example.org': ",
        ),
        ({"PORTAL_URL": "portal.example.org"}, "PORTAL_URL is 'portal.example.org': "),
        ({"METRICS_TOKEN": "short"}, "METRICS_TOKEN is too short, or not plain. "),
        (
            {"METRICS_ADDRESSES": "10.0.0.5, here, 10.0.0.1/8"},
            "METRICS_ADDRESSES: 'here', '10.0.0.1/8': set it to addresses and networks ",
        ),
        (
            {"REPORTS_DIR": "/files", "BACKUPS_DIR": "/files/backups"},
            "BACKUPS_DIR is '/files/backups', in '/files': each backup would hold the ones before ",
        ),
        ({"FILES_BUCKET": "Files"}, "FILES_BUCKET is 'Files': set it to the name of a bucket, "),
        ({"FILES_BUCKET": "files/a/../b"}, "FILES_BUCKET is 'files/a/../b': "),
        (
            {"FILES_BUCKET": "files", "EVIDENCE_DIR": "/files"},
            "FILES_BUCKET and EVIDENCE_DIR are both set: unset one of them.",
        ),
        (
            {"FILES_BUCKET": "files/a", "BACKUPS_BUCKET": "files/b"},
            "FILES_BUCKET and BACKUPS_BUCKET name one bucket: ",
        ),
        (
            {"FILES_BUCKET": "files", "S3_ENDPOINT": "http://storage.example.org"},
            "S3_ENDPOINT is 'http://storage.example.org': set it to an address such as ",
        ),
        (
            {"S3_ACCESS_KEY": "mine"},
            "S3_ACCESS_KEY and S3_SECRET_KEY belong together: set both, or neither.",
        ),
        ({"BACKUP_HOUR": "24"}, "BACKUP_HOUR is '24': set it to an hour from 0 to 23."),
        (
            {"NIGHTLY_HOUR": "never"},
            "NIGHTLY_HOUR is 'never': set it to an hour from 0 to 23, or to off.",
        ),
        (
            {"BACKUP_KEEP": "2 years"},
            "BACKUP_KEEP is '2 years': '2 years' is not a number of days, weeks or months. ",
        ),
        (
            {"BACKUP_RECIPIENTS": "age1x, AGE-SECRET-KEY-1X"},
            "BACKUP_RECIPIENTS: 'age1x' is not a public key of age, which begins with age1; "
            "it holds a private key: name the public one, which begins with age1.",
        ),
    ],
)
def test_a_public_portal_does_not_start_without(changes: dict[str, str | None], told: str) -> None:
    done = run("-c", "import maturity.settings", **changes)
    last = done.stderr.splitlines()[-1]
    assert done.returncode == 1
    assert last.startswith(f"django.core.exceptions.ImproperlyConfigured: {told}")


def test_a_command_says_what_is_wrong_with_the_settings_and_no_more() -> None:
    done = run("manage.py", "run_worker", SECRET_KEY=None, SECRET_KEY_FILE="/nowhere")
    said = (
        "SECRET_KEY_FILE: /nowhere does not exist: "
        "write the secret into it, or name the file that holds it.\n"
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, "", said)


def test_the_key_that_a_portal_made_for_this_machine_is_not_for_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "secret-key"
    kept.write_text(PUBLIC["SECRET_KEY"])
    monkeypatch.setenv("SECRET_KEY", PUBLIC["SECRET_KEY"])
    with pytest.raises(ImproperlyConfigured, match="is the demonstration's"):
        secret_key(public=True, kept=kept)


def test_the_key_that_a_portal_makes_is_its_owner_s_alone_and_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "secret-key"
    monkeypatch.delenv("SECRET_KEY", raising=False)
    made = secret_key(public=False, kept=kept)
    assert (len(made), kept.stat().st_mode & 0o777) == (50, 0o600)
    assert secret_key(public=False, kept=kept) == made


def test_mail_of_this_machine_alone_goes_into_a_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("EMAIL_URL", raising=False)
    chosen = mailer(public=False, folder=tmp_path / "mail")
    assert chosen["OPTIONS"] == {"file_path": str(tmp_path / "mail")}


def test_all_faults_of_object_storage_are_told_at_once() -> None:
    changes = {"FILES_BUCKET": "A", "REPORTS_DIR": "/files", "S3_SECRET_KEY": "x"}
    done = run("-c", "import maturity.settings", **changes)
    assert done.stderr[done.stderr.index("ImproperlyConfigured: ") :].count("\n") == 3
    assert "FILES_BUCKET and REPORTS_DIR are both set" in done.stderr
