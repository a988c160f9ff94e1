"""Slips of the pen that were mended in an edition, for everybody to see."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.manual.models import Edition, EditionClause, EditorialCorrection
from nswp_gov.manual.queries.books import BODY, HEADING, sources
from nswp_gov.rules.diff import Difference, compare
from nswp_gov.store.texts import revisions_of, texts_of


@dataclass(frozen=True, slots=True)
class Mended:
    """One correction: what it says of which clause, why, and since when."""

    clause_id: uuid.UUID
    corrected_on: date
    reason: str
    heading: Difference
    body: Difference


def _rows(session: Session, edition_id: uuid.UUID) -> list[EditorialCorrection]:
    return list(
        session.scalars(
            select(EditorialCorrection)
            .where(EditorialCorrection.edition_id == edition_id)
            .order_by(EditorialCorrection.corrected_on, EditorialCorrection.body_revision)
        )
    )


def corrected_pins(session: Session, edition_id: uuid.UUID) -> dict[uuid.UUID, tuple[int, int]]:
    """Return, per corrected clause of an edition, the revisions (heading, body) of the mend."""
    return {
        row.clause_id: (row.heading_revision, row.body_revision)
        for row in _rows(session, edition_id)
    }


def corrections_of(session: Session, edition: Edition) -> list[Mended]:
    """Return the corrections of an edition, oldest first, against the words that were adopted."""
    rows = _rows(session, edition.id)
    if not rows:
        return []
    wanted = {row.clause_id for row in rows}
    places = session.scalars(
        select(EditionClause).where(
            EditionClause.edition_id == edition.id, EditionClause.clause_id.in_(wanted)
        )
    ).all()
    found = sources(session, edition.document_id, places, edition.number)
    pinned = {place.clause_id: place for place in places}
    made = []
    for row in rows:
        heading, body = found[row.clause_id, HEADING], found[row.clause_id, BODY]
        own = heading.text.source_locale
        old = pinned[row.clause_id]
        made.append(
            Mended(
                clause_id=row.clause_id,
                corrected_on=row.corrected_on,
                reason=row.reason,
                heading=compare(
                    heading.words_of(own, old.heading_revision),
                    heading.words_of(own, row.heading_revision),
                ),
                body=compare(
                    body.words_of(own, old.body_revision), body.words_of(own, row.body_revision)
                ),
            )
        )
    return made


def words_of(session: Session, clause_id: uuid.UUID, heading: int, body: int) -> tuple[str, str]:
    """Return heading and body of a clause at two source revisions."""
    texts = texts_of(session, "clause", clause_id)
    revisions = revisions_of(session, [text.id for text in texts.values()])

    def said(field: str, number: int) -> str:
        text = texts[field]
        rows = revisions[text.id]
        found = (r for r in rows if r.locale is text.source_locale and r.number == number)
        return next((row.words for row in found), "")

    return said(HEADING, heading), said(BODY, body)
