"""Elections that decide motions: opened ahead of the meeting, linked from the motion."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.elections.models import Election
from nswp_gov.elections.queries.questions import by_ids
from nswp_gov.elections.states import State
from nswp_gov.meetings.models import AgendaItem, Motion
from nswp_gov.meetings.queries.register import meeting_card
from nswp_gov.rules.audience import MEMBERS
from nswp_gov.store.links import Card, Link, Relation


def elections_of(session: Session, motions: Collection[uuid.UUID]) -> dict[uuid.UUID, Election]:
    """Return, by motion, the election whose result it takes; two queries at most.

    That is the latest one that was not given up, or else the latest.
    """
    if not motions:
        return {}
    query = (
        select(Link.from_id, Link.to_id)
        .where(
            Link.from_type == "motion",
            Link.relation == Relation.RESULT_OF,
            Link.to_type == "election",
            Link.from_id.in_(motions),
        )
        .order_by(Link.recorded_at)
    )
    rows = list(session.execute(query))
    found = by_ids(session, {row.to_id for row in rows})
    rows.sort(key=lambda row: found[row.to_id].state is not State.VOID)
    return {row.from_id: found[row.to_id] for row in rows}


def deciding(session: Session, motion_id: uuid.UUID) -> Election | None:
    """Return the election that decides a motion, or None: there is none, or it was given up."""
    found = elections_of(session, [motion_id]).get(motion_id)
    return found if found is not None and found.state is not State.VOID else None


def motion_card(session: Session, motion_id: uuid.UUID, locale: str) -> Card | None:
    """Return how a motion that an election decides is named: its meeting and its number.

    Any other motion has no card: who may know of it is the meeting's own business.
    """
    row = session.get(Motion, motion_id)
    item = session.get(AgendaItem, row.item_id) if row else None
    if row is None or item is None or not elections_of(session, [motion_id]):
        return None
    of = meeting_card(session, item.meeting_id, locale)
    if of is None:
        return None
    return Card(
        title=f"{of.title}, {item.position}.{row.ordinal}",
        endpoint="meetings.motion_page",
        values=(("meeting_id", str(item.meeting_id)), ("motion_id", str(motion_id))),
        audience=MEMBERS,
    )
