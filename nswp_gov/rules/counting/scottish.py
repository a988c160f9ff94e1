"""Scottish STV: the weighted inclusive Gregory method, in whole numbers.

Read beside the Scottish Local Government Elections Order 2011 (SSI 2011/399), schedule 1,
rules 46 to 53; "§" is a rule of that schedule. A vote is 100 000 units: five decimals, and what a
division leaves over is dropped (§49). With one seat this is instant-runoff voting.

Where the law is silent, `docs/counting.md` says what is done and why. Withdrawn candidates, caps
and "re-open nominations" are the network's additions; without them nothing here differs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from nswp_gov.rules.counting.choices import Rules
from nswp_gov.rules.counting.election import Election, ranking_of
from nswp_gov.rules.counting.lots import Lot
from nswp_gov.rules.counting.piles import Piles
from nswp_gov.rules.counting.results import (
    Action,
    Fate,
    Parcel,
    Stage,
    StvResult,
    Tie,
    TieKind,
    contest_of,
    published,
    seating_of,
)
from nswp_gov.rules.counting.ties import break_tie

VOTE = 10**5


def count_scottish(
    election: Election, lot: Lot, *, move_last: bool = True, rules: Rules = Rules.SCOTTISH
) -> StvResult:
    """The finished count of `election`, every stage exact to five decimals.

    `move_last` moves the papers of the last excluded candidate although the result is settled,
    as the counting machines do (§53(2) since SSI 2021/437: "no further transfer is required").
    """
    count = _Count(election, lot, move_last=move_last)
    count.run()
    return StvResult(
        rules=rules,
        contest=contest_of(election, lot),
        seating=seating_of(election, count.order, count.fates),
        valid=count.valid,
        ties=tuple(count.ties),
        quota=count.quota,
        stages=count.stages(),
    )


class _Count:
    """The state of one count; votes are lists by candidate number, index 0 is not used."""

    def __init__(self, election: Election, lot: Lot, *, move_last: bool) -> None:
        self.election, self.lot, self.move_last = election, lot, move_last
        size = len(election.candidates)
        # §46: sort the valid papers by first preference; who withdrew is not on any paper.
        withdrawn = ranking_of(sorted(election.withdrawn))
        self.piles = Piles(election.papers, size, withdrawn, VOTE)
        self.votes = [self.piles.units(number) for number in range(size + 1)]
        self.valid = sum(self.votes) // VOTE
        # §47: the valid papers divided by seats plus one, fractions dropped, plus one.
        self.quota = self.valid // (election.seats + 1) + 1
        self.continuing = list(election.standing)
        self.fates: dict[int, tuple[Fate, int]] = {}
        self.order: list[int] = []
        self.surpluses: list[int] = []
        self.ties: list[Tie] = []
        self.history: list[list[int]] = []
        self._stages: list[Stage] = []
        self._elected: list[list[int]] = []
        self.exhausted = self.exhausted_value = self.lost = 0

    # -- the course of the count ------------------------------------------------------------

    def run(self) -> None:
        """All stages, until nothing is left to do."""
        self._end_stage(Action.FIRST_PREFERENCES, None, [])
        while True:
            self._elect_who_has_the_quota()
            if self._is_filled() or not self.continuing:
                return
            if capped := [
                number for number in self.continuing if self.election.is_capped(number, self.order)
            ]:
                self._exclude(capped, Action.CAP)
            elif len(self.continuing) <= self._vacancies():
                self._elect_the_rest()
            elif self.surpluses:
                self._transfer_surplus()
            elif not self.move_last and len(self.continuing) - 1 == self._vacancies():
                self._leave_out(self._lowest(self.continuing), Fate.EXCLUDED, len(self.history))
            else:
                self._exclude(self.continuing, Action.EXCLUSION)

    def _elect_who_has_the_quota(self) -> None:
        """§48: whoever has the quota is deemed elected, all at once."""
        having = [n for n in self.continuing if self.votes[n] >= self.quota * VOTE]
        for number in self._most_first(having):
            if not self._is_capped(number):
                self._elect(number)

    def _elect_the_rest(self) -> None:
        """§53(1): no more continuing candidates than vacancies: all are deemed elected.

        "Re-open nominations" takes its seat and leaves the ones below it vacant.
        """
        for number in self._most_first(self.continuing):
            if not self._is_capped(number):
                self._elect(number)
            if number == self.election.reopen:
                return

    def _transfer_surplus(self) -> None:
        """§49, §50: the largest surplus moves, all papers at the same share of their value."""
        most = max(self.votes[number] for number in self.surpluses)
        equal = [number for number in self.surpluses if self.votes[number] == most]
        holder = self._choose(TieKind.SURPLUS, equal)
        self.surpluses.remove(holder)
        total, surplus = self.votes[holder], self.votes[holder] - self.quota * VOTE
        received, parcels, papers, value = self.piles.move(holder, self._gone(), (surplus, total))
        self.votes[holder] = self.quota * VOTE
        self._credit(received, papers, value)
        self.lost += surplus - sum(received.values()) - value
        self._end_stage(Action.SURPLUS, holder, parcels)

    def _exclude(self, among: Sequence[int], action: Action) -> None:
        """§51: the lowest is excluded; the papers move on at their present value."""
        holder = self._lowest(among)
        fate = Fate.CAPPED if action is Action.CAP else Fate.EXCLUDED
        self._leave_out(holder, fate, len(self.history) + 1)
        received, parcels, papers, value = self.piles.move(holder, self._gone())
        self.votes[holder] = 0
        self._credit(received, papers, value)
        self._end_stage(action, holder, parcels)

    # -- its single steps -------------------------------------------------------------------

    def _lowest(self, among: Sequence[int]) -> int:
        """§51(1), §52: the fewest votes; among equals, the fewest at an earlier stage."""
        least = min(self.votes[number] for number in among)
        return self._choose(TieKind.EXCLUDE, [n for n in among if self.votes[n] == least])

    def _choose(self, kind: TieKind, equal: list[int]) -> int:
        if len(equal) == 1:
            return equal[0]
        tie = break_tie(kind, equal, self.history, self.lot)
        self.ties.append(tie)
        return tie.chosen

    def _most_first(self, numbers: Iterable[int]) -> list[int]:
        """By votes, the highest first; equals by number, unless a cap or a stop makes it matter."""
        order: list[int] = []
        left = sorted(numbers)
        while left:
            most = max(self.votes[number] for number in left)
            equal = [number for number in left if self.votes[number] == most]
            first = (
                self._choose(TieKind.SEAT, equal)
                if self.election.order_matters(equal)
                else equal[0]
            )
            order.append(first)
            left.remove(first)
        return order

    def _elect(self, number: int) -> None:
        stage = len(self.history)
        self.continuing.remove(number)
        self.order.append(number)
        self._elected[-1].append(number)
        self.fates[number] = (Fate.ELECTED, stage)
        if self.votes[number] > self.quota * VOTE:
            self.surpluses.append(number)

    def _leave_out(self, number: int, fate: Fate, stage: int) -> None:
        self.continuing.remove(number)
        self.fates[number] = (fate, stage)

    def _is_capped(self, number: int) -> bool:
        return self.election.is_capped(number, self.order)

    def _vacancies(self) -> int:
        return self.election.seats - len(self.order)

    def _is_filled(self) -> bool:
        return self._vacancies() <= 0 or self.election.reopen in self.order

    def _gone(self) -> str:
        """Everyone who can receive nothing more, as `str.lstrip` wants it."""
        continuing = set(self.continuing)
        every = range(1, len(self.votes))
        return ranking_of(number for number in every if number not in continuing)

    def _credit(self, received: dict[int, int], papers: int, value: int) -> None:
        for number, units in received.items():
            self.votes[number] += units
        self.exhausted += papers
        self.exhausted_value += value

    # -- the record -------------------------------------------------------------------------

    def _end_stage(self, action: Action, candidate: int | None, parcels: list[Parcel]) -> None:
        before = self.history[-1] if self.history else [0] * len(self.votes)
        moved = [now - then for now, then in zip(self.votes, before, strict=True)]
        self.history.append(self.votes.copy())
        self._elected.append([])
        self._stages.append(
            Stage(
                number=len(self.history),
                action=action,
                candidate=candidate,
                votes=published(self.election, self.votes),
                transfers=published(self.election, moved),
                parcels=tuple(parcels),
                exhausted_papers=self.exhausted,
                exhausted_value=self.exhausted_value,
                lost=self.lost,
                elected=(),
            )
        )

    def stages(self) -> tuple[Stage, ...]:
        """The stages, each with whom it elected."""
        pairs = zip(self._stages, self._elected, strict=True)
        return tuple(replace(stage, elected=tuple(elected)) for stage, elected in pairs)
