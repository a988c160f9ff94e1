"""Days, times, numbers and names as the reader writes them. Source: Unicode CLDR, through Babel.

Filters return plain text, so that they serve pages, letters and files alike. The reader's zone is
`g.zone`; where none is known, the meeting's own zone stands, and UTC where there is none either.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_skeleton, format_time, format_timedelta
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit
from flask import Flask, g
from flask_babel import gettext as _gettext
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext, pgettext

from nswp_gov.rules.languages import direction_of
from nswp_gov.web import catalogues, charts
from nswp_gov.web.unit import now as request_now

Number = int | float | Decimal | Fraction
NEAR = timedelta(days=7)
HOURS_COUNT_BELOW = timedelta(days=2)
MEGABYTE = 1_000_000
FIVE_DIGITS = 10_000
REGIONS = MappingProxyType(
    {
        "africa": _l("Africa"),
        "asia-and-the-pacific": _l("Asia and the Pacific"),
        "europe": _l("Europe"),
        "latin-america": _l("Latin America"),
        "north-america-and-the-caribbean": _l("North America and the Caribbean"),
    }
)
COLON = lazy_pgettext("between a label and what it says", ": ")
COMMA = lazy_pgettext("between the items of a list", ", ")


def _(message: str, **values: str) -> str:
    return str(_gettext(message, **values))


def _locale() -> str:
    return catalogues.code()


def _dated(locale: str) -> str:
    """Return the locale whose dates are meant: English days are written 12 December 2026."""
    return "en_GB" if locale == "en" else locale


def _zone(own: str | None) -> str:
    return str(g.get("zone") or own or "UTC")


@lru_cache(maxsize=4096)
def spell_day(value: date, pattern: str, locale: str) -> str:
    """Return a day in one of CLDR's lengths or patterns."""
    return format_date(value, pattern, locale=_dated(locale))


@lru_cache(maxsize=1024)
def spell_month(value: date, locale: str) -> str:
    """Return the month of a day with its year: November 2026, 2026年11月."""
    return str(format_skeleton("yMMMM", value, locale=locale))


@lru_cache(maxsize=1024)
def spell_city(zone: str, locale: str) -> str:
    """Return the city that a time zone is named after (`Europe/London` → Londres in French)."""
    places = Locale.parse(locale).time_zones
    older = (old for old, new in get_global("zone_aliases").items() if new == zone)
    for known in (zone, *older):
        if name := places.get(known, {}).get("city"):
            return str(name)
    return zone.rpartition("/")[2].replace("_", " ")


@lru_cache(maxsize=1024)
def spell_country(code: str, locale: str) -> str:
    """Return the name of an ISO 3166-1 country or territory; the code where CLDR has none."""
    return str(Locale.parse(locale).territories.get(code.upper(), code))


@lru_cache(maxsize=1024)
def spell_language(code: str, locale: str) -> str:
    """Return the name of a language (BCP 47 tag); the tag where CLDR has none."""
    names = Locale.parse(locale).languages
    tag = code.replace("-", "_")
    return str(names.get(tag) or names.get(tag.partition("_")[0], code))


@lru_cache(maxsize=4096)
def spell_number(value: Number, places: int | None, locale: str) -> str:
    """Return a number with the locale's signs; `places` fixes the digits after the point.

    Spanish groups from five digits on, which CLDR says and Babel does not do by itself.
    """
    exact = _decimal(value)
    groups = locale != "es" or abs(exact) >= FIVE_DIGITS
    pattern = None if places is None else "#,##0." + "0" * places if places else "#,##0"
    return format_decimal(
        exact,
        pattern,
        locale=locale,
        decimal_quantization=places is not None,
        group_separator=groups,
    )


@lru_cache(maxsize=1024)
def spell_percent(value: Number, places: int, locale: str) -> str:
    """Return a share (1 = 100 %) with at most `places` digits after the point."""
    step = Decimal(1).scaleb(-places - 2)
    rounded = _decimal(value).quantize(step).normalize()
    return format_percent(rounded, locale=locale, decimal_quantization=False)


def _decimal(value: Number) -> Decimal:
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return Decimal(str(value))


def spell_clock(value: datetime, zone: str) -> str:
    """Return the time of day in `zone`, on 24 hours in every language."""
    return format_time(value, "HH:mm", tzinfo=ZoneInfo(zone), locale="en_GB")


def day(value: date | datetime, pattern: str = "long") -> str:
    """Return a day in words. An instant falls on the reader's own day."""
    if isinstance(value, datetime):
        value = value.astimezone(ZoneInfo(_zone(None))).date()
    return spell_day(value, pattern, _locale())


def instant(value: datetime, zone: str | None = None) -> str:
    """Return day, time and zone for the reader, and beside it the meeting's own time and zone."""
    mine = _zone(zone)
    here = value.astimezone(ZoneInfo(mine))
    said = {"day": spell_day(here.date(), "long", _locale()), "time": spell_clock(value, mine)}
    said["zone"] = city(mine)
    there = value.astimezone(ZoneInfo(zone)) if zone else here
    if zone is None or zone == mine or there.utcoffset() == here.utcoffset():
        return _("%(day)s, %(time)s (%(zone)s)", **said)
    said["other_time"] = spell_clock(value, zone)
    said["other_zone"] = city(zone)
    if there.date() == here.date():
        return _("%(day)s, %(time)s (%(zone)s; %(other_time)s in %(other_zone)s)", **said)
    said["other_day"] = spell_day(there.date(), "long", _locale())
    return _(
        "%(day)s, %(time)s (%(zone)s; %(other_day)s, %(other_time)s in %(other_zone)s)", **said
    )


