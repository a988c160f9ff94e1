"""The wheel stands alone: it carries the sealing package and all five catalogues."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOL = ROOT / "trustee"
FROM_THE_WHEEL = """
import sys
sys.path.insert(0, sys.argv[1])
from nswp_trustee import cli
assert cli.sealing.__name__ == "nswp_trustee.sealing"
assert "nswp_gov" not in sys.modules
cli.main(["--language", "ru", "--help"])
"""


def test_the_wheel_carries_a_copy_of_sealing_and_runs_without_the_checkout(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=TOOL,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("nswp_trustee-*.whl")
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    carried = {path.name: path.read_bytes() for path in (site / "nswp_trustee/sealing").iterdir()}
    beside = {path.name: path.read_bytes() for path in (ROOT / "nswp_gov/sealing").glob("*.py")}
    assert carried == beside
    assert len(list((site / "nswp_trustee/locale").glob("*/LC_MESSAGES/*.po"))) == 5
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            FROM_THE_WHEEL,
            str(site),
        ],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={"PYTHONUTF8": "1"},
    ).stdout
    assert told.startswith("Использование: ")
