"""What is asked for at a command line, and the papers of a file as it is asked."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from nswp_gov.rules.counting.blt import read_blt
from nswp_gov.rules.counting.choices import Rules, Unclear

if TYPE_CHECKING:
    from nswp_gov.rules.counting.election import Election


class BallotFormat(StrEnum):
    """How a ballot file is written."""

    BLT = "blt"
    CSV = "csv"


class Order(NamedTuple):
    """What is asked for: rules, seats (None: the file's), lot, and how unclear papers count.

    `lot_order` is candidate numbers with commas between, or `ascending`; `seed` wins over it.
    `reopen` is the number of "re-open nominations". `caps` are groups that may not have more than
    so many seats, each as `2:1,4,5`: at most two of candidates 1, 4 and 5.
    """

    rules: Rules = Rules.SCOTTISH
    seats: int | None = None
    seed: str | None = None
    lot_order: str | None = None
    unclear: Unclear = Unclear.REFUSE
    reopen: int | None = None
    caps: tuple[str, ...] = ()
    move_last: bool = True


def format_of(name: str) -> BallotFormat:
    """The format that a file's name tells; BLT unless it ends in `.csv`."""
    return BallotFormat.CSV if name.lower().endswith(".csv") else BallotFormat.BLT


def read_ballots(
    source: BinaryIO,
    ballot_format: BallotFormat,
    order: Order,
    meanwhile: Callable[[], object] | None = None,
) -> Election:
    """The election in `source`, with its unclear papers as ordered; `meanwhile`: see `read_blt`.

    Raises:
        CountRefused: the file cannot be read.

    """
    if ballot_format is BallotFormat.BLT:
        return read_blt(source, unclear=order.unclear, in_halves=True, meanwhile=meanwhile)
    from nswp_gov.rules.counting.cvr import read_cvr  # noqa: PLC0415 -- when asked for

    return read_cvr(source, seats=order.seats, unclear=order.unclear)
