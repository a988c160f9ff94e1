"""Events and days of action in calendars: the network's page, and a file that others subscribe to.

Source: RFC 5545.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import icalendar
from flask import Response, url_for
from flask.typing import ResponseReturnValue

from nswp_gov.meetings.queries import calendar as entries
from nswp_gov.meetings.states import EntryKind
from nswp_gov.meetings.views.calendar import Row
from nswp_gov.meetings.views.ics import MIMETYPE, PRODUCT
from nswp_gov.rules.audience import Viewer
from nswp_gov.store.clock import civil_day
from nswp_gov.training import queries
from nswp_gov.training.queries import EventRow
from nswp_gov.training.states import EventState
from nswp_gov.training.views import bp
from nswp_gov.web.access import Door, door
from nswp_gov.web.files import attached
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import now, session, settings

DAY = timedelta(days=1)
YEAR = timedelta(days=366)


def rows(seen_by: Viewer, from_at: datetime, until_at: datetime, region: str | None) -> list[Row]:
    """Return events and days of action as entries of the network's calendar."""
    found = [
        _row(one)
        for one in queries.coming(session(), seen_by, locale(), from_at=from_at, until_at=until_at)
        if not region or one.shown["region"] in {None, region}
    ]
    first = civil_day(from_at, settings().zone)
    for day, said, row_id in queries.next_days(session(), locale(), from_on=first):
        start = entries.midnight(day)
        found.append(
            Row(
                kind=EntryKind.DAY,
                title=said.words,
                href=url_for("training.index", _anchor="days"),
                starts_at=start,
                ends_at=start + DAY,
                name=f"{row_id}:{day}",
            )
        )
    return found


def _row(one: EventRow) -> Row:
    return Row(
        kind=EntryKind.TRAINING,
        title=one.title.words if one.title else "",
        href=url_for("training.event", event_id=one.id),
        starts_at=one.shown["starts_at"],
        ends_at=one.shown["ends_at"],
        name=str(one.id),
        zone=one.shown["zone"],
        sequence=one.shown["sequence"],
        is_cancelled=one.shown["state"] is EventState.CANCELLED,
    )


@bp.get("/events.ics")
@door(Door.PUBLIC)
def calendar() -> ResponseReturnValue:
    """The events that everybody may know of and the days of action, for a calendar program."""
    found = queries.coming(session(), Viewer.public(), locale(), from_at=now() - YEAR)
    today = civil_day(now(), settings().zone)
    days = queries.next_days(session(), locale(), from_on=today)
    made = [_event(one) for one in found]
    made += [_day(day, said.words, str(row_id)) for day, said, row_id in days]
    return _file(made, "training.ics")


@bp.get("/events/<uuid:event_id>.ics")
@door(Door.PUBLIC)
def event_file(event_id: uuid.UUID) -> ResponseReturnValue:
    """One public event, for a calendar program."""
    one = queries.one_event(session(), Viewer.public(), event_id, locale())
    return _file([_event(one)], "event.ics")


def _event(one: EventRow) -> icalendar.Event:
    made = icalendar.Event()
    made.add("uid", str(one.id))
    made.add("dtstamp", now().astimezone(UTC))
    made.add("dtstart", one.shown["starts_at"].astimezone(UTC))
    made.add("dtend", one.shown["ends_at"].astimezone(UTC))
    made.add("summary", one.title.words if one.title else "")
    made.add("sequence", one.shown["sequence"])
    is_off = one.shown["state"] is EventState.CANCELLED
    made.add("status", "CANCELLED" if is_off else "CONFIRMED")
    made.add("url", url_for("training.event", event_id=one.id, _external=True))
    return made


def _day(day: date, title: str, row_id: str) -> icalendar.Event:
    made = icalendar.Event()
    made.add("uid", f"{row_id}-{day.year}")
    made.add("dtstamp", now().astimezone(UTC))
    made.add("dtstart", day)
    made.add("dtend", day + DAY)
    made.add("summary", title)
    made.add("transp", "TRANSPARENT")
    return made


def _file(events: Iterable[icalendar.Event], name: str) -> Response:
    made = icalendar.Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    for one in events:
        made.add_component(one)
    return attached(made.to_ical(), name, MIMETYPE)
