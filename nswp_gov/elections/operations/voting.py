"""Casting: one sealed row and nothing else. No event, no letter, no time, no mark on the roll.

Whether an organisation has voted is answered by looking into its slot. What is written has no
column for a time or an order, and nothing else is written in the same transaction, so there is
nothing to join (docs/decisions/0005-ballot-secrecy.md).

A vote is sealed first and then put in the box: sealing needs no database, and the transaction is
two statements, the same for a first vote and for the tenth, wherever it was sealed.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Insert, Uuid, bindparam, exists, func, select
from sqlalchemy.dialects import postgresql, sqlite

from nswp_gov.elections import policy, queries
from nswp_gov.elections.models import Election, Post, SealedBallot
from nswp_gov.elections.queries import Admission, Slip
from nswp_gov.elections.states import DelegateState, State
from nswp_gov.rules.verdict import Verdict, no, yes
from nswp_gov.sealing import (
    BallotRefused,
    Level,
    Manifest,
    Unreadable,
    paper_in,
    seal_ballot,
    seal_of,
    sign_receipt,
    slot_of,
)
from nswp_gov.sealing import SealedBallot as Sealed
from nswp_gov.store.errors import Denied, DomainError, Unfit, need
from nswp_gov.store.slot_keys import KeyFolder, KeyMissing
from nswp_gov.store.work import Work

SPEAKS = frozenset({DelegateState.FIXED, DelegateState.ADMITTED})


class VotingClosed(DomainError):
    """Voting is not open: not yet, or no longer."""

    code = "voting_closed"


class NotStored(DomainError):
    """The database failed while a vote was put in the box: whether it lies there is to be seen."""

    code = "vote_not_stored"
    status = 503


def cast(
    work: Work,
    election: Election,
    post: Post,
    organisation_id: uuid.UUID,
    ranking: Sequence[str],
    *,
    keys: KeyFolder,
    word: str | None = None,
) -> Sealed:
    """Seal the organisation's vote and put it in its slot; an earlier one is replaced.

    The plaintext exists in this call alone. `ranking`: options in order of preference; empty is
    a blank vote. The answer holds the receipt; it is kept nowhere.

    Raises:
        Unfit: the paper does not allow this vote.
        VotingClosed, Denied, KeyMissing: as `put_in_box`.

    """
    sealed = seal_vote(queries.manifest_of(election), post.paper, ranking, word=word)
    put_in_box(work, slip_of(election, post, organisation_id), sealed.envelope, keys=keys)
    return sealed


def cast_sealed(
    work: Work,
    election: Election,
    post: Post,
    organisation_id: uuid.UUID,
    envelope: bytes,
    *,
    keys: KeyFolder,
) -> str:
    """Put a vote that was sealed on the voter's device in its slot; return its seal.

    What is inside nobody can check here: an unusable paper shows at the opening, as spoilt.

    Raises:
        Unfit: devices do not seal in this election, this is no envelope of this paper, or the
            same one lies in another slot.
        VotingClosed, Denied, KeyMissing: as `put_in_box`.

    """
    seal = check_sealed(queries.manifest_of(election), post.paper, envelope)
    slip = slip_of(election, post, organisation_id)
    put_in_box(work, slip, envelope, keys=keys, from_device=True)
    return seal


def slip_of(election: Election, post: Post, organisation_id: uuid.UUID) -> Slip:
    """Return where a vote of this organisation goes."""
    return Slip(election.id, post.id, post.paper, organisation_id)


def seal_vote(
    manifest: Manifest, paper: str, ranking: Sequence[str], *, word: str | None = None
) -> Sealed:
    """Return the vote sealed to the trustees. Needs no database: nobody waits while it seals.

    Raises:
        Unfit: the paper does not allow this vote.

    """
    try:
        return seal_ballot(manifest, {paper: list(ranking)}, word=word)
    except BallotRefused as refused:
        raise Unfit("ballot_unfit", field="ranking") from refused


def check_sealed(manifest: Manifest, paper: str, envelope: bytes) -> str:
    """Return the seal of an envelope from a device, after checking that it fits this paper.

    Raises:
        Unfit: devices do not seal in this election, or this is no envelope of this paper.

    """
    place = [one.id for one in manifest.papers].index(paper)
    try:
        fits = manifest.level is Level.BROWSER and paper_in(manifest, envelope) == place
    except Unreadable:
        fits = False
    if not fits:
        raise Unfit("ballot_unfit", field="envelope")
    return seal_of(envelope)


def put_in_box(
    work: Work, slip: Slip, envelope: bytes, *, keys: KeyFolder, from_device: bool = False
) -> bool:
    """Put a sealed vote in its slot; tell whether an earlier one was replaced.

    `from_device`: the voter chose the bytes, so the same ones must not lie in another slot.

    Raises:
        VotingClosed: outside the times, looked at inside this transaction.
        Denied: the actor is not the delegate, or became it after the roll was fixed, or the
            organisation is not on this roll.
        KeyMissing: voting pauses because the slot key is not on this machine.
        Unfit: the same envelope lies in another slot.

    """
    need(policy.may_cast(work.actor, slip.organisation_id))
    slot = _slot(slip, keys)
    found = _admit(work, slip, slot, from_device=envelope if from_device else None)
    if slot is None:
        raise KeyMissing
    if found.is_copy:
        raise Unfit("ballot_unfit", field="envelope")
    row = {"election_id": slip.election_id, "slot": slot, "envelope": envelope}
    connection = work.session.connection()
    if connection.execute(PUT[connection.dialect.name], row).rowcount != 1:
        raise VotingClosed  # while this vote waited for the lock
    return found.replaces


def _slot(slip: Slip, keys: KeyFolder) -> bytes | None:
    """Return the slot, or None without its key: after the close a vote is late, not paused."""
    try:
        held = keys.read(slip.election_id)
    except KeyMissing:
        return None
    return slot_of(held.slot_key, slip.organisation_id, slip.paper)


def _admit(
    work: Work, slip: Slip, slot: bytes | None, *, from_device: bytes | None = None
) -> Admission:
    """Look at times, roll and person inside this transaction."""
    found = queries.admission(
        work.session, slip, work.actor.person_id, slot, from_device=from_device
    )
    if found is None:
        raise Denied("not_on_the_roll")
    if found.state is not State.OPEN or not found.opens_at <= work.now < found.closes_at:
        raise VotingClosed
    if not found.is_on_roll:
        raise Denied("not_on_the_roll")
    need(may_speak(found.delegate))
    return found


def may_speak(stands: DelegateState | None) -> Verdict:
    """A delegate of the day when the roll was fixed speaks, or one who was admitted since."""
    return yes("delegate") if stands in SPEAKS else no("delegate_after_freeze")


def hold_closed(work: Work, election_id: uuid.UUID) -> None:
    """Let no cast of an election happen until this transaction ends, and wait for those that do.

    SQLite has one writer at a time. On PostgreSQL casts share a lock that the close takes alone:
    a vote that was let in is in the box, and nothing is written for it. What is read before the
    lock is held may be old: read the state after it.
    """
    connection = work.session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(ALONE, {"number": queries.lock_of(election_id)})


def sign_own_receipt(
    work: Work, election: Election, post: Post, organisation_id: uuid.UUID, *, keys: KeyFolder
) -> tuple[str, bytes]:
    """Return the seal of what lies in the organisation's slot, and the server's signature on it.

    Raises:
        Denied: the actor is not the delegate.
        Unfit: no vote of theirs is in the box.
        KeyMissing: the keys are not on this machine, or the box is closed.

    """
    need(policy.may_cast(work.actor, organisation_id))
    held = keys.read(election.id)
    slot = slot_of(held.slot_key, organisation_id, post.paper)
    envelope = queries.envelope_at(work.session, election.id, slot)
    if envelope is None:
        raise Unfit("no_vote_in_box")
    seal = seal_of(envelope)
    manifest = queries.manifest_of(election)
    return seal, sign_receipt(held.signing_key, manifest.manifest_hash, seal)


def _put(dialect: Any) -> Insert:
    """Return the one statement of a cast: insert, or replace what lies in the slot.

    It writes nothing unless voting is open now: casts and the close exclude each other by a lock
    that is held by then.
    """
    given = [bindparam(column.name, type_=column.type) for column in SealedBallot.__table__.columns]
    still_open = exists().where(
        Election.id == bindparam("election_id", type_=Uuid()), Election.state == State.OPEN
    )
    row = dialect.insert(SealedBallot)
    filled = row.from_select([one.key for one in given], select(*given).where(still_open))
    statement: Insert = filled.on_conflict_do_update(
        index_elements=["election_id", "slot"], set_={"envelope": row.excluded.envelope}
    )
    return statement.execution_options(preserve_rowcount=True)


PUT = {"postgresql": _put(postgresql), "sqlite": _put(sqlite)}
ALONE = select(func.pg_advisory_xact_lock(bindparam("number")))
