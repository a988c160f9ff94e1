"""The story of a count by Meek, round by round."""

from __future__ import annotations

from collections.abc import Iterator

from nswp_gov.rules.counting.records import figure
from nswp_gov.rules.counting.results import MeekResult, Round, Status
from nswp_gov.rules.counting.story_parts import Event, Step, event, tie_event

_DECIMALS = 9


def round_events(result: MeekResult) -> tuple[Step, ...]:
    """What happened in each round of `result`."""
    steps = []
    for each in result.rounds:
        events = [
            *_settled(each),
            *(tie_event(tie) for tie in result.ties if tie.at_stage == each.number),
            *_decided(each, result),
        ]
        steps.append(Step(each.number, tuple(events)))
    rest = tuple(_elected_at_the_end(result))
    if rest:
        steps.append(Step(len(result.rounds) + 1, rest))
    return tuple(steps)


def _settled(each: Round) -> Iterator[Event]:
    if each.status is Status.CAP:
        return
    quota = figure(each.quota, _DECIMALS)
    yield event("meek_round", iterations=each.iterations, quota=quota)
    if each.surplus is None:
        return
    if each.status is Status.OMEGA:
        yield event("meek_small_surplus", surplus=figure(each.surplus, _DECIMALS))
    if each.status is Status.STABLE:
        yield event("meek_stable_surplus", surplus=figure(each.surplus, _DECIMALS))


def _decided(each: Round, result: MeekResult) -> Iterator[Event]:
    for number in each.elected:
        yield _elected(number, each, result)
    number = each.excluded or 0
    if not number:
        return
    votes = each.votes[number - 1]
    kind = "cap" if each.status is Status.CAP else "exclusion"
    if votes is None:
        yield event(f"{kind}_plain", candidate=number)
    else:
        yield event(f"meek_{kind}", candidate=number, votes=figure(votes, _DECIMALS))


def _elected(number: int, each: Round, result: MeekResult) -> Event:
    votes = each.votes[number - 1]
    if number == result.contest.reopen:
        return event("reopened", candidate=number)
    if votes is None:
        return event("elected_plain", candidate=number)
    return event("elected", candidate=number, votes=figure(votes, _DECIMALS))


def _elected_at_the_end(result: MeekResult) -> Iterator[Event]:
    """Those who took the seats that were left when the rounds were over."""
    in_rounds = {number for each in result.rounds for number in each.elected}
    for number in result.seating.order:
        if number not in in_rounds:
            yield event("elected_rest", candidate=number)
    reopen = result.contest.reopen
    if result.seating.reopened and reopen is not None and reopen not in in_rounds:
        yield event("reopened", candidate=reopen)
