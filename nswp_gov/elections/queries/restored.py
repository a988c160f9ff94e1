"""Whether votes may be missing: the server was brought back from a copy while people voted.

Nobody can say whose: nothing is noted of a vote but the row that is lost.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.elections.models import Election
from nswp_gov.elections.states import State
from nswp_gov.store import settings as stored

VOTING = (State.FROZEN, State.REHEARSED, State.OPEN)


def missing_since(session: Session, found: Election) -> datetime | None:
    """Return since when votes of an open election are missing, or None: none was lost."""
    told = stored.get(session, stored.RESTORED)
    if told is None or found.state is not State.OPEN:
        return None
    made_at, restored_at = (datetime.fromisoformat(one) for one in told.split())
    lost = found.opens_at <= restored_at < found.closes_at
    return max(made_at, found.opens_at) if lost else None


def interrupted(session: Session, now: datetime) -> list[str]:
    """Return the addresses of the elections in which people could be voting now."""
    rows = session.scalars(
        select(Election.slug)
        .where(Election.state.in_(VOTING), Election.opens_at <= now, Election.closes_at > now)
        .order_by(Election.slug)
    )
    return list(rows)
