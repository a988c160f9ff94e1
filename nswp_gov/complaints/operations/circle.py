"""The circle of a complaint: named by the rule, widened by itself, left by whoever is concerned."""

from __future__ import annotations

import uuid

from nswp_gov.complaints import policy, queries
from nswp_gov.complaints.models import Complaint, Reader
from nswp_gov.complaints.operations.keeping import take_step, tell
from nswp_gov.complaints.states import Act, By, Left, Stage, State
from nswp_gov.store.errors import NotFound, need, need_words
from nswp_gov.store.work import Work


def name_readers(work: Work, row: Complaint) -> int:
    """Admit by the rule whoever is lacking in the circle, and tell them; return how many.

    Who receives complaints comes first, by their seats; whoever is named, belongs to a named
    organisation, stepped aside, or decided what is appealed against is passed over. The caller
    records it with its act.
    """
    session = work.session
    case = queries.case_of(session, row, work.now)
    wanted = queries.rule_on(session, work.today).readers
    fresh = policy.next_readers(queries.receivers(session, work.today), case, wanted)
    for person_id in fresh:
        _admit(work, row, person_id)
    if fresh:
        take_step(work, row, Act.READERS_NAMED, By.CLOCK)
        tell(work, fresh)
    return len(fresh)


def _admit(work: Work, row: Complaint, person_id: uuid.UUID, why: str | None = None) -> Reader:
    made = Reader(
        complaint_id=row.id,
        person_id=person_id,
        number=len(queries.readers(work.session, row.id)) + 1,
        stage=Stage.APPEAL if row.state is State.APPEALED else Stage.FIRST,
        from_at=work.now,
        admitted_by=work.actor.person_id if why else None,
        why=why,
        forget_from=row.forget_from,
    )
    work.session.add(made)
    work.session.flush()
    return made


def widen(work: Work, row: Complaint, person_id: uuid.UUID, why: str) -> Reader:
    """Admit somebody else to the circle; who did it and why is a step that the circle reads.

    Raises:
        Denied: the actor is not in the circle, or the person is concerned, stepped aside, reads it
            already, or decided what is appealed against. Unfit: no reason.
        NotFound: the person holds no seat and is not of the secretariat.

    """
    case = queries.case_of(work.session, row, work.now)
    need(policy.may_act(work.actor, case))
    if person_id not in dict(queries.office_holders(work.session, work.now)):
        raise NotFound
    need(policy.may_be_admitted(person_id, case))
    words = need_words(why, "why")
    made = _admit(work, row, person_id, words)
    take_step(work, row, Act.ADDED, By.CIRCLE, about=person_id, why=words)
    tell(work, [person_id])
    work.record("complaint.circle_widened", row)
    return made


def step_aside(work: Work, row: Complaint, reason: str) -> None:
    """Leave the circle because of a conflict of interest; the rule names somebody else.

    Raises:
        Denied: the actor is not in the circle, or it is over. Unfit: no reason.

    """
    need(policy.may_act(work.actor, queries.case_of(work.session, row, work.now)))
    assert work.actor.person_id is not None
    words = need_words(reason, "reason")
    _leave(work, row, work.actor.person_id, Left.STEPPED_ASIDE)
    take_step(work, row, Act.STEPPED_ASIDE, By.CIRCLE, about=work.actor.person_id, why=words)
    name_readers(work, row)
    work.record("complaint.stepped_aside", row)


def keep_out(work: Work, row: Complaint, person_id: uuid.UUID, why: str) -> None:
    """Note that a person is concerned: they never read it, nor does anybody of their organisation.

    Whoever of the circle this meets has left it with this act; the rule names somebody else.

    Raises:
        Denied: the actor is not in the circle, or it is over. Unfit: no reason.
        NotFound: the person holds no seat and is not of the secretariat.

    """
    need(policy.may_act(work.actor, queries.case_of(work.session, row, work.now)))
    if person_id not in dict(queries.office_holders(work.session, work.now)):
        raise NotFound
    words = need_words(why, "why")
    row.barred = {**(row.barred or {}), str(person_id): words}
    take_step(work, row, Act.KEPT_OUT, By.CIRCLE, about=person_id, why=words)
    leave_the_concerned(work, row)
    name_readers(work, row)
    work.record("complaint.kept_out", row)


def leave_the_concerned(work: Work, row: Complaint) -> int:
    """End the admission of whoever is concerned by now; return how many. The caller records it.

    They read nothing from the instant on at which they are concerned; this only says so.
    """
    case = queries.case_of(work.session, row, work.now)
    gone = case.readers - case.circle
    for person_id in gone:
        _leave(work, row, person_id, Left.CONCERNED)
    return len(gone)


def hand_over(work: Work, row: Complaint) -> None:
    """Let others hear the appeal: whoever was in the circle that decided reads it no more."""
    for person_id in queries.case_of(work.session, row, work.now).readers:
        _leave(work, row, person_id, Left.DECIDED)
    name_readers(work, row)


def _leave(work: Work, row: Complaint, person_id: uuid.UUID, left: Left) -> None:
    for one in queries.readers(work.session, row.id):
        if one.person_id == person_id and one.until_at is None:
            one.until_at, one.left = work.now, left
    work.session.flush()
