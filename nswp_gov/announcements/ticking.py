"""What the clock does in announcements, one transaction each; a refusal stops no other."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from nswp_gov.announcements import operations, queries
from nswp_gov.announcements.models import Announcement
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.engine import writing
from nswp_gov.store.errors import DomainError
from nswp_gov.store.work import begin


@dataclass(frozen=True)
class Ticked:
    """One announcement whose time came; `refused` is the code of why it stayed, or empty."""

    announcement_id: uuid.UUID
    refused: str = ""


def tick(engine: Engine, *, now: datetime, zone: str) -> list[Ticked]:
    """Publish what is due; return what was done."""
    with Session(engine) as session:
        due = [one.id for one in queries.waiting(session) if operations.is_due(session, one, now)]
    found = (_do(engine, one, now=now, zone=zone) for one in due)
    return [one for one in found if one is not None]


def _do(engine: Engine, announcement_id: uuid.UUID, *, now: datetime, zone: str) -> Ticked | None:
    try:
        with writing(), Session(engine) as session, begin(session, SYSTEM, now, zone) as work:
            row = work.session.get_one(Announcement, announcement_id)
            is_done = operations.pass_time(work, row)
    except DomainError as refusal:
        return Ticked(announcement_id, refusal.code)
    return Ticked(announcement_id) if is_done else None
