"""What the clock does in consultations, and the rewriting of the disk after a close."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from nswp_gov.consultations import operations
from nswp_gov.consultations.models import Consultation
from nswp_gov.consultations.operations.closing import REWRITE_DUE
from nswp_gov.consultations.states import State
from nswp_gov.store import rewriting
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.engine import writing
from nswp_gov.store.slot_keys import KeyFolder
from nswp_gov.store.ticking import Ticked, one_by_one
from nswp_gov.store.work import Work, begin

TABLES = ("consultation_draft", "consultation_slot")


def tick(engine: Engine, keys: KeyFolder, *, now: datetime, zone: str) -> list[Ticked]:
    """Close what is over, destroy its key, remind; each in its own transaction."""
    with Session(engine) as session:
        over = session.scalars(
            select(Consultation.id).where(
                Consultation.state == State.OPEN, Consultation.closes_at <= now
            )
        ).all()

    def close(work: Work, key: uuid.UUID) -> str:
        operations.close(work, work.session.get_one(Consultation, key), keys)
        return "close"

    done = one_by_one(engine, over, close, now=now, zone=zone)
    with writing(), Session(engine) as session, begin(session, SYSTEM, now, zone) as work:
        operations.remind(work)
    forget_keys(engine, keys)
    if is_rewrite_due(engine):
        rewrite(engine)
    return done


def forget_keys(engine: Engine, keys: KeyFolder) -> None:
    """Destroy the keys of consultations that are closed."""
    with Session(engine) as session:
        over = session.scalars(
            select(Consultation.id).where(Consultation.state.in_([State.CLOSED, State.REPORTED]))
        ).all()
    for consultation_id in over:
        keys.destroy(consultation_id)


def is_rewrite_due(engine: Engine) -> bool:
    """Tell whether a consultation was closed and its pages were not rewritten yet."""
    return rewriting.is_due(engine, REWRITE_DUE)


def rewrite(engine: Engine) -> bool:
    """Rewrite the tables of drafts and slots, so that no free page holds any; False if hindered.

    What older copies and logs hold is sealed under a key that is gone.
    """
    return rewriting.rewrite(engine, TABLES, REWRITE_DUE)
