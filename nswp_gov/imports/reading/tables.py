"""What a table is, how large it may be, and how its cells are read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from nswp_gov.imports.states import LONGEST_CELL, MOST_COLUMNS, MOST_LINES
from nswp_gov.store.errors import Unfit

FORMULA = "\ufffc"  # what stands in a cell that held a formula
_ESCAPED = ("'=", "'+", "'-", "'@", "'＝", "'＋", "'－", "'＠")
_MOST_BLANK = 2 * MOST_LINES  # lines without words that are passed over before a file is refused


class TableRefused(Unfit):
    """The file is not taken; `code` says why."""


@dataclass(frozen=True)
class Line:
    """One line: its number in the file, counted from 1, and its cells."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """The heads of the columns and the lines below them that hold any words."""

    heads: tuple[str, ...]
    lines: tuple[Line, ...]


def cell(value: Any) -> str:
    """Return what a cell says: days in ISO 8601, whole numbers without a point, one form of words.

    A leading apostrophe that keeps a spreadsheet from working something out is taken away.
    """
    words = _plain(value).replace("\r\n", "\n").replace("\x00", "").strip()
    if words.startswith("="):
        return FORMULA
    return words[1:] if words.startswith(_ESCAPED) else words


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def table_of(rows: Iterable[Sequence[Any]]) -> Table:
    """Return the table that the rows of a file make: the first with words holds the heads.

    Raises:
        TableRefused: `import_empty`, `import_many_lines`, `import_many_columns`,
            `import_cell_long`.

    """
    heads: tuple[str, ...] = ()
    lines: list[Line] = []
    blank = 0
    for number, row in enumerate(rows, start=1):
        cells = _cells(row, number)
        if not any(cells):
            blank += 1
            if blank > _MOST_BLANK:
                raise TableRefused("import_many_lines", field="file", most=MOST_LINES)
        elif not heads:
            heads = cells
        elif len(lines) == MOST_LINES:
            raise TableRefused("import_many_lines", field="file", most=MOST_LINES)
        else:
            lines.append(Line(number, cells))
    if not lines:
        raise TableRefused("import_empty", field="file")
    width = max(len(heads), *(len(line.cells) for line in lines))
    return Table(_filled(heads, width), tuple(lines))


def _cells(row: Sequence[Any], number: int) -> tuple[str, ...]:
    cells = [cell(value) for value in row]
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > MOST_COLUMNS:
        raise TableRefused("import_many_columns", field="file", most=MOST_COLUMNS)
    if any(len(one) > LONGEST_CELL for one in cells):
        raise TableRefused("import_cell_long", field="file", line=number, longest=LONGEST_CELL)
    return tuple(cells)


def _filled(heads: tuple[str, ...], width: int) -> tuple[str, ...]:
    return (*heads, *("" for _ in range(width - len(heads))))
