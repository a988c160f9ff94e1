"""Limits slow down; they never lock, and they keep no address."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select, text

from nswp_gov.accounts import operations
from nswp_gov.accounts.models import RateLimit
from nswp_gov.web import limits
from tests.accounts.conftest import NOW, code_at, name_of
from tests.factories.accounts import PASSPHRASE

WRONG = "wrong but long enough"


def _exhaust(here, name):
    answers = [here.sign_in(name, WRONG).status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]


def test_brute_force_from_one_address_is_slowed_and_told_how_long(browser, people, clock):
    name, thief = name_of(people()), browser()
    _exhaust(thief, name)
    answer = thief.sign_in(name)  # even the right passphrase waits
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert "Nothing is locked" in answer.text
    clock.pass_by(seconds=61)
    assert thief.sign_in(name).status_code == 302


def test_waiting_is_not_made_longer_by_trying(browser, people, clock):
    name, here = name_of(people()), browser()
    _exhaust(here, name)
    for _ in range(5):
        clock.pass_by(seconds=10)
        assert here.sign_in(name).status_code == 429
    clock.pass_by(seconds=11)
    assert here.sign_in(name).status_code == 302


def test_another_address_gets_in_while_one_is_slowed(browser, people):
    name = name_of(people())
    _exhaust(browser("203.0.113.1"), name)
    assert browser("203.0.113.2").sign_in(name).status_code == 302


def test_an_account_under_attack_from_everywhere_opens_to_a_paper_code(
    browser, people, make_work, session
):
    amina = people()
    with make_work(now=NOW) as w:
        paper = operations.new_paper_codes(w, w.session.merge(amina))[0]
    name = name_of(amina)
    seen = [browser(f"203.0.113.{n}").sign_in(name, WRONG).status_code for n in range(21)]
    assert seen == [422] * 20 + [429]
    assert browser("192.0.2.1").sign_in(name).status_code == 429
    answer = browser("192.0.2.1").post("/en/account/sign-in/paper", sign_in_name=name, code=paper)
    assert answer.status_code == 302


def test_an_account_under_attack_stays_open_for_others(browser, people):
    amina, bela, here = people(), people("Bela"), browser()
    _exhaust(here, name_of(amina))
    assert here.sign_in(name_of(bela)).status_code == 302


def test_an_unknown_name_is_slowed_as_a_known_one(browser):
    _exhaust(browser(), "nobody-at-all")


def test_two_hundred_people_behind_one_address_sign_in_within_a_minute(browser, people):
    amina = people()
    name, here = name_of(amina), browser("203.0.113.5")
    page = here.get("/en/account/sign-in").text
    from tests.accounts.conftest import TOKEN

    token = TOKEN.search(page).group(1)
    codes = set()
    for number in range(200):
        answer = here.client.post(
            "/en/account/sign-in",
            data={
                "sign_in_name": f"delegate-{number}",
                "passphrase": WRONG,
                "csrf_token": token,
            },
            environ_overrides={"REMOTE_ADDR": here.address},
        )
        codes.add(answer.status_code)
    assert codes == {422}
    assert here.sign_in(name, PASSPHRASE).status_code == 302


def test_one_address_without_end_is_slowed(browser, app, session, monkeypatch):
    monkeypatch.setattr(limits, "ADDRESS", (limits.a_minute(3),))
    here = browser()
    codes = [here.sign_in(f"name-{n}", WRONG).status_code for n in range(5)]
    assert codes == [422, 422, 422, 429, 429]


def test_codes_from_a_phone_are_slowed_and_a_paper_code_is_not(
    browser, people, make_work, session, clock
):
    amina, here = people(totp=True), browser()
    with make_work(now=NOW) as w:
        paper = operations.new_paper_codes(w, w.session.merge(amina))[0]
    here.sign_in(name_of(amina))
    second = "/en/account/sign-in/second"
    codes = [here.post(second, code=f"{n:06d}").status_code for n in range(6)]
    assert codes == [422] * 5 + [429]
    assert here.post(second, code=code_at(clock.now)).status_code == 429
    assert here.post(second, code=paper).status_code == 302


def test_a_right_passphrase_forgets_the_wrong_ones(browser, people):
    name, here = name_of(people()), browser()
    for _ in range(3):
        assert [here.sign_in(name, WRONG).status_code for _ in range(3)] == [422] * 3
        assert here.sign_in(name).status_code == 302
        here.post("/en/account/sign-out")


def test_no_address_and_no_name_is_in_the_table(browser, people, session):
    name = name_of(people())
    browser("203.0.113.77").sign_in(name, WRONG)
    keys = " ".join(session.scalars(select(RateLimit.key)))
    assert keys
    assert "203.0.113.77" not in keys
    assert name not in keys
    rows = session.execute(text("select * from rate_limit")).all()
    assert "203.0.113" not in repr(rows)


def test_yesterdays_key_cannot_be_had_from_todays():
    key = limits.DayKey()
    first = key.of(date(2026, 11, 2))
    assert key.of(date(2026, 11, 2)) == first
    second = key.of(date(2026, 11, 3))
    assert second != first
    assert key.of(date(2026, 11, 2)) == second  # the old one is gone


def test_two_processes_of_one_start_agree_on_the_day_key():
    import copy

    one = limits.DayKey()
    other = copy.deepcopy(one)
    one.of(date(2026, 11, 2))
    other.of(date(2026, 11, 2))
    assert one.of(date(2026, 11, 5)) == other.of(date(2026, 11, 5))


def test_an_ipv6_address_counts_by_its_network():
    assert limits.network_of("2001:db8::1") == limits.network_of("2001:db8::ffff")
    assert limits.network_of("2001:db8:0:1::1") != limits.network_of("2001:db8::1")
    assert limits.network_of("192.0.2.1") != limits.network_of("192.0.2.2")
    assert limits.network_of("") == "unknown"


def test_a_count_begins_anew_when_its_window_is_over(session):
    minute = timedelta(minutes=1)
    assert limits.count(session, "k", NOW, minute) == (1, NOW + minute)
    assert limits.count(session, "k", NOW + minute / 2, minute) == (2, NOW + minute)
    assert limits.count(session, "k", NOW + minute, minute) == (1, NOW + 2 * minute)


def test_something_is_used_once_only(app):
    with app.test_request_context():
        assert limits.once("thing", "a", timedelta(minutes=5))
        assert not limits.once("thing", "a", timedelta(minutes=5))
        assert limits.once("thing", "b", timedelta(minutes=5))


def test_a_costly_view_is_slowed_by_address(app, monkeypatch):
    @limits.limited("costly", limits.a_minute(2))
    def view() -> str:
        return "done"

    import pytest

    with app.test_request_context(environ_overrides={"REMOTE_ADDR": "192.0.2.8"}):
        assert [view(), view()] == ["done", "done"]
        with pytest.raises(limits.SlowDown) as slowed:
            view()
    assert slowed.value.seconds > 0
    with app.test_request_context(environ_overrides={"REMOTE_ADDR": "192.0.2.9"}):
        assert view() == "done"
