"""Calendar files. Source: RFC 5545; no method, organiser or attendee, so that it names nobody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import icalendar

PRODUCT = "-//calendar//EN"
MIMETYPE = "text/calendar"
AGAIN = timedelta(hours=6)  # how often a program may look again


@dataclass(frozen=True)
class Event:
    """One event; `summary` is all that is said of it, unless there is an `address`."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    summary: str
    sequence: int = 0
    is_cancelled: bool = False
    address: str = ""


def write(events: Iterable[Event], *, at: datetime) -> bytes:
    """Return a calendar as it is at an instant. Times are in UTC: right in every zone, always."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("refresh-interval", AGAIN, parameters={"VALUE": "DURATION"})
    for one in events:
        calendar.add_component(_event(one, at))
    written: bytes = calendar.to_ical()
    return written


def _event(one: Event, at: datetime) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", one.uid)
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", one.starts_at.astimezone(UTC))
    event.add("dtend", one.ends_at.astimezone(UTC))
    event.add("summary", one.summary)
    event.add("sequence", one.sequence)
    event.add("status", "CANCELLED" if one.is_cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    if one.address:
        event.add("url", one.address)
    return event
