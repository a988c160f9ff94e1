"""What is counted: candidates, seats and papers.

A paper's ranking is kept as text, one character a preference: candidate 3 is `chr(3)`. The next
candidate who can still receive a paper is then `ranking.lstrip(gone)[:1]`, equal rankings are
equal dictionary keys, and a million papers fit in memory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from nswp_gov.rules.counting.choices import MOST_CANDIDATES
from nswp_gov.rules.counting.refusals import CountRefused


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `most` of `members` (candidate numbers) can be elected, e.g. two of one country."""

    name: str
    members: frozenset[int]
    most: int


@dataclass(frozen=True, slots=True)
class Election:
    """One contest with its papers; candidate number n is `candidates[n - 1]`.

    `papers` maps a ranking (see `ranking_of`) to its weight: how many papers carry it. `blank`
    papers name nobody. `cut_short` papers ended at an unclear preference, because the reader was
    asked to accept such papers. `reopen` is the number of "re-open nominations".
    """

    title: str
    candidates: tuple[str, ...]
    seats: int
    papers: Mapping[str, int]
    blank: int = 0
    withdrawn: frozenset[int] = frozenset()
    reopen: int | None = None
    caps: tuple[Cap, ...] = field(default=())
    cut_short: int = 0

    def __post_init__(self) -> None:
        number = len(self.candidates)
        if not 1 <= number <= MOST_CANDIDATES:
            raise CountRefused("candidates_out_of_bounds", candidates=number, most=MOST_CANDIDATES)
        if not 1 <= self.seats <= MOST_CANDIDATES:
            raise CountRefused("seats_out_of_bounds", seats=self.seats, most=MOST_CANDIDATES)
        named = set(self.withdrawn).union(*(cap.members for cap in self.caps))
        if self.reopen is not None:
            named.add(self.reopen)
        for candidate in sorted(named):
            if not 1 <= candidate <= number:
                raise CountRefused("unknown_candidate", candidate=candidate, candidates=number)

    @property
    def standing(self) -> tuple[int, ...]:
        """The numbers of all who are not withdrawn, ascending."""
        every = range(1, len(self.candidates) + 1)
        return tuple(number for number in every if number not in self.withdrawn)

    def is_capped(self, number: int, elected: Sequence[int]) -> bool:
        """Whether a group that the candidate belongs to has all the seats it can have."""
        caps = (cap for cap in self.caps if number in cap.members)
        return any(len(cap.members.intersection(elected)) >= cap.most for cap in caps)

    def order_matters(self, equal: Sequence[int]) -> bool:
        """Whether a cap, or "re-open nominations", makes it matter which of equals comes first."""
        if len(equal) > 1 and self.reopen in equal:
            return True
        return any(len(cap.members.intersection(equal)) > 1 for cap in self.caps)

    @property
    def total(self) -> int:
        """All papers, blank ones and those for withdrawn candidates included."""
        return sum(self.papers.values()) + self.blank


def ranking_of(preferences: Iterable[int]) -> str:
    """The preferences (candidate numbers, the first choice first) as a ranking."""
    return "".join(map(chr, preferences))


def preferences_of(ranking: str) -> tuple[int, ...]:
    """The candidate numbers of a ranking, the first choice first."""
    return tuple(map(ord, ranking))


def election_of(
    papers: Iterable[Sequence[int]] | Mapping[tuple[int, ...], int],
    *,
    candidates: Sequence[str],
    seats: int,
    title: str = "",
    withdrawn: Iterable[int] = (),
    reopen: int | None = None,
    caps: Iterable[Cap] = (),
) -> Election:
    """The election with these papers, each a sequence of candidate numbers, or with weights.

    Raises:
        CountRefused: a paper names an unknown candidate or one twice; a weight below 1.

    """
    weights = papers if isinstance(papers, Mapping) else Counter(map(tuple, papers))
    known = set(range(1, len(candidates) + 1))
    rankings: dict[str, int] = {}
    for preferences, weight in weights.items():
        _check_paper(preferences, weight, known)
        ranking = ranking_of(preferences)
        rankings[ranking] = rankings.get(ranking, 0) + weight
    return Election(
        title=title,
        candidates=tuple(candidates),
        seats=seats,
        blank=rankings.pop("", 0),
        papers=rankings,
        withdrawn=frozenset(withdrawn),
        reopen=reopen,
        caps=tuple(caps),
    )


def _check_paper(preferences: Sequence[int], weight: int, known: set[int]) -> None:
    distinct = set(preferences)
    if weight < 1:
        raise CountRefused("weight_below_one", weight=weight)
    if len(distinct) != len(preferences):
        raise CountRefused("candidate_twice", paper=" ".join(map(str, preferences)))
    if not distinct <= known:
        unknown = min(distinct - known)
        raise CountRefused("unknown_candidate", candidate=unknown, candidates=len(known))
