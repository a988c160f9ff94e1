"""The database of this instance: opened, brought to the newest schema, asked how it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Engine, inspect
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from nswp_gov.config import Misconfigured, Settings
from nswp_gov.paths import resource
from nswp_gov.store import clock, migrate
from nswp_gov.store.actor import SYSTEM, Actor
from nswp_gov.store.engine import open_engine, writing
from nswp_gov.store.work import Work, begin


def bring_up(settings: Settings) -> None:
    """Bring the schema to the newest version this program knows.

    Raises:
        Misconfigured: the database is unreachable, or was made by a newer program.

    """
    known = migrate.revisions(resource("migrations"))
    try:
        stands_at = migrate.current(settings.database_url)
    except OperationalError as unreachable:
        raise Misconfigured(
            f"the database can't be opened: {unreachable.orig}\n"
            "Is DATABASE_URL right, and is the server running?"
        ) from unreachable
    if stands_at is not None and stands_at not in known:
        raise Misconfigured(
            f"this database stands at schema {stands_at}, which this program does not know: it was "
            "made by a newer one. Install that version again, or restore a backup made before it."
        )
    if stands_at != known[0]:
        with writing():
            migrate.upgrade(resource("migrations"), settings.database_url)


@contextmanager
def opened(settings: Settings) -> Iterator[Engine]:
    """Open the database for one command."""
    engine = open_engine(settings.database_url)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def unit(
    settings: Settings, *, actor: Actor = SYSTEM, now: datetime | None = None
) -> Iterator[Work]:
    """Give one unit of work to a command."""
    at = now or clock.now()
    with (
        opened(settings) as engine,
        writing(),
        Session(engine) as session,
        begin(session, actor, at, settings.zone) as work,
    ):
        yield work


def is_empty(engine: Engine) -> bool:
    """Tell whether no table has been made yet."""
    return not inspect(engine).get_table_names()
