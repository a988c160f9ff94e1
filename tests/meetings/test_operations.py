"""What each operation refuses, and to whom."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from nswp_gov.bodies import operations as body_operations
from nswp_gov.bodies import queries as bodies
from nswp_gov.bodies.states import RuleName
from nswp_gov.directory.operations import appoint
from nswp_gov.directory.states import Capacity as Acting
from nswp_gov.meetings import operations, queries
from nswp_gov.meetings.models import Vote
from nswp_gov.meetings.operations import Count, TextMoved
from nswp_gov.meetings.operations.minutes import (
    CirculationRunning,
    CorrectionsWaiting,
    NotALaterItem,
    NotByCirculation,
)
from nswp_gov.meetings.operations.notes import CorrectionsOver, PublicTextOfClosedItem
from nswp_gov.meetings.operations.planning import EmptyAgenda, NoticeTooShort
from nswp_gov.meetings.operations.sitting import (
    AlreadyHere,
    MandateTaken,
    NoMandate,
    TooManyProxies,
)
from nswp_gov.meetings.operations.voting import NoQuorum, NotCarried, NotEntitled
from nswp_gov.meetings.queries import records
from nswp_gov.meetings.states import (
    Capacity,
    Choice,
    CorrectionState,
    DecisionAudience,
    ItemState,
    Method,
    MotionState,
)
from nswp_gov.rules.majority import Majority
from nswp_gov.store.actor import Actor
from nswp_gov.store.errors import Conflict, Denied, Unfit, WrongState
from nswp_gov.store.outbox import OutboxMessage
from tests.factories.accounts import make_person
from tests.factories.bodies import make_board
from tests.factories.meetings import close, hold, later, make_meeting
from tests.factories.membership import make_member

EVE = Actor(name="Eve", person_id=uuid.uuid4(), member_of=frozenset({uuid.uuid4()}))


def as_eve(work):
    return replace(work, actor=EVE)


@pytest.fixture
def board(work):
    return make_board(work)


@pytest.fixture
def held(work, board):
    return hold(work, board.body, board.filled()[:7], closed=["Personnel"])


def test_strangers_plan_call_and_change_nothing(work, board):
    with pytest.raises(Denied):
        make_meeting(as_eve(work), board.body)
    meeting = make_meeting(work, board.body)
    item = records.items(work.session, meeting.id)[0]
    eve = as_eve(work)
    for act in (
        lambda: operations.call_meeting(eve, meeting),
        lambda: operations.add_item(eve, meeting, "x"),
        lambda: operations.move_item(eve, meeting, item, 1),
        lambda: operations.remove_item(eve, meeting, item),
        lambda: operations.name_note_taker(eve, meeting, EVE.person_id),
        lambda: operations.open_meeting(eve, meeting),
    ):
        with pytest.raises(Denied):
            act()


def test_strangers_record_nothing_in_a_meeting(held):
    eve, meeting, item = as_eve(held.work), held.meeting, held.items[0]
    row = held.attendances[0]
    for act in (
        lambda: operations.close_meeting(eve, meeting),
        lambda: operations.take_item(eve, meeting, item),
        lambda: operations.leave_item(eve, meeting, item),
        lambda: operations.check_in(eve, meeting, EVE.person_id, Capacity.OBSERVER),
        lambda: operations.check_out(eve, meeting, row),
        lambda: operations.apologise(eve, meeting, EVE.person_id),
        lambda: operations.consent_to_name(eve, row, is_given=True),
        lambda: operations.move(eve, meeting, item, words="x"),
        lambda: operations.agree(eve, meeting, item, words="x"),
        lambda: operations.write_note(eve, meeting, item, words="x", seen=0),
        lambda: operations.circulate(eve, meeting, held.minutes),
        lambda: operations.ask_correction(eve, meeting, held.minutes, item, words="x"),
        lambda: operations.publish_minutes(eve, meeting, held.minutes),
        lambda: operations.give_action(
            eve, meeting, item, words="x", owner_id=row.person_id, due_on=held.work.today
        ),
    ):
        with pytest.raises(Denied):
            act()


def test_nobody_is_named_by_somebody_elses_consent(held):
    staff = Actor(name="Carla", person_id=uuid.uuid4(), roles=frozenset({"secretariat"}))
    for actor in (staff, held.work.actor):
        with pytest.raises(Denied):
            operations.consent_to_name(
                replace(held.work, actor=actor), held.attendances[0], is_given=True
            )


def test_a_meeting_lies_ahead_in_a_known_zone(work, board):
    with pytest.raises(Unfit, match="meeting_in_past"):
        make_meeting(work, board.body, starts_at=work.now)
    with pytest.raises(Unfit, match="unknown_zone"):
        operations.plan_meeting(
            work, board.body, starts_at=work.now + timedelta(days=1), zone="Mars/Base"
        )


def test_a_notice_keeps_to_the_rule_or_says_why_not(work, board):
    meeting = make_meeting(work, board.body, starts_at=work.now + timedelta(days=13))
    with pytest.raises(NoticeTooShort) as refused:
        operations.call_meeting(work, meeting)
    assert refused.value.values == {"given": 13, "needed": 14}
    operations.call_meeting(work, meeting, short_notice="All agreed.")
    assert meeting.short_notice == "All agreed."
    with pytest.raises(WrongState):
        operations.call_meeting(work, meeting)


def test_a_meeting_without_business_is_not_called(work, board):
    meeting = make_meeting(work, board.body, titles=[])
    for item in records.items(work.session, meeting.id):
        operations.remove_item(work, meeting, item)
    with pytest.raises(EmptyAgenda):
        operations.call_meeting(work, meeting)


def test_notices_go_once_to_those_with_a_seat_and_an_address(work, board):
    for person in board.filled()[:3]:
        person.email = f"{person.id}@example.org"
    work.record("accounts.addresses_given", board.president)
    meeting = make_meeting(work, board.body)
    assert operations.call_meeting(work, meeting) == 3
    letters = work.session.scalars(select(OutboxMessage)).all()
    assert {letter.person_id for letter in letters} == {p.id for p in board.filled()[:3]}
    assert {tuple(letter.values) for letter in letters} == {("meeting",)}


def test_items_keep_their_numbers_unbroken(work, board):
    meeting = make_meeting(work, board.body, titles=["A", "B", "C"])
    rows = records.items(work.session, meeting.id)
    operations.move_item(work, meeting, rows[3], 1)
    operations.remove_item(work, meeting, rows[1])
    after = records.items(work.session, meeting.id)
    assert [row.position for row in after] == [1, 2, 3]
    assert [row.id for row in after] == [rows[3].id, rows[0].id, rows[2].id]


def test_a_holder_comes_once_on_their_own_seat(held, board):
    first, outsider = board.filled()[0], board.filled()[8]
    with pytest.raises((MandateTaken, AlreadyHere)):
        operations.check_in(held.work, held.meeting, first.id, Capacity.HOLDER)
    with pytest.raises(NoMandate):
        operations.check_in(
            held.work, held.meeting, outsider.id, Capacity.HOLDER, seat_id=board.seats[0].id
        )
    with pytest.raises(NoMandate):
        operations.check_in(held.work, held.meeting, uuid.uuid4(), Capacity.HOLDER)
    future = held.work.now + timedelta(minutes=1)
    with pytest.raises(Unfit, match="instant_outside_meeting"):
        operations.check_in(held.work, held.meeting, outsider.id, Capacity.HOLDER, at=future)


def test_whoever_left_may_come_back_and_the_quorum_follows(held, board):
    def quorum(work):
        return queries.sitting(work.session, held.meeting, board.body and _en()).quorum(work.now)

    assert quorum(held.work).is_reached
    gone = later(held.work, minutes=1)
    for row in held.attendances[:2]:
        operations.check_out(gone, held.meeting, row)
    with pytest.raises(Unfit, match="not_in_the_room"):
        operations.check_out(gone, held.meeting, held.attendances[0])
    assert not quorum(gone).is_reached
    back = later(gone, minutes=1)
    operations.check_in(back, held.meeting, held.attendances[0].person_id, Capacity.HOLDER)
    assert quorum(back).is_reached
    whole = queries.sitting(back.session, held.meeting, _en())
    turns = [quorum.is_reached for _at, quorum in whole.room.turns(back.now + timedelta(1))]
    assert turns == [True, False, True]


def _en():
    from nswp_gov.rules.languages import Locale

    return Locale.EN


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
    assert [first.number, second.number] == ["2026-B-01", "2026-B-02"]
    assert second.audience is DecisionAudience.BODY
    vote = work.session.get_one(Vote, first.vote_id)
    with pytest.raises(Conflict), work.session.begin_nested():
        operations.decide(work, meeting, vote)


def test_notes_conflict_and_repeat_safely(held):
    work, meeting, item = held.work, held.meeting, held.items[0]
    assert operations.write_note(work, meeting, item, words=" ", seen=0) == 0
    assert operations.write_note(work, meeting, item, words="A", seen=0) == 1
    assert operations.write_note(work, meeting, item, words="A", seen=0) == 1
    assert operations.write_note(work, meeting, item, words="AB", seen=1) == 2
    with pytest.raises(TextMoved) as moved:
        operations.write_note(work, meeting, item, words="AC", seen=1)
    assert (moved.value.theirs, moved.value.yours, moved.value.number) == ("AB", "AC", 2)
    closed = next(row for row in held.items if row.is_closed)
    with pytest.raises(PublicTextOfClosedItem):
        operations.write_note(work, meeting, closed, words="x", seen=0, field="public")


def test_notes_wait_for_the_meeting_and_end_with_the_approval(work, board):
    meeting = make_meeting(work, board.body)
    item = records.items(work.session, meeting.id)[0]
    with pytest.raises(WrongState):
        operations.write_note(work, meeting, item, words="x", seen=0)


def test_corrections_come_from_attendees_in_time_and_are_settled_first(work, board, held):
    over = close(held)
    meeting, minutes, item = over.meeting, over.minutes, over.items[0]
    amina = replace(over.work, actor=Actor(name="A", person_id=board.president.id))
    with pytest.raises(WrongState):
        operations.ask_correction(amina, meeting, minutes, item, words="x")
    until = operations.circulate(over.work, meeting, minutes)
    assert until == over.work.now + timedelta(days=14)
    asked = operations.ask_correction(amina, meeting, minutes, item, words="June, not July")
    with pytest.raises(CorrectionsOver):
        operations.ask_correction(later(amina, days=14), meeting, minutes, item, words="x")
    second = _second(later(over.work, days=1), board)
    approval = second.items[0]
    with pytest.raises(CorrectionsWaiting):
        operations.approve_minutes(second.work, minutes, approval)
    operations.settle_correction(over.work, meeting, asked, is_taken=True)
    assert asked.state is CorrectionState.TAKEN
    with pytest.raises(WrongState):
        operations.settle_correction(over.work, meeting, asked, is_taken=False)
    with pytest.raises(NotALaterItem):
        operations.approve_minutes(second.work, minutes, second.items[1])
    with pytest.raises(NotALaterItem):
        operations.approve_minutes(second.work, second.minutes, approval)
    operations.approve_minutes(second.work, minutes, approval)
    with pytest.raises(WrongState):
        operations.approve_minutes(second.work, minutes, approval)
    with pytest.raises(WrongState):
        operations.write_note(second.work, meeting, item, words="late", seen=0)


def _second(work, board):
    return hold(work, board.body, board.filled()[:7])


def test_minutes_that_never_went_out_are_not_approved(work, board, held):
    over = close(held)
    second = _second(later(over.work, days=1), board)
    with pytest.raises(WrongState):
        operations.approve_minutes(second.work, over.minutes, second.items[0])


def test_approval_by_circulation_is_the_bodys_rule_and_takes_its_time(work, board):
    day = work.today
    rule = {"corrections_days": 3, "approval": "circulation", "circulation_days": 14}
    held = close(hold(work, board.body, board.filled()[:7]))
    operations.circulate(held.work, held.meeting, held.minutes)
    with pytest.raises(NotByCirculation):
        operations.approve_by_circulation(held.work, held.meeting, held.minutes)
    body_operations.set_rule(
        work, board.body, RuleName.MINUTES, rule, from_on=day, draft_from="eswa"
    )
    with pytest.raises(CirculationRunning):
        operations.approve_by_circulation(later(held.work, days=13), held.meeting, held.minutes)
    operations.approve_by_circulation(later(held.work, days=14), held.meeting, held.minutes)
    assert records.items(work.session, held.meeting.id)[0].state is ItemState.WAITING


def test_errata_belong_to_published_minutes(held):
    with pytest.raises(WrongState):
        operations.add_erratum(held.work, held.meeting, held.minutes, words={_en(): "x"})


def test_an_action_has_an_owner_a_day_ahead_and_one_end(held, board):
    work, meeting, item = held.work, held.meeting, held.items[0]
    owner = board.filled()[2]
    with pytest.raises(Unfit, match="due_in_past"):
        operations.give_action(
            work,
            meeting,
            item,
            words="x",
            owner_id=owner.id,
            due_on=work.today - timedelta(days=1),
        )
    action = operations.give_action(
        work, meeting, item, words="x", owner_id=owner.id, due_on=work.today
    )
    with pytest.raises(Denied):
        operations.finish_action(as_eve(work), action)
    own = replace(work, actor=Actor(name="C", person_id=owner.id))
    assert [row.label for row in queries.due(work.session, own.actor, work.now)] == ["due.action"]
    operations.finish_action(own, action)
    with pytest.raises(WrongState):
        operations.finish_action(own, action)
    assert queries.due(work.session, own.actor, work.now) == []


def test_delegates_and_proxies_speak_for_organisations_within_the_rule(work):
    body_operations.found_board(work)
    assembly = bodies.body_by_slug(work.session, "general-assembly")
    organisations = [make_member(work, country=code) for code in ("KE", "FR", "PE", "IN")]
    amina, bela = (
        make_person(work, name, passphrase=None, totp=False) for name in ("Amina", "Bela")
    )
    appoint(work, organisations[0], amina.id, Acting.DELEGATE)
    appoint(work, organisations[1], bela.id, Acting.ALTERNATE)
    meeting = make_meeting(work, assembly, starts_at=work.now + timedelta(days=50))
    operations.call_meeting(work, meeting)
    on = replace(work, now=meeting.starts_at)
    operations.open_meeting(on, meeting)
    with pytest.raises(NoMandate):
        operations.check_in(
            on, meeting, bela.id, Capacity.DELEGATE, organisation_id=organisations[0].id
        )
    with pytest.raises(NoMandate):  # a proxy is carried by somebody with a vote in the room
        operations.check_in(
            on, meeting, amina.id, Capacity.PROXY, organisation_id=organisations[2].id
        )
    row = operations.check_in(on, meeting, amina.id, Capacity.DELEGATE)
    assert row.organisation_id == organisations[0].id
    operations.check_in(on, meeting, amina.id, Capacity.PROXY, organisation_id=organisations[2].id)
    with pytest.raises(TooManyProxies):
        operations.check_in(
            on, meeting, amina.id, Capacity.PROXY, organisation_id=organisations[3].id
        )
    later_on = later(on, minutes=1)
    whole = queries.sitting(work.session, meeting, _en())
    quorum = whole.quorum(later_on.now)
    assert (quorum.present, quorum.entitled, quorum.groups_present) == (2, 4, 2)
    assert not quorum.is_reached
