"""The library as stored rows for reading: pages, files, search, harvest read these alone.

A resource has a row here while it is published. What is not for everybody is encrypted. Each row
has a position, a small number; for each value of each facet, and for each audience, the positions
of its resources are kept as one string of bits. A list and all its counts are a few `and`s of
these, however many facets are combined.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from nswp_gov.library.states import ResourceKind
from nswp_gov.rules.audience import Audience
from nswp_gov.rules.languages import Locale
from nswp_gov.store.base import Base
from nswp_gov.store.crypto import EncryptedJson
from nswp_gov.store.projection import Shown, shown
from nswp_gov.store.retention import keep
from nswp_gov.store.types import enum_by_value


class ListedResource(Base):
    """A published resource as its readers get it.

    `said` holds, by name: `title`, `summary`, `alt` (words by stored locale code), `behind`
    (locales whose words are older than the original), `publisher`, `authors`, `themes`, `regions`,
    `countries`, `partners` (slug → name), `series` (slug, titles), `languages`, `files`, `links`.
    `tied_to`: the listed organisation that offered it; when that is hidden, so is the resource.
    """

    __tablename__ = "listed_resource"
    __retention__ = keep("public projection")
    __personal__ = ("said_sealed",)
    __table_args__ = (Index("ix_listed_resource_tied", "tied_to"),)

    id: Mapped[uuid.UUID] = mapped_column(ForeignKey("resource.id"), primary_key=True)
    position: Mapped[int] = mapped_column(unique=True)
    slug: Mapped[str] = mapped_column(unique=True)
    audience: Mapped[str]
    kind: Mapped[ResourceKind] = mapped_column(enum_by_value(ResourceKind))
    year: Mapped[int | None]
    locale: Mapped[Locale] = mapped_column(enum_by_value(Locale))
    published_on: Mapped[date]
    changed_at: Mapped[datetime]
    tied_to: Mapped[uuid.UUID | None]
    said_open: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    said_sealed: Mapped[dict[str, Any] | None] = mapped_column(
        EncryptedJson("listed_resource.said")
    )

    @property
    def readers(self) -> Audience:
        """Return who may read it."""
        return Audience.parse(self.audience)

    @property
    def said(self) -> dict[str, Any]:
        """Return everything that its page says."""
        return self.said_open or self.said_sealed or {}

    __shown__: ClassVar[tuple[Shown, ...]] = tuple(
        shown(name, lambda row: row.readers)
        for name in (
            "id",
            "position",
            "slug",
            "audience",
            "kind",
            "year",
            "locale",
            "published_on",
            "changed_at",
            "said",
        )
    )


class ListedBits(Base):
    """Which positions have one value of one facet; bit n of the number is position n.

    Facets are those of `states.Facet`, and `audience`.
    """

    __tablename__ = "listed_resource_bits"
    __retention__ = keep("public projection")

    facet: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    bits: Mapped[bytes]  # little-endian, as short as can be


class ListedTitle(Base):
    """The place of a title in the order of one language; only of what is for everybody."""

    __tablename__ = "listed_resource_title"
    __retention__ = keep("public projection")

    position: Mapped[int] = mapped_column(
        ForeignKey("listed_resource.position", ondelete="CASCADE"), primary_key=True
    )
    locale: Mapped[Locale] = mapped_column(enum_by_value(Locale), primary_key=True)
    key: Mapped[bytes]

    __table_args__ = (Index("ix_listed_resource_title_order", "locale", "key", "position"),)


class LibraryMark(Base):
    """One random mark: another one after every change of what is listed."""

    __tablename__ = "library_mark"
    __retention__ = keep("public projection")

    id: Mapped[int] = mapped_column(primary_key=True)  # 1
    mark: Mapped[str]
    next_position: Mapped[int]


class HarvestRecord(Base):
    """A resource that is or was for everybody: when it last changed, and whether it is gone.

    What is gone keeps its identifier, its instant and its sets, and nothing that it said.
    """

    __tablename__ = "harvest_record"
    __retention__ = keep("library")
    __table_args__ = (Index("ix_harvest_record_stamp", "stamp", "id"),)

    id: Mapped[uuid.UUID] = mapped_column(ForeignKey("resource.id"), primary_key=True)
    stamp: Mapped[datetime]  # whole seconds
    is_deleted: Mapped[bool]


class HarvestSet(Base):
    """One set that a record belongs to, such as `theme:health`."""

    __tablename__ = "harvest_set"
    __retention__ = keep("library")
    __table_args__ = (Index("ix_harvest_set_spec", "spec", "record_id"),)

    record_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("harvest_record.id", ondelete="CASCADE"), primary_key=True
    )
    spec: Mapped[str] = mapped_column(primary_key=True)
