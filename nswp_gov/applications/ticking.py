"""What the clock does in applications."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine

from nswp_gov.applications import operations
from nswp_gov.applications.models import Application
from nswp_gov.applications.queries import DOSSIER
from nswp_gov.applications.states import ENDED
from nswp_gov.store.files import FileStore
from nswp_gov.store.ticking import Ticked


def tick(engine: Engine, store: FileStore, *, now: datetime, zone: str) -> list[Ticked]:
    """Wipe what is over and not held, remind, let silence decide; return what was done."""
    return DOSSIER.tick(
        engine,
        store,
        is_running=Application.state.not_in(ENDED),
        pass_time=operations.pass_time,
        now=now,
        zone=zone,
    )
