"""Who can be let into the room: those with a vote, and those who take the minutes."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from nswp_gov.bodies import queries as bodies
from nswp_gov.directory.models import Representative
from nswp_gov.directory.queries import names_of
from nswp_gov.directory.states import Capacity as Acting
from nswp_gov.meetings.models import Attendance
from nswp_gov.meetings.queries import records
from nswp_gov.meetings.queries.presence import meeting_day
from nswp_gov.meetings.queries.sitting import Sitting
from nswp_gov.meetings.states import Capacity
from nswp_gov.rules.audience import Viewer
from nswp_gov.rules.languages import Locale


@dataclass(frozen=True)
class Coming:
    """Somebody in one capacity. `inside`: their attendance while they are in the room."""

    person_id: uuid.UUID
    capacity: Capacity
    seat_id: uuid.UUID | None
    organisation_id: uuid.UUID | None
    name: str
    of: str  # the seat, or the organisation as the reader may know it
    inside: Attendance | None

    @property
    def key(self) -> str:
        """Return the value under which a form names this row."""
        mandate = self.seat_id or self.organisation_id or ""
        return f"{self.capacity.value}:{self.person_id}:{mandate}"


def comings(
    session: Session, whole: Sitting, viewer: Viewer, locale: Locale, now: datetime
) -> list[Coming]:
    """Return everybody with a vote and every note-taker, each with where they are now."""
    voting = (
        _delegates(session, whole, viewer, now)
        if whole.is_assembly
        else _holders(session, whole, locale)
    )
    staff = [(uuid.UUID(one), Capacity.STAFF, None, None, "") for one in whole.meeting.note_takers]
    rows = [*voting, *staff]
    people = records.people(session, [row[0] for row in rows])
    inside = {
        (row.person_id, row.capacity, row.seat_id or row.organisation_id): row
        for row in whole.attendances
        if row.is_present(now)
    }
    return [
        Coming(
            person_id=person_id,
            capacity=capacity,
            seat_id=seat_id,
            organisation_id=organisation_id,
            name=people[person_id].name,
            of=of,
            inside=inside.get((person_id, capacity.value, seat_id or organisation_id)),
        )
        for person_id, capacity, seat_id, organisation_id, of in rows
        if person_id in people
    ]


Row = tuple[uuid.UUID, Capacity, uuid.UUID | None, uuid.UUID | None, str]


def _holders(session: Session, whole: Sitting, locale: Locale) -> list[Row]:
    seats = bodies.seats_of(session, whole.body.id, meeting_day(whole.meeting))
    labels = bodies.labels(session, seats, locale)
    mandates = whole.room.mandates
    held = [(seat, mandates[seat.id].person_id) for seat in seats if seat.id in mandates]
    return [
        (person_id, Capacity.HOLDER, seat.id, None, labels[seat.id].words)
        for seat, person_id in held
        if person_id is not None
    ]


def _delegates(session: Session, whole: Sitting, viewer: Viewer, now: datetime) -> list[Row]:
    rows = session.execute(
        select(Representative.organisation_id, Representative.person_id)
        .where(
            Representative.organisation_id.in_(list(whole.room.mandates)),
            Representative.capacity.in_([Acting.DELEGATE, Acting.ALTERNATE]),
            Representative.from_at <= now,
            or_(Representative.until_at.is_(None), Representative.until_at > now),
        )
        .order_by(Representative.organisation_id, Representative.capacity)
    ).all()
    names = names_of(session, {row.organisation_id for row in rows}, viewer)
    return [
        (
            row.person_id,
            Capacity.DELEGATE,
            None,
            row.organisation_id,
            names[row.organisation_id],
        )
        for row in rows
    ]
