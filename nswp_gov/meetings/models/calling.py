"""Tables of notices and of personal calendars."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from nswp_gov.meetings.models.keeping import inside
from nswp_gov.meetings.states import NoticeKind
from nswp_gov.rules.languages import Locale
from nswp_gov.store.base import Base, Governed
from nswp_gov.store.crypto import Encrypted
from nswp_gov.store.retention import keep
from nswp_gov.store.types import enum_by_value


class MeetingNotice(Governed, Base):
    """That a meeting was called, moved or called off, and for when. `sequence` counts from 0."""

    __tablename__ = "meeting_notice"
    __retention__ = inside("meeting_id.starts_at", "why")
    __personal__ = ("why",)
    __table_args__ = (UniqueConstraint("meeting_id", "sequence"),)

    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("meeting.id"))
    sequence: Mapped[int]
    kind: Mapped[NoticeKind] = mapped_column(enum_by_value(NoticeKind))
    starts_at: Mapped[datetime]
    sent_at: Mapped[datetime]
    why: Mapped[str | None] = mapped_column(Encrypted("meeting_notice.why"))


class CalendarAddress(Governed, Base):
    """A secret address of a person's own calendar; taking it back deletes the row.

    The database knows the hash of the address alone, and what the person wants to have in it.
    `is_full`: the entries say what they are; otherwise they are a time and a neutral word.
    """

    __tablename__ = "calendar_address"
    __retention__ = keep("account")
    __personal__ = ("person_id", "region")

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    locale: Mapped[Locale] = mapped_column(enum_by_value(Locale))
    kinds: Mapped[list[str]]  # states.EntryKind
    region: Mapped[str | None] = mapped_column(Encrypted("calendar_address.region"))
    is_full: Mapped[bool]
    made_at: Mapped[datetime]
