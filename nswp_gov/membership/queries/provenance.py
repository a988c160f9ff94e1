"""By which decisions rows of the register came about."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.store.links import Link, Relation


def decisions_behind(session: Session, ids: Collection[uuid.UUID]) -> list[Link]:
    """Return the links from these rows to the decisions that they came from, oldest first."""
    rows = select(Link).where(Link.from_id.in_(ids), Link.relation == Relation.ADOPTED_BY)
    return list(session.scalars(rows.order_by(Link.recorded_at)))
