"""The rows of one complaint."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.accounts.proving.links import opened
from nswp_gov.complaints import models
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
from nswp_gov.complaints.states import DRAFT_LASTS
from nswp_gov.rules.languages import Locale
from nswp_gov.store import texts
from nswp_gov.store.dossiers import Dossier
from nswp_gov.store.errors import NotFound
from nswp_gov.store.texts import Reading

DOSSIER: Dossier[Complaint] = Dossier(
    Complaint, PARTS, Document, key="complaint_id", name=models.KIND, lasts=DRAFT_LASTS
)
complaint, by_token = DOSSIER.one, DOSSIER.by_token
documents, stored = DOSSIER.files_of, DOSSIER.file


def opened_by(session: Session, token: str, phrase: str) -> Complaint | None:
    """Return the complaint that link and phrase open together, or None."""
    return opened(by_token(session, token), phrase)


def steps(session: Session, complaint_id: uuid.UUID) -> list[Step]:
    """Return the steps of a complaint in their order."""
    return DOSSIER.rows(session, Step, complaint_id, Step.number)


def messages(session: Session, complaint_id: uuid.UUID) -> list[Message]:
    """Return what both sides wrote, in order."""
    return DOSSIER.rows(session, Message, complaint_id, Message.number)


def measures(session: Session, complaint_id: uuid.UUID) -> list[Measure]:
    """Return the measures of a complaint, the nearest first."""
    return DOSSIER.rows(session, Measure, complaint_id, Measure.due_on, Measure.id)


def readers(session: Session, complaint_id: uuid.UUID) -> list[Reader]:
    """Return everybody who was ever admitted, in order."""
    return DOSSIER.rows(session, Reader, complaint_id, Reader.number)


def measure(session: Session, complaint_id: uuid.UUID, measure_id: uuid.UUID) -> Measure:
    """Return one measure of a complaint.

    Raises:
        NotFound: it has no such measure.

    """
    for row in measures(session, complaint_id):
        if row.id == measure_id:
            return row
    raise NotFound


def reasons(session: Session, complaint_id: uuid.UUID, locale: Locale) -> dict[str, Reading]:
    """Return the reasons of the outcome and of the appeal's, by field, as a reader gets them."""
    known = texts.texts_of(session, KIND, complaint_id)
    readings = texts.read(session, known.values(), locale)
    return {name: readings[row.id] for name, row in known.items() if row.id in readings}


KIND = Complaint.__tablename__


def years(session: Session) -> list[ComplaintYear]:
    """Return the years in which complaints ended, the newest first."""
    return list(session.scalars(select(ComplaintYear).order_by(ComplaintYear.year.desc())))
