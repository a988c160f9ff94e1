"""The geometry of pictures: where each bar, dot and line lies. Macros draw them as SVG.

Lengths are in the units of the picture's view box. Nothing here knows a language or a colour.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from math import sqrt
from pathlib import Path
from typing import NamedTuple

Number = int | float | Decimal | Fraction
MAP = Path(__file__).resolve().parent.parent / "static" / "map"
DOTS_AT_MOST = 40
DOTS_A_ROW = 20
DOT = 28
COLUMN = 132
BAR = 104
ROW = 60
HEAD = 28
BUBBLE = 4.2  # radius for one organisation; the area grows with their number
LARGEST_BUBBLE = 34.0


class Piece(NamedTuple):
    """A stretch of a bar, in drawing order."""

    x: float
    width: float


class Dot(NamedTuple):
    """A seat in a quorum meter."""

    x: int
    y: int
    filled: bool


class Bubble(NamedTuple):
    """A country's circle on the map."""

    x: int
    y: int
    r: float
    code: str
    number: int


class Cell(NamedTuple):
    """One candidate at one stage."""

    x: int
    y: int
    width: float
    votes: Number
    elected: bool


class Line(NamedTuple):
    """A vertical line."""

    x: float
    top: int
    bottom: int


class Mark(NamedTuple):
    """A point of a timeline."""

    x: float
    on: date
    label: str


class Span(NamedTuple):
    """A term in a seat."""

    x: float
    width: float
    label: str


@dataclass(frozen=True, slots=True)
class Quorum:
    """Seats as dots where they can be counted by eye, else one bar; a line where quorum is met."""

    width: int
    height: int
    dots: tuple[Dot, ...]
    bar: Piece | None
    line: Line


@dataclass(frozen=True, slots=True)
class Stages:
    """A count, stage by stage: one column a stage, one row a candidate."""

    width: int
    height: int
    columns: tuple[int, ...]
    rows: tuple[int, ...]
    cells: tuple[tuple[Cell, ...], ...]
    quotas: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """Seats by time: a row for each seat with its terms, a tick for each year."""

    height: int
    rows: tuple[tuple[int, tuple[Span, ...]], ...]
    years: tuple[tuple[float, int], ...]
    today: float | None


def share(value: Number, most: Number, width: float) -> float:
    """Return the length of a bar for `value` where `most` fills `width`; never beyond it."""
    if most <= 0:
        return 0.0
    return round(max(0.0, min(1.0, float(value) / float(most))) * width, 1)


def pieces(counts: Sequence[Number], width: float = 560) -> tuple[Piece, ...]:
    """Return a bar divided in the proportions of `counts`; no pieces where all are nought."""
    total = sum(float(count) for count in counts)
    found: list[Piece] = []
    x = 0.0
    for count in counts:
        length = share(count, total, width)
        if length:
            found.append(Piece(round(x, 1), length))
        x += length
    return tuple(found)


def quorum(present: int, entitled: int, needed: int) -> Quorum:
    """Return the meter of a quorum: `present` of `entitled`, met from `needed` on."""
    if entitled > DOTS_AT_MOST or needed > entitled:
        most = max(entitled, needed, 1)
        line = Line(share(needed, most, 560), 0, 34)
        return Quorum(560, 34, (), Piece(0, share(present, most, 560)), line)
    rows = -(-max(entitled, 1) // DOTS_A_ROW)
    a_row = -(-max(entitled, 1) // rows)
    dots = tuple(
        Dot(14 + DOT * (seat % a_row), 14 + DOT * (seat // a_row), seat < present)
        for seat in range(entitled)
    )
    row = max(needed - 1, 0) // a_row
    x = DOT * (needed - row * a_row)
    return Quorum(
        DOT * a_row, DOT * rows + 12, dots, None, Line(x, DOT * row, DOT * row + DOT + 12)
    )


def stages(
    votes: Sequence[Sequence[Number | None]],
    quotas: Sequence[Number],
    elected_at: Sequence[int | None],
) -> Stages:
    """Return the picture of a count.

    `votes[c][s]`: of candidate c at stage s, None when out of the count. `quotas[s]`: at stage s
    (Meek's changes). `elected_at[c]`: the stage at which c was elected, counted from 0, or None.
    """
    most = max((v for row in votes for v in (*row, *quotas) if v is not None), default=0)
    rows = tuple(HEAD + ROW * c for c in range(len(votes)))
    columns = tuple(COLUMN * s for s in range(len(quotas)))
    cells = tuple(
        tuple(
            Cell(columns[s], rows[c] + 20, share(v, most, BAR), v, _elected(elected_at[c], s))
            for s, v in enumerate(row)
            if v is not None
        )
        for c, row in enumerate(votes)
    )
    height = HEAD + ROW * len(votes)
    lines = tuple(round(columns[s] + share(q, most, BAR), 1) for s, q in enumerate(quotas))
    return Stages(max(COLUMN * len(quotas), 320), height, columns, rows, cells, lines)


def _elected(at: int | None, stage: int) -> bool:
    return at is not None and at <= stage


@cache
def points() -> Mapping[str, tuple[int, int]]:
    """Return the place of every ISO 3166-1 country on the map."""
    raw = json.loads((MAP / "points.json").read_text("utf-8"))
    return {code: (x, y) for code, (x, y) in raw.items()}


@cache
def land() -> str:
    """Return the path of the land, without borders."""
    found = re.search(r' d="([^"]+)"', (MAP / "land.svg").read_text("utf-8"))
    if found is None:
        raise ValueError("land.svg holds no path")
    return found[1]


def bubbles(counts: Mapping[str, int], least: int = 3) -> tuple[Bubble, ...]:
    """Return one circle a country with at least `least` organisations, larger ones first.

    Smaller counts would point at few people; a network may lower `least` to 1 only where each
    organisation there agreed to be seen on the map.
    """
    shown = [(count, code) for code, count in counts.items() if count >= least]
    known = points()
    return tuple(
        Bubble(*known[code], round(min(BUBBLE * sqrt(count), LARGEST_BUBBLE), 1), code, count)
        for count, code in sorted(shown, key=lambda one: (-one[0], one[1]))
        if code in known
    )


def timeline(events: Sequence[tuple[date, str]], width: int = 560) -> tuple[Mark, ...]:
    """Return the events by date along a line of `width`; one alone lies at its beginning."""
    ordered = sorted(events, key=lambda one: one[0])
    if not ordered:
        return ()
    first, last = ordered[0][0].toordinal(), ordered[-1][0].toordinal()
    inner = width - 16
    return tuple(
        Mark(8 + share(on.toordinal() - first, last - first, inner), on, label)
        for on, label in ordered
    )


def terms(
    seats: Sequence[Sequence[tuple[date, date | None, str]]],
    first: date,
    last: date,
    today: date | None = None,
    width: int = 560,
) -> Terms:
    """Return the terms of each seat between `first` and `last` (half-open); gaps are vacancies."""
    length = (last - first).days

    def place(on: date) -> float:
        return share((on - first).days, length, width)

    rows = []
    for position, seat in enumerate(seats):
        spans = [
            Span(place(start), round(place(end or last) - place(start), 1), label)
            for start, end, label in seat
            if start < last and (end is None or end > first)
        ]
        rows.append((HEAD + 20 + 48 * position, tuple(spans)))
    years = [date(year, 1, 1) for year in range(first.year, last.year + 1)]
    return Terms(
        HEAD + 48 * len(seats),
        tuple(rows),
        tuple((place(on), on.year) for on in years if first <= on < last),
        place(today) if today is not None and first <= today < last else None,
    )
