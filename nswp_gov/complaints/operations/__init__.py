"""What is done with complaints: one function a verb."""

from __future__ import annotations

from nswp_gov.complaints.operations.circle import keep_out, step_aside, widen
from nswp_gov.complaints.operations.clock import pass_time
from nswp_gov.complaints.operations.handling import (
    HEARD,
    REASONS,
    acknowledge,
    answer,
    decide,
    examine,
    finish_measure,
    set_measure,
)
from nswp_gov.complaints.operations.keeping import TooLate
from nswp_gov.complaints.operations.raising import (
    add_document,
    appeal,
    begin,
    discard,
    hand_in,
    remove_document,
    save,
    withdraw,
    write,
)

__all__ = [
    "HEARD", "REASONS", "TooLate", "acknowledge", "add_document", "answer", "appeal", "begin",
    "decide", "discard", "examine", "finish_measure", "hand_in", "keep_out",
    "pass_time", "remove_document", "save", "set_measure", "step_aside", "widen",
    "withdraw", "write",
]  # fmt: skip
