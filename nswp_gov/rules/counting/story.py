"""What happened in a count, as data: events with a code and values, phrased elsewhere.

`candidate` is a number, `candidates` several; votes are exact decimals as text. The words for
every code are in `phrases.py`. Where a record publishes totals only, events carry no votes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nswp_gov.rules.counting.lots import LotSource
from nswp_gov.rules.counting.results import (
    Fate,
    MeekResult,
    Result,
    StvResult,
    TallyResult,
)
from nswp_gov.rules.counting.story_meek import round_events
from nswp_gov.rules.counting.story_parts import Event, Step, event, tie_event
from nswp_gov.rules.counting.story_stv import stage_events


@dataclass(frozen=True, slots=True)
class Story:
    """The whole count in order: before it, each stage or round, and what came of it."""

    opening: tuple[Event, ...]
    steps: tuple[Step, ...]
    closing: tuple[Event, ...]


def tell(result: Result) -> Story:
    """The story of `result`."""
    steps: tuple[Step, ...]
    match result:
        case StvResult():
            steps = stage_events(result)
        case MeekResult():
            steps = round_events(result)
        case TallyResult():
            steps = (Step(1, tuple(_tally_events(result))),)
        case _:
            steps = ()
    return Story(tuple(_opening(result)), steps, tuple(_closing(result)))


def _opening(result: Result) -> Iterator[Event]:
    contest = result.contest
    yield event("papers", papers=contest.papers, valid=result.valid, seats=contest.seats)
    if contest.blank:
        yield event("blank", papers=contest.blank)
    if contest.cut_short:
        yield event("cut_short", papers=contest.cut_short)
    if isinstance(result, StvResult):
        divisor = contest.seats + 1
        yield event("quota", quota=result.quota, valid=result.valid, divisor=divisor)
    for number in contest.withdrawn:
        yield event("withdrawn", candidate=number)
    for cap in contest.caps:
        yield event("cap_rule", group=cap.name, most=cap.most)
    if contest.reopen is not None:
        yield event("reopen_rule", candidate=contest.reopen)
    lot = contest.lot
    order = ", ".join(str(number) for number in lot.order)
    match lot.source:
        case LotSource.SEED:
            yield event("lot_seed", order=order, seed=lot.seed, algorithm=lot.algorithm)
        case LotSource.TYPED:
            yield event("lot_typed", order=order)
        case LotSource.OWN_ORDER:
            yield event("lot_own_order")


def _closing(result: Result) -> Iterator[Event]:
    if result.seating.order:
        yield event("elected_in_order", candidates=result.seating.order)
    if result.seating.vacant:
        yield event("vacant", seats=result.seating.vacant)
    if result.lots_used:
        numbers = sorted({tie.at_stage for tie in result.lots_used})
        yield event("lots_used", stages=", ".join(map(str, numbers)))
    else:
        yield event("no_lot")


def _tally_events(result: TallyResult) -> Iterator[Event]:
    for tie in result.ties:
        yield tie_event(tie)
    reopen = result.contest.reopen
    if result.seating.reopened and reopen is not None:
        yield event("reopened", candidate=reopen)
    for number in result.seating.order:
        votes = result.totals[number - 1]
        if votes is None:
            yield event("elected_plain", candidate=number)
        else:
            yield event("elected_total", candidate=number, votes=str(votes))
    for outcome in result.seating.outcomes:
        if outcome.fate is Fate.CAPPED:
            yield event("capped_plain", candidate=outcome.candidate)
