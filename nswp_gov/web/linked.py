"""What points at a record: the cards of what is linked with it, as far as the reader may know."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from flask import current_app
from sqlalchemy import and_, or_, select

from nswp_gov.rules.audience import may_see
from nswp_gov.store.links import Card, Link, Registry
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import session, viewer

MOST = 50  # links that are looked at, the latest
End = tuple[str, uuid.UUID]


def points_at(records: Collection[End]) -> list[Card]:
    """Return the cards of what is linked with any of some records, by title, each once.

    Both directions count. What has no card, what the reader may not see and the records
    themselves are left out.
    """
    known = set(records)
    others = dict.fromkeys(end for link in _links(known) for end in _ends(link) - known)
    registry: Registry = current_app.extensions["nswp_gov.links"]
    cards = (registry.card(session(), *one, locale().value) for one in others)
    seen = {one for one in cards if one is not None and may_see(viewer(), one.audience).allowed}
    return sorted(seen, key=lambda one: one.title)


def _links(known: set[End]) -> list[Link]:
    by_kind: dict[str, list[uuid.UUID]] = {}
    for kind, record_id in known:
        by_kind.setdefault(kind, []).append(record_id)
    touching = [
        condition
        for kind, ids in by_kind.items()
        for condition in (
            and_(Link.to_type == kind, Link.to_id.in_(ids)),
            and_(Link.from_type == kind, Link.from_id.in_(ids)),
        )
    ]
    latest = select(Link).where(or_(*touching)).order_by(Link.recorded_at.desc()).limit(MOST)
    return list(session().scalars(latest))


def _ends(link: Link) -> set[End]:
    return {(link.from_type, link.from_id), (link.to_type, link.to_id)}
