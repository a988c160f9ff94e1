"""The pages of the tracker: what everybody reads, and how an entry gets there."""

from __future__ import annotations

import csv
import io
import re
import uuid
from dataclasses import replace
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import select

from nswp_gov.policies import operations
from nswp_gov.policies.models import Institution, Instrument, Position
from nswp_gov.policies.states import InstitutionKind, Stance, State, Topic
from nswp_gov.rules.languages import Freshness, Locale
from nswp_gov.store import texts
from nswp_gov.store.actor import Actor
from tests.conftest import NOW
from tests.factories.accounts import make_person
from tests.factories.bodies import make_board
from tests.factories.policies import (
    as_carla,
    make_document,
    make_entry,
    make_institution,
    make_position,
    position_facts,
)

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def tracker(make_work):
    """Two institutions; one turned from partly to for; one waits; one was withdrawn."""
    with make_work() as work:
        lantern = make_institution(work, "Lantern Council", acronym="LC")
        harbour = make_institution(
            work, "Harbour Court", acronym="HC", region="europe", kind=InstitutionKind.COURT
        )
        old = make_position(
            work, make_document(work, lantern, issued_on=date(2012, 7, 9),
                                title={Locale.EN: "First report", Locale.FR: "Premier rapport"}),
            stance=Stance.PARTLY,
        )  # fmt: skip
        new = make_position(
            work, make_document(work, lantern, title={Locale.EN: "Second report"}),
            supersedes_id=old.id,
            quotation="Répétez-le.", quotation_language="fr",
        )  # fmt: skip
        court = make_document(
            work, harbour, title={Locale.EN: "The judgment"}, is_worldwide=False,
            countries=("FR", "BE"), languages=("fr",), reference="HC 7/20",
        )  # fmt: skip
        against = make_position(work, court, stance=Stance.AGAINST)
        waits = make_entry(work, court, topic=Topic.HEALTH, paraphrase={Locale.EN: "Zqwaiting"})
        gone = make_position(work, topic=Topic.LABOUR, paraphrase={Locale.EN: "Zqgone"})
        operations.withdraw(as_carla(work), gone, {Locale.EN: "It misread the source."})
        known = {
            "old": old, "new": new, "against": against, "waits": waits, "gone": gone,
        }  # fmt: skip
        return {name: row.id for name, row in known.items()}


def page(answer, status=200):
    assert answer.status_code == status, answer.text
    return answer.text


def test_the_register_shows_what_is_public_and_nothing_else(tracker, client):
    said = page(client.get("/en/policies"))
    assert "3 positions" in said
    for title in ("First report", "Second report", "The judgment"):
        assert title in said
    assert "Zqwaiting" not in said
    assert "Zqgone" not in said
    assert "No longer in force since 4 May 2020" in said
    assert '<blockquote lang="fr" dir="auto"><p>Répétez-le.' in said
    assert said.count("<h1>") == 1


FILTERS = {
    "stance=against": {"against"},
    "stance=against&stance=for": {"against", "new"},
    "institution=lc": {"old", "new"},
    "institution=lc&force=over": {"old"},
    "kind=court": {"against"},
    "region=europe": {"against"},
    "region=world": {"old", "new"},
    "country=FR": {"old", "new", "against"},
    "country=fr&region=europe": {"against"},
    "country=KE": {"old", "new"},
    "country=Atlantis": {"old", "new", "against"},
    "year=2012": {"old"},
    "language=fr": {"against"},
    "q=judgment": {"against"},
    "q=judgment&institution=lc": set(),
    "topic=health": set(),
    "topic=nonsense": set(),
}


def test_filters_combine_in_the_address(tracker, client):
    for query, found in FILTERS.items():
        said = page(client.get(f"/en/policies?{query}"))
        rows = client.get(f"/en/policies.json?{query}").json["positions"]
        assert {row["id"] for row in rows} == {str(tracker[name]) for name in found}, query
        for name in ("old", "new", "against"):
            assert (f"/positions/{tracker[name]}" in said) is (name in found), query
        assert "nonsense" not in re.sub(r'(?:href|hreflang)="[^"]*"', "", said)


