"""Reads of the translation desk."""

from __future__ import annotations

from nswp_gov.desk.queries.bench import Bench, bench, drafts_of
from nswp_gov.desk.queries.coverage import Coverage, Month, coverage
from nswp_gov.desk.queries.glossary import Entry, entries, entry, terms
from nswp_gov.desk.queries.matrix import Asked, Cell, Matrix, Row, matrix, row_of, rows, tally
from nswp_gov.desk.queries.people import assignments_of, named, translators_of
from nswp_gov.desk.queries.queue import Task, queue, reviews_waiting
from nswp_gov.desk.queries.reach import Reach, reach_of

__all__ = [
    "Asked",
    "Bench",
    "Cell",
    "Coverage",
    "Entry",
    "Matrix",
    "Month",
    "Reach",
    "Row",
    "Task",
    "assignments_of",
    "bench",
    "coverage",
    "drafts_of",
    "entries",
    "entry",
    "matrix",
    "named",
    "queue",
    "reach_of",
    "reviews_waiting",
    "row_of",
    "rows",
    "tally",
    "terms",
    "translators_of",
]
