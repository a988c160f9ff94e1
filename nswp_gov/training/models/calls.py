"""Tables of calls: places by region, what is asked for, who applies."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from nswp_gov.store.base import Base, Governed
from nswp_gov.store.crypto import Encrypted, EncryptedJson
from nswp_gov.store.retention import erase_after, keep
from nswp_gov.store.types import enum_by_value
from nswp_gov.training.states import ANSWER_DAYS, CallState, State


class Call(Governed, Base):
    """A call for applications to an event: text `summary`.

    `places`: how many people from each region; `team`: how many of one country come together.
    """

    __tablename__ = "training_call"
    __retention__ = keep("training")

    event_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("training_event.id"), index=True)
    state: Mapped[CallState] = mapped_column(enum_by_value(CallState))
    closes_at: Mapped[datetime]
    places: Mapped[dict[str, Any]]
    team: Mapped[int]
    answer_days: Mapped[int] = mapped_column(default=ANSWER_DAYS)


class Criterion(Governed, Base):
    """What applicants are asked, and chosen by: text `words`."""

    __tablename__ = "training_criterion"
    __retention__ = keep("training")

    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("training_call.id"), index=True)
    position: Mapped[int]

    __table_args__ = (UniqueConstraint("call_id", "position"),)


class PlaceApplication(Governed, Base):
    """The application of a member organisation for places of one team.

    `region` and `country` are those of the day on which it applied. `answers`: by criterion.
    `waits`: its place on the waiting list of its region. `reason`: what the applicant is told.
    """

    __tablename__ = "training_application"
    __retention__ = erase_after(0, since="forget_on", kind="participant")
    __personal__ = ("country", "answers", "reason")

    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("training_call.id"))
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    state: Mapped[State] = mapped_column(enum_by_value(State))
    region: Mapped[str]
    country: Mapped[str | None] = mapped_column(Encrypted("training_application.country"))
    people: Mapped[int]
    answers: Mapped[Any] = mapped_column(
        EncryptedJson("training_application.answers"), nullable=True
    )
    reason: Mapped[str | None] = mapped_column(Encrypted("training_application.reason"))
    received_at: Mapped[datetime]
    waits: Mapped[int | None]
    offered_at: Mapped[datetime | None]
    answer_by: Mapped[datetime | None]
    moved_up: Mapped[bool] = mapped_column(default=False)  # by a place that became free
    forget_on: Mapped[date]

    __table_args__ = (
        UniqueConstraint("call_id", "organisation_id"),
        Index("ix_training_application_due", "state", "answer_by"),
    )
