"""A stamp of all that is recorded: another one after every recorded change that can be seen.

For pages that are kept while nothing changes. On SQLite writers come one after the other, so the
number of the last event says it. On PostgreSQL an event with a lower number may become visible
later: there the stamp also says which transactions had ended, so a page is taken again only while
not one more has. That is more often anew than it had to be, and never out of date.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache
from typing import Any

from sqlalchemy import Executable, String, cast, func, literal, select
from sqlalchemy.orm import Session

from nswp_gov.store.journal import JournalEvent


def stamp(session: Session) -> Hashable:
    """Return the stamp of what this transaction can see; one statement."""
    session.flush()
    connection = session.connection()
    return tuple(connection.execute(_statement(connection.dialect.name)).one())


@cache
def _statement(dialect: str) -> Executable:
    table: Any = JournalEvent.__table__
    ended = cast(func.pg_current_snapshot(), String) if dialect == "postgresql" else literal("")
    return select(func.max(table.c.id), ended)
