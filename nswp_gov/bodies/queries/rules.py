"""The rules of a body on a day, and what their values state."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.bodies.models import Body, BodyRule, Seat
from nswp_gov.bodies.states import Approval, Electorate, RuleName
from nswp_gov.rules.majority import Majority
from nswp_gov.rules.quorum import QuorumRule
from nswp_gov.store.dated import holds

PAIR = 2  # people who read a complaint, at least


@dataclass(frozen=True)
class MinutesRule:
    """How long corrections may be sent in (days), and how minutes are approved."""

    corrections_days: int
    approval: Approval
    circulation_days: int


@dataclass(frozen=True)
class MotionsRule:
    """How many days before a meeting motions, and amendments to them, have to be put in."""

    motions: int
    amendments: int


@dataclass(frozen=True)
class TermRule:
    """Regular terms last `years` and begin on `month`/`day` (the first day of the new term).

    `most_in_a_row`, `most_in_all`: how many terms one person may serve; None: as many as elected.
    """

    years: int
    month: int
    day: int
    most_in_a_row: int | None = None
    most_in_all: int | None = None


@dataclass(frozen=True)
class ElectorateRule:
    """Who fills the seats of a region, and who the others (the President's)."""

    regional: Electorate
    general: Electorate

    def of(self, seat: Seat) -> Electorate:
        """Return who fills this seat."""
        return self.regional if seat.region else self.general


@dataclass(frozen=True)
class ComplaintsRule:
    """Who receives complaints, how many read one, and within how many days what is done.

    `receivers`: the body (by its name in addresses) whose people receive them, in the order of
    their seats; "": the board itself. `readers`: how many of them read one complaint.
    """

    receivers: str
    readers: int
    acknowledge_days: int
    outcome_days: int
    appeal_days: int


def rules_of(session: Session, body_id: uuid.UUID, day: date) -> dict[RuleName, BodyRule]:
    """Return the rules of a body in force on `day`; one query."""
    rows = session.scalars(
        select(BodyRule).where(BodyRule.body_id == body_id, holds(BodyRule, day))
    )
    return {row.name: row for row in rows}


def rule(session: Session, body_id: uuid.UUID, name: RuleName, day: date) -> BodyRule | None:
    """Return one rule of a body as in force on `day`, or None."""
    return session.scalar(
        select(BodyRule).where(
            BodyRule.body_id == body_id, BodyRule.name == name, holds(BodyRule, day)
        )
    )


def quorum_rule(value: Mapping[str, Any]) -> QuorumRule:
    """Return the quorum that a rule's value states. Raises ValueError where it states none."""
    return QuorumRule(
        share=Fraction(str(value["share"])),
        more_than=bool(value["more_than"]),
        at_least=int(value["at_least"]),
        groups=int(value["groups"]),
    )


def majority_rule(value: Mapping[str, Any]) -> Majority:
    """Return the majority that a rule's value names. Raises ValueError where it names none."""
    return Majority(value["name"])


def minutes_rule(value: Mapping[str, Any]) -> MinutesRule:
    """Return how minutes are corrected and approved."""
    return MinutesRule(
        corrections_days=int(value["corrections_days"]),
        approval=Approval(value["approval"]),
        circulation_days=int(value["circulation_days"]),
    )


def term_rule(value: Mapping[str, Any]) -> TermRule:
    """Return how long terms last and when they begin. Raises ValueError where that is no day."""
    month, day = (int(part) for part in str(value["begins"]).split("-"))
    date(2001, month, day)  # a day that every year has
    if int(value["years"]) < 1:
        raise ValueError("a term lasts at least a year")
    return TermRule(int(value["years"]), month, day, _limit(value, "row"), _limit(value, "all"))


def _limit(value: Mapping[str, Any], which: str) -> int | None:
    """Return the most terms in a row, or in all; None where the rule has no such limit."""
    most = value.get(f"most_in_a_{which}" if which == "row" else f"most_in_{which}")
    if most is None:
        return None
    if int(most) < 1:
        raise ValueError("somebody must be able to serve once")
    return int(most)


def electorate_rule(value: Mapping[str, Any]) -> ElectorateRule:
    """Return who fills seats. Raises ValueError where no region could vote for one of none."""
    general = Electorate(value["general"])
    if general is Electorate.REGION:
        raise ValueError("a seat of no region has no region to vote for it")
    return ElectorateRule(Electorate(value["regional"]), general)


def cap_rule(value: Mapping[str, Any]) -> int:
    """Return how many seats people from one country may hold at a time."""
    if int(value["most"]) < 1:
        raise ValueError("a country can hold a seat")
    return int(value["most"])


def days_rule(value: Mapping[str, Any]) -> int:
    """Return a number of days, 0 or more."""
    return _count(value["days"])


def proxies_rule(value: Mapping[str, Any]) -> int:
    """Return how many proxies one person may carry."""
    return _count(value["most"])


def motions_rule(value: Mapping[str, Any]) -> MotionsRule:
    """Return when motions and amendments have to be put in."""
    return MotionsRule(_count(value["motions_days"]), _count(value["amendments_days"]))


def cooption_rule(value: Mapping[str, Any]) -> bool:
    """Tell whether the body may co-opt."""
    return bool(value["is_allowed"])


def complaints_rule(value: Mapping[str, Any]) -> ComplaintsRule:
    """Return how complaints are received. Raises ValueError where one person alone would read."""
    if int(value["readers"]) < PAIR:
        raise ValueError("nobody handles a complaint alone")
    return ComplaintsRule(
        receivers=str(value["receivers"]).strip().strip("/").lower(),
        readers=int(value["readers"]),
        acknowledge_days=_count(value["acknowledge_days"]),
        outcome_days=_count(value["outcome_days"]),
        appeal_days=_count(value["appeal_days"]),
    )


def _count(value: Any) -> int:
    if int(value) < 0:
        raise ValueError("a number is never negative")
    return int(value)


READERS: Mapping[RuleName, Any] = {
    RuleName.QUORUM: quorum_rule,
    RuleName.NOTICE: days_rule,
    RuleName.MAJORITY: majority_rule,
    RuleName.PROXIES: proxies_rule,
    RuleName.MOTIONS: motions_rule,
    RuleName.MINUTES: minutes_rule,
    RuleName.TERM: term_rule,
    RuleName.COOPTION: cooption_rule,
    RuleName.ELECTORATE: electorate_rule,
    RuleName.CAP: cap_rule,
    RuleName.COMPLAINTS: complaints_rule,
}


def electorates_on(session: Session, day: date) -> dict[uuid.UUID, ElectorateRule]:
    """Return, by body, the rule on who fills its seats on `day`; one query."""
    rows = session.scalars(
        select(BodyRule).where(BodyRule.name == RuleName.ELECTORATE, holds(BodyRule, day))
    )
    return {row.body_id: electorate_rule(row.value) for row in rows}


def electorate_of(session: Session, seat: Seat, day: date) -> Electorate:
    """Return who fills a seat by the rules of `day`: the body's rule, else the seat's own."""
    known = rule(session, seat.body_id, RuleName.ELECTORATE, day)
    return electorate_rule(known.value).of(seat) if known else seat.electorate


def versions(session: Session, body_id: uuid.UUID) -> dict[RuleName, list[BodyRule]]:
    """Return every version of a body's rules, void ones included; newest first, one query."""
    found: dict[RuleName, list[BodyRule]] = {}
    newest = (BodyRule.from_on.desc(), BodyRule.recorded_at.desc())
    for row in session.scalars(
        select(BodyRule).where(BodyRule.body_id == body_id).order_by(*newest)
    ):
        found.setdefault(row.name, []).append(row)
    return found


def version(session: Session, rule_id: uuid.UUID) -> tuple[BodyRule, Body] | None:
    """Return one version of a rule with its body, or None."""
    row = session.execute(
        select(BodyRule, Body).join(Body, Body.id == BodyRule.body_id).where(BodyRule.id == rule_id)
    ).first()
    return (row[0], row[1]) if row else None


def regular_end(rule: TermRule, phase: int, from_on: date) -> date:
    """Return the first day after a term that begins on `from_on` on a seat of this phase.

    Whoever comes in the middle of a term serves the rest of it, so that the seats of a region
    stay staggered.
    """
    year = from_on.year
    while True:
        begins = date(year, rule.month, rule.day)
        if begins > from_on and year % rule.years == phase % rule.years:
            return begins
        year += 1
