"""Motions put in before a meeting, and amendments to them."""

from __future__ import annotations

import uuid

from nswp_gov.bodies.models import Body
from nswp_gov.bodies.states import BodyKind
from nswp_gov.meetings import policy
from nswp_gov.meetings.models import (
    AgendaItem,
    Amendment,
    Attendance,
    Meeting,
    Motion,
    MotionFiling,
)
from nswp_gov.meetings.operations.agenda import expect, said
from nswp_gov.meetings.operations.amending import current
from nswp_gov.meetings.operations.taking import refuse_linked
from nswp_gov.meetings.operations.voting import check_movers, place_motion
from nswp_gov.meetings.queries import motions, presence
from nswp_gov.meetings.states import MeetingState, MotionState
from nswp_gov.store import texts
from nswp_gov.store.errors import Denied, DomainError, WrongState, need
from nswp_gov.store.work import Work


class TooLateToFile(DomainError):
    """The body's rule asks for motions and amendments earlier than this."""

    code = "too_late_to_file"


def file_motion(
    work: Work,
    meeting: Meeting,
    item: AgendaItem,
    *,
    words: str,
    organisation_id: uuid.UUID | None = None,
) -> Motion:
    """Put a motion in before the meeting; it stands on the agenda until it is moved there.

    Raises:
        Denied: only those with a vote in it, and its note-takers.
        WrongState: the meeting was not called, or has begun.
        TooLateToFile: the day for it is over.
        Unfit: nothing was said.

    """
    _may_file(work, meeting, organisation_id)
    expect(meeting, "file_motion", MeetingState.CALLED)
    if work.today > motions.deadlines(work.session, meeting)[0]:
        raise TooLateToFile
    motion = _file(work, meeting, item, words, organisation_id)
    work.record("meetings.motion_filed", motion)
    return motion


def _may_file(work: Work, meeting: Meeting, organisation_id: uuid.UUID | None) -> None:
    body = work.session.get_one(Body, meeting.body_id)
    is_assembly = body.kind is BodyKind.ASSEMBLY
    need(policy.may_file(work.actor, meeting, is_assembly=is_assembly))
    own = policy.may_take_minutes(work.actor, meeting).allowed
    if is_assembly and not own:
        voting = presence.mandates(work.session, body, presence.meeting_day(meeting))
        if organisation_id not in work.actor.delegate_of or organisation_id not in voting:
            raise Denied("only_with_a_vote")


def _file(
    work: Work, meeting: Meeting, item: AgendaItem, words: str, organisation_id: uuid.UUID | None
) -> Motion:
    motion = place_motion(work, meeting, item, words=words)
    motion.state = MotionState.FILED
    if work.actor.person_id is not None:
        work.session.add(
            MotionFiling(
                motion_id=motion.id,
                person_id=work.actor.person_id,
                organisation_id=organisation_id,
                filed_at=work.now,
            )
        )
    return motion


def amend(
    work: Work,
    meeting: Meeting,
    motion: Motion,
    *,
    words: str,
    organisation_id: uuid.UUID | None = None,
) -> Motion:
    """Propose that a motion read otherwise; `words`: all of it as it would read.

    Before the meeting by those who may file motions, until the rule's day; in it by note-takers.

    Raises:
        Denied: as `file_motion`.
        WrongState: the motion is decided or withdrawn, or is an amendment itself.
        DecidedByElection: the organisations are asked about it as it reads.
        TooLateToFile: the day for it is over.
        Unfit: nothing was said.

    """
    item = work.session.get_one(AgendaItem, motion.item_id)
    if motion.state not in motions.OPEN or motions.amendment(work.session, motion.id):
        raise WrongState(state=motion.state.value, act="amend")
    refuse_linked(work, motion)
    seen = current(work, motion.id)
    if meeting.state is MeetingState.UNDER_WAY:
        need(policy.may_take_minutes(work.actor, meeting))
        made = place_motion(work, meeting, item, words=words, majority=motion.majority)
    else:
        _may_file(work, meeting, organisation_id)
        expect(meeting, "amend", MeetingState.CALLED)
        if work.today > motions.deadlines(work.session, meeting)[1]:
            raise TooLateToFile
        made = _file(work, meeting, item, words, organisation_id)
    made.majority = motion.majority
    work.session.add(Amendment(motion_id=made.id, amends_id=motion.id, against=seen))
    work.record("meetings.amendment_proposed", made)
    return made


def reword(work: Work, meeting: Meeting, motion: Motion, *, words: str) -> None:
    """Word an amendment anew against the motion as it reads now.

    Raises:
        Denied: only the note-takers and the chair.
        WrongState: it is no amendment, or is settled.
        Unfit: nothing was said.

    """
    need(policy.may_take_minutes(work.actor, meeting))
    found = motions.amendment(work.session, motion.id)
    if found is None or motion.state not in motions.OPEN:
        raise WrongState(state=motion.state.value, act="reword")
    own = texts.texts_of(work.session, "motion", motion.id)["text"]
    texts.revise(work, own, words=said(words, "words"), seen=current(work, motion.id))
    found.against = current(work, found.amends_id)
    work.record("meetings.amendment_reworded", motion)


def take_up(
    work: Work,
    meeting: Meeting,
    motion: Motion,
    *,
    mover: Attendance | None = None,
    seconder: Attendance | None = None,
) -> None:
    """Move a motion, or an amendment, that was put in before the meeting.

    Raises:
        Denied: only the note-takers and the chair.
        WrongState: the meeting is not under way, or the motion was moved or withdrawn before.
        NotEntitled: mover or seconder is not in the room, has no vote, or both are one person.

    """
    need(policy.may_take_minutes(work.actor, meeting))
    expect(meeting, "take_up", MeetingState.UNDER_WAY)
    if motion.state is not MotionState.FILED:
        raise WrongState(state=motion.state.value, act="take_up")
    check_movers(work, meeting, motion.item_id, (mover, seconder))
    motion.state = MotionState.MOVED
    motion.mover_id = mover.id if mover else None
    motion.seconder_id = seconder.id if seconder else None
    work.record("meetings.motion_moved", motion)


def take_back(work: Work, meeting: Meeting, motion: Motion) -> None:
    """Withdraw a motion that was put in before the meeting and not moved yet.

    Raises:
        Denied: only whoever put it in, and the note-takers.
        WrongState: it was moved.

    """
    filed = motions.filing(work.session, motion.id)
    is_own = filed is not None and filed.person_id == work.actor.person_id
    if not is_own:
        need(policy.may_take_minutes(work.actor, meeting))
    if motion.state is not MotionState.FILED:
        raise WrongState(state=motion.state.value, act="take_back")
    motion.state = MotionState.WITHDRAWN
    work.record("meetings.motion_withdrawn", motion)
