"""Casting: one sealed row and nothing else. No event, no letter, no time, no mark on the roll.

Whether an organisation has voted is answered by looking into its slot. What is written has no
column for a time or an order, and nothing else is written in the same transaction, so there is
nothing to join (docs/decisions/0005-ballot-secrecy.md).
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy.dialects import postgresql, sqlite

from nswp_gov.elections import policy, queries
from nswp_gov.elections.models import Election, Post, RollEntry, SealedBallot
from nswp_gov.elections.operations.setup import need
from nswp_gov.sealing import BallotRefused, seal_ballot, slot_of
from nswp_gov.sealing import SealedBallot as Sealed
from nswp_gov.store.errors import Denied, DomainError, Unfit
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
        Denied: the actor is not the delegate, or the organisation is not on this roll.
        Unfit: the paper does not allow this vote.
        KeyMissing: voting pauses because the slot key is not on this machine.

    """
    if not queries.accepts_votes(election, work.now):
        raise VotingClosed
    need(policy.may_cast(work.actor, organisation_id))
    _on_roll(work, election, post, organisation_id)
    slot_key = keys.read(election.id).slot_key
    try:
        sealed = seal_ballot(queries.manifest_of(election), {post.paper: list(ranking)}, word=word)
    except BallotRefused as refused:
        raise Unfit(f"ballot_{refused.code}", field="ranking") from refused
    _put(work, election.id, slot_of(slot_key, organisation_id, post.paper), sealed.envelope)
    return sealed


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
