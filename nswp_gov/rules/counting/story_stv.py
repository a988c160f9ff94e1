"""The story of a transferable count, stage by stage."""

from __future__ import annotations

from collections.abc import Iterator

from nswp_gov.rules.counting.records import figure
from nswp_gov.rules.counting.results import Action, Stage, StvResult
from nswp_gov.rules.counting.story_parts import Event, Step, event, tie_event

_DECIMALS = 5


def stage_events(result: StvResult) -> tuple[Step, ...]:
    """What happened at each stage of `result`."""
    steps = []
    before: Stage | None = None
    for stage in result.stages:
        events = [
            *(tie_event(tie) for tie in result.ties if tie.at_stage == stage.number),
            *_moved(stage, before, result),
            *_left_over(stage, before),
            *_elected(stage, result),
        ]
        steps.append(Step(stage.number, tuple(events)))
        before = stage
    return tuple(steps)


def _moved(stage: Stage, before: Stage | None, result: StvResult) -> Iterator[Event]:
    """Whose papers moved, and why."""
    number = stage.candidate
    if before is None or number is None:
        yield event("first_preferences")
        return
    votes = before.votes[number - 1]
    papers = sum(parcel.papers for parcel in stage.parcels)
    if votes is None:
        yield event(f"{stage.action.value}_plain", candidate=number)
    elif stage.action is Action.SURPLUS:
        surplus = figure(votes - result.quota * 10**_DECIMALS, _DECIMALS)
        held = figure(votes, _DECIMALS)
        yield event("surplus", candidate=number, votes=held, surplus=surplus, papers=papers)
        if len(stage.parcels) == 1:
            value = figure(stage.parcels[0].value_after, _DECIMALS)
            yield event("new_value", value=value)
    else:
        held = figure(votes, _DECIMALS)
        yield event(stage.action.value, candidate=number, votes=held, papers=papers)


def _left_over(stage: Stage, before: Stage | None) -> Iterator[Event]:
    """What left the count at this stage."""
    if before is None:
        return
    papers = _more(stage.exhausted_papers, before.exhausted_papers)
    lost = _more(stage.lost, before.lost)
    if papers:
        worth = figure(_more(stage.exhausted_value, before.exhausted_value), _DECIMALS)
        yield event("exhausted", papers=papers, value=worth)
    if lost:
        yield event("lost", value=figure(lost, _DECIMALS))


def _more(now: int | None, then: int | None) -> int:
    return (now or 0) - (then or 0)


def _elected(stage: Stage, result: StvResult) -> Iterator[Event]:
    """Who is elected at the end of the stage."""
    quota = result.quota * 10**_DECIMALS
    for number in stage.elected:
        votes = stage.votes[number - 1]
        if number == result.contest.reopen:
            yield event("reopened", candidate=number)
        elif votes is None:
            yield event("elected_plain", candidate=number)
        else:
            code = "elected" if votes >= quota else "elected_without_quota"
            yield event(code, candidate=number, votes=figure(votes, _DECIMALS))
    if not stage.elected:
        yield event("nobody")
