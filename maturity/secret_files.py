"""Secret settings: each is given by its variable NAME, or in a file that NAME_FILE names."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

SECRETS = (
    "SECRET_KEY", "DATABASE_URL", "DATABASE_PASSWORD", "EMAIL_URL", "OIDC_PROVIDERS",
    "METRICS_TOKEN", "S3_ACCESS_KEY", "S3_SECRET_KEY",
)  # fmt: skip


def secret(name: str) -> str:
    """Return what a secret setting says, "" where it is not set. Raises ImproperlyConfigured."""
    file = os.environ.get(f"{name}_FILE", "")
    if not file:
        return os.environ.get(name, "")
    if os.environ.get(name):
        raise ImproperlyConfigured(f"{name} and {name}_FILE are both set: unset one of them.")
    try:
        # A byte order mark and one newline are what editors add.
        text = Path(file).read_text("utf-8-sig").removesuffix("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"{name}_FILE: {file} {_fault(error)}") from None
    if not text.strip():
        raise ImproperlyConfigured(f"{name}_FILE: {file} is empty: write the secret into it.")
    return text


def check_secret_files() -> None:
    """Raise ImproperlyConfigured with the faults of all secret files at once."""
    faults = []
    for name in SECRETS:
        try:
            secret(name)
        except ImproperlyConfigured as fault:
            faults.append(str(fault))
    if faults:
        raise ImproperlyConfigured("\n".join(faults))


def _fault(error: OSError | UnicodeDecodeError) -> str:
    """Return what is wrong with a file, and how to mend it."""
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return "does not exist: write the secret into it, or name the file that holds it."
        case IsADirectoryError():
            # A container's engine makes one where the file to be mounted was missing.
            return "is a folder: remove it, and write the secret into a file of that name."
        case PermissionError():
            return f"cannot be read by the user {os.geteuid()}: let that user read it."
        case UnicodeDecodeError():
            return "is not UTF-8 text: write the secret into it anew."
    return f"cannot be read ({error.strerror}): write the secret into a file on this machine."
