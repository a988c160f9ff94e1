"""The pages of announcements: readers', a correspondent's on a phone, the office's."""

from __future__ import annotations

import gzip
import json
import re
import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
from lxml import etree, html

from nswp_gov.accounts.models import Person
from nswp_gov.accounts.states import Role
from nswp_gov.announcements import operations, queries
from nswp_gov.announcements.models import Announcement
from nswp_gov.announcements.operations import Day
from nswp_gov.announcements.states import Credit, DayKind, Kind, State
from nswp_gov.announcements.views import desk
from nswp_gov.directory import operations as directory
from nswp_gov.directory.models import Organisation
from nswp_gov.directory.states import Capacity, Scope
from nswp_gov.rules.audience import MEMBERS
from nswp_gov.rules.languages import Locale
from nswp_gov.store import clock
from nswp_gov.store.crypto import Keyring, vault
from nswp_gov.store.slot_keys import KeyFolder
from tests.conftest import KEYS, NOW
from tests.factories.accounts import make_person
from tests.factories.announcements import SAID, STAFF, office, published, translated, written
from tests.factories.directory import actor_of
from tests.factories.elections import make_election
from tests.factories.membership import make_listed

ATOM = {"a": "http://www.w3.org/2005/Atom"}
BUDGET = 14_336  # octets of HTML, style and script, packed


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def archive(make_work):
    """Three items over two months: one in five languages, one in French, one for members."""
    with make_work() as w:
        early = replace(w, now=NOW - timedelta(days=40))
        day = Day(DayKind.DEADLINE, date(2026, 12, 17), "Africa/Nairobi", "18:30")
        whole = published(
            w, kind=Kind.ALERT, regions=["africa", "europe"], themes=["violence"], day=day,
            source_name="Lantern Weekly", source_url="https://lantern.example/raids",
        )  # fmt: skip
        translated(w, whole)
        french = published(early, Locale.FR, regions=["africa"], themes=["health"])
        inside = published(w, audience=MEMBERS, kind=Kind.CALL)
        return {"whole": whole.id, "french": french.id, "inside": inside.id}


@pytest.fixture
def amina(make_work, session, client_as):
    """A browser of an editor of a listed member in Kenya."""
    with make_work() as w:
        house = make_listed(w, country="KE", name="Lantern Street")
        person = make_person(w, "Amina", locale=Locale.FR)
        directory.appoint(w, house, person.id, Capacity.EDITOR)
        return client_as(session.get_one(Person, person.id)), house.id


@pytest.fixture
def staff(make_work, session, client_as):
    with make_work() as w:
        person_id = make_person(w, "Carla", roles=[Role.SECRETARIAT]).id
    return client_as(session.get_one(Person, person_id))


def page(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code, answer.text[-2000:])
    return html.fromstring(answer.text)


def post(client, path, status=302, **data):
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/en/work").text)
    answer = client.post(path, data={"csrf_token": token[1] if token else "", **data})
    assert answer.status_code == status, (path, answer.status_code, answer.text[-3000:])
    return answer


def titles(tree):
    return [one.text_content().strip() for one in tree.xpath("//*[@id='results']//li//h3")]


def test_a_languages_page_shows_that_language_and_marks_the_rest(client, archive):
    tree = page(client, "/es/news")
    assert titles(tree) == [SAID[Locale.ES].title, SAID[Locale.FR].title]
    own, other = tree.xpath("//*[@id='results']//li//h3")
    assert own.get("lang") is None
    assert other.get("lang") == "fr"
    assert len(tree.xpath("//*[@id='results']//li//*[@class='prov']")) == 1


