"""Letters waiting to be sent: written with what they tell, delivered by the worker.

Once for one key. A worker leases rows, sends, then marks them; what it held when it died is free
again after the lease. A letter that the mail server may have taken in that instant goes out again
if it was to one person; one of many is in doubt instead, and somebody decides: see
docs/decisions/0012-letters-in-doubt.md. What a letter said goes when it has been sent. An address
on hold (`store.holds`) gets nothing, whoever queued the letter and when.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Index, and_, func, insert, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from nswp_gov.store.base import Base, Identified, new_id
from nswp_gov.store.crypto import Encrypted, EncryptedJson, vault
from nswp_gov.store.retention import delete_after
from nswp_gov.store.types import enum_by_value

LEASE = timedelta(seconds=60)
TRIES = 8
ADDRESS_LABEL = "mail.address"
CHUNK = 5_000  # keys in one statement
HELD = "held"  # the fault of a letter to an address on hold
WITHHELD = "withheld"  # it names somebody who was hidden after it was queued
HANDED = "handed"  # of one of many: it is being handed over, and nothing was heard yet
DOUBT = "doubt"  # of one of many: it was being handed over when all broke off; it may be there


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
    recipient_index: Mapped[str | None] = mapped_column(index=True)  # a bounce is found by it
    is_mass: Mapped[bool] = mapped_column(default=False)  # may be unsubscribed from
    person_id: Mapped[uuid.UUID | None]
    letter: Mapped[str]
    locale: Mapped[str]
    values: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJson("outbox.values"))
    message_id: Mapped[str] = mapped_column(index=True)
    state: Mapped[MailState] = mapped_column(enum_by_value(MailState))
    queued_at: Mapped[datetime]
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str | None]  # the SMTP code, never the server's words (they repeat the address)

    __table_args__ = (Index("ix_outbox_message_due", "state", "due_at"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter of many: to whom, in which language, filled with what. `key` is its own."""

    to: str
    locale: str
    key: str
    person_id: uuid.UUID | None
    values: Mapping[str, Any]


def address_index(address: str) -> str:
    """Return the blind index of an e-mail address, the same wherever one is looked up."""
    return vault.ring.blind(address, ADDRESS_LABEL)


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
            recipient_index=address_index(to),
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


def queue_many(session: Session, letters: Iterable[Letter], *, letter: str, now: datetime) -> int:
    """Add one mass letter for each, in few statements; return how many were new.

    A key that was queued before is left out, and so is a key that comes twice.
    """
    wanted = {one.key: one for one in letters}
    keys = list(wanted)
    for start in range(0, len(keys), CHUNK):
        part = keys[start : start + CHUNK]
        known = select(OutboxMessage.key).where(OutboxMessage.key.in_(part))
        for key in session.scalars(known):
            wanted.pop(str(key))
    rows = [
        {
            "id": new_id(),
            "key": one.key,
            "recipient": one.to,
            "recipient_index": address_index(one.to),
            "is_mass": True,
            "person_id": one.person_id,
            "letter": letter,
            "locale": one.locale,
            "values": dict(one.values),
            "message_id": secrets.token_hex(16),
            "state": MailState.WAITING,
            "queued_at": now,
            "due_at": now,
            "attempts": 0,
        }
        for one in wanted.values()
    ]
    if rows:
        session.execute(insert(OutboxMessage), rows)
    return len(rows)


def lease(session: Session, *, now: datetime, most: int = 20) -> list[OutboxMessage]:
    """Take up to `most` due letters for this worker; two workers never hold the same one.

    One of many that another worker was handing over when its lease ended is in doubt from now on.
    SQLite: inside a write transaction; PostgreSQL: rows another worker holds are skipped.
    """
    free = or_(OutboxMessage.leased_until.is_(None), OutboxMessage.leased_until < now)
    due = select(OutboxMessage).where(
        and_(OutboxMessage.state == MailState.WAITING, OutboxMessage.due_at <= now, free)
    )
    rows = session.scalars(
        due.order_by(OutboxMessage.due_at).limit(most).with_for_update(skip_locked=True)
    ).all()
    held = []
    for row in rows:
        if row.fault == HANDED:
            doubted(row)
        else:
            row.leased_until = now + LEASE
            held.append(row)
    session.flush()
    return held


