"""Who translates, and what was given to whom."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from nswp_gov.accounts.models import Person, RoleGrant
from nswp_gov.accounts.states import Role
from nswp_gov.desk.models import Assignment
from nswp_gov.rules.languages import Locale


def translators_of(session: Session, locale: Locale, at: datetime) -> list[Person]:
    """Return who translates into a language at an instant."""
    role = next(one for one in Role if one.locale is locale)
    return list(
        session.scalars(
            select(Person)
            .join(RoleGrant, RoleGrant.person_id == Person.id)
            .where(
                RoleGrant.role == role,
                RoleGrant.from_at <= at,
                or_(RoleGrant.until_at.is_(None), RoleGrant.until_at > at),
                Person.is_closed.is_(False),
            )
        )
    )


def assignments_of(
    session: Session, kind: str, subject_id: uuid.UUID, at: datetime
) -> Sequence[Assignment]:
    """Return to whom a record is given now, the longest first."""
    return session.scalars(
        select(Assignment)
        .where(
            Assignment.subject_type == kind,
            Assignment.subject_id == subject_id,
            Assignment.from_at <= at,
            Assignment.until_at > at,
        )
        .order_by(Assignment.from_at, Assignment.id)
    ).all()


def named(session: Session, ids: Collection[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    """Return the chosen names of people who work together at the desk."""
    wanted = [one for one in set(ids) if one is not None]
    if not wanted:
        return {}
    rows = session.scalars(select(Person).where(Person.id.in_(wanted)))
    return {row.id: row.name for row in rows}
