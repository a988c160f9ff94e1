"""How heavy the heavy suites are: small in every run, full with `make proof`.

A full run writes down what it did: `docs/proofs/<suite>.json`, by which commit, on which machine.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

IS_PROOF = os.environ.get("NSWP_TEST_SIZES") == "proof"
PROOFS = Path(__file__).resolve().parents[1] / "docs" / "proofs"


def size(small: int, proof: int) -> int:
    """Return the size of this run."""
    return proof if IS_PROOF else small


def prove(
    suite: str, figures: Mapping[str, Any], *, seed: int | list[int] | None = None, part: str = ""
) -> None:
    """Write down a full run, beside what other parts of its suite found; a small one is not.

    `part` names what was run, for instance the database.
    """
    if not IS_PROOF:
        return
    PROOFS.mkdir(exist_ok=True)
    file = PROOFS / f"{suite}.json"
    kept = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    parts = kept.get("parts", {}) if kept.get("commit") == commit() else {}
    parts[part or "all"] = {
        "seed": seed,
        "load": round(os.getloadavg()[0], 1),
        "ended_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        **figures,
    }
    told = {"suite": suite, "commit": commit(), "machine": machine(), "parts": parts}
    file.write_text(json.dumps(told, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def commit() -> str:
    """Return the commit that is checked out, with a mark where files were changed since."""
    asked = ("git", "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*")
    done = subprocess.run(asked, cwd=PROOFS.parents[1], capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"


def machine() -> str:
    """Return what the tests run on: cores, processor, system, Python."""
    python = f"Python {platform.python_version()}"
    return f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}, {python}"
