"""Tables of membership: who belongs since when, in which category, how it stands."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from nswp_gov.membership.states import Standing
from nswp_gov.store.base import Base, Governed
from nswp_gov.store.crypto import Encrypted
from nswp_gov.store.dated import DatedFact, forbid_overlaps
from nswp_gov.store.retention import keep
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


forbid_overlaps(StandingFact)
