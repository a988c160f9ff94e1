"""What the clock does in complaints."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine

from nswp_gov.complaints import operations
from nswp_gov.complaints.models import Complaint
from nswp_gov.complaints.queries import DOSSIER
from nswp_gov.complaints.states import RUNNING
from nswp_gov.store.files import FileStore
from nswp_gov.store.ticking import Ticked


def tick(engine: Engine, store: FileStore, *, now: datetime, zone: str) -> list[Ticked]:
    """Wipe what is over and not held; name circles, remind, close. Return what was done."""
    return DOSSIER.tick(
        engine,
        store,
        is_running=Complaint.state.in_(RUNNING),
        pass_time=operations.pass_time,
        now=now,
        zone=zone,
    )
