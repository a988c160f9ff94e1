"""Calendar files. Source: RFC 5545; no attendee and no words, so that they name nobody.

A file that goes with a letter says what is asked (RFC 5546: REQUEST, CANCEL) and repeats the
letter's own sender as organiser. It names no attendee: no answer is wanted from the calendar
program, and a program that finds its owner among the attendees would enter the meeting unasked.
"""

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
    calendar = _calendar()
    calendar.add("refresh-interval", AGAIN, parameters={"VALUE": "DURATION"})
    for one in events:
        calendar.add_component(_event(one, at))
    written: bytes = calendar.to_ical()
    return written


def message(one: Event, *, at: datetime, sender: str) -> bytes:
    """Return what a letter carries: the entry to put in, to change, or to take out."""
    calendar = _calendar()
    calendar.add("method", method_of(one))
    event = _event(one, at)
    event.add("organizer", f"mailto:{sender}")
    calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def method_of(one: Event) -> str:
    """Return what a letter asks a calendar program to do with an entry."""
    return "CANCEL" if one.is_cancelled else "REQUEST"


def _calendar() -> icalendar.Calendar:
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    return calendar


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
