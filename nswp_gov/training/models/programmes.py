"""Tables of programmes: what they are, their modules, their events and who teaches."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from nswp_gov.rules.audience import PUBLIC, Audience, Step
from nswp_gov.store.base import Base, Governed
from nswp_gov.store.crypto import Encrypted
from nswp_gov.store.projection import Shown, shown
from nswp_gov.store.retention import erase_after, keep
from nswp_gov.store.types import enum_by_value
from nswp_gov.training.states import KEPT_MONTHS, EventState, Kind, ProgrammeState


class Programme(Governed, Base):
    """A programme: texts `title`, `summary`. `kept_months`: how long names are kept after it."""

    __tablename__ = "training_programme"
    __retention__ = keep("training")

    slug: Mapped[str] = mapped_column(unique=True)
    state: Mapped[ProgrammeState] = mapped_column(enum_by_value(ProgrammeState))
    audience: Mapped[Step] = mapped_column(enum_by_value(Step))
    topics: Mapped[list[str]]  # states.Topic
    kept_months: Mapped[int] = mapped_column(default=KEPT_MONTHS)


class Module(Governed, Base):
    """A part of a programme: texts `title`, `summary`; its materials are links to the library."""

    __tablename__ = "training_module"
    __retention__ = keep("training")

    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("training_programme.id"), index=True)
    position: Mapped[int]

    __table_args__ = (UniqueConstraint("programme_id", "position"),)


def _of(row: Event) -> Audience:
    return Audience(step=row.audience)


class Event(Governed, Base):
    """One session of a programme, in a zone of its own: texts `title`, and `directions`, sealed.

    Where exactly it is stands in `directions`, which only those who come read; all others read
    `country`, or that it is online. `region`: for whom it is; None: for everybody.
    """

    __tablename__ = "training_event"
    __retention__ = keep("training")
    __shown__: tuple[Shown, ...] = tuple(
        shown(name, _of)
        for name in (
            "id", "programme_id", "kind", "state", "starts_at", "ends_at", "zone", "is_online",
            "country", "region", "languages", "interpretation", "sequence",
        )
    )  # fmt: skip

    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("training_programme.id"), index=True)
    kind: Mapped[Kind] = mapped_column(enum_by_value(Kind))
    state: Mapped[EventState] = mapped_column(enum_by_value(EventState))
    audience: Mapped[Step] = mapped_column(enum_by_value(Step))
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    zone: Mapped[str]
    is_online: Mapped[bool]
    country: Mapped[str | None]
    region: Mapped[str | None]
    languages: Mapped[list[str]]
    interpretation: Mapped[list[str]]
    sequence: Mapped[int] = mapped_column(default=0)  # how often its time was changed
    concluded_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),)


class Lesson(Governed, Base):
    """One sitting of an event, in which attendance is taken; perhaps of a module."""

    __tablename__ = "training_lesson"
    __retention__ = keep("training")

    event_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("training_event.id"), index=True)
    module_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("training_module.id"))
    starts_at: Mapped[datetime]


class Teacher(Governed, Base):
    """Somebody of the faculty by chosen name; the public reads `public_name`, by consent only.

    Whoever has the link (`token_hash`) consents and takes it back, without an account.
    """

    __tablename__ = "training_teacher"
    __retention__ = erase_after(0, since="forget_on", kind="participant")
    __personal__ = ("name", "public_name", "token_hash")
    __shown__: tuple[Shown, ...] = (shown("public_name", PUBLIC),)

    event_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("training_event.id"), index=True)
    name: Mapped[str | None] = mapped_column(Encrypted("training_teacher.name"), deferred=True)
    public_name: Mapped[str | None]
    consented_at: Mapped[datetime | None]
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    forget_on: Mapped[date]


class DayOfAction(Governed, Base):
    """A day of every year on which the movement acts: text `title`."""

    __tablename__ = "day_of_action"
    __retention__ = keep("training")

    month: Mapped[int]
    day: Mapped[int]

    __table_args__ = (UniqueConstraint("month", "day"),)
