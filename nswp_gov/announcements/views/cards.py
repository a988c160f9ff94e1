"""How an announcement is shown where other records name it."""

from __future__ import annotations

import uuid

from flask import current_app
from sqlalchemy.orm import Session

from nswp_gov.announcements import queries
from nswp_gov.announcements.models import Announcement
from nswp_gov.announcements.states import State
from nswp_gov.rules.languages import Locale
from nswp_gov.store.links import Card, Registry


def registry() -> Registry:
    """Return how records of all features are shown."""
    known: Registry = current_app.extensions["nswp_gov.links"]
    return known


def announcement_card(session: Session, announcement_id: uuid.UUID, locale: str) -> Card | None:
    """Return how a published announcement is named and where it stands, or None."""
    row = session.get(Announcement, announcement_id)
    if row is None or row.state is not State.PUBLISHED:
        return None
    found = queries.items(session, [row], Locale.from_tag(locale) or Locale.EN)
    if not found:
        return None
    return Card(
        title=found[0].title.words,
        endpoint="announcements.one",
        values=(("announcement_id", str(announcement_id)),),
        audience=row.readers,
    )
