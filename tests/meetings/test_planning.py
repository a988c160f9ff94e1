"""What planning and calling a meeting refuses, and to whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from nswp_gov.meetings import operations
from nswp_gov.meetings.operations.calling import EmptyAgenda, NoticeTooShort
from nswp_gov.meetings.queries import records
from nswp_gov.store.errors import Denied, Unfit, WrongState
from nswp_gov.store.outbox import OutboxMessage
from tests.factories.meetings import make_meeting
from tests.meetings.strangers import EVE, as_eve


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
    assert {tuple(letter.values) for letter in letters} == {("meeting", "file")}


def test_items_keep_their_numbers_unbroken(work, board):
    meeting = make_meeting(work, board.body, titles=["A", "B", "C"])
    rows = records.items(work.session, meeting.id)
    operations.move_item(work, meeting, rows[3], 1)
    operations.remove_item(work, meeting, rows[1])
    after = records.items(work.session, meeting.id)
    assert [row.position for row in after] == [1, 2, 3]
    assert [row.id for row in after] == [rows[3].id, rows[0].id, rows[2].id]
