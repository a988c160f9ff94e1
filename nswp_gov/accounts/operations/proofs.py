"""Showing who one is: passphrase, time-based codes, paper codes."""

from __future__ import annotations

import uuid

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from nswp_gov.accounts import queries
from nswp_gov.accounts.models import Credential, Passkey, Person, RecoveryCode
from nswp_gov.accounts.operations.letters import write_to
from nswp_gov.accounts.operations.sessions import end_other_sessions
from nswp_gov.accounts.proving import codes, passphrases, phone
from nswp_gov.store.errors import Denied, Unfit
from nswp_gov.store.work import Work


def set_passphrase(work: Work, person: Person, passphrase: str, *, but: str | None) -> None:
    """Change a passphrase and end every session but the one of the cookie `but`.

    Raises:
        Unfit: the passphrase is too short, too common or too easy to guess.

    """
    passphrases.check(passphrase, about=(person.name, person.sign_in_name or ""))
    queries.credential(work.session, person.id).password_hash = passphrases.digest(passphrase)
    end_other_sessions(work, person.id, but=but)
    work.record("account.passphrase_changed", person)
    tell_changed(work, person)


def rehash(work: Work, person_id: uuid.UUID, passphrase: str) -> None:
    """Keep a passphrase at today's cost, where it was kept at another."""
    credential = queries.credential(work.session, person_id)
    if credential.password_hash and passphrases.is_outdated(credential.password_hash):
        credential.password_hash = passphrases.digest(passphrase)


def tell_changed(work: Work, person: Person) -> None:
    """Tell a person by letter, where they have an address, that their sign-in changed."""
    write_to(work, person, "accounts/changed")


def begin_totp(work: Work, person: Person) -> str:
    """Make a secret for the person's phone; it counts once a code from it was shown."""
    secret = phone.new_secret()
    queries.credential(work.session, person.id).totp_pending = secret
    return secret


def confirm_totp(work: Work, person: Person, typed: str) -> None:
    """Make the pending secret the person's second proof.

    Raises:
        Unfit: the code is not the secret's at this time.

    """
    credential = queries.credential(work.session, person.id)
    pending = credential.totp_pending
    step = phone.step_of(pending, typed, int(work.now.timestamp())) if pending else None
    if step is None:
        raise Unfit("code_wrong", field="code")
    credential.totp_secret, credential.totp_pending = pending, None
    credential.totp_counter = step
    work.record("account.totp_set", person)
    tell_changed(work, person)


def remove_totp(work: Work, person: Person, *, must_keep_second: bool) -> None:
    """Forget the secret on the person's phone.

    Raises:
        Denied: an officer's only second proof.

    """
    if must_keep_second and not _has_passkey(work.session, person.id):
        raise Denied("last_proof")
    credential = queries.credential(work.session, person.id)
    credential.totp_secret = credential.totp_pending = None
    work.record("account.totp_removed", person)
    tell_changed(work, person)


def _has_passkey(session: Session, person_id: uuid.UUID) -> bool:
    first = select(Passkey.id).where(Passkey.person_id == person_id).limit(1)
    return session.scalar(first) is not None


def use_totp(work: Work, person_id: uuid.UUID, typed: str) -> bool:
    """Tell whether a code is right, and let no code of its step or before it count again.

    Source: RFC 6238, 5.2; OWASP ASVS 5.0, 6.5.1.
    """
    secret = work.session.scalar(
        select(Credential.totp_secret).where(Credential.person_id == person_id)
    )
    step = phone.step_of(secret, typed, int(work.now.timestamp())) if secret else None
    if step is None:
        return False
    taken = work.session.scalar(
        update(Credential)
        .where(Credential.person_id == person_id, Credential.totp_counter < step)
        .values(totp_counter=step)
        .returning(Credential.id)
    )
    return taken is not None


def use_paper_code(work: Work, person_id: uuid.UUID | None, typed: str) -> bool:
    """Tell whether a paper code is the person's and unused; it is used now.

    The same statement runs where there is no such person.
    """
    used = work.session.scalar(
        delete(RecoveryCode)
        .where(
            RecoveryCode.person_id == (person_id or uuid.UUID(int=0)),
            RecoveryCode.code_hash == codes.paper_hash(typed),
        )
        .returning(RecoveryCode.id)
    )
    return used is not None