def test_the_list_is_narrowed_by_combined_facets_in_its_address(client, archive):
    def found(query):
        return titles(page(client, f"/en/news?{query}"))

    whole, french = SAID[Locale.EN].title, SAID[Locale.FR].title
    assert found("region=africa") == [whole, french]
    assert found("region=europe&region=africa&theme=health") == [french]
    assert found("month=2026-11") == [whole]
    assert found("language=ru&kind=alert") == [whole]
    assert found("language=ru&theme=health") == []
    assert found("kind=call") == []  # that one is for members
    tree = page(client, "/en/news?region=africa&kind=alert")
    counts = {
        one.get("value"): one.getparent().xpath("small")[0].text
        for one in tree.xpath("//input[@type='checkbox']")
    }
    assert counts["africa"] == "1"
    assert counts["news"] == "1"
    chips = [one.get("href") for one in tree.xpath("//ul[contains(@class, 'chips')]//a")]
    assert "/en/news?region=africa" in chips


def test_an_address_is_no_echo(client, archive):
    for query in ("region=zqwords&month=zqwords", "kind=zqwords", "language=zqwords", "after=-1"):
        tree = page(client, f"/en/news?{query}")
        assert "zqwords" not in tree.xpath("string(//main)") + tree.xpath("string(//title)")


def test_one_item_says_its_day_in_its_zone_its_source_and_how_to_share(client, archive):
    tree = page(client, f"/fr/news/{archive['whole']}")
    text = tree.text_content()
    assert SAID[Locale.FR].title in text
    assert "Nairobi" in text
    assert tree.xpath("//a[@href='https://lantern.example/raids']")
    shared = [one.get("href") for one in tree.xpath("//aside//a") if "mailto" in one.get("href")]
    assert len(shared) == 1
    data = json.loads(tree.xpath("//script[@type='application/ld+json']")[0].text)
    assert (data["@type"], data["inLanguage"]) == ("NewsArticle", "fr")
    assert data["expires"] == "2026-12-17T18:30:00+03:00"
    outside = [one for one in tree.xpath("//@src | //link/@href") if "//" in one]
    assert outside
    assert all(one.startswith("http://localhost/") for one in outside)
    offered = {one.get("hreflang") for one in tree.xpath("//head/link[@hreflang]")}
    assert offered == {"en", "fr", "es", "ru", "zh-Hans"}
    only = page(client, f"/en/news/{archive['french']}")
    assert {one.get("hreflang") for one in only.xpath("//head/link[@hreflang]")} == {"fr"}
    assert only.xpath("//h1[@lang='fr']")


def test_what_is_for_members_is_like_what_never_was(client, amina, archive):
    page(client, f"/en/news/{archive['inside']}", 404)
    member, _house = amina
    assert SAID[Locale.EN].title in page(member, f"/en/news/{archive['inside']}").text_content()
    assert len(titles(page(member, "/en/news"))) == 3
    assert "ld+json" not in member.get(f"/en/news/{archive['inside']}").text
    for kind in ("atom", "json"):
        assert str(archive["inside"]) not in member.get(f"/en/news.{kind}").text


