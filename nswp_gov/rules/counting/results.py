"""The results of a count as frozen data: every quantity is an exact integer.

Votes are in units: a vote is 10 ** `DECIMALS[rules]` units.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from nswp_gov.rules.counting.choices import Rules
from nswp_gov.rules.counting.election import Cap, Election
from nswp_gov.rules.counting.lots import Lot


class Action(StrEnum):
    """What moved papers in a stage."""

    FIRST_PREFERENCES = "first_preferences"
    SURPLUS = "surplus"
    EXCLUSION = "exclusion"
    CAP = "cap"


class Status(StrEnum):
    """How a round of Meek ended."""

    ELECTED = "elected"
    OMEGA = "omega"
    STABLE = "stable"
    CAP = "cap"


class TieKind(StrEnum):
    """What a tie was about."""

    SURPLUS = "surplus"
    EXCLUDE = "exclude"
    SEAT = "seat"


class Fate(StrEnum):
    """What became of a candidate."""

    ELECTED = "elected"
    EXCLUDED = "excluded"
    CAPPED = "capped"
    NOT_ELECTED = "not_elected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """One tie: who, how it was looked up backwards, and who came out of it.

    `looked_at` are the stages compared, latest first. `by_stage` is the stage that left one
    candidate; None when the lot decided among `left`.
    """

    kind: TieKind
    at_stage: int
    tied: tuple[int, ...]
    looked_at: tuple[int, ...]
    by_stage: int | None
    left: tuple[int, ...]
    chosen: int

    @property
    def by_lot(self) -> bool:
        """Whether the lot was used."""
        return self.by_stage is None

    @property
    def resolved_by(self) -> str:
        """The short record: `stage 3` or `lot among [2, 3]`."""
        return f"lot among {list(self.left)}" if self.by_lot else f"stage {self.by_stage}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """Papers that moved together: their value before and after, in units, and how many."""

    papers: int
    value_before: int
    value_after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage of a transferable count, at its end; lists follow the candidates' numbers.

    `candidate` is whose papers moved. Votes are None for the withdrawn, and all figures are None in
    a record that publishes totals only. `exhausted_*` and `lost` add up over the stages: papers
    that left the count, their value, and what the truncation of values dropped.
    """

    number: int
    action: Action
    candidate: int | None
    votes: tuple[int | None, ...]
    transfers: tuple[int | None, ...]
    parcels: tuple[Parcel, ...]
    exhausted_papers: int | None
    exhausted_value: int | None
    lost: int | None
    elected: tuple[int, ...]

    @property
    def nontransferable(self) -> int | None:
        """Valid papers minus all votes, in units: exhausted value and loss by rounding."""
        if self.exhausted_value is None or self.lost is None:
            return None
        return self.exhausted_value + self.lost


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One round of Meek, at its last iteration; no figures where totals only are public."""

    number: int
    status: Status
    elected: tuple[int, ...]
    excluded: int | None
    iterations: int
    quota: int
    votes: tuple[int | None, ...]
    surplus: int | None
    exhausted: int | None
    keep_factors: tuple[int, ...]
    tied: tuple[int, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one candidate, and at which stage or round (0: not at one)."""

    candidate: int
    fate: Fate
    stage: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """What was counted, without the papers themselves; numbers of papers are weights added up."""

    title: str
    candidates: tuple[str, ...]
    seats: int
    withdrawn: tuple[int, ...]
    reopen: int | None
    caps: tuple[Cap, ...]
    lot: Lot
    papers: int
    blank: int
    cut_short: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Seating:
    """Who takes the seats; "re-open nominations" is never among the winners.

    `winners` ascending, `order` as they were elected. `vacant` seats stay empty; `reopened` says
    that "re-open nominations" took one.
    """

    winners: tuple[int, ...]
    order: tuple[int, ...]
    vacant: int
    reopened: bool
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What all counts have in common; `valid` papers counted for somebody."""

    rules: Rules
    contest: Contest
    seating: Seating
    valid: int
    ties: tuple[Tie, ...]

    @property
    def winners(self) -> tuple[int, ...]:
        """The numbers of the elected, ascending."""
        return self.seating.winners

    @property
    def lots_used(self) -> tuple[Tie, ...]:
        """The ties that the lot decided; empty: this count needed no lot."""
        return tuple(tie for tie in self.ties if tie.by_lot)


@dataclass(frozen=True, slots=True, kw_only=True)
class StvResult(Result):
    """A count by Scottish STV or, with one seat, IRV; `quota` is in whole votes."""

    quota: int
    stages: tuple[Stage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeekResult(Result):
    """A count by Meek; each round has its own quota, in units."""

    rounds: tuple[Round, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TallyResult(Result):
    """A count by plurality or approval: `totals` are whole votes, None for the withdrawn."""

    totals: tuple[int | None, ...]


DECIMALS = {
    Rules.SCOTTISH: 5,
    Rules.IRV: 5,
    Rules.MEEK: 9,
    Rules.APPROVAL: 0,
    Rules.PLURALITY: 0,
}


def contest_of(election: Election, lot: Lot) -> Contest:
    """The description of `election` that goes into its result."""
    return Contest(
        title=election.title,
        candidates=election.candidates,
        seats=election.seats,
        withdrawn=tuple(sorted(election.withdrawn)),
        reopen=election.reopen,
        caps=election.caps,
        lot=lot,
        papers=election.total,
        blank=election.blank,
        cut_short=election.cut_short,
    )


def seating_of(
    election: Election, order: Sequence[int], fates: Mapping[int, tuple[Fate, int]]
) -> Seating:
    """The seats after a count that elected `order`; who has no fate was not elected."""
    seated = tuple(number for number in order if number != election.reopen)
    outcomes = []
    for number in range(1, len(election.candidates) + 1):
        default = Fate.WITHDRAWN if number in election.withdrawn else Fate.NOT_ELECTED
        fate, stage = fates.get(number, (default, 0))
        outcomes.append(Outcome(candidate=number, fate=fate, stage=stage))
    return Seating(
        winners=tuple(sorted(seated)),
        order=seated,
        vacant=election.seats - len(seated),
        reopened=len(seated) < len(order),
        outcomes=tuple(outcomes),
    )


def published(election: Election, votes: Sequence[int]) -> tuple[int | None, ...]:
    """`votes` (by number, index 0 unused) as published: None for the withdrawn."""
    return tuple(
        None if number in election.withdrawn else votes[number]
        for number in range(1, len(election.candidates) + 1)
    )
