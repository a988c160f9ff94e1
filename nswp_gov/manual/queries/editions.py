"""Documents, their editions, and which of them held on a day."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.manual.models import Document, Edition
from nswp_gov.rules.audience import Viewer, may_see
from nswp_gov.rules.languages import Locale
from nswp_gov.store import dated
from nswp_gov.store.errors import NotFound
from nswp_gov.store.journal import PublishedRecord
from nswp_gov.store.texts import Reading, Text, read


def documents(session: Session) -> Sequence[Document]:
    """Return every document, the manual first."""
    rows = session.scalars(select(Document).order_by(Document.slug)).all()
    return sorted(rows, key=lambda row: row.slug != "manual")


def document_by_slug(session: Session, slug: str) -> Document:
    """Return a document.

    Raises:
        NotFound: there is none of that name.

    """
    found = session.scalar(select(Document).where(Document.slug == slug))
    if found is None:
        raise NotFound
    return found


def title_of(
    session: Session, rows: Sequence[Document], locale: Locale
) -> dict[uuid.UUID, Reading]:
    """Return the titles of documents by document, in `locale` or the honest fallback."""
    texts = session.scalars(
        select(Text).where(
            Text.subject_type == "document", Text.subject_id.in_([row.id for row in rows])
        )
    ).all()
    readings = read(session, texts, locale)
    return {text.subject_id: readings[text.id] for text in texts if text.id in readings}


def editions_of(session: Session, document_id: uuid.UUID, viewer: Viewer) -> list[Edition]:
    """Return the editions that `viewer` may read, oldest first."""
    rows = session.scalars(
        select(Edition)
        .where(Edition.document_id == document_id, Edition.void_at.is_(None))
        .order_by(Edition.number)
    )
    return [row for row in rows if may_see(viewer, row.readers).allowed]


def edition_by_number(
    session: Session, document_id: uuid.UUID, number: int, viewer: Viewer
) -> Edition:
    """Return an edition.

    Raises:
        NotFound: there is none of that number, or it is not for this viewer.

    """
    found = session.scalar(
        select(Edition).where(
            Edition.document_id == document_id,
            Edition.number == number,
            Edition.void_at.is_(None),
        )
    )
    if found is None or not may_see(viewer, found.readers).allowed:
        raise NotFound
    return found


def as_at(session: Session, document_id: uuid.UUID, day: date, viewer: Viewer) -> Edition | None:
    """Return the edition in force on `day`, or None where there was none that `viewer` may read."""
    found = dated.as_at(session, Edition, day, document_id=document_id)
    return found if found is not None and may_see(viewer, found.readers).allowed else None


def published(session: Session, edition_id: uuid.UUID) -> PublishedRecord:
    """Return the record of an edition as it was published.

    Raises:
        NotFound: there is none.

    """
    found = session.scalar(
        select(PublishedRecord).where(
            PublishedRecord.kind == "edition", PublishedRecord.subject_id == edition_id
        )
    )
    if found is None:
        raise NotFound
    return found
