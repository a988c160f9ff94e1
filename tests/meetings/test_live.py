"""Minutes taken live by two note-takers at once: every sentence is in them once, whatever fails."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nswp_gov.bodies import operations as body_operations
from nswp_gov.bodies.states import RuleName
from nswp_gov.meetings import operations, queries
from nswp_gov.meetings.models import Meeting
from nswp_gov.meetings.states import EditionKind
from nswp_gov.rules.languages import Locale
from nswp_gov.store import clock
from tests.factories.accounts import make_person
from tests.factories.bodies import make_board
from tests.factories.meetings import NOTICE, hold
from tests.meetings.laptops import Laptop
from tests.sizes import prove, size

pytestmark = [pytest.mark.browser, pytest.mark.database_free, pytest.mark.slow]

ITEMS = 4
ROUNDS = size(24, 200)  # of two sentences, about 25 an item at the speed of talk


@pytest.fixture
def meeting(station):
    """A meeting that began five minutes ago, and the two who take its minutes."""
    began = clock.now() - NOTICE - timedelta(minutes=5)
    with station.work(now=began) as work:
        board = make_board(work)
        body_operations.set_rule(
            work,
            board.body,
            RuleName.MINUTES,
            {"corrections_days": 1, "approval": "circulation", "circulation_days": 1},
            from_on=work.today + timedelta(days=1),
            draft_from="eswa",
        )
        titles = [f"Item {number}" for number in range(1, ITEMS)]
        held = hold(work, board.body, board.filled()[:7], titles=titles, closed=["Personnel"])
        people = [make_person(work, name, totp=False) for name in ("Amina", "Bela")]
        for person in people:
            operations.name_note_taker(work, held.meeting, person.id)
        return held.meeting.id, [person.id for person in people]


def sentences(who: str) -> list[str]:
    """What one of them writes; no sentence holds another."""
    return [f"{who} heard point {number:03} and noted it." for number in range(ROUNDS)]


def both_write(amina, bela, numbers, spoken, *, from_scratch):
    """Have both type their sentences of some rounds, half a sentence at a time by turns."""
    for number in numbers:
        item = 1 + number * ITEMS // ROUNDS
        if number in from_scratch or item != 1 + (number - 1) * ITEMS // ROUNDS:
            amina.go_to(item)
            bela.go_to(item)
        mine, theirs = (words[number] for words in spoken)
        amina.type(f"{mine[:14]}")
        bela.type(f"{theirs}\n")
        amina.type(f"{mine[14:]}\n")


def test_two_note_takers_a_restart_and_a_dropped_line_lose_and_double_nothing(
    station, chromium, meeting
):
    meeting_id, people = meeting
    path = f"/en/meetings/{meeting_id}"
    station.start()
    amina, bela = (Laptop(station, chromium, one, path) for one in people)
    spoken = (sentences("Amina"), sentences("Bela"))
    parts = [range(part * ROUNDS // 4, (part + 1) * ROUNDS // 4) for part in range(4)]
    both_write(amina, bela, parts[0], spoken, from_scratch=[0])

    bela.context.set_offline(True)
    both_write(amina, bela, parts[1], spoken, from_scratch=[])
    bela.wait_for("No connection. What you wrote is kept on this device")
    assert f"minutes:{meeting_id}" in bela.kept()
    assert "heard point" not in bela.kept()  # encrypted
    bela.context.set_offline(False)
    station.stop()
    both_write(amina, bela, parts[2], spoken, from_scratch=[])
    amina.wait_for("No connection.")
    station.start()

    bela.context.clear_cookies()
    both_write(amina, bela, parts[3], spoken, from_scratch=[])
    bela.wait_for("You are signed out.")
    bela.page.close()  # the tab is shut, and the person comes back
    bela.sign_in()
    bela.page = bela.context.new_page()
    bela.page.goto(path)
    for laptop in (amina, bela):
        laptop.wait_for("Everything is stored.")
        assert "heard" not in laptop.kept()
        assert "minutes:" not in laptop.kept()
    said = _published(station, meeting_id)
    for words in (*spoken[0], *spoken[1]):
        assert said.count(words) == 1, (words, said)
    for laptop in (amina, bela):
        laptop.context.close()
    prove(
        "live-minutes", {"note-takers": 2, "items": ITEMS, "sentences": 2 * ROUNDS, "restarts": 1}
    )


def _published(station, meeting_id):
    """Close, circulate, approve and publish; return what the published revisions say."""
    with station.work() as work:
        meeting = work.session.get_one(Meeting, meeting_id)
        minutes = queries.minutes_of(work.session, meeting_id)
        operations.close_meeting(work, meeting)
        operations.circulate(work, meeting, minutes)
    with station.work(now=clock.now() + timedelta(days=3)) as work:
        meeting = work.session.get_one(Meeting, meeting_id)
        minutes = queries.minutes_of(work.session, meeting_id)
        operations.approve_by_circulation(work, meeting, minutes)
        operations.publish_minutes(work, meeting, minutes)
        assert queries.published(work.session, meeting_id, EditionKind.MEMBERS) is not None
        whole = queries.sitting(work.session, meeting, Locale.EN)
        return "\n".join(whole.text(item.id, "minutes") for item in whole.items)


def test_who_changes_the_same_words_sees_both_and_keeps_both(station, chromium, meeting):
    meeting_id, people = meeting
    station.start()
    amina, bela = (Laptop(station, chromium, one, f"/en/meetings/{meeting_id}") for one in people)
    amina.go_to(1)
    amina.type("Fees rise in May.")
    amina.wait_for("Everything is stored.")
    bela.wait_to_read("May")
    bela.context.set_offline(True)
    for laptop, month in ((amina, "July"), (bela, "June")):
        laptop.go_to(1)
        for _ in range(4):
            laptop.page.keyboard.press("Backspace")
        laptop.type(f"{month}.")
    amina.wait_for("Everything is stored.")
    bela.context.set_offline(False)
    bela.wait_for("Two people changed the same words.")
    box = bela.page.locator("form .box.warn")
    assert box.locator(".said").inner_text() == "Fees rise in July."
    assert bela.page.locator("textarea").first.input_value() == "Fees rise in June."
    box.get_by_role("button", name="Keep both texts").press("Enter")
    bela.wait_for("Everything is stored.")
    with station.work() as work:
        whole = queries.sitting(work.session, work.session.get_one(Meeting, meeting_id), Locale.EN)
        assert (
            whole.text(whole.items[0].id, "minutes") == "Fees rise in July.\n\nFees rise in June."
        )
    amina.type(" ;n ")
    amina.wait_to_read("The report was received and noted. ")
    for laptop in (amina, bela):
        laptop.context.close()


def test_signing_out_wipes_what_the_device_keeps(station, chromium, meeting):
    meeting_id, people = meeting
    station.start()
    amina = Laptop(station, chromium, people[0], f"/en/meetings/{meeting_id}")
    amina.context.set_offline(True)
    amina.go_to(1)
    amina.type("Unsent.")
    amina.wait_for("No connection.")
    assert "minutes:" in amina.kept()
    amina.context.set_offline(False)
    amina.page.evaluate("localStorage.setItem('minutes:another', '1')")
    amina.page.locator("form[action$='/sign-out'] button").click()
    amina.page.wait_for_url("**/en/")
    assert "minutes:" not in amina.kept()
    amina.context.close()


def test_turning_to_another_part_of_a_long_agenda_loses_nothing(
    station, chromium, meeting, monkeypatch
):
    monkeypatch.setattr("nswp_gov.meetings.queries.parts.AT_ONCE", 2)
    meeting_id, people = meeting
    station.start()
    amina = Laptop(station, chromium, people[0], f"/en/meetings/{meeting_id}")
    page, elsewhere = amina.page, amina.page.locator("#elsewhere")
    amina.go_to(2)
    amina.type("Said before the turn.")
    page.keyboard.press("Alt+ArrowDown")  # at once: nothing is stored yet
    page.wait_for_url("**from=3*")
    page.locator("#keys:not([hidden])").wait_for()
    assert elsewhere.is_hidden()
    page.route("**/note/**", lambda route: route.abort())
    amina.go_to(1)
    amina.type("Said without a line.")
    page.locator("[data-parts] [rel=prev]").click()
    page.wait_for_url("**from=1*")
    elsewhere.wait_for(state="visible")
    page.unroute("**/note/**")
    page.locator("[data-parts] [rel=next]").click()
    page.wait_for_url("**from=3*")
    amina.wait_for("Everything is stored.")
    elsewhere.wait_for(state="hidden")
    amina.context.close()
    with station.work() as work:
        found = work.session.get_one(Meeting, meeting_id)
        whole = queries.sitting(work.session, found, Locale.EN)
        said = [whole.text(item.id, "minutes") for item in whole.items]
    assert said[1:3] == ["Said before the turn.", "Said without a line."]
