"""Tables of the office: resources, their files and links, partners, series, answers to offers.

Title, summary and the description of a cover (`alt`) are texts of the resource.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from nswp_gov.library.states import (
    FIRST_YEAR,
    LinkState,
    Readership,
    ResourceKind,
    ResourceState,
)
from nswp_gov.rules.languages import Locale
from nswp_gov.store.base import Base, Governed
from nswp_gov.store.crypto import Encrypted
from nswp_gov.store.retention import keep
from nswp_gov.store.types import enum_by_value

SUBJECT = "resource"


class Series(Governed, Base):
    """A row of resources that belong together, such as a journal; its title is a text."""

    __tablename__ = "library_series"
    __retention__ = keep("library")

    slug: Mapped[str] = mapped_column(unique=True)


class Partner(Governed, Base):
    """An institution that made a resource together with the network, under its own open name."""

    __tablename__ = "library_partner"
    __retention__ = keep("library")

    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)


class Resource(Governed, Base):
    """One entry of the library, whoever may read it by now.

    `organisation_id`: the member that offered it; nobody outside is told by this column.
    `regions`: region codes or `global`; `partners`: slugs of partners.
    """

    __tablename__ = "resource"
    __retention__ = keep("library")
    __personal__ = ("publisher", "authors")
    __table_args__ = (
        CheckConstraint(f"year IS NULL OR year >= {FIRST_YEAR}", name="year"),
        Index("ix_resource_state", "state"),
    )

    slug: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[ResourceKind] = mapped_column(enum_by_value(ResourceKind))
    state: Mapped[ResourceState] = mapped_column(enum_by_value(ResourceState))
    audience: Mapped[Readership] = mapped_column(enum_by_value(Readership))
    locale: Mapped[Locale] = mapped_column(enum_by_value(Locale))
    year: Mapped[int | None]
    publisher: Mapped[str | None] = mapped_column(Encrypted("resource.publisher"))
    authors: Mapped[str | None] = mapped_column(Encrypted("resource.authors"))
    themes: Mapped[list[str]]
    regions: Mapped[list[str]]
    countries: Mapped[list[str]]
    partners: Mapped[list[str]]
    series_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("library_series.id"))
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("organisation.id"), index=True
    )
    added_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class ResourceFile(Governed, Base):
    """A file of a resource in one language, cleaned of what was hidden in it."""

    __tablename__ = "resource_file"
    __retention__ = keep("library")
    __personal__ = ("name",)

    resource_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("resource.id"), index=True)
    language: Mapped[str]  # a language tag; more languages than those of the interface
    file_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("stored_file.id"), info={"journal": False}
    )
    name: Mapped[str] = mapped_column(Encrypted("resource_file.name"))
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]  # of the bytes that readers get
    pages: Mapped[int | None]
    added_at: Mapped[datetime]


class FileWords(Base):
    """What a file says, page by page (form feeds between): for search and snippets alone."""

    __tablename__ = "resource_file_words"
    __retention__ = keep("library")  # goes with its file
    __personal__ = ("words_sealed",)

    file_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("resource_file.id", ondelete="CASCADE"), primary_key=True
    )
    words_open: Mapped[str | None]
    words_sealed: Mapped[str | None] = mapped_column(Encrypted("resource_file_words.words"))

    @property
    def words(self) -> str:
        """Return what the file says."""
        return self.words_open or self.words_sealed or ""


class ResourceLink(Governed, Base):
    """Where a resource is found outside, in one language, and what the last check found."""

    __tablename__ = "resource_link"
    __retention__ = keep("library")
    __table_args__ = (UniqueConstraint("resource_id", "language", "address"),)

    resource_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("resource.id"), index=True)
    language: Mapped[str]
    address: Mapped[str]
    state: Mapped[LinkState] = mapped_column(enum_by_value(LinkState), default=LinkState.UNCHECKED)
    checked_at: Mapped[datetime | None]
    status: Mapped[int | None]  # the last HTTP status


class OfferAnswer(Governed, Base):
    """What the office answered to a member organisation that offered a resource."""

    __tablename__ = "resource_answer"
    __retention__ = keep("library")
    __personal__ = ("words",)

    resource_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("resource.id"), index=True)
    is_accepted: Mapped[bool]
    words: Mapped[str | None] = mapped_column(Encrypted("resource_answer.words"))
    answered_at: Mapped[datetime]


class LinkWatch(Governed, Base):
    """Whether the program may ask outside addresses; one row, and off until the office says so."""

    __tablename__ = "library_link_watch"
    __retention__ = keep("library")

    is_on: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime]
