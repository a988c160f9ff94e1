"""The register that company law asks for: switched on and off, addresses, who asks to see it."""

from __future__ import annotations

from datetime import date

from nswp_gov.directory.models import Organisation
from nswp_gov.membership.deadlines import working_days_after
from nswp_gov.membership.models import InspectionRequest, RecordAddress, StatutoryPeriod
from nswp_gov.membership.operations.facts import fit_act
from nswp_gov.membership.policy import may_keep_register
from nswp_gov.membership.queries import statutory_period
from nswp_gov.membership.states import INSPECTION_DAYS, Asked
from nswp_gov.store.dated import as_at, begin_fact, correct_fact
from nswp_gov.store.errors import DomainError, Unfit, WrongState, need
from nswp_gov.store.work import Work


class NotStatutory(DomainError):
    """The network keeps no statutory register."""

    code = "not_statutory"


def begin_statutory(work: Work, *, reason: str) -> StatutoryPeriod:
    """Keep the statutory register from now on.

    Raises:
        Denied: the actor does not keep the register. Unfit: no reason.
        WrongState: it is kept already.

    """
    need(may_keep_register(work.actor))
    fit_act(work, work.today, reason)
    if statutory_period(work.session) is not None:
        raise WrongState(state="on", act="begin")
    row = StatutoryPeriod(from_at=work.now, reason=reason, begun_by=work.actor.person_id)
    work.session.add(row)
    work.record("membership.statutory_begun", row)
    return row


def end_statutory(work: Work) -> StatutoryPeriod:
    """Keep the statutory register no longer; what it holds stays.

    Raises:
        Denied: the actor does not keep the register. NotStatutory: it is not kept.

    """
    need(may_keep_register(work.actor))
    row = _period(work)
    row.until_at, row.ended_by = work.now, work.actor.person_id
    work.record("membership.statutory_ended", row)
    return row


def _period(work: Work) -> StatutoryPeriod:
    row = statutory_period(work.session)
    if row is None:
        raise NotStatutory
    return row


def set_address(work: Work, organisation: Organisation, address: str, on: date) -> RecordAddress:
    """Let an address of record hold from day `on`; one of that same day was a mistake.

    Raises:
        Denied: the actor does not keep the register. NotStatutory: no register is kept.
        Unfit: no address, or a day that lies ahead. Overlap: a later one is recorded already.

    """
    need(may_keep_register(work.actor))
    _period(work)
    if not address.strip():
        raise Unfit("address_missing", field="address")
    if on > work.today:
        raise Unfit("day_ahead", field="on")
    row = RecordAddress(organisation_id=organisation.id, address=address.strip(), from_on=on)
    before = as_at(work.session, RecordAddress, on, organisation_id=organisation.id)
    if before is not None and before.from_on == on:
        correct_fact(work, before, row)
    else:
        begin_fact(work, row)
    work.record("membership.address_recorded", row)
    return row


def receive_inspection(
    work: Work, *, who: str, address: str, purpose: str, onward: str, received_on: date
) -> InspectionRequest:
    """Note that somebody asks to see the register; it is answered within five working days.

    Raises:
        Denied: the actor does not keep the register. NotStatutory: no register is kept.
        Unfit: name, address or purpose is missing, or the day lies ahead.

    """
    need(may_keep_register(work.actor))
    _period(work)
    for name, words in (("who", who), ("address", address), ("purpose", purpose)):
        if not words.strip():
            raise Unfit("inspection_missing", field=name)
    if received_on > work.today:
        raise Unfit("day_ahead", field="received_on")
    row = InspectionRequest(
        who=who.strip(),
        address=address.strip(),
        purpose=purpose.strip(),
        onward=onward.strip(),
        received_at=work.now,
        received_on=received_on,
        due_on=working_days_after(received_on, INSPECTION_DAYS),
        state=Asked.OPEN,
    )
    work.session.add(row)
    work.record("membership.inspection_asked", row)
    return row


def answer_inspection(
    work: Work, row: InspectionRequest, state: Asked, *, outcome: str
) -> InspectionRequest:
    """Note what became of somebody's wish to see the register.

    Raises:
        Denied: the actor does not keep the register. WrongState: it was answered, or is not now.
        Unfit: no words on what was done.

    """
    need(may_keep_register(work.actor))
    if not outcome.strip():
        raise Unfit("reason_missing", field="outcome")
    if row.state is not Asked.OPEN or state is Asked.OPEN:
        raise WrongState(state=row.state.value, act=state.value)
    row.state, row.outcome = state, outcome.strip()
    row.answered_on, row.answered_by = work.today, work.actor.person_id
    work.record("membership.inspection_answered", row)
    return row
