"""What the register's pages share: the blueprint, and the day that an address asks for."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from flask import Blueprint, request

from nswp_gov.store.clock import civil_day
from nswp_gov.web.unit import now, settings

bp = Blueprint("membership", __name__, url_prefix="/register")


def today() -> date:
    """Return the network's civil day."""
    return civil_day(now(), settings().zone)


def asked_day(name: str, otherwise: date | None = None) -> date:
    """Return the day that the address names, or `otherwise`, or today."""
    return _day(name) or otherwise or today()


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def known_day() -> date | None:
    """Return the day whose knowledge is asked for, or None: what is known now."""
    return _day("known")


def known_at() -> datetime | None:
    """Return the last instant of the day whose knowledge is asked for, or None."""
    day = known_day()
    return datetime.combine(day, time.max, ZoneInfo(settings().zone)) if day else None
