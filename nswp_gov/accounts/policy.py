"""Who may do what with accounts and roles. Pure: an actor, a subject, a verdict."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from nswp_gov.accounts.states import OFFICERS, Role
from nswp_gov.rules.verdict import Verdict, no, yes
from nswp_gov.store.actor import Actor

SYSTEM_ROLE = "system"  # the console of the server and the program's own work


def is_officer(actor: Actor) -> bool:
    """Tell whether somebody's account is worth more to a thief than a member's."""
    return bool(actor.roles & OFFICERS or actor.board_of or actor.officer_of)


def may_invite(actor: Actor) -> Verdict:
    """The secretariat and administrators invite people; so does the program on admission."""
    allowed = actor.has(Role.SECRETARIAT) or actor.has(Role.ADMINISTRATOR)
    return yes("staff") if allowed or actor.has(SYSTEM_ROLE) else no("only_staff")


def may_ask_role(actor: Actor, person_id: uuid.UUID, second_id: uuid.UUID) -> Verdict:
    """An administrator asks for another's role and names a third person who has to agree."""
    if not actor.has(Role.ADMINISTRATOR):
        return no("only_administrator")
    if person_id == actor.person_id:
        return no("own_role")
    if second_id in {person_id, actor.person_id}:
        return no("second_person")
    return yes("administrator")


def may_second_role(actor: Actor, *, named: uuid.UUID | None, person_id: uuid.UUID) -> Verdict:
    """Only the officer who was named agrees to a role, by a fresh proof of who they are."""
    if actor.person_id is None or actor.person_id != named or actor.person_id == person_id:
        return no("second_person")
    if not is_officer(actor):
        return no("second_officer")
    return yes("second_person") if actor.is_fresh else no("stale_sign_in")


def may_end_role(actor: Actor) -> Verdict:
    """An administrator ends any role; less power needs no second person."""
    allowed = actor.has(Role.ADMINISTRATOR) or actor.has(SYSTEM_ROLE)
    return yes("administrator") if allowed else no("only_administrator")


def may_ask_recovery(actor: Actor, person_id: uuid.UUID) -> Verdict:
    """The secretariat begins the recovery of somebody else's account."""
    if actor.person_id == person_id:
        return no("own_recovery")
    return yes("staff") if actor.has(Role.SECRETARIAT) else no("only_staff")


def may_confirm_recovery(
    actor: Actor, *, person_id: uuid.UUID, asked_by: uuid.UUID, regions: Collection[str]
) -> Verdict:
    """A representative of a region of the person's organisations agrees, as a second person."""
    if actor.person_id in {person_id, asked_by, None}:
        return no("second_person")
    if not actor.board_of.intersection(regions):
        return no("only_representative")
    return yes("representative") if actor.is_fresh else no("stale_sign_in")


def may_stop_recovery(actor: Actor, person_id: uuid.UUID) -> Verdict:
    """The person and the secretariat stop a recovery at any time before it is used."""
    allowed = actor.person_id == person_id or actor.has(Role.SECRETARIAT)
    return yes("own_or_staff") if allowed else no("not_allowed")


def must_set_second_proof(actor: Actor, *, has_second: bool) -> bool:
    """Tell whether somebody gets no further before setting up a TOTP or a passkey."""
    return is_officer(actor) and not has_second
