from __future__ import annotations

import ast
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "nswp_gov" / "sealing"


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add("." if node.level else str(node.module).split(".")[0])
    return found


def test_sealing_needs_its_own_files_cryptography_and_the_standard_library() -> None:
    used = set().union(*(imported(path) for path in PACKAGE.glob("*.py")))
    assert used - sys.stdlib_module_names == {".", "cryptography"}
    assert not used & {"random", "os", "time", "sqlite3", "socket", "urllib"}