def intend(message: OutboxMessage) -> None:
    """Note that a leased letter is handed over next; nothing for a letter to one person alone."""
    if message.is_mass and message.state is MailState.WAITING and message.leased_until:
        message.fault = HANDED


def doubted(message: OutboxMessage) -> None:
    """Note that the mail server may have taken one of many: it goes out again only if asked for."""
    message.state = MailState.FAILED
    message.leased_until = None
    message.fault = DOUBT


def release(message: OutboxMessage) -> None:
    """Give a leased letter back untried: the next round takes it."""
    message.leased_until = None
    if message.fault == HANDED:
        message.fault = None


def is_leased(message: OutboxMessage, *, now: datetime) -> bool:
    """Tell whether this worker still holds a letter; another may have it after the lease."""
    until = message.leased_until
    return message.state is MailState.WAITING and until is not None and until > now


def sent(message: OutboxMessage) -> None:
    """Note that the server took the letter; its words and address are gone at once."""
    message.state = MailState.SENT
    message.recipient = message.values = message.leased_until = message.fault = None


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


def try_again(session: Session, *, now: datetime, key_prefix: str = "") -> int:
    """Let every letter that failed wait again, from now on; return how many there are.

    `key_prefix`: only those whose key begins so. What was refused for being on hold stays, and so
    does what is in doubt.
    """
    return _wait_again(session, OutboxMessage.fault.not_in((HELD, DOUBT)), now, key_prefix)


def send_doubted(session: Session, *, now: datetime, key_prefix: str = "") -> int:
    """Let every letter that may have arrived go out once more; return how many there are."""
    return _wait_again(session, OutboxMessage.fault == DOUBT, now, key_prefix)


def _wait_again(
    session: Session, which: ColumnElement[bool], now: datetime, key_prefix: str
) -> int:
    rows = session.scalars(
        select(OutboxMessage).where(
            OutboxMessage.state == MailState.FAILED,
            which,
            OutboxMessage.recipient.is_not(None),
            *_begins(key_prefix),
        )
    ).all()
    for row in rows:
        row.state, row.attempts, row.due_at, row.fault = MailState.WAITING, 0, now, None
    return len(rows)


def take_back(session: Session, *, now: datetime, key_prefix: str) -> int:
    """Delete the letters that wait and that no worker holds; return how many there were."""
    rows = session.scalars(
        select(OutboxMessage).where(
            OutboxMessage.state == MailState.WAITING,
            or_(OutboxMessage.leased_until.is_(None), OutboxMessage.leased_until < now),
            *_begins(key_prefix),
        )
    ).all()
    for row in rows:
        session.delete(row)
    session.flush()
    return len(rows)


def numbers(session: Session, *, key_prefix: str = "") -> dict[MailState, int]:
    """Return how many letters are in each state; `key_prefix`: only those whose key begins so."""
    found = session.execute(
        select(OutboxMessage.state, func.count())
        .where(*_begins(key_prefix))
        .group_by(OutboxMessage.state)
    )
    known = {row[0]: row[1] for row in found}
    return {state: known.get(state, 0) for state in MailState}


def in_doubt(session: Session, *, key_prefix: str = "") -> int:
    """Return how many of the failed letters may have arrived."""
    found = select(func.count()).where(OutboxMessage.fault == DOUBT, *_begins(key_prefix))
    return session.scalars(found).one()


def _begins(prefix: str) -> tuple[Any, ...]:
    return (OutboxMessage.key.startswith(prefix, autoescape=True),) if prefix else ()
