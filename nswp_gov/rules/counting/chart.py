"""Where the bars of the stage chart lie; the drawing itself is a macro of `_count.html`."""

from __future__ import annotations

from dataclasses import dataclass

from nswp_gov.rules.counting.phrasing import Phrasing
from nswp_gov.rules.counting.table import Table

NAMES, COLUMN, LINE, TOP, BAR = 168, 122, 38, 36, 98


@dataclass(frozen=True, slots=True)
class Bar:
    """One candidate at one stage: where, how long, its figure, and whether elected."""

    x: int
    y: int
    width: int
    text: str
    elected: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A stage's heading at `x`, and where the dashed line of its quota is (None: no quota)."""

    x: int
    text: str
    quota_x: int | None


@dataclass(frozen=True, slots=True)
class Chart:
    """The chart in units of its view box; `names` are pairs of height and name."""

    width: int
    height: int
    marks: tuple[Mark, ...]
    names: tuple[tuple[int, str], ...]
    bars: tuple[Bar, ...]


def chart_of(table: Table, phrasing: Phrasing, heads: tuple[str, ...]) -> Chart | None:
    """The chart of `table`; None where it has no votes to draw."""
    units = [votes for column in table.columns for votes in column.votes if votes is not None]
    quotas = [column.quota for column in table.columns if column.quota is not None]
    if not units:
        return None
    longest = max(*units, *quotas, 1)
    marks = tuple(
        Mark(
            NAMES + index * COLUMN,
            heads[index],
            None if column.quota is None else _at(index, column.quota, longest),
        )
        for index, column in enumerate(table.columns)
    )
    bars = []
    for height, row in enumerate(table.rows):
        for index, column in enumerate(table.columns):
            votes = row.cells[index]
            if votes is not None:
                bars.append(
                    Bar(
                        x=NAMES + index * COLUMN,
                        y=TOP + height * LINE,
                        width=BAR * votes // longest,
                        text=phrasing.decimal(phrasing.rounded(votes, table.decimals)),
                        elected=bool(row.from_stage) and column.number >= row.from_stage,
                    )
                )
    names = tuple((TOP + 16 + n * LINE, row.name) for n, row in enumerate(table.rows))
    width = NAMES + len(table.columns) * COLUMN
    return Chart(width, TOP + len(table.rows) * LINE, marks, names, tuple(bars))


def _at(index: int, units: int, longest: int) -> int:
    return NAMES + index * COLUMN + BAR * units // longest
