"""What the desk of the tracker shows: what waits for a second person, what was given back."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from nswp_gov.policies import policy
from nswp_gov.policies.models import Institution, Instrument, Position
from nswp_gov.policies.states import UNFINISHED, State
from nswp_gov.store.actor import Actor


@dataclass(frozen=True)
class Entry:
    """A position at work, with its document and institution."""

    position: Position
    instrument: Instrument
    institution: Institution

    @property
    def ids(self) -> tuple[uuid.UUID, uuid.UUID, uuid.UUID]:
        """Return the records whose words belong to this entry."""
        return self.position.id, self.instrument.id, self.institution.id

    @property
    def writers(self) -> frozenset[str]:
        """Return who wrote any of what its review publishes."""
        of_document = () if self.instrument.published_at is not None else self.instrument.writers
        return frozenset({*self.position.writers, *of_document})


def unfinished(session: Session) -> list[Entry]:
    """Return what is not public yet, the oldest first."""
    return _entries(session, Position.state.in_(UNFINISHED))


def entry(session: Session, position_id: uuid.UUID) -> Entry | None:
    """Return one position with its document and institution, in any state, or None."""
    return next(iter(_entries(session, Position.id == position_id)), None)


def entries_of(session: Session, instrument_id: uuid.UUID) -> list[Entry]:
    """Return all positions of a document, in any state."""
    return _entries(session, Position.instrument_id == instrument_id)


def in_force(session: Session, institution_id: uuid.UUID) -> list[Entry]:
    """Return the public positions of an institution that no later one took the place of."""
    return [
        one
        for one in _entries(session, Position.state == State.PUBLIC)
        if one.institution.id == institution_id and one.position.ended_on is None
    ]


def _entries(session: Session, condition: ColumnElement[bool]) -> list[Entry]:
    query = (
        select(Position, Instrument, Institution)
        .join(Instrument, Instrument.id == Position.instrument_id)
        .join(Institution, Institution.id == Instrument.institution_id)
        .where(condition)
        .order_by(Position.entered_at, Position.id)
    )
    return [Entry(*row) for row in session.execute(query)]


def instrument(session: Session, instrument_id: uuid.UUID) -> Instrument | None:
    """Return a document, public or not, or None."""
    return session.get(Instrument, instrument_id)


def institution(session: Session, institution_id: uuid.UUID) -> Institution | None:
    """Return an institution, public or not, or None."""
    return session.get(Institution, institution_id)


def positions_among(
    session: Session, ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, tuple[uuid.UUID, State]]:
    """Return the document and the state of positions; one statement."""
    rows = session.execute(
        select(Position.id, Position.instrument_id, Position.state).where(
            Position.id.in_(list(ids))
        )
    )
    return {row.id: (row.instrument_id, row.state) for row in rows}


def all_institutions(session: Session) -> list[Institution]:
    """Return every institution, public or not, by the name in its address."""
    return list(session.scalars(select(Institution).order_by(Institution.slug)))


def without_positions(session: Session) -> list[Instrument]:
    """Return documents in which no position is entered yet, the oldest first."""
    query = (
        select(Instrument)
        .outerjoin(Position, Position.instrument_id == Instrument.id)
        .where(Position.id.is_(None))
        .order_by(Instrument.issued_on)
    )
    return list(session.scalars(query))


@dataclass(frozen=True)
class Waiting:
    """How many entries wait for this person, and since when the oldest does."""

    reviews: int = 0
    returned: int = 0
    since: datetime | None = None


def waiting(session: Session, actor: Actor) -> Waiting:
    """Return what waits for somebody: entries of others to review, own ones given back."""
    if not policy.may_read_desk(actor).allowed:
        return Waiting()
    rows = unfinished(session)
    reviews = [
        row
        for row in rows
        if row.position.state is State.ENTERED and policy.may_review(actor, row.writers).allowed
    ]
    returned = [
        row
        for row in rows
        if row.position.state is State.RETURNED and str(actor.person_id) in row.position.writers
    ]
    since = min((row.position.entered_at for row in (*reviews, *returned)), default=None)
    return Waiting(len(reviews), len(returned), since)
