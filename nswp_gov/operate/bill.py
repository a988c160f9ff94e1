"""The bill of materials: what the program is made of, read from its lock files.

`python -m nswp_gov.operate.bill` writes CycloneDX 1.6 (ECMA-424) to standard output, or to the file
named. The same lock files give the same bytes.
"""

from __future__ import annotations

import argparse
import base64
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nswp_gov
from nswp_gov.paths import PACKAGE

ROOT = PACKAGE.parent
_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def python_parts(lock: str, scope: str) -> Iterator[dict[str, Any]]:
    """Return a component for each pin of a hashed requirements file.

    `scope`: `required` for what serves, `excluded` for what only builds and tests.
    """
    pieces = re.split(r"\n(?=\S)", lock)
    for piece in pieces:
        if pin := _PIN.match(piece):
            name, version = pin[1].lower().replace("_", "-"), pin[2]
            yield {
                "type": "library",
                "name": name,
                "version": version,
                "scope": scope,
                "purl": f"pkg:pypi/{name}@{version}",
                "properties": [
                    {"name": "sha256 of a file that may be installed", "value": digest}
                    for digest in sorted(_HASH.findall(piece))
                ],
            }


def node_parts(lock: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Return a component for each package of a package-lock; all of them only test and build."""
    for place, one in sorted(lock["packages"].items()):
        name = place.rpartition("node_modules/")[2]
        if not name:
            continue
        algorithm, _, digest = one.get("integrity", "-").partition("-")
        yield {
            "type": "library",
            "name": name,
            "version": one["version"],
            "scope": "excluded",
            "purl": f"pkg:npm/{name.replace('@', '%40')}@{one['version']}",
            "hashes": [{"alg": _name(algorithm), "content": base64.b64decode(digest).hex()}]
            if digest
            else [],
        }


def _name(algorithm: str) -> str:
    return algorithm.upper().replace("SHA", "SHA-")


def bill(root: Path = ROOT) -> dict[str, Any]:
    """Return the whole bill as CycloneDX."""
    runs = list(python_parts((root / "requirements.lock").read_text("utf-8"), "required"))
    known = {one["purl"] for one in runs}
    builds = python_parts((root / "requirements-dev.lock").read_text("utf-8"), "excluded")
    packages = json.loads((root / "package-lock.json").read_text("utf-8"))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "name": "nswp-gov",
                "version": nswp_gov.__version__,
            }
        },
        "components": [
            *runs,
            *(one for one in builds if one["purl"] not in known),
            *node_parts(packages),
        ],
    }


def main() -> None:
    """Write the bill."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path)
    asked = parser.parse_args()
    text = json.dumps(bill(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if asked.file:
        asked.file.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
