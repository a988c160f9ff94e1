"""How many screens the two most frequent works take, counted on the pages themselves."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from nswp_gov.meetings import operations
from nswp_gov.meetings.models import Meeting
from nswp_gov.meetings.states import MeetingState
from nswp_gov.store.clock import now as real_now
from tests.elections.paper_browser import visit
from tests.factories.accounts import make_person
from tests.factories.bodies import make_board
from tests.factories.meetings import NOTICE, close, hold

TO_CALL, TO_PUBLISH = 3, 5


class Screens:
    """A person at a browser who goes by links and forms alone; counts where they did something."""

    def __init__(self, client, path):
        self.page, self.acted = visit(client, path), []

    def send(self, having, **over):
        self.acted.append(self.page.path)
        self.page = self.page.send(having, **over)
        assert self.page.status == 200, self.page.text

    def follow(self, end):
        (href,) = {one for one in self.page.links if one.split("?")[0].endswith(end)}
        self.acted.append(self.page.path)
        self.page = visit(self.page.client, href)
        assert self.page.status == 200, self.page.text


def test_the_usual_meeting_of_the_board_is_called_on_three_screens(make_work, client_as, session):
    with make_work(now=real_now()) as work:
        board = make_board(work)
        body_id = str(board.body.id)
        carla = make_person(work, "Carla", roles=["secretariat"])
    start = visit(client_as(carla), "/en/meetings/")
    screens = Screens(start.client, next(one for one in start.links if one.endswith("/call")))
    when = (real_now() + timedelta(days=20)).strftime("%Y-%m-%dT10:00")
    screens.send("starts_at", body=body_id, starts_at=when)
    assert screens.page.path.endswith("/agenda")
    screens.follow("/call")
    screens.send("csrf_token")
    assert len(screens.acted) <= TO_CALL, screens.acted
    found = session.scalars(select(Meeting)).one()
    assert found.state is MeetingState.CALLED


def test_a_draft_becomes_published_minutes_on_at_most_five_screens(make_work, client_as, client):
    with make_work(now=real_now() - 2 * NOTICE) as work:
        board = make_board(work)
        carla = make_person(work, "Carla", roles=["secretariat"])
        held = close(hold(work, board.body, board.filled()[:7]))
        operations.name_note_taker(held.work, held.meeting, carla.id)
        path = f"/en/meetings/{held.meeting.id}"
    browser = client_as(carla)
    screens = Screens(browser, "/en/work")
    screens.page = visit(browser, next(one for one in screens.page.links if path in one))
    screens.send("/circulate")
    with make_work(now=real_now() - NOTICE) as work:
        second = hold(work, board.body, board.filled()[:7])
        operations.name_note_taker(second.work, second.meeting, carla.id)
        later = f"/en/meetings/{second.meeting.id}"
    screens.page = visit(browser, later)
    screens.send("/approve")
    screens.page = visit(browser, f"{path}/minutes")
    screens.follow("/preview")
    screens.send("/publish")
    assert len(screens.acted) <= TO_PUBLISH, screens.acted
    assert visit(client, f"{path}/minutes").status == 200
