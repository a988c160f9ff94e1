"""The few values an instance keeps about itself: the sample mark, the key's check value."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, Session, mapped_column

from nswp_gov.store.base import Base
from nswp_gov.store.retention import keep

SAMPLE = "sample"
KEY_CHECK = "key_check"
SENDER = "sender"
DRILLED = "restore_drilled"  # the day of the last rehearsal that ended well
RESTORED = "restored"  # the backup that was put in place: made at, put in place at
LETTER_SENT = "letter_sent"  # the code in the last test letter
LETTER_BELIEVED = "letter_believed"  # the day on which one was received as genuine


class Setting(Base):
    """One value under one name."""

    __tablename__ = "setting"
    __retention__ = keep("settings")

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


def get(session: Session, name: str) -> str | None:
    """Return a setting, or None."""
    row = session.get(Setting, name)
    return row.value if row else None


def put(session: Session, name: str, value: str) -> None:
    """Set a setting."""
    session.merge(Setting(name=name, value=value))
