"""The office appoints for an organisation whose editors cannot be reached, never alone.

The secretariat says whom, for what, and how it tried to reach the editors. A representative of the
organisation's region agrees. For 48 hours nothing happens: everybody who acts for the organisation
is told, and any of its editors can stop it. Then the clock appoints, and both names are kept.
"""

from __future__ import annotations

import uuid

from sqlalchemy import select

from nswp_gov.accounts.models import Person
from nswp_gov.accounts.operations import write_to
from nswp_gov.directory.models import JointAppointment, Organisation
from nswp_gov.directory.operations.people import begin_appointment
from nswp_gov.directory.policy import may_agree_jointly, may_ask_jointly, may_stop_jointly
from nswp_gov.directory.queries import acting_people, organisation, region_of
from nswp_gov.directory.states import JOINT_LASTS, JOINT_WAITS, OPEN_JOINT, Capacity, JointState
from nswp_gov.store.errors import Conflict, DomainError, Unfit, need
from nswp_gov.store.work import Work

LETTER = "directory/appointment"


class RegionNeeded(DomainError):
    """Without a region nobody can be asked to agree."""

    code = "joint_region_needed"


def ask_jointly(
    work: Work, subject: Organisation, person_id: uuid.UUID, capacity: Capacity, *, reason: str
) -> JointAppointment:
    """Ask a representative of the region to agree that somebody acts for the organisation.

    `reason`: how the office tried to reach the editors; the representative and they read it.

    Raises:
        Denied: the actor is not of the secretariat, or would appoint themselves.
        RegionNeeded: the organisation's region is undecided.
        Unfit: no reason, no such person, they do it already, or it is asked for already.

    """
    need(may_ask_jointly(work.actor, person_id))
    asker = work.actor.person_id
    assert asker is not None  # the policy lets nobody else through
    if not reason.strip():
        raise Unfit("reason_missing", field="reason")
    person = work.session.get(Person, person_id)
    if person is None or person.is_closed:
        raise Unfit("person_unknown", field="sign_in_name")
    if person_id in acting_people(work.session, subject.id, work.now)[capacity]:
        raise Unfit("already_appointed", field="capacity")
    region = region_of(work.session, subject.id, work.today)
    if region is None:
        raise RegionNeeded
    known = select(JointAppointment.id).where(
        JointAppointment.organisation_id == subject.id,
        JointAppointment.person_id == person_id,
        JointAppointment.capacity == capacity,
        JointAppointment.state.in_(OPEN_JOINT),
    )
    if work.session.scalar(known) is not None:
        raise Unfit("joint_asked_already", field="sign_in_name")
    row = JointAppointment(
        organisation_id=subject.id,
        person_id=person_id,
        capacity=capacity,
        region=region,
        reason=reason.strip(),
        state=JointState.ASKED,
        asked_by=asker,
        asked_at=work.now,
    )
    work.session.add(row)
    work.record("organisation.joint_appointment_asked", row)
    return row


def agree_jointly(work: Work, row: JointAppointment) -> None:
    """Agree as the second person: it takes effect in 48 hours, and the organisation is told now.

    Raises:
        Denied: not a representative of the region, the one who asked, or the one appointed; or no
            fresh proof of who they are.
        Conflict: it is agreed to, stopped or over.

    """
    if row.state is not JointState.ASKED or row.asked_at + JOINT_LASTS <= work.now:
        raise Conflict
    need(
        may_agree_jointly(
            work.actor, person_id=row.person_id, asked_by=row.asked_by, region=row.region
        )
    )
    row.state, row.agreed_by = JointState.WAITING, work.actor.person_id
    row.ready_at = work.now + JOINT_WAITS
    work.record("organisation.joint_appointment_agreed", row)
    _tell(work, row)


def stop_jointly(work: Work, row: JointAppointment) -> None:
    """Let nothing come of it.

    Raises:
        Denied: not an editor of the organisation, the secretariat, or who agreed or has to.
        Conflict: it is over.

    """
    need(may_stop_jointly(work.actor, row.organisation_id, row.region))
    if row.state not in OPEN_JOINT:
        raise Conflict
    _end(work, row, JointState.STOPPED)
    row.ended_by = work.actor.person_id
    work.record("organisation.joint_appointment_stopped", row)


def carry_out_jointly(work: Work) -> int:
    """Appoint whoever's 48 hours are over; let lapse what nobody agreed to. Return how many.

    What can't be done any more (they do it already, or would be their own alternate) is stopped.
    """
    rows = list(
        work.session.scalars(
            select(JointAppointment)
            .where(JointAppointment.state.in_(OPEN_JOINT))
            .order_by(JointAppointment.asked_at, JointAppointment.id)
        )
    )
    ready = [row for row in rows if row.ready_at is not None and row.ready_at <= work.now]
    for row in ready:
        _carry_out(work, row)
    for row in rows:
        if row.state is JointState.ASKED and row.asked_at + JOINT_LASTS <= work.now:
            _end(work, row, JointState.STOPPED)
            work.record("organisation.joint_appointment_lapsed", row)
    return sum(row.state is JointState.DONE for row in ready)


def _carry_out(work: Work, row: JointAppointment) -> None:
    subject = organisation(work.session, row.organisation_id)
    try:
        begin_appointment(
            work,
            subject,
            row.person_id,
            row.capacity,
            appointed_by=row.asked_by,
            seconded_by=row.agreed_by,
        )
    except DomainError:
        _end(work, row, JointState.STOPPED)
        work.record("organisation.joint_appointment_lapsed", row)
        return
    _end(work, row, JointState.DONE)
    work.record("organisation.joint_appointment_done", row)
    _tell(work, row)


def _end(work: Work, row: JointAppointment, state: JointState) -> None:
    row.state, row.ended_at = state, work.now


def _tell(work: Work, row: JointAppointment) -> None:
    """Write to everybody who acts for the organisation; the letter names nothing."""
    acting = acting_people(work.session, row.organisation_id, work.now)
    for person_id in sorted({one for some in acting.values() for one in some}):
        write_to(
            work,
            work.session.get(Person, person_id),
            LETTER,
            values={"is_done": row.state is JointState.DONE},
            key=f"joint/{row.id}/{row.state.value}/{person_id}",
        )
