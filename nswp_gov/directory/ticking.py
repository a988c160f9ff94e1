"""What the worker does for the directory: appointments whose time of waiting is over."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from nswp_gov.directory.models import JointAppointment
from nswp_gov.directory.operations import carry_out_jointly
from nswp_gov.directory.states import OPEN_JOINT
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.engine import writing
from nswp_gov.store.work import begin


def tick(engine: Engine, *, now: datetime, zone: str) -> int:
    """Carry out what two people agreed to 48 hours ago; return how many were appointed."""
    waiting = select(JointAppointment.id).where(JointAppointment.state.in_(OPEN_JOINT)).limit(1)
    with Session(engine) as session:
        if session.scalar(waiting) is None:
            return 0
    with writing(), Session(engine) as session, begin(session, SYSTEM, now, zone) as work:
        return carry_out_jointly(work)
