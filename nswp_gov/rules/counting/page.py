"""A result as its page shows it: every word and figure ready, so that the template only places it.

Figures are rounded to two decimals here and nowhere else; the record and the sheet have them all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nswp_gov.rules.counting import phrases
from nswp_gov.rules.counting.chart import Chart, chart_of
from nswp_gov.rules.counting.phrasing import Phrasing
from nswp_gov.rules.counting.results import MeekResult, Result
from nswp_gov.rules.counting.story import tell
from nswp_gov.rules.counting.story_parts import Event
from nswp_gov.rules.counting.table import Column, Row, Table, table_of

NONE = "–"


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of the table; elected ones stand out."""

    text: str
    elected: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table: its name, its figures, what became of the candidate."""

    name: str
    cells: tuple[Cell, ...]
    outcome: str
    elected: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A stage in words: its number, and one sentence after the other."""

    number: int
    head: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that the count page says; `feet` are the lines below the candidates."""

    title: str
    rules: str
    elected: tuple[str, ...]
    facts: tuple[str, ...]
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    feet: tuple[Line, ...]
    chart: Chart | None
    course: tuple[Part, ...]
    closing: tuple[str, ...]
    by_rounds: bool
    has_stages: bool


def page_of(result: Result, phrasing: Phrasing) -> Page:
    """The page of `result` in the language of `phrasing`."""
    names = result.contest.candidates
    table = table_of(result, phrasing)
    story = tell(result)
    heads = tuple(phrasing.step(result.rules, column.number) for column in table.columns)
    if not table.has_stages:
        heads = tuple(phrasing.action("totals", None, names) for _ in table.columns)

    def sentences(events: Sequence[Event]) -> tuple[str, ...]:
        return tuple(phrasing.event(event, names) for event in events)

    return Page(
        title=result.contest.title or phrasing.label("untitled"),
        rules=phrasing.say(phrases.RULES[result.rules.value]),
        elected=tuple(names[number - 1] for number in result.seating.order),
        facts=sentences(story.opening),
        heads=heads,
        lines=tuple(_line(row, table, phrasing) for row in table.rows),
        feet=tuple(_feet(table, phrasing)),
        chart=chart_of(table, phrasing, heads),
        course=tuple(
            Part(step.number, phrasing.step(result.rules, step.number), sentences(step.events))
            for step in story.steps
        ),
        closing=sentences(story.closing),
        by_rounds=isinstance(result, MeekResult),
        has_stages=table.has_stages,
    )


def _line(row: Row, table: Table, phrasing: Phrasing) -> Line:
    cells = tuple(
        Cell(
            _shown(units, table, phrasing),
            bool(row.from_stage) and column.number >= row.from_stage,
        )
        for units, column in zip(row.cells, table.columns, strict=True)
    )
    return Line(row.name, cells, row.outcome, row.elected)


def _feet(table: Table, phrasing: Phrasing) -> list[Line]:
    feet: list[tuple[str, Callable[[Column], int | None]]] = [
        ("quota", lambda column: column.quota),
        ("exhausted", lambda column: column.exhausted),
        ("lost", lambda column: column.lost),
    ]
    lines = []
    for code, value in feet:
        values = [value(column) for column in table.columns]
        if table.has_stages and any(units is not None for units in values):
            cells = tuple(Cell(_shown(units, table, phrasing), elected=False) for units in values)
            lines.append(Line(phrasing.label(code), cells, "", elected=False))
    return lines


def _shown(units: int | None, table: Table, phrasing: Phrasing) -> str:
    if units is None:
        return NONE
    return phrasing.rounded(units, table.decimals).replace(".", phrasing.mark)
