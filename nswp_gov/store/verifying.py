"""Whether the journal is whole, and whether everything still stands as it was recorded."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, DefaultClause, func, select, text
from sqlalchemy.orm import Session

from nswp_gov.store.base import Base
from nswp_gov.store.crypto import EncryptedJson, vault
from nswp_gov.store.journal import (
    GENESIS,
    JournalEvent,
    PublishedRecord,
    Revision,
    commit_to,
    commit_to_all,
    journalled,
    snapshot,
)

LATE = timedelta(minutes=10)


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


def _as_now(model: type[Base], body: dict[str, Any]) -> dict[str, Any]:
    """Return a body as it would be written now.

    A column that is newer than the body holds in an old row what the database filled in; one that
    is gone is no more to be compared.
    """
    return {
        name: body[name] if name in body else _filled_in(column)
        for name, column in journalled(model)
    }


def _filled_in(column: Column[Any]) -> Any:
    """Return what a row that was there before the column has in it."""
    default = column.server_default
    return json.loads(str(default.arg)) if isinstance(default, DefaultClause) else None


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
        elif known.body is not None and _as_now(model, known.body) != snapshot(row):
            findings.append(Finding("row_altered", where))
    findings.extend(
        Finding("row_missing", f"{entity}/{gone}")
        for gone, revision in last.items()
        if not revision.is_deletion
    )
    return len(rows)
