"""From a file to its count: what the command line and the stand-alone recount have in common."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import BinaryIO

from nswp_gov.rules.counting.blt import read_blt
from nswp_gov.rules.counting.blt_papers import Unclear, quoted
from nswp_gov.rules.counting.election import Election
from nswp_gov.rules.counting.lots import Lot, lot_from_seed, lot_of_own_order, lot_typed
from nswp_gov.rules.counting.methods import count
from nswp_gov.rules.counting.plain import to_plain
from nswp_gov.rules.counting.records import short_record
from nswp_gov.rules.counting.refusals import CountRefused
from nswp_gov.rules.counting.results import Result, Rules

OWN_ORDER = "ascending"
_REVERSE = "descending"
_MOST_TEXT = 10_000
_NUMBER = re.compile(r"[0-9]{1,9}")


class BallotFormat(StrEnum):
    """How a ballot file is written."""

    BLT = "blt"
    CSV = "csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is asked for: rules, seats (None: the file's), lot, and how unclear papers count.

    `lot_order` is candidate numbers with commas between, or `ascending`; `seed` wins over it.
    `reopen` is the number of "re-open nominations".
    """

    rules: Rules = Rules.SCOTTISH
    seats: int | None = None
    seed: str | None = None
    lot_order: str | None = None
    unclear: Unclear = Unclear.REFUSE
    reopen: int | None = None
    move_last: bool = True


def format_of(name: str) -> BallotFormat:
    """The format that a file's name tells; BLT unless it ends in `.csv`."""
    return BallotFormat.CSV if name.lower().endswith(".csv") else BallotFormat.BLT


def recount(source: BinaryIO, ballot_format: BallotFormat, order: Order) -> Result:
    """The count of the ballots in `source`.

    Raises:
        CountRefused: the file cannot be read, or cannot be counted as ordered.

    """
    if ballot_format is BallotFormat.CSV:
        from nswp_gov.rules.counting.cvr import read_cvr  # noqa: PLC0415 -- when asked for

        election = read_cvr(source, seats=order.seats, unclear=order.unclear)
    else:
        election = read_blt(source, unclear=order.unclear, in_halves=True)
    if order.seats is not None or order.reopen is not None:
        seats = election.seats if order.seats is None else order.seats
        election = replace(election, seats=seats, reopen=order.reopen)
    return count(election, order.rules, lot_of(order, election), move_last=order.move_last)


def lot_of(order: Order, election: Election) -> Lot:
    """The lot that is ordered for `election`; without an order, the candidates' own."""
    candidates = len(election.candidates)
    if order.seed is not None:
        return lot_from_seed(order.seed, candidates)
    word = (order.lot_order or OWN_ORDER).strip()
    if word == OWN_ORDER:
        return lot_of_own_order(candidates)
    if word == _REVERSE:
        return lot_typed(election.standing[::-1], election.standing)
    pieces = [piece.strip() for piece in word[:_MOST_TEXT].split(",")]
    if not all(_NUMBER.fullmatch(piece) for piece in pieces):
        raise CountRefused("lot_order_unreadable", found=quoted(word.encode()))
    return lot_typed([int(piece) for piece in pieces], election.standing)


def json_line(result: Result, file: str, *, explain: bool = False) -> str:
    """The short record of `result` as one line, with `file` and `rules` first.

    `explain` adds `record`, the whole result, and `story`: each event with its
    English sentence; stage 0 is before and after the stages.
    """
    line: dict[str, object] = {"file": file, "rules": result.rules.value, **short_record(result)}
    if explain:
        line["record"] = to_plain(result)
        line["story"] = _story(result)
    return json.dumps(line, ensure_ascii=False, separators=(",", ":"))


def _story(result: Result) -> list[dict[str, object]]:
    """The story with, beside each event's code and values, its English sentence."""
    from nswp_gov.rules.counting.phrasing import ENGLISH  # noqa: PLC0415 -- when asked for
    from nswp_gov.rules.counting.story import tell  # noqa: PLC0415
    from nswp_gov.rules.counting.story_parts import Step  # noqa: PLC0415

    story = tell(result)
    steps = (Step(0, story.opening), *story.steps, Step(0, story.closing))
    names = result.contest.candidates
    return [
        {"stage": step.number, **to_plain(event), "text": ENGLISH.event(event, names)}
        for step in steps
        for event in step.events
    ]
