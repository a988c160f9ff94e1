"""What the people of a body declared of their interests, and who has to again."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.bodies.models import Interest

A_YEAR = timedelta(days=365)


def declared(session: Session, people: Iterable[uuid.UUID]) -> dict[uuid.UUID, Interest]:
    """Return the newest declaration of each person who made one; one query."""
    rows = session.scalars(
        select(Interest).where(Interest.person_id.in_(list(people))).order_by(Interest.declared_on)
    )
    return {row.person_id: row for row in rows}


def declaration_due_on(session: Session, person_id: uuid.UUID, today: date) -> date:
    """Return until when a person has to declare: a year after the last time, or today."""
    last = declared(session, [person_id]).get(person_id)
    return last.declared_on + A_YEAR if last else today
