"""What a region's page of the directory is told by rooms above it: who represents the region."""

from __future__ import annotations

from functools import cache
from typing import Any

from flask import url_for
from sqlalchemy import Date, Executable, and_, bindparam, or_, select

from nswp_gov.accounts.models import Person
from nswp_gov.bodies.models import Body, Seat, Term
from nswp_gov.bodies.states import BodyKind
from nswp_gov.directory.views.lists import Seated
from nswp_gov.rules.audience import Step
from nswp_gov.store.clock import civil_day
from nswp_gov.store.dated import holds
from nswp_gov.web.unit import now, session, settings


def board_of(region: str) -> list[Seated]:
    """Return the board's seats of a region today with who holds them; one statement.

    Only public names that people consented to; nobody is named by anything else.
    """
    day = civil_day(now(), settings().zone)
    rows = session().connection().execute(_seats(), {"region": region, "day": day})
    return [
        Seated(
            name=row.public_name,
            is_held=row.term_id is not None,
            href=url_for("bodies.seat", seat_id=row.id),
        )
        for row in rows
    ]


@cache
def _seats() -> Executable:
    """Return the statement, made once: every visitor of a region's page asks it."""
    day: Any = bindparam("day", type_=Date)
    open_then = and_(Seat.opened_on <= day, or_(Seat.closed_on.is_(None), Seat.closed_on > day))
    return (
        select(Seat.id, Term.id.label("term_id"), Person.public_name)
        .join(Body, Body.id == Seat.body_id)
        .outerjoin(Term, and_(Term.seat_id == Seat.id, holds(Term, day)))
        .outerjoin(Person, Person.id == Term.person_id)
        .where(Body.kind == BodyKind.BOARD, Body.audience == Step.PUBLIC)
        .where(Seat.region == bindparam("region"), open_then)
        .order_by(Seat.position)
    )
