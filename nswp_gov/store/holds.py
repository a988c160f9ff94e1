"""Addresses that get no letters: they came back, or their owner asked for no more.

Only a blind index is kept: nobody can read from it whose address it is, and a letter's address is
compared with it before it is handed over. What is written in a room of accounts, and the question
whether somebody wants to subscribe, go out all the same: they are how an address proves to work.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from nswp_gov.store.base import Base, Identified
from nswp_gov.store.retention import keep
from nswp_gov.store.types import enum_by_value

SOFT_MOST = 3  # passing faults, each of another day, within SOFT_WITHIN
SOFT_WITHIN = timedelta(days=90)
SOFT_APART = timedelta(hours=20)
PROVING = ("accounts/", "mailings/confirm")


class HoldReason(StrEnum):
    """Why an address gets nothing."""

    BOUNCED = "bounced"  # a letter came back
    REFUSED = "refused"  # the server of the address refused it for good


class AddressHold(Identified, Base):
    """What is known of one address: on hold since, stopped by its owner since, passing faults."""

    __tablename__ = "address_hold"
    __retention__ = keep("addresses on hold")

    address_index: Mapped[str] = mapped_column(unique=True)
    held_at: Mapped[datetime | None]
    reason: Mapped[HoldReason | None] = mapped_column(enum_by_value(HoldReason))
    stopped_at: Mapped[datetime | None]
    faults: Mapped[int] = mapped_column(default=0)
    fault_at: Mapped[datetime | None]


def known(session: Session, index: str) -> AddressHold | None:
    """Return what is known of an address, or None."""
    return session.scalar(select(AddressHold).where(AddressHold.address_index == index))


def known_of(session: Session) -> dict[str, AddressHold]:
    """Return every address on hold or stopped, by its index."""
    rows = session.scalars(
        select(AddressHold).where(
            AddressHold.held_at.is_not(None) | AddressHold.stopped_at.is_not(None)
        )
    )
    return {row.address_index: row for row in rows}


def bars(session: Session, index: str | None, letter: str, *, is_mass: bool) -> bool:
    """Tell whether a letter must not go to an address."""
    if index is None or letter.startswith(PROVING):
        return False
    row = known(session, index)
    if row is None:
        return False
    return row.held_at is not None or (is_mass and row.stopped_at is not None)


def hold(session: Session, index: str, reason: HoldReason, *, now: datetime) -> bool:
    """Put an address on hold; tell whether it was not yet."""
    row = _row(session, index)
    if row.held_at is not None:
        return False
    row.held_at, row.reason = now, reason
    session.flush()
    return True


def note_fault(session: Session, index: str, *, now: datetime) -> bool:
    """Count a passing fault; the third one puts the address on hold. Tell whether it does.

    Several within a day are one; those before the last three months don't count any more.
    """
    row = _row(session, index)
    if row.fault_at is not None and now - row.fault_at < SOFT_APART:
        return False
    is_old = row.fault_at is not None and now - row.fault_at > SOFT_WITHIN
    row.faults = 1 if is_old else row.faults + 1
    row.fault_at = now
    session.flush()
    return row.faults >= SOFT_MOST and hold(session, index, HoldReason.BOUNCED, now=now)


def stop(session: Session, index: str, *, now: datetime) -> None:
    """Send no mass letters to an address any more; its owner said so."""
    row = _row(session, index)
    row.stopped_at = row.stopped_at or now
    session.flush()


def lift(session: Session, index: str) -> bool:
    """Let an address get letters again; tell whether anything was in the way."""
    row = known(session, index)
    if row is None:
        return False
    session.delete(row)
    session.flush()
    return True


def arrived(session: Session, index: str) -> None:
    """Note that a letter reached an address: what came back before counts no more, a stop stays."""
    row = known(session, index)
    if row is not None:
        row.held_at = row.reason = row.fault_at = None
        row.faults = 0
        session.flush()


def numbers(session: Session) -> tuple[int, int]:
    """Return how many addresses are on hold, and how many were stopped by their owners."""
    found = session.execute(
        select(func.count(AddressHold.held_at), func.count(AddressHold.stopped_at))
    ).one()
    return found[0], found[1]


def _row(session: Session, index: str) -> AddressHold:
    row = known(session, index)
    if row is None:
        row = AddressHold(address_index=index)
        row.faults = 0
        session.add(row)
        session.flush()
    return row
