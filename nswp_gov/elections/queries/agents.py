"""The candidates’ agents: whom they watch for, what they may see, which lines they telephone."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isqrt

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.elections.models import CandidateAgent, Election, Nomination, RollEntry
from nswp_gov.elections.states import AgentState, NominationState, State
from nswp_gov.store.errors import NotFound

LEAST_CALLS = 3
GONE = (NominationState.WITHDRAWN, NominationState.REFUSED, NominationState.DECLINED)


@dataclass(frozen=True)
class Watch:
    """An agent with the candidate for whom they watch."""

    agent: CandidateAgent
    nomination: Nomination


def agent_by_token(session: Session, token_hash: str) -> CandidateAgent:
    """Return the agent whom a private link leads to.

    Raises:
        NotFound: the link is not, or no longer, good.

    """
    found = session.scalar(select(CandidateAgent).where(CandidateAgent.token_hash == token_hash))
    if found is None:
        raise NotFound
    return found


def agent_of(session: Session, nomination_id: uuid.UUID) -> CandidateAgent | None:
    """Return the one agent of a candidate, whatever they answered, or None."""
    return session.scalar(
        select(CandidateAgent).where(CandidateAgent.nomination_id == nomination_id)
    )


def watches(session: Session, election_id: uuid.UUID) -> list[Watch]:
    """Return the agents of an election with their candidates, in the order of the ballot."""
    rows = session.execute(
        select(CandidateAgent, Nomination)
        .join(Nomination, Nomination.id == CandidateAgent.nomination_id)
        .where(CandidateAgent.election_id == election_id)
        .order_by(Nomination.post_id, Nomination.position, CandidateAgent.id)
    )
    return [Watch(*row) for row in rows]


def watch_of(session: Session, election_id: uuid.UUID, person_id: uuid.UUID | None) -> Watch | None:
    """Return for whom a person watches in an election, or None."""
    return next(
        (
            one
            for one in watches(session, election_id)
            if one.agent.person_id == person_id and one.agent.state is AgentState.ACTS
        ),
        None,
    )


def watched_by(session: Session, person_id: uuid.UUID, now: datetime) -> frozenset[uuid.UUID]:
    """Return the elections that a person watches now: the grant ends with the complaints."""
    return frozenset(
        session.scalars(
            select(CandidateAgent.election_id)
            .join(Election, Election.id == CandidateAgent.election_id)
            .join(Nomination, Nomination.id == CandidateAgent.nomination_id)
            .where(
                CandidateAgent.person_id == person_id,
                CandidateAgent.state == AgentState.ACTS,
                CandidateAgent.named_at <= now,
                Election.complaints_until > now,
                Election.state != State.VOID,
                Nomination.state.not_in(GONE),
            )
        )
    )


def sample(root: str, roll: Sequence[RollEntry]) -> frozenset[uuid.UUID]:
    """Return which organisations to telephone: as many as the root of the roll’s length, or three.

    The closed box decides which, so nobody could prepare for it and everybody who may see the
    roll gets the same.
    """

    def drawn(entry: RollEntry) -> bytes:
        return hashlib.sha256(f"nswp-sample-1|{root}|".encode() + entry.salt).digest()

    most = max(LEAST_CALLS, isqrt(len(roll)))
    return frozenset(one.organisation_id for one in sorted(roll, key=drawn)[:most])
