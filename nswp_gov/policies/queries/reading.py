"""Texts of the tracker as a reader gets them, for any number of records at once."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.policies.models import PositionCheck
from nswp_gov.policies.queries.register import ANYBODY
from nswp_gov.rules.languages import Locale
from nswp_gov.store import texts
from nswp_gov.store.projection import Projection, project
from nswp_gov.store.texts import Reading, Text

KINDS = ("institution", "instrument", "position")
NAMES = {"institution": "name", "instrument": "title", "position": "paraphrase"}

Readings = Mapping[uuid.UUID, Reading]  # by the record that the text belongs to


def said(
    session: Session, ids: Iterable[uuid.UUID], locale: Locale, fields: Iterable[str] = ()
) -> dict[uuid.UUID, Reading]:
    """Return name, title or paraphrase of records as a reader of `locale` gets it; two queries.

    `fields`: which texts instead of these, of which a record has one.
    """
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return {}
    rows = session.scalars(
        select(Text).where(
            Text.subject_id.in_(wanted),
            Text.subject_type.in_(KINDS),
            Text.field.in_(list(fields) or list(NAMES.values())),
        )
    ).all()
    readings = texts.read(session, rows, locale)
    return {row.subject_id: readings[row.id] for row in rows if row.id in readings}


def original(session: Session, record_id: uuid.UUID) -> Reading | None:
    """Return name, title or paraphrase of a record in the language that it was written in."""
    row = session.scalar(
        select(Text).where(
            Text.subject_id == record_id,
            Text.subject_type.in_(KINDS),
            Text.field.in_(NAMES.values()),
        )
    )
    return texts.read(session, [row], row.source_locale).get(row.id) if row else None


def checks(session: Session, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Projection]:
    """Return for each of these positions its last check against a source; one query."""
    rows = session.scalars(
        select(PositionCheck)
        .where(PositionCheck.position_id.in_(list(ids)))
        .order_by(PositionCheck.noted_at, PositionCheck.id)
    )
    return {row.position_id: project(row, ANYBODY) for row in rows}