def clock(value: datetime, zone: str | None = None) -> str:
    """Return the time of day alone, in `zone` if given, else in the reader's."""
    return spell_clock(value, zone or _zone(None))


def distance(value: date | datetime, now: datetime | None = None) -> str:
    """Return how far away an instant or a day is: in 3 days, in 5 hours, 2 days ago, today."""
    here = (now or request_now()).astimezone(ZoneInfo(_zone(None)))
    if isinstance(value, datetime):
        left = value - here
        if abs(left) < timedelta(minutes=1):
            return str(pgettext("deadline", "now"))
        if abs(left) < HOURS_COUNT_BELOW:
            unit = "hour" if abs(left) >= timedelta(hours=1) else "minute"
            return _apart(left, unit)
        value = value.astimezone(here.tzinfo).date()
    left = value - here.date()
    return _apart(left, "day") if left else _("today")


def _apart(left: timedelta, unit: Any) -> str:
    return format_timedelta(
        left, granularity=unit, threshold=1e9, add_direction=True, locale=_locale()
    )


def deadline(value: datetime, zone: str | None = None, now: datetime | None = None) -> str:
    """Return date, time, zone and distance of a deadline in one line."""
    return _("%(when)s – %(distance)s", when=instant(value, zone), distance=distance(value, now))


def near(value: date | datetime, now: datetime | None = None) -> bool:
    """Whether a deadline is less than a week away, or over."""
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, tzinfo=UTC)
    return value - (now or request_now()) < NEAR


def wall(value: datetime, zone: str) -> datetime:
    """Return the instant at which the clocks of `zone` show `value`."""
    return value.replace(tzinfo=ZoneInfo(zone))


def day_number(value: date | datetime) -> str:
    """Return the day of the month alone."""
    return day(value, "d")


def month(value: date | datetime) -> str:
    """Return the month's short name."""
    return day(value, "MMM")


def month_and_year(value: date | datetime) -> str:
    """Return a month with its year, in the order and with the words of the language."""
    return spell_month(value.date() if isinstance(value, datetime) else value, _locale())


def city(zone: str) -> str:
    """Return a zone's city in the reader's language."""
    return spell_city(zone, _locale())


def country(code: str) -> str:
    """Return the name of a country or territory."""
    return spell_country(code, _locale())


def language_name(code: str) -> str:
    """Return a language's name in the reader's language."""
    return spell_language(code, _locale())


def language_names(codes: Iterable[str]) -> str:
    """Return the names of languages in the reader's language, one after the other."""
    return _spell_languages(tuple(codes), str(COMMA), _locale())


@lru_cache(maxsize=4096)
def _spell_languages(codes: tuple[str, ...], comma: str, locale: str) -> str:
    return comma.join(spell_language(one, locale) for one in codes)


def own_name(tag: str) -> str:
    """Return what a language calls itself, as it stands alone in a list."""
    name = spell_language(tag.partition("-")[0], tag.replace("-", "_"))
    return name[:1].upper() + name[1:]


def text_direction(tag: str) -> str:
    """Return `rtl` for languages that are written from right to left, else `ltr`."""
    return direction_of(tag)


def url_code(tag: str) -> str:
    """Return the first part of the addresses of a language: `zh` for `zh-Hans`."""
    return tag.partition("-")[0]


def region(code: str) -> str:
    """Return the name of one of the network's regions; the code of one that a network added."""
    return str(REGIONS.get(code, code))


def number(value: Number, places: int | None = None) -> str:
    """Return a number as the reader writes it."""
    return spell_number(value, places, _locale())


def percent(value: Number, places: int = 0) -> str:
    """Return a share as a percentage."""
    return spell_percent(value, places, _locale())


def listed(words: Iterable[str]) -> str:
    """Return words as a list in a sentence: a, b and c."""
    return format_list([str(word) for word in words], locale=_locale())


def size(octets: int) -> str:
    """Return the size of a file in kilobytes or megabytes."""
    if octets < MEGABYTE:
        return format_unit(max(1, round(octets / 1000)), "kilobyte", "short", locale=_locale())
    return format_unit(round(octets / MEGABYTE, 1), "megabyte", "short", locale=_locale())


def slug(text: str) -> str:
    """Return an identifier for use within one page; letters of every script are kept."""
    return re.sub(r"\W+", "-", str(text)).strip("-").lower()


FILTERS: tuple[Callable[..., Any], ...] = (
    *(day, instant, clock, distance, deadline, near, wall, day_number, month),
    *(month_and_year, city),
    *(country, language_name, language_names, own_name, text_direction, url_code, region),
    *(number, percent, listed, size, slug),
)


def install(app: Flask) -> None:
    """Give templates these filters, two signs, and the geometry of pictures as `draw`."""
    app.jinja_env.filters.update({one.__name__: one for one in FILTERS})
    app.jinja_env.globals.update(draw=charts, colon=COLON, comma=COMMA)
