"""What is due: each step of a meeting for whoever has to take it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nswp_gov.bodies.views import desk as body_desk
from nswp_gov.meetings import operations, queries
from nswp_gov.meetings.views import desk
from nswp_gov.store.actor import VISITOR, Actor
from tests.factories.accounts import make_person
from tests.factories.bodies import make_board, member_actor
from tests.factories.meetings import close, hold, later, make_meeting


@pytest.fixture
def board(work):
    return make_board(work, vacant=1)


def labels(work, actor):
    return [row.label for row in queries.due(work.session, actor, work.now)]


def test_each_step_is_due_for_whoever_takes_it(work, board):
    carla = make_person(work, "Carla", passphrase=None, totp=False)
    staff = Actor(name="Carla", person_id=carla.id, roles=frozenset({"secretariat"}))
    attendee = member_actor(board.filled()[1], board.body)
    draft = make_meeting(work, board.body)
    assert labels(work, staff) == ["due.call_meeting"]
    assert labels(work, attendee) == []
    operations.call_meeting(work, draft)
    assert labels(work, staff) == labels(work, attendee) == ["due.meeting"]
    assert labels(work, VISITOR) == []

    held = hold(later(work, days=1), board.body, board.filled()[:7])
    operations.name_note_taker(held.work, held.meeting, carla.id)
    decision = operations.agree(
        held.work,
        held.meeting,
        held.items[0],
        words="x",
        review_on=held.work.today + timedelta(days=10),
    )
    over = close(held)
    after = over.work
    assert "due.circulate" in labels(after, staff)
    assert "due.circulate" not in labels(after, attendee)
    operations.circulate(after, over.meeting, over.minutes)
    assert "due.corrections" in labels(after, attendee)
    assert "due.corrections" not in labels(later(after, days=15), attendee)
    second = hold(later(after, days=1), board.body, board.filled()[:7])
    operations.approve_minutes(second.work, over.minutes, second.items[0])
    assert "due.publish" in labels(second.work, staff)
    operations.publish_minutes(second.work, over.meeting, over.minutes)
    assert "due.publish" not in labels(second.work, staff)
    review = [
        row
        for row in queries.due(work.session, staff, second.work.now)
        if row.label == "due.review"
    ]
    assert [row.words for row in review] == [{"number": decision.number}]


def test_rows_are_said_in_the_readers_language_with_an_address(work, board, app):
    carla = make_person(work, "Carla", passphrase=None, totp=False)
    staff = Actor(name="Carla", person_id=carla.id, roles=frozenset({"secretariat"}))
    held = hold(work, board.body, board.filled()[:7])
    operations.give_action(
        held.work,
        held.meeting,
        held.items[0],
        words="x",
        owner_id=carla.id,
        due_on=held.work.today,
    )
    with app.test_request_context("/en/"):
        rows = desk.rows(work.session, staff, held.work.now)
        seats = body_desk.rows(work.session, staff, held.work.now)
    assert {row.title for row in rows} >= {"Action 2026-1", "A meeting"}
    titles = [row.title for row in seats]
    assert len(set(titles)) == len(titles) > 2
    assert "Vacant: Board, North America and the Caribbean (2)" in titles
    assert "The term ends: Board, Africa (2)" in titles
    for row in (*rows, *seats):
        assert row.href.startswith("/")
        assert row.due_at.tzinfo is not None


def test_the_desk_costs_the_same_with_more_meetings(work, board, count_queries):
    carla = make_person(work, "Carla", passphrase=None, totp=False)
    staff = Actor(name="Carla", person_id=carla.id, roles=frozenset({"secretariat"}))
    seen = []
    for _ in range(3):
        with count_queries() as statements:
            queries.due(work.session, staff, work.now)
        seen.append(len(statements))
        make_meeting(work, board.body)
    assert len(set(seen)) == 1, seen
