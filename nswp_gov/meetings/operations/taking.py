"""How a vote is kept: what was counted, the quorum of that instant, the result by its majority."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nswp_gov.meetings.models import Attendance, Meeting, Motion, Vote
from nswp_gov.meetings.operations.sitting import load_room
from nswp_gov.meetings.queries import ballots, records
from nswp_gov.meetings.queries.presence import Room
from nswp_gov.meetings.states import Choice, Method, MotionState
from nswp_gov.rules.majority import Tally, evaluate
from nswp_gov.rules.quorum import Quorum
from nswp_gov.store.errors import DomainError, Unfit
from nswp_gov.store.work import Work

FEWEST_FOR_SECRET = 5
TELLERS = 2


class DecidedByElection(DomainError):
    """An election that was opened ahead decides this motion; nobody enters numbers."""

    code = "decided_by_election"


@dataclass(frozen=True)
class Count:
    """What was counted: votes for and against, abstentions."""

    in_favour: int
    against: int
    abstained: int


def room_for(work: Work, meeting: Meeting, item_id: uuid.UUID) -> Room:
    """Return the room as it votes on an item: whoever declared an interest is not counted."""
    people = records.recused(work.session, item_id)
    return load_room(work, meeting).without(people, work.now)


def refuse_linked(work: Work, motion: Motion) -> None:
    """Raise DecidedByElection where an election that was not given up decides a motion."""
    if ballots.deciding(work.session, motion.id) is not None:
        raise DecidedByElection


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
    room = room_for(work, meeting, motion.item_id)
    present = room.present(work.now)
    quorum = room.quorum(work.now)
    counted = _counted(method, set(present), count, roll)
    _check_secret(method, tellers, present)
    tally = _tally(counted, len(present), len(room.mandates))
    return keep_vote(
        work, motion, method, tally, quorum, tellers=[str(one) for one in tellers],
        roll={str(key): choice.value for key, choice in roll.items()} if roll else None,
    )  # fmt: skip


def keep_vote(
    work: Work,
    motion: Motion,
    method: Method,
    tally: Tally,
    quorum: Quorum,
    *,
    tellers: Sequence[str] = (),
    roll: dict[str, str] | None = None,
) -> Vote:
    """Add a vote with its result by the motion's majority; without a quorum it carries nothing."""
    outcome = evaluate(motion.majority.rule, tally)
    vote = Vote(
        motion_id=motion.id,
        taken_at=work.now,
        method=method,
        majority=motion.majority,
        in_favour=tally.in_favour,
        against=tally.against,
        abstained=tally.abstained,
        present=quorum.present,
        entitled=quorum.entitled,
        quorum_needed=quorum.needed,
        groups_present=quorum.groups_present,
        groups_needed=quorum.groups_needed,
        is_quorate=quorum.is_reached,
        base=outcome.base,
        needed=outcome.needed,
        is_carried=outcome.is_carried and quorum.is_reached,
        tellers=list(tellers),
        roll=roll,
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
