"""The rows of one complaint."""

from __future__ import annotations

import uuid
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.accounts.proving import passphrases
from nswp_gov.complaints.models import (
    PARTS,
    Complaint,
    ComplaintYear,
    Document,
    Measure,
    Message,
    Reader,
    Step,
)
from nswp_gov.rules.languages import Locale
from nswp_gov.store import texts
from nswp_gov.store.errors import NotFound
from nswp_gov.store.files import StoredFile
from nswp_gov.store.ids import token_hash
from nswp_gov.store.texts import Reading

P = TypeVar("P", Document, Measure, Message, Reader, Step)


def complaint(session: Session, complaint_id: uuid.UUID) -> Complaint:
    """Return a complaint.

    Raises:
        NotFound: there is none.

    """
    row = session.get(Complaint, complaint_id)
    if row is None:
        raise NotFound
    return row


def by_token(session: Session, token: str) -> Complaint | None:
    """Return the complaint behind a private link, or None."""
    return session.scalar(select(Complaint).where(Complaint.token_hash == token_hash(token)))


def opened_by(session: Session, token: str, phrase: str) -> Complaint | None:
    """Return the complaint that link and phrase open together, or None.

    The same work is done where there is no such link, so that time says nothing.
    """
    row = by_token(session, token)
    is_right = passphrases.matches(row.phrase_hash if row else None, phrase)
    return row if is_right else None


def _of(session: Session, model: type[P], complaint_id: uuid.UUID, *order: Any) -> list[P]:
    rows = session.scalars(select(model).where(model.complaint_id == complaint_id).order_by(*order))
    return list(rows)


def steps(session: Session, complaint_id: uuid.UUID) -> list[Step]:
    """Return the steps of a complaint in their order."""
    return _of(session, Step, complaint_id, Step.number)


def messages(session: Session, complaint_id: uuid.UUID) -> list[Message]:
    """Return what both sides wrote, in order."""
    return _of(session, Message, complaint_id, Message.number)


def measures(session: Session, complaint_id: uuid.UUID) -> list[Measure]:
    """Return the measures of a complaint, the nearest first."""
    return _of(session, Measure, complaint_id, Measure.due_on, Measure.id)


def readers(session: Session, complaint_id: uuid.UUID) -> list[Reader]:
    """Return everybody who was ever admitted, in order."""
    return _of(session, Reader, complaint_id, Reader.number)


def documents(session: Session, complaint_id: uuid.UUID) -> list[tuple[Document, StoredFile]]:
    """Return the files of a complaint in the order in which they came."""
    rows = session.execute(
        select(Document, StoredFile)
        .join(StoredFile, StoredFile.id == Document.file_id)
        .where(Document.complaint_id == complaint_id)
        .order_by(StoredFile.stored_at, StoredFile.id)
    )
    return [(row[0], row[1]) for row in rows]


def stored(session: Session, complaint_id: uuid.UUID, document_id: uuid.UUID) -> StoredFile:
    """Return one file of a complaint.

    Raises:
        NotFound: it has no such file.

    """
    for document, file in documents(session, complaint_id):
        if document.id == document_id:
            return file
    raise NotFound


def measure(session: Session, complaint_id: uuid.UUID, measure_id: uuid.UUID) -> Measure:
    """Return one measure of a complaint.

    Raises:
        NotFound: it has no such measure.

    """
    for row in measures(session, complaint_id):
        if row.id == measure_id:
            return row
    raise NotFound


def parts_of(session: Session, complaint_id: uuid.UUID) -> list[Any]:
    """Return every row that belongs to a complaint."""
    found: list[Any] = []
    for model in PARTS:
        found += session.scalars(select(model).where(model.complaint_id == complaint_id))
    return found


def reasons(session: Session, complaint_id: uuid.UUID, locale: Locale) -> dict[str, Reading]:
    """Return the reasons of the outcome and of the appeal's, by field, as a reader gets them."""
    known = texts.texts_of(session, KIND, complaint_id)
    readings = texts.read(session, known.values(), locale)
    return {name: readings[row.id] for name, row in known.items() if row.id in readings}


KIND = Complaint.__tablename__


def years(session: Session) -> list[ComplaintYear]:
    """Return the years in which complaints ended, the newest first."""
    return list(session.scalars(select(ComplaintYear).order_by(ComplaintYear.year.desc())))
