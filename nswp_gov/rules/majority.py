"""Whether a motion is carried; exact, in whole numbers and fractions. A tie fails."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType


class Basis(StrEnum):
    """What a share is a share of."""

    CAST = "cast"  # for and against; abstentions are no votes
    CAST_WITH_ABSTENTIONS = "cast_with_abstentions"
    PRESENT = "present"
    ENTITLED = "entitled"


@dataclass(frozen=True, slots=True)
class MajorityRule:
    """`share` of `basis`, to be passed if `more_than`, otherwise to be reached."""

    share: Fraction
    more_than: bool
    basis: Basis

    def __post_init__(self) -> None:
        if not isinstance(self.share, Fraction) or not Fraction(1, 2) <= self.share <= 1:
            raise ValueError("a majority is a Fraction from one half to one")
        if self.share == Fraction(1, 2) and not self.more_than:
            raise ValueError("one half must be passed: a tie carries nothing")
        if self.share == 1 and self.more_than:
            raise ValueError("nobody can be more than all")


class Majority(StrEnum):
    """The majorities that have a name."""

    SIMPLE = "simple"
    ABSOLUTE = "absolute"
    OF_PRESENT = "of_present"
    TWO_THIRDS_OF_CAST = "two_thirds_of_cast"
    TWO_THIRDS_OF_PRESENT = "two_thirds_of_present"
    TWO_THIRDS_OF_ENTITLED = "two_thirds_of_entitled"
    THREE_QUARTERS_OF_CAST = "three_quarters_of_cast"
    UNANIMOUS_OF_CAST = "unanimous_of_cast"
    UNANIMOUS_OF_PRESENT = "unanimous_of_present"

    @property
    def rule(self) -> MajorityRule:
        """The share, what it is a share of, and whether it must be passed."""
        return _RULES[self]


def _over_half(basis: Basis) -> MajorityRule:
    return MajorityRule(Fraction(1, 2), more_than=True, basis=basis)


def _at_least(share: Fraction, basis: Basis) -> MajorityRule:
    return MajorityRule(share, more_than=False, basis=basis)


_RULES = MappingProxyType(
    {
        Majority.SIMPLE: _over_half(Basis.CAST),
        Majority.ABSOLUTE: _over_half(Basis.ENTITLED),
        Majority.OF_PRESENT: _over_half(Basis.PRESENT),
        Majority.TWO_THIRDS_OF_CAST: _at_least(Fraction(2, 3), Basis.CAST),
        Majority.TWO_THIRDS_OF_PRESENT: _at_least(Fraction(2, 3), Basis.PRESENT),
        Majority.TWO_THIRDS_OF_ENTITLED: _at_least(Fraction(2, 3), Basis.ENTITLED),
        Majority.THREE_QUARTERS_OF_CAST: _at_least(Fraction(3, 4), Basis.CAST),
        Majority.UNANIMOUS_OF_CAST: _at_least(Fraction(1), Basis.CAST),
        Majority.UNANIMOUS_OF_PRESENT: _at_least(Fraction(1), Basis.PRESENT),
    }
)


@dataclass(frozen=True, slots=True)
class Tally:
    """The numbers of one vote; `present` may be larger than those who took part."""

    in_favour: int
    against: int
    abstained: int
    present: int
    entitled: int

    def __post_init__(self) -> None:
        if min(self.in_favour, self.against, self.abstained) < 0:
            raise ValueError("a number of votes is never negative")
        if not self.in_favour + self.against + self.abstained <= self.present <= self.entitled:
            raise ValueError("votes and abstentions ≤ present ≤ entitled")

    def base(self, basis: Basis) -> int:
        """Return the number that a share of `basis` is a share of."""
        cast = self.in_favour + self.against
        return {
            Basis.CAST: cast,
            Basis.CAST_WITH_ABSTENTIONS: cast + self.abstained,
            Basis.PRESENT: self.present,
            Basis.ENTITLED: self.entitled,
        }[basis]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a tally means under a rule; `share` is None where the base is empty."""

    is_carried: bool
    is_tied: bool
    in_favour: int
    needed: int
    base: int
    share: Fraction | None


def votes_needed(rule: MajorityRule, base: int) -> int:
    """Return the smallest number of votes in favour that satisfies `rule`; never less than one.

    Raises:
        ValueError: `base` is negative.

    """
    if base < 0:
        raise ValueError("a base is never negative")
    exact = rule.share * base
    whole = exact.numerator // exact.denominator
    reached = whole if exact.denominator == 1 and not rule.more_than else whole + 1
    return max(1, reached)


def evaluate(rule: MajorityRule, tally: Tally) -> Outcome:
    """Whether `tally` carries a motion under `rule`; an empty base carries nothing."""
    base = tally.base(rule.basis)
    needed = votes_needed(rule, base)
    return Outcome(
        is_carried=tally.in_favour >= needed,
        is_tied=tally.in_favour == tally.against,
        in_favour=tally.in_favour,
        needed=needed,
        base=base,
        share=Fraction(tally.in_favour, base) if base else None,
    )
