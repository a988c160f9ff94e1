"""What the forms of announcements share: days with zones, and acts that are refused in place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from nswp_gov.announcements.forms import DayForm, WhenForm
from nswp_gov.announcements.models import Announcement
from nswp_gov.announcements.operations import Day
from nswp_gov.announcements.states import DayKind
from nswp_gov.store.errors import Unfit

UNPROCESSABLE = 422


def about_day(form: DayForm) -> dict[str, Any]:
    """Return the source and the day of a filled form, as `operations.About` takes them.

    Raises:
        Unfit: half of a day was given.

    """
    day = None
    if form.day_kind.data:
        if form.day_on.data is None:
            raise Unfit("day_missing", field="day_on")
        zone = (form.day_zone.data or "").strip()
        if not zone:
            raise Unfit("day_without_zone", field="day_zone")
        clock = (form.day_clock.data or "").strip()
        day = Day(DayKind(form.day_kind.data), form.day_on.data, zone, clock)
    return {
        "source_name": form.source_name.data or "",
        "source_url": form.source_url.data or "",
        "day": day,
    }


def day_values(row: Announcement, zone: str) -> Mapping[str, Any]:
    """Return what a form of an announcement begins with; `zone`: where it has no day yet."""
    return {
        "source_name": row.source_name,
        "source_url": row.source_url,
        "day_kind": row.day_kind.value if row.day_kind else "",
        "day_on": row.day_on,
        "day_clock": row.day_clock,
        "day_zone": row.day_zone or zone,
    }


def instant_of(form: WhenForm) -> datetime:
    """Return the instant at which the clocks of the form's zone show its time.

    Raises:
        Unfit: there is no such zone.

    """
    wall: datetime = form.at.data
    try:
        zone = ZoneInfo((form.zone.data or "").strip())
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        raise Unfit("unknown_zone", field="zone") from unknown
    return wall.replace(tzinfo=zone).astimezone(UTC)
