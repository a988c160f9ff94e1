"""Records for tests, as the program makes them, and the verifier run on them."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

from nswp_gov.elections import verifier
from nswp_gov.elections.folder import Edition, files_of, packed
from nswp_gov.elections.models import Election
from nswp_gov.sealing.canonical import canonical
from nswp_gov.store.work import Work

RECOUNTED = "VERIFIED AND RECOUNTED"
VERIFIED = "VERIFIED, RECOUNT NEEDS THE OBSERVERS' RECORD"
FAILED = "FAILED"
STATUS = {RECOUNTED: 0, VERIFIED: 3, FAILED: 1}


def unpacked(work: Work, election: Election, edition: Edition, folder: Path) -> Path:
    """Lay a record out in a folder."""
    data = packed(election, edition, files_of(work.session, election, edition))
    folder.mkdir(parents=True)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(folder)
    return folder


def verify(folder: Path, *more: str) -> tuple[str, list[str]]:
    """Run the folder's own verifier alone: the verdict, and the lines of what failed."""
    done = subprocess.run(
        [sys.executable, "-I", str(folder / "verify.py"), str(folder), *more],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert not done.stderr, done.stderr
    *lines, verdict = done.stdout.splitlines()
    assert done.returncode == STATUS[verdict]
    return verdict, [line for line in lines if line.startswith("FAILED")]


def index_again(folder: Path) -> None:
    """Let the index fit what lies in the folder: a forger does."""
    index: dict[str, Any] = json.loads((folder / "record.json").read_bytes())
    index["files"] = {
        one.name: hashlib.sha256(one.read_bytes()).hexdigest()
        for one in folder.iterdir()
        if one.name != "record.json"
    }
    (folder / "record.json").write_bytes(canonical(index))


def source_lines() -> int:
    return len(verifier.source().splitlines())
