from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nswp_gov.rules.notice import (
    NoticeRule,
    day_of,
    days_left,
    deadline_for,
    end_of,
    instant,
    is_in_time,
    start_of,
    zone,
)
from nswp_gov.rules.verdict import no, yes

ZONES = ["Europe/London", "Africa/Cairo", "America/Asuncion", "Asia/Kathmandu", "Pacific/Apia"]


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "clock", "place", "expected"),
    [
        (date(2026, 1, 15), time(12), "Europe/London", utc(2026, 1, 15, 12)),
        (date(2026, 7, 15), time(12), "Europe/London", utc(2026, 7, 15, 11)),
        (date(2026, 3, 29), time(1, 30), "Europe/London", utc(2026, 3, 29, 1, 30)),  # skipped
        (date(2026, 10, 25), time(1, 30), "Europe/London", utc(2026, 10, 25, 1, 30)),  # twice
        (date(2026, 7, 1), time(9), "Asia/Kathmandu", utc(2026, 7, 1, 3, 15)),
    ],
)
def test_instant_of_a_civil_time_across_changes_of_the_clock(day, clock, place, expected):
    assert instant(day, clock, place) == expected


@pytest.mark.parametrize(
    ("day", "place", "expected"),
    [
        (date(2026, 3, 29), "Europe/London", utc(2026, 3, 29, 23)),
        (date(2026, 10, 25), "Europe/London", utc(2026, 10, 26, 0)),
        (date(2026, 4, 23), "Africa/Cairo", utc(2026, 4, 23, 22)),  # the 24th begins at one
        (date(2022, 4, 3), "UTC", utc(2022, 4, 4)),
    ],
)
def test_end_of_a_day_is_the_beginning_of_the_next(day, place, expected):
    assert end_of(day, place) == expected


@given(st.dates(date(2000, 1, 1), date(2037, 1, 1)), st.sampled_from(ZONES))
def test_start_of_a_day_is_its_first_instant(day, place):
    start = start_of(day, place)
    local = ZoneInfo(place)
    if place == "Pacific/Apia" and day == date(2011, 12, 30):
        return
    assert start.astimezone(local).date() == day
    assert (start - timedelta(microseconds=1)).astimezone(local).date() < day


def test_day_that_a_zone_left_out_has_no_start():
    assert start_of(date(2011, 12, 31), "Pacific/Apia") == utc(2011, 12, 30, 10)
    assert end_of(date(2011, 12, 29), "Pacific/Apia") == utc(2011, 12, 30, 10)
    with pytest.raises(ValueError, match="left out"):
        start_of(date(2011, 12, 30), "Pacific/Apia")


@pytest.mark.parametrize(
    ("rule", "last_day"),
    [
        (NoticeRule(14), date(2026, 3, 5)),
        (NoticeRule(14, clear=False), date(2026, 3, 6)),
        (NoticeRule(0), date(2026, 3, 20)),
    ],
)
def test_last_day_of_notice_for_a_meeting(rule, last_day):
    meeting_on = date(2026, 3, 20)
    assert rule.last_day(meeting_on) == last_day
    assert rule.first_meeting_day(last_day) == meeting_on


def test_notice_counts_civil_days_and_not_hours_when_the_clock_changes():
    rule = NoticeRule(7)
    meeting_at = instant(date(2026, 4, 2), time(10), "Europe/London")
    deadline = utc(2026, 3, 26)  # 25 March is the last day; the clock is still on winter time
    assert deadline_for(rule, meeting_at, "Europe/London") == deadline
    terms = {"meeting_at": meeting_at, "zone_name": "Europe/London"}
    assert is_in_time(rule, given_at=deadline - timedelta(seconds=1), **terms) == yes(
        "notice_in_time"
    )
    assert is_in_time(rule, given_at=deadline, **terms) == no("notice_too_short")


def test_notice_without_a_period_ends_when_the_meeting_begins():
    meeting_at = utc(2026, 4, 2, 10)
    assert deadline_for(NoticeRule(0), meeting_at, "Europe/London") == meeting_at


@pytest.mark.parametrize(
    ("now", "left"),
    [(utc(2026, 3, 1, 12), 2), (utc(2026, 3, 3, 22), 0), (utc(2026, 3, 4, 0), -1)],
)
def test_days_left_until_the_end_of_a_day(now, left):
    assert days_left(now, end_of(date(2026, 3, 3), "Europe/London"), "Europe/London") == left


def test_unknown_zone_naive_instant_and_negative_period_are_refused():
    for name in ("Mars/Olympus", "../etc/passwd", ""):
        with pytest.raises(ValueError, match="no zone"):
            zone(name)
    with pytest.raises(ValueError, match="zone"):
        day_of(datetime(2026, 1, 1), "UTC")  # noqa: DTZ001 - a naive instant is what is refused
    with pytest.raises(ValueError, match="negative"):
        NoticeRule(-1)
