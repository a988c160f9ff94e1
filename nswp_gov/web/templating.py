"""What every template is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from jinja2 import StrictUndefined

from nswp_gov.rules.languages import Locale
from nswp_gov.rules.verdict import Verdict
from nswp_gov.store.actor import VISITOR, Actor
from nswp_gov.web import assets, formats
from nswp_gov.web.access import Door, open_to
from nswp_gov.web.locale import lang_url, locale
from nswp_gov.web.unit import actor, now


@dataclass(frozen=True)
class NavItem:
    """One entry of the navigation: where it goes, what it says, to whom it is shown."""

    endpoint: str
    label: Any
    door: Door = Door.PUBLIC


@dataclass(frozen=True)
class NavLink:
    """A navigation entry as the template shows it."""

    label: str
    href: str
    current: bool


@dataclass(frozen=True)
class Language:
    """A language of the interface as templates know it."""

    code: str
    tag: str
    name: str
    dir: str


LANGUAGES = {one: Language(one.code, one.tag, one.own_name, one.dir) for one in Locale}


@dataclass(frozen=True)
class Signed:
    """The signed-in person as templates know them."""

    name: str
    doors: frozenset[str]
    actor: Actor


PUBLIC_NAV: list[NavItem] = []
WORK_NAV: list[NavItem] = []
POLICIES: dict[str, Callable[..., Verdict]] = {}

LABELS: dict[str, Any] = {"home": _l("Home")}


def may(verb: str, *subjects: Any) -> Verdict:
    """Answer whether the person of this request may do `verb`; templates ask, never decide."""
    return POLICIES[verb](actor(), *subjects)


@dataclass(frozen=True)
class _Entry:
    """A navigation entry in one language, whoever asks for which page."""

    endpoint: str
    label: str
    href: str


def _entries(items: list[NavItem], doors: frozenset[str], *, inside: bool) -> tuple[_Entry, ...]:
    """Return the entries that these doors open, made once for each language."""
    made = current_app.extensions["nswp_gov.nav"]
    key = (inside, doors, str(get_locale()), locale(), request.root_path)
    if key not in made:
        made[key] = tuple(
            _Entry(item.endpoint, str(item.label), url_for(item.endpoint))
            for item in items
            if item.door.name in doors
        )
    found: tuple[_Entry, ...] = made[key]
    return found


def _nav(items: list[NavItem], doors: frozenset[str], *, inside: bool) -> list[NavLink]:
    """Return the entries that this person can enter; the page they are on is marked, once."""
    here = request.endpoint or ""
    room = here.partition(".")[0]
    shown = _entries(items, doors, inside=inside)
    above = [one for one in shown if _lies_under(one.href)]
    of_room = [one.endpoint for one in shown if one.endpoint.partition(".")[0] == room]
    nearest = max(above, key=lambda one: len(one.href)).endpoint if above else "".join(of_room[-1:])
    marked = here if any(one.endpoint == here for one in shown) else nearest
    return [NavLink(one.label, one.href, one.endpoint == marked) for one in shown]


def _lies_under(place: str) -> bool:
    """Tell whether the page asked for lies under `place`, an address of more than a language."""
    start = place.rstrip("/") + "/"
    return start != f"/{request.path.split('/')[1]}/" and f"{request.path}/".startswith(start)


def _context() -> dict[str, Any]:
    who = actor()
    doors = open_to(who)
    signed = None if who is VISITOR else Signed(who.name, doors, who)
    return {
        "lang": LANGUAGES[locale()],
        "viewer": signed,
        "nav": _nav(WORK_NAV if signed else PUBLIC_NAV, doors, inside=signed is not None),
        "now": now(),
        "reader_zone": g.get("zone", "UTC"),
        "sample": current_app.extensions["nswp_gov.sample"],
    }


def install(app: Flask) -> None:
    """Give templates their globals and filters; an undefined name is an error, not nothing."""
    app.extensions["nswp_gov.nav"] = {}
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        get_locale=get_locale, languages=tuple(LANGUAGES.values()), lang_url=lang_url, may=may
    )
    assets.install(app)
    formats.install(app)
    app.context_processor(_context)
