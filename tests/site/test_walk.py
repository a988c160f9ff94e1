"""One walk through the whole network: from finding an organisation to the rule that it changed.

As the people concerned, on a phone, without script, in French, Chinese and their own languages.
The steps follow each other on one site whose clock is moved forward by months.
"""

from __future__ import annotations

import io
import logging
import re
import sqlite3
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from nswp_gov.directory.models import Organisation
from nswp_gov.elections import queries as elections
from nswp_gov.sample.trustees import FOLDER, PUBLIC
from nswp_gov.store import clock
from tests.site.acts import (
    african_delegates,
    alter,
    call_meeting,
    id_of,
    nswp_gov,
    number_in,
    on_item,
    open_meeting,
    shown_there,
    trustee,
    unlisted,
    vacant_seat,
    vote,
)
from tests.site.stage import DATABASE, Clock, Site, serve
from tests.site.walker import ADDRESS, AGENT, Crowd

LOCALES = {"en": "en", "fr": "fr", "zh": "zh_Hans"}
ABSENT = 2  # the second trustee does not come
PRESENT = {"trustee-1": "zh", "trustee-3": "fr"}
MOST_BALLOTS = 6

pytestmark = [pytest.mark.browser, pytest.mark.database_free, pytest.mark.slow]


@dataclass
class Story:
    """What one step leaves for the next."""

    site: Site
    clock: Clock
    people: Crowd
    folder: Path
    said: io.StringIO  # everything that was logged
    told: dict[str, Any] = field(default_factory=dict)

    def after(self, *names: str) -> list[Any]:
        """What earlier steps found out; without them this one means nothing."""
        missing = [name for name in names if name not in self.told]
        assert not missing, f"a step before this one did not come to its end: {missing}"
        return [self.told[name] for name in names]


@pytest.fixture(scope="module")
def story(
    prepared: Path, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Story]:
    folder = tmp_path_factory.mktemp("walk")
    hand, said = Clock(), io.StringIO()
    listening = logging.StreamHandler(said)
    logging.getLogger().addHandler(listening)
    with pytest.MonkeyPatch.context() as patch, serve(prepared, folder / "instance") as site:
        patch.setattr(clock, "now", hand)
        yield Story(site, hand, Crowd(site, browser, hand), folder, said)
    logging.getLogger().removeHandler(listening)


# 1. A visitor looks for organisations.


def test_1_a_visitor_finds_organisations(story: Story) -> None:
    site, hidden = story.site, unlisted(story.site)
    with story.people.visitor("fr") as visitor:
        visitor.open("").follow("nav a[href$='/organisations']")
        assert number_in(visitor) == shown_there(site)
        visitor.follow("nav a[href$='/regions']")
        assert visitor.find("main svg circle").count() > 10
        visitor.follow("/regions/africa")
        assert number_in(visitor) == shown_there(site, region="africa")
        visitor.tick("language", "sw").send("q")
        assert 0 < number_in(visitor) < shown_there(site, region="africa")
        visitor.open("regions").follow(f"/countries/{hidden.country}")
        assert number_in(visitor) == shown_there(site, country=hidden.country)
        visitor.follow("main #results h3 a")
        name = visitor.find("h1").inner_text()
    with story.people.visitor("zh") as visitor:
        visitor.open("organisations").fill(q=name).send("q")
        assert name in visitor.text()
        visitor.follow(f"main #results a:text-is('{name}')")
        assert visitor.find("h1").inner_text() == name
    story.told["public"] = name


def test_1_an_unlisted_organisation_is_nowhere(story: Story) -> None:
    hidden = unlisted(story.site)
    places = ["", "regions", "countries", f"countries/{hidden.country}", "organisations.json",
              "organisations.csv", "bodies/", "meetings/", "elections/"]  # fmt: skip
    with story.people.visitor("fr") as visitor:
        for place in places:
            answer = visitor.page.context.request.get(f"{story.site.url}/fr/{place}")
            assert answer.ok, place
            assert hidden.name not in answer.text(), place
            assert hidden.slug not in answer.text(), place
        visitor.open("organisations").fill(q=hidden.name).send("q")
        assert hidden.slug not in visitor.page.content()
        assert not visitor.find(f"main a:text-is('{hidden.name}')").count()
        visitor.open("search").fill(q=hidden.name).send("q")
        assert not visitor.find(f"main a:text-is('{hidden.name}')").count()
        there = visitor.page.context.request.get(f"{story.site.url}/fr/organisations/{hidden.slug}")
        nowhere = visitor.page.context.request.get(f"{story.site.url}/fr/organisations/zzzzzzzz")
        assert there.status == nowhere.status == 404
        assert there.text().replace(hidden.slug, "zzzzzzzz") == nowhere.text()


