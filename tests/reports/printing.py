"""What LibreOffice makes of a deck of slides."""

import subprocess
from pathlib import Path


def printed(data: bytes, folder: Path) -> list[str]:
    """The text of each page of the PDF that LibreOffice makes of a .pptx file."""
    path = folder / "deck.pptx"
    path.write_bytes(data)
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
         "--convert-to", "pdf", "--outdir", folder, path],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    said = subprocess.run(
        ["pdftotext", "-layout", folder / "deck.pdf", "-"],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    return [" ".join(page.split()) for page in said.stdout.decode().split("\f")[:-1]]
