"""Invented people with accounts, made by the real operations."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from sqlalchemy import select

from nswp_gov.accounts import operations
from nswp_gov.accounts.models import Credential, Person
from nswp_gov.accounts.proving import passphrases
from nswp_gov.accounts.states import Role
from nswp_gov.rules.languages import Locale
from nswp_gov.store.work import Work

PASSPHRASE = "quartz lantern under seven bridges"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # a TOTP secret in base 32, for tests alone

_numbers = itertools.count(1)
passphrases.hashing.use_low_cost()


def make_person(
    work: Work,
    name: str = "Amina",
    *,
    roles: Iterable[Role | str] = (),
    sign_in_name: str | None = None,
    passphrase: str | None = PASSPHRASE,
    locale: Locale = Locale.EN,
    zone: str = "UTC",
    email: str | None = None,
    totp: bool = True,
) -> Person:
    """Return somebody with an account and roles.

    `totp`: whether a second proof (`SECRET`) is set up: officers get nowhere without one.
    """
    roles = [Role(role) for role in roles]
    person = operations.add_person(
        work,
        name=name,
        sign_in_name=sign_in_name or f"{name.lower()}-{next(_numbers)}",
        passphrase=passphrase,
        locale=locale,
        zone=zone,
        email=email,
    )
    if totp:
        credential = work.session.scalars(
            select(Credential).where(Credential.person_id == person.id)
        ).one()
        credential.totp_secret = SECRET
        work.session.flush()
    for role in roles:
        operations.grant_role(work, person, role)
    return person
