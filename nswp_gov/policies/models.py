"""Tables of institutions, their documents, and the positions that they take in them.

Nothing here is about a person or an organisation of the network: all of it is published elsewhere,
except who of us entered and reviewed it, which no page for readers shows.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from nswp_gov.policies.states import (
    LONGEST_QUOTATION,
    Found,
    InstitutionKind,
    InstrumentKind,
    Stance,
    State,
    Topic,
)
from nswp_gov.rules.audience import PUBLIC, SECRETARIAT, Audience
from nswp_gov.store.base import Base, Governed
from nswp_gov.store.projection import Shown, shown
from nswp_gov.store.retention import keep
from nswp_gov.store.types import enum_by_value


def _readers(row: Institution | Instrument) -> Audience:
    """Institutions and documents are public from their first public position on."""
    return PUBLIC if row.published_at is not None else SECRETARIAT


def _readers_of_position(row: Position) -> Audience:
    return PUBLIC if row.state is State.PUBLIC else SECRETARIAT


class Institution(Governed, Base):
    """An international or regional body outside the network. Its name is a text."""

    __tablename__ = "policy_institution"
    __retention__ = keep("policy")

    slug: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[InstitutionKind] = mapped_column(enum_by_value(InstitutionKind))
    acronym: Mapped[str | None]
    region: Mapped[str | None]  # None: the whole world
    address: Mapped[str | None]  # of its own site
    published_at: Mapped[datetime | None]

    __shown__: tuple[Shown, ...] = tuple(
        shown(name, _readers) for name in ("id", "slug", "kind", "acronym", "region", "address")
    )


class Instrument(Governed, Base):
    """A document of an institution: a treaty, a resolution, a report. Its title is a text.

    `official_title` and `language`: as it was published; `languages`: in which others it can be
    had there. `is_worldwide`, `regions`, `countries`: where it applies or what it speaks of.
    """

    __tablename__ = "policy_instrument"
    __retention__ = keep("policy")

    institution_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("policy_institution.id"), index=True
    )
    slug: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[InstrumentKind] = mapped_column(enum_by_value(InstrumentKind))
    official_title: Mapped[str]
    language: Mapped[str]
    languages: Mapped[list[str]]
    issued_on: Mapped[date]
    reference: Mapped[str | None]
    address: Mapped[str]
    is_worldwide: Mapped[bool]
    regions: Mapped[list[str]]
    countries: Mapped[list[str]]
    writers: Mapped[list[str]]  # who entered or amended it: they don't review what stands in it
    published_at: Mapped[datetime | None]

    __shown__: tuple[Shown, ...] = tuple(
        shown(name, _readers)
        for name in (
            "id",
            "slug",
            "kind",
            "official_title",
            "language",
            "languages",
            "issued_on",
            "reference",
            "address",
            "is_worldwide",
            "regions",
            "countries",
        )
    )


class Reach(Base):
    """Where a document applies, a row each: a country, a region, or `world`; made with it."""

    __tablename__ = "policy_reach"
    __retention__ = keep("policy")

    instrument_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("policy_instrument.id"), primary_key=True
    )
    code: Mapped[str] = mapped_column(primary_key=True, index=True)


class Position(Governed, Base):
    """What a document says on one topic: its stance, where exactly, in our words or quoted.

    It is in force from `taken_on` until `ended_on` (half-open; None: still). A later position
    that takes its place names it in `supersedes_id`; the words of neither ever change hands.
    The paraphrase and the reason of a withdrawal are texts.
    """

    __tablename__ = "policy_position"
    __retention__ = keep("policy")

    instrument_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("policy_instrument.id"), index=True)
    topic: Mapped[Topic] = mapped_column(enum_by_value(Topic))
    stance: Mapped[Stance] = mapped_column(enum_by_value(Stance))
    place: Mapped[str]
    quotation: Mapped[str | None]
    quotation_language: Mapped[str | None]
    taken_on: Mapped[date]
    ended_on: Mapped[date | None]
    supersedes_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("policy_position.id"), index=True
    )
    state: Mapped[State] = mapped_column(enum_by_value(State), default=State.ENTERED)
    entered_at: Mapped[datetime]
    writers: Mapped[list[str]]
    remark: Mapped[str | None]  # why it was given back
    reviewer_id: Mapped[uuid.UUID | None]
    published_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]  # when we learnt that it no longer is in force
    withdrawn_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]  # when those who asked for it were told

    __table_args__ = (
        CheckConstraint("ended_on IS NULL OR ended_on > taken_on", name="interval"),
        CheckConstraint(f"length(quotation) <= {LONGEST_QUOTATION}", name="quotation"),
        Index("ix_policy_position_public", "state", "topic", "taken_on"),
    )
    __shown__: tuple[Shown, ...] = tuple(
        shown(name, _readers_of_position)
        for name in (
            "id",
            "topic",
            "stance",
            "place",
            "quotation",
            "quotation_language",
            "taken_on",
            "ended_on",
            "supersedes_id",
            "published_at",
            "ended_at",
        )
    )


def _everybody(_row: PositionCheck) -> Audience:
    return PUBLIC


class PositionCheck(Governed, Base):
    """That somebody looked on a day whether a source says what an entry says, and where."""

    __tablename__ = "policy_check"
    __retention__ = keep("policy")

    position_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("policy_position.id"), index=True)
    checked_on: Mapped[date]
    noted_at: Mapped[datetime]
    address: Mapped[str]
    found: Mapped[Found] = mapped_column(enum_by_value(Found))

    __shown__: tuple[Shown, ...] = tuple(
        shown(name, _everybody) for name in ("position_id", "checked_on", "address", "found")
    )
