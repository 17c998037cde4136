"""Receiving uploads: of a file that is too large nothing is kept but its size."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from maturity.file_kinds import MAX_BYTES


@pytest.mark.parametrize(
    ("size", "kept"), [(0, 0), (10, 10), (MAX_BYTES, MAX_BYTES), (MAX_BYTES + 1, 0)]
)
def test_no_more_than_the_largest_file_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, kept: int
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    given = {
        "first": SimpleUploadedFile("a", b"a"),
        "file": SimpleUploadedFile("b", bytes(size)),
        "after": "text",
    }
    request = RequestFactory().post("/", given)
    file = request.FILES["file"]
    with file:
        assert (file.size, len(file.read()), request.POST["after"]) == (size, kept, "text")
    with request.FILES["first"] as first:
        assert first.read() == b"a"
    assert list(tmp_path.iterdir()) == []
