"""Tables that no public page reads. What could name a hidden organisation is encrypted."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from nswp_gov.directory.states import (
    Answered,
    Capacity,
    Level,
    ProfileField,
    Readers,
    Risk,
    Scope,
    Tie,
    TieState,
    Withdrawal,
)
from nswp_gov.rules.languages import Locale
from nswp_gov.store.base import Base, Governed
from nswp_gov.store.crypto import Encrypted, EncryptedJson
from nswp_gov.store.dated import DatedFact, forbid_overlaps
from nswp_gov.store.retention import erase_after, keep
from nswp_gov.store.types import enum_by_value

NAME_LABEL = "organisation.name"


class Organisation(Governed, Base):
    """A legal or informal group. `is_current`: the register holds a running membership."""

    __tablename__ = "organisation"
    __retention__ = keep("organisation")
    __personal__ = ("name", "name_index")

    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(Encrypted(NAME_LABEL))
    name_index: Mapped[str] = mapped_column(index=True)
    locale: Mapped[Locale] = mapped_column(enum_by_value(Locale))  # in which it writes
    country: Mapped[str | None] = mapped_column(index=True)
    level: Mapped[Level] = mapped_column(enum_by_value(Level))
    is_current: Mapped[bool] = mapped_column(default=False)
    confirmed_on: Mapped[date | None] = mapped_column(index=True)


class ProfileValue(Governed, Base):
    """One field of a profile: who may see it, and its value unless it is a text or a fact."""

    __tablename__ = "profile_value"
    __retention__ = keep("organisation")
    __personal__ = ("value",)

    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"))
    field: Mapped[ProfileField] = mapped_column(enum_by_value(ProfileField))
    readers: Mapped[Readers] = mapped_column(enum_by_value(Readers))
    value: Mapped[Any] = mapped_column(EncryptedJson("profile_value.value"), nullable=True)

    __table_args__ = (UniqueConstraint("organisation_id", "field"),)


class Consent(Governed, Base):
    """What an organisation agreed to show, to whom, on which words. One holds at a time."""

    __tablename__ = "consent"
    __retention__ = keep("consent")
    __personal__ = ("by_phone",)

    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    number: Mapped[int]
    to_public: Mapped[list[str]]
    to_members: Mapped[list[str]]
    shown_in: Mapped[Locale] = mapped_column(enum_by_value(Locale))
    words_version: Mapped[int]
    given_at: Mapped[datetime]
    given_by: Mapped[uuid.UUID | None]
    by_phone: Mapped[str | None] = mapped_column(Encrypted("consent.by_phone"))
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[uuid.UUID | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[uuid.UUID | None]
    withdrawal: Mapped[Withdrawal | None] = mapped_column(enum_by_value(Withdrawal))

    __table_args__ = (
        UniqueConstraint("organisation_id", "number"),
        Index(
            "uq_consent_holding",
            "organisation_id",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )


class Placement(DatedFact, Base):
    """The region an organisation belongs to, where it is not its country's own."""

    __tablename__ = "placement"
    __retention__ = keep("organisation")
    __personal__ = ("reason",)
    __fact__ = ("organisation_id",)

    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    region: Mapped[str]
    reason: Mapped[str] = mapped_column(Encrypted("placement.reason"))


forbid_overlaps(Placement)


class CountryRisk(DatedFact, Base):
    """How dangerous being listed is in a country, as the secretariat judges it."""

    __tablename__ = "country_risk"
    __retention__ = keep("country risk")
    __fact__ = ("country",)

    country: Mapped[str] = mapped_column(index=True)
    risk: Mapped[Risk] = mapped_column(enum_by_value(Risk))
    reason: Mapped[str] = mapped_column(Encrypted("country_risk.reason"))


forbid_overlaps(CountryRisk)


class Representative(Governed, Base):
    """A person who acts for an organisation, from an instant until another."""

    __tablename__ = "representative"
    __retention__ = keep("organisation")

    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    capacity: Mapped[Capacity] = mapped_column(enum_by_value(Capacity))
    from_at: Mapped[datetime]
    until_at: Mapped[datetime | None]
    appointed_by: Mapped[uuid.UUID | None]
    seconded_by: Mapped[uuid.UUID | None]

    __table_args__ = (
        CheckConstraint("until_at IS NULL OR until_at >= from_at", name="interval"),
        Index(
            "uq_representative_delegate",
            "organisation_id",
            "capacity",
            unique=True,
            sqlite_where=text("until_at IS NULL AND capacity IN ('delegate', 'alternate')"),
            postgresql_where=text("until_at IS NULL AND capacity IN ('delegate', 'alternate')"),
        ),
    )


class Affiliation(Governed, Base):
    """`organisation` is tied to `other`; it holds once the other side accepted."""

    __tablename__ = "affiliation"
    __retention__ = keep("organisation")

    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    other_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    proposed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"))
    tie: Mapped[Tie] = mapped_column(enum_by_value(Tie))
    state: Mapped[TieState] = mapped_column(enum_by_value(TieState))
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    proposed_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("organisation_id <> other_id", name="two"),
        Index(
            "uq_affiliation_open",
            "organisation_id",
            "other_id",
            "tie",
            unique=True,
            sqlite_where=text("state IN ('proposed', 'accepted')"),
            postgresql_where=text("state IN ('proposed', 'accepted')"),
        ),
    )


class Unlisting(Governed, Base):
    """An emergency act: what it covered, who did it, how many organisations it reached."""

    __tablename__ = "unlisting"
    __retention__ = keep("unlisting")
    __personal__ = ("reason",)

    scope: Mapped[Scope] = mapped_column(enum_by_value(Scope))
    key: Mapped[str]
    reason: Mapped[str] = mapped_column(Encrypted("unlisting.reason"))
    reached: Mapped[int]
    done_at: Mapped[datetime]
    done_by: Mapped[uuid.UUID | None]  # None: a paper code


class HideCode(Governed, Base):
    """The paper code that hides an organisation without a sign-in; only its hash is kept."""

    __tablename__ = "hide_code"
    __retention__ = erase_after(30, since="replaced_at", kind="hide-us code")
    __personal__ = ("code_hash",)

    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    code_hash: Mapped[str | None] = mapped_column(unique=True, info={"journal": False})
    issued_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]


class Asking(Governed, Base):
    """That an organisation was asked whether its profile is still right. One is open at a time."""

    __tablename__ = "profile_asking"
    __retention__ = keep("organisation")

    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    begun_on: Mapped[date]
    asked_on: Mapped[date]
    times: Mapped[int]
    answered_on: Mapped[date | None]
    answered: Mapped[Answered | None] = mapped_column(enum_by_value(Answered))

    __table_args__ = (
        Index(
            "uq_profile_asking_open",
            "organisation_id",
            unique=True,
            sqlite_where=text("answered_on IS NULL"),
            postgresql_where=text("answered_on IS NULL"),
        ),
    )


class OfficeNote(Governed, Base):
    """What the office did in an organisation's place, and why: the organisation reads it."""

    __tablename__ = "office_note"
    __retention__ = keep("organisation")
    __personal__ = ("reason",)

    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    act: Mapped[str]
    reason: Mapped[str] = mapped_column(Encrypted("office_note.reason"))
    done_at: Mapped[datetime]
    done_by: Mapped[uuid.UUID | None]
