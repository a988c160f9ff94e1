"""Tables of those who come: a chosen name that goes, who was there, certificates, figures."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from nswp_gov.store.base import Base, Governed
from nswp_gov.store.crypto import Encrypted
from nswp_gov.store.retention import erase_after, keep


class Participant(Governed, Base):
    """Somebody who comes, by chosen name and nothing else.

    On `forget_on` the name goes, and with it which organisation sent them; that somebody of
    `region` was there stays, for the figures. `left_at`: they did not come after all.
    """

    __tablename__ = "training_participant"
    __retention__ = erase_after(0, since="forget_on", kind="participant")
    __personal__ = ("name", "country", "application_id")

    event_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("training_event.id"), index=True)
    application_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("training_application.id"), index=True
    )
    name: Mapped[str | None] = mapped_column(Encrypted("training_participant.name"))
    country: Mapped[str | None] = mapped_column(Encrypted("training_participant.country"))
    region: Mapped[str | None]
    left_at: Mapped[datetime | None]
    forget_on: Mapped[date]


class Presence(Governed, Base):
    """That a participant was in a lesson."""

    __tablename__ = "training_presence"
    __retention__ = keep("training")  # of somebody who has no name after a time

    lesson_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("training_lesson.id"), index=True)
    participant_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("training_participant.id"), index=True
    )

    __table_args__ = (UniqueConstraint("lesson_id", "participant_id"),)


class Certificate(Governed, Base):
    """A certificate. Its code is kept as a hash, and sealed for printing until the name goes."""

    __tablename__ = "training_certificate"
    __retention__ = erase_after(0, since="forget_on", kind="participant")
    __personal__ = ("code",)

    participant_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("training_participant.id"), index=True
    )
    event_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("training_event.id"), index=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    code: Mapped[str | None] = mapped_column(Encrypted("training_certificate.code"), deferred=True)
    issued_on: Mapped[date]
    revoked_on: Mapped[date | None]
    forget_on: Mapped[date]


class YearFigures(Governed, Base):
    """The figures of one year as they were published: only what is shown, and never changed.

    `table`: {"rows": [[region, programme or "", shown, count or null]], "total": [shown, count]}.
    """

    __tablename__ = "training_year"
    __retention__ = keep("training")

    year: Mapped[int] = mapped_column(unique=True)
    published_at: Mapped[datetime]
    table: Mapped[dict[str, Any]]
