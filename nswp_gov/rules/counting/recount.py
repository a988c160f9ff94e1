"""From the papers of a file to their count: what every command line has in common."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from nswp_gov.rules.counting.blt_papers import quoted
from nswp_gov.rules.counting.election import Cap, Election
from nswp_gov.rules.counting.lots import Lot, lot_from_seed, lot_of_own_order, lot_typed
from nswp_gov.rules.counting.methods import count
from nswp_gov.rules.counting.order import Order
from nswp_gov.rules.counting.plain import to_plain
from nswp_gov.rules.counting.records import short_record
from nswp_gov.rules.counting.refusals import CountRefused
from nswp_gov.rules.counting.results import Result

OWN_ORDER = "ascending"
_REVERSE = "descending"
_MOST_TEXT = 10_000
_NUMBER = re.compile(r"[0-9]{1,9}")
_CAP = re.compile(r"([0-9]{1,9}):([0-9]{1,9}(?:,[0-9]{1,9})*)")


def count_as_ordered(election: Election, order: Order) -> Result:
    """The count of `election`, with the seats, the caps and the lot that are ordered.

    Raises:
        CountRefused: it cannot be counted as ordered.

    """
    if order.seats is not None or order.reopen is not None or order.caps:
        seats = election.seats if order.seats is None else order.seats
        caps = tuple(map(_cap, order.caps))
        election = replace(election, seats=seats, reopen=order.reopen, caps=caps)
    return count(election, order.rules, lot_of(order, election), move_last=order.move_last)


def _cap(text: str) -> Cap:
    found = _CAP.fullmatch(text.replace(" ", "")[:_MOST_TEXT])
    if found is None:
        raise CountRefused("cap_unreadable", found=quoted(text.encode()))
    members = found[2].split(",")
    return Cap(", ".join(members), frozenset(map(int, members)), int(found[1]))


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
