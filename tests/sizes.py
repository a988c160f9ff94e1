"""How heavy the heavy suites are: small in every run, full with `make proof`.

A full run writes down what it did: `docs/proofs/<suite>.json`, by which commit, on which machine.
"""

from __future__ import annotations

import fcntl
import json
import os
import platform
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

IS_PROOF = os.environ.get("NSWP_TEST_SIZES") == "proof"
PROOFS = Path(__file__).resolve().parents[1] / "docs" / "proofs"
LOCK = Path(tempfile.gettempdir()) / "nswp-proofs.lock"


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
    found = {
        "seed": seed,
        "load": round(os.getloadavg()[0], 1),
        "ended_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        **figures,
    }
    here = commit()
    with LOCK.open("w") as lock:  # parts of one suite may run side by side
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        parts = kept.get("parts", {}) if kept.get("commit") == here else {}
        parts[part or "all"] = found
        told = {"suite": suite, "commit": here, "machine": machine(), "parts": parts}
        file.write_text(json.dumps(told, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def commit() -> str:
    """Return the commit that is checked out, with a mark where files were changed since.

    What a full run writes down itself is no change of what it was run on.
    """
    head = _git("rev-parse", "HEAD") or "unknown"
    changed = _git("status", "--porcelain", "--untracked-files=no", "--", ".", ":!docs/proofs")
    return f"{head}-dirty" if changed else head


def _git(*arguments: str) -> str:
    done = subprocess.run(
        ("git", *arguments), cwd=PROOFS.parents[1], capture_output=True, text=True, check=False
    )
    return done.stdout.strip()


def machine() -> str:
    """Return what the tests run on: cores, processor, system, Python."""
    python = f"Python {platform.python_version()}"
    return f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}, {python}"
