"""Yes, no or abstain: whether a motion is carried, on a named majority and a quorum.

The majorities and their percentage bases are those of `nswp_gov.rules.majority`, the quorum that
of `nswp_gov.rules.quorum`; all comparisons are between whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from nswp_gov.rules.majority import Basis, Majority, Tally, votes_needed
from nswp_gov.rules.quorum import QuorumRule, assess


class Choice(StrEnum):
    """What a paper can say on a motion."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"


class DecidedBy(StrEnum):
    """What made the result."""

    VOTES = "votes"
    CHAIR = "chair"
    TIE = "tie"
    NO_QUORUM = "no_quorum"


@dataclass(frozen=True, slots=True, kw_only=True)
class MotionResult:
    """How a motion ended: the figures, what they were measured against, and the answer.

    `base` is the number that the majority is a share of, `needed` the fewest votes in favour that
    carry. `present` counts everyone who took part or was there; `quorum` is how many were needed.
    """

    majority: Majority
    basis: Basis
    yes: int
    no: int
    abstained: int
    present: int
    entitled: int
    base: int
    needed: int
    quorum: int | None
    quorate: bool
    carried: bool
    decided_by: DecidedBy


def count_motion(
    papers: Iterable[Choice],
    *,
    majority: Majority,
    entitled: int,
    present: int | None = None,
    quorum: QuorumRule | None = None,
    chair: Choice | None = None,
) -> MotionResult:
    """The result of `papers`; without `present`, those are present who cast a paper.

    Without a quorum nothing is carried. Equal votes for and against fail, unless the rules give
    the chair a casting vote (`chair`), which counts only then and only for the simple majority.

    Raises:
        ValueError: more papers than present, or more present than entitled.

    """
    cast = [Choice(paper) for paper in papers]
    yes, no, abstained = (cast.count(choice) for choice in Choice)
    there = len(cast) if present is None else present
    tally = Tally(yes, no, abstained, there, entitled)
    rule = majority.rule
    base = tally.base(rule.basis)
    needed = votes_needed(rule, base)
    standing = assess(quorum, present=there, entitled=entitled) if quorum else None
    quorate = standing is None or standing.is_reached
    carried, decided_by = yes >= needed, DecidedBy.VOTES
    if yes == no and not carried:
        decided_by = DecidedBy.TIE
        if majority is Majority.SIMPLE and chair in (Choice.YES, Choice.NO):
            carried, decided_by = chair is Choice.YES, DecidedBy.CHAIR
    if not quorate:
        carried, decided_by = False, DecidedBy.NO_QUORUM
    return MotionResult(
        majority=majority,
        basis=rule.basis,
        yes=yes,
        no=no,
        abstained=abstained,
        present=there,
        entitled=entitled,
        base=base,
        needed=needed,
        quorum=standing.needed if standing else None,
        quorate=quorate,
        carried=carried,
        decided_by=decided_by,
    )
