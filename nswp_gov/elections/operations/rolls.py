"""The roll before it is fixed: objections and rulings; after that: who may still come to cast."""

from __future__ import annotations

import uuid

from nswp_gov.accounts.models import Person
from nswp_gov.accounts.operations import write_to
from nswp_gov.elections import policy, queries
from nswp_gov.elections.models import Election, Post, RollClaim, RollDelegate
from nswp_gov.elections.states import ClaimState, DelegateState, State
from nswp_gov.store.errors import Denied, Unfit, WrongState, need
from nswp_gov.store.work import Work

BEFORE_FREEZE = (State.NOMINATIONS, State.RULING)
AFTER_FREEZE = (State.FROZEN, State.REHEARSED, State.OPEN)
LONGEST = 2000


def object_to_roll(
    work: Work, post: Post, organisation_id: uuid.UUID, *, wants_vote: bool, words: str
) -> RollClaim:
    """Object to one's own organisation being, or not being, on the roll of a post.

    Raises:
        Denied: the actor does not act for the organisation.
        WrongState: the roll is fixed, or the election is not open to objections yet.
        Unfit: their time is over, no reason is given, or there is an objection already.

    """
    election = queries.election(work.session, post.election_id)
    need(policy.may_nominate(work.actor, organisation_id))
    if election.state not in BEFORE_FREEZE:
        raise WrongState(state=str(election.state), act="object_to_roll")
    if work.now >= election.claims_until:
        raise Unfit("claims_over")
    if not words.strip():
        raise Unfit("reasons_missing", field="words")
    made = queries.claims(work.session, [post.id])
    if any(one.organisation_id == organisation_id for one in made):
        raise Unfit("already_claimed")
    claim = RollClaim(
        post_id=post.id,
        organisation_id=organisation_id,
        wants_vote=wants_vote,
        words=words.strip()[:LONGEST],
        state=ClaimState.MADE,
        made_at=work.now,
    )
    work.session.add(claim)
    work.record("elections.roll_objected", claim)
    return claim


def rule_claim(work: Work, claim: RollClaim, *, upheld: bool, reasons: str) -> None:
    """Rule on an objection; upheld, the roll follows it. The organisation is given the reasons.

    Raises:
        Denied: only the returning officer.
        WrongState: it was ruled on, or the roll is fixed.
        Unfit: no reasons.

    """
    post = queries.post(work.session, claim.post_id)
    election = queries.election(work.session, post.election_id)
    need(policy.may_run(work.actor, election))
    if election.state not in BEFORE_FREEZE or claim.state is not ClaimState.MADE:
        raise WrongState(state=str(claim.state), act="rule_claim")
    if not reasons.strip():
        raise Unfit("reasons_missing", field="reasons")
    claim.state = ClaimState.UPHELD if upheld else ClaimState.DISMISSED
    claim.reasons = reasons.strip()[:LONGEST]
    work.record("elections.roll_ruled", claim)


def fix_delegates(work: Work, election: Election, organisations: set[uuid.UUID]) -> None:
    """Note once who may cast for each organisation on a roll; the caller records it."""
    pairs = queries.acting_delegates(work.session, organisations, work.now)
    work.session.add_all(
        RollDelegate(
            election_id=election.id,
            organisation_id=organisation_id,
            person_id=person_id,
            state=DelegateState.FIXED,
            noted_on=work.today,
        )
        for organisation_id, person_id in pairs
    )
    work.session.flush()


def ask_admission(work: Work, election: Election, organisation_id: uuid.UUID) -> RollDelegate:
    """Ask to cast for an organisation whose delegate one became after the roll was fixed.

    Those who could cast before are told, so that nobody is replaced behind their back.

    Raises:
        Denied: the actor is not its delegate or alternate, or the organisation is on no roll.
        WrongState: the roll is not fixed, or voting is over.
        Unfit: the actor asked already, or may cast.

    """
    need(policy.may_cast(work.actor, organisation_id))
    if election.state not in AFTER_FREEZE:
        raise WrongState(state=str(election.state), act="ask_admission")
    if not queries.entries_of(work.session, election.id, organisation_id):
        raise Denied("not_on_the_roll")
    assert work.actor.person_id is not None
    if queries.delegate(work.session, election.id, organisation_id, work.actor.person_id):
        raise Unfit("already_asked")
    asked = RollDelegate(
        election_id=election.id,
        organisation_id=organisation_id,
        person_id=work.actor.person_id,
        state=DelegateState.ASKED,
        noted_on=work.today,
    )
    work.session.add(asked)
    for one in queries.delegates(work.session, election.id, DelegateState.FIXED):
        if one.organisation_id == organisation_id:
            _tell(work, one.person_id, key=f"delegate/{asked.id}/{one.person_id}")
    work.record("elections.delegate_asked", election)
    return asked


def _tell(work: Work, person_id: uuid.UUID, *, key: str) -> None:
    write_to(work, work.session.get(Person, person_id), "elections/delegate_changed", key=key)


def rule_delegate(work: Work, row: RollDelegate, *, admits: bool) -> None:
    """Admit a delegate who was appointed after the roll was fixed, or not.

    Raises:
        Denied: only the returning officer.
        WrongState: they did not ask, or were answered already.

    """
    election = queries.election(work.session, row.election_id)
    need(policy.may_run(work.actor, election))
    if row.state is not DelegateState.ASKED or election.state not in AFTER_FREEZE:
        raise WrongState(state=str(row.state), act="rule_delegate")
    row.state = DelegateState.ADMITTED if admits else DelegateState.REFUSED
    work.record("elections.delegate_ruled", election)
