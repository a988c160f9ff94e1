"""The rows of one application."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.accounts.proving import passphrases
from nswp_gov.applications.models import (
    PARTS,
    Application,
    Document,
    Inquiry,
    Recommendation,
    Step,
    Verification,
)
from nswp_gov.applications.states import VerifierState
from nswp_gov.store.errors import NotFound
from nswp_gov.store.files import StoredFile
from nswp_gov.store.ids import token_hash

P = TypeVar("P", Document, Inquiry, Recommendation, Step, Verification)


def application(session: Session, application_id: uuid.UUID) -> Application:
    """Return an application.

    Raises:
        NotFound: there is none.

    """
    row = session.get(Application, application_id)
    if row is None:
        raise NotFound
    return row


def by_token(session: Session, token: str) -> Application | None:
    """Return the application behind a private link, or None."""
    return session.scalar(select(Application).where(Application.token_hash == token_hash(token)))


def opened_by(session: Session, token: str, phrase: str) -> Application | None:
    """Return the application that link and phrase open together, or None.

    The same work is done where there is no such link, so that time says nothing.
    """
    row = by_token(session, token)
    is_right = passphrases.matches(row.phrase_hash if row else None, phrase)
    return row if is_right else None


def _of(session: Session, model: type[P], application_id: uuid.UUID, order: Any) -> list[P]:
    rows = session.scalars(
        select(model).where(model.application_id == application_id).order_by(order)
    )
    return list(rows)


def documents(session: Session, application_id: uuid.UUID) -> list[tuple[Document, StoredFile]]:
    """Return the files of an application in the order in which they came."""
    rows = session.execute(
        select(Document, StoredFile)
        .join(StoredFile, StoredFile.id == Document.file_id)
        .where(Document.application_id == application_id)
        .order_by(StoredFile.stored_at, StoredFile.id)
    )
    return [(row[0], row[1]) for row in rows]


def stored(session: Session, application_id: uuid.UUID, document_id: uuid.UUID) -> StoredFile:
    """Return one file of an application.

    Raises:
        NotFound: it has no such file.

    """
    for document, file in documents(session, application_id):
        if document.id == document_id:
            return file
    raise NotFound


def inquiries(session: Session, application_id: uuid.UUID) -> list[Inquiry]:
    """Return the questions that were asked, oldest first."""
    return _of(session, Inquiry, application_id, Inquiry.asked_at)


def open_inquiries(session: Session, application_id: uuid.UUID) -> list[Inquiry]:
    """Return the questions that wait for an answer, oldest first."""
    return [row for row in inquiries(session, application_id) if row.answered_at is None]


def recommendations(session: Session, application_id: uuid.UUID) -> list[Recommendation]:
    """Return what the reviewers recommend, oldest first."""
    return _of(session, Recommendation, application_id, Recommendation.given_at)


def steps(session: Session, application_id: uuid.UUID) -> list[Step]:
    """Return every step, first first."""
    return _of(session, Step, application_id, Step.number)


def verifications(session: Session, application_id: uuid.UUID) -> list[Verification]:
    """Return the verifiers that were named, first first."""
    return _of(session, Verification, application_id, Verification.named_at)


def verification_by_token(
    session: Session, token: str, now: datetime
) -> tuple[Verification, Application]:
    """Return the verification that a verifier's link opens, and its application.

    Raises:
        NotFound: it is over, answered, was not agreed to, or never was.

    """
    row = session.scalar(
        select(Verification).where(
            Verification.token_hash == token_hash(token),
            Verification.state == VerifierState.AGREED,
            Verification.expires_at > now,
        )
    )
    if row is None:
        raise NotFound
    return row, application(session, row.application_id)


def parts_of(session: Session, application_id: uuid.UUID) -> list[Any]:
    """Return every row that belongs to an application."""
    found: list[Any] = []
    for model in PARTS:
        rows = select(model).where(model.application_id == application_id)
        found += session.scalars(rows)
    return found
