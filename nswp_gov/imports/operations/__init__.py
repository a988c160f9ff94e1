"""What is done with lists from outside."""

from __future__ import annotations

from nswp_gov.imports.operations.going import go_on
from nswp_gov.imports.operations.merging import repoint
from nswp_gov.imports.operations.receiving import (
    answer,
    choose,
    discard,
    match_columns,
    order_apply,
    order_undo,
    receive,
    resume,
)

__all__ = [
    "answer",
    "choose",
    "discard",
    "go_on",
    "match_columns",
    "order_apply",
    "order_undo",
    "receive",
    "repoint",
    "resume",
]
