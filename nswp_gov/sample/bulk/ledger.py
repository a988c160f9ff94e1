"""Rows on their way into the database, with the journal that belongs to them.

Each governed row is given its revision (encrypted, committed to) and each act its event. Numbers of
events and search entries begin at 1 here; whoever writes the packet lifts them (`bulk.writing`).
"""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any

from sqlalchemy import Dialect, Table
from sqlalchemy.dialects import postgresql, sqlite

from nswp_gov.store import journal
from nswp_gov.store.base import Base, new_id
from nswp_gov.store.journal import Revision
from nswp_gov.store.search import SearchEntry

Row = dict[str, Any]
SALT = 16  # bytes
LIFTED = (Revision, SearchEntry)  # their rows have a number that the writer still raises


@dataclass
class Packet:
    """What one chunk of organisations adds: rows as the driver takes them, by table."""

    rows: dict[str, list[Any]] = field(default_factory=dict)
    events: list[Row] = field(default_factory=list)
    terms: list[tuple[int, list[str], list[str]]] = field(default_factory=list)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    organisations: int = 0


@cache
def journalled(model: type[Base]) -> tuple[str, ...]:
    """Return the columns of a model that belong into its history."""
    return tuple(
        attribute.key
        for attribute in model.__mapper__.column_attrs
        if attribute.columns[0].info.get("journal", True)
    )


def governed_row(model: type[Base], **values: Any) -> Row:
    """Return a new row of a governed model, every column named; `id` is made here."""
    return {**dict.fromkeys(journalled(model)), "version": 1, "id": new_id(), **values}


def dialect_of(name: str) -> Dialect:
    """Return how the database of this name takes values."""
    if name == "sqlite":
        return sqlite.dialect()
    return postgresql.psycopg.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped


@cache
def _binders(table: Table, name: str) -> tuple[tuple[str, Callable[[Any], Any] | None], ...]:
    dialect = dialect_of(name)
    return tuple(
        (column.key, column.type.dialect_impl(dialect).bind_processor(dialect))
        for column in table.columns
    )


def bound(table: Table, name: str, row: Mapping[str, Any]) -> list[Any]:
    """Return a row's values in the order of the table's columns, as the driver takes them."""
    return [bind(row[key]) if bind is not None else row[key] for key, bind in _binders(table, name)]


class Ledger:
    """Collects the rows of a chunk; `dialect`: the name of the database they are for."""

    def __init__(self, dialect: str) -> None:
        self._dialect = dialect
        self._rows: dict[type[Base], list[Row]] = defaultdict(list)
        self._packet = Packet()

    @property
    def counts(self) -> Counter[tuple[str, str]]:
        """What the listed organisations add to the public counts."""
        return self._packet.counts

    def add(self, model: type[Base], row: Row) -> Row:
        """Keep a row to be written; return it, so that it can still change until then."""
        self._rows[model].append(row)
        return row

    def record(
        self,
        kind: str,
        at: datetime,
        subject: tuple[type[Base], uuid.UUID],
        touched: Iterable[tuple[type[Base], Row, int]],
    ) -> None:
        """Journal an act: each touched row as it is now, with the number of its state."""
        number = len(self._packet.events) + 1
        revisions = [_revision(number, model, row, state) for model, row, state in touched]
        self._rows[Revision].extend(revisions)
        self._packet.events.append(
            {
                "at": at,
                "kind": kind,
                "actor_id": None,
                "subject_type": subject[0].__tablename__,
                "subject_id": subject[1],
                "commitment": journal.commit_to_all(one["commitment"] for one in revisions),
            }
        )

    def index(self, row: Row, in_title: list[str], in_body: list[str]) -> None:
        """Keep a search entry with its terms."""
        number = len(self._packet.terms) + 1
        self._rows[SearchEntry].append({"id": number, **row})
        self._packet.terms.append((number, in_title, in_body))

    def pack(self, organisations: int) -> Packet:
        """Return everything, encrypted and ready for the driver."""
        for model, rows in self._rows.items():
            table: Any = model.__table__
            made = (bound(table, self._dialect, row) for row in rows)
            self._packet.rows[table.name] = list(made if model in LIFTED else map(tuple, made))
        self._packet.organisations = organisations
        return self._packet


def _revision(number: int, model: type[Base], row: Mapping[str, Any], state: int) -> Row:
    body = {name: _plain(row[name]) for name in journalled(model)}
    salt = secrets.token_bytes(SALT)
    return {
        "id": new_id(),
        "event_id": number,
        "entity": model.__tablename__,
        "entity_id": row["id"],
        "number": state,
        "is_deletion": False,
        "body": body,
        "salt": salt,
        "commitment": journal.commit_to(salt, body),
    }


def _plain(value: Any) -> Any:
    """Return a value as history keeps it: the same as `journal.snapshot` gives."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):  # an instant too
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value


def event_row(event: Mapping[str, Any], number: int, seq: int, head: bytes) -> tuple[Row, bytes]:
    """Return an event with its number and its place in the chain, and the new head."""
    after = hashlib.sha256(head + journal.canonical_event(seq, event)).digest()
    return {**event, "id": number, "seq": seq, "hash": after.hex()}, after
