"""How fresh the profiles are: whose has to be confirmed, who was asked, who can be asked."""

from __future__ import annotations

import base64
import json
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from nswp_gov.accounts.models import Person
from nswp_gov.directory.models import Asking, Organisation, Representative
from nswp_gov.directory.queries.inside import acts_at
from nswp_gov.directory.states import ASKED_AGAIN, CONFIRMED_FOR, MOST_ASKED, Capacity
from nswp_gov.store.crypto import vault
from nswp_gov.store.errors import NotFound

LABEL = "link.confirmation"
NEVER = date(1, 1, 1)
SPEAKING = (Capacity.EDITOR, Capacity.CONTACT)


@dataclass(frozen=True, kw_only=True)
class ConfirmationLink:
    """What a link asks: whether a profile, last confirmed on `before`, is still right.

    `ends`: seconds of the epoch.
    """

    organisation_id: uuid.UUID
    person_id: uuid.UUID
    before: str
    ends: int

    def seal(self) -> str:
        """Return the token of the link: it tells nobody anything, and nothing of it is kept."""
        said = [str(self.organisation_id), str(self.person_id), self.before, self.ends]
        sealed = vault.ring.seal(json.dumps(said).encode(), LABEL)
        return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def open_link(token: str) -> ConfirmationLink | None:
    """Return what a token asks, or None where it is none of ours."""
    try:
        sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        key, person, before, ends = json.loads(vault.ring.open(sealed, LABEL))
    except (ValueError, IndexError, KeyError, InvalidTag):
        return None
    return ConfirmationLink(
        organisation_id=uuid.UUID(key), person_id=uuid.UUID(person), before=before, ends=ends
    )


def asked_by_link(session: Session, token: str, at: datetime) -> tuple[Organisation, bool]:
    """Return the organisation of a link, and whether its profile was confirmed since.

    Reading it changes nothing.

    Raises:
        NotFound: not one of our links, too old, or its reader no longer acts there.

    """
    link = open_link(token)
    if link is None or link.ends < at.timestamp():
        raise NotFound
    subject = session.scalar(
        select(Organisation)
        .join(Representative, Representative.organisation_id == Organisation.id)
        .where(
            Organisation.id == link.organisation_id,
            Representative.person_id == link.person_id,
            Representative.capacity.in_(SPEAKING),
            acts_at(at),
        )
    )
    if subject is None:
        raise NotFound
    return subject, (subject.confirmed_on or NEVER).isoformat() != link.before


@dataclass(frozen=True)
class Stale:
    """An organisation whose profile nobody confirmed for a year, with what was tried."""

    id: uuid.UUID
    name: str
    country: str | None
    confirmed_on: date | None
    asked_on: date | None
    times: int
    has_address: bool
    cursor: str


def is_stale(day: date) -> ColumnElement[bool]:
    """Return the condition that a member's profile has to be confirmed again."""
    confirmed = Organisation.confirmed_on
    old = or_(confirmed.is_(None), confirmed < day - CONFIRMED_FOR)
    return and_(Organisation.is_current, old)


def _reaches(at: datetime) -> ColumnElement[bool]:
    return (
        select(Person.id)
        .join(Representative, Representative.person_id == Person.id)
        .where(
            Representative.organisation_id == Organisation.id,
            Representative.capacity.in_(SPEAKING),
            acts_at(at),
            Person.email_index.is_not(None),
            Person.is_closed.is_(False),
        )
        .exists()
    )


def stale(
    session: Session, day: date, at: datetime, after: str = "", size: int = 25
) -> list[Stale]:
    """Return the stale profiles, the longest unconfirmed first; `after`: a cursor given before."""
    confirmed = func.coalesce(Organisation.confirmed_on, NEVER)
    query = (
        select(
            Organisation.id,
            Organisation.name,
            Organisation.country,
            Organisation.confirmed_on,
            Asking.asked_on,
            Asking.times,
            _reaches(at).label("has_address"),
        )
        .outerjoin(
            Asking,
            and_(Asking.organisation_id == Organisation.id, Asking.answered_on.is_(None)),
        )
        .where(is_stale(day))
        .order_by(confirmed, Organisation.id)
        .limit(size)
    )
    if place := _place(after):
        on, key = place
        query = query.where(or_(confirmed > on, and_(confirmed == on, Organisation.id > key)))
    return [_stale(row) for row in session.execute(query)]


def _stale(row: Any) -> Stale:
    return Stale(
        id=row.id,
        name=row.name,
        country=row.country,
        confirmed_on=row.confirmed_on,
        asked_on=row.asked_on,
        times=row.times or 0,
        has_address=row.has_address,
        cursor=f"{(row.confirmed_on or NEVER).isoformat()}.{row.id.hex}",
    )


def _place(cursor: str) -> tuple[date, uuid.UUID] | None:
    day, _dot, key = cursor.partition(".")
    try:
        return date.fromisoformat(day), uuid.UUID(key)
    except ValueError:
        return None


@dataclass(frozen=True)
class Freshness:
    """How many members' profiles are how old; the office alone reads it."""

    fresh: int
    stale: int
    never: int
    asked: int


def freshness(session: Session, day: date) -> Freshness:
    """Return how fresh the profiles are; two statements."""
    confirmed = Organisation.confirmed_on
    old = day - CONFIRMED_FOR
    row = session.execute(
        select(
            func.coalesce(func.sum(case((confirmed >= old, 1), else_=0)), 0),
            func.coalesce(func.sum(case((confirmed < old, 1), else_=0)), 0),
            func.coalesce(func.sum(case((confirmed.is_(None), 1), else_=0)), 0),
        ).where(Organisation.is_current)
    ).one()
    asked = session.scalar(select(func.count(Asking.id)).where(Asking.answered_on.is_(None)))
    return Freshness(*row, asked or 0)


def open_asking(session: Session, organisation_id: uuid.UUID) -> Asking | None:
    """Return the question that an organisation has not answered yet, or None."""
    return session.scalar(
        select(Asking).where(
            Asking.organisation_id == organisation_id, Asking.answered_on.is_(None)
        )
    )


def to_be_asked(session: Session, day: date, at: datetime, most: int) -> list[Organisation]:
    """Return stale organisations that can be asked by letter and were not asked lately."""
    return list(
        session.scalars(
            select(Organisation)
            .outerjoin(
                Asking,
                and_(Asking.organisation_id == Organisation.id, Asking.answered_on.is_(None)),
            )
            .where(is_stale(day), _reaches(at), or_(Asking.id.is_(None), _again(day)))
            .order_by(func.coalesce(Organisation.confirmed_on, NEVER), Organisation.id)
            .limit(most)
        )
    )


def _again(day: date) -> ColumnElement[bool]:
    return and_(Asking.asked_on <= day - ASKED_AGAIN, Asking.times < MOST_ASKED)


def reachable_people(session: Session, organisation_id: uuid.UUID, at: datetime) -> list[Person]:
    """Return those who edit or are contacts now and have an e-mail address."""
    people = session.scalars(
        select(Person)
        .join(Representative, Representative.person_id == Person.id)
        .where(
            Representative.organisation_id == organisation_id,
            Representative.capacity.in_(SPEAKING),
            acts_at(at),
            Person.email_index.is_not(None),
            Person.is_closed.is_(False),
        )
        .order_by(Person.id)
    )
    return list(dict.fromkeys(people))
