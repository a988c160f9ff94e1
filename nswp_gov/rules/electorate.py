"""Who is on the roll: computed from the register as at a record date, each line with its reason.

The input is a frozen copy of the register's dated facts, so the same input gives the same roll.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from nswp_gov.rules.dates import Fact, as_at
from nswp_gov.rules.verdict import Verdict, first_refusal, no, yes

DatedWord = Fact[str, date]


@dataclass(frozen=True, slots=True)
class Registered:
    """What the register holds of one organisation: category, standing and region, dated."""

    organisation: UUID
    categories: tuple[DatedWord, ...]
    standings: tuple[DatedWord, ...]
    regions: tuple[DatedWord, ...]


@dataclass(frozen=True, slots=True)
class Electorate:
    """Who votes for a post.

    `regions` None: every region. `member_for_days`: how long before the record date the
    organisation must have been in a voting category without a break.
    """

    voting_categories: frozenset[str]
    voting_standings: frozenset[str]
    regions: frozenset[str] | None = None
    member_for_days: int = 0


@dataclass(frozen=True, slots=True)
class RollLine:
    """One organisation, and whether it is on the roll, with the reason."""

    organisation: UUID
    verdict: Verdict


def roll(
    register: Iterable[Registered],
    electorate: Electorate,
    record_on: date,
    known_at: datetime | None = None,
) -> tuple[RollLine, ...]:
    """Return one line for every organisation, on the roll or not, in order of identifier.

    `known_at` gives the roll as the register knew it then, without later corrections.
    """
    lines = (
        RollLine(one.organisation, may_vote(one, electorate, record_on, known_at))
        for one in register
    )
    return tuple(sorted(lines, key=lambda line: line.organisation))


def entitled(lines: Iterable[RollLine]) -> tuple[UUID, ...]:
    """Return the organisations that are on the roll."""
    return tuple(line.organisation for line in lines if line.verdict)


def may_vote(
    one: Registered, electorate: Electorate, record_on: date, known_at: datetime | None = None
) -> Verdict:
    """Whether the organisation may vote; reason `on_roll` or the first thing in its way.

    `not_a_member`, `category_without_vote`, `standing_without_vote`, `region_undecided`,
    `other_region`, `member_too_short`.
    """
    category = as_at(one.categories, record_on, known_at)
    standing = as_at(one.standings, record_on, known_at)
    if category is None or standing is None:
        return no("not_a_member")
    return first_refusal(
        _check(category.value in electorate.voting_categories, "category_without_vote"),
        _check(standing.value in electorate.voting_standings, "standing_without_vote"),
        _in_region(one, electorate, record_on, known_at),
        _long_enough(one, electorate, record_on, known_at),
        yes("on_roll"),
    )


def _check(holds: bool, refusal: str) -> Verdict:  # noqa: FBT001 - a claim and its refusal, in one line each
    return yes("on_roll") if holds else no(refusal)


def _in_region(
    one: Registered, electorate: Electorate, record_on: date, known_at: datetime | None
) -> Verdict:
    if electorate.regions is None:
        return yes("on_roll")
    region = as_at(one.regions, record_on, known_at)
    if region is None:
        return no("region_undecided")
    return _check(region.value in electorate.regions, "other_region")


def _long_enough(
    one: Registered, electorate: Electorate, record_on: date, known_at: datetime | None
) -> Verdict:
    """Walk back from the record date through facts that touch each other."""
    first_day = record_on - timedelta(days=electorate.member_for_days)
    day = record_on
    while True:
        fact = as_at(one.categories, day, known_at)
        if fact is None or fact.value not in electorate.voting_categories:
            return no("member_too_short")
        if fact.span.since <= first_day:
            return yes("on_roll")
        day = fact.span.since - timedelta(days=1)
