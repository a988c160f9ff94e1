"""Who may vote in a meeting, who of them is in the room, and whether that is enough."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from nswp_gov.bodies import queries as bodies
from nswp_gov.bodies.models import Body, BodyRule
from nswp_gov.bodies.states import BodyKind, RuleName
from nswp_gov.directory.models import Representative
from nswp_gov.directory.states import Capacity as Acting
from nswp_gov.meetings.models import Attendance, Meeting
from nswp_gov.meetings.states import VOTING
from nswp_gov.membership.queries import voting_organisations
from nswp_gov.rules.majority import Majority
from nswp_gov.rules.quorum import Quorum, QuorumRule, assess
from nswp_gov.store.clock import civil_day
from nswp_gov.store.work import ZONE

MOST = QuorumRule()  # where a body has no rule: half of those entitled


class MandateKind(StrEnum):
    """What a vote belongs to."""

    SEAT = "seat"
    ORGANISATION = "organisation"


@dataclass(frozen=True)
class Mandate:
    """One vote: of a seat or of an organisation. `person_id`: the holder of the seat."""

    id: uuid.UUID
    kind: MandateKind
    region: str | None
    person_id: uuid.UUID | None


@dataclass(frozen=True)
class Room:
    """Everything that quorum and votes of one meeting are computed from."""

    mandates: Mapping[uuid.UUID, Mandate]
    rule: QuorumRule
    majority: Majority
    most_proxies: int
    attendances: Sequence[Attendance]

    def present(self, at: datetime) -> dict[uuid.UUID, Attendance]:
        """Return the mandates that somebody speaks for at an instant, and who."""
        found: dict[uuid.UUID, Attendance] = {}
        for row in self.attendances:
            mandate = mandate_of(row)
            if mandate in self.mandates and mandate is not None and row.is_present(at):
                found.setdefault(mandate, row)
        return found

    def quorum(self, at: datetime) -> Quorum:
        """Return how the meeting stands at an instant."""
        present = self.present(at)
        groups = {self.mandates[mandate].region for mandate in present} - {None}
        return assess(
            self.rule,
            present=len(present),
            entitled=len(self.mandates),
            groups_present=len(groups),
        )

    def without(self, people: Collection[uuid.UUID], at: datetime) -> Room:
        """Return the same room for an item in which some people take no part.

        Their votes, and those that they carry for others, are neither present nor entitled.
        """
        if not people:
            return self
        carried = {one for one, row in self.present(at).items() if row.person_id in people}
        left = {
            one: mandate
            for one, mandate in self.mandates.items()
            if one not in carried and mandate.person_id not in people
        }
        return replace(self, mandates=left)

    def turns(self, until: datetime) -> list[tuple[datetime, Quorum]]:
        """Return each instant at which the quorum was reached or lost, and how it stood then."""
        instants = {
            instant
            for row in self.attendances
            for instant in (row.arrived_at, row.left_at)
            if instant is not None and instant < until
        }
        found: list[tuple[datetime, Quorum]] = []
        was_reached = False
        for instant in sorted(instants):
            quorum = self.quorum(instant)
            if quorum.is_reached is not was_reached:
                found.append((instant, quorum))
                was_reached = quorum.is_reached
        return found


def mandate_of(row: Attendance) -> uuid.UUID | None:
    """Return the seat or organisation that an attendance votes for, or None."""
    if row.capacity not in VOTING:
        return None
    return row.seat_id or row.organisation_id


def meeting_day(meeting: Meeting) -> date:
    """Return the civil day on which a meeting is, as the network counts days."""
    return civil_day(meeting.starts_at, ZONE)


def mandates(session: Session, body: Body, day: date) -> dict[uuid.UUID, Mandate]:
    """Return every vote of a body on a day: filled seats, or the voting organisations."""
    if body.kind is BodyKind.ASSEMBLY:
        return {
            row.organisation_id: Mandate(
                row.organisation_id, MandateKind.ORGANISATION, row.region, None
            )
            for row in voting_organisations(session, day)
        }
    return {
        row.seat_id: Mandate(row.seat_id, MandateKind.SEAT, row.region, row.person_id)
        for row in bodies.holders(session, body.id, day)
    }


def room(session: Session, meeting: Meeting, body: Body, attendances: Sequence[Attendance]) -> Room:
    """Return what quorum and votes of a meeting are computed from, by the rules of its day."""
    day = meeting_day(meeting)
    rules = bodies.rules_of(session, body.id, day)
    return Room(
        mandates=mandates(session, body, day),
        rule=quorum_of(rules),
        majority=majority_of(rules),
        most_proxies=proxies_of(rules),
        attendances=attendances,
    )


def notice_given(session: Session, meeting: Meeting, today: date) -> tuple[int, int]:
    """Return how many days of notice a call today gives, and how many the body's rule asks for."""
    day = meeting_day(meeting)
    rule = bodies.rule(session, meeting.body_id, RuleName.NOTICE, day)
    return (day - today).days, bodies.days_rule(rule.value) if rule else 0


def delegates_of(
    session: Session, organisation_ids: Iterable[uuid.UUID], at: datetime
) -> set[uuid.UUID]:
    """Return everybody who is delegate or alternate of one of the organisations at an instant."""
    return set(
        session.scalars(
            select(Representative.person_id).where(
                Representative.organisation_id.in_(list(organisation_ids)),
                Representative.capacity.in_([Acting.DELEGATE, Acting.ALTERNATE]),
                Representative.from_at <= at,
                or_(Representative.until_at.is_(None), Representative.until_at > at),
            )
        )
    )


def spoken_for(session: Session, person_id: uuid.UUID, at: datetime) -> list[uuid.UUID]:
    """Return the organisations whose delegate or alternate a person is at an instant."""
    return list(
        session.scalars(
            select(Representative.organisation_id)
            .where(
                Representative.person_id == person_id,
                Representative.capacity.in_([Acting.DELEGATE, Acting.ALTERNATE]),
                Representative.from_at <= at,
                or_(Representative.until_at.is_(None), Representative.until_at > at),
            )
            .distinct()
        )
    )


def votes_of(
    session: Session, meeting: Meeting, body: Body, person_id: uuid.UUID | None, at: datetime
) -> list[uuid.UUID]:
    """Return the votes that a person has in a meeting: of a seat, or of organisations."""
    if person_id is None:
        return []
    known = mandates(session, body, meeting_day(meeting))
    if body.kind is BodyKind.ASSEMBLY:
        return [one for one in spoken_for(session, person_id, at) if one in known]
    return [one.id for one in known.values() if one.person_id == person_id]


def quorum_of(rules: Mapping[RuleName, BodyRule]) -> QuorumRule:
    """Return the quorum that the rules state, or half of those entitled."""
    known = rules.get(RuleName.QUORUM)
    return bodies.quorum_rule(known.value) if known else MOST


def majority_of(rules: Mapping[RuleName, BodyRule]) -> Majority:
    """Return the ordinary majority that the rules name, or a simple one."""
    known = rules.get(RuleName.MAJORITY)
    return bodies.majority_rule(known.value) if known else Majority.SIMPLE


def proxies_of(rules: Mapping[RuleName, BodyRule]) -> int:
    """Return how many proxies one person may carry; none where the rules are silent."""
    known = rules.get(RuleName.PROXIES)
    return bodies.proxies_rule(known.value) if known else 0
