"""Who acts in a request: from the cookie to the Actor.

The cookie (signed, HttpOnly) holds a random token and the times that are finer than a day; the
database holds the hash of the token and days only. A copied cookie dies with its row.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask, Request, current_app, flash, g, redirect, request, url_for
from flask import session as cookie_session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import UserMixin
from sqlalchemy.orm import Session

from nswp_gov.accounts import policy, queries, typed
from nswp_gov.accounts.operations import Contact
from nswp_gov.accounts.operations.sessions import end_session, see_session
from nswp_gov.accounts.proving import passphrases
from nswp_gov.accounts.states import ABSOLUTE, FRESH, IDLE, LONG_IDLE, Role
from nswp_gov.config import Settings
from nswp_gov.rules.audience import Circle, CircleKind, Step, Viewer
from nswp_gov.rules.languages import Locale
from nswp_gov.store.actor import SYSTEM, Actor
from nswp_gov.store.crypto import vault
from nswp_gov.store.engine import writing
from nswp_gov.store.work import begin
from nswp_gov.web.access import Door, doors_of
from nswp_gov.web.extensions import login
from nswp_gov.web.unit import now, session

Source = Callable[[Session, uuid.UUID, datetime], Mapping[str, frozenset[Any]]]

# Other rooms add what they know of a person; app.py registers them.
SOURCES: list[Source] = []
REGIONS: list[Callable[[Session, uuid.UUID, datetime], frozenset[str]]] = []
CONTACTS: list[Callable[[Session, uuid.UUID, datetime], Sequence[Contact]]] = []

SID, FROM, AT, PROVED, LONG = "sid", "from", "at", "fresh", "long"
TOUCH = timedelta(minutes=1)  # how often the cookie is written again while somebody is busy

# What an officer without a second proof may open: what sets one up, and the way out.
FIRST = frozenset(
    {
        "accounts.sign_out", "accounts.step_up", "accounts.proofs", "accounts.totp",
        "accounts.passkey_add", "accounts.paper", "home.leave",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Account:
    """The signed-in person as a request needs them."""

    actor: Actor
    locale: Locale
    zone: str
    has_second: bool
    seen_today: bool


class LoginName(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """The signed-in person as Flask-Login's `current_user` knows them."""

    def __init__(self, actor: Actor) -> None:
        self.id = str(actor.person_id)
        self.actor = actor


def start(cookie: MutableMapping[str, Any], token: str, *, now: datetime) -> None:
    """Make a cookie that of a person who has just signed in.

    Nothing older survives in it but the key of what was typed before signing in again.
    """
    text = cookie.get(typed.COOKIE)
    cookie.clear()
    if text is not None:
        cookie[typed.COOKIE] = text
    cookie[FROM] = int(now.timestamp())
    renew(cookie, token, now=now)


def renew(cookie: MutableMapping[str, Any], token: str, *, now: datetime) -> None:
    """Note in the cookie a fresh proof of who it is, and the session's new token."""
    cookie[SID] = token
    cookie[AT] = cookie[PROVED] = int(now.timestamp())


def forget(cookie: MutableMapping[str, Any]) -> None:
    """Take everything about the session out of a cookie; the rest (typed text) stays."""
    for name in (SID, FROM, AT, PROVED, LONG):
        cookie.pop(name, None)


def end(now: datetime) -> None:
    """End this browser's session here and in every copy of its cookie, and empty the cookie."""
    token = cookie_session.get(SID)
    cookie_session.clear()
    if token is not None:
        with writing(), begin(session(), SYSTEM, now) as work:
            end_session(work, token)


def stay_long() -> None:
    """Let this page's session idle for twelve hours instead of thirty minutes."""
    cookie_session[LONG] = True


def _since(cookie: Mapping[str, Any], name: str, instant: datetime) -> timedelta | None:
    stamp = cookie.get(name)
    return instant - datetime.fromtimestamp(stamp, UTC) if stamp is not None else None


def is_over(cookie: Mapping[str, Any], instant: datetime) -> bool:
    """Tell whether a session has idled too long or has lasted its seven days."""
    idle, age = _since(cookie, AT, instant), _since(cookie, FROM, instant)
    if idle is None or age is None:
        return True
    return idle > (LONG_IDLE if cookie.get(LONG) else IDLE) or age > ABSOLUTE


def load_actor(session: Session, token: str, now: datetime) -> Actor | None:
    """Return the person behind a session's token with all that they are at this instant."""
    account = load_account(session, token, now)
    return account.actor if account else None


def load_account(session: Session, token: str, now: datetime) -> Account | None:
    """Return the person behind a session's token with their language and zone, or None."""
    found = queries.signed_in(session, token, now)
    if found is None:
        return None
    actor = actor_of(session, found.person_id, found.roles, now, name=found.name)
    return Account(actor, found.locale, found.zone, found.has_second, found.seen_on == now.date())


