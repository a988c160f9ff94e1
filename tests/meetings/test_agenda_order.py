"""The agenda is put in order by mouse, by finger, and by buttons without a script."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nswp_gov.meetings import operations
from nswp_gov.meetings.models import Meeting
from nswp_gov.meetings.queries import records
from nswp_gov.rules.languages import Locale
from nswp_gov.store import clock
from tests.factories.accounts import make_person
from tests.factories.bodies import make_board
from tests.factories.meetings import make_meeting

pytestmark = [pytest.mark.browser, pytest.mark.database_free]

TITLES = ["Budget", "Fees", "Travel", "Staff"]


@pytest.fixture
def planned(station):
    with station.work() as work:
        board = make_board(work)
        person = make_person(work, "Carla", roles=["secretariat"])
        starts_at = clock.now() + timedelta(days=30)
        meeting = make_meeting(work, board.body, titles=TITLES, starts_at=starts_at)
        for item in records.items(work.session, meeting.id)[: -len(TITLES)]:
            operations.remove_item(work, meeting, item)  # standing items
        return meeting.id, person.id


def stored(station, meeting_id):
    with station.work() as work:
        rows = records.items(work.session, work.session.get_one(Meeting, meeting_id).id)
        words = records.readings(work.session, "agenda_item", [row.id for row in rows], Locale.EN)
        return [words[row.id]["title"].words for row in rows]


def page_of(station, chromium, planned, **options):
    meeting_id, person_id = planned
    context = chromium.new_context(base_url=station.settings.public_url, **options)
    context.add_cookies([station.cookie(person_id)])
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(f"/en/meetings/{meeting_id}/agenda")
    return page


def order(page):
    rows = page.locator("#agenda > li")
    heads = [one.removeprefix("⠿") for one in rows.locator("h2").all_inner_texts()]
    return list(zip(rows.locator(".big").all_inner_texts(), heads, strict=True))


def middle(row):
    box = row.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_items_are_dragged_by_mouse_and_finger_and_moved_by_buttons_without_script(
    station, chromium, planned
):
    station.start()
    page = page_of(station, chromium, planned, viewport={"width": 1280, "height": 1400})
    grip = page.locator("#agenda > li .move")
    rows = page.locator("#agenda > li")
    page.mouse.move(*middle(grip.nth(3)))
    page.mouse.down()
    page.mouse.move(middle(grip.nth(1))[0], rows.nth(1).bounding_box()["y"] + 2, steps=6)
    assert order(page)[1] == ("2", "Staff")
    page.keyboard.press("Escape")
    page.mouse.up()
    assert [title for _number, title in order(page)] == TITLES  # Escape puts it back
    page.mouse.move(*middle(grip.nth(3)))
    page.mouse.down()
    page.mouse.move(middle(grip.nth(1))[0], rows.nth(1).bounding_box()["y"] + 2, steps=6)
    page.mouse.up()
    page.get_by_text("Staff is number 2 now.").wait_for(state="attached")
    assert order(page) == [("1", "Budget"), ("2", "Staff"), ("3", "Fees"), ("4", "Travel")]
    assert stored(station, planned[0]) == ["Budget", "Staff", "Fees", "Travel"]
    assert page.locator("#moved").get_attribute("role") == "status"
    page.context.close()

    phone = page_of(
        station, chromium, planned, has_touch=True, viewport={"width": 360, "height": 1400}
    )
    finger = phone.context.new_cdp_session(phone)
    x, y = middle(phone.locator("#agenda > li .move").nth(0))
    below = phone.locator("#agenda > li").nth(2).bounding_box()
    finger.send(
        "Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]}
    )
    for to in (y + 30, below["y"] + 20, below["y"] + below["height"] - 5):
        point = {"x": x, "y": to}
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    phone.get_by_text("Budget is number 3 now.").wait_for(state="attached")
    assert stored(station, planned[0]) == ["Staff", "Fees", "Budget", "Travel"]
    phone.context.close()

    plain = page_of(station, chromium, planned, java_script_enabled=False)
    assert plain.locator(".move").count() == 0
    plain.locator("#agenda > li").nth(3).locator("[name=up]").focus()
    plain.keyboard.press("Enter")
    plain.wait_for_url("**#agenda")
    assert stored(station, planned[0]) == ["Staff", "Fees", "Travel", "Budget"]
    plain.context.close()
