"""What the clock does in announcements."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from nswp_gov.announcements import operations, queries
from nswp_gov.announcements.models import Announcement
from nswp_gov.store.ticking import Ticked, one_by_one
from nswp_gov.store.work import Work


def tick(engine: Engine, *, now: datetime, zone: str) -> list[Ticked]:
    """Publish what is due; return what was done."""
    with Session(engine) as session:
        due = [one.id for one in queries.waiting(session) if operations.is_due(session, one, now)]
    return one_by_one(engine, due, _publish, now=now, zone=zone)


def _publish(work: Work, announcement_id: uuid.UUID) -> str:
    row = work.session.get_one(Announcement, announcement_id)
    return "published" if operations.pass_time(work, row) else ""
