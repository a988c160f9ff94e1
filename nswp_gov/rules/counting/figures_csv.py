"""A result as CSV for a spreadsheet: one row for each stage and candidate."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from nswp_gov.rules.counting.phrasing import ENGLISH
from nswp_gov.rules.counting.records import figure
from nswp_gov.rules.counting.results import Result
from nswp_gov.rules.counting.table import Column, Table, table_of

HEAD = ("file", "rules", "stage", "action", "moved", "candidate", "name", "votes", "state")
_RISKY = ("=", "+", "-", "@", "\t", "\r")


def write_csv(result: Result, file: str, *, head: bool = True) -> str:
    """The figures of `result` in rows; `name` is `(exhausted)`, `(lost)`, `(quota)` for those.

    Text that a spreadsheet could take for a formula has an apostrophe before it.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if head:
        writer.writerow(HEAD)
    table = table_of(result, ENGLISH)
    for column in table.columns:
        start = (_safe(file), result.rules.value, column.number, column.action)
        moved = column.candidate or ""
        for number, name, votes, state in _cells(table, column):
            writer.writerow((*start, moved, number, _safe(name), votes, state))
    return out.getvalue()


def _cells(table: Table, column: Column) -> Iterator[tuple[int | str, str, str, str]]:
    for row in table.rows:
        elected = bool(row.from_stage) and column.number >= row.from_stage
        gone = bool(row.out) and column.number >= row.out
        state = "elected" if elected else "excluded" if gone else ""
        units = column.votes[row.number - 1]
        yield row.number, row.name, _text(units, table.decimals), state
    for word, units in (
        ("(exhausted)", column.exhausted),
        ("(lost)", column.lost),
        ("(quota)", column.quota),
    ):
        if units is not None:
            yield "", word, figure(units, table.decimals), ""


def _text(units: int | None, decimals: int) -> str:
    return "" if units is None else figure(units, decimals)


def _safe(text: str) -> str:
    return "'" + text if text.startswith(_RISKY) else text
