"""Who may do what in an election. Pure; each answer carries its reason."""

from __future__ import annotations

import uuid
from collections.abc import Set as AbstractSet

from nswp_gov.elections.models import Election, Nomination
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.verdict import Verdict, no, yes
from nswp_gov.store.actor import Actor

PRESIDENT = ""  # among the regions of an actor's seats


def may_set_up(actor: Actor) -> Verdict:
    """The secretariat sets an election up."""
    return yes("secretariat") if actor.has("secretariat") else no("secretariat_only")


def may_run(actor: Actor, election: Election) -> Verdict:
    """The returning officer rules, freezes, opens, closes, declares; the clock acts by itself.

    Staff are never returning officer: whoever registers members does not decide who won. Nor is
    the President.
    """
    if actor.has("system"):
        return yes("clock")
    if actor.person_id is None or actor.person_id != election.officer_id:
        return no("officer_only")
    if PRESIDENT in actor.board_of:
        return no("president_runs_nothing")
    return no("staff_not_officer") if actor.has("secretariat") else yes("officer")


def may_see_inside(actor: Actor, election: Election) -> Verdict:
    """The returning officer, the secretariat and the trustees see how far an election is."""
    if actor.has("secretariat") or election.id in actor.trustee_of:
        return yes("runs_it")
    return may_run(actor, election)


def may_see_roll(
    actor: Actor, election: Election, post_id: uuid.UUID, watched: uuid.UUID | None
) -> Verdict:
    """The whole roll is the returning officer's and, for their candidate's post, the agents'.

    `watched`: the post for which the actor's candidate stands. Each organisation sees its own
    entry.
    """
    if election.id in actor.agent_of and watched == post_id:
        return yes("agent")
    return may_run(actor, election)


def may_observe(actor: Actor, election: Election) -> Verdict:
    """The observers' record: returning officer, trustees, one agent of each candidate."""
    if election.id in actor.agent_of:
        return yes("agent")
    return may_bring_shares(actor, election)


def may_be_agent(
    actor: Actor,
    election: Election,
    *,
    keepers: AbstractSet[uuid.UUID],
    standing: AbstractSet[uuid.UUID],
) -> Verdict:
    """Nobody watches who runs it, keeps a key, stands, or works for the secretariat."""
    if actor.person_id is None:
        return no("sign_in_first")
    if actor.has("secretariat") or actor.person_id == election.officer_id:
        return no("agent_runs_it")
    if actor.person_id in keepers:
        return no("agent_keeps_key")
    return no("agent_stands") if actor.person_id in standing else yes("agent")


def may_nominate(actor: Actor, organisation_id: uuid.UUID) -> Verdict:
    """An editor or delegate nominates for their organisation."""
    acts = organisation_id in actor.editor_of | actor.delegate_of
    return yes("acts_for_organisation") if acts else no("not_your_organisation")


def may_withdraw(actor: Actor, nomination: Nomination) -> Verdict:
    """The nominee, or those who proposed them, may take a nomination back."""
    if actor.person_id is not None and actor.person_id == nomination.person_id:
        return yes("nominee")
    return may_nominate(actor, nomination.organisation_id)


def may_cast(actor: Actor, organisation_id: uuid.UUID) -> Verdict:
    """Only the organisation's delegate or alternate votes; never anybody on its behalf."""
    return yes("delegate") if organisation_id in actor.delegate_of else no("not_the_delegate")


def may_bring_shares(actor: Actor, election: Election) -> Verdict:
    """A trustee brings shares and openings; the returning officer may hand them in for one."""
    if election.id in actor.trustee_of:
        return yes("trustee")
    return may_run(actor, election)


def may_translate(actor: Actor, election: Election, locale: Locale) -> Verdict:
    """Secretariat, returning officer and the translators of a language translate candidates."""
    if actor.has("secretariat") or locale.value in actor.translates:
        return yes("translator")
    runs = may_run(actor, election)
    return yes("officer") if runs.allowed else no("not_the_translator")
