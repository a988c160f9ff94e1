"""What policies ask of applications, gathered for many at once; what a person may see of them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from nswp_gov.accounts.models import Person
from nswp_gov.accounts.operations import can_be_written_to
from nswp_gov.applications import policy
from nswp_gov.applications.models import Application, Recommendation, Recusal
from nswp_gov.applications.policy import Case, Seats
from nswp_gov.applications.states import (
    BOARD_WITHIN,
    CHECK_WITHIN,
    RUNNING,
    SILENCE,
    Capacity,
    State,
)
from nswp_gov.bodies import queries as bodies
from nswp_gov.bodies.queries import Due, Holder
from nswp_gov.directory.models import Organisation, Representative
from nswp_gov.directory.operations.organisations import name_index
from nswp_gov.directory.queries.inside import acts_at
from nswp_gov.store.actor import Actor
from nswp_gov.store.clock import civil_day
from nswp_gov.store.work import ZONE

NOT_DRAFTS = frozenset(State) - {State.DRAFT}


@dataclass(frozen=True)
class Listed:
    """An application that somebody may read, with what policies ask of it."""

    subject: Application
    case: Case


def case_of(session: Session, subject: Application, now: datetime) -> Case:
    """Return what policies ask of one application."""
    return cases(session, [subject], now)[subject.id]


def cases(session: Session, rows: Iterable[Application], now: datetime) -> dict[uuid.UUID, Case]:
    """Return what policies ask of each application; the same few queries however many."""
    subjects = list(rows)
    ids = [row.id for row in subjects]
    seated, seats = _board(session, now)
    given: dict[uuid.UUID, list[tuple[uuid.UUID, Capacity]]] = {}
    for one in session.scalars(
        select(Recommendation)
        .where(Recommendation.application_id.in_(ids))
        .order_by(Recommendation.given_at)
    ):
        given.setdefault(one.application_id, []).append((one.person_id, one.capacity))
    aside: dict[uuid.UUID, set[uuid.UUID]] = {}
    for gone in session.scalars(select(Recusal).where(Recusal.application_id.in_(ids))):
        aside.setdefault(gone.application_id, set()).add(gone.person_id)
    known = _organisations(session, subjects, seated, now)
    return {
        row.id: Case(
            state=row.state,
            region=row.region,
            seats=Seats(seats.get(row.region or "", ()), next(iter(seats.get("", ())), None)),
            given=tuple(given.get(row.id, ())),
            aside=frozenset(aside.get(row.id, ())),
            theirs=frozenset().union(*(people for _key, people in known.get(row.id, ()))),
            organisations=frozenset(key for key, _people in known.get(row.id, ())),
        )
        for row in subjects
    }


def _board(
    session: Session, now: datetime
) -> tuple[list[Holder], Mapping[str, tuple[uuid.UUID | None, ...]]]:
    """Return who sits on the board, and per region ('' for the President) who holds its seats."""
    board = bodies.board(session)
    if board is None:
        return [], {}
    day = civil_day(now, ZONE)
    held = bodies.holders(session, board.id, day)
    by_seat = {row.seat_id: row.person_id for row in held}
    found: dict[str, list[uuid.UUID | None]] = {}
    for seat in bodies.seats_of(session, board.id, day):
        if seat.region is not None or seat.is_chair:
            found.setdefault(seat.region or "", []).append(by_seat.get(seat.id))
    return held, {key: tuple(people) for key, people in found.items()}


def board_people(session: Session, now: datetime) -> frozenset[uuid.UUID]:
    """Return who sits on the board now."""
    return frozenset(row.person_id for row in _board(session, now)[0])


def _organisations(
    session: Session, subjects: list[Application], seated: list[Holder], now: datetime
) -> dict[uuid.UUID, list[tuple[uuid.UUID, frozenset[uuid.UUID]]]]:
    """Return the organisations that an application names as itself or its host, or was known as.

    Each with the people who act for it, or who sit on the board for it.
    """
    wanted = {row.id: _indexes(row) for row in subjects}
    every = set().union(*wanted.values())
    recognised = {row.id: row.organisation_id for row in subjects if row.organisation_id}
    rows = session.execute(
        select(Organisation.id, Organisation.name_index).where(
            or_(Organisation.name_index.in_(every), Organisation.id.in_(set(recognised.values())))
        )
    ).all()
    acting = session.execute(
        select(Representative.organisation_id, Representative.person_id).where(
            Representative.organisation_id.in_([row.id for row in rows]), acts_at(now)
        )
    ).all()
    people = {
        row.id: frozenset(one.person_id for one in acting if one.organisation_id == row.id)
        | frozenset(one.person_id for one in seated if one.organisation_id == row.id)
        for row in rows
    }
    return {
        key: [
            (row.id, people[row.id])
            for row in rows
            if row.name_index in indexes or row.id == recognised.get(key)
        ]
        for key, indexes in wanted.items()
    }


def _indexes(row: Application) -> set[str]:
    answers: Mapping[str, Any] = row.answers or {}
    return {name_index(name) for key in ("name", "host") if (name := answers.get(key))}


def address_of(session: Session, people: Iterable[uuid.UUID]) -> list[Person]:
    """Return those of some people who can be written to."""
    rows = session.scalars(select(Person).where(Person.id.in_(set(people)))).all()
    return [row for row in rows if can_be_written_to(row)]


def visible(
    session: Session, actor: Actor, now: datetime, states: frozenset[State] = NOT_DRAFTS
) -> list[Listed]:
    """Return the applications in these states that a person may read, the longest waiting first."""
    rows = session.scalars(
        select(Application)
        .where(Application.state.in_(states))
        .order_by(Application.handed_in_at, Application.id)
    ).all()
    known = cases(session, rows, now)
    return [
        Listed(row, known[row.id]) for row in rows if policy.may_read(actor, known[row.id]).allowed
    ]


_DESK: Mapping[State, tuple[str, timedelta]] = {
    State.RECEIVED: ("due.application_check", CHECK_WITHIN),
    State.AGREED: ("due.application_region", CHECK_WITHIN),
    State.BOARD: ("due.application_board", BOARD_WITHIN),
    State.APPEALED: ("due.application_appeal", BOARD_WITHIN),
}


def due(session: Session, actor: Actor, now: datetime) -> list[Due]:
    """Return what waits for this person in applications, as rows for their desk."""
    if not (actor.has("secretariat") or actor.board_of):
        return []
    found = [_due(actor, one) for one in visible(session, actor, now, RUNNING)]
    return [row for row in found if row is not None]


def _due(actor: Actor, one: Listed) -> Due | None:
    since = one.subject.waits_since
    if since is None:
        return None
    values = {"application_id": str(one.subject.id)}
    if one.case.state is State.REVIEW:
        if not policy.may_recommend(actor, one.case).allowed:
            return None
        return Due("due.application_review", since + SILENCE, "applications.one", values)
    if one.case.state not in _DESK:
        return None
    label, within = _DESK[one.case.state]
    return Due(label, since + within, "applications.one", values)
