"""The timetable of an election against the rules: each with what it asks, what it gets, its source.

A rule comes from the rules of a body (adopted, or a draft default that names whose it follows),
or is this program's own default where no body has one.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.bodies.models import Body, BodyRule, Seat
from nswp_gov.bodies.queries import days_rule, regular_end, rule, term_rule
from nswp_gov.bodies.states import BodyKind, RuleName
from nswp_gov.store.clock import civil_day

NOMINATIONS, RULINGS, VOTING, COMPLAINTS = 21, 2, 14, 7  # days, this program's own defaults
NOTICE = "notice"


@dataclass(frozen=True)
class Times:
    """The days that rules speak of."""

    announced_on: date
    nominations_close_on: date
    last_claim_on: date
    opens_on: date
    closes_on: date
    complaints_end_on: date


@dataclass(frozen=True)
class Check:
    """One rule: the fewest days it asks for, the days there are, and where it stands.

    `rule_id` None: this program's default. `draft_from`: the network whose rule a draft follows;
    None where a decision adopted it.
    """

    code: str
    needs: int
    has: int
    rule_id: uuid.UUID | None = None
    draft_from: str | None = None

    @property
    def holds(self) -> bool:
        """Tell whether the timetable keeps the rule."""
        return self.has >= self.needs


@dataclass(frozen=True)
class TermCheck:
    """What the rule of terms makes of one seat: when the term begins and ends, and the gap."""

    seat_id: uuid.UUID
    begins_on: date
    ends_on: date | None
    is_whole: bool
    vacant_days: int
    rule_id: uuid.UUID | None = None
    draft_from: str | None = None


def times_of(
    *, now: datetime, nominations_close_at: datetime, claims_until: datetime, opens_at: datetime,
    closes_at: datetime, complaints_until: datetime, zone: str,
) -> Times:  # fmt: skip
    """Return the days of a timetable in the network's zone."""
    return Times(
        *(
            civil_day(one, zone)
            for one in (
                now,
                nominations_close_at,
                claims_until,
                opens_at,
                closes_at,
                complaints_until,
            )
        )
    )


def checks(session: Session, times: Times) -> list[Check]:
    """Return each rule with what the timetable makes of it, in the order of time."""
    nominating = (times.nominations_close_on - times.announced_on).days
    ruling = (times.opens_on - max(times.nominations_close_on, times.last_claim_on)).days
    found = [
        Check("nominations_days", NOMINATIONS, nominating),
        Check("ruling_days", RULINGS, ruling),
        Check("voting_days", VOTING, (times.closes_on - times.opens_on).days),
        Check("complaint_days", COMPLAINTS, (times.complaints_end_on - times.closes_on).days),
    ]
    notice = notice_rule(session, times.announced_on)
    if notice is not None:
        ahead = (times.opens_on - times.announced_on).days
        of_rule = Check(NOTICE, days_rule(notice.value), ahead, notice.id, notice.draft_from)
        found.insert(0, of_rule)
    return found


def notice_rule(session: Session, day: date) -> BodyRule | None:
    """Return the rule on how long before they vote the organisations are told, or None."""
    assembly = session.scalar(select(Body.id).where(Body.kind == BodyKind.ASSEMBLY))
    return rule(session, assembly, RuleName.NOTICE, day) if assembly else None


def notice_days(session: Session, day: date) -> int:
    """Return how many days before they vote the organisations are told; 0 without a rule."""
    known = notice_rule(session, day)
    return days_rule(known.value) if known else 0


def term_checks(
    session: Session, seats: Iterable[tuple[Seat, date]], begins_at_least: date
) -> list[TermCheck]:
    """Return for each seat (vacant from a day) what its next term is; terms stay staggered."""
    found = []
    for seat, vacant_on in seats:
        begins = max(vacant_on, begins_at_least)
        known = rule(session, seat.body_id, RuleName.TERM, begins)
        ends = regular_end(term_rule(known.value), seat.phase, begins) if known else None
        years = term_rule(known.value).years if known else 0
        whole = ends is not None and begins == ends.replace(year=ends.year - years)
        found.append(
            TermCheck(
                seat_id=seat.id,
                begins_on=begins,
                ends_on=ends,
                is_whole=whole,
                vacant_days=(begins - vacant_on).days,
                rule_id=known.id if known else None,
                draft_from=known.draft_from if known else None,
            )
        )
    return found
