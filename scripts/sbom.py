"""Adds the packages of npm to a list of Python's: `sbom.py package-lock.json <python.json`.

Both are CycloneDX. What npm brings only for tests is left out, as `make install` leaves it out.
"""

import base64
import json
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

# The algorithms as package locks and as CycloneDX write them.
ALGORITHMS = {"sha1": "SHA-1", "sha256": "SHA-256", "sha512": "SHA-512"}


def components(lock: dict[str, Any]) -> list[dict[str, Any]]:
    """The packages of a lock as components."""
    return [
        component(path.rpartition("node_modules/")[2], package)
        for path, package in lock["packages"].items()
        if path and not package.get("dev")
    ]


def component(name: str, package: dict[str, Any]) -> dict[str, Any]:
    purl = f"pkg:npm/{quote(name, safe='/')}@{package['version']}"
    algorithm, _dash, digest = package["integrity"].partition("-")
    content = base64.b64decode(digest).hex()
    return {
        "bom-ref": purl,
        "type": "library",
        "name": name,
        "version": package["version"],
        "purl": purl,
        "hashes": [{"alg": ALGORITHMS[algorithm], "content": content}],
        # Not as an id: one of them is none of the SPDX list.
        "licenses": [{"license": {"name": package["license"]}}],
    }


if __name__ == "__main__":
    bom = json.load(sys.stdin)
    for each in bom["components"]:
        del each["description"]  # The line of requirements.txt once more, checksums included.
    bom["components"] += components(json.loads(Path(sys.argv[1]).read_text("utf-8")))
    json.dump(bom, sys.stdout, indent=2, ensure_ascii=False)
