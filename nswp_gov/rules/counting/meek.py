"""Meek's method by the Proportional Representation Foundation's reference rule.

Numbers in the comments are the steps of `docs/counting.md`. A vote is 10**9 units; products and
quotients of votes and keep factors are rounded up to the next unit, as the reference rule says.

Source: Hill, Wichmann and Woodall, "Algorithm 123", Computer Journal 30 (1987) 277-281; PR
Foundation, reference Meek rule.
"""

from __future__ import annotations

from collections.abc import Iterable

from nswp_gov.rules.counting.choices import Rules
from nswp_gov.rules.counting.election import Election
from nswp_gov.rules.counting.lots import Lot
from nswp_gov.rules.counting.meek_papers import ONE, MeekPapers
from nswp_gov.rules.counting.results import (
    Fate,
    MeekResult,
    Round,
    Status,
    Tie,
    TieKind,
    contest_of,
    published,
    seating_of,
)

OMEGA = 10**3


def count_meek(election: Election, lot: Lot) -> MeekResult:
    """The finished count of `election` by Meek, every round exact to nine decimals."""
    count = _Meek(election, lot)
    count.run()
    return MeekResult(
        rules=Rules.MEEK,
        contest=contest_of(election, lot),
        seating=seating_of(election, count.order, count.fates),
        valid=count.papers.valid,
        ties=tuple(count.ties),
        rounds=tuple(count.rounds),
    )


class _Meek:
    """The state of one count."""

    def __init__(self, election: Election, lot: Lot) -> None:
        self.election, self.lot = election, lot
        self.hopeful = list(election.standing)
        self.order: list[int] = []
        self.fates: dict[int, tuple[Fate, int]] = {}
        # 1. keep factors: one for the hopeful, nothing for the withdrawn.
        self.keep = [0] * (len(election.candidates) + 1)
        for number in self.hopeful:
            self.keep[number] = ONE
        self.papers = MeekPapers(election.papers, self.hopeful, election.withdrawn)
        self.votes = [0] * len(self.keep)
        self.quota = self.surplus = 0
        self.rounds: list[Round] = []
        self.ties: list[Tie] = []

    def run(self) -> None:
        """All rounds, and the seats that are left at the end."""
        while not self._is_over():
            capped = [
                number for number in self.hopeful if self.election.is_capped(number, self.order)
            ]
            if capped:
                self._exclude_lowest(capped, Status.CAP, 0)
            elif len(self.hopeful) > self._vacancies():
                self._round()
            else:
                self._elect_the_rest()

    def _is_over(self) -> bool:
        return not self.hopeful or self._vacancies() <= 0 or self.election.reopen in self.order

    def _round(self) -> None:
        """2, 3. Iterate until somebody is elected or the surplus is small or stable."""
        last = 0
        iterations = 0
        while True:
            iterations += 1
            self._distribute()
            elected = self._elect_who_has_the_quota()
            # 3d. the surplus of all elected.
            over = sum(self.votes[number] - self.quota for number in self.order)
            self.surplus = max(0, over)
            if elected:  # 3e.
                self._record(Status.ELECTED, iterations, elected=elected)
                return
            if self.surplus < OMEGA:
                self._exclude_lowest(self.hopeful, Status.OMEGA, iterations)
                return
            if iterations > 1 and self.surplus >= last:
                self._exclude_lowest(self.hopeful, Status.STABLE, iterations)
                return
            last = self.surplus
            self._lower_keep_factors()

    def _distribute(self) -> None:
        """3a, 3b. Each paper to the candidates in its order; the quota of what they got."""
        self.votes = self.papers.distribute(self.keep)
        self.quota = sum(self.votes) // (self.election.seats + 1) + 1

    def _elect_who_has_the_quota(self) -> tuple[int, ...]:
        """3c. Every hopeful with the quota."""
        having = [number for number in self.hopeful if self.votes[number] >= self.quota]
        return self._elect(self._most_first(having), len(self.rounds) + 1)

    def _lower_keep_factors(self) -> None:
        """3f. Each elected keeps the quota of what came in this iteration."""
        for number in self.order:
            scaled = -(-self.keep[number] * self.quota // ONE) * ONE
            self.keep[number] = -(-scaled // self.votes[number])

    def _exclude_lowest(self, among: Iterable[int], status: Status, iterations: int) -> None:
        """4. The lowest hopeful; all within the surplus of it are tied, and the lot decides."""
        candidates = list(among)
        least = min(self.votes[number] for number in candidates)
        reach = 0 if status is Status.CAP else self.surplus
        tied = [n for n in candidates if self.votes[n] <= least + reach]
        chosen = tied[0]
        if len(tied) > 1:
            chosen = self._draw(TieKind.EXCLUDE, tied)
        self._record(
            status, iterations, excluded=chosen, tied=tuple(tied) if len(tied) > 1 else None
        )
        self.hopeful.remove(chosen)
        self.keep[chosen] = 0
        fate = Fate.CAPPED if status is Status.CAP else Fate.EXCLUDED
        self.fates[chosen] = (fate, len(self.rounds))
        self.papers.excluded(chosen)

    def _elect_the_rest(self) -> None:
        """5. Seats unfilled: the remaining hopefuls; none below "re-open nominations"."""
        self._distribute()
        rest = self._most_first(self.hopeful)
        if self.election.reopen in rest:
            rest = rest[: rest.index(self.election.reopen) + 1]
        self._elect(rest, len(self.rounds))

    def _elect(self, numbers: Iterable[int], stage: int) -> tuple[int, ...]:
        """Elect `numbers`, the highest first where a cap binds; listed by number."""
        elected: list[int] = []
        for number in numbers:
            if self._is_capped(number):
                continue
            self.hopeful.remove(number)
            self.order.append(number)
            self.fates[number] = (Fate.ELECTED, stage)
            self.papers.elected(number)
            elected.append(number)
        elected.sort()
        self.order[len(self.order) - len(elected) :] = elected
        return tuple(elected)

    def _draw(self, kind: TieKind, tied: list[int]) -> int:
        chosen = self.lot.first(tied)
        numbers = tuple(sorted(tied))
        self.ties.append(
            Tie(
                kind=kind,
                at_stage=len(self.rounds) + 1,
                tied=numbers,
                looked_at=(),
                by_stage=None,
                left=numbers,
                chosen=chosen,
            )
        )
        return chosen

    def _most_first(self, numbers: Iterable[int]) -> list[int]:
        """By votes, the highest first; equals by number, unless a cap or a stop makes it matter."""
        order: list[int] = []
        left = sorted(numbers)
        while left:
            most = max(self.votes[number] for number in left)
            equal = [number for number in left if self.votes[number] == most]
            first = (
                self._draw(TieKind.SEAT, equal) if self.election.order_matters(equal) else equal[0]
            )
            order.append(first)
            left.remove(first)
        return order

    def _is_capped(self, number: int) -> bool:
        return self.election.is_capped(number, self.order)

    def _vacancies(self) -> int:
        return self.election.seats - len(self.order)

    def _record(
        self,
        status: Status,
        iterations: int,
        *,
        elected: tuple[int, ...] = (),
        excluded: int | None = None,
        tied: tuple[int, ...] | None = None,
    ) -> None:
        self.rounds.append(
            Round(
                number=len(self.rounds) + 1,
                status=status,
                elected=elected,
                excluded=excluded,
                iterations=iterations,
                quota=self.quota,
                votes=published(self.election, self.votes),
                surplus=self.surplus,
                exhausted=self.papers.valid * ONE - sum(self.votes),
                keep_factors=tuple(self.keep[1:]),
                tied=tied,
            )
        )
