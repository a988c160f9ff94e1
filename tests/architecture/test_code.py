"""Rules of the house that no linter knows, checked on the syntax tree."""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import nswp_gov

pytestmark = pytest.mark.database_free

ROOT = Path(nswp_gov.__file__).parent
FILES = sorted(path for path in ROOT.rglob("*.py") if "_shipped" not in path.parts)
CLOCKS = {"datetime.now", "datetime.utcnow", "date.today", "time.time", "datetime.today"}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node, ast.unparse(node.func)


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_one_commit_and_one_clock(file: Path) -> None:
    where = name_of(file)
    for node, name in calls(ast.parse(file.read_text())):
        if name.endswith(".commit"):
            assert where == "store/work.py", f"{where}:{node.lineno} commits"
        if name in CLOCKS:
            assert where == "store/clock.py", f"{where}:{node.lineno} reads the clock"


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_no_module_outgrows_its_room_and_no_function_its_page(file: Path) -> None:
    source = file.read_text()
    assert len(source.splitlines()) <= 400, f"{name_of(file)} is more than one room"
    for one in functions(ast.parse(source)):
        length = (one.end_lineno or 0) - one.lineno + 1
        assert length <= 60, f"{name_of(file)}:{one.lineno} {one.name} has {length} lines"


def verbs() -> list[tuple[str, Callable[..., object]]]:
    """Every operation that a room offers to others."""
    found = []
    for room in sorted({path.relative_to(ROOT).parts[0] for path in FILES if path.parent != ROOT}):
        if not list((ROOT / room).glob("operations*")):
            continue
        module = importlib.import_module(f"nswp_gov.{room}.operations")
        names = getattr(module, "__all__", None) or [n for n in vars(module) if n[0] != "_"]
        offered = ((name, getattr(module, name)) for name in names)
        found += [
            (f"{room}.{name}", verb)
            for name, verb in offered
            if inspect.isfunction(verb)
            and verb.__module__.startswith(f"nswp_gov.{room}.operations")
        ]
    return found


def test_an_operation_takes_a_work_first() -> None:
    assert len(verbs()) > 50
    wrong = []
    for name, verb in verbs():
        takes = list(inspect.signature(verb).parameters)
        if "Work" in str(inspect.signature(verb)) and takes[:1] != ["work"]:
            wrong.append(name)
    assert wrong == []


@pytest.mark.parametrize(
    "file", [p for p in FILES if p.stem == "views" or "views" in p.parts], ids=name_of
)
def test_views_neither_query_nor_write_by_themselves(file: Path) -> None:
    for node, name in calls(ast.parse(file.read_text())):
        assert name != "select", f"{name_of(file)}:{node.lineno} queries in a view"
        assert not name.endswith((".session.add", ".flush")), (
            f"{name_of(file)}:{node.lineno} writes"
        )


def test_migrations_import_nothing_of_the_program() -> None:
    paths = list((ROOT.parent / "migrations" / "versions").glob("*.py"))
    assert paths
    for path in paths:
        assert "nswp_gov" not in path.read_text().replace("nswp_gov.sqlite", ""), path
