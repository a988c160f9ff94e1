"""All that decides whether a vote is let in, in one statement, as the casting transaction sees it.

The statements are built once: what a cast adds to the disk's own time is mostly their building. On
PostgreSQL the same statement takes the lock that casts share; what it says of the state may be from
before the lock was held, so the statement that writes the vote asks for the state again.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, Uuid, bindparam, exists, false, func, select
from sqlalchemy.orm import Session

from nswp_gov.elections.models import Election, Post, RollDelegate, RollEntry, SealedBallot
from nswp_gov.elections.states import DelegateState, State


@dataclass(frozen=True)
class Slip:
    """Where a vote goes: which paper of which election, and whose vote it is."""

    election_id: uuid.UUID
    post_id: uuid.UUID
    paper: str
    organisation_id: uuid.UUID


class Admission(NamedTuple):
    """How things stand for one vote at this moment."""

    state: State
    opens_at: datetime
    closes_at: datetime
    is_on_roll: bool
    delegate: DelegateState | None
    replaces: bool  # a vote of theirs lies in the slot
    is_copy: bool  # the very same bytes lie in another slot; asked of what a device sealed


def lock_of(election_id: uuid.UUID) -> int:
    """Return the number of the lock that casts of an election share and its close takes alone."""
    return int.from_bytes(election_id.bytes[:8], signed=True)


def _statement(*, from_device: bool, takes_lock: bool) -> Select[Any]:
    election_id, post_id, organisation_id, person_id = (
        bindparam(name, type_=Uuid())
        for name in ("election_id", "post_id", "organisation_id", "person_id")
    )
    on_roll = exists().where(
        RollEntry.post_id == post_id, RollEntry.organisation_id == organisation_id
    )
    voice = select(RollDelegate.state).where(
        RollDelegate.election_id == election_id,
        RollDelegate.organisation_id == organisation_id,
        RollDelegate.person_id == person_id,
    )
    in_box = exists().where(
        SealedBallot.election_id == election_id, SealedBallot.slot == bindparam("slot")
    )
    copied = exists().where(
        SealedBallot.election_id == election_id,
        SealedBallot.envelope == bindparam("envelope"),
        SealedBallot.slot != bindparam("slot"),
    )
    held = select(func.pg_advisory_xact_lock_shared(bindparam("number"))).scalar_subquery()
    return (
        select(
            Election.state,
            Election.opens_at,
            Election.closes_at,
            on_roll.label("is_on_roll"),
            voice.scalar_subquery().label("delegate"),
            in_box.label("replaces"),
            (copied if from_device else false()).label("is_copy"),
            *((held.label("held"),) if takes_lock else ()),
        )
        .join(Post, Post.election_id == Election.id)
        .where(
            Election.id == election_id,
            Post.id == post_id,
            Post.paper == bindparam("paper"),
        )
    )


_STATEMENTS = {
    (dialect, from_device): _statement(from_device=from_device, takes_lock=dialect == "postgresql")
    for dialect in ("postgresql", "sqlite")
    for from_device in (False, True)
}


def admission(
    session: Session,
    slip: Slip,
    person_id: uuid.UUID | None,
    slot: bytes | None,
    *,
    from_device: bytes | None = None,
) -> Admission | None:
    """Return how things stand for this vote, or None where the election has no such paper.

    `from_device`: the envelope, where the voter chose its bytes.
    """
    connection = session.connection()
    statement = _STATEMENTS[connection.dialect.name, from_device is not None]
    asked = {
        **vars(slip), "person_id": person_id, "slot": slot, "envelope": from_device,
        "number": lock_of(slip.election_id),
    }  # fmt: skip
    found = connection.execute(statement, asked).one_or_none()
    return None if found is None else Admission(*found[: len(Admission._fields)])
