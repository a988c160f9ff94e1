"""Minutes from the first note to their approval; actions."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from nswp_gov.bodies import operations as body_operations
from nswp_gov.bodies.states import RuleName
from nswp_gov.meetings import operations, queries
from nswp_gov.meetings.operations import TextMoved
from nswp_gov.meetings.operations.minutes import (
    CirculationRunning,
    CorrectionsWaiting,
    NotALaterItem,
    NotByCirculation,
)
from nswp_gov.meetings.operations.notes import CorrectionsOver, PublicTextOfClosedItem
from nswp_gov.meetings.queries import records
from nswp_gov.meetings.states import (
    CorrectionState,
    ItemState,
)
from nswp_gov.rules.languages import Locale
from nswp_gov.store.actor import Actor
from nswp_gov.store.errors import Denied, Unfit, WrongState
from tests.factories.meetings import close, hold, later, make_meeting
from tests.meetings.strangers import as_eve


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
        operations.add_erratum(held.work, held.meeting, held.minutes, words={Locale.EN: "x"})


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
