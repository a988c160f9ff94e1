"""Names of bodies and labels of seats."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.bodies.models import Body, Seat
from nswp_gov.rules.audience import Audience
from nswp_gov.rules.languages import Locale
from nswp_gov.store import text_kinds
from nswp_gov.store.text_kinds import Subject, TextKind
from nswp_gov.store.texts import Text, read


def register() -> None:
    """Name bodies and seats."""
    text_kinds.register(
        "body", TextKind(name=_l("Body"), fields={"name": _l("Name")}, subjects=_bodies)
    )
    text_kinds.register(
        "seat", TextKind(name=_l("Seat"), fields={"label": _l("Name")}, subjects=_seats)
    )


def titles(
    session: Session, kind: str, field: str, ids: Collection[uuid.UUID], locale: Locale
) -> dict[uuid.UUID, tuple[str, Locale]]:
    """Return one text of each record in the reader's language, and whose language it is."""
    rows = session.scalars(
        select(Text).where(
            Text.subject_type == kind, Text.field == field, Text.subject_id.in_(list(ids))
        )
    ).all()
    found = read(session, rows, locale)
    return {
        row.subject_id: (found[row.id].words, found[row.id].locale)
        for row in rows
        if row.id in found
    }


def _bodies(
    session: Session, ids: Collection[uuid.UUID], locale: Locale
) -> Mapping[uuid.UUID, Subject]:
    named = titles(session, "body", "name", ids, locale)
    return {
        row.id: Subject(
            title=named[row.id][0],
            title_locale=named[row.id][1],
            audience=Audience(step=row.audience),
            endpoint="bodies.body",
            values=(("slug", row.slug),),
        )
        for row in session.scalars(select(Body).where(Body.id.in_(ids)))
        if row.id in named
    }


def _seats(
    session: Session, ids: Collection[uuid.UUID], locale: Locale
) -> Mapping[uuid.UUID, Subject]:
    named = titles(session, "seat", "label", ids, locale)
    rows = session.execute(
        select(Seat.id, Body.audience).join(Body, Body.id == Seat.body_id).where(Seat.id.in_(ids))
    )
    return {
        seat_id: Subject(
            title=named[seat_id][0],
            title_locale=named[seat_id][1],
            audience=Audience(step=step),
            endpoint="bodies.seat",
            values=(("seat_id", str(seat_id)),),
        )
        for seat_id, step in rows
        if seat_id in named
    }
