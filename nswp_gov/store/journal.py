"""The journal: what changed, who did it, when; chained so that nobody can alter it unseen.

An event is written in the business transaction and holds no personal data: its kind, the actor's
id, the subject, and a commitment to the revisions that it made. A revision holds the values,
encrypted, with the salt of its commitment; both can be erased and the chain stays whole. A sealer
numbers and chains the events later (`hash = SHA-256(previous hash ‖ canonical JSON of the event)`).
"""

from __future__ import annotations

import hashlib
import json
import secrets
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, UniqueConstraint, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from nswp_gov.store.base import Base, Governed, Identified
from nswp_gov.store.crypto import EncryptedJson
from nswp_gov.store.retention import keep

GENESIS = bytes(32)
SEAL_LOCK = 0x6E737770  # the advisory lock under which one sealer works (PostgreSQL)
AT_ONCE = 5000  # rows asked for in one statement; SQLite takes 32,766 values
PLAIN = frozenset((type(None), bool, int, str))  # are what JSON makes of them

_CHAINED = ("at", "kind", "actor_id", "subject_type", "subject_id", "commitment")


def canonical_event(seq: int, event: Mapping[str, Any]) -> bytes:
    """Return the bytes that the chain covers, of an event given by its columns."""
    return canonical_json(
        {
            "seq": seq,
            "at": event["at"],
            "kind": event["kind"],
            "actor": event["actor_id"],
            "subject": f"{event['subject_type']}/{event['subject_id']}",
            "commitment": event["commitment"],
        }
    )


class JournalEvent(Base):
    """One recorded act."""

    __tablename__ = "journal_event"
    __retention__ = keep("journal")

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    kind: Mapped[str]
    actor_id: Mapped[uuid.UUID | None]
    subject_type: Mapped[str]
    subject_id: Mapped[uuid.UUID]
    commitment: Mapped[str]  # hex, over the revisions of this event
    seq: Mapped[int | None] = mapped_column(unique=True)
    hash: Mapped[str | None]

    __table_args__ = (Index("ix_journal_event_subject", "subject_type", "subject_id"),)

    def canonical(self, seq: int) -> bytes:
        """Return the bytes that the chain covers."""
        return canonical_event(seq, {name: getattr(self, name) for name in _CHAINED})


class Revision(Identified, Base):
    """One dated state of one governed row."""

    __tablename__ = "revision"
    __retention__ = keep("history")  # erased with its subject, see store.erasure
    __personal__ = ("body", "salt")

    event_id: Mapped[int] = mapped_column(ForeignKey("journal_event.id"), index=True)
    entity: Mapped[str]
    entity_id: Mapped[uuid.UUID]
    number: Mapped[int]
    is_deletion: Mapped[bool] = mapped_column(default=False)
    body: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJson("revision.body"))
    salt: Mapped[bytes | None]
    commitment: Mapped[str]

    __table_args__ = (UniqueConstraint("entity", "entity_id", "number"),)


class PublishedRecord(Identified, Base):
    """A document as it was published: canonical bytes that are never altered, and their hash."""

    __tablename__ = "published_record"
    __retention__ = keep("published record")

    kind: Mapped[str]
    subject_id: Mapped[uuid.UUID] = mapped_column(index=True)
    name: Mapped[str]
    body: Mapped[bytes]
    sha256: Mapped[str]
    event_id: Mapped[int] = mapped_column(ForeignKey("journal_event.id"))

    __table_args__ = (UniqueConstraint("kind", "subject_id", "name"),)


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, uuid.UUID | Decimal):
        return str(value)
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(f"no canonical form for {type(value).__name__}")


def canonical_json(value: Any) -> bytes:
    """Return the one form of `value` that is hashed: sorted keys, no spaces, UTF-8."""
    return json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain
    ).encode()


def journalled(model: type[Base]) -> Iterator[tuple[str, Column[Any]]]:
    """Give the columns whose values a revision holds, by the name of their attribute."""
    for attribute in model.__mapper__.column_attrs:
        column = attribute.columns[0]
        if isinstance(column, Column) and column.info.get("journal", True):
            yield attribute.key, column


def snapshot(row: Base) -> dict[str, Any]:
    """Return the journalled columns of a row as JSON values."""
    values = ((name, getattr(row, name)) for name, _column in journalled(type(row)))
    return {
        name: value if type(value) in PLAIN else json.loads(canonical_json(value))
        for name, value in values
    }