def test_the_counts_of_filters_are_what_choosing_them_gives(tracker, client):
    seen = 0
    for base in ("", "stance=for"):
        said = page(client.get(f"/en/policies?{base}"))
        counts = re.findall(
            r'name="(\w+)" value="([^"]+)"(?: checked)?><span>[^<]*</span><small>(\d+)', said
        )
        assert ("stance", "against", "1") in counts  # beside the chosen one, not within it
        for name, value, number in counts:
            kept = base if name != "stance" else ""
            rows = client.get(f"/en/policies.json?{kept}&{name}={value}").json["positions"]
            assert len(rows) == int(number), (base, name, value)
            seen += 1
    assert seen > 12


def test_the_register_pages_on(client, make_work):
    with make_work() as work:
        document = make_document(work)
        for topic in Topic:
            for number in range(3):
                make_position(work, document, topic=topic, place=f"para. {number}")
    first = page(client.get("/en/policies"))
    assert first.count('<li class="row">') == 20
    assert "30 positions" in first
    last = page(client.get("/en/policies?after=20"))
    assert last.count('<li class="row">') == 10
    assert 'rel="prev"' in last
    assert 'content="noindex"' in last
    assert page(client.get("/en/policies?after=-3"))
    assert page(client.get("/en/policies?after=99999999999999999999"))


def test_the_page_costs_the_same_with_more_positions(client, make_work, count_queries):
    seen = []
    for _ in range(3):
        with make_work() as work:
            make_position(work)
        with count_queries() as statements:
            page(client.get("/fr/policies"))
        seen.append(len(statements))
    assert len(set(seen)) == 1, seen


def test_every_page_stands_in_every_language(tracker, client):
    for lang in ("en", "fr", "es", "ru", "zh"):
        for path in (
            "policies",
            "policies/institutions",
            "policies/institutions/lc",
            "policies/compare",
            "policies/topics/decriminalisation",
            "policies/topics/digital",
            "policies/changes",
        ):
            said = page(client.get(f"/{lang}/{path}"))
            assert said.count("<h1") == 1
            assert "Zqwaiting" not in said
            assert "Zqgone" not in said


def test_an_empty_tracker_says_what_belongs_there(client):
    for path in ("policies", "policies/institutions", "policies/compare", "policies/changes"):
        said = page(client.get(f"/en/{path}"))
        assert 'class="box"' in said
    assert client.get("/en/policies/institutions/none").status_code == 404
    assert client.get("/en/policies/documents/none").status_code == 404
    assert client.get("/en/policies/topics/none").status_code == 404


def test_what_is_not_translated_is_marked_with_its_language(tracker, client):
    said = page(client.get("/fr/policies"))
    assert 'lang="en"><a href="/fr/policies/positions/' in said
    assert "Premier rapport" in said
    assert not re.search(r'lang="[^"]*"><a [^>]*>Premier rapport', said)


def test_an_institution_is_drawn_over_time_with_the_same_in_a_table(tracker, client):
    said = page(client.get("/en/policies/institutions/lc"))
    bars = re.findall(r'<rect class="([fbr])"', said)
    assert sorted(bars) == ["b", "f"]
    table = said[said.index("<table") : said.index("</table>")]
    assert table.count("<tr>") == 3
    assert "9 July 2012" in table
    assert "The judgment" not in said


def test_a_topic_says_what_the_stances_are_said_of(tracker, client):
    said = page(client.get("/en/policies/topics/decriminalisation"))
    assert "Nothing about sex work between consenting adults should be punished" in said
    assert len(re.findall(r'<rect class="[fbr]"', said)) == 3
    assert "Harbour Court" in said


def test_a_document_says_where_it_applies_and_what_took_its_place(tracker, client):
    said = page(client.get("/en/policies/documents/the-judgment"))
    assert 'href="/en/countries/BE"' in said
    assert "HC 7/20" in said
    assert "French" in said
    assert "Zqwaiting" not in said
    first = page(client.get("/en/policies/documents/first-report"))
    assert "No longer in force since 4 May 2020" in first
    assert "Second report" in first


def test_a_position_leads_to_the_one_before_and_after(tracker, client):
    assert "What took its place" in page(client.get(f"/en/policies/positions/{tracker['old']}"))
    said = page(client.get(f"/en/policies/positions/{tracker['new']}"))
    assert "What it took the place of" in said
    assert "First report" in said


