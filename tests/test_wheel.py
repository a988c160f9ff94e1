"""A wheel built from the tree works when installed elsewhere: templates, migrations, catalogues."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.database_free]

ROOT = Path(__file__).resolve().parent.parent
ASK = """
import nswp_gov
from nswp_gov import create_app
from nswp_gov.paths import resource
print(nswp_gov.__file__)
print(resource("templates"))
browser = create_app().test_client()
page = browser.get("/fr/", base_url="http://localhost:8000")
print(page.status_code, "Accueil" in page.text)
print(browser.post("/fr/account/sign-in", base_url="http://localhost:8000").status_code)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_carries_what_is_not_python_and_no_more(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "nswp_gov/_shipped/templates/layout/page.html" in names
    assert "nswp_gov/_shipped/migrations/versions/0001_first.py" in names
    for locale in ("fr", "es", "ru", "zh_Hans"):
        assert f"nswp_gov/translations/{locale}/LC_MESSAGES/messages.mo" in names
    assert not [name for name in names if name.startswith(("tests/", "instance/", "wsgi"))]


def test_the_wheel_runs_in_another_folder(wheel: Path, tmp_path: Path) -> None:
    target, instance = tmp_path / "installed", tmp_path / "instance"
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(target)
    environ = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(target),
        "NSWP_GOV_INSTANCE": str(instance),
    }
    upgrade = [sys.executable, "-m", "nswp_gov.cli", "db", "upgrade"]
    subprocess.run(upgrade, cwd=tmp_path, env=environ, check=True, capture_output=True)
    asked = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=tmp_path,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert asked.returncode == 0, asked.stderr
    where, templates, page, post = asked.stdout.splitlines()
    assert where.startswith(str(target))
    assert templates == str(target / "nswp_gov/_shipped/templates")
    assert page == "200 True"
    assert post == "400"
