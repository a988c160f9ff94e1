"""Plurality and approval: most votes win, ties at the last seat by the lot."""

from __future__ import annotations

from nswp_gov.rules.counting.choices import Rules
from nswp_gov.rules.counting.election import Election, preferences_of
from nswp_gov.rules.counting.lots import Lot
from nswp_gov.rules.counting.results import (
    Fate,
    TallyResult,
    Tie,
    TieKind,
    contest_of,
    published,
    seating_of,
)


def count_plurality(election: Election, lot: Lot) -> TallyResult:
    """One vote a paper, for its first preference among those who stand."""
    totals = [0] * (len(election.candidates) + 1)
    for ranking, weight in election.papers.items():
        named = (number for number in preferences_of(ranking) if number not in election.withdrawn)
        totals[next(named, 0)] += weight
    valid = sum(totals[1:])
    return _seat(election, lot, Rules.PLURALITY, totals, valid)


def count_approval(election: Election, lot: Lot) -> TallyResult:
    """One vote for everyone on a paper; a paper that approves nobody is valid all the same."""
    totals = [0] * (len(election.candidates) + 1)
    for ranking, weight in election.papers.items():
        for number in preferences_of(ranking):
            totals[number] += weight
    return _seat(election, lot, Rules.APPROVAL, totals, election.total)


def _seat(election: Election, lot: Lot, rules: Rules, totals: list[int], valid: int) -> TallyResult:
    """Seats to the highest, past whoever a cap shuts out, down to "re-open nominations"."""
    left = list(election.standing)
    order: list[int] = []
    fates: dict[int, tuple[Fate, int]] = {}
    ties: list[Tie] = []
    while left and len(order) < election.seats and election.reopen not in order:
        most = max(totals[number] for number in left)
        equal = [number for number in left if totals[number] == most]
        number = equal[0]
        if len(equal) > 1 and _lot_matters(election, equal, election.seats - len(order)):
            number = lot.first(equal)
            ties.append(_tie(equal, number))
        left.remove(number)
        if election.is_capped(number, order):
            fates[number] = (Fate.CAPPED, 0)
        else:
            order.append(number)
            fates[number] = (Fate.ELECTED, 0)
    return TallyResult(
        rules=rules,
        contest=contest_of(election, lot),
        seating=seating_of(election, order, fates),
        valid=valid,
        ties=tuple(ties),
        totals=published(election, totals),
    )


def _lot_matters(election: Election, equal: list[int], vacancies: int) -> bool:
    return len(equal) > vacancies or election.order_matters(equal)


def _tie(equal: list[int], chosen: int) -> Tie:
    return Tie(
        kind=TieKind.SEAT,
        at_stage=1,
        tied=tuple(equal),
        looked_at=(),
        by_stage=None,
        left=tuple(equal),
        chosen=chosen,
    )
