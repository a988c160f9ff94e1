"""Casting: one sealed row and nothing else. No event, no letter, no time, no mark on the roll.

Whether an organisation has voted is answered by looking into its slot. What is written has no
column for a time or an order, and nothing else is written in the same transaction, so there is
nothing to join (docs/decisions/0005-ballot-secrecy.md).
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite

from nswp_gov.elections import policy, queries
from nswp_gov.elections.models import Election, Post, RollEntry, SealedBallot
from nswp_gov.elections.states import DelegateState
from nswp_gov.rules.verdict import Verdict, no, yes
from nswp_gov.sealing import (
    BallotRefused,
    Level,
    Unreadable,
    paper_in,
    seal_ballot,
    seal_of,
    sign_receipt,
    slot_of,
)
from nswp_gov.sealing import SealedBallot as Sealed
from nswp_gov.store.errors import Denied, DomainError, Unfit, need
from nswp_gov.store.slot_keys import KeyFolder
from nswp_gov.store.work import Work


class VotingClosed(DomainError):
    """Voting is not open: not yet, or no longer."""

    code = "voting_closed"


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
        VotingClosed: outside the times, looked at inside this transaction.
        Denied: the actor is not the delegate, or became it after the roll was fixed, or the
            organisation is not on this roll.
        Unfit: the paper does not allow this vote.
        KeyMissing: voting pauses because the slot key is not on this machine.

    """
    slot_key = _admit(work, election, post, organisation_id, keys)
    try:
        sealed = seal_ballot(queries.manifest_of(election), {post.paper: list(ranking)}, word=word)
    except BallotRefused as refused:
        raise Unfit("ballot_unfit", field="ranking") from refused
    _put(work, election.id, slot_of(slot_key, organisation_id, post.paper), sealed.envelope)
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
        VotingClosed, Denied, KeyMissing: as `cast`.
        Unfit: devices do not seal in this election, this is no envelope of this paper, or the
            same one lies in another slot.

    """
    slot_key = _admit(work, election, post, organisation_id, keys)
    manifest = queries.manifest_of(election)
    place = [paper.id for paper in manifest.papers].index(post.paper)
    try:
        fits = manifest.level is Level.BROWSER and paper_in(manifest, envelope) == place
    except Unreadable:
        fits = False
    if not fits:
        raise Unfit("ballot_unfit", field="envelope")
    slot = slot_of(slot_key, organisation_id, post.paper)
    if _lies_elsewhere(work, election.id, slot, envelope):
        raise Unfit("ballot_unfit", field="envelope")
    _put(work, election.id, slot, envelope)
    return seal_of(envelope)


def _lies_elsewhere(work: Work, election_id: uuid.UUID, slot: bytes, envelope: bytes) -> bool:
    """Tell whether somebody handed in the very same bytes: a box with two alike is not closed."""
    copy = select(SealedBallot.slot).where(
        SealedBallot.election_id == election_id,
        SealedBallot.envelope == envelope,
        SealedBallot.slot != slot,
    )
    return work.session.scalar(copy.limit(1)) is not None


def _admit(
    work: Work, election: Election, post: Post, organisation_id: uuid.UUID, keys: KeyFolder
) -> bytes:
    """Look at times, person and roll inside this transaction; return the slot key."""
    hold_open(work, election)
    if not queries.accepts_votes(election, work.now):
        raise VotingClosed
    need(policy.may_cast(work.actor, organisation_id))
    _on_roll(work, election, post, organisation_id)
    need(may_speak(work, election, organisation_id))
    return keys.read(election.id).slot_key


def hold_open(work: Work, election: Election, *, alone: bool = False) -> None:
    """Have casts and the close of one election exclude each other until this transaction ends.

    SQLite has one writer at a time. On PostgreSQL casts share a lock that the close takes `alone`:
    a vote that was let in is in the box, and nothing is written for it.
    """
    if work.session.get_bind().dialect.name == "postgresql":
        lock = func.pg_advisory_xact_lock if alone else func.pg_advisory_xact_lock_shared
        number = int.from_bytes(election.id.bytes[:8], signed=True)
        work.session.execute(select(lock(number)))
        work.session.refresh(election)


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


def may_speak(work: Work, election: Election, organisation_id: uuid.UUID) -> Verdict:
    """Tell whether the actor was its delegate when the roll was fixed, or was admitted since."""
    if work.actor.person_id is None:
        return no("not_the_delegate")
    row = queries.delegate(work.session, election.id, organisation_id, work.actor.person_id)
    if row is not None and row.state in (DelegateState.FIXED, DelegateState.ADMITTED):
        return yes("delegate")
    return no("delegate_after_freeze")


def _on_roll(work: Work, election: Election, post: Post, organisation_id: uuid.UUID) -> RollEntry:
    for found, entry in queries.entries_of(work.session, election.id, organisation_id):
        if found.id == post.id:
            return entry
    raise Denied("not_on_the_roll")


def _put(work: Work, election_id: uuid.UUID, slot: bytes, envelope: bytes) -> None:
    """Write the one row: insert, or replace what lies in the slot. One statement."""
    dialect = postgresql if work.session.get_bind().dialect.name == "postgresql" else sqlite
    row = dialect.insert(SealedBallot).values(election_id=election_id, slot=slot, envelope=envelope)
    work.session.execute(
        row.on_conflict_do_update(
            index_elements=["election_id", "slot"], set_={"envelope": row.excluded.envelope}
        )
    )
