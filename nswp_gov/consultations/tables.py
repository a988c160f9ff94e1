"""Figures of a consultation that can be published together, and give no small count away.

One table of one thing: for each question its answers, then the same by region and by language.
The overall table is suppressed by `rules.cells`; what it withholds is one block from there on. A
breakdown shows blocks by blocks only, joined until every count in it reaches the threshold, and it
is left out where that leaves one row or one column. So every sum of a breakdown is a sum that the
overall tables tell already, and inside a block nothing says which answer a reply belongs to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nswp_gov.rules.cells import THRESHOLD, Cell, Shown, suppressed

Block = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Overall:
    """The counts of one thing over all replies; `rest`: the keys that are one block."""

    cells: dict[str, Cell]
    rest: Block

    @property
    def blocks(self) -> list[Block]:
        """Return the keys whose counts are told, each alone, and the rest together."""
        told: list[Block] = [(key,) for key, one in self.cells.items() if one.shown is Shown.EXACT]
        return [*told, self.rest] if self.rest else told


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Counts of blocks by blocks, row by row; every one of them is shown."""

    rows: tuple[Block, ...]
    columns: tuple[Block, ...]
    counts: tuple[tuple[int, ...], ...]


def overall(counts: Mapping[str, int], total: int, threshold: int = THRESHOLD) -> Overall | None:
    """Return the counts of a partition of `total` replies, safe beside the total.

    None where even together they would tell too much, or there are fewer replies than the
    threshold.
    """
    if sum(counts.values()) != total:
        raise ValueError("everybody is counted once")
    table = suppressed(counts, threshold)
    if table.total.shown is not Shown.EXACT:
        return None
    rest = tuple(key for key, one in table.cells.items() if one.shown is not Shown.EXACT)
    return Overall(table.cells, rest)


def ticked(count: int, total: int, threshold: int = THRESHOLD) -> Cell:
    """Return how many ticked a box, safe beside the number of those who could have.

    `WITHHELD`: nearly all of them.
    """
    if count < threshold:
        return Cell(Shown.FEWER)
    return Cell(Shown.WITHHELD) if total - count < threshold else Cell(Shown.EXACT, count)


def listed(counts: Mapping[str, int], total: int, threshold: int = THRESHOLD) -> Overall | None:
    """Return the counts of a partition with many keys: the large ones, all others together.

    `counts` has every key there is, those that nobody chose too; "" is never told. What is not
    listed may be nought, so the list says of no small count that it is there.
    """
    if sum(counts.values()) != total:
        raise ValueError("everybody is counted once")
    told = sorted(key for key, count in counts.items() if count >= threshold and key)
    others = total - sum(counts[key] for key in told)
    while told and others < threshold:
        others += counts[told.pop()]
    if not told:
        return None
    cells = {key: Cell(Shown.EXACT, counts[key]) for key in told}
    rest = tuple(sorted(set(counts) - set(told)))
    return Overall({**cells, **{key: Cell(Shown.WITHHELD) for key in rest}}, rest)


def breakdown(
    pairs: Iterable[tuple[str, str]],
    rows: Sequence[Block],
    columns: Sequence[Block],
    threshold: int = THRESHOLD,
) -> Breakdown | None:
    """Return the counts of rows by columns, joined until none is small; None where nothing is left.

    `pairs`: for each reply its answer and its region or language.
    """
    counts = Counter(pairs)
    lines = list(rows)
    while len(lines) > 1:
        groups = list(columns)
        while len(groups) > 1:
            inner = _inner(counts, lines, groups)
            if all(count >= threshold for line in inner for count in line):
                return Breakdown(tuple(lines), tuple(groups), inner)
            groups = _joined(groups, [sum(line[n] for line in inner) for n in range(len(groups))])
        lines = _joined(lines, [sum(line) for line in _inner(counts, lines, list(columns))])
    return None


def _inner(
    counts: Mapping[tuple[str, str], int], rows: Sequence[Block], columns: Sequence[Block]
) -> tuple[tuple[int, ...], ...]:
    return tuple(
        tuple(sum(counts.get((a, b), 0) for a in row for b in column) for column in columns)
        for row in rows
    )


def _joined(blocks: list[Block], sums: Sequence[int]) -> list[Block]:
    """Return the blocks with the two smallest joined; the joined one comes last."""
    order = sorted(range(len(blocks)), key=lambda n: (sums[n], blocks[n]))
    small = set(order[:2])
    kept = [block for n, block in enumerate(blocks) if n not in small]
    joined = tuple(key for n, block in enumerate(blocks) if n in small for key in block)
    return [*kept, joined]
