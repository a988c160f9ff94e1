"""Three people of one organisation, two languages, a bad line: nothing is lost, one reply."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route
from sqlalchemy import func, select

from nswp_gov.consultations import operations, queries
from nswp_gov.consultations.models import Consultation, ConsultationSlot
from nswp_gov.consultations.operations import Draftable
from nswp_gov.consultations.states import Attribution, Kind
from nswp_gov.consultations.vessel import folder_of
from nswp_gov.rules.languages import Locale
from nswp_gov.store import clock
from nswp_gov.web.extensions import db
from tests.factories.consultations import STAFF, actor_for, make_people
from tests.factories.membership import make_member
from tests.meetings.laptops import Station
from tests.sizes import prove, size

pytestmark = [pytest.mark.browser, pytest.mark.database_free, pytest.mark.slow]

PIECES = size(3, 60)  # of words that each of them types, the line breaking between them


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    """An instance of its own, answering."""
    made = Station(tmp_path)
    made.start()
    yield made
    made.stop()
    made.engine.dispose()
    with made.app.app_context():
        for engine in db.engines.values():
            engine.dispose()


class Phone:
    """Somebody with a phone, on a line that breaks."""

    def __init__(self, station: Station, chromium: Browser, person: Any, path: str) -> None:
        self.path, self.dice = path, random.Random(path)
        self.breaks = 0
        self.is_steady = False
        self.context: BrowserContext = chromium.new_context(base_url=station.settings.public_url)
        self.context.add_cookies([station.cookie(person)])
        self.page: Page = self.open()

    def open(self) -> Page:
        page = self.context.new_page()
        page.set_default_timeout(60_000)
        page.route("**/saving", self.carry)
        page.goto(self.path)
        return page

    def carry(self, route: Route) -> None:
        """Carry a save, or lose it on the way there, or lose the answer on the way back."""
        luck = self.dice.random()
        if luck < 0.6 and not self.is_steady:
            self.breaks += 1
            if luck < 0.3:
                route.fetch()
            route.abort()
        else:
            route.continue_()

    def field(self, name: Any) -> Any:
        return self.page.locator(f"[name='{name}']").first

    def type(self, name: Any, words: str) -> None:
        self.field(name).focus()
        self.page.keyboard.press("Control+End")
        self.page.keyboard.type(words)
        self.page.wait_for_timeout(self.dice.choice([0, 300, 1000]))

    def wait(self, *said: str, seconds: float = 120) -> None:
        """Wait until the page says one of these of what was written."""
        line, end = self.page.locator("#kept"), time.monotonic() + seconds
        wanted = {line.get_attribute(f"data-{one}") for one in said}
        while line.inner_text() not in wanted:
            assert time.monotonic() < end, (line.inner_text(), wanted)
            self.page.wait_for_timeout(50)


@pytest.fixture
def asked(station):
    """An open consultation with three questions in words; three people of one organisation."""
    with station.work() as work:
        office = replace(work, actor=STAFF)
        ours, *_others = [make_member(work) for _ in range(5)]
        people = make_people(work, ours, "Amina", "Bela", "Chloé")
        row = operations.begin(
            office, locale=Locale.EN, title="Pay", purpose="To know.",
            closes_at=clock.now() + timedelta(days=9),
        )  # fmt: skip
        section = operations.add_section(office, row, "One")
        questions = [
            operations.add_question(office, row, section, Draftable(kind=Kind.TEXT, label=label))
            for label in ("First?", "Second?", "Third?", "All of you?")
        ]
        operations.open_now(office, row, folder_of(station.settings))
        return row.slug, ours.id, [one.id for one in people], [str(one.id) for one in questions]


def test_three_people_on_a_bad_line_lose_nothing_and_give_one_reply(station, chromium, asked):
    slug, ours, people, questions = asked
    phones = [
        Phone(station, chromium, person, f"/{lang}/consultations/{slug}/ours/{ours}/1")
        for person, lang in zip(people, ("en", "fr", "en"), strict=True)
    ]
    for number in range(PIECES):
        for who, phone in enumerate(phones):
            phone.type(questions[who], f"({who}.{number}) ")
            if number % 3 == 2:
                phone.type(questions[3], f"[{who}.{number}] ")  # all three in one place
    third = phones[2]
    third.context.set_offline(True)
    third.type(questions[2], "(written in the tunnel)")
    third.wait("cut", "keeping")
    third.page.wait_for_timeout(300)
    assert "tunnel" not in third.page.evaluate("JSON.stringify(localStorage)")
    third.page.close()  # the tab is shut, and the person comes back
    third.context.set_offline(False)
    third.page = third.open()
    for phone in phones:
        phone.is_steady = True  # the way out of the tunnel: else chance would say how long we wait
        phone.page.evaluate("dispatchEvent(new Event('online'))")
        phone.wait("kept", "differs", "keeping") if phone is third else phone.wait(
            "kept", "differs"
        )
    third.wait("kept", "differs", "")
    assert sum(phone.breaks for phone in phones) >= max(1, PIECES // 3)
    _settle_and_hand_in(phones[0], slug, ours)
    for phone in phones:
        phone.context.close()
    said = _answers(station, slug)
    for who in range(3):
        for number in range(PIECES):
            assert str(said).count(f"({who}.{number})") == 1
            if number % 3 == 2:
                assert f"[{who}.{number}]" in said[questions[3]]
    assert "(written in the tunnel)" in said[questions[2]]
    assert _locale(station, slug, questions[1]) == "fr"
    prove(
        "bad-line",
        {
            "pieces_of_each": PIECES,
            "people": 3,
            "saves_lost": sum(p.breaks for p in phones),
            "words_lost": 0,
            "replies": 1,
        },
    )


def _settle_and_hand_in(phone: Phone, slug: str, ours: Any) -> None:
    """Keep all that was written in one place, then hand in."""
    phone.page.goto(phone.path)
    phone.page.get_by_role("button", name="Keep both, one after the other").click()
    phone.page.wait_for_load_state()
    phone.page.goto(f"/en/consultations/{slug}/ours/{ours}")
    phone.page.get_by_label("By neither").check()
    phone.page.get_by_role("button", name="Look at it as a whole").click()
    phone.page.get_by_role("button", name="Hand it in").click()
    phone.page.get_by_text("Your reply is handed in").wait_for()


def _answers(station: Station, slug: str) -> dict[str, str]:
    """One reply lies in the box: what it says, by question."""
    with station.work() as work:
        row = queries.consultation(work.session, slug)
        assert work.session.scalar(select(func.count()).select_from(ConsultationSlot)) == 1
        keys = folder_of(station.settings)
        owners = queries.invitees(work.session, row.id)
        replies = [queries.own_reply(work.session, keys, row, o.organisation_id) for o in owners]
        (only,) = [one for one in replies if one.exists]
        return {key: str(one.value) for key, one in only.answers.items()}


def _locale(station: Station, slug: str, question: str) -> str:
    with station.work() as work:
        row: Consultation = queries.consultation(work.session, slug)
        end = replace(work, now=row.closes_at + timedelta(minutes=1))
        operations.close(end, row, folder_of(station.settings))
        answers = queries.answers(work.session, row.id)
        return str(next(a.value["locale"] for a in answers if str(a.question_id) == question))


def test_a_page_that_is_sent_twice_without_script_counts_once(station, asked):
    """The line broke on the way back, and the person pressed the button again."""
    slug, ours, people, questions = asked
    client = station.app.test_client()
    kept = station.cookie(people[0])
    client.set_cookie(kept["name"], kept["value"], domain="localhost")
    path = f"/en/consultations/{slug}/ours/{ours}/1"
    page = client.get(path, base_url=station.settings.public_url).text
    token = page.split('name="csrf_token" value="')[-1].partition('"')[0]
    pen = page.split('name="pen" value="')[1].partition('"')[0]
    was = page.split(f'name="was-{questions[0]}" value="')[1].partition('"')[0]
    sent = {"csrf_token": token, "pen": pen, questions[0]: "Once.", f"seen-{questions[0]}": "0",
            f"was-{questions[0]}": was}  # fmt: skip
    for _ in range(2):
        answer = client.post(path, data=sent, base_url=station.settings.public_url)
        assert answer.status_code == 302
    with station.work() as work:
        row = queries.consultation(work.session, slug)
        reply = queries.own_reply(work.session, folder_of(station.settings), row, ours)
        assert reply.answers[questions[0]].value == "Once."
        assert reply.conflicts() == []
        mine = replace(work, actor=actor_for(ours))
        operations.attribute(mine, row, ours, Attribution.NONE, keys=folder_of(station.settings))
