"""Tables of consultations.

While one is open, what organisations write lies in two tables of sealed rows of one size, under a
key outside the database (docs/consultations.md). At the close the answers are kept one by one; an
answer of a reply without a name has nothing that leads to another answer, or to an organisation.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from nswp_gov.consultations.states import ANSWERS_KEPT, Kind, Outcome, Readers, State
from nswp_gov.rules.languages import Locale
from nswp_gov.store.base import Base, Governed, Identified
from nswp_gov.store.crypto import EncryptedJson
from nswp_gov.store.retention import erase_after, keep
from nswp_gov.store.types import enum_by_value


class Consultation(Governed, Base):
    """Something that members are asked. Title, purpose and report are texts.

    `categories`, `regions`: who is invited when it opens; no entry: all. `guard_reason`: why it
    was opened although some organisations have several open already.
    """

    __tablename__ = "consultation"
    __retention__ = keep("consultation")

    slug: Mapped[str] = mapped_column(unique=True)
    state: Mapped[State] = mapped_column(enum_by_value(State), index=True)
    locale: Mapped[Locale] = mapped_column(enum_by_value(Locale))
    categories: Mapped[list[str]]
    regions: Mapped[list[str]]
    readers: Mapped[Readers] = mapped_column(enum_by_value(Readers))
    closes_at: Mapped[datetime]
    opens_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    reported_at: Mapped[datetime | None]
    guard_reason: Mapped[str | None]


class Section(Governed, Base):
    """A page of questions. Its title is a text."""

    __tablename__ = "consultation_section"
    __retention__ = keep("consultation")

    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultation.id"), index=True)
    position: Mapped[int]


class Question(Governed, Base):
    """One question, or one paragraph of a draft text; its words are texts.

    `options`, `rows`: keys of what can be ticked and, in a matrix, of its lines. `bounds`: lower
    bounds of the groups in which numbers are counted. `if_question_id`, `if_option`: it is asked
    only where that question was answered so. `clause_id`: the clause that a paragraph comes from.
    """

    __tablename__ = "consultation_question"
    __retention__ = keep("consultation")

    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultation.id"), index=True)
    section_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultation_section.id"), index=True)
    position: Mapped[int]
    kind: Mapped[Kind] = mapped_column(enum_by_value(Kind))
    is_required: Mapped[bool] = mapped_column(default=False)
    options: Mapped[list[str]]
    rows: Mapped[list[str]]
    bounds: Mapped[list[str]]
    number: Mapped[str | None]
    if_question_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("consultation_question.id"))
    if_option: Mapped[str | None]
    clause_id: Mapped[uuid.UUID | None]


class Invitee(Identified, Base):
    """An organisation that is asked, as the register was at the opening; never changed."""

    __tablename__ = "consultation_invitee"
    __retention__ = keep("consultation")
    __table_args__ = (UniqueConstraint("consultation_id", "organisation_id"),)

    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultation.id"), index=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    region: Mapped[str | None]


class ConsultationDraft(Base):
    """What the people of one organisation have written so far, sealed; all rows of one size."""

    __tablename__ = "consultation_draft"
    __retention__ = keep("consultation draft")  # all are deleted at the close, with the key
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's own form

    consultation_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("consultation.id"), primary_key=True
    )
    organisation_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("organisation.id"), primary_key=True
    )
    sealed: Mapped[bytes]


class ConsultationSlot(Base):
    """One reply that was handed in, sealed, under a keyed pseudonym. No time, no organisation."""

    __tablename__ = "consultation_slot"
    __retention__ = keep("consultation draft")  # all are deleted at the close, with the key
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's own form

    consultation_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("consultation.id"), primary_key=True
    )
    slot: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    sealed: Mapped[bytes]


class ConsultationAnswer(Identified, Base):
    """One answer to one question, kept at the close among all the others in random order.

    `organisation_id` only by name, `region` by name or by region; a reply without either is not
    held together by anything. Each reply has one row a question, `value` None where it has none.
    """

    __tablename__ = "consultation_answer"
    __retention__ = erase_after(ANSWERS_KEPT, since="closed_on", kind="consultation answer")
    __personal__ = ("value",)
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's own form

    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultation.id"), index=True)
    question_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultation_question.id"))
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organisation.id"))
    region: Mapped[str | None]
    locale: Mapped[str | None]  # of the reply; None where that would point at somebody
    value: Mapped[Any] = mapped_column(EncryptedJson("consultation_answer.value"), nullable=True)
    closed_on: Mapped[date]


class Recommendation(Governed, Base):
    """What members asked for, and what was done with it: both texts."""

    __tablename__ = "consultation_recommendation"
    __retention__ = keep("consultation")

    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultation.id"), index=True)
    position: Mapped[int]
    outcome: Mapped[Outcome] = mapped_column(enum_by_value(Outcome))