def actor_of(
    session: Session, person_id: uuid.UUID, roles: frozenset[Role], now: datetime, *, name: str
) -> Actor:
    """Return a person with their roles and all that the other rooms know of them."""
    parts: dict[str, Any] = {
        "translates": frozenset(role.locale.value for role in roles if role.locale)
    }
    for source in SOURCES:
        for part, values in source(session, person_id, now).items():
            parts[part] = parts.get(part, frozenset()) | values
    held = frozenset(role.value for role in roles)
    return Actor(name=name, person_id=person_id, roles=held, **parts)


def regions_of(session: Session, person_id: uuid.UUID, at: datetime) -> frozenset[str]:
    """Return the regions of the organisations that a person acts for."""
    return frozenset().union(*(known(session, person_id, at) for known in REGIONS))


def contacts_of(session: Session, person_id: uuid.UUID, at: datetime) -> list[Contact]:
    """Return the other contacts of the organisations that a person acts for."""
    return [one for known in CONTACTS for one in known(session, person_id, at)]


def viewer_of(actor: Actor) -> Viewer:
    """Return what the actor may see: a step of the ladder and the circles they are in."""
    step = Step.PUBLIC
    if actor.member_of or actor.board_of or actor.bodies:
        step = Step.MEMBERS
    if actor.has(Role.SECRETARIAT):
        step = Step.SECRETARIAT
    return Viewer(
        step=step,
        organisations=actor.member_of,
        regions=frozenset(region for region in actor.board_of if region),
        bodies=actor.bodies,
        circles=frozenset(Circle(CircleKind.ELECTION, str(one)) for one in actor.officer_of),
    )


def install(app: Flask, settings: Settings) -> None:
    """Have every request know who acts; a request without a cookie asks the database nothing."""
    if settings.is_testing:
        passphrases.hashing.use_low_cost()
    passphrases.hashing.read_list(settings.instance / "common-passphrases.txt")
    login.session_protection = None  # it would keep a hash of the address in the cookie

    @login.request_loader  # type: ignore[untyped-decorator]  # Flask-Login has no types
    def load(_request: Request) -> LoginName | None:
        known: Actor | None = g.get("actor")
        return LoginName(known) if known else None

    app.before_request(recognise)


def recognise() -> ResponseReturnValue | None:
    """Set `g.actor`, `g.viewer` and `g.zone` from the cookie, or end what is over."""
    token = cookie_session.get(SID)
    if token is None or request.endpoint == "static" or not vault.is_open:
        return None
    instant = now()
    account = None if is_over(cookie_session, instant) else _read(token, instant)
    if account is None:
        return _ended(token, instant)
    proved = _since(cookie_session, PROVED, instant)
    actor = replace(account.actor, is_fresh=proved is not None and proved <= FRESH)
    g.actor, g.viewer = actor, viewer_of(actor)
    g.zone = account.zone
    _touch(token, account, instant)
    return _second_proof_first(actor, has_second=account.has_second)


def _read(token: str, instant: datetime) -> Account | None:
    with writing(on=False):  # no lock for finding out who it is
        account = load_account(session(), token, instant)
        session().rollback()
    return account


def _touch(token: str, account: Account, instant: datetime) -> None:
    idle = _since(cookie_session, AT, instant)
    if idle is None or idle > TOUCH:
        cookie_session[AT] = int(instant.timestamp())
    if LONG in cookie_session:
        cookie_session.pop(LONG)  # the page that needs it says so again
    if not account.seen_today:
        with writing(), begin(session(), SYSTEM, instant) as work:
            see_session(work, token)


def _ended(token: str, instant: datetime) -> ResponseReturnValue | None:
    """End a session that is over; keep what was typed and say so."""
    forget(cookie_session)
    with writing(), begin(session(), SYSTEM, instant) as work:
        person_id = end_session(work, token)
        kept = typed.keep(work, person_id)
    if kept is None:
        return None
    flash(
        _("You were signed out after a while without a sign of life. What you typed is kept.")
        if kept
        else _("You were signed out. What you typed on that page is never kept."),
        "warn",
    )
    return redirect(url_for("accounts.sign_in"))


def _second_proof_first(actor: Actor, *, has_second: bool) -> ResponseReturnValue | None:
    endpoint = request.endpoint
    if endpoint is None or endpoint in FIRST:
        return None
    if Door.PUBLIC in doors_of(current_app, endpoint):
        return None
    if policy.must_set_second_proof(actor, has_second=has_second):
        return redirect(url_for("accounts.proofs"))
    return None
