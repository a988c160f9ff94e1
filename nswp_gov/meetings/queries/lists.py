"""Lists of meetings, minutes and actions as far as one person may know of them."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, defer

from nswp_gov.bodies.models import Body
from nswp_gov.bodies.states import BodyKind
from nswp_gov.meetings import policy
from nswp_gov.meetings.models import Action, AgendaItem, Decision, Meeting, Minutes, Vote
from nswp_gov.meetings.queries import records
from nswp_gov.meetings.queries.ballots import elections_of
from nswp_gov.meetings.queries.editions import mask
from nswp_gov.meetings.states import OVER, ActionState, ItemAudience, Method
from nswp_gov.rules.audience import Audience, CircleKind, Step, Viewer, may_see_any
from nswp_gov.store.actor import Actor

MOST = 100
RECENT = timedelta(days=60)


def known_meetings(session: Session, actor: Actor, now: datetime) -> list[Meeting]:
    """Return the meetings that a signed-in person may know of, newest first; one query.

    Coming ones, and those of the last months: the older are found through their minutes.
    """
    if actor.person_id is None:
        return []
    rows = session.execute(
        select(Meeting, Body.kind)
        .join(Body, Body.id == Meeting.body_id)
        .where(or_(Meeting.starts_at > now - RECENT, Meeting.state.not_in(OVER)))
        .order_by(Meeting.starts_at.desc())
        .limit(MOST)
    )
    return [
        meeting
        for meeting, kind in rows
        if policy.may_see_agenda(actor, meeting, is_assembly=kind is BodyKind.ASSEMBLY).allowed
    ]


def published_minutes(session: Session) -> list[tuple[uuid.UUID, uuid.UUID, datetime]]:
    """Return the meetings whose minutes are published: id, body, beginning; newest first.

    Reads open columns alone: it works while the key is away.
    """
    rows = session.execute(
        select(Meeting.id, Meeting.body_id, Meeting.starts_at)
        .join(Minutes, Minutes.meeting_id == Meeting.id)
        .where(Minutes.published_at.is_not(None))
        .order_by(Meeting.starts_at.desc())
        .limit(MOST)
    )
    return [(row.id, row.body_id, row.starts_at) for row in rows]


def known_actions(session: Session, actor: Actor) -> list[Action]:
    """Return the open actions of a person, and of the bodies they sit in or work for.

    What was given on a closed item is known to its owner and to the body alone.
    """
    inside = Action.body_id.in_(actor.bodies)
    on_open = select(AgendaItem.id).where(AgendaItem.audience == ItemAudience.OPEN)
    office = Action.item_id.in_(on_open) if actor.has("secretariat") else inside
    return list(
        session.scalars(
            select(Action)
            .where(
                Action.state == ActionState.OPEN,
                or_(records.owned_by(actor), inside, office),
            )
            .order_by(Action.due_on, Action.year, Action.ordinal)
            .limit(MOST)
        )
    )


def told_vote(session: Session, decision: Decision, viewer: Viewer) -> dict[str, object]:
    """Return the vote of a decision as `viewer` may read it: the public gets no small numbers.

    Reads open columns alone: who said what in a roll call is not among them.
    """
    found = select(Vote).options(defer(Vote.roll)).where(Vote.id == decision.vote_id)
    vote = session.scalars(found).one()
    told: dict[str, object] = {"method": vote.method, "majority": vote.majority}
    if vote.method is Method.CONSENSUS:
        return told
    if vote.is_by_election:
        told["election"] = elections_of(session, [vote.motion_id])[vote.motion_id].slug
    names = ("in_favour", "against", "abstained")
    if not vote.tells_numbers:
        return told | dict.fromkeys(names)
    inside = Audience.of(CircleKind.BODY, decision.body_id)
    counts = (vote.in_favour, vote.against, vote.abstained)
    if not may_see_any(viewer, (Audience(step=Step.MEMBERS), inside)).allowed:
        masked = mask(*counts, vote.present)
        told |= {"in_favour": masked.in_favour, "against": masked.against}
        return told | {"abstained": masked.abstained}
    return told | dict(zip(names, counts, strict=True))
