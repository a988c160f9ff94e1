"""Letters waiting to be sent: written with what they tell, delivered by the worker.

At least once, and once for one key. A worker leases rows, sends, then marks them; what it held
when it died is free again after the lease. What a letter said goes when it has been sent.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, and_, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from nswp_gov.store.base import Base, Identified
from nswp_gov.store.crypto import Encrypted, EncryptedJson
from nswp_gov.store.retention import delete_after
from nswp_gov.store.types import enum_by_value

LEASE = timedelta(seconds=60)
TRIES = 8


class MailState(StrEnum):
    """Where a letter is."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


class OutboxMessage(Identified, Base):
    """One letter to one address."""

    __tablename__ = "outbox_message"
    __retention__ = delete_after(14, since="queued_at", kind="outbox")
    __personal__ = ("recipient", "values")

    key: Mapped[str | None] = mapped_column(unique=True)
    recipient: Mapped[str | None] = mapped_column(Encrypted("outbox.recipient"))
    person_id: Mapped[uuid.UUID | None]
    letter: Mapped[str]
    locale: Mapped[str]
    values: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJson("outbox.values"))
    message_id: Mapped[str]
    state: Mapped[MailState] = mapped_column(enum_by_value(MailState))
    queued_at: Mapped[datetime]
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str | None]  # the SMTP code, never the server's words (they repeat the address)

    __table_args__ = (Index("ix_outbox_message_due", "state", "due_at"),)


def queue(
    session: Session,
    *,
    now: datetime,
    to: str,
    letter: str,
    locale: str,
    values: Mapping[str, Any],
    key: str | None,
    person_id: uuid.UUID | None,
) -> None:
    """Add a letter unless one with this key was already queued."""
    if key is not None and session.scalar(select(OutboxMessage.id).where(OutboxMessage.key == key)):
        return
    session.add(
        OutboxMessage(
            key=key,
            recipient=to,
            person_id=person_id,
            letter=letter,
            locale=locale,
            values=dict(values),
            message_id=secrets.token_hex(16),
            state=MailState.WAITING,
            queued_at=now,
            due_at=now,
        )
    )


def lease(session: Session, *, now: datetime, most: int = 20) -> list[OutboxMessage]:
    """Take up to `most` due letters for this worker; two workers never hold the same one.

    SQLite: inside a write transaction; PostgreSQL: rows another worker holds are skipped.
    """
    free = or_(OutboxMessage.leased_until.is_(None), OutboxMessage.leased_until < now)
    due = select(OutboxMessage).where(
        and_(OutboxMessage.state == MailState.WAITING, OutboxMessage.due_at <= now, free)
    )
    rows = session.scalars(
        due.order_by(OutboxMessage.due_at).limit(most).with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        row.leased_until = now + LEASE
    session.flush()
    return list(rows)


def sent(message: OutboxMessage) -> None:
    """Note that the server took the letter; its words and address are gone at once."""
    message.state = MailState.SENT
    message.recipient = message.values = message.leased_until = None


def put_back(message: OutboxMessage, *, now: datetime, fault: str) -> None:
    """Try again later: 2, 4, 8 … minutes; after eight tries it has failed."""
    message.attempts += 1
    message.leased_until = None
    message.fault = fault
    if message.attempts >= TRIES:
        message.state = MailState.FAILED
    else:
        jitter = secrets.randbelow(30)
        message.due_at = now + timedelta(minutes=2**message.attempts, seconds=jitter)


def failed(message: OutboxMessage, *, fault: str) -> None:
    """Note that the server refused for good."""
    message.attempts += 1
    message.state = MailState.FAILED
    message.leased_until = None
    message.fault = fault
