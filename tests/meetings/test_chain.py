"""From the agenda to the published minutes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from nswp_gov.meetings import operations, queries
from nswp_gov.meetings.queries import records
from nswp_gov.meetings.states import (
    EditionKind,
    ItemKind,
    ItemState,
    MeetingState,
    MinutesState,
)
from nswp_gov.rules.languages import Locale
from nswp_gov.store import links, verifying
from nswp_gov.store.links import Relation
from tests.factories.bodies import make_board
from tests.factories.meetings import close, hold, later, make_meeting


def test_a_meeting_from_its_agenda_to_its_published_minutes(work):
    board = make_board(work)
    people = board.filled()
    held = hold(work, board.body, people[:9], titles=["Budget", "Applications"])
    budget, applications = held.items[1], held.items[2]
    now = held.work
    operations.take_item(now, held.meeting, budget)
    operations.write_note(now, held.meeting, budget, words="The budget was read.", seen=0)
    mover, seconder = held.attendances[1], held.attendances[2]
    motion = operations.move(
        now, held.meeting, budget, words="Adopt it.", mover=mover, seconder=seconder
    )
    vote = operations.take_vote(now, held.meeting, motion, count=operations.Count(7, 1, 1))
    assert (vote.is_carried, vote.is_quorate, vote.present, vote.entitled) == (True, True, 9, 11)
    decision = operations.decide(now, held.meeting, vote)
    assert decision.number == "2026-B-01"
    action = operations.give_action(
        now,
        held.meeting,
        budget,
        words="Write to the bank.",
        owner_id=people[3].id,
        due_on=now.today + timedelta(days=30),
    )
    operations.take_item(now, held.meeting, applications)
    operations.leave_item(now, held.meeting, applications)
    over = close(held)
    assert over.meeting.state is MeetingState.CLOSED
    operations.circulate(over.work, over.meeting, over.minutes)

    second_work = later(over.work, days=20)
    second = make_meeting(second_work, board.body, titles=[])
    agenda = records.items(work.session, second.id)
    assert [row.kind for row in agenda[:1]] == [ItemKind.APPROVAL]
    titles = records.readings(work.session, "agenda_item", [r.id for r in agenda], Locale.EN)
    words = [titles[row.id]["title"].words for row in agenda]
    assert words == [
        f"Minutes of {queries.meeting_day(over.meeting)}",
        "Applications",
        "Open action items",
        "Next meeting",
    ]
    assert agenda[1].carried_from_id == applications.id
    operations.call_meeting(second_work, second)
    on = replace(second_work, now=second.starts_at)
    operations.open_meeting(on, second)
    from nswp_gov.meetings.states import Capacity

    for person in people[:7]:
        operations.check_in(on, second, person.id, Capacity.HOLDER)
    approval = operations.approve_minutes(later(on, minutes=5), over.minutes, agenda[0])
    assert over.minutes.state is MinutesState.APPROVED
    found = links.links_from(work.session, "minutes", over.minutes.id)
    assert {(row.relation, row.to_type, row.to_id) for row in found} == {
        (Relation.APPROVED_BY, "agenda_item", agenda[0].id),
        (Relation.APPROVED_BY, "decision", approval.id),
    }
    assert [r.from_id for r in links.links_to(work.session, "agenda_item", agenda[0].id)] == [
        over.minutes.id
    ]
    published = operations.publish_minutes(later(on, minutes=9), over.meeting, over.minutes)
    public = json.loads(published.public.body)
    assert [item["number"] for item in public["items"]] == [1, 2, 3]
    assert public["items"][1]["decisions"][0]["text"] == {"en": "Adopt it."}
    assert queries.published(work.session, over.meeting.id, EditionKind.PUBLIC) is published.public
    assert decision.published_at is not None
    assert action.number == "2026-1"
    assert applications.state is ItemState.WAITING
    report = verifying.verify(work.session, now=later(on, minutes=9).now, models=[])
    assert not [one for one in report.findings if one.code != "unsealed"]


@pytest.mark.parametrize("when", ["draft", "under_way"])
def test_minutes_go_out_after_the_meeting_only(work, when):
    from nswp_gov.store.errors import WrongState

    board = make_board(work)
    held = hold(work, board.body, board.filled())
    if when == "draft":
        over = close(held)
        operations.circulate(over.work, over.meeting, over.minutes)
    with pytest.raises(WrongState):
        operations.circulate(held.work, held.meeting, held.minutes)
