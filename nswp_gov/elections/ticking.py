"""What the clock does in elections, and the rewriting of the disk after a close."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from nswp_gov.elections import operations, queries
from nswp_gov.elections.models import Election
from nswp_gov.elections.record import REWRITE_DUE
from nswp_gov.elections.states import State
from nswp_gov.store import rewriting
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.engine import writing
from nswp_gov.store.errors import DomainError
from nswp_gov.store.slot_keys import KeyFolder
from nswp_gov.store.work import Work, begin

NEEDS_KEYS = frozenset({State.FROZEN, State.REHEARSED, State.OPEN})
Step = Callable[[Work, Election, KeyFolder], object]


@dataclass(frozen=True)
class Ticked:
    """One act of the clock; `refused` is the code of why it was not done, or empty."""

    slug: str
    act: str
    refused: str = ""


def _close_nominations(work: Work, election: Election, _keys: KeyFolder) -> None:
    operations.close_nominations(work, election)


STEPS: dict[str, Step] = {
    "close_nominations": _close_nominations,
    "open_voting": operations.open_voting,
    "close_voting": operations.close_voting,
}


def due_step(election: Election, now: datetime) -> str | None:
    """Return the act that the clock has to do now, or None."""
    if election.state is State.NOMINATIONS and election.nominations_close_at <= now:
        return "close_nominations"
    if election.state in (State.FROZEN, State.REHEARSED) and election.opens_at <= now:
        return "open_voting"
    if election.state is State.OPEN and election.closes_at <= now:
        return "close_voting"
    return None


def tick(engine: Engine, keys: KeyFolder, *, now: datetime, zone: str) -> list[Ticked]:
    """Do what the clock has to do: each act in its own transaction; a refusal stops no other.

    Slot keys of closed boxes are destroyed, and the ballot table is rewritten where that is due.
    """
    with Session(engine) as session:
        rows = [(one.id, due_step(one, now)) for one in session.scalars(select(Election))]
    done = [_do(engine, keys, one, act, now=now, zone=zone) for one, act in rows if act]
    _forget_keys(engine, keys)
    if is_rewrite_due(engine) and rewrite(engine):
        done.append(Ticked("", "rewrite"))
    return done


def _do(
    engine: Engine, keys: KeyFolder, election_id: uuid.UUID, act: str, *, now: datetime, zone: str
) -> Ticked:
    with writing(), Session(engine) as session:
        slug = queries.election(session, election_id).slug
        session.rollback()
        try:
            with begin(session, SYSTEM, now, zone) as work:
                STEPS[act](work, queries.election(work.session, election_id), keys)
        except DomainError as refusal:
            return Ticked(slug, act, refusal.code)
    return Ticked(slug, act)


def _forget_keys(engine: Engine, keys: KeyFolder) -> None:
    with Session(engine) as session:
        over = session.scalars(select(Election.id).where(Election.state.not_in(NEEDS_KEYS))).all()
    for election_id in over:
        keys.destroy(election_id)


def is_rewrite_due(engine: Engine) -> bool:
    """Tell whether a box was closed and its pages on the disk were not rewritten yet."""
    return rewriting.is_due(engine, REWRITE_DUE)


def rewrite(engine: Engine) -> bool:
    """Rewrite the ballot table so that its free pages hold no order; False where others held it."""
    return rewriting.rewrite(engine, ("sealed_ballot",), REWRITE_DUE)
