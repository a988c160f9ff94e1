"""Readers get words by one rule: `TextRevision.is_shown`. No room has a rule of its own."""

from __future__ import annotations

import ast
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "nswp_gov"
# Where the rule is, and the workbenches of those who write and read over: they see everything.
BENCHES = {
    "desk/cells.py", "desk/operations/drafting.py", "desk/operations/exchange.py",
    "desk/operations/releasing.py", "desk/views/editing.py", "manual/queries/books.py",
    "manual/queries/record.py", "meetings/operations/minutes.py",
    "meetings/queries/translating.py", "rules/languages.py", "store/texts.py",
}  # fmt: skip


def asking(file: Path) -> bool:
    """Whether a file asks a revision for its marks."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    marks = {"is_draft", "is_machine_assisted"}
    return any(
        isinstance(node, ast.Attribute)
        and node.attr in marks
        and not (isinstance(node.value, ast.Name) and node.value.id in ("TextRevision", "form"))
        for node in ast.walk(tree)
    )


def test_no_room_decides_by_itself_which_words_readers_get() -> None:
    found = {str(one.relative_to(PACKAGE)) for one in PACKAGE.rglob("*.py") if asking(one)}
    assert found == BENCHES
