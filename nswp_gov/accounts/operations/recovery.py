"""An account given back to its person, without e-mail: two others together, after two days.

The secretariat asks and gets the first four words, a representative of the person's region agrees
and gets the last four. Each tells theirs to the person after making sure who it is; neither can
take the account alone. For 48 hours the code does nothing, and every contact is told.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from nswp_gov.accounts import policy, queries
from nswp_gov.accounts.models import FIRST_HALF, SECOND_HALF, Person, Recovery
from nswp_gov.accounts.operations.invitations import new_paper_codes
from nswp_gov.accounts.operations.proofs import set_passphrase
from nswp_gov.accounts.proving import codes, passphrases
from nswp_gov.accounts.states import RECOVERY_LASTS, RECOVERY_WAITS, RecoveryState
from nswp_gov.rules.languages import Locale
from nswp_gov.store.crypto import vault
from nswp_gov.store.errors import Conflict, Unfit, need
from nswp_gov.store.work import Work


@dataclass(frozen=True)
class Contact:
    """An address that is told when an account is about to be given back."""

    email: str
    locale: Locale


def _index(words: Sequence[str], label: str) -> str:
    """Return the keyed index of half a code: 40 bits are too few for a plain hash."""
    return vault.ring.blind(str(codes.half_of(" ".join(words))), label)


def ask_recovery(work: Work, person: Person, *, region: str) -> tuple[Recovery, tuple[str, ...]]:
    """Begin the recovery of somebody's account; return it with the first half of the code.

    `region`: whose representative is asked to agree. One that was begun before is stopped.

    Raises:
        Denied: the actor is not of the secretariat, or it is their own account.

    """
    need(policy.may_ask_recovery(work.actor, person.id))
    for older in queries.live_recoveries(work.session, work.now, person.id):
        older.state = RecoveryState.STOPPED
    words = codes.new_half()
    recovery = Recovery(
        person_id=person.id,
        region=region,
        asked_by=work.actor.person_id,
        asked_at=work.now,
        state=RecoveryState.ASKED,
        first_index=_index(words, FIRST_HALF),
    )
    work.session.add(recovery)
    work.record("recovery.asked", recovery)
    return recovery, words


def confirm_recovery(
    work: Work, recovery: Recovery, *, regions: Collection[str], contacts: Sequence[Contact] = ()
) -> tuple[str, ...]:
    """Agree to a recovery; return the second half of the code, which works after 48 hours.

    `regions`: of the person's organisations, as the directory knows them; `contacts`: the other
    contacts of those organisations. They and the person's own address are told at once.

    Raises:
        Denied: not a representative of the person's region, or the one who asked.
        Conflict: it is agreed to, stopped or used.

    """
    if recovery.state is not RecoveryState.ASKED:
        raise Conflict
    need(
        policy.may_confirm_recovery(
            work.actor,
            person_id=recovery.person_id,
            asked_by=recovery.asked_by,
            regions=set(regions) & {recovery.region},
        )
    )
    words = codes.new_half()
    recovery.second_index = _index(words, SECOND_HALF)
    recovery.confirmed_by = work.actor.person_id
    recovery.ready_at = work.now + RECOVERY_WAITS
    recovery.expires_at = recovery.ready_at + RECOVERY_LASTS
    recovery.state = RecoveryState.WAITING
    work.record("recovery.agreed", recovery)
    _tell(work, recovery, contacts)
    return words


def _tell(work: Work, recovery: Recovery, contacts: Sequence[Contact]) -> None:
    person = queries.person(work.session, recovery.person_id)
    told = list(contacts)
    if person is not None and person.email:
        told.append(Contact(person.email, person.locale))
    for contact in told:
        work.post(
            to=contact.email,
            letter="accounts/recovery",
            locale=contact.locale.value,
            values={},
        )


def stop_recovery(work: Work, recovery: Recovery) -> None:
    """Let a recovery come to nothing.

    Raises:
        Denied: neither the person nor the secretariat.
        Conflict: it is used or stopped.

    """
    need(policy.may_stop_recovery(work.actor, recovery.person_id))
    if recovery.state not in {RecoveryState.ASKED, RecoveryState.WAITING}:
        raise Conflict
    recovery.state = RecoveryState.STOPPED
    work.record("recovery.stopped", recovery)


def use_recovery(
    work: Work, *, sign_in_name: str, words: str, passphrase: str
) -> tuple[Person, list[str]]:
    """Give an account back: a new passphrase and paper codes, every session and proof ended.

    Raises:
        Unfit: `recovery_wrong` whatever of it is wrong, `recovery_early` in the 48 hours, or the
            passphrase is too weak.

    """
    recovery = _found(work, sign_in_name, words)
    if recovery is None or recovery.ready_at is None or recovery.expires_at is None:
        raise Unfit("recovery_wrong", field="words")
    if work.now > recovery.expires_at:
        raise Unfit("recovery_wrong", field="words")
    if work.now < recovery.ready_at:
        raise Unfit("recovery_early", field="words")
    person = work.session.get_one(Person, recovery.person_id)
    passphrases.check(passphrase, about=(person.name, person.sign_in_name or ""))
    recovery.state = RecoveryState.USED
    work.record("recovery.used", recovery)
    _forget_proofs(work, person.id)
    set_passphrase(work, person, passphrase, but=None)
    return person, new_paper_codes(work, person)


def _forget_proofs(work: Work, person_id: uuid.UUID) -> None:
    credential = queries.credential(work.session, person_id)
    credential.totp_secret = credential.totp_pending = None
    for passkey in queries.passkeys_of(work.session, person_id):
        work.session.delete(passkey)


def _found(work: Work, sign_in_name: str, typed: str) -> Recovery | None:
    parts = typed.casefold().replace("-", " ").split()
    first, second = parts[: codes.WORDS // 2], parts[codes.WORDS // 2 :]
    return work.session.scalar(
        select(Recovery)
        .join(Person, Person.id == Recovery.person_id)
        .where(
            Person.sign_in_index == queries.sign_in_index(sign_in_name),
            Person.is_closed.is_(False),
            Recovery.state == RecoveryState.WAITING,
            Recovery.first_index == _index(first, FIRST_HALF),
            Recovery.second_index == _index(second, SECOND_HALF),
        )
    )
