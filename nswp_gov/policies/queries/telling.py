"""What subscribers and digests are told of positions, in every language that is ready."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.mailings.digests import Item
from nswp_gov.mailings.states import Kind
from nswp_gov.policies.models import Institution, Instrument, Position
from nswp_gov.policies.queries.reading import said
from nswp_gov.policies.queries.register import ANYBODY, Row
from nswp_gov.policies.states import State
from nswp_gov.rules.languages import Locale
from nswp_gov.store.projection import project
from nswp_gov.store.texts import Text


def published(
    session: Session, since: datetime, until: datetime, *, untold: bool = False
) -> list[Row]:
    """Return what was published in a span of time, the oldest first; one statement.

    `untold`: only what subscribers have not been told of.
    """
    query = (
        select(Position, Instrument, Institution)
        .join(Instrument, Instrument.id == Position.instrument_id)
        .join(Institution, Institution.id == Instrument.institution_id)
        .where(Position.state == State.PUBLIC)
        .where(Position.published_at >= since, Position.published_at < until)
        .order_by(Position.published_at, Position.id)
    )
    if untold:
        query = query.where(Position.told_at.is_(None))
    return [Row(*(project(one, ANYBODY) for one in row)) for row in session.execute(query)]


Told = dict[Locale, tuple[str, str]]


def told(session: Session, rows: Sequence[Row]) -> dict[uuid.UUID, Told]:
    """Return title and summary of positions by language: those in which both can be read.

    Where a position is quoted and not paraphrased, the quotation is its summary, in its language.
    """
    found: dict[uuid.UUID, Told] = {row.id: {} for row in rows}
    for locale in Locale:
        readings = said(session, [one for row in rows for one in row.ids], locale)
        for row in rows:
            quoted_in = Locale.from_tag(row.position["quotation_language"] or "")
            title, summary = readings[row.instrument["id"]], readings.get(row.id)
            by = row.institution["acronym"] or readings[row.institution["id"]].words
            if summary is not None and not summary.is_fallback:
                found[row.id][locale] = (f"{by}: {title.words}", summary.words)
            elif summary is None and quoted_in is locale:
                words = f"{row.position['quotation']} ({row.position['place']})"
                found[row.id][locale] = (f"{by}: {title.words}", words)
    return found


def source_of(session: Session, row: Row) -> Locale:
    """Return the language in which a position was written down here."""
    source = session.scalar(
        select(Text.source_locale).where(
            Text.subject_type == "position", Text.subject_id == row.id, Text.field == "paraphrase"
        )
    )
    return source or Locale.from_tag(row.position["quotation_language"] or "") or Locale.EN


def digest_items(session: Session, since: datetime, until: datetime) -> list[Item]:
    """Return what was published in [since, until) for the digests."""
    rows = published(session, since, until)
    words = told(session, rows)
    return [
        Item(
            key=f"position:{row.id}",
            kind=Kind.POLICY,
            at=row.position["published_at"],
            source=source_of(session, row),
            words=words[row.id],
            endpoint="policies.position",
            values={"position_id": str(row.id)},
        )
        for row in rows
        if words[row.id]
    ]
