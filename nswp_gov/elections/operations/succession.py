"""Who may not run, keep or stand at once, and that one seat has one election at a time."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from sqlalchemy import select

from nswp_gov.bodies.queries import sources_of
from nswp_gov.elections.models import Election, Nomination, Post
from nswp_gov.elections.policy import PRESIDENT
from nswp_gov.elections.states import Kind, NominationState, State
from nswp_gov.store.errors import Denied, Unfit
from nswp_gov.store.work import Work

OVER = (State.PUBLISHED, State.VOID)
STANDING = (NominationState.PROPOSED, NominationState.ACCEPTED, NominationState.STANDS)


def refuse_running(work: Work, seats: Iterable[uuid.UUID], kind: Kind) -> None:
    """Refuse a second real election for a seat while one is on its way.

    Raises:
        Unfit: one runs, or is declared and not yet final.

    """
    if kind is not Kind.REAL:
        return
    running = work.session.scalar(
        select(Election.id)
        .join(Post, Post.election_id == Election.id)
        .where(
            Post.seat_id.in_(list(seats)),
            Election.kind == Kind.REAL,
            Election.state.not_in(OVER),
        )
        .limit(1)
    )
    if running is not None:
        raise Unfit("seat_has_election", field="seats")


def refuse_president(work: Work, person_id: uuid.UUID) -> None:
    """Refuse the President as returning officer or trustee.

    Raises:
        Denied: this person holds the President's seat.

    """
    if PRESIDENT in sources_of(work.session, person_id, work.now)["board_of"]:
        raise Denied("president_runs_nothing")


def refuse_candidate(work: Work, election: Election, person_id: uuid.UUID) -> None:
    """Refuse as trustee whoever stands, or was proposed and has accepted.

    Raises:
        Denied: they are a candidate of this election.

    """
    stands = work.session.scalar(
        select(Nomination.id)
        .join(Post, Post.id == Nomination.post_id)
        .where(
            Post.election_id == election.id,
            Nomination.person_id == person_id,
            Nomination.state.in_(STANDING),
        )
        .limit(1)
    )
    if stands is not None:
        raise Denied("candidate_not_trustee")
