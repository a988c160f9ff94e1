"""Tables of applications: what was written, who examined it, each step.

Nothing that could name the applicant is readable without the key, the country included. When
`forget_from` is set, a row goes whole 60 days after it, and all that belongs to an application
goes together; the tables are named so that the parts sort, and go, before the whole.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from nswp_gov.applications.states import (
    DRAFT_LASTS,
    Act,
    Answer,
    By,
    Capacity,
    Knows,
    State,
    VerifierState,
)
from nswp_gov.rules.languages import Locale
from nswp_gov.store.base import Base, Governed
from nswp_gov.store.crypto import Encrypted, EncryptedJson
from nswp_gov.store.retention import Retention, delete_after
from nswp_gov.store.types import enum_by_value

KIND = "application"


def _forgotten() -> Retention:
    return delete_after(DRAFT_LASTS.days, since="forget_from", kind=KIND)


class Application(Governed, Base):
    """One organisation's wish to belong. `waits_since`: since when its reviewers are awaited."""

    __tablename__ = "membership_application"
    __retention__ = _forgotten()
    __personal__ = (
        "answers",
        "email",
        "region",
        "region_reason",
        "category",
        "name_index",
        "told",
        "appeal",
        "welcome",
    )

    token_hash: Mapped[str] = mapped_column(unique=True, info={"journal": False})
    phrase_hash: Mapped[str] = mapped_column(info={"journal": False})
    locale: Mapped[Locale] = mapped_column(enum_by_value(Locale))
    state: Mapped[State] = mapped_column(enum_by_value(State), index=True)
    answers: Mapped[Any] = mapped_column(EncryptedJson("application.answers"))
    email: Mapped[str | None] = mapped_column(Encrypted("application.email"))
    region: Mapped[str | None] = mapped_column(Encrypted("application.region"))
    region_reason: Mapped[str | None] = mapped_column(Encrypted("application.region_reason"))
    category: Mapped[str | None] = mapped_column(Encrypted("application.category"))
    name_index: Mapped[str | None]
    saved_at: Mapped[datetime]
    handed_in_at: Mapped[datetime | None]
    waits_since: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    told: Mapped[str | None] = mapped_column(Encrypted("application.told"))
    appeal: Mapped[str | None] = mapped_column(Encrypted("application.appeal"))
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organisation.id"))
    # What the applicant is to take away: the way to an account, the code that hides at once.
    welcome: Mapped[Any] = mapped_column(
        EncryptedJson("application.welcome"), nullable=True, info={"journal": False}
    )
    forget_from: Mapped[datetime | None]


class Document(Governed, Base):
    """A file that the applicant added; its bytes are in the store of files, encrypted."""

    __tablename__ = "application_document"
    __retention__ = _forgotten()
    __part_of__: ClassVar[str] = "application_id"

    application_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("membership_application.id"), index=True
    )
    file_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stored_file.id"))
    forget_from: Mapped[datetime | None]


class Inquiry(Governed, Base):
    """A question to the applicant, and the answer."""

    __tablename__ = "application_inquiry"
    __retention__ = _forgotten()
    __part_of__: ClassVar[str] = "application_id"
    __personal__ = ("words", "answer")

    application_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("membership_application.id"), index=True
    )
    words: Mapped[str] = mapped_column(Encrypted("application_inquiry.words"))
    asked_at: Mapped[datetime]
    asked_by: Mapped[uuid.UUID | None]
    answer: Mapped[str | None] = mapped_column(Encrypted("application_inquiry.answer"))
    answered_at: Mapped[datetime | None]
    forget_from: Mapped[datetime | None]


class Recommendation(Governed, Base):
    """What a reviewer recommends, why, and how it was verified. `told`: what may be handed on."""

    __tablename__ = "application_recommendation"
    __retention__ = _forgotten()
    __part_of__: ClassVar[str] = "application_id"
    __personal__ = ("reason", "how", "told")
    __table_args__ = (UniqueConstraint("application_id", "person_id"),)

    application_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("membership_application.id"), index=True
    )
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    capacity: Mapped[Capacity] = mapped_column(enum_by_value(Capacity))
    answer: Mapped[Answer] = mapped_column(enum_by_value(Answer))
    reason: Mapped[str] = mapped_column(Encrypted("application_recommendation.reason"))
    how: Mapped[str] = mapped_column(Encrypted("application_recommendation.how"))
    told: Mapped[str | None] = mapped_column(Encrypted("application_recommendation.told"))
    given_at: Mapped[datetime]
    forget_from: Mapped[datetime | None]


class Recusal(Governed, Base):
    """A reviewer stepped aside, and why."""

    __tablename__ = "application_recusal"
    __retention__ = _forgotten()
    __part_of__: ClassVar[str] = "application_id"
    __personal__ = ("reason",)
    __table_args__ = (UniqueConstraint("application_id", "person_id"),)

    application_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("membership_application.id"), index=True
    )
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(Encrypted("application_recusal.reason"))
    at: Mapped[datetime]
    forget_from: Mapped[datetime | None]


class Step(Governed, Base):
    """One step: what, when, who, why. `about`: the person it concerns, where that is another."""

    __tablename__ = "application_step"
    __retention__ = _forgotten()
    __part_of__: ClassVar[str] = "application_id"
    __personal__ = ("why",)

    application_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("membership_application.id"), index=True
    )
    number: Mapped[int]
    act: Mapped[Act] = mapped_column(enum_by_value(Act))
    at: Mapped[datetime]
    by: Mapped[By] = mapped_column(enum_by_value(By))
    person_id: Mapped[uuid.UUID | None]
    about: Mapped[uuid.UUID | None]
    why: Mapped[str | None] = mapped_column(Encrypted("application_step.why"))
    forget_from: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("application_id", "number"),)


class Verification(Governed, Base):
    """Somebody outside the review who is asked what they know; once the applicant agreed."""

    __tablename__ = "application_verification"
    __retention__ = _forgotten()
    __part_of__: ClassVar[str] = "application_id"
    __personal__ = ("name", "email", "questions", "answer")

    application_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("membership_application.id"), index=True
    )
    named_by: Mapped[uuid.UUID | None]
    named_at: Mapped[datetime]
    name: Mapped[str] = mapped_column(Encrypted("application_verification.name"))
    email: Mapped[str | None] = mapped_column(Encrypted("application_verification.email"))
    locale: Mapped[Locale] = mapped_column(enum_by_value(Locale))
    questions: Mapped[str] = mapped_column(Encrypted("application_verification.questions"))
    state: Mapped[VerifierState] = mapped_column(enum_by_value(VerifierState))
    token_hash: Mapped[str | None] = mapped_column(unique=True, info={"journal": False})
    expires_at: Mapped[datetime | None]
    knows: Mapped[Knows | None] = mapped_column(enum_by_value(Knows))
    answer: Mapped[str | None] = mapped_column(Encrypted("application_verification.answer"))
    answered_at: Mapped[datetime | None]
    forget_from: Mapped[datetime | None]


PARTS = (Document, Inquiry, Recommendation, Recusal, Step, Verification)
