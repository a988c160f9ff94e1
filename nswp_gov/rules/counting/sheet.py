"""The count sheet as text that fits a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from nswp_gov.rules.counting import phrases
from nswp_gov.rules.counting.choices import Rules
from nswp_gov.rules.counting.phrasing import Phrasing
from nswp_gov.rules.counting.records import figure
from nswp_gov.rules.counting.results import Result
from nswp_gov.rules.counting.story import tell
from nswp_gov.rules.counting.table import Column, Row, Table, table_of
from nswp_gov.rules.counting.widths import columns_of, fit, right, wrap

_NARROWEST, _WIDEST_NAME, _GAP, _INDENT = 40, 28, 2, 4


def sheet(result: Result, phrasing: Phrasing, *, width: int = 80, explain: bool = False) -> str:
    """The sheet of `result` in lines of at most `width` columns (never taken below 40).

    Only a figure that is wider than the line on its own makes a line longer. `explain` adds the
    story of every stage.
    """
    width = max(width, _NARROWEST)
    contest = result.contest
    story = tell(result)
    lines = [contest.title or phrasing.label("untitled")]
    lines += [phrasing.say(phrases.RULES[result.rules.value]), ""]
    lines += [phrasing.event(event, contest.candidates) for event in story.opening]
    lines += [phrasing.event(event, contest.candidates) for event in story.closing]
    out = [part for line in lines for part in wrap(line, width)]
    out += _Grid(result, phrasing, width).lines()
    if explain:
        out += ["", phrasing.label("course")]
        for step in story.steps:
            out += ["", phrasing.step(result.rules, step.number)]
            for event in step.events:
                sentence = phrasing.event(event, contest.candidates)
                out += wrap(sentence, width, start="  ", indent="  ")
    return "\n".join(line.rstrip() for line in out) + "\n"


class _Grid:
    """The table of a result, its stages in as many blocks as the width asks for."""

    def __init__(self, result: Result, phrasing: Phrasing, width: int) -> None:
        self.phrasing, self.width = phrasing, width
        self.rules = result.rules
        self.candidates = result.contest.candidates
        self.table: Table = table_of(result, phrasing)
        figures = [self.table.total, *(u for c in self.table.columns for u in c.votes)]
        self.cell = max(len(self._figure(units)) for units in figures) + 1 + _GAP
        heads = [columns_of(self._head(row)) for row in self.table.rows]
        if self.table.has_stages:
            feet = ("quota", "exhausted", "lost", "sum")
            heads += [_INDENT + columns_of(phrasing.label(code)) for code in feet]
        self.name = min(max(heads), _WIDEST_NAME, max(width - self.cell, width // 3))

    def lines(self) -> Iterator[str]:
        """All blocks, and what became of each candidate."""
        columns = self.table.columns
        fitting = max(1, (self.width - self.name) // self.cell)
        for start in range(0, len(columns), fitting):
            yield ""
            yield from self._block(columns[start : start + fitting])
        yield self.phrasing.label("marks")
        yield ""
        for row in self.table.rows:
            line = fit(self._head(row), self.name) + "  " + row.outcome
            yield from wrap(line, self.width, indent=" " * _INDENT)

    def _block(self, block: Sequence[Column]) -> Iterator[str]:
        label = self.phrasing.label
        if self.table.has_stages:
            for column in block:
                action = self.phrasing.action(column.action, column.candidate, self.candidates)
                words = self.phrasing.step(self.rules, column.number) + ": " + action
                yield from wrap(words, self.width, indent="  ")
            word = label("round" if self.rules is Rules.MEEK else "stage")
            yield self._line(word, [f"{column.number} " for column in block])
        for row in self.table.rows:
            yield self._line(self._head(row), [self._vote(row, column) for column in block])
        if self.table.has_stages:
            feet: list[tuple[str, Callable[[Column], int | None]]] = [
                ("quota", lambda column: column.quota),
                ("exhausted", lambda column: column.exhausted),
                ("lost", lambda column: column.lost),
                ("sum", _sum),
            ]
            for code, value in feet:
                values = [value(column) for column in block]
                if any(units is not None for units in values):
                    cells = [self._figure(units) + " " for units in values]
                    yield self._line(" " * _INDENT + label(code), cells)

    def _vote(self, row: Row, column: Column) -> str:
        elected = row.from_stage and column.number >= row.from_stage
        return self._figure(row.cells[column.number - 1]) + ("*" if elected else " ")

    def _figure(self, units: int | None) -> str:
        if units is None:
            return "-"
        return figure(units, self.table.decimals).replace(".", self.phrasing.mark)

    def _head(self, row: Row) -> str:
        return f"{row.number:>3} {row.name}"

    def _line(self, head: str, cells: Sequence[str]) -> str:
        return fit(head, self.name) + "".join(right(cell, self.cell) for cell in cells)


def _sum(column: Column) -> int | None:
    """Everything in a column, which is all valid papers again; None without figures."""
    votes = [units for units in column.votes if units is not None]
    return sum(votes) + (column.exhausted or 0) + (column.lost or 0) if votes else None
