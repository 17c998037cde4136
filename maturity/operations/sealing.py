"""Encrypting archives to public keys, in the format of age (https://age-encryption.org/v1).

The portal knows public keys alone: what it has encrypted, it cannot read any more. Whoever holds
one of the private keys opens an archive with `restore --identity`, or with the program `age`.
"""

import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import pyrage
from django.utils.translation import gettext as _
from pyrage import x25519

from maturity.faults import Fault, Faults
from maturity.operations.stores import Openable

MAGIC = b"age-encryption.org/v1\n"
SECRET = "AGE-SECRET-KEY-"  # noqa: S105 – how each begins # nosec B105
CHUNK = 1 << 16

Identity = Any
Recipient = Any


def recipient(key: str) -> Recipient:
    """Reads a public key. Raises ValueError, which says why, and quotes no private key."""
    if key.upper().startswith(SECRET):
        raise ValueError("it holds a private key: name the public one, which begins with age1")
    try:
        return x25519.Recipient.from_str(key)
    except pyrage.RecipientError:
        raise ValueError(f"{key!r} is not a public key of age, which begins with age1") from None


def identities_in(file: Path) -> list[Identity]:
    """Reads the private keys in a file as age-keygen makes them. Raises Faults, quoting none."""
    try:
        lines = file.read_bytes().decode(errors="replace").splitlines()
    except OSError as error:
        message = _("cannot be read: %(reason)s") % {"reason": error.strerror or error}
        raise Faults([Fault(str(file), message)]) from error
    found, faults = [], []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            found.append(x25519.Identity.from_str(line.strip()))
        except pyrage.IdentityError:
            message = _("line %(number)s is not a private key of age") % {"number": number}
            faults.append(Fault(str(file), message))
    if lines and lines[0].encode() == MAGIC.strip():
        message = _("is itself encrypted: decrypt it with the program age first")
        raise Faults([Fault(str(file), message)])
    if faults or not found:
        # A file of another kind has no key on any of its lines: it is one fault.
        raise Faults(faults if found else [Fault(str(file), _("holds no private key of age"))])
    return found


def is_sealed(file: Openable) -> bool:
    """Whether a file is encrypted. Raises OSError."""
    with file.open("rb") as stream:
        return stream.read(len(MAGIC)) == MAGIC


def seal(pieces: Iterable[bytes], target: IO[bytes], recipients: Sequence[Recipient]) -> None:
    """Writes what the pieces make, encrypted. Raises what the pieces or the target raise."""
    source, sink = _Source(pieces), _Sink(target)
    try:
        pyrage.encrypt_io(source, sink, recipients)
    except (pyrage.EncryptError, OSError):
        # The library knows no more of an error than its text.
        for error in (source.error, sink.error):
            if error is not None:
                raise error from None
        raise


@contextmanager
def unsealed(file: Openable, identities: Sequence[Identity]) -> Iterator[IO[bytes]]:
    """The bytes that a file was before it was encrypted. Raises Faults if none of the keys fits.

    Another thread decrypts as they are read, so that nothing of them comes to the disk.
    """
    left = threading.Event()
    failures: list[str] = []

    def decrypt() -> None:
        with suppress(BrokenPipeError), target:
            try:
                pyrage.decrypt_io(stream, target, identities)
            except (pyrage.DecryptError, OSError) as error:
                if not left.is_set():
                    failures.append(str(error))

    with file.open("rb") as stream:
        source, target = (
            os.fdopen(end, mode) for end, mode in zip(os.pipe(), ("rb", "wb"), strict=True)
        )
        thread = threading.Thread(target=decrypt, daemon=True)
        thread.start()
        try:
            with source:
                try:
                    yield source
                    while source.read(CHUNK):  # Only at its end is it known to be whole.
                        pass
                except BaseException:
                    if not failures:
                        left.set()
                        raise
        finally:
            thread.join()
    if failures:
        raise Faults([Fault(str(file), _told(failures[0]))])


def _told(failure: str) -> str:
    if "No matching keys" in failure:
        return _("none of these keys opens it: it was encrypted to others")
    return _("is damaged, or not a backup of the portal")


class _Source:
    """Pieces, read as a file is; it keeps the error that reading them ended with."""

    def __init__(self, pieces: Iterable[bytes]):
        self.pieces = iter(pieces)
        self.rest = b""
        self.error: BaseException | None = None

    def read(self, size: int) -> bytes:
        try:
            while not self.rest:
                self.rest = next(self.pieces)
        except StopIteration:
            return b""
        except BaseException as error:
            self.error = error
            raise
        given, self.rest = self.rest[:size], self.rest[size:]
        return given


class _Sink:
    """A file to write to, which keeps the error that writing ended with."""

    def __init__(self, target: IO[bytes]):
        self.target = target
        self.error: BaseException | None = None

    def write(self, data: bytes) -> int:
        try:
            return self.target.write(data)
        except BaseException as error:
            self.error = error
            raise

    def flush(self) -> None:
        self.target.flush()
