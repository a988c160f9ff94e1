"""What became public lately."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.library.models import ListedResource, Resource
from nswp_gov.library.queries.index import index
from nswp_gov.library.queries.listing import Item, item_of
from nswp_gov.rules.audience import PUBLIC, Viewer

MOST = 50


def newest_public(
    session: Session, since: datetime, until: datetime
) -> list[tuple[Item, datetime]]:
    """Return resources for everybody that were published in `[since, until)`, newest first."""
    known = index(session)
    shown = known.public()
    rows = session.execute(
        select(ListedResource, Resource.published_at)
        .join(Resource, Resource.id == ListedResource.id)
        .where(
            ListedResource.audience == PUBLIC.code,
            Resource.published_at >= since,
            Resource.published_at < until,
        )
        .order_by(Resource.published_at.desc())
        .limit(MOST)
    )
    found = []
    for row, at in rows:
        item = item_of(row, Viewer.public()) if known.is_there(shown, row.position) else None
        if item is not None and at is not None:
            found.append((item, at))
    return found
