"""A file from outside becomes a table of words; nothing in it is ever run or worked out."""

from __future__ import annotations

from nswp_gov.imports.reading.apart import read_table
from nswp_gov.imports.reading.tables import FORMULA, Table, TableRefused

__all__ = ["FORMULA", "Table", "TableRefused", "read_table"]
