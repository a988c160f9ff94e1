"""Consent: given, confirmed where a country asks for it, withdrawn; each time a row of its own."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select

from nswp_gov.directory.models import Consent, Organisation
from nswp_gov.directory.operations.publication import republish
from nswp_gov.directory.policy import may_consent
from nswp_gov.directory.queries import all_consents, holding_consent, risk_of
from nswp_gov.directory.states import (
    CONSENT_TEXT,
    NEVER_PUBLIC,
    RESTING,
    ProfileField,
    Risk,
    Withdrawal,
)
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import DomainError, Unfit, need
from nswp_gov.store.work import Work


class TooDangerous(DomainError):
    """Nobody can be listed in a country where being listed can kill."""

    code = "country_too_dangerous"


class OwnConsentOnly(DomainError):
    """After an emergency only the organisation itself can consent again."""

    code = "own_consent_only"


class SecondConfirmation(DomainError):
    """The second confirmation comes from another person, or from the same one a day later."""

    code = "second_confirmation_too_soon"


class NothingToConfirm(DomainError):
    """No consent waits for a confirmation."""

    code = "no_consent_waiting"


def give_consent(
    work: Work,
    organisation: Organisation,
    *,
    to_public: Collection[ProfileField],
    to_members: Collection[ProfileField] = (),
    shown_in: Locale,
    by_phone: str | None = None,
) -> Consent:
    """Replace the consent that held by a new one; what it opens to everybody members see too.

    One that opens no more to everybody than a confirmed one did needs no second confirmation:
    whoever shows less does not disappear meanwhile.
    `by_phone`: how the office heard it, where it is given on the organisation's behalf.

    Raises:
        Denied: the actor is neither its editor nor of the secretariat.
        TooDangerous: the country's risk is severe.
        OwnConsentOnly: the last consent ended in an emergency and this one is not its own.
        Unfit: a field is open that can never be, or the office does not say how it heard it.

    """
    need(may_consent(work.actor, organisation.id))
    is_own = organisation.id in work.actor.editor_of
    if not (is_own or work.actor.has("system")) and not (by_phone or "").strip():
        raise Unfit("by_phone_missing", field="by_phone")
    if NEVER_PUBLIC & set(to_public):
        raise Unfit("field_never_public", field="to_public")
    if to_public and risk_of(work.session, organisation.country, work.today) is Risk.SEVERE:
        raise TooDangerous
    _not_over_emergency(work, organisation, is_own=is_own)
    before = _end(work, organisation, Withdrawal.REPLACED)
    row = Consent(
        organisation_id=organisation.id,
        number=_next_number(work, organisation),
        to_public=sorted(one.value for one in set(to_public)),
        to_members=sorted(one.value for one in {*to_public, *to_members}),
        shown_in=shown_in,
        words_version=CONSENT_TEXT,
        given_at=work.now,
        given_by=work.actor.person_id,
        by_phone=by_phone,
    )
    if before is not None and before.confirmed_at and set(row.to_public) <= set(before.to_public):
        row.confirmed_at, row.confirmed_by = before.confirmed_at, before.confirmed_by
    work.session.add(row)
    republish(work, organisation)
    work.record("organisation.consented", organisation)
    return row


def _not_over_emergency(work: Work, organisation: Organisation, *, is_own: bool) -> None:
    before = next(iter(all_consents(work.session, organisation.id)), None)
    if before is not None and before.withdrawal is Withdrawal.EMERGENCY and not is_own:
        raise OwnConsentOnly


def _next_number(work: Work, organisation: Organisation) -> int:
    last = work.session.scalar(
        select(func.max(Consent.number)).where(Consent.organisation_id == organisation.id)
    )
    return (last or 0) + 1


def _end(work: Work, organisation: Organisation, why: Withdrawal) -> Consent | None:
    row = holding_consent(work.session, organisation.id)
    if row is not None:
        row.withdrawn_at, row.withdrawn_by, row.withdrawal = work.now, work.actor.person_id, why
        work.session.flush()
    return row


def confirm_consent(work: Work, organisation: Organisation) -> Consent:
    """Confirm a consent a second time, which listing needs unless the risk is ordinary.

    Raises:
        Denied: the actor is neither its editor nor of the secretariat.
        NothingToConfirm: there is no consent, or it was confirmed already.
        SecondConfirmation: the same person confirms before a night has passed.

    """
    need(may_consent(work.actor, organisation.id))
    row = holding_consent(work.session, organisation.id)
    if row is None or row.confirmed_at is not None:
        raise NothingToConfirm
    is_same = row.given_by == work.actor.person_id
    if is_same and work.now - row.given_at < RESTING:
        raise SecondConfirmation
    row.confirmed_at, row.confirmed_by = work.now, work.actor.person_id
    republish(work, organisation)
    work.record("organisation.consent_confirmed", organisation)
    return row


def withdraw_consent(work: Work, organisation: Organisation) -> None:
    """Take a consent back: everything it opened is closed when the transaction ends.

    Raises:
        Denied: the actor is neither its editor nor of the secretariat.

    """
    need(may_consent(work.actor, organisation.id))
    if _end(work, organisation, Withdrawal.WITHDRAWN) is not None:
        republish(work, organisation)
        work.record("organisation.consent_withdrawn", organisation)


def end_in_emergency(work: Work, organisation: Organisation) -> bool:
    """Close everything at once; return whether anything was open. The caller records it."""
    was_open = _end(work, organisation, Withdrawal.EMERGENCY) is not None
    republish(work, organisation)
    return was_open
