"""Tables rewritten as a whole, so that no free page of theirs holds an order or an old row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Engine, delete
from sqlalchemy.orm import Session

from nswp_gov.store import settings as stored
from nswp_gov.store.engine import writing


def is_due(engine: Engine, name: str) -> bool:
    """Tell whether the setting `name` says that tables still have to be rewritten."""
    with Session(engine) as session:
        return stored.get(session, name) is not None


def rewrite(engine: Engine, tables: Iterable[str], name: str) -> bool:
    """Rewrite the tables and forget the setting `name`; False where others held the database.

    SQLite: VACUUM, then the log is copied back and cut to nothing. PostgreSQL: VACUUM FULL; old
    segments of the write-ahead log expire as the database is configured (docs/elections.md).
    """
    raw = engine.raw_connection()
    try:
        is_done = _rewrite(engine.dialect.name, raw.driver_connection, tables)
    finally:
        raw.close()
    if is_done:
        with writing(), Session(engine) as session, session.begin():
            session.execute(delete(stored.Setting).where(stored.Setting.name == name))
    return is_done


def _rewrite(dialect: str, connection: Any, tables: Iterable[str]) -> bool:
    if dialect == "sqlite":
        connection.execute("VACUUM")
        busy, *_pages = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy
    connection.autocommit = True
    try:
        for table in tables:
            connection.execute(f"VACUUM FULL {table}")
    finally:
        connection.autocommit = False
    return True
