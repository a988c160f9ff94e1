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
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from nswp_gov.store.base import Base, Governed, Identified
from nswp_gov.store.crypto import EncryptedJson, vault
from nswp_gov.store.retention import keep

GENESIS = bytes(32)
SEAL_LOCK = 0x6E737770  # the advisory lock under which one sealer works (PostgreSQL)
LATE = timedelta(minutes=10)


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


def snapshot(row: Base) -> dict[str, Any]:
    """Return the journalled columns of a row as JSON values."""
    state: dict[str, Any] = {}
    for attribute in row.__mapper__.column_attrs:
        column = attribute.columns[0]
        if column.info.get("journal", True):
            value = getattr(row, attribute.key)
            state[attribute.key] = json.loads(canonical_json(value))
    return state


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
    revisions = [_revise(session, row, is_deletion=gone) for row, gone in touched]
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


def _revise(session: Session, row: Governed, *, is_deletion: bool) -> Revision:
    entity = row.__tablename__  # type: ignore[attr-defined]  # every Governed row is a table's
    salt, body = secrets.token_bytes(16), snapshot(row)  # type: ignore[arg-type]
    last = session.scalar(
        select(func.max(Revision.number)).where(
            Revision.entity == entity, Revision.entity_id == row.id
        )
    )
    return Revision(
        entity=entity,
        entity_id=row.id,
        number=(last or 0) + 1,
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


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong with the journal."""

    code: str
    subject: str


@dataclass(frozen=True)
class Report:
    """What a verification saw; while the instance is locked no value could be checked."""

    events: int
    revisions: int
    erased: int
    published: int
    rows: int
    head: str
    findings: tuple[Finding, ...]
    is_locked: bool = False


def verify(session: Session, *, now: datetime, models: Iterable[type[Base]]) -> Report:
    """Recompute the chain, every stored revision, every published record, every governed row.

    `models`: the governed classes; each present row must equal its last revision. While the
    instance is locked, revisions are counted and rows left alone: only the chain and the published
    records can be checked.
    """
    findings: list[Finding] = []
    events, head = _verify_chain(session, now, findings)
    published = _verify_published(session, findings)
    if not vault.is_open:
        counts = _count_revisions(session)
        return Report(events, *counts, published, 0, head.hex(), tuple(findings), is_locked=True)
    revisions, erased = _verify_revisions(session, findings)
    rows = sum(_verify_rows(session, model, findings) for model in models)
    return Report(events, revisions, erased, published, rows, head.hex(), tuple(findings))


def _count_revisions(session: Session) -> tuple[int, int]:
    """Return how many revisions there are, and how many of them are erased."""
    held = session.execute(select(func.count(), func.count(Revision.salt)).select_from(Revision))
    count, salted = held.one()
    return count, count - salted


def _verify_chain(session: Session, now: datetime, findings: list[Finding]) -> tuple[int, bytes]:
    head, expected = GENESIS, 0
    stored: dict[int, list[str]] = {}
    for event_id, commitment in session.execute(select(Revision.event_id, Revision.commitment)):
        stored.setdefault(event_id, []).append(commitment)
    for happened in session.scalars(
        select(JournalEvent).where(JournalEvent.seq.is_not(None)).order_by(JournalEvent.seq)
    ).yield_per(1000):
        expected += 1
        head = hashlib.sha256(head + happened.canonical(expected)).digest()
        if happened.seq != expected or happened.hash != head.hex():
            findings.append(Finding("chain_broken", f"event {expected}"))
            head = bytes.fromhex(happened.hash or "") if happened.hash else head
        if happened.commitment != commit_to_all(stored.get(happened.id, [])):
            findings.append(Finding("revisions_missing", f"event {expected}"))
    late = session.scalar(
        select(func.count())
        .select_from(JournalEvent)
        .where(JournalEvent.seq.is_(None), JournalEvent.at < now - LATE)
    )
    if late:
        findings.append(Finding("unsealed", f"{late}"))
    return expected, head


def _verify_revisions(session: Session, findings: list[Finding]) -> tuple[int, int]:
    count = erased = 0
    for revision, broken in _each_opened(session):
        count += 1
        if broken:
            findings.append(Finding("revision_altered", f"{revision.entity}/{revision.entity_id}"))
        elif revision.body is None or revision.salt is None:
            erased += 1
        elif commit_to(revision.salt, revision.body) != revision.commitment:
            findings.append(Finding("revision_altered", f"{revision.entity}/{revision.entity_id}"))
    return count, erased


def _each_opened(session: Session) -> Iterator[tuple[Any, bool]]:
    """Give each revision, and whether its encrypted body no longer opens."""
    sealed = text("select id, entity, entity_id, body, salt, commitment from revision")
    kind = EncryptedJson("revision.body")
    for row in session.execute(sealed):
        try:
            body = kind.process_result_value(row.body, session.get_bind().dialect)
        except Exception:  # noqa: BLE001 - whatever does not open has been altered
            yield row, True
            continue
        yield _Opened(row.entity, row.entity_id, body, row.salt, row.commitment), False


@dataclass(frozen=True)
class _Opened:
    entity: str
    entity_id: Any
    body: Any
    salt: bytes | None
    commitment: str


def _verify_published(session: Session, findings: list[Finding]) -> int:
    count = 0
    for record in session.scalars(select(PublishedRecord)).yield_per(100):
        count += 1
        if hashlib.sha256(record.body).hexdigest() != record.sha256:
            findings.append(Finding("record_altered", f"{record.kind} {record.name}"))
    return count


def _verify_rows(session: Session, model: type[Base], findings: list[Finding]) -> int:
    entity = model.__tablename__
    last: dict[uuid.UUID, Any] = {}
    query = select(Revision).where(Revision.entity == entity).order_by(Revision.number)
    try:
        for revision in session.scalars(query):
            last[revision.entity_id] = revision
        rows = session.scalars(select(model)).all()
    except Exception:  # noqa: BLE001 - a value that does not open or parse has been altered
        findings.append(Finding("row_unreadable", entity))
        return 0
    for row in rows:
        known = last.pop(row.id, None)  # type: ignore[attr-defined]  # models are Governed
        where = f"{entity}/{row.id}"  # type: ignore[attr-defined]
        if known is None:
            findings.append(Finding("row_without_history", where))
        elif known.body is not None and known.body != snapshot(row):
            findings.append(Finding("row_altered", where))
    findings.extend(
        Finding("row_missing", f"{entity}/{gone}")
        for gone, revision in last.items()
        if not revision.is_deletion
    )
    return len(rows)
