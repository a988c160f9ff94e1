"""How editions and clauses are shown where other records name them."""

from __future__ import annotations

import uuid

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from nswp_gov.manual import queries
from nswp_gov.manual.models import Clause, Document, Draft, Edition
from nswp_gov.manual.views.blueprint import today
from nswp_gov.meetings.models import AgendaItem, Meeting
from nswp_gov.rules.audience import SECRETARIAT, Audience, CircleKind
from nswp_gov.rules.languages import Locale
from nswp_gov.store.dated import as_at
from nswp_gov.store.links import Card


def edition_card(session: Session, edition_id: uuid.UUID, locale: str) -> Card | None:
    """Return how an edition is named and where it stands, or None."""
    edition = session.get(Edition, edition_id)
    if edition is None:
        return None
    document = session.get_one(Document, edition.document_id)
    title = queries.title_of(session, [document], Locale.from_tag(locale) or Locale.EN)
    words = title[document.id].words
    return Card(
        title=_("%(title)s, edition %(number)s", title=words, number=edition.number),
        endpoint="manual.edition",
        values=(("slug", document.slug), ("number", str(edition.number))),
        audience=edition.readers,
    )


def clause_card(session: Session, clause_id: uuid.UUID, locale: str) -> Card | None:
    """Return how a clause of the edition in force is named and where it stands, or None."""
    clause = session.get(Clause, clause_id)
    if clause is None:
        return None
    edition = as_at(session, Edition, today(), document_id=clause.document_id)
    if edition is None:
        return None
    wanted = Locale.from_tag(locale) or Locale.EN
    entry = queries.book_of_edition(session, edition, wanted).entry(clause.key)
    if entry is None:
        return None
    document = session.get_one(Document, clause.document_id)
    readers: Audience = edition.readers
    return Card(
        title=_("§ %(number)s %(heading)s", number=entry.number, heading=entry.heading.words),
        endpoint="manual.clause",
        values=(("slug", document.slug), ("number", str(edition.number)), ("key", clause.key)),
        audience=readers,
    )


def draft_card(session: Session, draft_id: uuid.UUID, locale: str) -> Card | None:
    """Return how a proposed draft is named and where those who decide on it find it, or None."""
    draft = session.get(Draft, draft_id)
    if draft is None:
        return None
    document = session.get_one(Document, draft.document_id)
    words = queries.title_of(session, [document], Locale.from_tag(locale) or Locale.EN)
    item = session.get(AgendaItem, draft.item_id) if draft.item_id else None
    body_id = session.get_one(Meeting, item.meeting_id).body_id if item else None
    return Card(
        title=_(
            "What edition %(number)s would change: %(title)s",
            number=queries.next_number(session, draft),
            title=words[document.id].words,
        ),
        endpoint="manual.proposal",
        values=(("draft_id", str(draft.id)),),
        audience=Audience.of(CircleKind.BODY, body_id) if body_id else SECRETARIAT,
    )
