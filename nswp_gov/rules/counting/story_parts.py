"""The pieces of a story: an event, a step, and how a tie is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nswp_gov.rules.counting.results import Tie, TieKind

EventValue = int | str | tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened; `code` names its phrase, `values` fill it."""

    code: str
    values: Mapping[str, EventValue]


@dataclass(frozen=True, slots=True)
class Step:
    """The events of one stage or round."""

    number: int
    events: tuple[Event, ...]


def event(code: str, **values: EventValue) -> Event:
    """The event `code` with these values."""
    return Event(code, values)


def tie_event(tie: Tie) -> Event:
    """How `tie` was decided."""
    if tie.by_stage is None:
        return event("tie_lot", candidates=tie.tied, left=tie.left, candidate=tie.chosen)
    code = "tie_fewest" if tie.kind is TieKind.EXCLUDE else "tie_most"
    return event(code, candidates=tie.tied, stage=tie.by_stage, candidate=tie.chosen)
