"""What the worker does for imports: it goes on with what was ordered, whoever looks at the page."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from nswp_gov.imports import operations, queries
from nswp_gov.imports.models import ImportBatch
from nswp_gov.imports.states import GOING_ON
from nswp_gov.store.engine import writing
from nswp_gov.store.errors import Denied
from nswp_gov.store.work import begin

PIECES = 20  # of one list in one round: others wait for the worker too


def tick(engine: Engine, *, now: datetime, zone: str) -> int:
    """Go on with every list by some pieces, each a transaction; return how many pieces were done.

    A list whose orderer may not import any more waits until somebody of the secretariat goes on.
    """
    with Session(engine) as session:
        rows = session.scalars(select(ImportBatch).where(ImportBatch.stage.in_(GOING_ON)))
        waiting = [row.id for row in rows]
    return sum(_some(engine, one, now=now, zone=zone) for one in waiting)


def _some(engine: Engine, batch_id: uuid.UUID, *, now: datetime, zone: str) -> int:
    for number in range(1, PIECES + 1):
        with writing(), Session(engine) as session:
            who = queries.orderer(session, queries.batch(session, batch_id), now)
            try:
                with begin(session, who, now, zone) as work:
                    more = operations.go_on(work, batch_id)
            except Denied:
                return number - 1
        if not more:
            return number
    return PIECES