def test_feeds_per_language_region_and_kind(client, archive):
    def entries(path):
        answer = client.get(path)
        assert answer.mimetype == "application/atom+xml"
        return etree.fromstring(answer.data).findall("a:entry", ATOM)

    both = entries("/zh/news.atom")
    assert [one.find("a:title", ATOM).text for one in both] == [
        SAID[Locale.ZH_HANS].title,
        SAID[Locale.FR].title,
    ]
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    assert [one.find("a:title", ATOM).get(lang) for one in both] == [None, "fr"]
    assert len(entries("/en/news.atom?region=africa&kind=news")) == 1
    assert len(entries("/en/news.atom?language=ru")) == 1
    first = client.get("/en/news.atom")
    again = client.get("/en/news.atom", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    data = client.get("/fr/news.json?kind=alert").json
    assert data["total"] == 1
    assert data["items"][0]["texts"]["title"]["language"] == "fr"


def test_public_pages_need_no_key(client, archive):
    vault.lock()
    try:
        assert SAID[Locale.EN].title in client.get("/en/news").text
        assert client.get(f"/ru/news/{archive['whole']}").status_code == 200
        assert client.get("/en/news.atom").status_code == 200
        assert client.get("/en/").status_code == 200
    finally:
        vault.unlock(Keyring(KEYS))


def test_the_list_is_light_and_asks_little(client, archive, make_work, count_queries):
    with make_work() as w:
        for _number in range(25):
            translated(w, published(w, regions=["africa"], themes=["health"]), Locale.RU)
    with count_queries() as seen:
        answer = client.get("/ru/news")
    assert len(seen) <= 6, seen
    static = sum(
        len(gzip.compress(client.get(path).data))
        for path in re.findall(r'(?:href|src)="(/static/site\.[^"]+)"', answer.text)
    )
    assert 0 < len(gzip.compress(answer.data)) + static <= BUDGET
    tree = page(client, "/ru/news")
    older = tree.xpath("//a[@rel='next']")[0].get("href")
    assert len(titles(page(client, older))) == 7
    assert not set(titles(tree)) - {SAID[Locale.RU].title}


def test_the_front_page_shows_the_newest_and_search_finds_them(client, archive):
    front = page(client, "/fr/")
    links = [one.get("href") for one in front.xpath("//main//a")]
    assert f"/fr/news/{archive['whole']}" in links
    assert f"/fr/news/{archive['inside']}" not in links
    found = page(client, "/fr/search?q=descentes").xpath("//main//ul[@class='list']//a")
    assert {one.get("href") for one in found} == {
        f"/fr/news/{archive['whole']}", f"/fr/news/{archive['french']}",
    }  # fmt: skip


def test_a_correspondent_sends_follows_changes_and_takes_back(amina, session):
    browser, house = amina
    path = "/fr/news/ours"
    assert "csrf_token" in browser.get(f"{path}/new").text
    given = {"organisation": str(house), "locale": "fr", "kind": "alert", "credit": "organisation"}
    refused = post(browser, f"{path}/new", 422, **given, title="", body="Deux arrestations.")
    assert "Deux arrestations." in refused.text  # what was typed is kept
    sent = post(browser, f"{path}/new", **given, title="Alerte", body="Deux arrestations.")
    own = sent.headers["Location"]
    row = session.get_one(Announcement, uuid.UUID(own.rsplit("/", 1)[1]))
    assert (row.state, row.regions, row.locale) == (State.DRAFT, ["africa"], Locale.FR)
    assert "Deux arrestations." in browser.get(own).text
    post(browser, f"{own}/words", **given, title="Alerte !", body="Trois arrestations.")
    assert "Trois arrestations." in browser.get(own).text
    assert "Alerte !" in browser.get(path).text
    post(browser, f"{own}/back")
    session.refresh(row)
    assert row.state is State.WITHDRAWN
    half = {"day_kind": "deadline", "day_zone": "Africa/Nairobi"}
    answer = post(browser, f"{path}/new", 422, **given, **half, title="Appel", body="Venez.")
    assert 'id="day_on-error"' in answer.text


def test_the_name_of_whoever_sent_it_goes_when_they_are_no_longer_listed(
    amina, make_work, client, session
):
    _browser, house = amina
    with make_work() as w:
        person = make_person(w, "Bela")
        actor = actor_of(person.id, session.get_one(Organisation, house))
        row = operations.send_draft(
            replace(w, actor=actor), house, locale=Locale.EN, words=SAID[Locale.EN],
            about=operations.About(), credit=Credit.ORGANISATION,
        )  # fmt: skip
        operations.take_up(office(w), row)
        operations.publish(office(w), row)
        path = f"/en/news/{row.id}"
    assert "Lantern Street" in client.get(path).text
    with make_work() as w:
        directory.unlist(w, Scope.ORGANISATION, str(house), "danger")
    assert "Lantern Street" not in client.get(path).text
    assert "Africa" in client.get(path).text


def test_a_news_item_in_one_language_takes_two_screens(staff, client):
    form = staff.get("/en/news/office/new")  # screen 1: write
    assert 'name="publish"' in form.text
    given = {"kind": "news", "locale": "en", "title": "A quiet day", "audience": "public"}
    done = post(staff, "/en/news/office/new", **given, publish="1")
    assert "Published" in staff.get(done.headers["Location"]).text  # screen 2: it is out
    assert "A quiet day" in client.get("/en/news").text


def test_the_office_edits_translates_waits_and_publishes(staff, make_work, session, tmp_path):
    with make_work() as w:
        row = written(w)
        election = make_election(w, KeyFolder(tmp_path)).election
        key, path, election_id = row.id, f"/en/news/office/{row.id}", election.id
    given = {"kind": "alert", "locale": "en", "audience": "members", "title": "Raids, again",
             "regions": ["africa"], "themes": ["violence"], "is_editorial": "y"}  # fmt: skip
    post(staff, f"{path}/words", **given)
    post(staff, f"{path}/words/fr", title="Encore des descentes")
    assert "Encore des descentes" in staff.get(f"{path}/words/fr").text
    page(staff, f"{path}/words/de", 404)
    post(staff, f"{path}/words/en", 422, title="Nothing")
    refused = post(staff, f"{path}/ask", 422, **{"ask-at": "2020-01-01T10:00", "ask-zone": "UTC"})
    assert "That time is over" in refused.text
    post(staff, f"{path}/ask", **{"ask-at": "2026-11-04T10:00", "ask-zone": "Asia/Kolkata"})
    session.expire_all()
    assert session.get_one(Announcement, key).publish_at.isoformat() == "2026-11-04T04:30:00+00:00"
    assert "Raids, again" in staff.get("/en/work").text
    at_desk = page(staff, path).xpath("//a[contains(@href, '/translation/matrix')]/@href")[0]
    assert "Raids, again" in staff.get(at_desk).text
    post(staff, f"{path}/hold")
    tree = page(staff, f"{path}/beside")
    assert tree.xpath(f"//form[contains(@action, '/election/{election_id}')]")
    post(staff, f"{path}/beside/election/{election_id}")
    post(staff, f"{path}/beside/election/{key}", 404)
    post(staff, f"{path}/publish")
    post(staff, f"{path}/publish", 409)
    shown = page(staff, f"/en/news/{key}")
    assert shown.xpath("//aside//a[contains(@href, '/elections/')]")
    post(staff, f"{path}/withdraw", **{"withdraw-why": "A name."})
    page(staff, f"/en/news/{key}", 404)
    assert "A name." in staff.get(path).text


def test_the_office_list_shows_every_state_and_language(staff, make_work):
    with make_work() as w:
        translated(w, written(w), Locale.FR)
        published(w, Locale.RU)
    tree = page(staff, "/en/news/office")
    assert len(tree.xpath("//ul[@class='list']//h3")) == 2
    assert len(tree.xpath("//tbody/tr")) == 2


def test_the_desk_tells_the_office_of_drafts_and_nobody_else(make_work, whole_app, session):
    with make_work() as w, whole_app.test_request_context("/en/work"):
        row = written(w)
        operations.schedule(office(w), row, publish_at=NOW + timedelta(days=1))
        rows = desk.rows(session, STAFF, NOW)
        assert [one.due_at for one in rows] == [NOW + timedelta(days=1)]
        assert desk.rows(session, replace(STAFF, roles=frozenset()), NOW) == []


def test_digests_are_offered_what_became_readable_in_their_span(archive, make_work, session):
    week = NOW - timedelta(days=7)
    after = NOW + timedelta(minutes=1)
    found = queries.digest_items(session, week, after)
    assert [one.key for one in found] == [f"announcement:{archive['whole']}"]
    with make_work(now=NOW) as w:
        translated(w, w.session.get_one(Announcement, archive["french"]), Locale.RU)
    late = {one.key: one for one in queries.digest_items(session, week, after)}
    assert set(late[f"announcement:{archive['french']}"].words) == {Locale.FR, Locale.RU}
