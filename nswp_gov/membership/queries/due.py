"""What the register has due for the secretariat."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nswp_gov.membership.models import InspectionRequest, Membership, Renewal, StandingFact
from nswp_gov.membership.states import RENEWAL_NOTICE, Asked, Standing
from nswp_gov.store.dated import holds


@dataclass(frozen=True)
class Due:
    """Something that waits: what, until which day, how many."""

    kind: str
    on: date
    number: int
    organisation_id: uuid.UUID | None = None


def renewals_due(session: Session, day: date) -> list[tuple[uuid.UUID, date]]:
    """Return the running memberships whose last term runs out within the notice, soonest first.

    A membership that was never renewed has no term and runs on.
    """
    last = func.max(Renewal.until_on)
    rows = session.execute(
        select(Renewal.organisation_id, last)
        .join(Membership, Membership.organisation_id == Renewal.organisation_id)
        .where(Renewal.void_at.is_(None), Membership.ended_on.is_(None))
        .group_by(Renewal.organisation_id)
        .having(last <= day + RENEWAL_NOTICE)
        .order_by(last, Renewal.organisation_id)
    )
    return [(row[0], row[1]) for row in rows if row[1] is not None]


def due(session: Session, day: date) -> list[Due]:
    """Return what is due: terms that run out, suspensions to look at again, inspections; three."""
    found: list[Due] = []
    if terms := renewals_due(session, day):
        found.append(Due("renewals", terms[0][1], len(terms)))
    reviews = session.execute(
        select(StandingFact.organisation_id, StandingFact.review_on).where(
            holds(StandingFact, day),
            StandingFact.standing == Standing.SUSPENDED,
            StandingFact.review_on <= day + RENEWAL_NOTICE,
        )
    )
    found += [Due("review", on, 1, organisation_id) for organisation_id, on in reviews if on]
    asked = session.execute(
        select(func.min(InspectionRequest.due_on), func.count()).where(
            InspectionRequest.state == Asked.OPEN
        )
    ).one()
    if asked[1]:
        found.append(Due("inspections", asked[0], asked[1]))
    return found
