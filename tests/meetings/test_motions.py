"""Motions put in before a meeting, amendments and their order, and resolutions in writing."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from nswp_gov.bodies import operations as body_operations
from nswp_gov.bodies import queries as bodies
from nswp_gov.bodies.states import RuleName
from nswp_gov.directory.operations import appoint
from nswp_gov.directory.states import Capacity as Acting
from nswp_gov.meetings import operations, queries
from nswp_gov.meetings.models import Decision, Meeting, Minutes, Motion, Vote, Written
from nswp_gov.meetings.operations import Count
from nswp_gov.meetings.operations.amending import AmendmentOutdated, AmendmentsFirst
from nswp_gov.meetings.operations.motions import TooLateToFile
from nswp_gov.meetings.operations.voting import NotEntitled
from nswp_gov.meetings.operations.written import NoVoice, WritingOver, WritingRuns
from nswp_gov.meetings.queries import records
from nswp_gov.meetings.states import Capacity, Choice, Method, MotionState
from nswp_gov.rules.languages import Locale
from nswp_gov.store.actor import Actor
from nswp_gov.store.errors import Denied, WrongState
from nswp_gov.store.outbox import OutboxMessage
from tests.factories.accounts import make_person
from tests.factories.bodies import make_board, member_actor
from tests.factories.meetings import make_meeting
from tests.factories.membership import make_member
from tests.meetings.strangers import as_eve
from tests.meetings.test_pages import Browser, _item, call

TEXT = "Fees rise by five per cent in May, for full members."


@pytest.fixture
def called(work, board):
    """A board meeting whose motions are due a week before it, and amendments three days before."""
    body_operations.set_rule(
        work,
        board.body,
        RuleName.MOTIONS,
        {"motions_days": 7, "amendments_days": 3},
        from_on=work.today + timedelta(days=1),
        draft_from="ilga_world",
    )
    meeting = make_meeting(work, board.body)
    operations.call_meeting(work, meeting)
    return meeting


def member(work, board, number):
    return replace(work, actor=member_actor(board.people[number], board.body))


def before(work, meeting, days):
    return replace(work, now=meeting.starts_at - timedelta(days=days))


def test_motions_and_amendments_come_in_time_from_those_with_a_vote(work, board, called):
    item = records.items(work.session, called.id)[0]
    bela = member(before(work, called, 7), board, 3)
    with pytest.raises(Denied):
        operations.file_motion(as_eve(bela), called, item, words=TEXT)
    motion = operations.file_motion(bela, called, item, words=TEXT)
    assert (motion.state, queries.filing(work.session, motion.id).person_id) == (
        MotionState.FILED,
        board.people[3].id,
    )
    late = before(bela, called, 6)
    with pytest.raises(TooLateToFile):
        operations.file_motion(late, called, item, words=TEXT)
    other = member(before(work, called, 3), board, 4)
    amendment = operations.amend(other, called, motion, words=TEXT.replace("five", "three"))
    with pytest.raises(WrongState):
        operations.amend(other, called, amendment, words="An amendment to an amendment.")
    with pytest.raises(TooLateToFile):
        operations.amend(before(other, called, 2), called, motion, words="x")
    with pytest.raises(Denied):
        operations.take_back(other, called, motion)
    operations.take_back(bela, called, motion)
    with pytest.raises(WrongState):
        operations.take_back(bela, called, motion)
    with pytest.raises(WrongState):
        operations.amend(other, called, motion, words="x")


def test_a_motion_is_voted_on_after_its_amendments_and_reads_as_they_were_carried(
    work, board, called
):
    item = records.items(work.session, called.id)[0]
    early = before(work, called, 7)
    motion = operations.file_motion(early, called, item, words=TEXT)
    small = operations.amend(early, called, motion, words=TEXT.replace("five", "three"))
    large = operations.amend(early, called, motion, words="Fees stay as they are.")
    whole = queries.whole_motion(work.session, motion, Locale.EN)
    assert [one.motion.id for one in whole.amendments] == [large.id, small.id]
    runs = [(run.kind.value, run.text) for run in whole.amendments[1].difference.blocks[0].runs]
    assert ("deleted", "five") in runs
    assert ("inserted", "three") in runs

    on = replace(work, now=called.starts_at)
    operations.open_meeting(on, called)
    rows = [
        operations.check_in(on, called, person.id, Capacity.HOLDER) for person in board.filled()[:7]
    ]
    with pytest.raises(WrongState):  # not moved yet
        operations.take_vote(on, called, motion, count=Count(7, 0, 0))
    with pytest.raises(NotEntitled):
        operations.take_up(on, called, motion, mover=rows[0], seconder=rows[0])
    for one in (motion, small, large):
        operations.take_up(on, called, one, mover=rows[0], seconder=rows[1])
    with pytest.raises(AmendmentsFirst):
        operations.take_vote(on, called, motion, count=Count(7, 0, 0))
    operations.take_vote(on, called, large, count=Count(1, 6, 0))
    operations.take_vote(on, called, small, count=Count(6, 1, 0))
    late = operations.amend(on, called, motion, words=TEXT.replace("five", "three") + " Or June.")
    third = operations.amend(on, called, motion, words="Nothing.")
    operations.take_vote(on, called, late, count=Count(6, 1, 0))
    with pytest.raises(AmendmentOutdated):
        operations.take_vote(on, called, third, count=Count(6, 1, 0))
    operations.reword(on, called, third, words="Nothing at all.")
    operations.take_vote(on, called, third, count=Count(0, 7, 0))
    vote = operations.take_vote(on, called, motion, count=Count(7, 0, 0))
    decision = operations.decide(on, called, vote)
    shown = records.readings(work.session, "decision", [decision.id], Locale.EN)
    assert shown[decision.id]["text"].words == TEXT.replace("five", "three") + " Or June."


def test_a_delegate_files_for_their_own_voting_organisation_alone(work):
    body_operations.found_board(work)
    assembly = bodies.body_by_slug(work.session, "general-assembly")
    own, other = (make_member(work, country=code) for code in ("KE", "FR"))
    amina = make_person(work, "Amina", passphrase=None, totp=False)
    appoint(work, own, amina.id, Acting.DELEGATE)
    meeting = make_meeting(work, assembly, starts_at=work.now + timedelta(days=50))
    operations.call_meeting(work, meeting)
    item = records.items(work.session, meeting.id)[0]
    actor = Actor(
        name="Amina",
        person_id=amina.id,
        delegate_of=frozenset({own.id}),
        member_of=frozenset({own.id}),
    )
    as_amina = replace(work, actor=actor)
    for wrong in (None, other.id):
        with pytest.raises(Denied):
            operations.file_motion(as_amina, meeting, item, words=TEXT, organisation_id=wrong)
    motion = operations.file_motion(as_amina, meeting, item, words=TEXT, organisation_id=own.id)
    assert queries.filing(work.session, motion.id).organisation_id == own.id


def open_written(work, board, **over):
    given = {
        "title": "Bank",
        "words": "Open an account.",
        "closes_at": work.now + timedelta(days=5),
    }
    row = operations.open_written(work, board.body, **{**given, **over})
    return work.session.get_one(Meeting, row.meeting_id), row


@pytest.mark.parametrize(("yes", "no", "carried"), [(6, 0, True), (5, 0, False), (6, 5, True)])
def test_in_writing_more_than_half_of_all_votes_carry(work, board, yes, no, carried):
    meeting, row = open_written(work, board)
    for number, person in enumerate(board.filled()[: yes + no]):
        own = replace(work, actor=member_actor(person, board.body))
        choice = Choice.FOR if number < yes else Choice.AGAINST
        operations.answer(own, meeting, row, board.seats[number].id, Choice.ABSTAIN)
        operations.answer(own, meeting, row, board.seats[number].id, choice)
    over = replace(work, now=row.closes_at)
    if yes + no < 11:
        with pytest.raises(WritingRuns):
            operations.close_written(work, meeting, row)
    decision = operations.close_written(over, meeting, row)
    vote = work.session.scalars(select(Vote)).one()
    assert (vote.method, vote.in_favour, vote.against) == (Method.WRITTEN, yes, no)
    assert (decision is not None) is carried
    assert work.session.get_one(Motion, row.motion_id).is_settled
    assert work.session.scalars(select(Minutes)).one().meeting_id == meeting.id
    with pytest.raises(WrongState):
        operations.close_written(over, meeting, row)


def test_in_writing_each_answers_for_their_own_vote_in_time(work, board):
    meeting, row = open_written(work, board)
    own = replace(work, actor=member_actor(board.people[3], board.body))
    with pytest.raises(NoVoice):
        operations.answer(own, meeting, row, board.seats[4].id, Choice.FOR)
    with pytest.raises(NoVoice):
        operations.answer(as_eve(work), meeting, row, board.seats[3].id, Choice.FOR)
    with pytest.raises(WritingOver):
        late = replace(own, now=row.closes_at)
        operations.answer(late, meeting, row, board.seats[3].id, Choice.FOR)
    with pytest.raises(Denied):
        operations.close_written(as_eve(work), meeting, row)
    with pytest.raises(Denied):
        open_written(own, board)
    assert operations.close_written(replace(work, now=row.closes_at), meeting, row) is None


def test_a_motion_is_put_in_amended_and_taken_up_on_its_pages(make_work, client_as, session):
    with make_work() as work:
        board = make_board(work)
        carla = make_person(work, "Carla", roles=["secretariat"])
        eve = make_person(work, "Eve")
    office, bela, stranger = (
        Browser(client_as(person)) for person in (carla, board.people[3], eve)
    )
    first = call(office, session, board)
    item = _item(session, "Budget")
    assert "Put a motion in" in bela.get(f"/{first}")
    bela.post(f"/{first}/motions/new", item=item, organisation="", words=TEXT)
    motion = session.scalars(select(Motion)).one()
    path = f"/{first}/motions/{motion.id}"
    bela.post(f"{path}/amend", organisation="", words=TEXT.replace("May", "June"))
    page = bela.get(path)
    assert re.search(r"<del>.*May.*</del><ins>.*June", page, re.DOTALL)
    assert "As it would read" in page
    for hidden in (path, f"{path}/amend", f"/{first}/motions/new"):
        assert stranger.client.get(f"/en/meetings{hidden}").status_code in {403, 404}
    office.post(f"/{first}/open", on=f"/{first}")
    office.post(f"{path}/take-up", mover="", seconder="")
    session.expire_all()
    assert session.get_one(Motion, motion.id).state is MotionState.MOVED
    first_vote = office.post(f"{path}/vote", 409, in_favour="0", method="hands", audience="public")
    assert "Vote on the amendments first" in first_vote.text


def test_a_question_is_asked_and_answered_in_writing_on_its_pages(make_work, client_as, session):
    with make_work() as work:
        board = make_board(work)
        board.people[3].email = "bela@example.org"
        carla = make_person(work, "Carla", roles=["secretariat"])
        eve = make_person(work, "Eve")
        work.record("accounts.address_given", board.people[3])
    office, bela = Browser(client_as(carla)), Browser(client_as(board.people[3]))
    asked = {"body": str(board.body.id), "title": "Bank", "words": "Canary account."}
    office.post("/written", majority="absolute", closes_at="2040-01-01T10:00", **asked)
    row = session.scalars(select(Written)).one()
    letter = session.scalars(select(OutboxMessage)).one()
    assert (letter.letter, letter.values.keys()) == ("meetings/written", {"meeting"})
    page = bela.get(f"/{row.meeting_id}/written")
    assert "Canary account." in page
    seat = board.seats[3].id
    bela.post(f"/{row.meeting_id}/written/{seat}", on=f"/{row.meeting_id}/written", choice="for")
    assert "1 of 11 have answered." in office.get(f"/{row.meeting_id}/written")
    assert "checked" in bela.get(f"/{row.meeting_id}/written")
    assert client_as(eve).get(f"/en/meetings/{row.meeting_id}/written").status_code == 404
    office.post(f"/{row.meeting_id}/written/close", 409, on=f"/{row.meeting_id}/written")
    assert session.scalars(select(Decision)).all() == []
