"""What waits in capacity building, for the desk and for an organisation's own page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.bodies.queries import Due
from nswp_gov.store.actor import Actor
from nswp_gov.training.models import Call, Event, PlaceApplication
from nswp_gov.training.queries.rows import sent_by
from nswp_gov.training.states import CallState, EventState, State


def due(session: Session, actor: Actor, now: datetime) -> list[Due]:
    """Return what waits for this person: places to take or to name, choices, events to conclude."""
    found = list(_own(session, actor))
    if actor.has("secretariat"):
        found += _office(session, now)
    return found


def _own(session: Session, actor: Actor) -> Iterator[Due]:
    own = actor.editor_of | actor.delegate_of
    if not own:
        return
    rows = session.execute(
        select(PlaceApplication, Event)
        .join(Call, Call.id == PlaceApplication.call_id)
        .join(Event, Event.id == Call.event_id)
        .where(
            PlaceApplication.organisation_id.in_(own),
            PlaceApplication.state.in_((State.OFFERED, State.CONFIRMED)),
            Event.state == EventState.ANNOUNCED,
        )
    ).all()
    for row, event in rows:
        values = {"application_id": str(row.id)}
        if row.state is State.OFFERED and row.answer_by is not None:
            yield Due("due.training_offer", row.answer_by, "training.application", values)
        elif row.state is State.CONFIRMED and len(sent_by(session, row.id)) < row.people:
            yield Due("due.training_names", event.starts_at, "training.application", values)


def _office(session: Session, now: datetime) -> Iterator[Due]:
    calls = session.scalars(
        select(Call).where(
            Call.state == CallState.CLOSED,
            Call.id.in_(
                select(PlaceApplication.call_id).where(PlaceApplication.state == State.RECEIVED)
            ),
        )
    )
    for call in calls:
        values = {"call_id": str(call.id)}
        yield Due("due.training_choice", call.closes_at, "training.choosing", values)
    over = session.scalars(
        select(Event).where(Event.state == EventState.ANNOUNCED, Event.ends_at < now)
    )
    for event in over:
        values = {"event_id": str(event.id)}
        yield Due("due.training_conclude", event.ends_at, "training.event_office", values)
