"""Tables of membership: who belongs since when, in which category, how it stands."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from nswp_gov.membership.states import Asked, Exported, Standing
from nswp_gov.store.base import Base, Governed
from nswp_gov.store.crypto import Encrypted
from nswp_gov.store.dated import DatedFact, forbid_overlaps
from nswp_gov.store.retention import erase_after, keep
from nswp_gov.store.types import enum_by_value


class Membership(Governed, Base):
    """One stay of an organisation in the network."""

    __tablename__ = "membership"
    __retention__ = keep("membership")

    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    admitted_on: Mapped[date]
    ended_on: Mapped[date | None]

    __table_args__ = (
        CheckConstraint("ended_on IS NULL OR ended_on >= admitted_on", name="interval"),
        Index(
            "uq_membership_running",
            "organisation_id",
            unique=True,
            sqlite_where=text("ended_on IS NULL"),
            postgresql_where=text("ended_on IS NULL"),
        ),
    )


class CategoryFact(DatedFact, Base):
    """The category of an organisation from one day until another, unreadable without the key."""

    __tablename__ = "category_fact"
    __retention__ = keep("membership")
    __personal__ = ("reason",)
    __fact__ = ("organisation_id",)

    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    category: Mapped[str] = mapped_column(Encrypted("category_fact.category"))
    reason: Mapped[str] = mapped_column(Encrypted("category_fact.reason"))


forbid_overlaps(CategoryFact)


class StandingFact(DatedFact, Base):
    """How a membership stands from one day until another."""

    __tablename__ = "standing_fact"
    __retention__ = keep("membership")
    __personal__ = ("reason",)
    __fact__ = ("organisation_id",)

    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    standing: Mapped[Standing] = mapped_column(enum_by_value(Standing))
    reason: Mapped[str] = mapped_column(Encrypted("standing_fact.reason"))
    review_on: Mapped[date | None]  # when a suspension is looked at again


forbid_overlaps(StandingFact)


class Renewal(DatedFact, Base):
    """A term for which a membership was renewed: it runs out on `until_on`."""

    __tablename__ = "renewal"
    __retention__ = keep("membership")
    __personal__ = ("reason",)
    __fact__ = ("organisation_id",)

    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    reason: Mapped[str] = mapped_column(Encrypted("renewal.reason"))


forbid_overlaps(Renewal)


class RegisterExport(Governed, Base):
    """Somebody took the register away as a file: who, when, of which day, how many lines."""

    __tablename__ = "register_export"
    __retention__ = keep("exports")

    what: Mapped[Exported] = mapped_column(enum_by_value(Exported))
    file_kind: Mapped[str]
    day: Mapped[date]
    earlier: Mapped[date | None]  # of a difference: the day it starts from
    known_at: Mapped[datetime | None]
    lines: Mapped[int]
    taken_at: Mapped[datetime]
    taken_by: Mapped[uuid.UUID | None]


class Merger(Governed, Base):
    """Two records were one organisation: `gone` lives on in `kept`; nothing of it is deleted."""

    __tablename__ = "merger"
    __retention__ = keep("membership")
    __personal__ = ("reason",)

    kept_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    gone_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), unique=True)
    reason: Mapped[str] = mapped_column(Encrypted("merger.reason"))
    merged_at: Mapped[datetime]
    merged_by: Mapped[uuid.UUID | None]

    __table_args__ = (CheckConstraint("kept_id <> gone_id", name="two"),)


class DistinctPair(Governed, Base):
    """Two organisations that look alike and are not one: nobody is asked again."""

    __tablename__ = "distinct_pair"
    __retention__ = keep("membership")

    first_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"))
    second_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"))
    said_at: Mapped[datetime]
    said_by: Mapped[uuid.UUID | None]

    __table_args__ = (UniqueConstraint("first_id", "second_id"),)


class StatutoryPeriod(Governed, Base):
    """From when until when the network kept the register that company law asks for."""

    __tablename__ = "statutory_period"
    __retention__ = keep("membership")
    __personal__ = ("reason",)

    from_at: Mapped[datetime]
    until_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Encrypted("statutory_period.reason"))
    begun_by: Mapped[uuid.UUID | None]
    ended_by: Mapped[uuid.UUID | None]


class RecordAddress(DatedFact, Base):
    """The address of record of a member in the statutory register, unreadable without the key."""

    __tablename__ = "record_address"
    __retention__ = keep("membership")
    __personal__ = ("address",)
    __fact__ = ("organisation_id",)

    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    address: Mapped[str] = mapped_column(Encrypted("record_address.address"))


forbid_overlaps(RecordAddress)


class InspectionRequest(Governed, Base):
    """Somebody asks to see the statutory register: who, what for, whom they would tell."""

    __tablename__ = "inspection_request"
    __retention__ = erase_after(3650, since="received_at", kind="inspection of the register")
    __personal__ = ("who", "address", "purpose", "onward", "outcome")

    who: Mapped[str] = mapped_column(Encrypted("inspection_request.who"))
    address: Mapped[str] = mapped_column(Encrypted("inspection_request.address"))
    purpose: Mapped[str] = mapped_column(Encrypted("inspection_request.purpose"))
    onward: Mapped[str] = mapped_column(Encrypted("inspection_request.onward"))
    received_at: Mapped[datetime]
    received_on: Mapped[date]
    due_on: Mapped[date]
    state: Mapped[Asked] = mapped_column(enum_by_value(Asked))
    answered_on: Mapped[date | None]
    answered_by: Mapped[uuid.UUID | None]
    outcome: Mapped[str | None] = mapped_column(Encrypted("inspection_request.outcome"))
