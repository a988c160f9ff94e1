"""A long agenda comes in parts: the page of one costs as much however long the others are."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from nswp_gov.meetings import operations
from nswp_gov.meetings.operations import Count
from nswp_gov.meetings.queries import parts_of, records
from nswp_gov.store import clock
from tests.factories.accounts import make_person
from tests.factories.bodies import make_board
from tests.factories.meetings import NOTICE, hold, later
from tests.meetings.test_pages import Browser

ITEMS = 9
AT_ONCE = 4


@pytest.fixture
def held(make_work, monkeypatch):
    """A meeting under way with twice four items and one more, each with a note."""
    monkeypatch.setattr("nswp_gov.meetings.queries.parts.AT_ONCE", AT_ONCE)
    with make_work(now=clock.now() - NOTICE - timedelta(minutes=30)) as work:
        board = make_board(work)
        taker = make_person(work, "Amina", totp=False)
        titles = [f"Point {number}" for number in range(ITEMS)]
        held = hold(work, board.body, board.filled()[:7], titles=titles)
        operations.name_note_taker(work, held.meeting, taker.id)
        rows = records.items(work.session, held.meeting.id)
        for item in rows:
            words = f"Heard on {item.position}."
            operations.write_note(held.work, held.meeting, item, words=words, seen=0)
        operations.take_item(later(held.work), held.meeting, rows[5])
        motion = operations.move(later(held.work), held.meeting, rows[5], words="Fees rise.")
        vote = operations.take_vote(later(held.work), held.meeting, motion, count=Count(7, 0, 0))
        operations.decide(later(held.work), held.meeting, vote)
        return taker, held.meeting.id, [row.id for row in rows]


def numbers(page):
    return [int(one) for one in re.findall(r'<span class="no">(\d+)</span>', page)]


def test_the_page_shows_the_part_that_is_spoken_of_and_leads_to_the_others(
    held, client_as, count_queries
):
    taker, meeting_id, items = held
    browser = Browser(client_as(taker))
    home = f"/{meeting_id}"
    with count_queries() as second:
        page = browser.get(home)
    assert numbers(page) == [5, 6, 7, 8]  # the open item is the sixth
    assert "Heard on 6." in page
    assert "Heard on 9." not in page
    assert "Fees rise." in page
    assert re.search(rf'from=1" rel="prev">Items 1 to {AT_ONCE}<', page)
    assert f'from=9" rel="next">Items 9 to {min(12, len(items))}<' in page
    with count_queries() as first:
        assert numbers(browser.get(f"{home}?from=1")) == [1, 2, 3, 4]
    assert len(first) <= len(second)
    assert numbers(browser.get(f"{home}?item={items[8]}"))[0] == 9
    assert numbers(browser.get(f"{home}?item=nonsense&from=999")) == [1, 2, 3, 4]
    note = f"{home}/items/{items[1]}/note/minutes"
    saved = browser.post(note, on=home, words="Heard again.", seen="1")
    assert saved.location.endswith(f"{home}?from=1#item-{items[1]}")
    taken = browser.post(f"{home}/items/{items[8]}/take", on=home)
    assert taken.location.endswith(f"{home}?from=9#item-{items[8]}")
    gone = browser.post(f"{home}/attendance", 404, on=home, who="odd", item=str(items[0]))
    assert gone.status_code == 404
    assert "Heard again." in browser.get(f"{home}?from=1")


def test_every_item_is_on_exactly_one_part(held, session):
    _taker, meeting_id, items = held
    found = parts_of(session, meeting_id, None, 1)
    assert [number for one in found.all for number in one] == list(range(1, len(items) + 1))
    assert (found.number, found.is_one) == (1, False)
    assert [row.id for row in records.items(session, meeting_id, found.all[1])] == items[4:8]
