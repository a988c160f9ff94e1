"""An organisation applies and is admitted: on a phone, without script, in Chinese and in French.

The network is made by the factories; the steps follow each other while its clock moves on.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.applications.models import Application
from nswp_gov.operate.worker import round_once
from nswp_gov.store import clock
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.crypto import Keyring, vault
from nswp_gov.store.engine import open_engine, writing
from nswp_gov.store.work import begin
from tests.conftest import NOW
from tests.factories.accounts import PASSPHRASE, make_person
from tests.factories.applications import picture
from tests.factories.bodies import make_board
from tests.site.stage import KEYS, Clock, Site, real_now, serve, settings_for
from tests.site.walker import Crowd, Walker
from tests.tables import make_tables

pytestmark = [pytest.mark.browser, pytest.mark.database_free, pytest.mark.slow]

PHRASE = "四座桥下的石英灯笼与风筝"
NAME = "风筝之家甲乙丙"
WORK = "我们九个人在三个小镇上工作。"
INVOLVEMENT = "全部由性工作者决定，没有别人。"
CONTACT = "小风筝"
VERIFIER = "Zqverifier Nyota"
SECRETS = (NAME, WORK, INVOLVEMENT, CONTACT, VERIFIER, "Zqanswer", "Zqreason", PHRASE)
STATEMENTS = ("work", "criminalisation", "self_organisation", "consensus", "conduct")


@dataclass
class Story:
    """The site, those who come to it, and what one step leaves for the next."""

    site: Site
    people: Crowd
    clock: Clock
    folder: Path
    ids: dict[str, uuid.UUID]
    told: dict[str, Any] = field(default_factory=dict)


def make_network(folder: Path) -> dict[str, uuid.UUID]:
    """A board with everybody in their seats, and somebody of the secretariat."""
    vault.unlock(Keyring(KEYS))
    engine = open_engine(settings_for(folder, 80).database_url)
    make_tables(engine)
    with writing(), Session(engine) as session, begin(session, SYSTEM, NOW) as work:
        board = make_board(work)
        staff = make_person(work, "Carla", roles=["secretariat"], email="carla@example.org")
        rows = list(zip(board.seats, board.people, strict=True))
        ids = {"staff": staff.id, "president": board.president.id}
        for region in ("africa", "europe"):
            people = [person for seat, person in rows if seat.region == region]
            ids |= {f"{region}-{n}": one.id for n, one in enumerate(people) if one is not None}
    engine.dispose()
    return ids


@pytest.fixture(scope="module")
def story(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    prepared, folder = tmp_path_factory.mktemp("made"), tmp_path_factory.mktemp("applying")
    ids = make_network(prepared)
    hand = Clock()
    hand.ahead = NOW - real_now()
    with pytest.MonkeyPatch.context() as patch, serve(prepared, folder) as site:
        patch.setattr(clock, "now", hand)
        yield Story(site, Crowd(site, chromium, hand), hand, folder, ids)


def pass_time(story: Story, **time: float) -> None:
    """Let time go by and have the worker do what it does every day."""
    story.clock.pass_(**time)
    round_once(story.site.app, None)


def enter(walker: Walker, story: Story) -> Walker:
    """Come back by link and phrase."""
    return walker.open(story.told["link"]).fill(passphrase=PHRASE).send("passphrase")


def application_page(walker: Walker) -> Walker:
    return walker.open("work").follow("main a.btn[href*='/applications/']")


def test_1_somebody_begins_on_a_phone_and_stops_half_way(story: Story) -> None:
    with story.people.visitor("zh") as visitor:
        visitor.open("").follow("nav a[href$='/zh/apply']")
        visitor.follow("/apply/begin")
        visitor.fill(passphrase="短", again="短").send("passphrase", status=422)
        visitor.fill(passphrase=PHRASE, again=PHRASE).send("passphrase")
        story.told["link"] = visitor.find("#link").input_value()
        visitor.follow(f"/apply/{story.told['link'].rsplit('/', 1)[-1]}")
        visitor.follow("/part/organisation")
        visitor.fill(name=NAME, country="KE", level="local").send("name")
        visitor.fill(involvement=INVOLVEMENT).send("involvement")
        assert visitor.page.url.endswith("/part/work")


def test_2_nothing_tells_a_right_link_from_a_made_up_one(story: Story) -> None:
    right = story.told["link"].rsplit("/", 1)[-1]
    pages = []
    for token in (right, "A" * len(right)):
        with story.people.visitor("zh") as visitor:
            visitor.open(f"apply/{token}")
            first = visitor.find("main").inner_html()
            visitor.fill(passphrase="not this phrase at all").send("passphrase", status=422)
            texts = (first, visitor.find("main").inner_html())
            mark = re.compile(r'(name="csrf_token"[^>]*) value="[^"]+"')
            pages.append([mark.sub(r"\1", one).replace(token, "") for one in texts])
            visitor.open(f"apply/{token}/preview")
            assert visitor.page.url.endswith(f"/apply/{token}")
    assert pages[0] == pages[1]


def test_3_they_come_back_later_and_hand_it_in(story: Story) -> None:
    pass_time(story, days=40)
    with story.people.visitor("zh") as visitor:
        enter(visitor, story).follow("/part/leadership")
        assert visitor.find("[name=involvement]").input_value() == INVOLVEMENT
        visitor.fill(led_by="sex_workers").send("involvement")
        visitor.fill(works_with=WORK).tick("areas", "health").send("works_with")
        story.clock.pass_(minutes=31)  # somebody was at the door
        visitor.fill(contact=CONTACT).send("contact")
        visitor.fill(passphrase=PHRASE).send("passphrase")
        for one in STATEMENTS:
            visitor.tick("endorsed", one)
        visitor.send("endorsed")
        visitor.fill(name="members").send("country")
        assert visitor.page.url.endswith("/preview")
        for said in (NAME, WORK, INVOLVEMENT, CONTACT):
            assert said in visitor.text()
        visitor.send()
        assert not visitor.find("form [name=name]").count()
        story.told["standing"] = visitor.text()


def test_4_the_secretariat_asks_and_passes_it_on(story: Story) -> None:
    for person in ("europe-0", "africa-0", "president"):
        with story.people.person(story.ids[person], "fr") as outside:
            outside.open("applications")
            assert NAME not in outside.text()
    with story.people.person(story.ids["staff"], "fr") as office:
        application_page(office)
        assert NAME in office.find("h1").inner_text()
        story.told["page"] = office.page.url
        office.fill(**{"question-words": "Zqquestion ?"}).send("question-words")
    with story.people.visitor("zh") as visitor:
        enter(visitor, story)
        visitor.find("main textarea").fill("Zqanswer")
        visitor.press("main section form button")
        assert "Zqanswer" in visitor.text()
    with story.people.person(story.ids["staff"], "fr") as office:
        application_page(office)
        assert "Zqanswer" in office.text()
        office.send("completeness-category")


def test_5_only_the_two_of_the_region_examine_it(story: Story) -> None:
    with story.people.person(story.ids["europe-0"], "fr") as outside:
        hidden = outside.open(story.told["page"], status=404).text()
        absent = outside.open(f"applications/{uuid.uuid4()}", status=404).text()
        assert hidden == absent
        assert not outside.open("work").find("a[href*='/applications/']").count()
    with story.people.person(story.ids["africa-0"], "fr") as reviewer:
        application_page(reviewer)
        reviewer.fill(**{"verifier-name": VERIFIER, "verifier-questions": "Zqknown ?"})
        reviewer.send("verifier-name")
        assert not reviewer.find("form[action$='/link']").count()
    with story.people.visitor("zh") as visitor:
        enter(visitor, story)
        assert VERIFIER in visitor.text()
        visitor.act("/yes")
    with story.people.person(story.ids["africa-0"], "fr") as reviewer:
        reviewer.open(story.told["page"]).act("/link")
        link = reviewer.find("#link").input_value()
    with story.people.visitor("zh") as verifier:
        verifier.open(link)
        assert NAME in verifier.text()
        assert WORK not in verifier.text()
        assert CONTACT not in verifier.text()
        verifier.fill(knows="yes", words="Zqverified").send("words")
        verifier.open(link, status=404)


def test_6_one_steps_aside_the_president_stands_in_and_two_yeses_admit(story: Story) -> None:
    with story.people.person(story.ids["africa-1"], "fr") as reviewer:
        application_page(reviewer)
        reviewer.fill(**{"recusal-reason": "Zqreason"}).send("recusal-reason")
        reviewer.open(story.told["page"], status=404)
    for person in ("africa-0", "president"):
        with story.people.person(story.ids[person], "fr") as reviewer:
            application_page(reviewer)
            assert "Zqverified" in reviewer.text()
            reviewer.fill(**{"recommendation-answer": "yes"})
            words = {"recommendation-reason": "Zqreason", "recommendation-how": "Zqhow"}
            reviewer.fill(**words).send("recommendation-answer")
    with story.people.visitor("zh") as visitor:
        enter(visitor, story)
        story.told["code"] = visitor.find("main .code").inner_text()
        visitor.act("/code").follow("/account")
        visitor.fill(name="风", sign_in_name="feng-1", passphrase=PASSPHRASE)
        visitor.send("sign_in_name")
        assert visitor.find("main code").count() == 10
        visitor.follow("/zh/our")
        assert NAME in visitor.text()
    with story.people.visitor("zh") as visitor:
        enter(visitor, story)
        assert story.told["code"] not in visitor.text()
        assert "Member" not in visitor.text()  # the names of those who decided


def test_7_nobody_outside_learned_of_it_and_the_disk_names_nobody(story: Story) -> None:
    with story.people.visitor("zh") as visitor:
        visitor.open("search?q=风筝")
        assert NAME not in visitor.text()
        visitor.open("organisations")
        assert NAME not in visitor.text()
    files = [one for one in story.folder.rglob("*") if one.is_file()]
    kept = b"".join(one.read_bytes() for one in files)
    assert b"membership_application" in kept
    token = story.told["link"].rsplit("/", 1)[-1]
    for secret in (*SECRETS, token, "Zqreason", "Zqverified", "Zqhow"):
        assert secret.encode() not in kept, secret


def test_8_a_draft_that_nobody_goes_on_with_is_wiped(story: Story) -> None:
    with story.people.visitor("fr") as visitor:
        visitor.open("apply/begin").fill(passphrase=PASSPHRASE, again=PASSPHRASE).send("passphrase")
        link = visitor.find("#link").input_value()
        visitor.follow("main a.btn").follow("/files")
        photo = story.folder / "Zqphoto.jpg"
        photo.write_bytes(picture())
        visitor.fill(file=photo).send("file")
        photo.unlink()
        assert "Zqphoto" in visitor.text()
    files = story.site.settings.instance / "files"
    assert [one for one in files.rglob("*") if one.is_file()]
    pass_time(story, days=60)
    assert [one for one in files.rglob("*") if one.is_file()] == []
    with story.people.visitor("fr") as visitor:
        visitor.open(link).fill(passphrase=PASSPHRASE).send("passphrase", status=422)
    with story.site.looking() as session:
        assert len(session.scalars(select(Application.id)).all()) == 1
    pass_time(story, days=366)
    with story.site.looking() as session:
        assert session.scalars(select(Application.id)).all() == []
