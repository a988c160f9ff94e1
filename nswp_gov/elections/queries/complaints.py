"""Complaints about an election, and the rehearsals that went before a real one."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.elections.models import Election, ElectionComplaint
from nswp_gov.elections.states import Kind, State
from nswp_gov.store.errors import NotFound

HELD = (State.COUNTED, State.DECLARED, State.PUBLISHED)


def complaints(session: Session, election_id: uuid.UUID) -> list[ElectionComplaint]:
    """Return the complaints about an election, the oldest first."""
    return list(
        session.scalars(
            select(ElectionComplaint)
            .where(ElectionComplaint.election_id == election_id)
            .order_by(ElectionComplaint.made_at, ElectionComplaint.id)
        )
    )


def own_complaints(
    session: Session, election_id: uuid.UUID, organisations: Iterable[uuid.UUID]
) -> list[ElectionComplaint]:
    """Return what one's own organisations said about an election, the oldest first."""
    own = frozenset(organisations)
    return [one for one in complaints(session, election_id) if one.organisation_id in own]


def complaint(session: Session, election: Election, complaint_id: uuid.UUID) -> ElectionComplaint:
    """Return a complaint about this election.

    Raises:
        NotFound: it has none with this id.

    """
    found = session.get(ElectionComplaint, complaint_id)
    if found is None or found.election_id != election.id:
        raise NotFound
    return found


def rehearsals_held(session: Session) -> list[Election]:
    """Return the rehearsals whose box was opened and counted, the latest first."""
    return list(
        session.scalars(
            select(Election)
            .where(Election.kind == Kind.REHEARSAL, Election.state.in_(HELD))
            .order_by(Election.closes_at.desc())
        )
    )
