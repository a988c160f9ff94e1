"""The papers of a Meek count, bundled so that an iteration looks at few of them.

A paper is shared out over the elected whom it names before its first hopeful candidate, and that
one takes the rest. So papers with the same elected, in the same order, before the same hopeful
count alike. They are bundled by this beginning; what follows is kept for later rounds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

ONE = 10**9
_NOBODY = chr(0)

Bundle = dict[str, int]


class MeekPapers:
    """Elected met (as text, in order) → hopeful who takes the rest → rest of ranking → papers."""

    def __init__(
        self, papers: Mapping[str, int], hopeful: Iterable[int], withdrawn: Iterable[int]
    ) -> None:
        """Lay every paper before its first hopeful; `valid` are those that have one."""
        self._hopeful = {chr(number) for number in hopeful}
        self._gone = "".join(map(chr, withdrawn))
        self._branches: dict[str, dict[str, Bundle]] = {}
        self._weights: dict[str, dict[str, int]] = {}
        self._ways: list[tuple[str, str, int]] = []
        self._spread("", papers)
        self._branches[""].pop(_NOBODY, None)
        self._weights[""].pop(_NOBODY, None)
        self.valid = sum(self._weights[""].values())

    def elected(self, number: int) -> None:
        """`number` is elected: papers that stopped there go on to a further hopeful."""
        mark = chr(number)
        self._hopeful.discard(mark)
        self._reopen(mark, mark)

    def excluded(self, number: int) -> None:
        """`number` is out: its papers go on as if it had not been named."""
        mark = chr(number)
        self._hopeful.discard(mark)
        self._gone += mark
        self._reopen(mark, "")

    def _reopen(self, mark: str, tail: str) -> None:
        for met in list(self._branches):
            bundle = self._branches[met].pop(mark, None)
            if bundle:
                del self._weights[met][mark]
                self._spread(met + tail, bundle)
        self._count_ways()

    def _spread(self, met: str, bundle: Mapping[str, int]) -> None:
        """Lay the rests of rankings in `bundle` before their next hopefuls."""
        gone = self._gone
        arrived: dict[str, Bundle] = {}
        for ranking, weight in bundle.items():
            rest = ranking.lstrip(gone)
            mark = rest[0] if rest else _NOBODY
            pile = arrived.get(mark)
            if pile is None:
                pile = arrived[mark] = {}
            rest = rest[1:]
            if rest in pile:
                pile[rest] += weight
            else:
                pile[rest] = weight
        branch = self._branches.setdefault(met, {})
        weights = self._weights.setdefault(met, {})
        for mark, pile in arrived.items():
            if mark == _NOBODY or mark in self._hopeful:
                weights[mark] = weights.get(mark, 0) + sum(pile.values())
                _merge(branch.setdefault(mark, pile), pile)
            else:  # an elected candidate, who keeps a part
                self._spread(met + mark, pile)

    def _count_ways(self) -> None:
        """How many papers pass each elected, on each way to it."""
        through: dict[str, int] = {}
        for met, weights in self._weights.items():
            weight = sum(weights.values())
            for length in range(1, len(met) + 1):
                through[met[:length]] = through.get(met[:length], 0) + weight
        ways = sorted(through, key=len)
        self._ways = [(way[:-1], way, through[way]) for way in ways if through[way]]

    def distribute(self, keep: Sequence[int]) -> list[int]:
        """3a. The votes of each candidate (index 0 unused) at these keep factors, in units."""
        votes = [0] * len(keep)
        left = {"": ONE}
        for before, way, papers in self._ways:
            worth = left[before]
            kept = -(-worth * keep[ord(way[-1])] // ONE)
            votes[ord(way[-1])] += kept * papers
            left[way] = worth - kept
        for met, weights in self._weights.items():
            worth = left.get(met, 0)
            if worth:
                for mark, weight in weights.items():
                    votes[ord(mark)] += worth * weight
        votes[0] = 0
        return votes


def _merge(bundle: Bundle, arrived: Bundle) -> None:
    if bundle is not arrived:
        for ranking, weight in arrived.items():
            bundle[ranking] = bundle.get(ranking, 0) + weight
