"""Deciding in writing: one motion, answered by each vote until a deadline."""

from __future__ import annotations

import uuid
from datetime import datetime

from nswp_gov.bodies.models import Body
from nswp_gov.bodies.states import BodyKind
from nswp_gov.meetings import policy
from nswp_gov.meetings.models import (
    Attendance,
    Decision,
    Meeting,
    Minutes,
    Motion,
    Voice,
    Vote,
    Written,
)
from nswp_gov.meetings.operations.agenda import place_item, place_text, said
from nswp_gov.meetings.operations.letters import send_written
from nswp_gov.meetings.operations.planning import chair_of
from nswp_gov.meetings.operations.sitting import close_meeting
from nswp_gov.meetings.operations.taking import place_vote
from nswp_gov.meetings.operations.voting import place_decision
from nswp_gov.meetings.queries import motions, presence
from nswp_gov.meetings.states import (
    Capacity,
    Choice,
    MeetingState,
    Method,
    MinutesState,
    MotionState,
)
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.majority import Majority
from nswp_gov.store.errors import DomainError, Unfit, need
from nswp_gov.store.work import Work


class WritingOver(DomainError):
    """The time for answers is over."""

    code = "writing_over"


class WritingRuns(DomainError):
    """Answers are still awaited, and the time for them is not over."""

    code = "writing_runs"


class NoVoice(DomainError):
    """The person does not have that vote."""

    code = "no_mandate"


def open_written(
    work: Work,
    body: Body,
    *,
    title: str,
    words: str,
    closes_at: datetime,
    majority: Majority = Majority.ABSOLUTE,
    locale: Locale = Locale.EN,
) -> Written:
    """Put a motion to everybody with a vote in a body, to be answered in writing.

    The ordinary majority is more than half of all who may vote, answered or not. Source: Companies
    Act 2006, sections 282 (2) and 288, of resolutions in writing.

    Raises:
        Denied: only the secretariat, or the chair of the body.
        Unfit: nothing was said, or the deadline lies in the past.

    """
    chair = chair_of(work, body, work.today)
    need(policy.may_plan(work.actor, chair))
    kept = said(words, "words")
    if closes_at <= work.now:
        raise Unfit("meeting_in_past", field="closes_at")
    meeting = _meeting(work, body, chair, locale)
    item = place_item(work, meeting, {locale: said(title, "title")})
    motion = Motion(item_id=item.id, ordinal=1, state=MotionState.MOVED, majority=majority)
    work.session.add(motion)
    work.session.flush()
    place_text(work, ("motion", motion.id), "text", locale, kept)
    row = Written(meeting_id=meeting.id, motion_id=motion.id, closes_at=closes_at)
    work.session.add(row)
    work.session.add(Minutes(meeting_id=meeting.id, state=MinutesState.DRAFT))
    send_written(work, meeting)
    work.record("meetings.writing_opened", row)
    return row


def _meeting(work: Work, body: Body, chair: uuid.UUID | None, locale: Locale) -> Meeting:
    meeting = Meeting(
        body_id=body.id,
        state=MeetingState.UNDER_WAY,
        starts_at=work.now,
        zone=work.zone,
        place="",
        locale=locale,
        chair_id=chair,
        note_takers=[str(work.actor.person_id)] if work.actor.person_id else [],
        called_at=work.now,
        opened_at=work.now,
    )
    work.session.add(meeting)
    work.session.flush()
    return meeting


def answer(
    work: Work, meeting: Meeting, row: Written, mandate_id: uuid.UUID, choice: Choice
) -> Voice:
    """Note what the actor says for a vote of theirs; until the close it may be changed.

    Raises:
        NoVoice: the actor does not have that vote.
        WritingOver: the time is over.

    """
    if work.now >= row.closes_at or meeting.state is not MeetingState.UNDER_WAY:
        raise WritingOver
    person_id = work.actor.person_id
    if person_id is None or mandate_id not in own_votes(work, meeting):
        raise NoVoice
    known = {one.mandate_id: one for one in motions.voices(work.session, row.id)}
    voice = known.get(mandate_id)
    if voice is None:
        voice = Voice(written_id=row.id, mandate_id=mandate_id)
        work.session.add(voice)
    voice.person_id, voice.choice, voice.said_at = person_id, choice.value, work.now
    work.record("meetings.writing_answered", voice)
    return voice


def own_votes(work: Work, meeting: Meeting) -> list[uuid.UUID]:
    """Return the votes (seats or organisations) that the actor may answer for."""
    body = work.session.get_one(Body, meeting.body_id)
    return presence.votes_of(work.session, meeting, body, work.actor.person_id, work.now)


def close_written(work: Work, meeting: Meeting, row: Written) -> Decision | None:
    """Count the answers and end it; return the decision, or None where it was not carried.

    Who answered counts as present, so that the body's quorum is asked for here too.

    Raises:
        Denied: only its note-takers and its chair.
        WrongState: it was ended before.
        WritingRuns: the time is not over and answers are awaited.

    """
    need(policy.may_take_minutes(work.actor, meeting))
    voices = motions.voices(work.session, row.id)
    body = work.session.get_one(Body, meeting.body_id)
    entitled = presence.mandates(work.session, body, presence.meeting_day(meeting))
    voices = [one for one in voices if one.mandate_id in entitled]
    if work.now < row.closes_at and len(voices) < len(entitled):
        raise WritingRuns
    for one in voices:
        work.session.add(_attendance(meeting, body, one))
    work.session.flush()
    motion = work.session.get_one(Motion, row.motion_id)
    roll = {one.mandate_id: Choice(one.choice) for one in voices}
    vote = _vote(work, meeting, motion, roll)
    decision = place_decision(work, meeting, vote) if vote is not None and vote.is_carried else None
    if motion.state is MotionState.MOVED:
        motion.state = MotionState.LOST
    work.record("meetings.writing_closed", row)
    close_meeting(work, meeting)
    return decision


def _vote(
    work: Work, meeting: Meeting, motion: Motion, roll: dict[uuid.UUID, Choice]
) -> Vote | None:
    return place_vote(work, meeting, motion, Method.WRITTEN, roll=roll) if roll else None


def _attendance(meeting: Meeting, body: Body, one: Voice) -> Attendance:
    is_assembly = body.kind is BodyKind.ASSEMBLY
    return Attendance(
        meeting_id=meeting.id,
        person_id=one.person_id,
        capacity=Capacity.DELEGATE.value if is_assembly else Capacity.HOLDER.value,
        seat_id=None if is_assembly else one.mandate_id,
        organisation_id=one.mandate_id if is_assembly else None,
        arrived_at=one.said_at,
    )
