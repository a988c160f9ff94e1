"""The pages of the tracker: what everybody reads."""

from __future__ import annotations

import csv
import io
import re
import uuid
from datetime import timedelta
from xml.etree import ElementTree as ET

from sqlalchemy import select

from nswp_gov.policies import operations
from nswp_gov.policies.models import Instrument, Position
from nswp_gov.policies.states import Topic
from nswp_gov.rules.languages import Locale
from tests.conftest import NOW
from tests.factories.policies import (
    as_carla,
    make_document,
    make_position,
)
from tests.policies.reading import page

ATOM = "{http://www.w3.org/2005/Atom}"


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


def test_the_form_keeps_the_country_that_the_address_asks_for(tracker, client):
    shown = page(client.get("/en/policies?country=FR"))
    assert '<input type="hidden" name="country" value="FR">' in shown
    assert 'type="hidden" name="country"' not in page(client.get("/en/policies"))


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
    assert entry.find(f"{ATOM}title").text == "LC\N{NO-BREAK SPACE}: Premier rapport"
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
