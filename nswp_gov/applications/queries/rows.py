"""The rows of one application."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.accounts.proving.links import opened
from nswp_gov.applications.models import (
    KIND,
    PARTS,
    Application,
    Document,
    Inquiry,
    Recommendation,
    Step,
    Verification,
)
from nswp_gov.applications.states import DRAFT_LASTS, VerifierState
from nswp_gov.store.dossiers import Dossier
from nswp_gov.store.errors import NotFound
from nswp_gov.store.ids import token_hash

DOSSIER: Dossier[Application] = Dossier(
    Application, PARTS, Document, key="application_id", name=KIND, lasts=DRAFT_LASTS
)
application, by_token = DOSSIER.one, DOSSIER.by_token
documents, stored = DOSSIER.files_of, DOSSIER.file


def opened_by(session: Session, token: str, phrase: str) -> Application | None:
    """Return the application that link and phrase open together, or None."""
    return opened(by_token(session, token), phrase)


def inquiries(session: Session, application_id: uuid.UUID) -> list[Inquiry]:
    """Return the questions that were asked, oldest first."""
    return DOSSIER.rows(session, Inquiry, application_id, Inquiry.asked_at)


def open_inquiries(session: Session, application_id: uuid.UUID) -> list[Inquiry]:
    """Return the questions that wait for an answer, oldest first."""
    return [row for row in inquiries(session, application_id) if row.answered_at is None]


def recommendations(session: Session, application_id: uuid.UUID) -> list[Recommendation]:
    """Return what the reviewers recommend, oldest first."""
    return DOSSIER.rows(session, Recommendation, application_id, Recommendation.given_at)


def steps(session: Session, application_id: uuid.UUID) -> list[Step]:
    """Return every step, first first."""
    return DOSSIER.rows(session, Step, application_id, Step.number)


def verifications(session: Session, application_id: uuid.UUID) -> list[Verification]:
    """Return the verifiers that were named, first first."""
    return DOSSIER.rows(session, Verification, application_id, Verification.named_at)


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
