"""Whoever reads of an office-holder of the past finds who held which seat on that day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from nswp_gov.bodies import operations as body_operations
from nswp_gov.bodies import queries
from nswp_gov.bodies.states import Ending, RuleName
from nswp_gov.meetings import operations
from nswp_gov.store.actor import Actor
from tests.elections.paper_browser import visit
from tests.factories.accounts import make_person
from tests.factories.bodies import make_board, make_term
from tests.factories.meetings import close, hold, later


@pytest.fixture
def past(make_work):
    """A published meeting whose chair left afterwards; its day; somebody of the office."""
    with make_work() as work:
        board = make_board(work, public_names=True)
        rule = {"corrections_days": 1, "approval": "circulation", "circulation_days": 1}
        body_operations.set_rule(
            work, board.body, RuleName.MINUTES, rule, from_on=work.today, draft_from="eswa"
        )
        held = hold(work, board.body, board.filled()[:7])
        chair = replace(held.work, actor=Actor(name="chair", person_id=board.president.id))
        operations.consent_to_name(chair, held.attendances[0], is_given=True)
        decision = operations.agree(held.work, held.meeting, held.items[0], words="Fees stay.")
        over = close(held)
        operations.circulate(over.work, over.meeting, over.minutes)
        done = later(over.work, days=3)
        operations.approve_by_circulation(done, over.meeting, over.minutes)
        operations.publish_minutes(done, over.meeting, over.minutes)
        (term,) = queries.history(work.session, board.seats[0].id)
        body_operations.end_term(done, term, Ending.RESIGNATION, done.today)
        after = make_person(work, "Newcomer", passphrase=None, totp=False)
        after.public_name = "Public Newcomer"
        work.record("accounts.person_named", after)
        make_term(done, board.seats[0], after, from_on=done.today + timedelta(days=1))
        carla = make_person(work, "Carla", roles=["secretariat"])
        return over.meeting.id, decision.id, over.meeting.starts_at.date().isoformat(), carla


def test_each_page_that_names_somebody_leads_to_the_seats_of_that_day(past, client, client_as):
    meeting_id, decision_id, day, carla = past
    office, meeting = client_as(carla), f"/en/meetings/{meeting_id}"
    seats = f"/en/bodies/board?on={day}"
    for reader, path in (
        (client, f"{meeting}/minutes"),
        (client, f"/en/meetings/decisions/{decision_id}"),
        (office, f"{meeting}/minutes"),
        (office, f"{meeting}/minutes/public"),
        (office, meeting),
        (office, f"/en/meetings/decisions/{decision_id}"),
    ):
        assert seats in visit(reader, path).links, path
    then, now = visit(client, seats).text, visit(client, "/en/bodies/board?on=2027-06-01").text
    assert "Public 0" in visit(client, f"{meeting}/minutes").text
    assert ("Public 0" in then, "Public Newcomer" in then) == (True, False)
    assert ("Public 0" in now, "Public Newcomer" in now) == (False, True)
    seat = next(one for one in visit(client, seats).links if "/bodies/seats/" in one)
    history = visit(client, seat).text
    assert "Public 0" in history
    assert "Public Newcomer" in history