def test_what_was_withdrawn_tells_the_reason_alone_and_what_waits_is_not_there(tracker, client):
    said = page(client.get(f"/en/policies/positions/{tracker['gone']}"), 410)
    assert "It misread the source." in said
    assert "Zqgone" not in said
    waiting = client.get(f"/en/policies/positions/{tracker['waits']}")
    absent = client.get(f"/en/policies/positions/{uuid.uuid4()}")
    assert waiting.status_code == absent.status_code == 404


def test_institutions_are_compared_on_a_day(tracker, client):
    def rows(said):
        found = re.findall(r"<tr><th scope=\"row\">.*?</tr>", said)
        return {("LC" if "Lantern" in row else "HC"): row.replace("\xa0", " ") for row in found}

    today = rows(page(client.get("/en/policies/compare")))
    assert "supports it" in today["LC"]
    assert "against it" in today["HC"]
    then = rows(page(client.get("/en/policies/compare?on=2015-01-01")))
    assert "partly" in then["LC"]
    assert set(then) == {"LC"}
    both = page(client.get("/en/policies/compare?on=2015-01-01&institution=lc&institution=hc"))
    assert "no position known" in both
    assert "Nothing to compare" in page(client.get("/en/policies/compare?on=1999-01-01"))
    assert page(client.get("/en/policies/compare?on=nonsense&institution=none"))


def test_what_changed_since_a_day(tracker, client):
    said = page(client.get("/en/policies/changes?since=2019-01-01"))
    turned = said[said.index("How positions turned") : said.index("New positions")]
    assert "partly" in turned
    assert "supports\xa0it" in turned
    ended = said[said.index("No longer in force</h2>") :]
    assert "In its place:" in ended
    assert "It misread the source." in said
    late = page(client.get(f"/en/policies/changes?since={NOW.date()}"))
    assert "Older positions that the tracker holds since then" in late
    assert "New positions" not in late
    after = page(client.get(f"/en/policies/changes?since={NOW.date() + timedelta(days=1)}"))
    assert "Nothing changed" in after


def test_the_table_file_holds_the_rows_of_the_page_and_no_formula(tracker, client, make_work):
    with make_work() as work:
        make_position(work, place="=1+1")
    answer = client.get("/en/policies.csv")
    rows = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert len(rows) == 5
    assert all(len(row) == 13 for row in rows)
    assert "'=1+1" in {row[7] for row in rows}
    assert answer.headers["Content-Type"].startswith("text/csv")
    for row in rows[1:]:
        assert row[11].startswith("https://example.org/")
        assert row[12].startswith("http://localhost/en/policies/positions/")


def test_the_feed_is_whole_and_shorter_by_what_was_filtered(tracker, client):
    answer = client.get("/fr/policies.atom?stance=partly")
    feed = ET.fromstring(answer.data)
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.find(f"{ATOM}title").text == "LC: Premier rapport"
    assert str(tracker["old"]) in entry.find(f"{ATOM}id").text
    assert entry.find(f"{ATOM}summary").get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    whole = ET.fromstring(client.get("/fr/policies.atom").data)
    assert len(whole.findall(f"{ATOM}entry")) == 3
    again = client.get("/fr/policies.atom", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 200  # the whole feed is another one
    same = client.get("/fr/policies.atom?stance=partly",
                      headers={"If-None-Match": answer.headers["ETag"]})  # fmt: skip
    assert same.status_code == 304


def test_a_countrys_page_links_what_applies_there(tracker, client, make_work):
    france = page(client.get("/en/countries/FR"))
    assert "What international bodies say here" in france
    assert "/en/policies/documents/the-judgment" in france
    assert "First report" not in france  # worldwide: behind the link
    assert "country=FR" in france
    assert "What international bodies say here" not in page(client.get("/en/countries/KE"))
    with make_work() as work:
        court = work.session.scalars(
            select(Instrument).where(Instrument.slug == "the-judgment")
        ).one()
        against = work.session.get_one(Position, tracker["against"])
        operations.withdraw(as_carla(work), against, {Locale.EN: "Wrong."})
        assert court.published_at is None
    assert "What international bodies say here" not in page(client.get("/en/countries/FR"))
    assert client.get("/en/countries/XX").status_code == 404


def test_the_search_of_the_site_finds_positions(tracker, client):
    said = page(client.get("/en/search?q=judgment"))
    assert f"/en/policies/positions/{tracker['against']}" in said


# --- the desk ---------------------------------------------------------------------------------


@pytest.fixture
def people(make_work):
    with make_work() as work:
        return [make_person(work, name, roles=["secretariat"]) for name in ("Carla", "Dora")]


def token(browser, path):
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get(path).text)[1]


