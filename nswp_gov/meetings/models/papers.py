"""Papers of a meeting."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from nswp_gov.meetings.models.keeping import gone
from nswp_gov.meetings.states import PaperAudience
from nswp_gov.store.base import Base, Governed
from nswp_gov.store.crypto import Encrypted
from nswp_gov.store.types import enum_by_value


class Paper(Governed, Base):
    """A file that goes with an item. A closed item's is for those alone who may read the item."""

    __tablename__ = "meeting_paper"
    __retention__ = gone("meeting_id.starts_at")  # with its file
    __personal__ = ("title",)

    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agenda_item.id"))
    file_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stored_file.id"))
    title: Mapped[str] = mapped_column(Encrypted("meeting_paper.title"))
    audience: Mapped[PaperAudience] = mapped_column(enum_by_value(PaperAudience))
    sha256: Mapped[str]  # of what is handed out
    added_at: Mapped[datetime]
