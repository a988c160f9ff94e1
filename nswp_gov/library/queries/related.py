"""What else a reader of a resource may want: companions, the series, and what is like it."""

from __future__ import annotations

import math
import uuid
from collections import Counter
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.library.models import SUBJECT
from nswp_gov.library.queries.index import Index, positions
from nswp_gov.library.queries.listing import Item, by_ids, items
from nswp_gov.library.states import Facet
from nswp_gov.rules.audience import Viewer
from nswp_gov.store.links import Link, Relation

MOST_RELATED = 4
_LOOKED_AT = 200  # of each value, the newest: enough to choose from
_LIKE = (Facet.SERIES, Facet.PARTNER, Facet.COUNTRY, Facet.THEME, Facet.REGION, Facet.KIND)
_LEAST_SHARED = 2  # values: one alone says little


def companion_ids(session: Session, resource_id: uuid.UUID) -> list[uuid.UUID]:
    """Return the resources that belong beside this one, whichever side said so."""
    rows = session.scalars(
        select(Link)
        .where(
            Link.relation == Relation.COMPANION_OF,
            Link.from_type == SUBJECT,
            Link.to_type == SUBJECT,
            (Link.from_id == resource_id) | (Link.to_id == resource_id),
        )
        .order_by(Link.recorded_at)
    )
    return [row.to_id if row.from_id == resource_id else row.from_id for row in rows]


def companions(session: Session, known: Index, viewer: Viewer, item: Item) -> list[Item]:
    """Return the companions that this viewer may have."""
    ids = companion_ids(session, item.id)
    return by_ids(session, known, viewer, ids) if ids else []


def related(
    session: Session, known: Index, viewer: Viewer, item: Item, but: list[Item]
) -> list[Item]:
    """Return what shares most with a resource; a rare shared value weighs more than a common one.

    Companions are shown apart (`but`). No statement but for the rows themselves.
    """
    seen = known.seen_by(viewer)
    own = 1 << item.position
    total = max(seen.bit_count(), 2)
    weight: Counter[int] = Counter()
    shared: Counter[int] = Counter()
    for facet in _LIKE:
        for members in known.sets.get(facet.value, {}).values():
            if not members & own:
                continue
            others = members & seen & ~own
            worth = round(1000 * math.log(1 + total / max(others.bit_count(), 1)))
            for position in islice(positions(others), _LOOKED_AT):
                weight[position] += worth
                shared[position] += 1
    left_out = {one.position for one in but}
    best = sorted(
        (one for one in weight if one not in left_out and shared[one] >= _LEAST_SHARED),
        key=lambda one: (-weight[one], -one),
    )
    return items(session, viewer, best[:MOST_RELATED])