def post(browser, path, on=None, **form):
    return browser.post(path, data={**form, "csrf_token": token(browser, on or path)})


DOCUMENT = {
    "title": "Guidance on bylaws", "official_title": "Guidance on bylaws", "language": "en",
    "kind": "guidance", "issued_on": "2021-03-04", "address": "https://example.org/g",
    "is_worldwide": "y", "languages": ["fr"],
}  # fmt: skip
POSITION = {
    "topic": "decriminalisation", "stance": "for", "place": "p. 4",
    "paraphrase": "It asks to repeal bylaws.",
    "quotation_language": "",
    "supersedes": "",
}  # fmt: skip


def test_two_people_bring_a_position_from_the_source_to_the_public(
    people, client_as, client, session
):
    carla, dora = (client_as(person) for person in people)
    made = post(carla, "/en/policies/desk/institutions/new", name="Lantern Council",
                acronym="LC", kind="un_body", region="", address="")  # fmt: skip
    made = post(carla, made.location, **DOCUMENT)
    made = post(carla, made.location, **POSITION)
    assert "Entered. It is public once" in page(carla.get(made.location))
    (entry,) = session.scalars(select(Position)).all()
    path = f"/en/policies/desk/positions/{entry.id}"
    own = page(carla.get(path))
    assert "somebody else reviews it" in own
    assert "It is right: publish it" not in own
    assert client.get("/en/policies").text.count("Guidance on bylaws") == 0
    assert "Review" in page(dora.get("/en/policies/desk"))
    refused = post(dora, f"{path}/give-back", on=path, remark="")
    assert "Fill this in." in page(refused, 422)
    assert post(dora, f"{path}/give-back", on=path, remark="It is page 5.").status_code == 302
    assert "It is page 5." in page(carla.get("/en/policies/desk"))
    amend = f"{path}/amend"
    form = page(carla.get(amend))
    assert "It asks to repeal bylaws." in form
    assert post(carla, amend, **{**POSITION, "place": "p. 5"}).status_code == 302
    assert post(dora, f"{path}/publish", on=path).status_code == 302
    said = page(client.get("/en/policies"))
    assert "Guidance on bylaws" in said
    assert "p. 5" in said
    assert post(carla, f"{path}/withdraw", on=path, reason="A draft of it.").status_code == 302
    assert "A draft of it." in page(client.get(f"/en/policies/positions/{entry.id}"), 410)
    assert "No position" in page(client.get("/en/policies"))


def test_the_writer_cannot_publish_by_the_back_door(people, client_as, session):
    carla = client_as(people[0])
    made = post(carla, "/en/policies/desk/institutions/new", name="X", kind="court", region="")
    made = post(carla, made.location, **DOCUMENT)
    post(carla, made.location, **POSITION)
    (entry,) = session.scalars(select(Position)).all()
    path = f"/en/policies/desk/positions/{entry.id}"
    answer = post(carla, f"{path}/publish", on=path)
    assert "somebody else does" in page(answer, 403)
    session.expire_all()
    assert session.get_one(Position, entry.id).state is State.ENTERED


def test_refused_forms_keep_what_was_typed_and_say_why(people, client_as, session):
    carla = client_as(people[0])
    new = "/en/policies/desk/institutions/new"
    said = page(post(carla, new, name="Kept words", kind="court", region="", address="nowhere"),
                422)  # fmt: skip
    assert "Kept words" in said
    assert "whole address" in said
    made = post(carla, new, name="X", kind="court", region="")
    nowhere = {name: value for name, value in DOCUMENT.items() if name != "is_worldwide"}
    assert "Say where it applies" in page(post(carla, made.location, **nowhere), 422)
    of = post(carla, made.location, **DOCUMENT)
    long = "word " * 61
    said = page(post(carla, of.location, **{**POSITION, "quotation": long,
                                            "quotation_language": "en"}), 422)  # fmt: skip
    assert "at most 300 characters" in said
    assert long.strip() in said
    assert session.scalars(select(Position)).all() == []
    (row,) = session.scalars(select(Instrument)).all()
    amend = f"/en/policies/desk/documents/{row.id}/amend"
    assert "Guidance on bylaws" in page(carla.get(amend))
    assert post(carla, amend, **{**DOCUMENT, "reference": "G/1"}).status_code == 302
    session.expire_all()
    assert session.get_one(Instrument, row.id).reference == "G/1"


