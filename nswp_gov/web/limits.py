"""How often something may be tried: limits slow down, they never lock.

A limit is a window (five a minute): beyond it the next try waits until the window ends, whoever it
is. Tries are counted in the application's database, so that all processes count together.

What is counted lies under an HMAC. The key for addresses is random, shared only by the processes
of one start, and replaced by its own hash at midnight: whoever takes the disk cannot find out
which addresses were here, and tomorrow nor can we. The key for accounts comes from the secret key
and the day, so that machines agree.
"""

from __future__ import annotations

import hashlib
import hmac
import math
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import wraps
from ipaddress import IPv6Address, ip_address
from typing import Any, TypeVar

from flask import Flask, Response, g, request
from sqlalchemy import Table, case, delete
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.base import Base
from nswp_gov.store.engine import writing
from nswp_gov.store.errors import DomainError
from nswp_gov.store.work import begin
from nswp_gov.web.unit import now, session, settings

TABLE = "rate_limit"  # declared in accounts.models

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Window:
    """So many tries in so long a time."""

    most: int
    lasts: timedelta

    @property
    def code(self) -> str:
        """Return what tells two windows of one limit apart."""
        return f"{self.most}/{int(self.lasts.total_seconds())}"


def a_minute(most: int) -> Window:
    """Return a window of one minute."""
    return Window(most, timedelta(minutes=1))


def an_hour(most: int) -> Window:
    """Return a window of one hour."""
    return Window(most, timedelta(hours=1))


# Two hundred people may sign in behind one address (a carrier, Tor) within a minute.
ADDRESS = (a_minute(600), an_hour(6000))


@dataclass(frozen=True, slots=True)
class Try:
    """Something that is counted: what, by whom (a mark), and how much of it in which windows."""

    name: str
    mark: str
    windows: tuple[Window, ...]

    def key(self, window: Window) -> str:
        """Return the key of one count."""
        return f"{self.name}/{self.mark}/{window.code}"


class SlowDown(DomainError):
    """Tried too often; `seconds` until the next try counts."""

    code = "slow_down"
    status = 429

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds=seconds, minutes=math.ceil(seconds / 60))
        self.seconds = seconds


def _table() -> Table:
    return Base.metadata.tables[TABLE]


def count(session: Session, key: str, at: datetime, lasts: timedelta) -> tuple[int, datetime]:
    """Add a try to a count, or begin it anew where its window is over.

    Returns the count and the end of its window: one statement, right under concurrent writers.
    """
    table = _table()
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    insert: Any = sqlite_insert if is_sqlite else postgresql_insert
    is_over = table.c.expires_at <= at
    upsert = insert(table).values(key=key, tries=1, expires_at=at + lasts)
    row = session.execute(
        upsert.on_conflict_do_update(
            index_elements=[table.c.key],
            set_={
                "tries": case((is_over, 1), else_=table.c.tries + 1),
                "expires_at": case((is_over, at + lasts), else_=table.c.expires_at),
            },
        ).returning(table.c.tries, table.c.expires_at)
    ).one()
    return row.tries, row.expires_at


class DayKey:
    """A random key that becomes its own hash every midnight: yesterday's cannot be had back."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._day: date | None = None

    def of(self, day: date) -> bytes:
        """Return the key of a day; a day before the last one asked for gets that one's."""
        self._day = self._day or day
        while self._day < day:
            self._key = hashlib.sha256(self._key).digest()
            self._day += timedelta(days=1)
        return self._key


_addresses = DayKey()  # made before the processes of a server fork: they count together


def _mark(key: bytes, *parts: str) -> str:
    return hmac.new(key, "\x1f".join(parts).encode(), hashlib.sha256).hexdigest()[:32]


def network_of(address: str) -> str:
    """Return what counts as one address: IPv4 whole, IPv6 by its /64, anything else as one."""
    try:
        known = ip_address(address)
    except ValueError:
        return "unknown"
    return known.packed[:8].hex() if isinstance(known, IPv6Address) else known.packed.hex()


def address_mark() -> str:
    """Return today's mark of the address that asks; it cannot be turned back."""
    today = now().astimezone(UTC).date()
    return _mark(_addresses.of(today), network_of(request.remote_addr or ""))


def account_mark(*parts: str) -> str:
    """Return today's mark of an account, the same on every machine of this instance."""
    key = hashlib.sha256(f"{settings().secret_key}/limits/{now().date()}".encode()).digest()
    return _mark(key, *parts)


def slow(*tries: Try) -> None:
    """Count tries, in one transaction of their own; call it before the request's unit of work.

    Raises:
        SlowDown: more than one of the windows takes.

    """
    until: list[datetime] = []
    with writing(), begin(session(), SYSTEM, now()) as work:
        for one in tries:
            for window in one.windows:
                tried, ends = count(work.session, one.key(window), work.now, window.lasts)
                if tried > window.most:
                    until.append(ends)
    if until:
        seconds = max(1, math.ceil((max(until) - now()).total_seconds()))
        g.retry_after = seconds
        raise SlowDown(seconds)


def forget(one: Try) -> None:
    """Forget the tries of somebody who has shown who they are."""
    keys = [one.key(window) for window in one.windows]
    with writing(), begin(session(), SYSTEM, now()) as work:
        work.session.execute(delete(_table()).where(_table().c.key.in_(keys)))


def once(name: str, mark: str, lasts: timedelta) -> bool:
    """Tell whether something is used for the first time in `lasts`; it commits."""
    with writing(), begin(session(), SYSTEM, now()) as work:
        return count(work.session, f"{name}/{mark}", work.now, lasts)[0] == 1


def by_address(name: str, *windows: Window) -> Try:
    """Return a try counted by the address that asks."""
    return Try(name, address_mark(), windows or ADDRESS)


def limited(name: str, *windows: Window) -> Callable[[View], View]:
    """Mark a view as costly: an address that asks for it too often has to wait.

    Raises:
        SlowDown: in the marked view, before anything else of it runs.

    """

    def mark(view: View) -> View:
        @wraps(view)
        def slowed(*args: Any, **values: Any) -> Any:
            slow(by_address(name, *windows))
            return view(*args, **values)

        return slowed  # type: ignore[return-value]  # the same signature

    return mark


def install(app: Flask) -> None:
    """Say by header too how long to wait."""

    @app.after_request
    def retry(response: Response) -> Response:
        if (seconds := g.get("retry_after")) is not None:
            response.headers["Retry-After"] = str(seconds)
        return response
