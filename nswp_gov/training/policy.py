"""Who may do what in capacity building. Pure: an actor, a subject, a verdict."""

from __future__ import annotations

import uuid

from nswp_gov.rules.verdict import Verdict, no, yes
from nswp_gov.store.actor import Actor

SECRETARIAT, SYSTEM = "secretariat", "system"


def may_keep(actor: Actor) -> Verdict:
    """The secretariat keeps programmes, calls, attendance and certificates."""
    return yes("secretariat") if actor.has(SECRETARIAT) else no("only_secretariat")


def may_pass_time(actor: Actor) -> Verdict:
    """The clock closes calls and lets offers lapse; so may the secretariat."""
    return yes("system") if actor.has(SYSTEM) else may_keep(actor)


def may_apply(actor: Actor, organisation_id: uuid.UUID) -> Verdict:
    """Editors and delegates apply for their own organisation while it is a member."""
    if organisation_id not in actor.member_of:
        return no("only_members_apply")
    return may_answer_for(actor, organisation_id)


def may_answer_for(actor: Actor, organisation_id: uuid.UUID) -> Verdict:
    """Its editors and delegates speak for an organisation, also when its membership ended."""
    if organisation_id in actor.editor_of | actor.delegate_of:
        return yes("own_organisation")
    return no("only_own_organisation")


def may_read(actor: Actor, organisation_id: uuid.UUID) -> Verdict:
    """An application is read by those who speak for the organisation, and by the secretariat."""
    own = may_answer_for(actor, organisation_id)
    return own if own.allowed else may_keep(actor)
