"""What the worker does for the library: harvesters hear of what was hidden, links are asked.

No outside address is asked unless the office said so. A round asks few addresses, one of each
host, and none again within a month; no transaction is open while an answer is waited for.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from nswp_gov.library import operations, queries
from nswp_gov.library.asking import Answer, ask
from nswp_gov.library.models import ResourceLink
from nswp_gov.library.queries.harvest import newly_hidden, newly_shown
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.engine import writing
from nswp_gov.store.work import begin

AGAIN = timedelta(days=30)
MOST = 5  # addresses in one round
_LOOKED_AT = 100


def tick(
    engine: Engine, *, now: datetime, zone: str, question: Callable[[str], Answer] = ask
) -> int:
    """Do one round; return how many addresses were asked."""
    _tell_harvesters(engine, now, zone)
    waiting = _due(engine, now)
    for link_id, address in waiting:
        answer = question(address)
        with writing(), Session(engine) as session, begin(session, SYSTEM, now, zone) as work:
            link = work.session.get(ResourceLink, link_id)
            if link is not None and link.address == address:
                operations.note_check(work, link, answer.state, answer.status)
    return len(waiting)


def _tell_harvesters(engine: Engine, now: datetime, zone: str) -> None:
    with Session(engine) as session:
        if not newly_hidden(session) and not newly_shown(session):
            return
    with writing(), Session(engine) as session, begin(session, SYSTEM, now, zone) as work:
        operations.reconcile(work)


def _due(engine: Engine, now: datetime) -> list[tuple[uuid.UUID, str]]:
    """Return the addresses of this round: none while the office has not switched it on."""
    with Session(engine) as session:
        if not queries.checks_links(session):
            return []
        rows = queries.due_links(session, now, AGAIN, _LOOKED_AT)
        found: dict[str, tuple[uuid.UUID, str]] = {}
        for row in rows:
            found.setdefault(urlsplit(row.address).hostname or "", (row.id, row.address))
        return list(found.values())[:MOST]
