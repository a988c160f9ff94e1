"""Whether enough are present; exact, in whole numbers and fractions."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from nswp_gov.rules.verdict import Verdict, no, yes


@dataclass(frozen=True, slots=True)
class QuorumRule:
    """What a body asks for.

    `share` of the entitled, reached by being equal to it unless `more_than`; never fewer than
    `at_least` heads; and, where a body asks for it, from at least `groups` groups (regions).
    """

    share: Fraction = Fraction(1, 2)
    more_than: bool = False
    at_least: int = 1
    groups: int = 0

    def __post_init__(self) -> None:
        if not isinstance(self.share, Fraction) or not 0 <= self.share <= 1:
            raise ValueError("a share is a Fraction from 0 to 1")
        if self.at_least < 1 or self.groups < 0:
            raise ValueError("a quorum asks for at least one, and for no negative groups")
        if self.more_than and self.share == 1:
            raise ValueError("nobody can be more than all")


@dataclass(frozen=True, slots=True)
class Quorum:
    """How a meeting stands at one moment."""

    present: int
    entitled: int
    needed: int
    groups_present: int
    groups_needed: int

    @property
    def is_reached(self) -> bool:
        """Whether enough are present, from enough groups; with nobody entitled never."""
        enough = self.present >= self.needed and self.groups_present >= self.groups_needed
        return enough and self.entitled > 0

    @property
    def missing(self) -> int:
        """How many more must come."""
        return max(0, self.needed - self.present)

    def verdict(self) -> Verdict:
        """Reason `quorate`, `nobody_entitled`, `too_few_present` or `too_few_groups`."""
        if self.is_reached:
            return yes("quorate")
        if self.entitled == 0:
            return no("nobody_entitled")
        return no("too_few_present" if self.missing else "too_few_groups")


def needed(rule: QuorumRule, entitled: int) -> int:
    """Return the smallest number of `entitled` that satisfies `rule`; may exceed `entitled`.

    Raises:
        ValueError: `entitled` is negative.

    """
    if entitled < 0:
        raise ValueError("nobody can be entitled a negative number of times")
    exact = rule.share * entitled
    by_share = exact.numerator // exact.denominator + 1 if rule.more_than else -(-exact // 1)
    return max(int(by_share), rule.at_least)


def assess(rule: QuorumRule, *, present: int, entitled: int, groups_present: int = 0) -> Quorum:
    """How `present` of `entitled`, from `groups_present` groups, stand under `rule`.

    Count heads with a vote, after recusals; one who is recused is neither present nor entitled.

    Raises:
        ValueError: more are present than entitled, or a number is negative.

    """
    if not 0 <= present <= entitled or groups_present < 0:
        raise ValueError("present runs from 0 to entitled")
    return Quorum(present, entitled, needed(rule, entitled), groups_present, rule.groups)
