"""The accounts that people sign in with: one for each part somebody plays."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from shamir_mnemonic.wordlist import WORDLIST

from nswp_gov.accounts import queries
from nswp_gov.accounts.models import Person
from nswp_gov.accounts.operations import add_person, confirm_totp, grant_role
from nswp_gov.accounts.proving import phone
from nswp_gov.accounts.states import Role
from nswp_gov.rules.languages import Locale
from nswp_gov.sample.plan import dice
from nswp_gov.sample.timeline import Scene
from nswp_gov.sample.words import file
from nswp_gov.store.work import Work

ROLES = {
    "secretariat": Role.SECRETARIAT,
    "administrator": Role.ADMINISTRATOR,
    "returning-officer": Role.RETURNING_OFFICER,
    "translator": Role.TRANSLATOR_FR,
}
OFFICERS = frozenset(
    {
        "secretariat", "administrator", "returning-officer", "president", "board-member",
        "trustee-1", "trustee-2", "trustee-3",
    }
)  # fmt: skip
PUBLIC = frozenset({"president", "board-member"})  # they agreed to be named
PASSPHRASE_WORDS = 5


@dataclass(frozen=True)
class Account:
    """One account: who, in which language, how they sign in. All follows from the seed."""

    role: str
    name: str
    sign_in_name: str
    passphrase: str
    locale: Locale
    zone: str
    secret: str | None  # of the phone's codes, for those who need them


def accounts(seed: int) -> list[Account]:
    """Return the accounts of the sample network of this seed."""
    return [_account(seed, row) for row in file("people")["account"]]


def _account(seed: int, row: dict[str, str]) -> Account:
    throw = dice(seed, "account", row["role"])
    words = throw.sample(WORDLIST, PASSPHRASE_WORDS)
    secret = base64.b32encode(throw.randbytes(phone.SECRET_BYTES)).decode()
    return Account(
        role=row["role"],
        name=row["name"],
        sign_in_name=row["sign_in"],
        passphrase=" ".join(words),
        locale=Locale(row["locale"]),
        zone=row["zone"],
        secret=secret if row["role"] in OFFICERS else None,
    )


def open_accounts(scene: Scene, work: Work) -> None:
    """Make the accounts, with their roles and second proofs."""
    for one in accounts(scene.plan.seed):
        person = add_person(
            work,
            name=one.name,
            sign_in_name=one.sign_in_name,
            passphrase=one.passphrase,
            locale=one.locale,
            zone=one.zone,
            public_name=one.name if one.role in PUBLIC else None,
        )
        scene.people[one.role] = person
        if one.secret is not None:
            _set_up_phone(work, person, one.secret)
        if one.role in ROLES:
            grant_role(work, person, ROLES[one.role])


def _set_up_phone(work: Work, person: Person, secret: str) -> None:
    queries.credential(work.session, person.id).totp_pending = secret
    confirm_totp(work, person, phone.code_at(secret, int(work.now.timestamp())))
