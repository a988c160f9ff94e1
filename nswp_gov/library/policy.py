"""Who may do what in the library."""

from __future__ import annotations

import uuid

from nswp_gov.library.states import ResourceState
from nswp_gov.rules.verdict import Verdict, first_consent, no, yes
from nswp_gov.store.actor import Actor


def may_keep(actor: Actor) -> Verdict:
    """The secretariat enters, publishes and withdraws; the program keeps its own rows in order."""
    keeps = actor.has("secretariat") or actor.has("system")
    return yes("secretariat") if keeps else no("only_librarians")


def may_offer(actor: Actor, organisation_id: uuid.UUID) -> Verdict:
    """A member organisation's editors offer what it made."""
    own = organisation_id in actor.editor_of
    return yes("organisation") if own else no("only_own_organisation")


def may_see_entry(actor: Actor, organisation_id: uuid.UUID | None) -> Verdict:
    """An entry is seen by the secretariat and by the editors of the organisation that offers it."""
    own = organisation_id is not None and organisation_id in actor.editor_of
    offered = yes("organisation") if own else no("only_librarians")
    return first_consent(may_keep(actor), offered)


def may_edit(actor: Actor, organisation_id: uuid.UUID | None, state: ResourceState) -> Verdict:
    """The secretariat edits always; who offers it, until it is sent."""
    own = organisation_id is not None and organisation_id in actor.editor_of
    if own and state is not ResourceState.DRAFT:
        return first_consent(may_keep(actor), no("offer_is_sent"))
    return may_see_entry(actor, organisation_id)
