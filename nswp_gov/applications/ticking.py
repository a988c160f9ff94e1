"""What the clock does in applications, one transaction each; a refusal stops no other."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from nswp_gov.applications import operations, queries
from nswp_gov.applications.models import Application, Document
from nswp_gov.applications.states import DRAFT_LASTS, ENDED
from nswp_gov.config import Settings
from nswp_gov.store import files
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.engine import writing
from nswp_gov.store.errors import DomainError
from nswp_gov.store.files import FileStore, StoredFile
from nswp_gov.store.work import Work, begin

OURS = "case:application-%"


@dataclass(frozen=True)
class Ticked:
    """One act of the clock; `refused` is the code of why it was not done, or empty."""

    application_id: uuid.UUID
    act: str
    refused: str = ""


def store_of(settings: Settings) -> FileStore:
    """Return where the files of this instance lie."""
    return FileStore.at(settings.files or str(settings.instance / "files"))


def tick(engine: Engine, store: FileStore, *, now: datetime, zone: str) -> list[Ticked]:
    """Wipe what is over, remind, let silence decide; return what was done."""
    with Session(engine) as session:
        over = session.scalars(
            select(Application.id).where(Application.forget_from <= now - DRAFT_LASTS)
        ).all()
        rest = session.scalars(
            select(Application.id).where(
                Application.state.not_in(ENDED), Application.id.not_in(over)
            )
        ).all()
    done = [_do(engine, store, one, now=now, zone=zone, is_over=True) for one in over]
    done += [_do(engine, store, one, now=now, zone=zone, is_over=False) for one in rest]
    sweep(engine, store, now=now, zone=zone)
    return [one for one in done if one.act or one.refused]


def _do(
    engine: Engine,
    store: FileStore,
    application_id: uuid.UUID,
    *,
    now: datetime,
    zone: str,
    is_over: bool,
) -> Ticked:
    try:
        with writing(), Session(engine) as session, begin(session, SYSTEM, now, zone) as work:
            row = queries.application(work.session, application_id)
            return Ticked(application_id, _act(work, store, row, is_over=is_over))
    except DomainError as refusal:
        return Ticked(application_id, "", refusal.code)


def _act(work: Work, store: FileStore, row: Application, *, is_over: bool) -> str:
    if is_over:
        operations.wipe(work, row, store)
        return "wiped"
    return operations.pass_time(work, row)


def sweep(engine: Engine, store: FileStore, *, now: datetime, zone: str) -> int:
    """Delete the files of applications that have gone by another way; return how many."""
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
