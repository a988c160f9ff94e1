"""Meetings at any stage, made by the real operations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from nswp_gov.accounts.models import Person
from nswp_gov.bodies.models import Body
from nswp_gov.meetings import operations
from nswp_gov.meetings.models import AgendaItem, Attendance, Meeting, Minutes
from nswp_gov.meetings.queries import records
from nswp_gov.meetings.states import Capacity, ItemAudience
from nswp_gov.store.work import Work

NOTICE = timedelta(days=15)


def later(work: Work, **delta: float) -> Work:
    """Return the same unit of work at a later instant."""
    return replace(work, now=work.now + timedelta(**delta))


@dataclass(frozen=True)
class Held:
    """A meeting under way or over, and who is in it."""

    work: Work  # at the instant that the meeting has reached
    meeting: Meeting
    items: list[AgendaItem]
    attendances: list[Attendance]
    minutes: Minutes


def make_meeting(
    work: Work,
    body: Body,
    *,
    titles: Iterable[str] = ("Budget",),
    closed: Iterable[str] = (),
    starts_at: datetime | None = None,
    place: str = "Online",
) -> Meeting:
    """Return a meeting in draft, `NOTICE` ahead, with the items asked for at the end."""
    meeting = operations.plan_meeting(
        work, body, starts_at=starts_at or work.now + NOTICE, zone="Europe/London", place=place
    )
    for title in titles:
        operations.add_item(work, meeting, title)
    for title in closed:
        operations.add_item(work, meeting, title, audience=ItemAudience.CLOSED)
    return meeting


def hold(
    work: Work,
    body: Body,
    people: Iterable[Person],
    *,
    titles: Iterable[str] = ("Budget",),
    closed: Iterable[str] = (),
) -> Held:
    """Return a meeting of seats that is under way with these people in the room."""
    meeting = make_meeting(work, body, titles=titles, closed=closed)
    operations.call_meeting(work, meeting)
    begun = replace(work, now=meeting.starts_at)
    minutes = operations.open_meeting(begun, meeting)
    rows = [operations.check_in(begun, meeting, person.id, Capacity.HOLDER) for person in people]
    return Held(
        later(begun, minutes=10), meeting, records.items(work.session, meeting.id), rows, minutes
    )


def close(held: Held) -> Held:
    """Return the same meeting when it is over, an hour on."""
    over = later(held.work, hours=1)
    operations.close_meeting(over, held.meeting)
    return replace(held, work=over)
