"""Tables of motions before a meeting, of amendments, and of resolutions in writing."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from nswp_gov.meetings.models.keeping import inside
from nswp_gov.store.base import Base, Governed
from nswp_gov.store.crypto import Encrypted
from nswp_gov.store.retention import keep


class MotionFiling(Governed, Base):
    """Who put a motion in before the meeting, and for which organisation."""

    __tablename__ = "motion_filing"
    __retention__ = keep("minutes")
    __personal__ = ("person_id", "organisation_id")

    motion_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("motion.id"), unique=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organisation.id"))
    filed_at: Mapped[datetime]


class Amendment(Governed, Base):
    """That one motion would change another: its text is the other's as it would read.

    `against`: the revision of the other's text that it was written against.
    """

    __tablename__ = "amendment"
    __retention__ = keep("minutes")

    motion_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("motion.id"), unique=True)
    amends_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("motion.id"), index=True)
    against: Mapped[int]


class Written(Governed, Base):
    """That a meeting is held in writing: one motion, answered by each vote until an instant."""

    __tablename__ = "written_resolution"
    __retention__ = keep("minutes")

    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("meeting.id"), unique=True)
    motion_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("motion.id"))
    closes_at: Mapped[datetime]


class Voice(Governed, Base):
    """What was answered in writing for one vote; it may be changed until the close."""

    __tablename__ = "written_voice"
    __retention__ = inside("written_id.meeting_id.starts_at", "choice")
    __personal__ = ("person_id", "mandate_id", "choice")
    __table_args__ = (UniqueConstraint("written_id", "mandate_id"),)

    written_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("written_resolution.id"))
    mandate_id: Mapped[uuid.UUID]  # of a seat or an organisation
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    choice: Mapped[str] = mapped_column(Encrypted("written_voice.choice"))  # states.Choice
    said_at: Mapped[datetime]
