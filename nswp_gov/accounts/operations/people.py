"""People come, change what is kept about them, and go."""

from __future__ import annotations

import uuid
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import delete, select

from nswp_gov.accounts import queries
from nswp_gov.accounts.models import (
    EMAIL_LABEL,
    AuthSession,
    Credential,
    Passkey,
    Person,
    RecoveryCode,
)
from nswp_gov.accounts.proving import passphrases
from nswp_gov.rules.languages import Locale
from nswp_gov.store.crypto import vault
from nswp_gov.store.errors import Unfit
from nswp_gov.store.work import Work

LONGEST_NAME = 120


def add_person(
    work: Work,
    *,
    name: str,
    sign_in_name: str,
    passphrase: str | None,
    locale: Locale,
    zone: str = "UTC",
    email: str | None = None,
    public_name: str | None = None,
) -> Person:
    """Make an account that can be used at once; without a passphrase nobody can sign in to it.

    Raises:
        Unfit: a name is missing or taken, the zone is unknown, the passphrase is too weak.

    """
    person = Person(
        name=_name(name, "name"),
        public_name=public_name,
        sign_in_name=_name(sign_in_name, "sign_in_name"),
        sign_in_index=_free_index(work, sign_in_name),
        locale=locale,
        zone=_zone(zone),
    )
    set_email(work, person, email)
    credential = Credential(person_id=person.id, totp_counter=0)
    if passphrase is not None:
        passphrases.check(passphrase, about=(name, sign_in_name))
        credential.password_hash = passphrases.digest(passphrase)
    work.session.add(person)
    work.session.flush()
    work.session.add(credential)
    work.record("account.made", person)
    return person


def set_email(work: Work, person: Person, email: str | None) -> None:  # noqa: ARG001 -- as all
    """Keep an address, encrypted, with the index under which it is found; None forgets it."""
    person.email = email or None
    person.email_index = vault.ring.blind(email, EMAIL_LABEL) if email else None


def _free_index(work: Work, sign_in_name: str) -> str:
    index = queries.sign_in_index(sign_in_name)
    if work.session.scalar(select(Person.id).where(Person.sign_in_index == index)):
        raise Unfit("sign_in_name_taken", field="sign_in_name")
    return index


def _name(value: str, field: str) -> str:
    kept = " ".join(value.split())
    if not kept:
        raise Unfit("name_missing", field=field)
    if len(kept) > LONGEST_NAME:
        raise Unfit("name_long", field=field, longest=LONGEST_NAME)
    return kept


def _zone(zone: str) -> str:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Unfit("zone_unknown", field="zone") from None
    return zone


def change_own(
    work: Work, person: Person, *, name: str, public_name: str | None, locale: Locale, zone: str
) -> None:
    """Change what a person says of themselves.

    Raises:
        Unfit: the name is missing or too long, the zone is unknown.

    """
    person.name = _name(name, "name")
    person.public_name = _name(public_name, "public_name") if public_name else None
    person.locale = locale
    person.zone = _zone(zone)
    work.record("account.changed", person)


def close_person(work: Work, person: Person) -> None:
    """End an account: no session, no secret, nothing to sign in with; erased a year later."""
    person.is_closed, person.closed_at = True, work.now
    forget_secrets(work, person.id)
    work.record("account.closed", person)


def forget_secrets(work: Work, person_id: uuid.UUID) -> None:
    """Delete everything that a person proved themselves with, and every session."""
    for model in (AuthSession, Passkey, RecoveryCode, Credential):
        work.session.execute(delete(model).where(model.person_id == person_id))