def commit_to(salt: bytes, body: dict[str, Any]) -> str:
    """Return SHA-256(salt ‖ canonical JSON) as hex."""
    return hashlib.sha256(salt + canonical_json(body)).hexdigest()


def commit_to_all(commitments: Iterable[str]) -> str:
    """Return the commitment of an event over those of its revisions, in any order."""
    return hashlib.sha256("".join(sorted(commitments)).encode()).hexdigest()


def append(
    session: Session,
    *,
    at: datetime,
    kind: str,
    actor_id: uuid.UUID | None,
    subject: Identified,
    touched: Iterable[tuple[Governed, bool]],
) -> JournalEvent:
    """Write one event with a revision for each touched row (row, is it a deletion)."""
    rows = list(touched)
    last = _last_numbers(session, [row for row, _gone in rows])
    revisions = [
        _revise(row, last.get((_entity(row), row.id), 0) + 1, is_deletion=gone)
        for row, gone in rows
    ]
    happened = JournalEvent(
        at=at,
        kind=kind,
        actor_id=actor_id,
        subject_type=getattr(subject, "__tablename__", type(subject).__name__),
        subject_id=subject.id,
        commitment=commit_to_all(revision.commitment for revision in revisions),
    )
    session.add(happened)
    session.flush()
    for revision in revisions:
        revision.event_id = happened.id
    session.add_all(revisions)
    return happened


def _last_numbers(session: Session, rows: Sequence[Governed]) -> dict[tuple[str, uuid.UUID], int]:
    """Return the number of the newest revision of each of these rows that has one."""
    entities = {_entity(row) for row in rows}
    found: dict[tuple[str, uuid.UUID], int] = {}
    for start in range(0, len(rows), AT_ONCE):
        some = [row.id for row in rows[start : start + AT_ONCE]]
        query = (
            select(Revision.entity, Revision.entity_id, func.max(Revision.number))
            .where(Revision.entity.in_(entities), Revision.entity_id.in_(some))
            .group_by(Revision.entity, Revision.entity_id)
        )
        found |= {(entity, key): number for entity, key, number in session.execute(query)}
    return found


def _entity(row: Governed) -> str:
    name: str = row.__tablename__  # type: ignore[attr-defined]  # every Governed row is a table's
    return name


def _revise(row: Governed, number: int, *, is_deletion: bool) -> Revision:
    salt, body = secrets.token_bytes(16), snapshot(row)  # type: ignore[arg-type]
    return Revision(
        entity=_entity(row),
        entity_id=row.id,
        number=number,
        is_deletion=is_deletion,
        body=body,
        salt=salt,
        commitment=commit_to(salt, body),
    )


def publish(
    session: Session, event: JournalEvent, *, kind: str, subject_id: uuid.UUID, name: str, body: Any
) -> PublishedRecord:
    """Keep the canonical JSON of a published document for ever; return it with its hash."""
    data = canonical_json(body)
    record = PublishedRecord(
        kind=kind,
        subject_id=subject_id,
        name=name,
        body=data,
        sha256=hashlib.sha256(data).hexdigest(),
        event_id=event.id,
    )
    session.add(record)
    return record


def history(
    session: Session, entity: str, entity_id: uuid.UUID
) -> list[tuple[Revision, JournalEvent]]:
    """Return every state of a row, newest first, with the event that made it."""
    rows = session.execute(
        select(Revision, JournalEvent)
        .join(JournalEvent, JournalEvent.id == Revision.event_id)
        .where(Revision.entity == entity, Revision.entity_id == entity_id)
        .order_by(Revision.number.desc())
    )
    return [(revision, happened) for revision, happened in rows]


def seal(session: Session) -> int:
    """Number and chain every event that is not yet chained; return how many.

    One sealer works at a time (SQLite: the write lock; PostgreSQL: an advisory lock).
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("select pg_advisory_xact_lock(:key)"), {"key": SEAL_LOCK})
    last = session.execute(
        select(JournalEvent.seq, JournalEvent.hash)
        .where(JournalEvent.seq.is_not(None))
        .order_by(JournalEvent.seq.desc())
        .limit(1)
    ).first()
    seq, head = (last.seq, bytes.fromhex(last.hash)) if last else (0, GENESIS)
    waiting = session.scalars(
        select(JournalEvent).where(JournalEvent.seq.is_(None)).order_by(JournalEvent.id)
    ).all()
    for happened in waiting:
        seq += 1
        head = hashlib.sha256(head + happened.canonical(seq)).digest()
        happened.seq, happened.hash = seq, head.hex()
    session.flush()
    return len(waiting)
