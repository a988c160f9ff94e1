"""Packets of organisations, made by as many processes as there are cores, written by one."""

from __future__ import annotations

import os
import pickle
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import Any

from sqlalchemy import Table, func, insert, select, text
from sqlalchemy.orm import Session

from nswp_gov.directory.models import ListedCount
from nswp_gov.directory.states import Risk
from nswp_gov.sample.bulk.ledger import Packet, bound, event_row
from nswp_gov.sample.bulk.organisations import packet_of
from nswp_gov.sample.plan import OrganisationPlan
from nswp_gov.store import journal
from nswp_gov.store.base import Base
from nswp_gov.store.crypto import Keyring, vault
from nswp_gov.store.journal import JournalEvent, Revision
from nswp_gov.store.search import SearchEntry
from nswp_gov.store.search_terms import add_terms, is_sqlite

CHUNK = 1000
SMALL = 2 * CHUNK  # up to here other processes are not worth their start
AHEAD = 24  # packets of about 12 MB that may wait
CACHE = 400_000  # kB that SQLite may keep in memory meanwhile
Chunk = Sequence[OrganisationPlan]


def write_all(session: Session, packets: Iterable[Packet]) -> int:
    """Write packets in the caller's transaction; return how many organisations were in them."""
    if is_sqlite(session):
        session.execute(text(f"PRAGMA cache_size=-{CACHE}"))
    writer, number = _Writer(session), 0
    for packet in packets:
        writer.write(packet)
        number += packet.organisations
    writer.close()
    return number


@contextmanager
def being_made(
    dialect: str, plans: Chunk, risks: Mapping[str, Risk], keys: Mapping[int, bytes]
) -> Iterator[Iterable[Packet]]:
    """Give the packets of the plans; other processes begin to make the first of them at once.

    `dialect`: the name of the database they are for; `keys`: the field keys of the instance, for
    the processes that encrypt.
    """
    chunks = [plans[start : start + CHUNK] for start in range(0, len(plans), CHUNK)]
    if len(plans) <= SMALL:
        yield (packet_of(dialect, chunk, risks) for chunk in chunks)
        return
    workers = os.cpu_count() or 1
    with ProcessPoolExecutor(workers, initializer=_unlock, initargs=(dict(keys),)) as pool:
        ahead = (pool.submit(_pickled, dialect, chunk, dict(risks)) for chunk in chunks)
        waiting = deque(islice(ahead, AHEAD))
        try:
            yield _made(waiting, ahead)
        finally:
            pool.shutdown(cancel_futures=True)


def _made(waiting: deque[Future[bytes]], ahead: Iterator[Future[bytes]]) -> Iterator[Packet]:
    while waiting:
        packet: Packet = pickle.loads(waiting.popleft().result())  # noqa: S301  # our own child's
        waiting.extend(islice(ahead, 1))
        yield packet


def _pickled(dialect: str, chunk: Chunk, risks: Mapping[str, Risk]) -> bytes:
    """Return a packet closed up: opened only when its turn comes, it takes a tenth of the room."""
    return pickle.dumps(packet_of(dialect, chunk, risks), pickle.HIGHEST_PROTOCOL)


def _unlock(keys: Mapping[int, bytes]) -> None:
    vault.unlock(Keyring(keys))


class _Writer:
    """Gives events and search entries their numbers, chains the journal, inserts."""

    def __init__(self, session: Session) -> None:
        journal.seal(session)
        self._session = session
        self._dialect = session.get_bind().dialect.name
        self._event_id = session.scalar(select(func.max(JournalEvent.id))) or 0
        self._entry_id = session.scalar(select(func.max(SearchEntry.id))) or 0
        self._seq = session.scalar(select(func.max(JournalEvent.seq))) or 0
        known = session.scalar(select(JournalEvent.hash).where(JournalEvent.seq == self._seq))
        self._head = bytes.fromhex(known) if known else journal.GENESIS
        self._counts: Counter[tuple[str, str]] = Counter()

    def write(self, packet: Packet) -> None:
        """Insert a packet, the tables that others point to first."""
        _lift(packet, Revision, "event_id", self._event_id)
        _lift(packet, SearchEntry, "id", self._entry_id)
        self._chain(packet)
        for table in Base.metadata.sorted_tables:
            if rows := packet.rows.get(table.name):
                self._insert(table, rows)
        self._write_terms(packet)
        self._counts.update(packet.counts)

    def _chain(self, packet: Packet) -> None:
        table: Any = JournalEvent.__table__
        rows = []
        for event in packet.events:
            self._event_id += 1
            self._seq += 1
            row, self._head = event_row(event, self._event_id, self._seq, self._head)
            rows.append(tuple(bound(table, self._dialect, row)))
        packet.rows[table.name] = rows

    def _insert(self, table: Table, rows: list[Any]) -> None:
        """Hand finished values to the driver: the types have been applied already."""
        connection = self._session.connection()
        compiled = insert(table).compile(dialect=connection.dialect)
        names = [column.key for column in table.columns]
        values: Any = (
            [row if isinstance(row, tuple) else tuple(row) for row in rows]
            if compiled.positional
            else [dict(zip(names, row, strict=True)) for row in rows]
        )
        connection.exec_driver_sql(str(compiled), values)

    def _write_terms(self, packet: Packet) -> None:
        rows = [(self._entry_id + number, a, b) for number, a, b in packet.terms]
        self._entry_id += len(rows)
        if not is_sqlite(self._session):
            for number, in_title, in_body in rows:
                add_terms(self._session, number, in_title, in_body)
        elif rows:
            self._session.execute(
                text("INSERT INTO search_terms(rowid, title, body) VALUES (:id, :title, :body)"),
                [{"id": n, "title": " ".join(a), "body": " ".join(b)} for n, a, b in rows],
            )

    def close(self) -> None:
        """Add up the public counts; PostgreSQL's own numbers go on after the last one used."""
        known = {(row.kind, row.value): row for row in self._session.scalars(select(ListedCount))}
        for (kind, value), number in self._counts.items():
            if (kind, value) in known:
                known[kind, value].number += number
            else:
                self._session.add(ListedCount(kind=kind, value=value, number=number))
        self._session.flush()
        if not is_sqlite(self._session):
            for table, last in (
                ("journal_event", self._event_id),
                ("search_entry", self._entry_id),
            ):
                named = text("SELECT setval(pg_get_serial_sequence(:table, 'id'), :last)")
                self._session.execute(named, {"table": table, "last": last})


def _lift(packet: Packet, model: type[Base], column: str, by: int) -> None:
    table: Any = model.__table__
    place = list(table.columns.keys()).index(column)
    for row in packet.rows.get(table.name, ()):
        row[place] += by
