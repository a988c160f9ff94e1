"""Appointments by two people outside an organisation whose own editors cannot be reached."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from nswp_gov.directory.states import Capacity, JointState
from nswp_gov.store.base import Base, Governed
from nswp_gov.store.crypto import Encrypted
from nswp_gov.store.retention import keep
from nswp_gov.store.types import enum_by_value


class JointAppointment(Governed, Base):
    """The office wants to appoint somebody; a representative of the region has to agree.

    `ready_at`: when it takes effect unless somebody of the organisation stops it before.
    `region`: of the organisation, when it was asked for.
    """

    __tablename__ = "joint_appointment"
    __retention__ = keep("organisation")
    __personal__ = ("reason",)

    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    capacity: Mapped[Capacity] = mapped_column(enum_by_value(Capacity))
    region: Mapped[str]
    reason: Mapped[str] = mapped_column(Encrypted("joint_appointment.reason"))
    state: Mapped[JointState] = mapped_column(enum_by_value(JointState), index=True)
    asked_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    agreed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    ready_at: Mapped[datetime | None]
    ended_by: Mapped[uuid.UUID | None]  # None: the clock
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("agreed_by IS NULL OR agreed_by <> asked_by", name="two_people"),
        CheckConstraint(
            "person_id <> asked_by AND (agreed_by IS NULL OR person_id <> agreed_by)",
            name="not_oneself",
        ),
        Index(
            "uq_joint_appointment_open",
            "organisation_id",
            "person_id",
            "capacity",
            unique=True,
            sqlite_where=text("state IN ('asked', 'waiting')"),
            postgresql_where=text("state IN ('asked', 'waiting')"),
        ),
    )
