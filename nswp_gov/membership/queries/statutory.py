"""The register that company law asks for, where the network keeps one."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.directory.models import Organisation
from nswp_gov.membership.models import (
    CategoryFact,
    InspectionRequest,
    Membership,
    RecordAddress,
    StatutoryPeriod,
)
from nswp_gov.membership.states import VOTING_CATEGORIES, Category
from nswp_gov.rules.collation import sort_key
from nswp_gov.rules.languages import Locale
from nswp_gov.store.dated import as_at, holds
from nswp_gov.store.errors import NotFound


@dataclass(frozen=True, slots=True)
class StatutoryLine:
    """One stay of a member: name, address of record, days in and out, whether it may vote."""

    organisation_id: uuid.UUID
    name: str
    address: str
    admitted_on: date
    ended_on: date | None
    votes: bool


def statutory_period(session: Session) -> StatutoryPeriod | None:
    """Return the period that runs, or None: the network keeps no statutory register."""
    return session.scalar(select(StatutoryPeriod).where(StatutoryPeriod.until_at.is_(None)))


def statutory_register(session: Session, day: date, locale: Locale) -> list[StatutoryLine]:
    """Return every stay that had begun by `day`, by name; three queries.

    The class is that of `day`, or of the last day of a stay that ended before it. Source: Companies
    Act 2006, section 113.
    """
    categories = session.scalars(select(CategoryFact).where(CategoryFact.void_at.is_(None))).all()
    by_organisation: dict[uuid.UUID, list[CategoryFact]] = {}
    for fact in categories:
        by_organisation.setdefault(fact.organisation_id, []).append(fact)
    addresses = {
        row.organisation_id: row.address
        for row in session.scalars(select(RecordAddress).where(holds(RecordAddress, day)))
    }
    rows = session.execute(
        select(Membership, Organisation.name)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.admitted_on <= day)
    )
    found = [
        StatutoryLine(
            organisation_id=stay.organisation_id,
            name=name,
            address=addresses.get(stay.organisation_id, ""),
            admitted_on=stay.admitted_on,
            ended_on=stay.ended_on if stay.ended_on and stay.ended_on <= day else None,
            votes=_votes(by_organisation.get(stay.organisation_id, []), stay, day),
        )
        for stay, name in rows
    ]
    return sorted(found, key=lambda one: (sort_key(one.name, locale), one.admitted_on))


def _votes(facts: list[CategoryFact], stay: Membership, day: date) -> bool:
    last = max(stay.admitted_on, min(day, stay.ended_on or day))
    held = [one for one in facts if one.from_on <= last]
    newest = max(held, key=lambda one: one.from_on, default=None)
    return newest is not None and Category(newest.category) in VOTING_CATEGORIES


def address_of(session: Session, organisation_id: uuid.UUID, day: date) -> str:
    """Return the address of record of a member on `day`, or nothing."""
    row = as_at(session, RecordAddress, day, organisation_id=organisation_id)
    return row.address if row else ""


def inspections(session: Session) -> list[InspectionRequest]:
    """Return who asked to see the register: open ones first, the soonest due before others."""
    rows = session.scalars(select(InspectionRequest)).all()
    return sorted(rows, key=lambda row: (row.answered_on is not None, row.due_on))


def inspection(session: Session, request_id: uuid.UUID) -> InspectionRequest:
    """Return one request.

    Raises:
        NotFound: there is none.

    """
    row = session.get(InspectionRequest, request_id)
    if row is None:
        raise NotFound
    return row
