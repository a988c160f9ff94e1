"""What the clock does to many records: one transaction each; a refusal stops no other."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.engine import writing
from nswp_gov.store.errors import DomainError
from nswp_gov.store.work import Work, begin


@dataclass(frozen=True)
class Ticked:
    """One act of the clock; `refused` is the code of why it was not done, or empty."""

    record_id: uuid.UUID
    act: str
    refused: str = ""


def one_by_one(
    engine: Engine,
    ids: Iterable[uuid.UUID],
    deed: Callable[[Work, uuid.UUID], str],
    *,
    now: datetime,
    zone: str,
) -> list[Ticked]:
    """Have the program do `deed` to each record; it says what it did, or ''.

    Return what was done and what was refused.
    """
    found = [_do(engine, one, deed, now=now, zone=zone) for one in ids]
    return [one for one in found if one.act or one.refused]


def _do(
    engine: Engine,
    record_id: uuid.UUID,
    deed: Callable[[Work, uuid.UUID], str],
    *,
    now: datetime,
    zone: str,
) -> Ticked:
    try:
        with writing(), Session(engine) as session, begin(session, SYSTEM, now, zone) as work:
            act = deed(work, record_id)
    except DomainError as refusal:
        return Ticked(record_id, "", refusal.code)
    return Ticked(record_id, act)
