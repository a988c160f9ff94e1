"""What the clock does for letters to many: it forgets what closed accounts chose."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from nswp_gov.mailings import operations
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.engine import writing
from nswp_gov.store.work import begin


def tick(engine: Engine, *, now: datetime, zone: str) -> int:
    """Forget what people chose whose accounts are closed; return how many there were."""
    with writing(), Session(engine) as session, begin(session, SYSTEM, now, zone) as work:
        return operations.forget_closed(work)