# 2. A member's editor changes the profile.


def test_2_an_editor_changes_the_profile(story: Story) -> None:
    words = "Nous ouvrons une permanence juridique chaque jeudi soir."
    with story.people.role("editor", "fr") as editor:
        editor.open("our")
        home = editor.page.url
        own = home.rsplit("/", 1)[-1]
        with story.site.looking() as session:
            slug = session.get_one(Organisation, uuid.UUID(own)).slug
        editor.follow(f"{own}/profile").follow("main a[href$='in=fr']")
        editor.fill(description=words, description_readers="public")
        editor.fill(website_readers="members").send("description")
        editor.follow(f"{own}/seen/public")
        assert words in editor.text()
        editor.follow(f"{own}/seen/own")
        editor.follow(f"{own}/history")
        first = editor.find("ol.list > li").first
        assert first.locator("dd").count() == 2
        assert words in editor.text()
        editor.follow(f"{own}/consent")
        assert editor.find("[name=to_public][value=description]").is_checked()
    with story.people.visitor("fr") as visitor:
        visitor.open(f"organisations/{slug}")
        assert words in visitor.text()
        assert not visitor.find("main a[rel~=nofollow]").count()
    with story.people.role("editor", "fr") as editor:
        editor.open(f"our/{own}/consent").tick("to_public", "description", on=False)
        editor.send("to_public")
    with story.people.visitor("zh") as visitor:
        visitor.open(f"organisations/{slug}")
        assert words not in visitor.text()


# 3. The secretariat opens an election for the empty seat.

NAMES = {"Nadège Clairière": "fr", "岸上明灯": "zh", "Tumaini Baobab": "en"}


def test_3_the_secretariat_sets_an_election_up(story: Story) -> None:
    seat = vacant_seat(story.site)
    with story.people.role("secretariat", "fr") as office:
        office.open("elections/").follow("/elections/new")
        for box in office.find("[name=seat]").all():
            box.set_checked(box.get_attribute("value") == seat)
        office.send("seat")
        office.fill(officer=id_of(story.site, "returning-officer"), title_zh="非洲席位补选")
        office.send("officer")
        slug = office.page.url.split("/")[-2]
        office.follow("/acts/open-nominations").act("/acts/open-nominations")
    with story.site.looking() as session:
        election = elections.by_slug(session, slug)
        story.told["election"] = slug
        story.told["post"] = str(elections.posts(session, election.id)[0].id)
        story.told["times"] = {
            name: getattr(election, name)
            for name in ("nominations_close_at", "opens_at", "closes_at", "complaints_until")
        }


def test_3_organisations_propose_and_the_proposed_accept(story: Story) -> None:
    slug, post = story.after("election", "post")
    delegates = african_delegates(story.site)
    for delegate, (name, lang) in zip(delegates, NAMES.items(), strict=False):
        with story.people.person(delegate, lang) as proposer:
            proposer.open(f"elections/{slug}").follow(f"/nominate/{post}")
            proposer.fill(nominee_name=name, locale=LOCALES[lang]).send("nominee_name")
            link = proposer.find("main [value*='/elections/nomination/']").input_value()
        with story.people.visitor(lang) as nominee:
            nominee.open(link)
            nominee.fill(public_name=name, statement=f"{name}: 1. 2. 3.", consents=True)
            nominee.send("public_name")
            nominee.open(link)
            assert not nominee.find("[name=public_name]").count()
    with story.people.visitor("fr") as visitor:
        visitor.open(f"elections/{slug}")
        assert not any(name in visitor.text() for name in NAMES)  # not before the ruling


