"""What is asked of imports."""

from __future__ import annotations

from nswp_gov.imports.queries.judging import Judged, judge
from nswp_gov.imports.queries.lists import (
    Progress,
    batch,
    batches,
    examples,
    how_many,
    line,
    lines,
    orderer,
    progress,
    unfinished,
    unknown_countries,
)

__all__ = [
    "Judged",
    "Progress",
    "batch",
    "batches",
    "examples",
    "how_many",
    "judge",
    "line",
    "lines",
    "orderer",
    "progress",
    "unfinished",
    "unknown_countries",
]
