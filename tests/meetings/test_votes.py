"""Motions, votes and decisions: what is counted, and what is refused."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError

from nswp_gov.meetings import operations
from nswp_gov.meetings.models import Vote
from nswp_gov.meetings.operations import Count
from nswp_gov.meetings.operations.voting import NoQuorum, NotCarried, NotEntitled
from nswp_gov.meetings.states import (
    Capacity,
    Choice,
    DecisionAudience,
    Method,
    MotionState,
)
from nswp_gov.rules.majority import Majority
from nswp_gov.store.errors import Conflict, Unfit, WrongState
from tests.factories.meetings import hold, later


def test_a_vote_without_a_quorum_carries_nothing_and_can_be_taken_again(work, board):
    held = hold(work, board.body, board.filled()[:5])
    motion = operations.move(held.work, held.meeting, held.items[0], words="x")
    vote = operations.take_vote(held.work, held.meeting, motion, count=Count(5, 0, 0))
    assert (vote.is_quorate, vote.is_carried, motion.state) == (False, False, MotionState.MOVED)
    with pytest.raises(NotCarried):
        operations.decide(held.work, held.meeting, vote)
    with pytest.raises(NoQuorum):
        operations.agree(held.work, held.meeting, held.items[0], words="x")
    operations.check_in(held.work, held.meeting, board.filled()[5].id, Capacity.HOLDER)
    operations.check_in(held.work, held.meeting, board.filled()[6].id, Capacity.HOLDER)
    again = operations.take_vote(held.work, held.meeting, motion, count=Count(5, 0, 0))
    assert (again.is_carried, motion.state) == (True, MotionState.CARRIED)


def test_the_database_keeps_no_carried_vote_without_a_quorum(held):
    motion = operations.move(held.work, held.meeting, held.items[0], words="x")
    vote = operations.take_vote(held.work, held.meeting, motion, count=Count(5, 0, 0))
    with pytest.raises(IntegrityError), held.work.session.begin_nested():
        vote.is_quorate = False
        held.work.session.flush()


@pytest.mark.parametrize(
    ("majority", "count", "carried"),
    [
        (Majority.SIMPLE, Count(3, 3, 1), False),
        (Majority.SIMPLE, Count(1, 0, 6), True),
        (Majority.ABSOLUTE, Count(5, 0, 0), False),
        (Majority.ABSOLUTE, Count(6, 1, 0), True),
        (Majority.TWO_THIRDS_OF_CAST, Count(4, 2, 0), True),
        (Majority.TWO_THIRDS_OF_CAST, Count(4, 3, 0), False),
        (Majority.UNANIMOUS_OF_PRESENT, Count(6, 0, 1), False),
    ],
)
def test_results_follow_the_named_majority(held, majority, count, carried):
    motion = operations.move(held.work, held.meeting, held.items[0], words="x", majority=majority)
    vote = operations.take_vote(held.work, held.meeting, motion, count=count)
    assert vote.is_carried is carried
    assert motion.state is (MotionState.CARRIED if carried else MotionState.LOST)
    with pytest.raises(WrongState):
        operations.take_vote(held.work, held.meeting, motion, count=count)


def test_votes_are_those_of_the_room(held, board):
    work, meeting = held.work, held.meeting
    motion = operations.move(work, meeting, held.items[0], words="x")
    with pytest.raises(Unfit, match="more_votes_than_present"):
        operations.take_vote(work, meeting, motion, count=Count(8, 0, 0))
    with pytest.raises(Unfit, match="nothing_counted"):
        operations.take_vote(work, meeting, motion)
    with pytest.raises(Unfit, match="nothing_counted"):
        operations.take_vote(work, meeting, motion, count=Count(-1, 0, 0))
    roll = {board.seats[9].id: Choice.FOR}  # not in the room
    with pytest.raises(Unfit, match="roll_not_present"):
        operations.take_vote(work, meeting, motion, method=Method.ROLL_CALL, roll=roll)
    roll = {seat.id: Choice.FOR for seat in board.seats[:4]}
    roll[board.seats[4].id] = Choice.AGAINST
    roll[board.seats[5].id] = Choice.ABSTAIN
    vote = operations.take_vote(work, meeting, motion, method=Method.ROLL_CALL, roll=roll)
    assert (vote.in_favour, vote.against, vote.abstained) == (4, 1, 1)


def test_a_secret_vote_has_two_tellers_and_enough_voters(held):
    work, meeting = held.work, held.meeting
    tellers = [row.person_id for row in held.attendances[:2]]
    motion = operations.move(work, meeting, held.items[0], words="x")
    for named in ((), tellers[:1], [tellers[0], tellers[0]]):
        with pytest.raises(Unfit, match="two_tellers"):
            operations.take_vote(
                work, meeting, motion, method=Method.SECRET, count=Count(4, 3, 0), tellers=named
            )
    gone = later(work, minutes=1)
    for row in held.attendances[4:]:
        operations.check_out(gone, meeting, row)
    with pytest.raises(Unfit, match="too_few_for_secret"):
        operations.take_vote(
            gone, meeting, motion, method=Method.SECRET, count=Count(4, 0, 0), tellers=tellers
        )


def test_movers_are_two_people_in_the_room_with_a_vote(held, board):
    work, meeting, item = held.work, held.meeting, held.items[0]
    staff = operations.check_in(work, meeting, board.filled()[9].id, Capacity.OBSERVER)
    one = held.attendances[0]
    for pair in ({"mover": staff}, {"mover": one, "seconder": one}):
        with pytest.raises(NotEntitled):
            operations.move(work, meeting, item, words="x", **pair)
    with pytest.raises(Unfit, match="nothing_said"):
        operations.move(work, meeting, item, words=" ")
    motion = operations.move(work, meeting, item, words="x")
    operations.withdraw_motion(work, meeting, motion)
    with pytest.raises(WrongState):
        operations.withdraw_motion(work, meeting, motion)


def test_decisions_are_numbered_per_body_and_year_and_closed_ones_stay_inside(held, board):
    work, meeting = held.work, held.meeting
    closed = next(item for item in held.items if item.is_closed)
    first = operations.agree(work, meeting, held.items[0], words="One.")
    second = operations.agree(work, meeting, closed, words="Two.", audience=DecisionAudience.PUBLIC)
    third = operations.agree(work, meeting, held.items[0], words="Three.")
    again = operations.agree(work, meeting, closed, words="Four.")
    numbers = [one.number for one in (first, second, third, again)]
    assert numbers == ["2026-B-01", "2026-B-X01", "2026-B-02", "2026-B-X02"]
    assert second.audience is DecisionAudience.BODY
    vote = work.session.get_one(Vote, first.vote_id)
    with pytest.raises(Conflict), work.session.begin_nested():
        operations.decide(work, meeting, vote)
