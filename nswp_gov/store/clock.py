"""The only place that reads the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return datetime.now(UTC)


def civil_day(instant: datetime, zone: str) -> date:
    """Return the calendar day of `instant` in the IANA zone `zone`."""
    return instant.astimezone(ZoneInfo(zone)).date()
