"""The papers as they lie before each candidate, in bundles of one value and one ranking."""

from __future__ import annotations

from collections.abc import Mapping

from nswp_gov.rules.counting.results import Parcel

Bundle = dict[str, int]


class Piles:
    """Who holds which papers: candidate → value in units → ranking → number of papers.

    A ranking begins with its holder; what came before is worn off when it moves.
    """

    def __init__(self, papers: Mapping[str, int], candidates: int, gone: str, value: int) -> None:
        """Every paper lies before its first preference not in `gone`, worth `value`."""
        first: dict[str, Bundle] = {chr(n): {} for n in range(candidates + 1)}
        if gone:
            _sort(papers, gone, first)
        else:
            for ranking, weight in papers.items():
                first[ranking[0]][ranking] = weight
        del first[chr(0)]
        self._held = {ord(mark): {value: bundle} for mark, bundle in first.items()}

    def move(
        self, holder: int, gone: str, share: tuple[int, int] = (1, 1)
    ) -> tuple[dict[int, int], list[Parcel], int, int]:
        """Move all papers of `holder` to their next preference not in `gone`.

        Each of value v is worth `numerator * v // denominator` afterwards. Returns the units that
        each candidate receives, the parcels moved, and the number and value of the papers that
        name nobody more: those leave the count.
        """
        numerator, denominator = share
        received: dict[int, int] = {}
        parcels: list[Parcel] = []
        exhausted = worth = 0
        for value, bundle in sorted(self._held.pop(holder, {}).items(), reverse=True):
            new = value * numerator // denominator
            arrived: dict[str, Bundle] = {chr(n): {} for n in (0, *self._held)}
            _sort(bundle, gone, arrived)
            out = sum(arrived.pop(chr(0)).values())
            exhausted += out
            worth += out * new
            moved = out
            for mark, lot in arrived.items():
                if lot:
                    weight = sum(lot.values())
                    moved += weight
                    received[ord(mark)] = received.get(ord(mark), 0) + weight * new
                    self._lay(ord(mark), new, lot)
            if moved:
                parcels.append(Parcel(papers=moved, value_before=value, value_after=new))
        return received, parcels, exhausted, worth

    def _lay(self, holder: int, value: int, lot: Bundle) -> None:
        held = self._held[holder]
        if value not in held:
            held[value] = lot
            return
        bundle = held[value]
        for ranking, weight in lot.items():
            bundle[ranking] = bundle.get(ranking, 0) + weight

    def units(self, holder: int) -> int:
        """What the papers before `holder` are worth together."""
        held = self._held.get(holder, {})
        return sum(value * sum(bundle.values()) for value, bundle in held.items())


def _sort(bundle: Mapping[str, int], gone: str, into: dict[str, Bundle]) -> None:
    """Wear off who is gone and lay each ranking before its next; `chr(0)` takes the empty ones."""
    nobody = chr(0)
    for ranking, weight in bundle.items():
        rest = ranking.lstrip(gone)
        pile = into[rest[0] if rest else nobody]
        if rest in pile:
            pile[rest] += weight
        else:
            pile[rest] = weight
