"""The file that a backup is: a tar archive that says first what it holds, and can be judged by it.

`manifest.json` comes first, then `database`, then `files/STORE/PATH` for each file of the stores in
`stores.FILES`. It may be encrypted as a whole (`maturity.operations.sealing`), and is
known as such by its beginning.
"""

import hashlib
import json
import tarfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.utils.translation import gettext as _

from maturity import json_file
from maturity.faults import Fault, Faults
from maturity.operations import sealing
from maturity.operations.stores import FILES, Openable

FORMAT = "portal-backup/1"
SCHEMA = Path(__file__).resolve().parent.parent / "schemas" / "portal-backup-1.json"
MANIFEST = "manifest.json"
DATABASE = "database"
MAX_MANIFEST = 100_000_000  # bytes: some 500,000 files
CHUNK = 1 << 20

Manifest = dict[str, Any]
# How a member is opened when its turn comes.
Opened = Callable[[], AbstractContextManager[IO[bytes]]]


def describe(stream: IO[bytes]) -> dict[str, Any]:
    """The size and SHA-256 of what a file holds from here on, as a manifest gives them."""
    size, digest = _copy(stream)
    return {"size": size, "sha256": digest}


def write(
    target: IO[bytes],
    manifest: Manifest,
    members: Iterable[tuple[str, Opened]],
    recipients: Sequence[sealing.Recipient] = (),
) -> None:
    """Writes an archive of members that are opened in their order.

    With recipients, it is encrypted while it is written.
    """
    pieces = _pieces(manifest, members)
    if recipients:
        sealing.seal(pieces, target, recipients)
    else:
        target.writelines(pieces)
    target.flush()


def verify(file: Openable, identities: Sequence[sealing.Identity] = ()) -> Manifest:
    """The manifest of an archive of which every byte is as it should be. Raises Faults if not.

    One that is encrypted is opened with one of the `identities`.
    """
    found: set[str] = set()
    faults: list[Fault] = []
    try:
        with _opened(file, identities) as tar:
            manifest = _manifest(tar)
            if faults := _odd_members(manifest):
                raise Faults(faults)
            for info in tar:
                name, expected = info.name, manifest["members"].get(info.name)
                if name == MANIFEST and info.offset == 0:
                    continue
                if not info.isreg() or info.issparse():
                    faults.append(Fault(name, _("is not a plain file")))
                elif expected is None:
                    faults.append(Fault(name, _("is not in the manifest")))
                elif name in found:
                    faults.append(Fault(name, _("is there twice")))
                else:
                    found.add(name)
                    size, digest = _copy(_content(tar, info))
                    if (size, digest) != (expected["size"], expected["sha256"]):
                        faults.append(Fault(name, _("is not as it was when the backup was made")))
    except OSError as error:
        raise Faults([Fault(str(file), _unreadable(error))]) from error
    except (tarfile.TarError, EOFError) as error:
        raise Faults([Fault(str(file), _("is damaged, or not a backup of the portal"))]) from error
    missing = [name for name in manifest["members"] if name not in found]
    faults += [Fault(name, _("is missing from the archive")) for name in missing]
    if faults:
        raise Faults(faults)
    return manifest


def opens(file: Openable, identities: Sequence[sealing.Identity] = ()) -> bool:
    """Whether an archive begins as one of the portal's does, once it is decrypted."""
    try:
        with _opened(file, identities) as tar:
            return tar.next() is not None
    except (OSError, tarfile.TarError, Faults):
        return False


def extract(
    file: Openable, manifest: Manifest, identities: Sequence[sealing.Identity] = ()
) -> Iterator[tuple[str, IO[bytes]]]:
    """The members of an archive that was verified: the name and the bytes of each, in order."""
    with _opened(file, identities) as tar:
        for info in tar:
            if info.name in manifest["members"]:
                yield info.name, _content(tar, info)


def save(stream: IO[bytes], target: IO[bytes], name: str, expected: dict[str, Any]) -> None:
    """Writes a member to a new file. Raises Faults if it is not what the manifest says."""
    size, digest = _copy(stream, target)
    target.flush()
    if (size, digest) != (expected["size"], expected["sha256"]):
        raise Faults([Fault(name, _("is not as it was when the backup was made"))])


@contextmanager
def _opened(file: Openable, identities: Sequence[sealing.Identity]) -> Iterator[tarfile.TarFile]:
    # As a stream: what is encrypted can only be read from its beginning to its end.
    if not sealing.is_sealed(file):
        with file.open("rb") as stream, tarfile.open(fileobj=stream, mode="r|") as tar:
            yield tar
    elif not identities:
        message = _("is encrypted: name the file with its private key (--identity)")
        raise Faults([Fault(str(file), message)])
    else:
        with (
            sealing.unsealed(file, identities) as plain,
            tarfile.open(fileobj=plain, mode="r|") as tar,
        ):
            yield tar


def _pieces(manifest: Manifest, members: Iterable[tuple[str, Opened]]) -> Iterator[bytes]:
    """The bytes of an archive, in order: they are made as they are asked for."""
    data = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    yield _header(MANIFEST, len(data)) + data + _padding(len(data))
    for name, opened in members:
        size = manifest["members"][name]["size"]
        yield _header(name, size)
        with opened() as content:
            yield from iter(partial(content.read, CHUNK), b"")
        yield _padding(size)
    yield tarfile.NUL * tarfile.RECORDSIZE


def _manifest(tar: tarfile.TarFile) -> Manifest:
    first = tar.next()
    if first is None or first.name != MANIFEST or not first.isreg() or first.size > MAX_MANIFEST:
        raise tarfile.ReadError("no manifest")
    manifest = json_file.read(_content(tar, first).read(), max_bytes=MAX_MANIFEST)
    if isinstance(manifest, dict) and manifest.get("format") != FORMAT:
        message = _("unknown format; this portal reads %(format)s") % {"format": FORMAT}
        raise Faults([Fault(json_file.place(MANIFEST, "format"), message)])
    if faults := json_file.schema_faults(manifest, SCHEMA):
        raise Faults(Fault(f"{MANIFEST}: {fault.place}", fault.message) for fault in faults)
    return manifest


def _odd_members(manifest: Manifest) -> list[Fault]:
    """Names that lead anywhere but to the database or into one of the portal's stores."""
    faults = []
    for name in manifest["members"]:
        parts = PurePosixPath(name).parts
        straight = "/".join(parts) == name and ".." not in parts and "\\" not in name
        known = len(parts) > 2 and parts[0] == "files" and parts[1] in FILES
        if name != DATABASE and not (straight and known):
            faults.append(Fault(name, _("is not the name of a file of the portal")))
    if DATABASE not in manifest["members"]:
        faults.append(Fault(DATABASE, _("is missing from the archive")))
    return faults


def _header(name: str, size: int) -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info.tobuf(tarfile.PAX_FORMAT)


def _padding(size: int) -> bytes:
    return tarfile.NUL * (-size % tarfile.BLOCKSIZE)


def _content(tar: tarfile.TarFile, info: tarfile.TarInfo) -> IO[bytes]:
    content = tar.extractfile(info)
    assert content is not None  # nosec B101
    return content


def _copy(source: IO[bytes], target: IO[bytes] | None = None) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    while chunk := source.read(CHUNK):
        size += len(chunk)
        digest.update(chunk)
        if target:
            target.write(chunk)
    return size, digest.hexdigest()


def _unreadable(error: OSError) -> str:
    return _("cannot be read: %(reason)s") % {"reason": error.strerror or error}
