"""Bodies and seats as a reader gets them: named in their language, by whoever may know."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.accounts.models import Person
from nswp_gov.bodies.models import Body, Seat, Term
from nswp_gov.bodies.queries.holding import Holder, holders, seats_of
from nswp_gov.bodies.states import BodyKind
from nswp_gov.rules.audience import SECRETARIAT, Audience, CircleKind, Viewer, may_see_any
from nswp_gov.rules.languages import Locale
from nswp_gov.store import texts
from nswp_gov.store.crypto import vault
from nswp_gov.store.links import Link, Relation

Readings = dict[uuid.UUID, texts.Reading]  # by the record that the text belongs to


def body_by_slug(session: Session, slug: str) -> Body | None:
    """Return a body by the name in its address, or None."""
    return session.scalar(select(Body).where(Body.slug == slug))


def bodies(session: Session) -> list[Body]:
    """Return every body, the board first."""
    return list(session.scalars(select(Body).order_by(Body.position, Body.slug)))


def board(session: Session) -> Body | None:
    """Return the board, or None before there is one."""
    return session.scalar(select(Body).where(Body.kind == BodyKind.BOARD))


def names(session: Session, rows: Iterable[Body], locale: Locale) -> Readings:
    """Return the names of bodies as a reader of `locale` gets them; two queries."""
    return _read(session, "body", "name", [row.id for row in rows], locale)


def labels(
    session: Session, rows: Iterable[Seat], locale: Locale
) -> dict[uuid.UUID, texts.Reading]:
    """Return the labels of seats as a reader of `locale` gets them; two queries."""
    return _read(session, "seat", "label", [row.id for row in rows], locale)


def seat_names(
    session: Session, seat_ids: Iterable[uuid.UUID], locale: Locale
) -> dict[uuid.UUID, str]:
    """Return seats by name, each with its body: “Board, Africa (1)”; five queries."""
    wanted = list(seat_ids)
    if not wanted:
        return {}
    rows = session.execute(
        select(Seat, Body).join(Body, Body.id == Seat.body_id).where(Seat.id.in_(wanted))
    ).all()
    of = names(session, {row.Body.id: row.Body for row in rows}.values(), locale)
    labelled = labels(session, [row.Seat for row in rows], locale)
    return {row.Seat.id: f"{of[row.Body.id].words}, {labelled[row.Seat.id].words}" for row in rows}


def _read(
    session: Session, kind: str, field: str, ids: list[uuid.UUID], locale: Locale
) -> Readings:
    rows = session.scalars(
        select(texts.Text).where(
            texts.Text.subject_type == kind,
            texts.Text.field == field,
            texts.Text.subject_id.in_(ids),
        )
    ).all()
    readings = texts.read(session, rows, locale)
    return {row.subject_id: readings[row.id] for row in rows if row.id in readings}


@dataclass(frozen=True)
class SeatRow:
    """A seat on a day as a reader gets it. `name` None: held by somebody who is not named."""

    seat: Seat
    label: str
    holder: Holder | None
    name: str | None


def seat_rows(
    session: Session, body: Body, day: date, locale: Locale, viewer: Viewer
) -> list[SeatRow]:
    """Return the seats of a body on a day with who holds them; five queries.

    A holder is named by the public name they consented to, or to whoever may know the chosen one.
    """
    seats = seats_of(session, body.id, day)
    labelled = labels(session, seats, locale)
    held = {row.seat_id: row for row in holders(session, body.id, day)}
    named = names_of(session, [row.person_id for row in held.values()], viewer, body.id)
    return [
        SeatRow(
            seat=seat,
            label=labelled[seat.id].words if seat.id in labelled else "",
            holder=held.get(seat.id),
            name=named.get(held[seat.id].person_id) if seat.id in held else None,
        )
        for seat in seats
    ]


def names_of(
    session: Session, ids: Iterable[uuid.UUID], viewer: Viewer, body_id: uuid.UUID
) -> dict[uuid.UUID, str]:
    """Return the names under which `viewer` may know people of a body; one query.

    The secretariat and the body itself know the chosen names; everybody else, and everybody while
    the key is away, those public names that people consented to.
    """
    wanted = list(ids)
    inside = Audience.of(CircleKind.BODY, body_id)
    if vault.is_open and may_see_any(viewer, (SECRETARIAT, inside)).allowed:
        chosen = select(Person.id, Person.name).where(Person.id.in_(wanted))
        return {row.id: row.name for row in session.execute(chosen)}
    public = select(Person.id, Person.public_name).where(Person.id.in_(wanted))
    return {row.id: row.public_name for row in session.execute(public) if row.public_name}


def may_see_body(viewer: Viewer, body: Body) -> bool:
    """Tell whether `viewer` learns that a body exists."""
    inside = Audience.of(CircleKind.BODY, body.id)
    return may_see_any(viewer, (Audience(step=body.audience), inside)).allowed


def seat(session: Session, seat_id: uuid.UUID) -> tuple[Seat, Body] | None:
    """Return a seat and its body, or None."""
    row = session.execute(
        select(Seat, Body).join(Body, Body.id == Seat.body_id).where(Seat.id == seat_id)
    ).first()
    return (row[0], row[1]) if row else None


def term(session: Session, term_id: uuid.UUID) -> Term | None:
    """Return a term, or None."""
    return session.get(Term, term_id)


def people(session: Session) -> list[tuple[uuid.UUID, str]]:
    """Return everybody with an open account and their chosen name, by name."""
    rows = session.execute(select(Person.id, Person.name).where(Person.is_closed.is_(False)))
    return sorted(((row.id, row.name) for row in rows), key=lambda pair: pair[1].casefold())


def links_of(
    session: Session, kind: str, ids: Iterable[uuid.UUID], relation: Relation
) -> list[Link]:
    """Return the links of one relation that start at some records; one query."""
    return list(
        session.scalars(
            select(Link).where(
                Link.from_type == kind, Link.from_id.in_(list(ids)), Link.relation == relation
            )
        )
    )
