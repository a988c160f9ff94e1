"""docs/asvs.md names every requirement that was promised, and only tests that exist."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

pytestmark = pytest.mark.database_free

ROOT = Path(__file__).resolve().parent.parent.parent
# The requirements that are to be shown at least, one by one.
PROMISED = """
1.2.1 1.2.2 1.2.3 1.2.4 1.3.1 1.3.5 1.3.7 1.3.11 2.2.1 2.2.2 2.3.1 2.3.3 2.3.4 2.4.1
3.3.1 3.3.2 3.3.3 3.3.4 3.4.1 3.4.3 3.4.4 3.4.5 3.4.6 3.5.1 3.5.3 5.2.1 5.2.2 5.3.2 5.4.2
6.1.1 6.2.1 6.2.4 6.2.11 6.2.12 6.3.1 6.3.3 6.4.1 6.4.3 6.5.1 6.5.2
7.2.4 7.3.1 7.3.2 7.4.1 7.4.2 7.4.3 7.4.5 7.5.1 7.5.2 8.1.1 8.2.1 8.2.2 8.2.3 8.3.1
11.2.1 11.3.2 11.4.2 12.2.1 13.3.1 13.4.1 13.4.2 14.2.1 14.2.4 14.3.2 15.1.2 15.3.3
16.2.5 16.3.1 16.4.2
""".split()  # noqa: SIM905 - a list of numbers reads best as words
ID = r"\d{1,2}\.\d{1,2}\.\d{1,2}"


@cache
def page() -> str:
    return (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8")


def rows() -> list[list[str]]:
    """The rows of the chapters' tables: ids, where, shown by, state."""
    lines = [
        line for line in page().splitlines() if re.match(rf"\| \*?(?:{ID}|\d+\.\d\.x|V\d)", line)
    ]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def named(cell: str) -> set[str]:
    """The requirements in a cell; `2.1.1 – 2.1.3` are three."""
    found = set(re.findall(ID, cell))
    for first, last in re.findall(rf"({ID}) – \*?({ID})", cell):
        section, begin = first.rsplit(".", 1)
        same, end = last.rsplit(".", 1)
        if section == same:
            found |= {f"{section}.{number}" for number in range(int(begin), int(end) + 1)}
    return found


def test_every_promised_requirement_has_its_row() -> None:
    assert len(PROMISED) >= 66
    shown = {one for row in rows() if len(row) == 4 for one in named(row[0])}
    assert set(PROMISED) - shown == set()


def test_every_test_that_is_named_exists() -> None:
    references = re.findall(r"`((?:\w+/)+test_\w+\.py)(?:::(\w+))?`", page())
    assert len(references) > 100
    for file, name in references:
        path = ROOT / "tests" / file
        assert path.is_file(), file
        if name:
            assert f"def {name}(" in path.read_text(encoding="utf-8"), f"{file}::{name}"


def test_what_is_not_met_is_said_at_the_top_and_in_its_chapter() -> None:
    top, _, chapters = page().partition("## V1 ")
    said = {one for row in re.findall(r"^\| ([^|]+) \|", top, re.MULTILINE) for one in named(row)}
    for row in rows():
        if len(row) == 4 and row[3] == "not met":
            assert named(row[0]) & said, row[0]
    assert said <= {one for row in rows() if f"| {row[0]}" in chapters for one in named(row[0])}


def test_files_that_are_named_exist() -> None:
    documents = set(re.findall(r"`((?:docs|templates)/[\w/.-]+)`", page()))
    assert documents
    for name in documents:
        assert (ROOT / name).exists(), name
    rooms = "web|accounts|store|operate|rules|directory|imports|manual|home"
    modules = set(re.findall(rf"`((?:{rooms})/[\w/]+\.py)`", page()))
    assert modules
    for name in modules:
        assert (ROOT / "nswp_gov" / name).exists() or (ROOT / "tests" / name).exists(), name
