"""How editions and clauses are shown where other records name them."""

from __future__ import annotations

import uuid
from typing import Any

from flask import g, has_request_context, request
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
    found = _in_force(session, clause.document_id, Locale.from_tag(locale) or Locale.EN)
    if found is None:
        return None
    edition, book = found
    entry = book.entry(clause.key)
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


def _in_force(
    session: Session, document_id: uuid.UUID, wanted: Locale
) -> tuple[Edition, queries.Book] | None:
    """Return the edition in force with its whole text; a page that names many clauses reads once.

    It is remembered while one page is made, and by nobody afterwards.
    """
    key = (document_id, wanted, today())
    known: dict[Any, tuple[Edition, queries.Book] | None] = (
        g.setdefault("manual_in_force", {})
        if has_request_context() and request.method == "GET"
        else {}
    )
    if key not in known:
        edition = as_at(session, Edition, today(), document_id=document_id)
        book = queries.book_of_edition(session, edition, wanted) if edition else None
        known[key] = (edition, book) if edition and book else None
    return known[key]


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
