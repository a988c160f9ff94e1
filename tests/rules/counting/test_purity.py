"""The rules run on the standard library alone, and a stand-alone file of them recounts."""

import json
import re
import shutil
import subprocess
import sys
import zipapp

from nswp_gov.rules.counting import read_blt, short_record
from tests.factories.counting import ROOT, TRICKY, stv

CODE = """
import sys
sys.path.insert(0, {root!r})
import importlib, pkgutil
import nswp_gov.rules.counting as counting
for module in pkgutil.walk_packages(counting.__path__, counting.__name__ + "."):
    importlib.import_module(module.name)
outside = {{name.partition(".")[0] for name in sys.modules}} - sys.stdlib_module_names
print(sorted(outside - {{"__main__", "nswp_gov", "_distutils_hack"}}))
"""


def test_counting_needs_nothing_but_python():
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", CODE.format(root=str(ROOT))],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[]\n"


def test_no_float_and_no_chance_in_the_rules():
    paths = list((ROOT / "nswp_gov" / "rules" / "counting").glob("*.py"))
    assert paths
    for path in paths:
        source = path.read_text("utf-8")
        found = re.search(r"\b(float|round)\(|import (random|time|secrets)|datetime", source)
        assert found is None, path.name


def test_stand_alone_file_recounts(tmp_path):
    ignore = shutil.ignore_patterns("__pycache__")
    folder = tmp_path / "made"
    shutil.copytree(ROOT / "nswp_gov" / "rules", folder / "nswp_gov" / "rules", ignore=ignore)
    (folder / "nswp_gov" / "__init__.py").touch()
    target = tmp_path / "nswp-count.pyz"
    zipapp.create_archive(folder, target, main="nswp_gov.rules.counting.__main__:run")
    ballots = TRICKY / "huge_weights.blt"

    def run(*arguments):
        return subprocess.run(
            [sys.executable, "-I", "-S", str(target), *arguments],
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
        )

    done = run(str(ballots), "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    expected = short_record(stv(read_blt(ballots.read_bytes())))
    line = json.loads(done.stdout)
    assert {key: line[key] for key in expected} == expected
    text = run(str(ballots), "--explain", "--lot", "x")
    assert (text.returncode, text.stderr) == (0, "")
    assert "Elected, in this order: Ailsa, Bruce." in text.stdout
    assert run(str(ballots), "--format", "csv").stdout.startswith("file,rules,")
    refused = run("missing.blt", str(ballots), "--seats", "0")
    assert refused.returncode == 1
    assert refused.stdout == ""
    assert refused.stderr.count("\n") == 2
