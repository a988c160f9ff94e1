"""Notice periods and deadlines: civil days in a named zone, turned into instants once.

A deadline "by the end of 3 March" in a zone is the instant at which 4 March begins there. An hour
that the clock skips in spring is taken as that much later; an hour that it repeats in autumn as
the later of the two, to the advantage of whoever must meet it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from nswp_gov.rules.verdict import Verdict, no, yes

_DAY = timedelta(days=1)


def zone(name: str) -> ZoneInfo:
    """Return the zone called `name`, such as `Africa/Nairobi`.

    Raises:
        ValueError: there is no such zone.

    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as cause:
        raise ValueError(f"there is no zone {name!r}") from cause


def instant(day: date, clock: time, zone_name: str) -> datetime:
    """Return the instant, in UTC, at which clocks in the zone show `clock` on `day`."""
    place = zone(zone_name)
    early = datetime.combine(day, clock.replace(tzinfo=None, fold=0), place)
    late = early.replace(fold=1)
    # In a skipped hour fold 0 lies after fold 1; in a repeated hour before it.
    return max(early.astimezone(UTC), late.astimezone(UTC))


def start_of(day: date, zone_name: str) -> datetime:
    """Return the first instant of `day` in the zone, in UTC, also where midnight is skipped.

    Raises:
        ValueError: the zone left that day out (it moved across the date line).

    """
    place = zone(zone_name)
    midnights = (datetime.combine(day, time(fold=fold), place) for fold in (0, 1))
    for moment in sorted(midnight.astimezone(UTC) for midnight in midnights):
        if moment.astimezone(place).date() == day:
            return moment
    raise ValueError(f"{zone_name} left out {day.isoformat()}")


def end_of(day: date, zone_name: str) -> datetime:
    """Return the first instant after `day` in the zone, in UTC; a deadline that lies on `day`."""
    try:
        return start_of(day + _DAY, zone_name)
    except ValueError:
        return start_of(day + 2 * _DAY, zone_name)


def day_of(moment: datetime, zone_name: str) -> date:
    """Return the day on which `moment` falls in the zone.

    Raises:
        ValueError: `moment` has no zone of its own.

    """
    if moment.tzinfo is None:
        raise ValueError("an instant carries its zone")
    return moment.astimezone(zone(zone_name)).date()


def days_left(now: datetime, deadline: datetime, zone_name: str) -> int:
    """Return how many midnights in the zone lie between `now` and the last moment to act.

    0 is today, 1 tomorrow, negative is over.
    """
    last_moment = deadline - timedelta(microseconds=1)
    return (day_of(last_moment, zone_name) - day_of(now, zone_name)).days


@dataclass(frozen=True, slots=True)
class NoticeRule:
    """How long before a meeting its notice is given; clear days leave out both end days."""

    days: int
    clear: bool = True

    def __post_init__(self) -> None:
        if self.days < 0:
            raise ValueError("a notice period is not negative")

    def last_day(self, meeting_on: date) -> date:
        """Return the last day on which notice of a meeting on `meeting_on` can be given."""
        return meeting_on - timedelta(days=self.days + (1 if self.clear and self.days else 0))

    def first_meeting_day(self, notice_on: date) -> date:
        """Return the first day on which a meeting can be held after notice on `notice_on`."""
        return notice_on + timedelta(days=self.days + (1 if self.clear and self.days else 0))


def deadline_for(rule: NoticeRule, meeting_at: datetime, zone_name: str) -> datetime:
    """Return the instant, in UTC, before which notice of the meeting must be given."""
    end = end_of(rule.last_day(day_of(meeting_at, zone_name)), zone_name)
    return min(end, meeting_at.astimezone(UTC))


def is_in_time(
    rule: NoticeRule, *, given_at: datetime, meeting_at: datetime, zone_name: str
) -> Verdict:
    """Whether notice given at `given_at` is enough; `notice_in_time` or `notice_too_short`."""
    enough = given_at < deadline_for(rule, meeting_at, zone_name)
    return yes("notice_in_time") if enough else no("notice_too_short")
