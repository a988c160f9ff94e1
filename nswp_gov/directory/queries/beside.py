"""What accounts ask of the directory about one person: regions, and who else acts beside them."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.accounts.models import Person
from nswp_gov.accounts.operations import Contact
from nswp_gov.directory.models import Organisation, Representative
from nswp_gov.directory.queries.inside import acts_at, regions_of


def _own(
    session: Session, person_id: uuid.UUID, at: datetime
) -> list[tuple[uuid.UUID, str | None]]:
    rows = session.execute(
        select(Organisation.id, Organisation.country)
        .join(Representative, Representative.organisation_id == Organisation.id)
        .where(Representative.person_id == person_id, acts_at(at))
    )
    return [(row.id, row.country) for row in rows]


def regions_beside(session: Session, person_id: uuid.UUID, at: datetime) -> frozenset[str]:
    """Return the regions of the organisations that a person acts for at an instant."""
    regions = regions_of(session, _own(session, person_id, at), at.date())
    return frozenset(one for one in regions.values() if one is not None)


def contacts_beside(session: Session, person_id: uuid.UUID, at: datetime) -> list[Contact]:
    """Return the addresses of the others who act for a person's organisations."""
    ids = [key for key, _country in _own(session, person_id, at)]
    people = session.scalars(
        select(Person)
        .join(Representative, Representative.person_id == Person.id)
        .where(
            Representative.organisation_id.in_(ids),
            acts_at(at),
            Person.id != person_id,
            Person.is_closed.is_(False),
        )
    )
    found = sorted({(one.email, one.locale) for one in people if one.email})
    return [Contact(email=email, locale=locale) for email, locale in found]