def test_a_newer_position_is_chosen_from_those_in_force(tracker, people, client_as, session):
    carla, dora = (client_as(person) for person in people)
    (of,) = session.scalars(select(Institution).where(Institution.slug == "lc")).all()
    made = post(carla, f"/en/policies/desk/institutions/{of.id}/documents/new", **DOCUMENT)
    form = page(carla.get(made.location))
    assert str(tracker["new"]) in form
    assert str(tracker["old"]) not in form
    assert str(tracker["against"]) not in form
    post(carla, made.location, **{**POSITION, "supersedes": str(tracker["new"])})
    (entry,) = session.scalars(
        select(Position).where(Position.supersedes_id == tracker["new"])
    ).all()
    path = f"/en/policies/desk/positions/{entry.id}"
    assert "Second report" in page(dora.get(path))
    post(dora, f"{path}/publish", on=path)
    session.expire_all()
    assert session.get_one(Position, tracker["new"]).ended_on == date(2021, 3, 4)


def test_whoever_changes_an_entry_in_another_language_gets_the_original(
    people, client_as, make_work, session
):
    both = {Locale.EN: "The original words.", Locale.FR: "Les mots traduits."}
    with make_work() as work:
        document = make_document(work, title={Locale.EN: "First title", Locale.FR: "Titre"})
        entry = make_entry(work, document, paraphrase=both)
        path = f"/fr/policies/desk/positions/{entry.id}/amend"
        amend = f"/fr/policies/desk/documents/{document.id}/amend"
    carla = client_as(people[0])
    said = page(carla.get(path))
    assert "The original words." in said
    assert "Les mots traduits." not in said
    assert 'class="box warn"' in said
    assert 'value="First title"' in page(carla.get(amend))
    changed = {**POSITION, "paraphrase": "Better words."}
    assert post(carla, path, **changed).status_code == 302
    text = texts.texts_of(session, "position", entry.id)["paraphrase"]
    read = {one: texts.read(session, [text], one)[text.id] for one in both}
    assert (read[Locale.EN].words, read[Locale.EN].locale) == ("Better words.", Locale.EN)
    assert read[Locale.FR].freshness is Freshness.BEHIND


def test_the_desk_is_for_the_secretariat_and_the_board(tracker, client, client_as, make_work):
    with make_work() as work:
        board = make_board(work)
        stranger = make_person(work, "Eve")
        holder = board.people[2]
    path = f"/en/policies/desk/positions/{tracker['waits']}"
    assert client.get("/en/policies/desk").status_code == 302
    assert client_as(stranger).get("/en/policies/desk").status_code == 403
    sits = client_as(holder)
    assert "Zqwaiting" in page(sits.get(path))
    assert sits.get("/en/policies/desk/institutions/new").status_code == 403
    assert "Add an institution" not in page(sits.get("/en/policies/desk"))
    assert post(sits, f"{path}/publish", on=path).status_code == 302
    assert "Zqwaiting" in page(client.get("/en/policies"))


def test_what_waits_stands_on_the_desk_of_the_second_person(people, client_as, make_work):
    carla, dora = people
    with make_work() as work:
        own = Actor(name="Carla", person_id=carla.id, roles=frozenset({"secretariat"}))
        entry = make_entry(work)
        operations.amend_position(replace(work, actor=own), entry, position_facts())
    assert "waits for a second person" in page(client_as(dora).get("/en/work"))
    assert "waits for a second person" not in page(client_as(carla).get("/en/work"))
    with make_work() as work:
        row = work.session.get_one(Position, entry.id)
        given = Actor(name="Dora", person_id=dora.id, roles=frozenset({"secretariat"}))
        operations.give_back(replace(work, actor=given), row, "Page 5.")
    assert "given back to you" in page(client_as(carla).get("/en/work"))
