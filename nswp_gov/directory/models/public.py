"""The public directory as stored rows: all that public pages, map, search and files read.

A row is here only while its organisation consents to it; unlisting deletes it. Nothing here is
encrypted because nothing here is withheld from anybody.
"""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from nswp_gov.directory.states import Facet, Level, Tie
from nswp_gov.rules.audience import PUBLIC
from nswp_gov.rules.languages import Locale
from nswp_gov.store.base import Base
from nswp_gov.store.projection import Shown, shown
from nswp_gov.store.retention import keep
from nswp_gov.store.types import enum_by_value


class PublicOrganisation(Base):
    """A listed organisation, and of it only what it consented to show to everybody.

    `said`: field → words by stored locale code, for texts; field → value for the rest.
    """

    __tablename__ = "public_organisation"
    __retention__ = keep("public projection")  # deleted with the consent

    id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    locale: Mapped[Locale] = mapped_column(enum_by_value(Locale))
    region: Mapped[str]
    country: Mapped[str | None]
    level: Mapped[Level | None] = mapped_column(enum_by_value(Level))
    languages: Mapped[list[str]]
    areas: Mapped[list[str]]
    said: Mapped[dict[str, Any]]
    last_confirmed_on: Mapped[date | None]
    listed_on: Mapped[date | None]  # since when without a break; None: before it was noted
    changed_on: Mapped[date | None]  # when what it shows last became another
    shows_ties: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        Index("ix_public_organisation_changed", "changed_on", "slug"),
        Index("ix_public_organisation_region", "region", "level", "slug"),
        Index("ix_public_organisation_region_changed", "region", "changed_on", "slug"),
        Index("ix_public_organisation_country_changed", "country", "changed_on", "slug"),
    )
    __shown__: tuple[Shown, ...] = tuple(
        shown(name, PUBLIC)
        for name in (
            "slug",
            "name",
            "locale",
            "region",
            "country",
            "level",
            "languages",
            "areas",
            "said",
            "last_confirmed_on",
            "listed_on",
            "changed_on",
        )
    )


class PublicFacet(Base):
    """One value by which a listed organisation can be found."""

    __tablename__ = "public_facet"
    __retention__ = keep("public projection")

    organisation_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("public_organisation.id", ondelete="CASCADE"), primary_key=True
    )
    facet: Mapped[Facet] = mapped_column(enum_by_value(Facet), primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)

    __table_args__ = (Index("ix_public_facet_value", "facet", "value", "organisation_id"),)


class PublicAffiliation(Base):
    """A tie that both sides accepted and both show to everybody."""

    __tablename__ = "public_affiliation"
    __retention__ = keep("public projection")

    organisation_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("public_organisation.id", ondelete="CASCADE"), primary_key=True
    )
    other_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("public_organisation.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    tie: Mapped[Tie] = mapped_column(enum_by_value(Tie), primary_key=True)
    since: Mapped[date]


class ListedCount(Base):
    """How many listed organisations there are: per facet value, per place, and in all.

    `kind` is a facet, `place` (value "region/country"), `all` (value ""), or a region or country
    with what is counted in it ("region=africa/language", value "fr").
    """

    __tablename__ = "listed_count"
    __retention__ = keep("public projection")

    kind: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]


class SortKey(Base):
    """The place of a record's name in the order of one language; see rules.collation."""

    __tablename__ = "sort_key"
    __retention__ = keep("public projection")

    record: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    locale: Mapped[Locale] = mapped_column(enum_by_value(Locale), primary_key=True)
    key: Mapped[bytes]
    region: Mapped[str]
    country: Mapped[str | None]

    __table_args__ = (
        Index("ix_sort_key_order", "locale", "key"),
        Index("ix_sort_key_region", "locale", "region", "key"),
        Index("ix_sort_key_country", "locale", "country", "key"),
    )


class PublicMark(Base):
    """One random mark: another one after every change of what the public directory shows."""

    __tablename__ = "public_mark"
    __retention__ = keep("public projection")

    id: Mapped[int] = mapped_column(primary_key=True)  # 1
    mark: Mapped[str]
