"""Positions over time: a row for each institution or topic, a bar for each position in force."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from nswp_gov.policies.queries import Row
from nswp_gov.web import charts

YEARS_WITH_LABEL = 9  # at most: more would touch each other


@dataclass(frozen=True)
class Timeline:
    """The picture: labels of rows, bars whose label is the stance, years to name."""

    labels: tuple[str, ...]
    chart: charts.Terms
    years: tuple[tuple[float, int], ...]


def over_time(rows: Sequence[Row], today: date, name_of: Callable[[Row], str]) -> Timeline | None:
    """Return the picture of positions over time; None where there is nothing to draw.

    Where an institution holds several at once the later bars lie over the earlier ones, as they
    do in a comparison.
    """
    if not rows:
        return None
    lines: dict[str, list[tuple[date, date | None, str]]] = {}
    for row in sorted(rows, key=lambda one: one.position["taken_on"]):
        said: Any = row.position
        lines.setdefault(name_of(row), []).append(
            (said["taken_on"], said["ended_on"], said["stance"].value)
        )
    first = date(min(row.position["taken_on"].year for row in rows), 1, 1)
    last = date(today.year + 1, 1, 1)
    labels = sorted(lines)
    chart = charts.terms([lines[label] for label in labels], first, last, today)
    step = -(-len(chart.years) // YEARS_WITH_LABEL)
    named = tuple(one for one in chart.years if one[1] % step == 0)
    return Timeline(tuple(labels), chart, named)
