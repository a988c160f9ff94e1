"""What people chose of letters, who subscribed, which lists there are."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nswp_gov.accounts.models import Person
from nswp_gov.directory.models import Organisation
from nswp_gov.mailings.links import Stop, Wish, open_stop, open_wish
from nswp_gov.mailings.models import ListEntry, NamedList, Preference, Subscription
from nswp_gov.store import holds
from nswp_gov.store.errors import NotFound
from nswp_gov.store.holds import AddressHold
from nswp_gov.store.outbox import OutboxMessage, address_index


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list, with what it is called."""

    entry_id: uuid.UUID
    name: str
    is_organisation: bool


def preference(session: Session, person_id: uuid.UUID) -> Preference | None:
    """Return what somebody chose, or None where they chose nothing."""
    return session.scalar(select(Preference).where(Preference.person_id == person_id))


def hold_of(session: Session, person_id: uuid.UUID) -> AddressHold | None:
    """Return what stands in the way of letters to somebody's address, or None."""
    email = session.scalar(select(Person.email).where(Person.id == person_id))
    row = holds.known(session, address_index(email)) if email else None
    return row if row is not None and (row.held_at or row.stopped_at) else None


def stop_link(token: str) -> Stop:
    """Return what a stop link says.

    Raises:
        NotFound: it is none of ours.

    """
    found = open_stop(token)
    if found is None:
        raise NotFound
    return found


def wish_link(token: str, now: datetime) -> Wish:
    """Return the subscription that a link would confirm.

    Raises:
        NotFound: it is none of ours, or too old.

    """
    found = open_wish(token)
    if found is None or found.ends < now.timestamp():
        raise NotFound
    return found


def subscription(session: Session, index: str) -> Subscription | None:
    """Return the subscription of an address, or None."""
    return session.scalar(select(Subscription).where(Subscription.address_index == index))


def subscribers(session: Session) -> int:
    """Return how many people from outside subscribed."""
    return session.scalar(select(func.count()).select_from(Subscription)) or 0


def lists(session: Session) -> list[tuple[NamedList, int]]:
    """Return the named lists with the number of their entries, by name."""
    rows = session.execute(
        select(NamedList, func.count(ListEntry.id))
        .outerjoin(ListEntry, ListEntry.list_id == NamedList.id)
        .where(NamedList.ended_at.is_(None))
        .group_by(NamedList.id)
    )
    found = [(row[0], row[1]) for row in rows]
    return sorted(found, key=lambda one: one[0].name.casefold())


def named_list(session: Session, slug: str) -> NamedList:
    """Return a list that has not ended.

    Raises:
        NotFound: there is none.

    """
    row = session.scalar(
        select(NamedList).where(NamedList.slug == slug, NamedList.ended_at.is_(None))
    )
    if row is None:
        raise NotFound
    return row


def entries(session: Session, list_id: uuid.UUID) -> list[Entry]:
    """Return who is on a list, by name."""
    rows = session.execute(
        select(ListEntry, Person.name.label("person"), Organisation.name.label("organisation"))
        .outerjoin(Person, Person.id == ListEntry.person_id)
        .outerjoin(Organisation, Organisation.id == ListEntry.organisation_id)
        .where(ListEntry.list_id == list_id)
    )
    found = [
        Entry(row.ListEntry.id, row.person or row.organisation or "", row.organisation is not None)
        for row in rows
    ]
    return sorted(found, key=lambda one: one.name.casefold())


def certificate_for(session: Session, message: OutboxMessage, now: datetime) -> str | None:
    """Return the certificate that a letter is encrypted to; None: none holds."""
    if message.person_id is None:
        return None
    row = preference(session, message.person_id)
    if row is None or row.certificate is None:
        return None
    if row.certificate_until is not None and row.certificate_until <= now:
        return None
    return row.certificate
