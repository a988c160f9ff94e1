"""What the clock does in complaints, one transaction each; a refusal stops no other."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from nswp_gov.complaints import operations, queries
from nswp_gov.complaints.models import KIND, Complaint, Document
from nswp_gov.complaints.states import DRAFT_LASTS, RUNNING
from nswp_gov.config import Settings
from nswp_gov.store import files
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.engine import writing
from nswp_gov.store.errors import DomainError
from nswp_gov.store.files import FileStore, StoredFile
from nswp_gov.store.legal_holds import is_held, standing
from nswp_gov.store.work import Work, begin

OURS = "case:complaint-%"


@dataclass(frozen=True)
class Ticked:
    """One act of the clock; `refused` is the code of why it was not done, or empty."""

    complaint_id: uuid.UUID
    act: str
    refused: str = ""


def store_of(settings: Settings) -> FileStore:
    """Return where the files of this instance lie."""
    return FileStore.at(settings.files or str(settings.instance / "files"))


def tick(engine: Engine, store: FileStore, *, now: datetime, zone: str) -> list[Ticked]:
    """Wipe what is over and not held; name circles, remind, close. Return what was done."""
    with Session(engine) as session:
        over = session.scalars(
            select(Complaint.id).where(Complaint.forget_from <= now - DRAFT_LASTS)
        ).all()
        rest = session.scalars(select(Complaint.id).where(Complaint.state.in_(RUNNING))).all()
    done = [_do(engine, store, one, now=now, zone=zone, is_over=True) for one in over]
    done += [_do(engine, store, one, now=now, zone=zone, is_over=False) for one in rest]
    sweep(engine, store, now=now, zone=zone)
    return [one for one in done if one.act or one.refused]


def _do(
    engine: Engine,
    store: FileStore,
    complaint_id: uuid.UUID,
    *,
    now: datetime,
    zone: str,
    is_over: bool,
) -> Ticked:
    try:
        with writing(), Session(engine) as session, begin(session, SYSTEM, now, zone) as work:
            row = queries.complaint(work.session, complaint_id)
            return Ticked(complaint_id, _act(work, store, row, is_over=is_over))
    except DomainError as refusal:
        return Ticked(complaint_id, "", refusal.code)


def _act(work: Work, store: FileStore, row: Complaint, *, is_over: bool) -> str:
    if not is_over:
        return operations.pass_time(work, row)
    if is_held(standing(work.session, work.today), KIND, row.id):
        return ""
    operations.wipe(work, row, store)
    return "wiped"


def sweep(engine: Engine, store: FileStore, *, now: datetime, zone: str) -> int:
    """Delete the files of complaints that have gone by another way; return how many."""
    with writing(), Session(engine) as session, begin(session, SYSTEM, now, zone) as work:
        rows = work.session.scalars(
            select(StoredFile).where(
                StoredFile.audience.like(OURS),
                StoredFile.id.not_in(select(Document.file_id)),
            )
        ).all()
        for row in rows:
            files.remove(work.session, store, row)
        return len(rows)
