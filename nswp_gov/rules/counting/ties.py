"""Ties: the most recent earlier stage with a difference, then the lot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from nswp_gov.rules.counting.lots import Lot
from nswp_gov.rules.counting.results import Tie, TieKind


def break_tie(
    kind: TieKind,
    tied: Sequence[int],
    history: Sequence[Sequence[int]],
    lot: Lot,
) -> Tie:
    """Decide among `tied`, who have equal votes at the end of the last stage in `history`.

    `history[n - 1][candidate]` are the votes at the end of stage n. Most votes come out first,
    except in a tie for exclusion: there the fewest. Where a stage separates only some of three or
    more, the extreme ones stay and earlier stages decide among them, at last the lot.

    Source: SSI 2011/399 schedule 1 rules 50(2)-(3) and 52.
    """
    extreme: Callable[[Iterable[int]], int] = min if kind is TieKind.EXCLUDE else max
    left, looked_at = tuple(sorted(tied)), []
    for number in range(len(history) - 1, 0, -1):
        votes = history[number - 1]
        looked_at.append(number)
        best = extreme(votes[candidate] for candidate in left)
        left = tuple(candidate for candidate in left if votes[candidate] == best)
        if len(left) == 1:
            break
    by_stage = looked_at[-1] if len(left) == 1 else None
    return Tie(
        kind=kind,
        at_stage=len(history) + 1,
        tied=tuple(sorted(tied)),
        looked_at=tuple(looked_at),
        by_stage=by_stage,
        left=left,
        chosen=left[0] if by_stage else lot.first(left),
    )
