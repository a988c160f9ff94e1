"""Invitations: the only way to an account."""

from __future__ import annotations

from sqlalchemy import delete

from nswp_gov.accounts import policy, queries
from nswp_gov.accounts.models import Invitation, Person, RecoveryCode
from nswp_gov.accounts.operations.people import add_person
from nswp_gov.accounts.operations.roles import begin_role
from nswp_gov.accounts.proving import codes
from nswp_gov.accounts.states import INVITATION_LASTS, Role
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import Conflict, Denied, NotFound, need
from nswp_gov.store.ids import token_hash
from nswp_gov.store.work import Work


def invite(
    work: Work,
    *,
    name: str,
    email: str | None = None,
    locale: Locale,
    zone: str = "UTC",
    role: Role | None = None,
) -> str:
    """Invite somebody; return the token of their link, kept nowhere else.

    With an address the link goes there by letter. Without, the same token is given by voice or
    messenger: `codes.words_of(token)` are its eight words. It works once, for fourteen days.

    Raises:
        Denied: the actor may not invite; a role is given with it and the actor is not the console.

    """
    need(policy.may_invite(work.actor))
    if role is not None and not work.actor.has(policy.SYSTEM_ROLE):
        raise Denied("second_person")
    token = codes.new_token()
    invitation = Invitation(
        token_hash=token_hash(token),
        name=name,
        email=email or None,
        locale=locale,
        zone=zone,
        role=role,
        invited_by=work.actor.person_id,
        expires_at=work.now + INVITATION_LASTS,
    )
    work.session.add(invitation)
    work.record("invitation.made", invitation)
    if email:
        work.post(
            to=email,
            letter="accounts/invitation",
            locale=locale.value,
            values={"token": token, "until": invitation.expires_at.date().isoformat()},
        )
    return token


def accept_invitation(
    work: Work,
    token: str,
    *,
    name: str,
    sign_in_name: str,
    passphrase: str,
    locale: Locale,
    zone: str,
) -> tuple[Person, list[str]]:
    """Make the account that an invitation waits for; return it with its ten paper codes.

    Raises:
        NotFound: the invitation was used, withdrawn, is over, or never was.
        Unfit: a name is missing or taken, or the passphrase is too weak.

    """
    invitation = queries.invitation(work.session, token, work.now)
    if invitation is None:
        raise NotFound
    person = add_person(
        work,
        name=name,
        sign_in_name=sign_in_name,
        passphrase=passphrase,
        locale=locale,
        zone=zone,
        email=invitation.email,
    )
    invitation.person_id = person.id
    work.record("invitation.accepted", invitation)
    if invitation.role is not None:
        begin_role(work, person, invitation.role)  # the console gave it with the invitation
    return person, new_paper_codes(work, person)


def withdraw_invitation(work: Work, invitation: Invitation) -> None:
    """Let an invitation open nothing any more.

    Raises:
        Denied: the actor may not invite.
        Conflict: it was accepted already.

    """
    need(policy.may_invite(work.actor))
    if invitation.person_id is not None:
        raise Conflict
    invitation.withdrawn_at = work.now
    work.record("invitation.withdrawn", invitation)


def new_paper_codes(work: Work, person: Person) -> list[str]:
    """Make ten codes for paper; the ones before are dead. They can be shown this once only."""
    made = codes.new_paper_codes()
    work.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    work.session.add_all(
        RecoveryCode(person_id=person.id, code_hash=codes.paper_hash(code)) for code in made
    )
    work.record("account.paper_codes_made", person)
    return made
