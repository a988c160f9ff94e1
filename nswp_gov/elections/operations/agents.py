"""The candidates’ agents: named by a candidate, taken on by a person, ended with the complaints."""

from __future__ import annotations

import uuid
from dataclasses import replace

from nswp_gov.accounts.operations import invite
from nswp_gov.elections import policy, queries
from nswp_gov.elections.models import CandidateAgent, Election, Nomination
from nswp_gov.elections.states import AgentState, NominationState, State
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.verdict import Verdict
from nswp_gov.sealing import SealingError, read_public_file
from nswp_gov.store import ids
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.errors import Denied, Unfit, WrongState, need
from nswp_gov.store.work import Work

LONGEST_NAME = 120
BEFORE_FREEZE = (State.DRAFT, State.NOMINATIONS, State.RULING)
OVER = (State.PUBLISHED, State.VOID)
CANDIDATES = (NominationState.ACCEPTED, NominationState.STANDS)


def name_agent(
    work: Work, nomination: Nomination, *, name: str, address: str | None, locale: Locale
) -> tuple[CandidateAgent, str]:
    """Name who watches for a candidate; return the row and the token of the agent’s link.

    Whoever holds the candidate's private link is the candidate. Naming another ends the first.

    Raises:
        WrongState: the person does not stand, or the time for complaints is over.
        Unfit: no name.

    """
    election = _watched(work, nomination)
    if not 0 < len(name.strip()) <= LONGEST_NAME:
        raise Unfit("name_missing", field="name")
    token = ids.token()
    made = queries.agent_of(work.session, nomination.id)
    if made is None:
        made = CandidateAgent(election_id=election.id, nomination_id=nomination.id)
        work.session.add(made)
    made.name, made.address, made.locale = name.strip(), address or None, locale
    made.person_id = made.sign_key = None
    made.state, made.is_invited, made.named_at = AgentState.ASKED, False, work.now
    made.token_hash = ids.token_hash(token)
    if made.address:
        work.post(
            to=made.address,
            letter="elections/agent",
            locale=locale,
            values={"token": token},
            key=f"agent/{made.token_hash}",
        )
    work.record("elections.agent_named", made)
    return made, token


def _watched(work: Work, nomination: Nomination) -> Election:
    post = queries.post(work.session, nomination.post_id)
    election = queries.election(work.session, post.election_id)
    if nomination.state not in CANDIDATES:
        raise WrongState(state=str(nomination.state), act="name_agent")
    if election.state in OVER or work.now >= election.complaints_until:
        raise WrongState(state=str(election.state), act="name_agent")
    return election


def end_agent(work: Work, nomination: Nomination) -> None:
    """Take the candidate’s agent back; from now on they see nothing more.

    Raises:
        WrongState: nobody is asked or acts.

    """
    found = queries.agent_of(work.session, nomination.id)
    if found is None or found.state not in (AgentState.ASKED, AgentState.ACTS):
        raise WrongState(state="none", act="end_agent")
    _forget(found, AgentState.ENDED)
    work.record("elections.agent_ended", found)


def _forget(agent: CandidateAgent, state: AgentState) -> None:
    agent.state = state
    agent.name = agent.address = agent.token_hash = agent.person_id = agent.sign_key = None


def take_on(work: Work, agent: CandidateAgent, public_file: bytes | None = None) -> None:
    """Take it on to watch for a candidate, as the person who is signed in.

    `public_file`: the key with which they sign what they see; it has to come before the freeze.

    Raises:
        Denied: somebody who runs the election, keeps a key, stands, or watches for another.
        WrongState: it was answered already.
        Unfit: the file is no public key file, or everything is fixed.

    """
    if agent.state is not AgentState.ASKED:
        raise WrongState(state=str(agent.state), act="take_on")
    election = queries.election(work.session, agent.election_id)
    need(_may_be_agent(work, election))
    if queries.watch_of(work.session, election.id, work.actor.person_id):
        raise Denied("agent_of_another")
    if public_file is not None:
        agent.sign_key = _key(work, election, public_file)
    agent.person_id, agent.state, agent.token_hash = work.actor.person_id, AgentState.ACTS, None
    work.record("elections.agent_acts", agent)


def _may_be_agent(work: Work, election: Election) -> Verdict:
    keepers = {one.person_id for one in queries.trustees(work.session, election.id)}
    standing = {
        row.person_id
        for post in queries.posts(work.session, election.id)
        for row in queries.nominations(work.session, post.id)
        if row.state in (NominationState.PROPOSED, *CANDIDATES)
    }
    return policy.may_be_agent(
        work.actor,
        election,
        keepers={one for one in keepers if one},
        standing={one for one in standing if one},
    )


def decline_agent(work: Work, agent: CandidateAgent) -> None:
    """Decline by the private link; what was written about the person is forgotten.

    Raises:
        WrongState: it was answered already.

    """
    if agent.state is not AgentState.ASKED:
        raise WrongState(state=str(agent.state), act="decline_agent")
    _forget(agent, AgentState.DECLINED)
    work.record("elections.agent_declined", agent)


def offer_account(work: Work, agent: CandidateAgent) -> str:
    """Invite the agent to an account of their own, once; return the invitation’s token.

    Raises:
        WrongState: it was answered, or an account was offered already.

    """
    if agent.state is not AgentState.ASKED or agent.is_invited:
        raise WrongState(state=str(agent.state), act="offer_account")
    agent.is_invited = True
    work.record("elections.agent_invited", agent)
    return invite(replace(work, actor=SYSTEM), name=agent.name or "", locale=Locale(agent.locale))


def bring_agent_key(work: Work, election: Election, public_file: bytes) -> None:
    """Keep the key with which the acting agent will sign; it is fixed with everything else.

    Raises:
        Denied: the actor is no agent here.
        Unfit: the file is no public key file, its key is used already, or everything is fixed.

    """
    watch = queries.watch_of(work.session, election.id, work.actor.person_id)
    if watch is None or election.id not in work.actor.agent_of:
        raise Denied("not_an_agent")
    watch.agent.sign_key = _key(work, election, public_file, own=watch.agent.id)
    work.record("elections.agent_key_brought", watch.agent)


def bring_officer_key(work: Work, election: Election, public_file: bytes) -> None:
    """Keep the key with which the returning officer signs a drawn lot.

    Raises:
        Denied: only the returning officer.
        Unfit: the file is no public key file, its key is used already, or everything is fixed.

    """
    need(policy.may_run(work.actor, election))
    election.officer_key = _key(work, election, public_file, own=election.id)
    work.record("elections.officer_key_brought", election)


def _key(
    work: Work, election: Election, public_file: bytes, *, own: uuid.UUID | None = None
) -> bytes:
    if election.state not in BEFORE_FREEZE:
        raise Unfit("key_too_late", field="public_file")
    try:
        key = read_public_file(public_file)[1].sign_key
    except SealingError as refused:
        raise Unfit("key_unfit", field="public_file") from refused
    others = {election.id: election.officer_key}
    others |= {one.id: one.sign_key for one in queries.trustees(work.session, election.id)}
    others |= {
        one.agent.id: one.agent.sign_key for one in queries.watches(work.session, election.id)
    }
    if key in {kept for row, kept in others.items() if row != own}:
        raise Unfit("key_repeated", field="public_file")
    return key
