"""Who holds which seat from when until when, and what falls vacant."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from nswp_gov.bodies.models import Body, Seat, Term
from nswp_gov.bodies.queries.interests import declaration_due_on
from nswp_gov.bodies.queries.rules import electorates_on
from nswp_gov.bodies.states import BodyKind, Electorate, How
from nswp_gov.store.actor import Actor
from nswp_gov.store.clock import civil_day
from nswp_gov.store.dated import holds
from nswp_gov.store.work import ZONE

WARNED = 30  # days before a declaration of interests is a year old
SOON = 90  # days ahead in which a term that ends is worth a row on the desk


@dataclass(frozen=True)
class Holder:
    """Who holds a seat on a day. `region` '' and `is_chair`: the seat of the President."""

    seat_id: uuid.UUID
    term_id: uuid.UUID
    person_id: uuid.UUID
    organisation_id: uuid.UUID | None
    region: str | None
    is_chair: bool
    how: How
    from_on: date
    until_on: date | None


@dataclass(frozen=True)
class Vacancy:
    """A seat without a holder from `vacant_on`. `term_id`: the term that ends then, if one does."""

    seat_id: uuid.UUID
    body_id: uuid.UUID
    region: str | None
    electorate: Electorate
    vacant_on: date
    term_id: uuid.UUID | None


@dataclass(frozen=True)
class Due:
    """One row for the desk: what (a key of `templating.LABELS`), until when, where to do it.

    `words` fill the label.
    """

    label: str
    due_at: datetime
    endpoint: str
    values: Mapping[str, str]
    words: Mapping[str, str] = field(default_factory=dict)


def seats_of(session: Session, body_id: uuid.UUID, day: date) -> list[Seat]:
    """Return the seats that a body has on `day`, in their order."""
    rows = session.scalars(
        select(Seat).where(Seat.body_id == body_id, Seat.opened_on <= day).order_by(Seat.position)
    )
    return [row for row in rows if row.closed_on is None or row.closed_on > day]


def holders(
    session: Session, body_id: uuid.UUID, day: date, known_at: datetime | None = None
) -> list[Holder]:
    """Return who holds the seats of a body on `day`, as known now or at `known_at`."""
    rows = session.execute(
        select(Term, Seat)
        .join(Seat, Seat.id == Term.seat_id)
        .where(Seat.body_id == body_id, holds(Term, day, known_at))
        .order_by(Seat.position)
    )
    return [
        Holder(
            seat_id=seat.id,
            term_id=term.id,
            person_id=term.person_id,
            organisation_id=term.organisation_id,
            region=seat.region,
            is_chair=seat.is_chair,
            how=term.how,
            from_on=term.from_on,
            until_on=term.until_on,
        )
        for term, seat in rows
    ]


def history(session: Session, seat_id: uuid.UUID) -> list[Term]:
    """Return every term of a seat that stands, newest first."""
    return list(
        session.scalars(
            select(Term)
            .where(Term.seat_id == seat_id, Term.void_at.is_(None))
            .order_by(Term.from_on.desc())
        )
    )


def seats_falling_vacant(session: Session, day: date, within_days: int) -> list[Vacancy]:
    """Return the seats that are vacant on `day`, or fall vacant within so many days after it.

    A seat whose next holder is already known is not among them; who fills it follows from the
    rules of `day`. Three queries.
    """
    last = day + timedelta(days=within_days)
    seats = session.scalars(
        select(Seat)
        .join(Body, Body.id == Seat.body_id)
        .where(Seat.opened_on <= last, Seat.closed_on.is_(None), Body.ended_on.is_(None))
        .order_by(Body.position, Seat.position)
    ).all()
    terms: dict[uuid.UUID, list[Term]] = {}
    running = or_(Term.until_on.is_(None), Term.until_on > day)
    for term in session.scalars(
        select(Term).where(Term.void_at.is_(None), running).order_by(Term.from_on)
    ):
        terms.setdefault(term.seat_id, []).append(term)
    rules = electorates_on(session, day)
    filled_by = {
        seat.id: rules[seat.body_id].of(seat) if seat.body_id in rules else seat.electorate
        for seat in seats
    }
    found = (_vacancy(seat, filled_by[seat.id], terms.get(seat.id, []), day) for seat in seats)
    return [vacancy for vacancy in found if vacancy is not None and vacancy.vacant_on <= last]


def _vacancy(
    seat: Seat, electorate: Electorate, terms: Iterable[Term], day: date
) -> Vacancy | None:
    """Return when `seat` is next without a holder from `day` on, or None if never."""
    vacant_on, ending = max(day, seat.opened_on), None
    for term in terms:
        if term.from_on <= vacant_on and (term.until_on is None or term.until_on > vacant_on):
            if term.until_on is None:
                return None
            vacant_on, ending = term.until_on, term.id
    return Vacancy(seat.id, seat.body_id, seat.region, electorate, vacant_on, ending)


def sources_of(session: Session, person_id: uuid.UUID, now: datetime) -> dict[str, frozenset[Any]]:
    """Return what seats add to an actor: `board_of` (regions, '' for the President), `bodies`."""
    rows = session.execute(
        select(Seat.body_id, Seat.region, Body.kind)
        .join(Term, Term.seat_id == Seat.id)
        .join(Body, Body.id == Seat.body_id)
        .where(Term.person_id == person_id, holds(Term, civil_day(now, ZONE)))
    ).all()
    return {
        "board_of": frozenset(row.region or "" for row in rows if row.kind is BodyKind.BOARD),
        "bodies": frozenset(row.body_id for row in rows),
    }


def due(session: Session, actor: Actor, now: datetime) -> list[Due]:
    """Return what is due: the own yearly declaration; for the secretariat seats to fill."""
    today = civil_day(now, ZONE)
    return [*_declaration(session, actor, today), *_seats(session, actor, today)]


def _declaration(session: Session, actor: Actor, today: date) -> list[Due]:
    if actor.person_id is None or not actor.bodies:
        return []
    until = declaration_due_on(session, actor.person_id, today)
    if until > today + timedelta(days=WARNED):
        return []
    due_at = datetime.combine(until, time(), ZoneInfo(ZONE))
    return [Due("due.interests", due_at, "bodies.interests", values={})]


def _seats(session: Session, actor: Actor, today: date) -> list[Due]:
    if not actor.has("secretariat"):
        return []
    return [
        Due(
            label="due.seat_vacant" if vacancy.vacant_on <= today else "due.term_ends",
            due_at=datetime.combine(vacancy.vacant_on, time(), ZoneInfo(ZONE)),
            endpoint="bodies.seat",
            values={"seat_id": str(vacancy.seat_id)},
        )
        for vacancy in seats_falling_vacant(session, today, SOON)
    ]
