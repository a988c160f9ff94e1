"""Counting votes: the standard library alone, whole numbers only, each step beside its rule.

`read_blt` or `election_of` → `Election`; `count(election, rules, lot)` → a `Result`; `story.tell`
says what happened, `sheet`, `page_of`, `write_csv` and `write_record` publish it;
`motion.count_motion` is for yes and no.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nswp_gov.rules.counting.blt import read_blt, write_blt
    from nswp_gov.rules.counting.choices import Rules, Unclear
    from nswp_gov.rules.counting.election import Cap, Election, election_of
    from nswp_gov.rules.counting.lots import Lot, lot_from_seed, lot_of_own_order, lot_typed
    from nswp_gov.rules.counting.methods import count
    from nswp_gov.rules.counting.publication import totals_only
    from nswp_gov.rules.counting.records import read_record, short_record, write_record
    from nswp_gov.rules.counting.refusals import CountRefused, PapersRefused
    from nswp_gov.rules.counting.results import Result

_PARTS = {
    "Cap": "election",
    "CountRefused": "refusals",
    "Election": "election",
    "Lot": "lots",
    "PapersRefused": "refusals",
    "Result": "results",
    "Rules": "choices",
    "Unclear": "choices",
    "count": "methods",
    "election_of": "election",
    "lot_from_seed": "lots",
    "lot_of_own_order": "lots",
    "lot_typed": "lots",
    "read_blt": "blt",
    "read_record": "records",
    "short_record": "records",
    "totals_only": "publication",
    "write_blt": "blt",
    "write_record": "records",
}


def __getattr__(name: str) -> object:
    """Load a part when it is first asked for: a large file is being read by then (`halves`)."""
    if name not in _PARTS:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_PARTS[name]}"), name)


__all__ = [
    "Cap",
    "CountRefused",
    "Election",
    "Lot",
    "PapersRefused",
    "Result",
    "Rules",
    "Unclear",
    "count",
    "election_of",
    "lot_from_seed",
    "lot_of_own_order",
    "lot_typed",
    "read_blt",
    "read_record",
    "short_record",
    "totals_only",
    "write_blt",
    "write_record",
]
