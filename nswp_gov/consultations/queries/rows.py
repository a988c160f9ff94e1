"""Consultations as they are kept: rows by identifier, the questionnaire in one language."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nswp_gov.consultations.models import (
    Consultation,
    Invitee,
    Question,
    Recommendation,
    Section,
)
from nswp_gov.consultations.states import Kind, State
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import NotFound
from nswp_gov.store.texts import Reading, Text, read

KINDS = {
    "consultation": Consultation,
    "consultation_section": Section,
    "consultation_question": Question,
    "consultation_recommendation": Recommendation,
}
SECONDS = {
    Kind.TEXT: 150, Kind.PARAGRAPH: 90, Kind.MATRIX: 60, Kind.FILE: 120,
}  # fmt: skip
A_LITTLE = 25  # seconds for a question that is ticked


@dataclass(frozen=True)
class Asking:
    """One question in one language."""

    row: Question
    words: dict[str, Reading]  # by field: label, hint, option_…, row_…

    @property
    def label(self) -> Reading:
        """Return what is asked."""
        return self.words["label"]


@dataclass(frozen=True)
class Part:
    """One section with its questions."""

    row: Section
    title: Reading
    questions: tuple[Asking, ...]


@dataclass(frozen=True)
class Questionnaire:
    """A whole consultation in one language; six queries however long."""

    row: Consultation
    words: dict[str, Reading]
    parts: tuple[Part, ...]

    @property
    def questions(self) -> list[Question]:
        """Return all questions in their order."""
        return [one.row for part in self.parts for one in part.questions]

    @property
    def minutes(self) -> int:
        """Return about how long answering takes."""
        seconds = sum(SECONDS.get(one.kind, A_LITTLE) for one in self.questions)
        return max(5, -(-seconds // 300) * 5)


def consultation(session: Session, slug: str) -> Consultation:
    """Return a consultation by the name in its address.

    Raises:
        NotFound: there is none.

    """
    found = session.scalar(select(Consultation).where(Consultation.slug == slug))
    if found is None:
        raise NotFound
    return found


def consultations(session: Session, states: Collection[State]) -> list[Consultation]:
    """Return the consultations in some states, the latest end first."""
    rows = select(Consultation).where(Consultation.state.in_(states))
    return list(session.scalars(rows.order_by(Consultation.closes_at.desc(), Consultation.id)))


def words_of(
    session: Session, subject_type: str, ids: Iterable[uuid.UUID], locale: Locale
) -> dict[uuid.UUID, dict[str, Reading]]:
    """Return the texts of records by field, in a language or its honest fallback; three queries."""
    wanted = list(ids)
    texts = session.scalars(
        select(Text).where(Text.subject_type == subject_type, Text.subject_id.in_(wanted))
    ).all()
    readings = read(session, texts, locale)
    found: dict[uuid.UUID, dict[str, Reading]] = {one: {} for one in wanted}
    for text in texts:
        if text.id in readings:
            found[text.subject_id][text.field] = readings[text.id]
    return found


def titles(
    session: Session, rows: Sequence[Consultation], locale: Locale
) -> dict[uuid.UUID, Reading]:
    """Return the titles of consultations."""
    words = words_of(session, "consultation", [row.id for row in rows], locale)
    return {one: fields["title"] for one, fields in words.items()}


def sections(session: Session, consultation_id: uuid.UUID) -> list[Section]:
    """Return the sections in their order."""
    rows = select(Section).where(Section.consultation_id == consultation_id)
    return list(session.scalars(rows.order_by(Section.position)))


def questions(session: Session, consultation_id: uuid.UUID) -> list[Question]:
    """Return the questions in the order of the questionnaire."""
    rows = select(Question).join(Section, Section.id == Question.section_id)
    wanted = rows.where(Question.consultation_id == consultation_id)
    return list(session.scalars(wanted.order_by(Section.position, Question.position)))


def question(session: Session, consultation_id: uuid.UUID, question_id: uuid.UUID) -> Question:
    """Return a question of a consultation.

    Raises:
        NotFound: it has no such question.

    """
    found = session.get(Question, question_id)
    if found is None or found.consultation_id != consultation_id:
        raise NotFound
    return found


def section(session: Session, consultation_id: uuid.UUID, section_id: uuid.UUID) -> Section:
    """Return a section of a consultation.

    Raises:
        NotFound: it has no such section.

    """
    found = session.get(Section, section_id)
    if found is None or found.consultation_id != consultation_id:
        raise NotFound
    return found


def questionnaire(session: Session, row: Consultation, locale: Locale) -> Questionnaire:
    """Return everything that is asked, in one language."""
    parts = sections(session, row.id)
    asked = questions(session, row.id)
    own = words_of(session, "consultation", [row.id], locale)[row.id]
    titled = words_of(session, "consultation_section", [one.id for one in parts], locale)
    said = words_of(session, "consultation_question", [one.id for one in asked], locale)
    return Questionnaire(
        row,
        own,
        tuple(
            Part(
                part,
                titled[part.id]["title"],
                tuple(Asking(one, said[one.id]) for one in asked if one.section_id == part.id),
            )
            for part in parts
        ),
    )


def invitees(session: Session, consultation_id: uuid.UUID) -> list[Invitee]:
    """Return who is asked, as it was fixed at the opening."""
    rows = select(Invitee).where(Invitee.consultation_id == consultation_id)
    return list(session.scalars(rows.order_by(Invitee.organisation_id)))


def invitee(
    session: Session, consultation_id: uuid.UUID, organisation_id: uuid.UUID
) -> Invitee | None:
    """Return the invitation of an organisation, or None."""
    return session.scalar(
        select(Invitee).where(
            Invitee.consultation_id == consultation_id, Invitee.organisation_id == organisation_id
        )
    )


def invited_to(
    session: Session, ids: Collection[uuid.UUID], now: datetime
) -> list[tuple[Consultation, uuid.UUID]]:
    """Return the open consultations that some organisations are asked in, each with who is."""
    if not ids:
        return []
    rows = session.execute(
        select(Consultation, Invitee.organisation_id)
        .join(Invitee, Invitee.consultation_id == Consultation.id)
        .where(
            Invitee.organisation_id.in_(list(ids)),
            Consultation.state == State.OPEN,
            Consultation.closes_at > now,
        )
        .order_by(Consultation.closes_at, Invitee.organisation_id)
    )
    return [(row.Consultation, row.organisation_id) for row in rows]


def busy(session: Session, ids: Collection[uuid.UUID], at: datetime) -> dict[uuid.UUID, int]:
    """Return how many consultations each organisation has open at an instant, where it has any."""
    rows = session.execute(
        select(Invitee.organisation_id, func.count())
        .join(Consultation, Consultation.id == Invitee.consultation_id)
        .where(
            Invitee.organisation_id.in_(list(ids)),
            Consultation.state == State.OPEN,
            Consultation.closes_at > at,
        )
        .group_by(Invitee.organisation_id)
    )
    return {row[0]: row[1] for row in rows}


def recommendations(session: Session, consultation_id: uuid.UUID) -> list[Recommendation]:
    """Return what members asked for, in its order."""
    rows = select(Recommendation).where(Recommendation.consultation_id == consultation_id)
    return list(session.scalars(rows.order_by(Recommendation.position)))


def recommendation(
    session: Session, consultation_id: uuid.UUID, recommendation_id: uuid.UUID
) -> Recommendation:
    """Return a recommendation of a consultation.

    Raises:
        NotFound: it has no such recommendation.

    """
    found = session.get(Recommendation, recommendation_id)
    if found is None or found.consultation_id != consultation_id:
        raise NotFound
    return found


def records_of(session: Session, row: Consultation) -> set[tuple[str, uuid.UUID]]:
    """Return every record of a consultation that has texts, by kind and identifier."""
    return {
        ("consultation", row.id),
        *(("consultation_section", one.id) for one in sections(session, row.id)),
        *(("consultation_question", one.id) for one in questions(session, row.id)),
        *(("consultation_recommendation", one.id) for one in recommendations(session, row.id)),
    }
