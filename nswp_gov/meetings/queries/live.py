"""What a note-taker's script asks for every few seconds; flat in the number of past meetings."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.bodies.models import Body
from nswp_gov.meetings.models import AgendaItem, Meeting
from nswp_gov.meetings.queries import presence, records
from nswp_gov.rules.quorum import Quorum
from nswp_gov.store.texts import Text, TextRevision

NOTES = ("minutes", "public")


@dataclass(frozen=True)
class Note:
    """The newest words of one note."""

    item_id: uuid.UUID
    field: str
    number: int
    words: str


def notes_after(session: Session, meeting_id: uuid.UUID, after: datetime) -> list[Note]:
    """Return the notes of a meeting that were written after an instant, as they stand; one query.

    A note-taker has every one of them before them, those of closed items too.
    """
    rows = session.execute(
        select(Text.subject_id, Text.field, TextRevision)
        .join(Text, Text.id == TextRevision.text_id)
        .join(AgendaItem, AgendaItem.id == Text.subject_id)
        .where(
            AgendaItem.meeting_id == meeting_id,
            Text.subject_type == "agenda_item",
            Text.field.in_(NOTES),
            TextRevision.locale == Text.source_locale,
            TextRevision.written_at > after,
        )
        .order_by(TextRevision.number)
    )
    newest = {(row.subject_id, row.field): row.TextRevision for row in rows}
    return [Note(item_id, field, row.number, row.words) for (item_id, field), row in newest.items()]


def quorum_now(session: Session, meeting: Meeting, at: datetime) -> Quorum:
    """Return how a meeting stands at an instant."""
    body = session.get_one(Body, meeting.body_id)
    rows = records.attendances(session, meeting.id)
    return presence.room(session, meeting, body, rows).quorum(at)
