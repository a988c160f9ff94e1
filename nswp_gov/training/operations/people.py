"""Those who come: attendance, certificates, forgetting."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from nswp_gov.rules.regions import Region
from nswp_gov.store import ids
from nswp_gov.store.erasure import erase_row
from nswp_gov.store.errors import Unfit, WrongState, need
from nswp_gov.store.work import Work
from nswp_gov.training import policy
from nswp_gov.training.models import Certificate, Event, Lesson, Participant, Presence
from nswp_gov.training.operations.events import check_runs, forget_on
from nswp_gov.training.queries import (
    certificates,
    found,
    lessons_attended,
    participants,
    presences,
    regions_of,
)
from nswp_gov.training.states import CODE_LENGTH, LONGEST_NAME, EventState


def add_participant(work: Work, event: Event, name: str, region: Region) -> Participant:
    """Add somebody who comes without a call, by chosen name.

    Raises:
        Denied: only the secretariat.
        WrongState: the event is over or called off.
        Unfit: there is no name, it is too long, or the event is for another region.

    """
    need(policy.may_keep(work.actor))
    check_runs(event)
    if region.value not in regions_of(event):
        raise Unfit("training_other_region", field="region")
    if not name.strip():
        raise Unfit("training_name_missing", field="name")
    if len(name.strip()) > LONGEST_NAME:
        raise Unfit("training_name_long", field="name", most=LONGEST_NAME)
    made = Participant(
        event_id=event.id,
        name=name.strip(),
        region=region.value,
        forget_on=forget_on(work, event),
    )
    work.session.add(made)
    work.record("training.participant_added", made)
    return made


def mark(
    work: Work, lesson: Lesson, here: Collection[uuid.UUID], seen: Collection[uuid.UUID]
) -> int:
    """Note who is in a lesson; return how many marks changed.

    `seen`: who was marked when the list was shown. Only what differs from it is changed, so two
    people who keep one list do not undo each other's marks.

    Raises:
        Denied: only the secretariat.
        WrongState: the event is over or called off.

    """
    need(policy.may_keep(work.actor))
    event = found(work.session, Event, lesson.event_id)
    check_runs(event)
    known = {row.id for row in participants(work.session, event.id)}
    there = {row.participant_id: row for row in presences(work.session, [lesson.id])}
    come = (set(here) - set(seen) - there.keys()) & known
    gone = (set(seen) - set(here)) & there.keys()
    for one in come:
        work.session.add(Presence(lesson_id=lesson.id, participant_id=one))
    for one in gone:
        work.session.delete(there[one])
    if come or gone:
        work.record("training.attendance_taken", lesson)
    return len(come) + len(gone)


def issue(work: Work, event: Event, least: int) -> list[Certificate]:
    """Give a certificate to each participant who was in `least` lessons and never had one.

    Raises:
        Denied: only the secretariat.
        WrongState: the event is not concluded.

    """
    need(policy.may_keep(work.actor))
    if event.state is not EventState.CONCLUDED:
        raise WrongState(state=event.state.value, act="issue")
    held = {row.participant_id for row in certificates(work.session, event.id)}
    been = lessons_attended(work.session, event.id)
    fit = [
        row
        for row in participants(work.session, event.id)
        if row.id not in held and row.name and been[row.id] >= least
    ]
    return [_issue(work, event, row) for row in fit]


def _issue(work: Work, event: Event, participant: Participant) -> Certificate:
    code = ids.slug(CODE_LENGTH)
    made = Certificate(
        participant_id=participant.id,
        event_id=event.id,
        code_hash=ids.token_hash(code),
        code=code,
        issued_on=work.today,
        forget_on=participant.forget_on,
    )
    work.session.add(made)
    work.record("training.certificate_issued", made)
    return made


def revoke(work: Work, certificate: Certificate) -> None:
    """Say that a certificate holds no longer; whoever checks its code reads that.

    Raises:
        Denied: only the secretariat.
        WrongState: it is revoked already.

    """
    need(policy.may_keep(work.actor))
    if certificate.revoked_on is not None:
        raise WrongState(state="revoked", act="revoke")
    certificate.revoked_on = work.today
    work.record("training.certificate_revoked", certificate)


def forget(work: Work, participant: Participant) -> None:
    """Forget somebody's name now, and the code of their certificate; it can still be checked.

    Raises:
        Denied: only the secretariat.

    """
    need(policy.may_keep(work.actor))
    erase_row(work, participant)
    for one in certificates(work.session, participant.event_id):
        if one.participant_id == participant.id:
            erase_row(work, one)