def test_3_the_returning_officer_rules_and_freezes(story: Story) -> None:
    slug, times = story.after("election", "times")
    keys = story.site.settings.instance / FOLDER
    with story.people.role("returning-officer", "ru") as officer:
        for number in (1, 2, 3):
            role = f"trustee-{number}"
            officer.open("elections/").follow(slug).follow(f"{slug}/desk").follow("/trustees")
            officer.fill(public_file=keys / role / PUBLIC, person=id_of(story.site, role))
            officer.fill(is_opener=number != ABSENT).send("public_file")
    story.clock.move(times["nominations_close_at"] + timedelta(minutes=1))
    with story.people.role("returning-officer", "ru") as officer:
        desk = f"elections/{slug}/desk"
        officer.open(desk).follow("/acts/close-nominations").act("/acts/close-nominations")
        for _name in NAMES:
            officer.open(desk).follow("/rulings/").fill(ruling="in").send("ruling")
        assert not officer.find("main a[href*='/rulings/']").count()
        officer.follow("/acts/freeze").act("/acts/freeze")
        officer.follow("/roll/")
        roll = officer.find("main tbody tr").count()
        assert roll == len(african_delegates(story.site)) or roll > MOST_BALLOTS
        officer.open(desk)
        mark = officer.find("aside code").first.inner_text()
    story.told["manifest"] = mark
    story.clock.move(times["opens_at"] + timedelta(minutes=1))
    with story.people.role("returning-officer", "ru") as officer:
        officer.open(f"elections/{slug}/desk").follow("/acts/open-voting").act("/acts/open-voting")


def test_3_delegates_vote_and_one_votes_again(story: Story) -> None:
    slug, post, _mark = story.after("election", "post", "manifest")
    first, second, third = NAMES
    papers = [[first, second], [second, first], [second], [second, third], [third, first], [first]]
    delegates = african_delegates(story.site)
    assert len(delegates) >= len(papers)
    seals = []
    for number, (delegate, names) in enumerate(zip(delegates, papers, strict=False)):
        with story.people.person(delegate, ("zh", "fr", "en")[number % 3]) as voter:
            seals.append(vote(voter, slug, post, names))
    with story.people.person(delegates[0], "zh") as voter:
        again = vote(voter, slug, post, [second, first])
    story.told["seals"], story.told["replaced"] = [again, *seals[1:]], seals[0]
    story.told["winner"] = second


def test_3_two_of_three_trustees_open_the_box(story: Story) -> None:
    slug, times, _seals = story.after("election", "times", "seals")
    story.clock.move(times["closes_at"] + timedelta(minutes=1))
    with story.people.role("returning-officer", "ru") as officer:
        officer.open(f"elections/{slug}/desk").follow("/acts/close-voting")
        officer.act("/acts/close-voting")
    keys, table = story.site.settings.instance / FOLDER, story.folder / "trustees"
    for role, lang in PRESENT.items():
        with story.people.role(role, lang) as keeper:
            desk = table / role
            keeper.open("elections/").follow(slug).follow(f"{slug}/desk").follow("/opening")
            for name in ("manifest.json", "box.bin"):
                keeper.fetch(f"/{lang}/elections/{slug}/inside/{name}", desk)
            root = keeper.find("main code").first.inner_text()
            given = [f"--manifest={desk / 'manifest.json'}", f"--box={desk / 'box.bin'}"]
            trustee(keys / role, "share", *given, "--box-root", root, f"--out={desk / 's.json'}")
            keeper.fill(**{"s-share_file": desk / "s.json"}).send("s-share_file")
    for role, lang in PRESENT.items():
        with story.people.role(role, lang) as keeper:
            desk = table / role
            keeper.open(f"elections/{slug}/opening")
            links = keeper.find("main a[href*='/inside/shares-']").all()
            shares = [keeper.fetch(str(one.get_attribute("href")), desk) for one in links]
            given = [f"--manifest={desk / 'manifest.json'}", f"--box={desk / 'box.bin'}"]
            trustee(keys / role, "open", *given, "--shares", *map(str, shares), f"--out={desk}")
            (statement,) = desk.glob("opening-*.json")
            keeper.fill(**{"o-opening": statement, "o-ballots": desk / "ballots.jsonl"})
            keeper.send("o-opening")
    story.told["opened"] = True


