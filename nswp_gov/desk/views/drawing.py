"""The geometry of a row of columns, one a month."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

WIDTH, HEIGHT, GAP = 560, 48, 4


class Column(NamedTuple):
    """One column: left edge, upper edge, width, height."""

    x: float
    y: float
    width: float
    height: float


def columns(percents: Sequence[int]) -> list[Column]:
    """Return a column for each share of 100, from the left, in a frame of `WIDTH` × `HEIGHT`."""
    step = WIDTH / max(len(percents), 1)
    heights = [round(HEIGHT * min(max(one, 0), 100) / 100, 1) for one in percents]
    return [
        Column(round(at * step, 1), round(HEIGHT - height, 1), round(step - GAP, 1), height)
        for at, height in enumerate(heights)
    ]
