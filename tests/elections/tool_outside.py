"""The trustees' tool of the browser, run outside of it."""

from __future__ import annotations

import base64
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.elections.test_sealed_on_device import ESBUILD, ROOT, need_npm

SEAL = ROOT / "seal" / "trustee"


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


@pytest.fixture(scope="session")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything of the tool but its page, as one module."""
    need_npm()
    made = tmp_path_factory.mktemp("tool") / "tool.mjs"
    asks = ["--bundle", "--format=esm", "--loader:.txt=text", f"--outfile={made}"]
    command = [str(ESBUILD), "seal/trustee/tool.js", *asks]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return made


def ask(bundle: Path, asked: dict[str, Any]) -> dict[str, Any]:
    """What it makes of given files."""
    done = subprocess.run(
        ["node", str(SEAL / "node_ceremony.mjs"), str(bundle)], input=json.dumps(asked), text=True,
        check=True, capture_output=True,
    )  # fmt: skip
    made: dict[str, Any] = json.loads(done.stdout)
    return made
