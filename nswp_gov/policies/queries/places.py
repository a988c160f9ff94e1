"""What applies in a country, for its page in the directory; and what the desk of texts asks."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nswp_gov.policies.models import Institution, Instrument, Reach
from nswp_gov.policies.queries.register import ANYBODY
from nswp_gov.rules.regions import region_of
from nswp_gov.store.projection import Projection, project
from nswp_gov.store.texts import Text, TextRevision

MOST = 5


def _codes(country: str) -> list[str]:
    region = region_of(country)
    return [country] if region is None else [country, region.value]


def stamp(session: Session, country: str) -> tuple[tuple[uuid.UUID, datetime | None], ...]:
    """Return what the block of a country's page depends on; one statement."""
    query = (
        select(Instrument.id, func.max(TextRevision.written_at))
        .join(Reach, Reach.instrument_id == Instrument.id)
        .outerjoin(Text, Text.subject_id == Instrument.id)
        .outerjoin(TextRevision, TextRevision.text_id == Text.id)
        .where(Reach.code.in_(_codes(country)), Instrument.published_at.is_not(None))
        .group_by(Instrument.id, Instrument.issued_on)
        .order_by(Instrument.issued_on.desc(), Instrument.id)
    )
    return tuple((row[0], row[1]) for row in session.execute(query))


def applying(session: Session, ids: Collection[uuid.UUID]) -> list[tuple[Projection, Projection]]:
    """Return documents with their institutions, the newest first; one statement."""
    query = (
        select(Instrument, Institution)
        .join(Institution, Institution.id == Instrument.institution_id)
        .where(Instrument.id.in_(list(ids)))
        .order_by(Instrument.issued_on.desc(), Instrument.id)
    )
    return [
        (project(row.Instrument, ANYBODY), project(row.Institution, ANYBODY))
        for row in session.execute(query)
    ]


def public_among(session: Session, ids: Collection[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Return which of these institutions and documents are public; two statements."""
    wanted = list(ids)
    found: set[uuid.UUID] = set()
    for query in (
        select(Instrument.id).where(
            Instrument.published_at.is_not(None), Instrument.id.in_(wanted)
        ),
        select(Institution.id).where(
            Institution.published_at.is_not(None), Institution.id.in_(wanted)
        ),
    ):
        found.update(session.scalars(query))
    return frozenset(found)
