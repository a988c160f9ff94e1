"""One walk through the whole network: from finding an organisation to the rule that it changed.

As the people concerned, on a phone, without script, in French, Chinese and their own languages.
The steps follow each other on one site whose clock is moved forward by months.
"""

from __future__ import annotations

import re
import sqlite3
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest

from nswp_gov.directory.models import Organisation
from nswp_gov.store import clock
from tests.site import election
from tests.site.acts import (
    alter,
    call_meeting,
    nswp_gov,
    number_in,
    on_item,
    open_meeting,
    shown_there,
    unlisted,
)
from tests.site.stage import DATABASE
from tests.site.story import Story
from tests.site.walker import ADDRESS, AGENT

pytestmark = [pytest.mark.browser, pytest.mark.database_free, pytest.mark.slow]


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


# 3. An election fills a vacant seat.


@pytest.mark.parametrize("step", election.STEPS, ids=lambda step: step.__name__)
def test_3_an_election(story: Story, step: Callable[[Story], None]) -> None:
    step(story)


# 4. The secretariat records a board meeting.

WORDS = "Every organisation may bring a question to the board in any language."
IN_CHINESE = "任何组织都可以用任何语言向理事会提出问题。"
TITLE = "L’édition suivante du manuel"
SAID = "Le conseil a lu le projet, clause par clause."
PUBLIC_TEXT = "Le conseil a adopté la nouvelle édition du manuel."
MOTION = "Adopter la nouvelle édition du manuel."
IN_FAVOUR, AGAINST = 5, 1  # of seven people, of whom one may have no vote any more


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


def test_6_the_worker_does_what_is_due(story: Story) -> None:
    story.after("edition")
    assert nswp_gov(story.site, "worker", "--once").returncode == 0
    story.told["sealed"] = True


@pytest.mark.parametrize("words", [None, WORDS, PUBLIC_TEXT])
def test_6_the_journal_tells_whether_a_byte_was_altered(story: Story, words: str | None) -> None:
    story.after("sealed")
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
