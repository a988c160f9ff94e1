"""Nominations: proposed by an organisation, accepted by the nominee, ruled on by the officer."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from nswp_gov.elections import policy, queries
from nswp_gov.elections.models import Nomination, NominationSecond, Post
from nswp_gov.elections.operations.asking import write_answers
from nswp_gov.elections.states import NOMINATION, NominationState, State
from nswp_gov.rules.languages import Locale
from nswp_gov.store import ids, texts
from nswp_gov.store.errors import Denied, Unfit, WrongState, following, need
from nswp_gov.store.work import Work

LONGEST_NAME = 120
STATEMENT = "statement"


def _step(nomination: Nomination, verb: str) -> None:
    nomination.state = following(NOMINATION, nomination.state, verb)


def nominate(
    work: Work,
    post: Post,
    *,
    organisation_id: uuid.UUID,
    nominee_name: str,
    nominee_address: str | None,
    locale: Locale,
) -> tuple[Nomination, str]:
    """Propose a person for a post; return the nomination and the token of their private link.

    The link is sent where an address is given; otherwise the organisation hands it on.

    Raises:
        Denied: not the actor's organisation, or one that does not vote for this post.
        WrongState: nominations are not open.
        Unfit: no name, or the organisation proposed them already; or the time is over.

    """
    election = queries.election(work.session, post.election_id)
    if election.state is not State.NOMINATIONS:
        raise WrongState(state=str(election.state), act="nominate")
    if work.now >= election.nominations_close_at:
        raise Unfit("nominations_over")
    need(policy.may_nominate(work.actor, organisation_id))
    if organisation_id not in queries.electorate(work.session, election, post):
        raise Denied("organisation_does_not_vote_here")
    if not 0 < len(nominee_name.strip()) <= LONGEST_NAME:
        raise Unfit("name_missing", field="nominee_name")
    _refuse_twice(work, post, organisation_id, nominee_name.strip())
    token = ids.token()
    made = Nomination(
        post_id=post.id,
        organisation_id=organisation_id,
        nominee_name=nominee_name.strip(),
        nominee_address=nominee_address or None,
        locale=locale,
        state=NominationState.PROPOSED,
        token_hash=ids.token_hash(token),
        made_at=work.now,
    )
    work.session.add(made)
    if made.nominee_address:
        work.post(
            to=made.nominee_address,
            letter="elections/nominated",
            locale=locale,
            values={"token": token},
            key=f"nomination/{made.id}",
        )
    work.record("elections.nominated", made)
    return made, token


def _refuse_twice(work: Work, post: Post, organisation_id: uuid.UUID, name: str) -> None:
    waiting = queries.nominations(
        work.session, post.id, NominationState.PROPOSED, NominationState.ACCEPTED
    )
    if any(one.organisation_id == organisation_id and one.nominee_name == name for one in waiting):
        raise Unfit("already_nominated", field="nominee_name")


def accept(
    work: Work,
    nomination: Nomination,
    *,
    public_name: str,
    statement: str,
    locale: Locale,
    answers: Sequence[str] = (),
    names_organisation: bool = False,
) -> None:
    """Accept by the private link: the name, statement and answers that may be published.

    `names_organisation`: that the organisation which proposed may be named, if it agrees too.

    Raises:
        WrongState: it was answered already, or nominations are closed.
        Unfit: no name to stand under.

    """
    post = queries.post(work.session, nomination.post_id)
    election = queries.election(work.session, post.election_id)
    if election.state is not State.NOMINATIONS:
        raise WrongState(state=str(election.state), act="accept")
    if not 0 < len(public_name.strip()) <= LONGEST_NAME:
        raise Unfit("name_missing", field="public_name")
    _step(nomination, "accept")
    nomination.public_name = public_name.strip()
    nomination.locale = locale
    nomination.names_organisation = names_organisation
    if work.actor.person_id is not None:
        nomination.person_id = work.actor.person_id
    texts.new_text(
        work,
        subject_type="nomination",
        subject_id=nomination.id,
        field=STATEMENT,
        locale=locale,
        words=statement.strip(),
    )
    write_answers(work, nomination, answers, locale)
    work.record("elections.nomination_accepted", nomination)


def decline(work: Work, nomination: Nomination) -> None:
    """Decline by the private link; what was written about the nominee is forgotten.

    Raises:
        WrongState: it was answered already.

    """
    _step(nomination, "decline")
    nomination.nominee_name = nomination.nominee_address = nomination.token_hash = None
    work.record("elections.nomination_declined", nomination)


def withdraw(work: Work, nomination: Nomination) -> None:
    """Take a nomination back while candidates are not yet frozen.

    Raises:
        Denied: neither the nominee nor the organisation that nominated.
        WrongState: too late, or not standing.

    """
    need(policy.may_withdraw(work.actor, nomination))
    _withdraw(work, nomination)


def withdraw_by_link(work: Work, nomination: Nomination) -> None:
    """Take one's own nomination back by the private link, while candidates are not yet frozen.

    Whoever holds the link is the nominee: the caller found the nomination by its token.

    Raises:
        WrongState: too late, or not standing.

    """
    _withdraw(work, nomination)


def _withdraw(work: Work, nomination: Nomination) -> None:
    post = queries.post(work.session, nomination.post_id)
    election = queries.election(work.session, post.election_id)
    if election.state not in (State.NOMINATIONS, State.RULING):
        raise WrongState(state=str(election.state), act="withdraw")
    _step(nomination, "withdraw")
    work.record("elections.nomination_withdrawn", nomination)


def support(work: Work, nomination: Nomination, organisation_id: uuid.UUID) -> None:
    """Second an accepted nomination as another organisation that votes for the post.

    Raises:
        Denied: not the actor's organisation, one without a vote here, or the one that proposed.
        WrongState: nominations are closed, or the person has not accepted.
        Unfit: the organisation supports it already.

    """
    post = queries.post(work.session, nomination.post_id)
    election = queries.election(work.session, post.election_id)
    need(policy.may_nominate(work.actor, organisation_id))
    open_still = work.now < election.nominations_close_at
    if election.state is not State.NOMINATIONS or not open_still:
        raise WrongState(state=str(election.state), act="support")
    if nomination.state is not NominationState.ACCEPTED:
        raise WrongState(state=str(nomination.state), act="support")
    if organisation_id == nomination.organisation_id:
        raise Denied("proposed_it")
    if organisation_id not in queries.electorate(work.session, election, post):
        raise Denied("organisation_does_not_vote_here")
    if queries.supports(work.session, [organisation_id]) & {(nomination.id, organisation_id)}:
        raise Unfit("supported_already")
    made = NominationSecond(
        nomination_id=nomination.id, organisation_id=organisation_id, made_at=work.now
    )
    work.session.add(made)
    work.record("elections.nomination_supported", made)


def consent_to_naming(work: Work, nomination: Nomination, *, consents: bool) -> None:
    """Let one's organisation be named beside the person it proposed, or no longer.

    Being named shows that the organisation votes. It shows only where the nominee wishes it too,
    and where the reader may know the organisation at all.

    Raises:
        Denied: the actor does not act for the organisation.

    """
    need(policy.may_nominate(work.actor, nomination.organisation_id))
    nomination.organisation_consents = consents
    work.record("elections.naming_consented", nomination)


def rule_in(work: Work, nomination: Nomination) -> None:
    """Let an accepted nomination stand.

    Raises:
        Denied: only the returning officer; officer and trustees cannot stand.
        WrongState: nominations are still open, or it was ruled on.
        Unfit: too few other organisations support it.

    """
    _may_rule(work, nomination)
    _enough_support(work, nomination)
    _step(nomination, "rule_in")
    work.record("elections.nomination_stands", nomination)


def rule_out(work: Work, nomination: Nomination, *, reasons: str) -> None:
    """Refuse a nomination, with reasons that the nominee is given.

    Raises:
        Denied: only the returning officer.
        WrongState: nominations are still open, or it was ruled on.
        Unfit: no reasons.

    """
    _may_rule(work, nomination, stands=False)
    if not reasons.strip():
        raise Unfit("reasons_missing", field="reasons")
    _step(nomination, "rule_out")
    nomination.reasons = reasons.strip()
    work.record("elections.nomination_refused", nomination)


def _enough_support(work: Work, nomination: Nomination) -> None:
    post = queries.post(work.session, nomination.post_id)
    needs = queries.election(work.session, post.election_id).seconds_needed
    has = queries.seconds_of(work.session, [nomination.id]).get(nomination.id, 0)
    if has < needs:
        raise Unfit("seconds_missing", field="ruling", needs=needs, has=has)


def _may_rule(work: Work, nomination: Nomination, *, stands: bool = True) -> None:
    post = queries.post(work.session, nomination.post_id)
    election = queries.election(work.session, post.election_id)
    need(policy.may_run(work.actor, election))
    if election.state is not State.RULING:
        raise WrongState(state=str(election.state), act="rule")
    if stands and nomination.person_id is not None:
        keepers = {one.person_id for one in queries.trustees(work.session, election.id)}
        if nomination.person_id in keepers | {election.officer_id}:
            raise Denied("runs_the_election")
