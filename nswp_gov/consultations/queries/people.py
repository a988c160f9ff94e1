"""Who is written to about a consultation."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from nswp_gov.accounts.models import Person
from nswp_gov.consultations.models import Invitee
from nswp_gov.directory.models import Representative


def people_asked(session: Session, consultation_id: uuid.UUID, at: datetime) -> list[Person]:
    """Return everybody with an address who acts for an organisation that is asked; one query."""
    rows = session.scalars(
        select(Person)
        .where(
            Person.id.in_(
                select(Representative.person_id)
                .join(Invitee, Invitee.organisation_id == Representative.organisation_id)
                .where(
                    Invitee.consultation_id == consultation_id,
                    Representative.from_at <= at,
                    or_(Representative.until_at.is_(None), Representative.until_at > at),
                )
            ),
            Person.email_index.is_not(None),
            Person.is_closed.is_(False),
        )
        .order_by(Person.id)
    )
    return [one for one in rows if one.email]
