"""Roles: asked for by an administrator, held once another officer agreed."""

from __future__ import annotations

import uuid

from sqlalchemy import or_, select

from nswp_gov.accounts import policy, queries
from nswp_gov.accounts.models import Person, RoleGrant
from nswp_gov.accounts.states import APART, Role
from nswp_gov.store.errors import Conflict, Denied, Unfit, need
from nswp_gov.store.work import Work


def grant_role(
    work: Work, person: Person, role: Role, seconded_by: Person | None = None
) -> RoleGrant:
    """Give a role at once: from the server's console, where no second person can be asked.

    Raises:
        Denied: the actor is not the console; people use `ask_role` and `second_role`.
        Unfit: the role is held or asked for already, or cannot go with one that is.

    """
    if not work.actor.has(policy.SYSTEM_ROLE):
        raise Denied("second_person")
    return begin_role(work, person, role, seconded_by.id if seconded_by else None)


def begin_role(
    work: Work, person: Person, role: Role, seconded_by: uuid.UUID | None = None
) -> RoleGrant:
    """Let a role be held from now; who may decide that was asked before.

    Raises:
        Unfit: the role is held or asked for already, or cannot go with one that is.

    """
    grant = _new_grant(work, person, role)
    grant.from_at, grant.seconded_by = work.now, seconded_by
    work.session.add(grant)
    work.record("role.granted", grant)
    return grant


def ask_role(work: Work, person: Person, role: Role, second: Person) -> RoleGrant:
    """Ask for a role; it is held from the instant at which `second` agrees.

    Raises:
        Denied: not an administrator, one's own role, or the second person is no third one.
        Unfit: the role is held or asked for already, or cannot go with one that is.

    """
    need(policy.may_ask_role(work.actor, person.id, second.id))
    grant = _new_grant(work, person, role)
    grant.granted_by, grant.seconded_by = work.actor.person_id, second.id
    work.session.add(grant)
    work.record("role.asked", grant)
    return grant


def _new_grant(work: Work, person: Person, role: Role) -> RoleGrant:
    held = select(RoleGrant.id).where(
        RoleGrant.person_id == person.id,
        RoleGrant.role == role,
        or_(RoleGrant.until_at.is_(None), RoleGrant.until_at > work.now),
    )
    if work.session.scalar(held.limit(1)):
        raise Unfit("role_held", field="role")
    _stand_apart(work, person, role)
    return RoleGrant(person_id=person.id, role=role, asked_at=work.now)


def _stand_apart(work: Work, person: Person, role: Role) -> None:
    """Refuse two roles that one person may not hold together, now or once both are agreed to."""
    for grant in queries.roles_of(work.session, person.id):
        if grant.until_at is not None and grant.until_at <= work.now:
            continue
        if {grant.role, role} == APART:
            raise Unfit("roles_apart", field="role")


def second_role(work: Work, grant: RoleGrant) -> None:
    """Agree to a role that was asked for: it is held from now.

    Raises:
        Denied: the actor is not the officer who was named, or has not just proved who they are.
        Conflict: the role was agreed to or withdrawn already.

    """
    if grant.from_at is not None or grant.until_at is not None:
        raise Conflict
    need(policy.may_second_role(work.actor, named=grant.seconded_by, person_id=grant.person_id))
    grant.from_at = work.now
    work.record("role.granted", grant)


def refuse_role(work: Work, grant: RoleGrant) -> None:
    """Refuse, as the second person, a role that was asked for: it is deleted.

    Raises:
        Denied: the actor is not the officer who was named.
        Conflict: the role is held.

    """
    if grant.from_at is not None:
        raise Conflict
    if work.actor.person_id != grant.seconded_by:
        raise Denied("second_person")
    work.session.delete(grant)
    work.record("role.refused", grant)


def end_role(work: Work, grant: RoleGrant) -> None:
    """End a role now, or withdraw one that nobody has agreed to.

    Raises:
        Denied: the actor is no administrator.
        Conflict: the role has ended already.

    """
    need(policy.may_end_role(work.actor))
    if grant.from_at is None:
        work.session.delete(grant)
    elif grant.until_at is None or grant.until_at > work.now:
        grant.until_at = max(work.now, grant.from_at)
    else:
        raise Conflict
    work.record("role.ended", grant)
