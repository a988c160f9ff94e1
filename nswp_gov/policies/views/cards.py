"""How institutions, documents and positions are shown where other records name them."""

from __future__ import annotations

import uuid

from sqlalchemy.orm import Session

from nswp_gov.policies import queries
from nswp_gov.rules.audience import PUBLIC, SECRETARIAT
from nswp_gov.rules.languages import Locale
from nswp_gov.store.links import Card
from nswp_gov.web.formats import COLON


def position_card(session: Session, position_id: uuid.UUID, locale: str) -> Card | None:
    """Return how a position is named: by its institution and its document."""
    found = queries.entry(session, position_id)
    if found is None:
        return None
    said = queries.said(session, found.ids, Locale.from_tag(locale) or Locale.EN)
    name = found.institution.acronym or said[found.institution.id].words
    public = found.position.published_at is not None
    return Card(
        title=f"{name}{COLON}{said[found.instrument.id].words}",
        endpoint="policies.position" if public else "policies.review",
        values=(("position_id", str(position_id)),),
        audience=PUBLIC if public else SECRETARIAT,
    )


def instrument_card(session: Session, instrument_id: uuid.UUID, locale: str) -> Card | None:
    """Return how a document is named."""
    found = queries.instrument(session, instrument_id)
    if found is None:
        return None
    said = queries.said(session, [found.id], Locale.from_tag(locale) or Locale.EN)
    public = found.published_at is not None
    return Card(
        title=said[found.id].words,
        endpoint="policies.document" if public else "policies.entries",
        values=(("slug", found.slug) if public else ("instrument_id", str(found.id)),),
        audience=PUBLIC if public else SECRETARIAT,
    )


def institution_card(session: Session, institution_id: uuid.UUID, locale: str) -> Card | None:
    """Return how an institution is named."""
    found = queries.institution(session, institution_id)
    if found is None:
        return None
    said = queries.said(session, [found.id], Locale.from_tag(locale) or Locale.EN)
    public = found.published_at is not None
    return Card(
        title=said[found.id].words,
        endpoint="policies.institution" if public else "policies.desk",
        values=(("slug", found.slug),) if public else (),
        audience=PUBLIC if public else SECRETARIAT,
    )
