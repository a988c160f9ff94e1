"""Who may do what in a consultation."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from nswp_gov.consultations.states import ANSWERS_KEPT, Readers, State
from nswp_gov.rules.audience import MEMBERS, PUBLIC, SECRETARIAT, Audience
from nswp_gov.rules.verdict import Verdict, no, yes
from nswp_gov.store.actor import Actor


def may_arrange(actor: Actor) -> Verdict:
    """Whether the actor writes questions, opens, reports: the secretariat."""
    if actor.has("secretariat") or actor.has("system"):
        return yes("secretariat")
    return no("only_the_secretariat")


def may_draft(actor: Actor, organisation_id: uuid.UUID) -> Verdict:
    """Whether the actor writes in the reply of an organisation: all who act for it."""
    if organisation_id in actor.member_of:
        return yes("acts_for_it")
    return no("not_your_organisation")


def may_hand_in(actor: Actor, organisation_id: uuid.UUID) -> Verdict:
    """Whether the actor hands the reply in, reopens it, and chooses how it is attributed."""
    if organisation_id in actor.delegate_of and organisation_id in actor.member_of:
        return yes("delegate")
    return no("only_the_delegate")


def readers_of(state: State, readers: Readers) -> Audience:
    """Return who may know of a consultation: members while it runs, then the report's readers."""
    if state is State.DRAFT:
        return SECRETARIAT
    if state is State.REPORTED and readers is Readers.PUBLIC:
        return PUBLIC
    return MEMBERS


def is_counted(closed_at: datetime, now: datetime) -> bool:
    """Tell whether the answers are still kept: figures of answers that are erased would be false.

    From a day before the rule erases them they are not counted any more.
    """
    return now - closed_at < timedelta(days=ANSWERS_KEPT - 1)


def results_for(state: State, readers: Readers) -> Audience | None:
    """Return who may see the figures: nobody while it runs, the secretariat until the report."""
    if state in (State.DRAFT, State.OPEN):
        return None
    return SECRETARIAT if state is State.CLOSED else readers_of(state, readers)
