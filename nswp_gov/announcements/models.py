"""Tables: announcements, and what readers get of those that are published.

The words of an announcement are texts (`title`, `summary`, `body`), always sealed: a draft may name
somebody who is hidden. What was published stands beside them in `announcement_words`, one row a
language, plain only where everybody may read it: public pages need no key.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime, time
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from nswp_gov.announcements.states import Credit, DayKind, Facet, Kind, State
from nswp_gov.rules.audience import Audience
from nswp_gov.rules.languages import Locale
from nswp_gov.store.base import Base, Governed, Identified
from nswp_gov.store.crypto import Encrypted, EncryptedJson
from nswp_gov.store.projection import Shown, shown
from nswp_gov.store.retention import keep
from nswp_gov.store.types import enum_by_value


class Announcement(Governed, Base):
    """One item of news, from a draft to its readers; `audience` is the code of who may read it."""

    __tablename__ = "announcement"
    __retention__ = keep("announcement")
    __personal__ = ("sender_id", "why", "mail_to")
    __table_args__ = (
        CheckConstraint("(day_on IS NULL) = (day_zone IS NULL)", name="day_has_zone"),
        CheckConstraint("(day_on IS NULL) = (day_kind IS NULL)", name="day_has_kind"),
        CheckConstraint("state <> 'published' OR published_at IS NOT NULL", name="published_when"),
        CheckConstraint(
            "state NOT IN ('translating', 'scheduled') OR publish_at IS NOT NULL",
            name="waits_until",
        ),
        Index("ix_announcement_state", "state", "published_at"),
    )

    kind: Mapped[Kind] = mapped_column(enum_by_value(Kind))
    state: Mapped[State] = mapped_column(enum_by_value(State))
    audience: Mapped[str]
    locale: Mapped[Locale] = mapped_column(enum_by_value(Locale))  # of the original
    regions: Mapped[list[str]]  # none: it concerns the whole network
    themes: Mapped[list[str]]
    source_name: Mapped[str | None]
    source_url: Mapped[str | None]
    day_kind: Mapped[DayKind | None] = mapped_column(enum_by_value(DayKind))
    day_on: Mapped[date | None]
    day_clock: Mapped[str | None]  # 18:30; none: the whole day
    day_zone: Mapped[str | None]
    publish_at: Mapped[datetime | None]
    mail_to: Mapped[dict[str, Any] | None] = mapped_column(
        EncryptedJson("announcement.mail_to"), deferred=True
    )  # mailings.audience.Audience: who gets a letter when it is published
    published_at: Mapped[datetime | None]
    published_on: Mapped[date | None]  # the network's day
    corrected_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    # Both are read by those who work on it alone: public pages have no key.
    why: Mapped[str | None] = mapped_column(Encrypted("announcement.why"), deferred=True)
    sent_at: Mapped[datetime]
    sender_id: Mapped[uuid.UUID | None]
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organisation.id"))
    credit: Mapped[Credit] = mapped_column(enum_by_value(Credit))
    credit_region: Mapped[str | None]

    @property
    def readers(self) -> Audience:
        """Return who may read it once it is published."""
        return Audience.parse(self.audience)

    @property
    def day_at(self) -> datetime | None:
        """Return the instant of its day: the clock's, the end of a deadline, an event's morning."""
        if self.day_on is None or self.day_zone is None:
            return None
        if self.day_clock:
            clock = time.fromisoformat(self.day_clock)
        else:
            clock = time(23, 59) if self.day_kind is DayKind.DEADLINE else time(0)
        return datetime.combine(self.day_on, clock, tzinfo=ZoneInfo(self.day_zone))

    __shown__: ClassVar[tuple[Shown, ...]] = tuple(
        shown(name, lambda row: row.readers)
        for name in (
            "kind", "regions", "themes", "source_name", "source_url", "day_kind", "day_on",
            "day_clock", "day_zone", "day_at", "published_at", "published_on", "corrected_at",
        )
    )  # fmt: skip


class AnnouncementWords(Identified, Base):
    """A published announcement in one language, as readers of its audience get it.

    A field that nobody translated is None. `since_at`: when it could first be read in this
    language; `is_behind`: the original has changed since in what it says.
    """

    __tablename__ = "announcement_words"
    __retention__ = keep("announcement")
    __personal__ = ("words_sealed",)
    __table_args__ = (
        UniqueConstraint("announcement_id", "locale"),
        CheckConstraint("words_open IS NULL OR words_sealed IS NULL", name="open_or_sealed"),
    )

    announcement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("announcement.id"))
    locale: Mapped[Locale] = mapped_column(enum_by_value(Locale))
    words_open: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    words_sealed: Mapped[dict[str, Any] | None] = mapped_column(
        EncryptedJson("announcement_words.words")
    )
    is_behind: Mapped[bool]
    since_at: Mapped[datetime]

    @property
    def words(self) -> dict[str, Any]:
        """Return what it says by field: title, summary, body."""
        return self.words_open or self.words_sealed or {}


class AnnouncementFacet(Identified, Base):
    """That a published announcement is found under one value of one facet."""

    __tablename__ = "announcement_facet"
    __retention__ = keep("announcement")
    __table_args__ = (
        UniqueConstraint("announcement_id", "facet", "value"),
        Index("ix_announcement_facet_value", "facet", "value"),
    )

    announcement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("announcement.id"))
    audience: Mapped[str]
    facet: Mapped[Facet] = mapped_column(enum_by_value(Facet))
    value: Mapped[str]
