"""Several meetings at once, and agendas taken over from earlier ones."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from nswp_gov.bodies.models import Body
from nswp_gov.meetings import policy
from nswp_gov.meetings.models import Meeting
from nswp_gov.meetings.operations.agenda import expect, place_item
from nswp_gov.meetings.operations.planning import fill_agenda, plan_meeting
from nswp_gov.meetings.queries import records
from nswp_gov.meetings.states import ItemKind, MeetingState, Rhythm
from nswp_gov.rules import notice
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import NotFound, Unfit, need
from nswp_gov.store.work import Work

MOST = 24
WEEK = timedelta(days=7)
STEPS = {Rhythm.WEEKLY: 1, Rhythm.FORTNIGHTLY: 2}
FIFTH = 4  # weeks after the first such day of a month


def days(first: date, rhythm: Rhythm, count: int) -> Iterator[date]:
    """Give the days of a series. Monthly: the same weekday, counted from the month's beginning.

    A fifth Tuesday is the last one where a month has four.
    """
    for number in range(count):
        if rhythm in STEPS:
            yield first + WEEK * STEPS[rhythm] * number
        else:
            yield _in_month(first, number)


def _in_month(first: date, months: int) -> date:
    years, month = divmod(first.month - 1 + months, 12)
    begins = date(first.year + years, month + 1, 1)
    day = begins + timedelta(days=(first.weekday() - begins.weekday()) % 7)
    day += WEEK * ((first.day - 1) // 7)
    return day if day.month == begins.month else day - WEEK


def plan_series(
    work: Work,
    body: Body,
    *,
    starts_at: datetime,
    zone: str,
    rhythm: Rhythm,
    count: int,
    place: str = "",
    locale: Locale = Locale.EN,
) -> list[Meeting]:
    """Add several meetings in draft, at one hour on the wall of their zone.

    The first gets what earlier meetings left; the others get it when it is brought in.

    Raises:
        Denied, Unfit: as `plan_meeting`; or they are none, or too many.

    """
    if not 1 <= count <= MOST:
        raise Unfit("series_too_long", field="count", most=MOST)
    first = plan_meeting(work, body, starts_at=starts_at, zone=zone, place=place, locale=locale)
    wall = starts_at.astimezone(ZoneInfo(zone))
    later = list(days(wall.date(), rhythm, count))[1:]
    return [
        first,
        *(
            plan_meeting(
                work,
                body,
                starts_at=notice.instant(day, wall.time(), zone),
                zone=zone,
                place=place,
                locale=locale,
                is_first=False,
            )
            for day in later
        ),
    ]


def bring_in(work: Work, meeting: Meeting) -> int:
    """Put on the agenda what earlier meetings left and is not on it yet; return how many items.

    Raises:
        Denied: only whoever may call the meeting, and its note-takers.
        WrongState: the meeting has begun.

    """
    need(policy.may_change_agenda(work.actor, meeting))
    expect(meeting, "bring_in", MeetingState.DRAFT, MeetingState.CALLED)
    before = len(records.items(work.session, meeting.id))
    fill_agenda(work, meeting)
    work.record("meetings.agenda_filled", meeting)
    return len(records.items(work.session, meeting.id)) - before


def copy_agenda(work: Work, meeting: Meeting, earlier: Meeting) -> int:
    """Put the ordinary items of an earlier meeting of the body at the end; return how many.

    Raises:
        Denied, WrongState: as `bring_in`.
        NotFound: it is of another body.

    """
    need(policy.may_change_agenda(work.actor, meeting))
    expect(meeting, "copy_agenda", MeetingState.DRAFT, MeetingState.CALLED)
    if earlier.body_id != meeting.body_id:
        raise NotFound
    rows = [
        row
        for row in records.items(work.session, earlier.id)
        if row.kind is ItemKind.ORDINARY
        and (not row.is_closed or policy.may_read_closed(work.actor, earlier).allowed)
    ]
    titles = records.readings(work.session, "agenda_item", [row.id for row in rows], meeting.locale)
    known = set(_titles(work, meeting))
    wanted = [row for row in rows if titles[row.id]["title"].words not in known]
    for row in wanted:
        words = titles[row.id]["title"].words
        place_item(
            work,
            meeting,
            {meeting.locale: words},
            audience=row.audience,
            minutes_planned=row.minutes_planned,
        )
    work.record("meetings.agenda_copied", meeting)
    return len(wanted)


def _titles(work: Work, meeting: Meeting) -> list[str]:
    rows = [row.id for row in records.items(work.session, meeting.id)]
    read = records.readings(work.session, "agenda_item", rows, meeting.locale)
    return [one["title"].words for one in read.values()]
