"""Archives are encrypted to public keys, and opened with a private one alone."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pyrage
import pytest
from pyrage import x25519

from maturity.faults import Faults
from maturity.operations import sealing

DATA = bytes(range(256)) * 2000  # several of age's chunks


@pytest.fixture
def key() -> x25519.Identity:
    return x25519.Identity.generate()


@pytest.fixture
def sealed(key: x25519.Identity, tmp_path: Path) -> Path:
    file = tmp_path / "sealed"
    with file.open("wb") as target:
        sealing.seal([DATA[:1], DATA[1:]], target, [key.to_public()])
    return file


def told(does: Callable[[], object]) -> list[str]:
    with pytest.raises(Faults) as raised:
        does()
    return [fault.message for fault in raised.value.faults]


def read(file: Path, *keys: x25519.Identity) -> bytes:
    with sealing.unsealed(file, keys) as stream:
        return stream.read()


def test_what_was_sealed_is_read_with_any_of_the_keys_at_hand(
    sealed: Path, key: x25519.Identity
) -> None:
    assert read(sealed, x25519.Identity.generate(), key) == DATA


def test_the_program_age_reads_it_too(sealed: Path, key: x25519.Identity) -> None:
    assert pyrage.decrypt(sealed.read_bytes(), [key]) == DATA


def test_another_key_opens_nothing(sealed: Path) -> None:
    assert told(lambda: read(sealed, x25519.Identity.generate())) == [
        "none of these keys opens it: it was encrypted to others"
    ]


@pytest.mark.parametrize("end", [150, 70_000, -1])
def test_a_file_that_was_cut_short_is_damaged(sealed: Path, key: x25519.Identity, end: int) -> None:
    sealed.write_bytes(sealed.read_bytes()[:end])
    assert told(lambda: read(sealed, key)) == ["is damaged, or not a backup of the portal"]


def test_who_stops_reading_leaves_no_thread_waiting(sealed: Path, key: x25519.Identity) -> None:
    def stop() -> None:
        with sealing.unsealed(sealed, [key]) as stream:
            assert stream.read(10) == DATA[:10]
            raise KeyError

    with pytest.raises(KeyError):
        stop()


def test_what_went_wrong_while_sealing_is_raised_as_it_was(key: x25519.Identity) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"x"
        raise FileNotFoundError(2, "gone", "a file")

    class Full(io.BytesIO):
        def write(self, _data: object) -> int:
            raise OSError(28, "No space left on device")

    with pytest.raises(FileNotFoundError):
        sealing.seal(pieces(), io.BytesIO(), [key.to_public()])
    with pytest.raises(OSError, match="No space left"):
        sealing.seal([DATA], Full(), [key.to_public()])


def test_a_file_of_keys_may_hold_several_and_comments(key: x25519.Identity, tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_text(f"# created: today\n{key}\n\n{x25519.Identity.generate()}\n")
    assert str(sealing.identities_in(file)[0]) == str(key)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "holds no private key of age"),
        ("age1xyz\n", "holds no private key of age"),
        ("age-encryption.org/v1\nx", "is itself encrypted: decrypt it with the program age first"),
        ("KEY\nnothing", "line 2 is not a private key of age"),
    ],
)
def test_a_file_without_a_key_says_so_and_quotes_nothing(
    key: x25519.Identity, tmp_path: Path, text: str, message: str
) -> None:
    file = tmp_path / "keys"
    file.write_text(text.replace("KEY", str(key)))
    assert told(lambda: sealing.identities_in(file)) == [message]


def test_a_private_key_in_the_place_of_a_public_one_is_not_quoted(key: x25519.Identity) -> None:
    with pytest.raises(ValueError, match="it holds a private key") as raised:
        sealing.recipient(str(key))
    assert str(key) not in str(raised.value)
