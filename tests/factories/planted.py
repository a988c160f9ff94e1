"""Rows of any table, made from what the table declares, for tests of what happens to every table.

What a row points to need not be there; the database is asked not to mind, see
`without_foreign_keys`.
"""

from __future__ import annotations

import enum
import itertools
import uuid
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Date, DateTime, LargeBinary, inspect, text
from sqlalchemy.orm import Session

from nswp_gov.store.base import Governed
from nswp_gov.store.crypto import EncryptedJson
from nswp_gov.store.types import UtcDateTime
from nswp_gov.store.work import Work

_NUMBERS = itertools.count(1)  # several rows of a table may have to differ
AT = datetime(2026, 11, 2, 12, tzinfo=UTC)


def value_of(column: Column[Any], words: str) -> Any:
    """Return something that the column takes; what is made of words begins with `words`."""
    kind = column.type
    enums = getattr(kind, "enum_class", None)
    if enums is not None and issubclass(enums, enum.Enum):
        return next(iter(enums))
    if isinstance(kind, EncryptedJson | JSON):
        return {words: words}
    if isinstance(kind, LargeBinary):
        return words.encode() + uuid.uuid4().bytes
    if isinstance(kind, UtcDateTime | DateTime):
        return AT
    if isinstance(kind, Date):
        return date(2026, 11, 2)
    made: Mapping[type, Any] = {
        uuid.UUID: uuid.uuid4,
        bool: lambda: False,
        int: lambda: next(_NUMBERS),
    }
    return made.get(kind.python_type, lambda: f"{words}-{uuid.uuid4()}")()


def plant(
    work: Work, model: Any, given: Mapping[str, Any], *, words: str = "", said: tuple[str, ...] = ()
) -> Any:
    """Keep a row with these values by column; return it.

    Other columns that may not be empty get anything that fits; those in `said` begin with `words`.
    """
    values = {}
    for column in model.__table__.columns:
        key = inspect(model).get_property_by_column(column).key
        is_wanted = column.name in {*said, *given}
        if column.name in {"id", "version"} or (column.nullable and not is_wanted):
            continue
        mark = words if column.name in said else "plain"
        values[key] = given[column.name] if column.name in given else value_of(column, mark)
    row = model(**values)
    work.session.add(row)
    work.session.flush()
    if isinstance(row, Governed):
        work.record("test.planted", row)
    return row


def without_foreign_keys(session: Session) -> None:
    """Let rows of this transaction point to nothing; it has to be rolled back."""
    is_sqlite = session.connection().dialect.name == "sqlite"
    session.execute(
        text(
            "PRAGMA defer_foreign_keys = ON"
            if is_sqlite
            else "SET LOCAL session_replication_role = replica"
        )
    )