def test_3_the_count_is_declared_and_the_winner_holds_the_seat(story: Story) -> None:
    slug, times, seals, winner, _opened = story.after(
        "election", "times", "seals", "winner", "opened"
    )
    with story.people.role("returning-officer", "ru") as officer:
        officer.open(f"elections/{slug}/desk").follow("/acts/count").act("/acts/count")
        officer.follow("/observers/")
        assert winner in officer.text()
        officer.open(f"elections/{slug}/desk").follow("/acts/declare").act("/acts/declare")
    for lang in ("fr", "zh"):
        with story.people.visitor(lang) as visitor:
            visitor.open("elections/").follow(slug)
            assert visitor.find("main b").first.inner_text() == winner
            listed = visitor.page.context.request.get(
                f"{story.site.url}/{lang}/elections/{slug}/files/seals.txt"
            ).text()
            # What is cast lies there, and the seed that the server put in for a tie.
            assert len(set(listed.split()) - set(seals)) == 1
            assert set(seals) < set(listed.split())
            assert story.told["replaced"] not in listed
            visitor.open("bodies/board")
            assert winner not in visitor.text()  # complaints are still possible
    story.clock.move(times["complaints_until"] + timedelta(days=1, minutes=1))
    with story.people.role("returning-officer", "ru") as officer:
        officer.open(f"elections/{slug}/desk").follow("/acts/publish").act("/acts/publish")
    story.clock.pass_(days=1)
    with story.people.visitor("zh") as visitor:
        visitor.open("bodies/").follow("/bodies/board")
        assert winner in visitor.text()
        visitor.follow(f"main li:has-text('{winner}') a")
        visitor.follow(slug)
    story.told["seated"] = True


# 4. The secretariat records a board meeting.

WORDS = "Every organisation may bring a question to the board in any language."
IN_CHINESE = "任何组织都可以用任何语言向理事会提出问题。"
TITLE = "L’édition suivante du manuel"
SAID = "Le conseil a lu le projet, clause par clause."
PUBLIC_TEXT = "Le conseil a adopté la nouvelle édition du manuel."
MOTION = "Adopter la nouvelle édition du manuel."
IN_FAVOUR, AGAINST = 6, 1  # of eight people, of whom one may have no vote any more


def test_4_a_draft_is_laid_before_the_meeting(story: Story) -> None:
    with story.people.role("secretariat", "fr") as office:
        office.open("manual").follow("/manual/drafts").act("/manual/drafts/manual")
        office.go(office.find("main a[href*='/clauses/']").nth(4))
        key = office.page.url.rsplit("/", 1)[-1]
        words = office.find("main textarea[name=body]").input_value()
        office.fill(body=f"{words}\n\n{WORDS}", is_substantive=True).send("body")
        office.follow(f"/clauses/{key}").follow(f"/clauses/{key}/zh")
        office.fill(heading="不询问谁", body=IN_CHINESE, is_reviewed=True).send("body")
        office.open("manual/drafts").follow("main a.btn[href*='/manual/drafts/']")
        office.follow("/submit").send("meeting_id")
        story.told["draft"], story.told["clause"] = office.page.url.rsplit("/", 1)[-1], key


def test_4_a_board_meeting_is_held(story: Story) -> None:
    story.after("draft")
    starts_at = (clock.now() + timedelta(days=30)).replace(hour=14, minute=0)
    with story.people.role("secretariat", "fr") as office:
        meeting = call_meeting(office, starts_at, TITLE)
    story.clock.move(starts_at)
    with story.people.role("secretariat", "fr") as office:
        open_meeting(office, meeting, IN_FAVOUR + AGAINST + 1)
        item = on_item(TITLE)
        office.press(f"{item} form[action$='/take'] button")
        office.write(f"{item} form[action$='/note/minutes']", SAID)
        office.write(f"{item} form[action$='/note/public']", PUBLIC_TEXT)
        office.follow(f"{item} a[href$='/motion']")
        office.fill(words=MOTION)
        for name, place in (("mover", 1), ("seconder", 2)):
            office.find(f"[name={name}]").select_option(index=place)
        office.send("words").follow(f"{item} a[href$='/vote']")
        office.fill(method="hands", in_favour=str(IN_FAVOUR), against=str(AGAINST))
        office.send("method").follow(f"{item} a[href$='/action']")
        office.fill(
            words="Traduire la clause.", due_on=f"{starts_at + timedelta(days=20):%Y-%m-%d}"
        )
        office.find("[name=owner]").select_option(index=1)
        office.send("words")
        decision = office.find(f"{item} a[href*='/decisions/']").first
        story.told["decision"] = str(decision.get_attribute("href")).rsplit("/", 1)[-1]
        office.open(f"meetings/{meeting}").act("/close")
        office.follow("/minutes").act("/minutes/circulate")
        assert SAID in office.text()
    story.told["meeting"] = meeting


