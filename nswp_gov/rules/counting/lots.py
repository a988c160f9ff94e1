"""Lots: one permutation of the candidates, fixed before the count.

The law says "by lot". Here one order of all candidates is drawn beforehand (typed in, or made from
a published seed) and printed with the count: among the tied, the candidate earliest in it is
transferred or excluded first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from nswp_gov.rules.counting.refusals import CountRefused

ALGORITHM = "sha256-v1"
_MOST_LISTED = 20


class LotSource(StrEnum):
    """How the order of the lot came to be."""

    SEED = "seed"
    TYPED = "typed"
    OWN_ORDER = "own_order"


@dataclass(frozen=True, slots=True)
class Lot:
    """The order of the lot, first to last; `seed` and `algorithm` are empty unless SEED."""

    source: LotSource
    order: tuple[int, ...]
    seed: str = ""
    algorithm: str = ""

    def first(self, tied: Iterable[int]) -> int:
        """The one of `tied` who comes earliest in the order."""
        return min(tied, key=self.order.index)


def lot_from_seed(seed: str, candidates: int) -> Lot:
    """The order that anyone gets from `seed`: candidate numbers sorted by SHA-256 of `seed/number`.

    The text `seed`, a slash and the number in decimal, in UTF-8, is hashed; the numbers are put in
    ascending order of the digests in hexadecimal. With standard tools:
    `for n in 1 2 3; do printf '%s/%s' "$SEED" $n | sha256sum | sed "s/-/$n/"; done | sort`.
    """
    import hashlib  # noqa: PLC0415 -- OpenSSL is slow to load, and most counts need no seed

    def digest(number: int) -> str:
        return hashlib.sha256(f"{seed}/{number}".encode()).hexdigest()

    order = tuple(sorted(range(1, candidates + 1), key=digest))
    return Lot(LotSource.SEED, order, seed, ALGORITHM)


def lot_typed(order: Sequence[int], standing: Sequence[int]) -> Lot:
    """The order as drawn and typed in; it names each standing candidate exactly once.

    Raises:
        CountRefused: a candidate is missing, named twice or not standing.

    """
    if sorted(order) != sorted(standing):
        raise CountRefused(
            "lot_order_incomplete",
            order=_listed(order),
            expected=_listed(sorted(standing)),
        )
    return Lot(LotSource.TYPED, tuple(order))


def _listed(numbers: Sequence[int]) -> str:
    """The numbers for a message, the first ones if they are many."""
    shown = ", ".join(map(str, numbers[:_MOST_LISTED]))
    return shown + (", …" if len(numbers) > _MOST_LISTED else "")


def lot_of_own_order(candidates: int) -> Lot:
    """The candidates' own order, for tests and for counts in which no lot is expected."""
    return Lot(LotSource.OWN_ORDER, tuple(range(1, candidates + 1)))
