"""Small cells: a count that could point at somebody is not shown, nor what would give it away.

A count below the threshold is shown as "fewer than 3". Where the total is shown too, further cells
are withheld, in the order given, until nobody can work out a withheld one by subtracting, even
knowing these rules; a total that is itself small is withheld with everything under it. What this
cannot see is a second table of the same people, earlier or cut otherwise: publish one table of one
thing, and for rows by columns treat every inner cell as a cell here and show no margins.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

THRESHOLD = 3
TURNOUT_FROM = 10

K = TypeVar("K")


class Shown(StrEnum):
    """How a cell is shown."""

    EXACT = "exact"
    FEWER = "fewer"  # "fewer than 3"
    WITHHELD = "withheld"  # not shown, so that another cell stays hidden


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it is published; `count` is None unless it is exact."""

    shown: Shown
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Table(Generic[K]):
    """A row of cells and their total, as published."""

    cells: dict[K, Cell]
    total: Cell


def cell(count: int, threshold: int = THRESHOLD) -> Cell:
    """Return one count that stands alone, without a total beside it.

    Raises:
        ValueError: the count is negative.

    """
    if count < 0:
        raise ValueError("a count is not negative")
    return Cell(Shown.FEWER) if count < threshold else Cell(Shown.EXACT, count)


def suppressed(counts: Mapping[K, int], threshold: int = THRESHOLD) -> Table[K]:
    """Return the cells of `counts` and their total, safe to publish together.

    Cells partition the total: everybody is counted in exactly one of them.

    Raises:
        ValueError: a count is negative.

    """
    cells = {key: cell(count, threshold) for key, count in counts.items()}
    total = cell(sum(counts.values()), threshold)
    if total.shown is not Shown.EXACT:
        return Table({key: Cell(Shown.FEWER) for key in counts}, total)
    small = [key for key, one in cells.items() if one.shown is Shown.FEWER]
    if not small:
        return Table(cells, total)
    companions, is_open = _companions(counts, small, threshold)
    cells.update((key, Cell(Shown.WITHHELD)) for key in companions)
    return Table(cells, total if is_open else Cell(Shown.WITHHELD))


def _companions(
    counts: Mapping[K, int], small: Sequence[K], threshold: int
) -> tuple[list[K], bool]:
    """Return cells to withhold beside the small ones, and whether their sum leaves all open.

    It does when the sum is large enough for every small cell to be just below the threshold and
    every companion at it. Only that sum decides, never a single count, so the choice of companions
    tells no more than the sum does.
    """
    withheld = sum(counts[key] for key in small)
    room = (threshold - 1) * len(small)
    companions: list[K] = []
    for key in counts:
        if key in set(small):
            continue
        companions.append(key)
        withheld += counts[key]
        room += threshold
        if withheld >= room:
            return companions, True
    return companions, False


def turnout_is_shown(on_roll: int) -> bool:
    """Whether a roll is large enough for its turnout to be shown."""
    return on_roll >= TURNOUT_FROM
