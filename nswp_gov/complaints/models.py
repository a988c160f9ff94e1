"""Tables of complaints: what was said, who may read it, each step.

Whatever says something is encrypted: the words, the names, the outcome. When `forget_from` is set,
a row goes whole 60 days after it, and all that belongs to a complaint goes together; the tables
are named so that the parts sort, and go, before the whole. A hold on a complaint holds its parts.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from nswp_gov.complaints.states import DRAFT_LASTS, Act, By, Left, Stage, State
from nswp_gov.rules.languages import Locale
from nswp_gov.store.base import Base, Governed, Identified
from nswp_gov.store.crypto import Encrypted, EncryptedJson
from nswp_gov.store.retention import Retention, delete_after, keep
from nswp_gov.store.types import enum_by_value

KIND = "complaint"


def _forgotten() -> Retention:
    return delete_after(DRAFT_LASTS.days, since="forget_from", kind=KIND)


class Complaint(Governed, Base):
    """What somebody complains of. `said`: words, wish, who, organisation, own, people.

    `barred`: person → why they never read it, whatever they hold. `outcome` is an `Outcome`; its
    reasons are texts, in the language of whoever raised it at least.
    """

    __tablename__ = "network_complaint"
    __retention__ = _forgotten()
    __personal__ = ("said", "barred", "email", "appeal", "outcome", "first_outcome")

    token_hash: Mapped[str] = mapped_column(unique=True, info={"journal": False})
    phrase_hash: Mapped[str] = mapped_column(info={"journal": False})
    locale: Mapped[Locale] = mapped_column(enum_by_value(Locale))
    state: Mapped[State] = mapped_column(enum_by_value(State), index=True)
    said: Mapped[Any] = mapped_column(EncryptedJson("complaint.said"))
    barred: Mapped[Any] = mapped_column(EncryptedJson("complaint.barred"))
    email: Mapped[str | None] = mapped_column(Encrypted("complaint.email"))
    appeal: Mapped[str | None] = mapped_column(Encrypted("complaint.appeal"))
    outcome: Mapped[str | None] = mapped_column(Encrypted("complaint.outcome"))
    first_outcome: Mapped[str | None] = mapped_column(Encrypted("complaint.first_outcome"))
    saved_at: Mapped[datetime]
    handed_in_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]  # until when the next thing is to be done
    outcome_due_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    forget_from: Mapped[datetime | None]


class Reader(Governed, Base):
    """Somebody admitted to one complaint. `admitted_by` None: by the rule."""

    __tablename__ = "complaint_circle"
    __retention__ = _forgotten()
    __personal__ = ("why",)
    __part_of__: ClassVar[str] = "complaint_id"
    __table_args__ = (Index("ix_complaint_circle_person", "person_id", "until_at"),)

    complaint_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("network_complaint.id"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    number: Mapped[int]  # in which order they came
    stage: Mapped[Stage] = mapped_column(enum_by_value(Stage))
    from_at: Mapped[datetime]
    until_at: Mapped[datetime | None]
    left: Mapped[Left | None] = mapped_column(enum_by_value(Left))
    admitted_by: Mapped[uuid.UUID | None]
    why: Mapped[str | None] = mapped_column(Encrypted("complaint_circle.why"))
    forget_from: Mapped[datetime | None]


class Document(Governed, Base):
    """A file that was added; its bytes are in the store of files, encrypted."""

    __tablename__ = "complaint_document"
    __retention__ = _forgotten()
    __part_of__: ClassVar[str] = "complaint_id"

    complaint_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("network_complaint.id"), index=True)
    file_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stored_file.id"))
    forget_from: Mapped[datetime | None]


class Measure(Governed, Base):
    """What the circle has arranged to be done."""

    __tablename__ = "complaint_measure"
    __retention__ = _forgotten()
    __personal__ = ("words",)
    __part_of__: ClassVar[str] = "complaint_id"

    complaint_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("network_complaint.id"), index=True)
    words: Mapped[str] = mapped_column(Encrypted("complaint_measure.words"))
    due_on: Mapped[date]
    done_at: Mapped[datetime | None]
    forget_from: Mapped[datetime | None]


class Message(Governed, Base):
    """What one side wrote to the other. `person_id` None: whoever raised it."""

    __tablename__ = "complaint_message"
    __retention__ = _forgotten()
    __personal__ = ("words",)
    __part_of__: ClassVar[str] = "complaint_id"

    complaint_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("network_complaint.id"), index=True)
    number: Mapped[int]
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    words: Mapped[str] = mapped_column(Encrypted("complaint_message.words"))
    written_at: Mapped[datetime]
    forget_from: Mapped[datetime | None]


class Step(Governed, Base):
    """One step: what, when, who, why. `about`: the person it concerns, where that is another."""

    __tablename__ = "complaint_step"
    __retention__ = _forgotten()
    __personal__ = ("why", "about")
    __part_of__: ClassVar[str] = "complaint_id"
    __table_args__ = (UniqueConstraint("complaint_id", "number"),)

    complaint_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("network_complaint.id"), index=True)
    number: Mapped[int]
    act: Mapped[Act] = mapped_column(enum_by_value(Act))
    at: Mapped[datetime]
    by: Mapped[By] = mapped_column(enum_by_value(By))
    person_id: Mapped[uuid.UUID | None]
    about: Mapped[str | None] = mapped_column(Encrypted("complaint_step.about"))
    why: Mapped[str | None] = mapped_column(Encrypted("complaint_step.why"))
    forget_from: Mapped[datetime | None]


class ComplaintYear(Identified, Base):
    """How many complaints ended how in one year; it says nothing of any of them."""

    __tablename__ = "complaint_year"
    __retention__ = keep("numbers of complaints")

    year: Mapped[int] = mapped_column(unique=True)
    ended: Mapped[Any] = mapped_column(EncryptedJson("complaint_year.ended"))


PARTS = (Reader, Document, Measure, Message, Step)
