"""What stands on a paper as it was filled in: places on a ranked one, else marked options. Pure.

What cannot be read comes back unchanged with its fault beside it; see `ranking` for places.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from nswp_gov.elections import ranking
from nswp_gov.elections.ranking import Fault, Places
from nswp_gov.sealing import BallotKind, Contest

MARK = "mark"


@dataclass(frozen=True)
class Marks:
    """A paper as it stands: `places` by option on a ranked one, `chosen` on every other."""

    contest: Contest
    places: Places = field(default_factory=dict)
    chosen: tuple[str, ...] = ()

    @property
    def is_ranked(self) -> bool:
        """Tell whether options are put in order."""
        return self.contest.kind is BallotKind.RANKED

    @property
    def takes_one(self) -> bool:
        """Tell whether at most one option can be marked."""
        return not self.is_ranked and self.contest.most_marks == 1

    @property
    def is_too_many(self) -> bool:
        """Tell whether more options are marked than the paper allows."""
        return len(self.chosen) > self.contest.most_marks

    def faults(self) -> dict[str, Fault]:
        """Return what is wrong with places, by option; see `is_too_many` for marks."""
        return ranking.faults(self.places)

    def choices(self) -> list[str]:
        """Return what is sealed: the order of preference, or the marked options."""
        return ranking.order_of(self.places) if self.is_ranked else list(self.chosen)

    def moved(self, *, up: str | None, down: str | None) -> Marks:
        """Return the paper after a press of a button that moves an option."""
        return Marks(self.contest, ranking.moved(self.places, up=up, down=down))

    def cleared(self) -> Marks:
        """Return the paper with nothing on it."""
        return Marks(self.contest, dict.fromkeys(self.places, ""))

    def hidden(self) -> list[tuple[str, str]]:
        """Return the fields that carry the paper through its preview."""
        if self.is_ranked:
            return [(f"rank-{one}", place) for one, place in self.places.items()]
        return [(MARK, one) for one in self.chosen]


def marks_of(contest: Contest, values: Mapping[str, str], marked: Sequence[str]) -> Marks:
    """Return what a form says of a contest; options that it does not have are passed over."""
    if contest.kind is BallotKind.RANKED:
        return Marks(contest, ranking.typed(values, contest.option_ids))
    return Marks(contest, chosen=tuple(one for one in contest.option_ids if one in marked))
