"""An interest in an item: who has one is not counted on it, and the minutes say so."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from nswp_gov.meetings import operations, queries
from nswp_gov.meetings.models import Recusal
from nswp_gov.meetings.operations import Count
from nswp_gov.meetings.operations.recusals import AlreadyRecused, VotedBefore
from nswp_gov.meetings.operations.voting import NoQuorum, NotEntitled
from nswp_gov.meetings.queries import editions, records
from nswp_gov.meetings.states import Capacity, Choice, EditionKind, Method
from nswp_gov.rules.languages import Locale
from nswp_gov.store.actor import Actor
from nswp_gov.store.errors import Denied, Unfit
from tests.factories.accounts import make_person
from tests.factories.bodies import make_board, member_actor
from tests.factories.meetings import later
from tests.meetings.strangers import as_eve
from tests.meetings.test_pages import Browser, _item, call


def test_who_has_an_interest_is_counted_in_no_way_on_that_item(held, board):
    work, meeting, item = held.work, held.meeting, held.items[0]
    bela = held.attendances[3]
    own = replace(work, actor=member_actor(board.people[3], board.body))
    recusal = operations.recuse(own, meeting, item, bela.person_id, why="A cousin.")
    with pytest.raises(AlreadyRecused):
        operations.recuse(work, meeting, item, bela.person_id)
    with pytest.raises(NotEntitled):
        operations.move(work, meeting, item, words="x", mover=bela)
    motion = operations.move(work, meeting, item, words="x")
    with pytest.raises(Unfit, match="more_votes_than_present"):
        operations.take_vote(work, meeting, motion, count=Count(7, 0, 0))
    roll = {seat.id: Choice.FOR for seat in board.seats[:7]}
    with pytest.raises(Unfit, match="roll_not_present"):
        operations.take_vote(work, meeting, motion, method=Method.ROLL_CALL, roll=roll)
    del roll[bela.seat_id]
    vote = operations.take_vote(work, meeting, motion, method=Method.ROLL_CALL, roll=roll)
    assert (vote.present, vote.entitled, vote.in_favour) == (6, 10, 6)
    with pytest.raises(VotedBefore):
        operations.unrecuse(work, meeting, recusal)
    elsewhere = operations.move(work, meeting, held.items[1], words="x")
    assert operations.take_vote(work, meeting, elsewhere, count=Count(7, 0, 0)).present == 7


def test_an_interest_can_cost_the_quorum_of_one_item(held, board):
    work, meeting, item = held.work, held.meeting, held.items[0]
    made = [operations.recuse(work, meeting, item, row.person_id) for row in held.attendances[1:4]]
    with pytest.raises(NoQuorum):  # 4 of 8: not more than half
        operations.agree(work, meeting, item, words="x")
    with pytest.raises(Denied):
        operations.unrecuse(as_eve(work), meeting, made[0])
    for one in made:
        operations.unrecuse(work, meeting, one)
    assert records.recused(work.session, item.id) == frozenset()
    assert operations.agree(work, meeting, item, words="x").number


def test_nobody_declares_an_interest_for_somebody_else(held, board):
    other = replace(held.work, actor=member_actor(board.people[4], board.body))
    for work in (as_eve(held.work), other):
        with pytest.raises(Denied):
            operations.recuse(work, held.meeting, held.items[0], board.people[3].id)


def test_the_vote_that_a_recused_person_carries_for_another_is_not_counted(held):
    room = operations.sitting.load_room(held.work, held.meeting)
    one, other = held.attendances[:2]
    carried = replace(
        room,
        attendances=[
            *room.attendances,
            type(one)(
                meeting_id=one.meeting_id,
                person_id=one.person_id,
                capacity=Capacity.PROXY.value,
                seat_id=next(m for m in room.mandates if m not in room.present(held.work.now)),
                arrived_at=one.arrived_at,
            ),
        ],
    )
    at = held.work.now
    assert len(carried.present(at)) == 8
    assert len(carried.without([one.person_id], at).present(at)) == 6
    assert len(carried.without([one.person_id], at).mandates) == 9
    assert len(carried.without([other.person_id], at).present(at)) == 7


def test_the_editions_name_only_who_agreed_to_it(held, board):
    work, meeting, item = held.work, held.meeting, held.items[0]
    for row in held.attendances[:2]:
        operations.recuse(work, meeting, item, row.person_id, why="Canary reason")
    first = held.attendances[0]
    board.people[0].public_name = "Amina Openly"
    work.record("accounts.person_named", board.people[0])
    own = replace(work, actor=Actor(name="A", person_id=first.person_id))
    operations.consent_to_name(own, first, is_given=True)
    public = editions.compose(work.session, meeting, held.minutes, EditionKind.PUBLIC)
    members = editions.compose(work.session, meeting, held.minutes, EditionKind.MEMBERS)
    assert public["items"][0]["recusals"] == {"people": [first.person_id], "others": True}
    assert len(members["items"][0]["recusals"]["people"]) == 2
    assert "Canary" not in json.dumps([public, members], default=str)


def test_the_program_notes_when_people_come_and_go_and_the_quorum_turns(held, board):
    work, meeting = held.work, held.meeting
    operations.take_item(work, meeting, held.items[0])
    gone = later(work, minutes=5)
    operations.check_out(gone, meeting, held.attendances[0])
    operations.check_out(gone, meeting, held.attendances[1])
    second = later(gone, minutes=5)
    operations.take_item(second, meeting, held.items[1])
    back = later(second, minutes=1)
    operations.check_in(back, meeting, held.attendances[0].person_id, Capacity.HOLDER)
    operations.close_meeting(later(back, minutes=9), meeting)
    whole = queries.sitting(work.session, meeting, Locale.EN)
    told = {key: [fact.kind.value for fact in rows] for key, rows in queries.facts(whole).items()}
    assert told == {
        None: ["quorum_reached"],
        held.items[0].id: ["left", "left", "quorum_lost"],
        held.items[1].id: ["arrived", "quorum_reached"],
    }
    public = editions.compose(work.session, meeting, held.minutes, EditionKind.PUBLIC)
    assert [one["kind"] for one in public["items"][0]["events"]] == ["quorum_lost"]
    assert all(one.keys() == {"at", "kind"} for one in public["items"][0]["events"])
    members = editions.compose(work.session, meeting, held.minutes, EditionKind.MEMBERS)
    assert len(members["items"][0]["events"]) == 3
    turns = [(turn.item_id, turn.until_at) for turn in whole.turns]
    assert turns == [(held.items[0].id, second.now), (held.items[1].id, meeting.closed_at)]


def test_an_interest_is_declared_on_its_page_and_shows(make_work, client_as, session):
    with make_work() as work:
        board = make_board(work)
        carla = make_person(work, "Carla", roles=["secretariat"])
        eve = make_person(work, "Eve")
    office = Browser(client_as(carla))
    first = call(office, session, board)
    item = _item(session, "Budget")
    member = Browser(client_as(board.people[3]))
    page = member.get(f"/{first}/items/{item}/interest")
    assert page.count("<option") == 1  # only oneself
    member.post(f"/{first}/items/{item}/interest", who=str(board.people[3].id), why="A cousin.")
    said = member.get(f"/{first}")
    assert "Member 3 has an interest and takes no part." in said
    assert "A cousin." not in said
    again = member.post(
        f"/{first}/items/{item}/interest", 409, who=str(board.people[3].id), why="Typed."
    )
    assert "Typed." in again.text
    assert client_as(eve).get(f"/en/meetings/{first}/items/{item}/interest").status_code == 404
    back = re.search(
        r"/en/meetings(/[0-9a-f-]+/interests/[0-9a-f-]+/back)", office.get(f"/{first}")
    )
    member.post(back[1], 403, on=f"/{first}")
    office.post(back[1], on=f"/{first}")
    session.expire_all()
    assert session.query(Recusal).count() == 0