def test_4_a_second_meeting_approves_the_minutes_and_everybody_reads_them(story: Story) -> None:
    meeting, decision = story.after("meeting", "decision")
    starts_at = (clock.now() + timedelta(days=15)).replace(hour=14, minute=0)
    with story.people.visitor("fr") as visitor:
        visitor.open(f"meetings/{meeting}/minutes", status=404)
        visitor.open(f"meetings/decisions/{decision}", status=404)
    with story.people.role("secretariat", "fr") as office:
        second = call_meeting(office, starts_at, "Approbation")
    story.clock.move(starts_at)
    with story.people.role("secretariat", "fr") as office:
        open_meeting(office, second, IN_FAVOUR + AGAINST + 1)
        for approval in range(office.find("main form[action$='/approve']").count()):
            section = office.find("main section:has(form[action$='/approve'])").nth(approval)
            name = section.get_attribute("id")
            office.press(f"#{name} form[action$='/take'] button")
            office.press(f"#{name} form[action$='/approve'] button")
        office.act("/close")
        office.open(f"meetings/{meeting}/minutes").follow("/minutes/preview").act("/publish")
    with story.people.visitor("zh") as visitor:
        visitor.open("meetings/").follow(f"/meetings/{meeting}/minutes")
        assert PUBLIC_TEXT in visitor.text()
        assert SAID not in visitor.text()
        visitor.follow(f"/decisions/{decision}")
        assert MOTION in visitor.text()
        told = visitor.find("main table").inner_text()
        assert not re.search(r"\d", told)  # one against: nobody can tell who it was
    story.told["published"] = True


# 5. The decision adopts an edition of the manual.


def test_5_the_decision_adopts_an_edition_and_a_member_reads_it(story: Story) -> None:
    draft, key, decision, _public = story.after("draft", "clause", "decision", "published")
    with story.people.role("secretariat", "fr") as office:
        office.open(f"manual/drafts/{draft}").follow(f"{draft}/adopt")
        office.fill(decision_id=decision, in_force_from=f"{clock.now():%Y-%m-%d}")
        office.send("decision_id")
        number = int(office.page.url.rsplit("/", 1)[-1])
    with story.people.role("delegate", "zh") as member:
        member.open("manual").follow(f"/editions/{number}/{key}")
        assert IN_CHINESE in member.text()
        member.open("manual").follow(f"/compare/{number - 1}/{number}")
        assert WORDS in " ".join(member.find("main ins").all_inner_texts())
        member.open(f"manual/editions/{number}/{key}").follow(f"/decisions/{decision}")
        assert MOTION in member.text()
        assert str(IN_FAVOUR) in member.find("main table").inner_text()
        member.follow(f"/editions/{number}")
    story.told["edition"] = number


# What is left behind.


@pytest.mark.parametrize("words", [None, WORDS, PUBLIC_TEXT])
def test_6_the_journal_tells_whether_a_byte_was_altered(story: Story, words: str | None) -> None:
    story.after("edition")
    assert nswp_gov(story.site, "worker", "--once").returncode == 0
    copy = story.folder / f"copy-{uuid.uuid4().hex}.sqlite"
    with sqlite3.connect(story.folder / "instance" / DATABASE) as connection:
        connection.execute("VACUUM INTO ?", (str(copy),))
    connection.close()
    if words:
        alter(copy, words)
    verified = nswp_gov(story.site, "journal", "verify", DATABASE_URL=f"sqlite:///{copy}")
    assert (verified.returncode == 0) == (words is None), verified.stdout + verified.stderr


def test_6_nothing_about_the_visitors_is_kept(story: Story) -> None:
    story.after("edition")
    files = [one for one in story.folder.rglob("*") if one.is_file()]
    assert any(one.name == DATABASE for one in files)
    for secret in (AGENT.split()[0], ADDRESS):
        assert [one for one in files if secret.encode() in one.read_bytes()] == []
        assert secret not in story.said.getvalue()
