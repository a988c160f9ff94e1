"""All that decides whether a vote is let in, in one statement, as the casting transaction sees it.

The statements are built once: what a cast adds to the disk's own time is mostly their building.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, Uuid, bindparam, exists, select
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


def _statement() -> Select[Any]:
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
    return (
        select(
            Election.state,
            Election.opens_at,
            Election.closes_at,
            on_roll.label("is_on_roll"),
            voice.scalar_subquery().label("delegate"),
            in_box.label("replaces"),
        )
        .join(Post, Post.election_id == Election.id)
        .where(
            Election.id == election_id,
            Post.id == post_id,
            Post.paper == bindparam("paper"),
        )
    )


_ADMISSION = _statement()


def admission(
    session: Session, slip: Slip, person_id: uuid.UUID | None, slot: bytes | None
) -> Admission | None:
    """Return how things stand for this vote, or None where the election has no such paper."""
    row = session.connection().execute(
        _ADMISSION, {**vars(slip), "person_id": person_id, "slot": slot}
    )
    found = row.one_or_none()
    return None if found is None else Admission(*found)
