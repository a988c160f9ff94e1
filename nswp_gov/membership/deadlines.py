"""Days that the law counts. Pure."""

from __future__ import annotations

from datetime import date, timedelta

_SATURDAY = 5


def working_days_after(day: date, number: int) -> date:
    """Return the last day of a period of `number` working days that begins after `day`.

    Saturdays and Sundays are not counted. Public holidays are: the day found is then earlier than
    the law asks, never later. Source: Companies Act 2006, sections 117 and 1173.
    """
    left = number
    while left:
        day += timedelta(days=1)
        if day.weekday() < _SATURDAY:
            left -= 1
    return day
