"""Motions, votes and the decisions that follow from them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from nswp_gov.bodies.models import Body
from nswp_gov.meetings import policy
from nswp_gov.meetings.models import AgendaItem, Attendance, Decision, Meeting, Motion, Vote
from nswp_gov.meetings.operations import amending
from nswp_gov.meetings.operations.agenda import expect, next_ordinal, place_text, said
from nswp_gov.meetings.operations.sitting import load_room
from nswp_gov.meetings.operations.taking import Count, place_vote, refuse_linked, room_for
from nswp_gov.meetings.states import (
    Choice,
    DecisionAudience,
    MeetingState,
    Method,
    MotionState,
)
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.majority import Majority
from nswp_gov.store import texts
from nswp_gov.store.clock import civil_day
from nswp_gov.store.errors import Conflict, DomainError, WrongState, need
from nswp_gov.store.work import Work

Movers = tuple[Attendance | None, Attendance | None]


class NotEntitled(DomainError):
    """Mover and seconder have a vote in this meeting and are in the room."""

    code = "not_entitled_to_move"


class NoQuorum(DomainError):
    """Too few are present for a decision."""

    code = "no_quorum"


class NotCarried(DomainError):
    """Only a carried vote makes a decision."""

    code = "not_carried"


def move(
    work: Work,
    meeting: Meeting,
    item: AgendaItem,
    *,
    words: str,
    mover: Attendance | None = None,
    seconder: Attendance | None = None,
    majority: Majority | None = None,
) -> Motion:
    """Put a motion on an item; `majority` None: the body's ordinary one.

    Raises:
        Denied: only the note-takers and the chair record motions.
        WrongState: the meeting is not under way.
        NotEntitled: mover or seconder is not in the room, has no vote, or both are one person.
        Unfit: nothing was said.

    """
    need(policy.may_take_minutes(work.actor, meeting))
    expect(meeting, "move", MeetingState.UNDER_WAY)
    motion = place_motion(
        work, meeting, item, words=words, movers=(mover, seconder), majority=majority
    )
    work.record("meetings.motion_moved", motion)
    return motion


def place_motion(
    work: Work,
    meeting: Meeting,
    item: AgendaItem,
    *,
    words: str,
    movers: Movers = (None, None),
    majority: Majority | None = None,
) -> Motion:
    """Add a motion that is moved; the caller records it."""
    kept = said(words, "words")
    check_movers(work, meeting, item.id, movers)
    last = work.session.scalar(select(func.max(Motion.ordinal)).where(Motion.item_id == item.id))
    motion = Motion(
        item_id=item.id,
        ordinal=(last or 0) + 1,
        state=MotionState.MOVED,
        majority=majority or load_room(work, meeting).majority,
        mover_id=movers[0].id if movers[0] else None,
        seconder_id=movers[1].id if movers[1] else None,
    )
    work.session.add(motion)
    work.session.flush()
    place_text(work, ("motion", motion.id), "text", meeting.locale, kept)
    return motion


def check_movers(work: Work, meeting: Meeting, item_id: uuid.UUID, movers: Movers) -> None:
    """Raise NotEntitled unless mover and seconder are two in the room who vote on the item."""
    voting = room_for(work, meeting, item_id).present(work.now).values()
    people = [row.person_id for row in movers if row is not None]
    for row in movers:
        if row is not None and row not in voting:
            raise NotEntitled
    if len(set(people)) < len(people):
        raise NotEntitled


def withdraw_motion(work: Work, meeting: Meeting, motion: Motion) -> None:
    """Take a motion back before it is voted on.

    Raises:
        Denied: as `move`.
        WrongState: it was decided or withdrawn.

    """
    need(policy.may_take_minutes(work.actor, meeting))
    _expect_moved(motion, "withdraw")
    motion.state = MotionState.WITHDRAWN
    work.record("meetings.motion_withdrawn", motion)


def _expect_moved(motion: Motion, act: str) -> None:
    if motion.state is not MotionState.MOVED:
        raise WrongState(state=motion.state.value, act=act)


def take_vote(
    work: Work,
    meeting: Meeting,
    motion: Motion,
    *,
    method: Method = Method.HANDS,
    count: Count | None = None,
    roll: Mapping[uuid.UUID, Choice] | None = None,
    tellers: Sequence[uuid.UUID] = (),
) -> Vote:
    """Record a vote with the quorum of this instant, and its result by the motion's majority.

    Hands and secret: `count`. Roll call: `roll`, from seat or organisation to choice. Consensus:
    nobody objected, so every vote present counts as in favour. Without a quorum the vote is kept,
    carries nothing, and the motion waits for another. Who declared an interest in the item is
    neither present nor entitled, and cannot be counted.

    Raises:
        Denied: only the note-takers and the chair.
        WrongState: the meeting is not under way, or the motion is decided.
        DecidedByElection: an election decides the motion.
        AmendmentsFirst: amendments to it are open.
        AmendmentOutdated: an amendment was written against another text than stands now.
        Unfit: more votes than are present; a roll with others than those present; a secret vote
            without two tellers or among fewer than five.

    """
    need(policy.may_take_minutes(work.actor, meeting))
    expect(meeting, "vote", MeetingState.UNDER_WAY)
    _expect_moved(motion, "vote")
    refuse_linked(work, motion)
    amendment = amending.check(work, motion)
    vote = place_vote(work, meeting, motion, method, count=count, roll=roll, tellers=tellers)
    if amendment is not None:
        amending.apply(work, motion, amendment)
    work.record("meetings.vote_taken", vote)
    return vote


def decide(
    work: Work,
    meeting: Meeting,
    vote: Vote,
    *,
    words: str = "",
    audience: DecisionAudience | None = None,
    review_on: date | None = None,
) -> Decision:
    """Enter a carried vote in the register of decisions under the next number.

    `words` empty: the motion's own. `audience` None: the public, or the body for a closed item.

    Raises:
        Denied: only the note-takers and the chair.
        NotCarried: the vote was lost, or lacked a quorum.
        Conflict: this vote has its decision, or another took the number at the same time.

    """
    need(policy.may_take_minutes(work.actor, meeting))
    decision = place_decision(
        work, meeting, vote, words=words, audience=audience, review_on=review_on
    )
    work.record("meetings.decision_taken", decision)
    return decision


def place_decision(
    work: Work,
    meeting: Meeting,
    vote: Vote,
    *,
    words: str = "",
    audience: DecisionAudience | None = None,
    review_on: date | None = None,
) -> Decision:
    """Add the decision of a carried vote under the next number; the caller records it.

    Those that the body alone reads have numbers of their own, as `2026-B-X01`.
    """
    if not vote.is_carried:
        raise NotCarried
    motion = work.session.get_one(Motion, vote.motion_id)
    item = work.session.get_one(AgendaItem, motion.item_id)
    reach = audience or DecisionAudience.PUBLIC
    if item.is_closed:
        reach = DecisionAudience.BODY
    kept = words.strip() or _motion_words(work, motion)
    decided_on = civil_day(vote.taken_at, work.zone)
    year = decided_on.year
    own = (Decision.body_id == meeting.body_id, Decision.year == year)
    ordinal = next_ordinal(work, Decision.ordinal, *own, is_inner=reach is DecisionAudience.BODY)
    mark = work.session.get_one(Body, meeting.body_id).mark
    decision = Decision(
        body_id=meeting.body_id,
        meeting_id=meeting.id,
        item_id=item.id,
        vote_id=vote.id,
        year=year,
        ordinal=ordinal,
        number=f"{year}-{mark}-{'X' if ordinal < 0 else ''}{abs(ordinal):02d}",
        decided_on=decided_on,
        audience=reach,
        review_on=review_on,
    )
    work.session.add(decision)
    try:
        work.session.flush()
    except IntegrityError as taken:
        raise Conflict from taken
    place_text(work, ("decision", decision.id), "text", meeting.locale, kept)
    return decision


def _motion_words(work: Work, motion: Motion) -> str:
    text = texts.texts_of(work.session, "motion", motion.id)["text"]
    return texts.read(work.session, [text], text.source_locale)[text.id].words


def agree(
    work: Work,
    meeting: Meeting,
    item: AgendaItem,
    *,
    words: str,
    audience: DecisionAudience | None = None,
    review_on: date | None = None,
    translations: Mapping[Locale, str] | None = None,
) -> Decision:
    """Enter a decision taken by consensus: motion, vote and decision in one act.

    Raises:
        Denied, WrongState, Unfit: as `move`.
        NoQuorum: too few are present.

    """
    need(policy.may_take_minutes(work.actor, meeting))
    expect(meeting, "agree", MeetingState.UNDER_WAY)
    if not room_for(work, meeting, item.id).quorum(work.now).is_reached:
        raise NoQuorum
    motion = place_motion(work, meeting, item, words=words)
    vote = place_vote(work, meeting, motion, Method.CONSENSUS)
    decision = place_decision(
        work, meeting, vote, words=words, audience=audience, review_on=review_on
    )
    text = texts.texts_of(work.session, "decision", decision.id)["text"]
    for locale, translated in (translations or {}).items():
        if locale is not meeting.locale:
            texts.translate(work, text, locale=locale, words=translated, made_from=1)
    work.record("meetings.decision_taken", decision)
    return decision
