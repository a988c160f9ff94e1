"""Motions, votes and the decisions that follow from them."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from nswp_gov.bodies.models import Body
from nswp_gov.meetings import policy
from nswp_gov.meetings.models import AgendaItem, Attendance, Decision, Meeting, Motion, Vote
from nswp_gov.meetings.operations import amending
from nswp_gov.meetings.operations.agenda import expect, place_text, said
from nswp_gov.meetings.operations.sitting import load_room
from nswp_gov.meetings.queries import records
from nswp_gov.meetings.queries.presence import Room
from nswp_gov.meetings.states import (
    Choice,
    DecisionAudience,
    MeetingState,
    Method,
    MotionState,
)
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.majority import Majority, Tally, evaluate
from nswp_gov.store import texts
from nswp_gov.store.clock import civil_day
from nswp_gov.store.errors import Conflict, DomainError, Unfit, WrongState, need
from nswp_gov.store.work import Work

Movers = tuple[Attendance | None, Attendance | None]
FEWEST_FOR_SECRET = 5
TELLERS = 2


class NotEntitled(DomainError):
    """Mover and seconder have a vote in this meeting and are in the room."""

    code = "not_entitled_to_move"


class NoQuorum(DomainError):
    """Too few are present for a decision."""

    code = "no_quorum"


class NotCarried(DomainError):
    """Only a carried vote makes a decision."""

    code = "not_carried"


@dataclass(frozen=True)
class Count:
    """What was counted: votes for and against, abstentions."""

    in_favour: int
    against: int
    abstained: int


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


def _room_for(work: Work, meeting: Meeting, item_id: uuid.UUID) -> Room:
    """Return the room as it votes on an item: whoever declared an interest is not counted."""
    people = records.recused(work.session, item_id)
    return load_room(work, meeting).without(people, work.now)


def check_movers(work: Work, meeting: Meeting, item_id: uuid.UUID, movers: Movers) -> None:
    """Raise NotEntitled unless mover and seconder are two in the room who vote on the item."""
    voting = _room_for(work, meeting, item_id).present(work.now).values()
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
        AmendmentsFirst: amendments to it are open.
        AmendmentOutdated: an amendment was written against another text than stands now.
        Unfit: more votes than are present; a roll with others than those present; a secret vote
            without two tellers or among fewer than five.

    """
    need(policy.may_take_minutes(work.actor, meeting))
    expect(meeting, "vote", MeetingState.UNDER_WAY)
    _expect_moved(motion, "vote")
    amendment = amending.check(work, motion)
    vote = place_vote(work, meeting, motion, method, count=count, roll=roll, tellers=tellers)
    if amendment is not None:
        amending.apply(work, motion, amendment)
    work.record("meetings.vote_taken", vote)
    return vote


def place_vote(
    work: Work,
    meeting: Meeting,
    motion: Motion,
    method: Method,
    *,
    count: Count | None = None,
    roll: Mapping[uuid.UUID, Choice] | None = None,
    tellers: Sequence[uuid.UUID] = (),
) -> Vote:
    """Add a vote with the quorum and the result of this instant; the caller records it."""
    room = _room_for(work, meeting, motion.item_id)
    present = room.present(work.now)
    quorum = room.quorum(work.now)
    counted = _counted(method, set(present), count, roll)
    _check_secret(method, tellers, present)
    tally = _tally(counted, len(present), len(room.mandates))
    outcome = evaluate(motion.majority.rule, tally)
    vote = Vote(
        motion_id=motion.id,
        taken_at=work.now,
        method=method,
        majority=motion.majority,
        in_favour=counted.in_favour,
        against=counted.against,
        abstained=counted.abstained,
        present=quorum.present,
        entitled=quorum.entitled,
        quorum_needed=quorum.needed,
        groups_present=quorum.groups_present,
        groups_needed=quorum.groups_needed,
        is_quorate=quorum.is_reached,
        base=outcome.base,
        needed=outcome.needed,
        is_carried=outcome.is_carried and quorum.is_reached,
        tellers=[str(one) for one in tellers],
        roll={str(key): choice.value for key, choice in roll.items()} if roll else None,
    )
    work.session.add(vote)
    if quorum.is_reached:
        motion.state = MotionState.CARRIED if vote.is_carried else MotionState.LOST
    work.session.flush()
    return vote


def _counted(
    method: Method,
    present: set[uuid.UUID],
    count: Count | None,
    roll: Mapping[uuid.UUID, Choice] | None,
) -> Count:
    if method is Method.CONSENSUS:
        return Count(len(present), 0, 0)
    if method in {Method.ROLL_CALL, Method.WRITTEN}:
        if not roll or not set(roll) <= present:
            raise Unfit("roll_not_present", field="roll")
        said_by = Counter(roll.values())
        return Count(said_by[Choice.FOR], said_by[Choice.AGAINST], said_by[Choice.ABSTAIN])
    if count is None:
        raise Unfit("nothing_counted", field="in_favour")
    return count


def _tally(counted: Count, present: int, entitled: int) -> Tally:
    if min(counted.in_favour, counted.against, counted.abstained) < 0:
        raise Unfit("nothing_counted", field="in_favour")
    total = counted.in_favour + counted.against + counted.abstained
    if total > present:
        raise Unfit("more_votes_than_present", field="in_favour", votes=total, present=present)
    return Tally(counted.in_favour, counted.against, counted.abstained, present, entitled)


def _check_secret(
    method: Method, tellers: Sequence[uuid.UUID], present: Mapping[uuid.UUID, Attendance]
) -> None:
    if method is not Method.SECRET:
        return
    if len(set(tellers)) != TELLERS:
        raise Unfit("two_tellers", field="tellers")
    if len(present) < FEWEST_FOR_SECRET:
        raise Unfit("too_few_for_secret", field="method")


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
    """Add the decision of a carried vote under the next number; the caller records it."""
    if not vote.is_carried:
        raise NotCarried
    motion = work.session.get_one(Motion, vote.motion_id)
    item = work.session.get_one(AgendaItem, motion.item_id)
    wanted = audience or DecisionAudience.PUBLIC
    kept = words.strip() or _motion_words(work, motion)
    decided_on = civil_day(vote.taken_at, work.zone)
    year = decided_on.year
    ordinal = _next(work, meeting.body_id, year)
    decision = Decision(
        body_id=meeting.body_id,
        meeting_id=meeting.id,
        item_id=item.id,
        vote_id=vote.id,
        year=year,
        ordinal=ordinal,
        number=f"{year}-{work.session.get_one(Body, meeting.body_id).mark}-{ordinal:02d}",
        decided_on=decided_on,
        audience=DecisionAudience.BODY if item.is_closed else wanted,
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


def _next(work: Work, body_id: uuid.UUID, year: int) -> int:
    last = work.session.scalar(
        select(func.max(Decision.ordinal)).where(Decision.body_id == body_id, Decision.year == year)
    )
    return (last or 0) + 1


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
    if not _room_for(work, meeting, item.id).quorum(work.now).is_reached:
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
