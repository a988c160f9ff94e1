"""Cards, workbooks, feeds, maps of the site: each says what the page says, in its own form."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from nswp_gov.directory import operations
from nswp_gov.directory.models import Organisation, PublicOrganisation
from nswp_gov.directory.states import Level, ProfileField, Readers
from nswp_gov.directory.views import maps
from nswp_gov.rules.languages import Locale
from tests.conftest import NOW
from tests.directory.test_lists import BUDGET, weight
from tests.factories.bodies import make_board
from tests.factories.directory import fill
from tests.factories.membership import make_listed

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
WORDS = "Nous ouvrons la porte; le mardi, toujours.\nEt le jeudi. " + "Une phrase très longue. " * 6


@pytest.fixture
def made(make_work):
    with make_work() as work:
        row = make_listed(
            work,
            name="Les Galets, Dakar",
            locale=Locale.FR,
            country="SN",
            values={
                "acronym": "LG",
                "description": WORDS,
                "website": "https://galets.example",
                "email": "galets@example.org",
                "languages": ["fr", "wo"],
            },
        )
        fill(work, row, Readers.SECRETARIAT, phone="+221 000", contact_person="Zzperson")
        return row.id, row.slug


def unfolded(card):
    return card.replace("\r\n ", "").split("\r\n")


def test_a_card_holds_what_is_public_and_no_person(made, client):
    _key, slug = made
    answer = client.get(f"/fr/organisations/{slug}.vcf")
    assert answer.content_type == "text/vcard; charset=utf-8"
    body = answer.data.decode()
    assert all(len(line.encode()) <= 75 for line in body.split("\r\n"))
    lines = unfolded(body)
    assert lines[:3] == ["BEGIN:VCARD", "VERSION:4.0", "KIND:org"]
    assert "FN:Les Galets\\, Dakar" in lines
    assert "EMAIL:galets@example.org" in lines
    assert "URL:https://galets.example" in lines
    assert "ADR:;;;;;;Sénégal" in lines
    assert {"LANG:fr", "LANG:wo"} <= set(lines)
    note = next(line for line in lines if line.startswith("NOTE;LANGUAGE=fr:"))
    assert "la porte\\; le mardi\\, toujours.\\nEt le jeudi." in note
    assert lines[-2:] == ["END:VCARD", ""]
    assert "Zzperson" not in body
    assert "221" not in body


def test_a_workbook_holds_the_list_and_no_formula(make_work, client, made):
    with make_work() as work:
        make_listed(work, name="=cmd|' /C calc'!A0")
    answer = client.get("/en/organisations.xlsx")
    assert answer.headers["Content-Disposition"].endswith("filename=organisations.xlsx")
    book = load_workbook(io.BytesIO(answer.data))
    rows = list(book.active.iter_rows())
    assert [cell.value for cell in rows[0]][:3] == ["Name", "Acronym", "Country or territory"]
    names = {row[0].value for row in rows[1:]}
    assert names == {"'=cmd|' /C calc'!A0", "Les Galets, Dakar"}
    assert {cell.data_type for row in rows for cell in row} <= {"s", "inlineStr", "n"}  # n: empty
    assert book.properties.creator in {None, ""}


def feed(client, path):
    answer = client.get(path)
    assert answer.mimetype == "application/atom+xml"
    return ET.fromstring(answer.data)


def titles(root):
    return [one.findtext(f"{ATOM}title") for one in root.findall(f"{ATOM}entry")]


def test_feeds_tell_the_newest_change_first_for_all_a_region_and_a_language(
    made, make_work, client
):
    key, slug = made
    with make_work(now=NOW + timedelta(days=2)) as work:
        make_listed(work, name="Later House", country="KE", values={"languages": ["en"]})
        make_listed(work, name="Casa Azul", country="PE")
    assert titles(feed(client, "/en/organisations.atom"))[-1] == "Les Galets, Dakar"
    with make_work(now=NOW + timedelta(days=9)) as work:
        row = work.session.get(PublicOrganisation, key)
        before = row.listed_on
        subject = work.session.get(Organisation, key)
        operations.confirm_profile(work, subject)  # no news: it says the same as before
        assert work.session.get(PublicOrganisation, key).changed_on == before
        fill(work, subject, description=f"{WORDS} Et le samedi.")
    root = feed(client, "/fr/organisations.atom")
    assert titles(root)[0] == "Les Galets, Dakar"
    first = root.find(f"{ATOM}entry")
    assert first.findtext(f"{ATOM}id") == f"http://localhost/fr/organisations/{slug}"
    assert first.findtext(f"{ATOM}updated") == "2026-11-11T00:00:00Z"
    assert first.findtext(f"{ATOM}published").startswith(str(before))
    assert first.findtext(f"{ATOM}summary").startswith("Nous ouvrons")
    assert set(titles(feed(client, "/en/regions/africa.atom"))) == {
        "Les Galets, Dakar", "Later House",
    }  # fmt: skip
    assert titles(feed(client, "/en/organisations.atom?language=wo")) == ["Les Galets, Dakar"]
    assert titles(feed(client, "/en/countries/PE.atom")) == ["Casa Azul"]
    page = client.get("/en/regions/africa?language=wo").text
    assert 'type="application/atom+xml"' in page
    assert "/en/regions/africa.atom?language=wo" in page


def test_an_unchanged_feed_is_not_sent_twice(made, client):
    answer = client.get("/en/organisations.atom")
    again = client.get("/en/organisations.atom", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert answer.headers["Cache-Control"] == "no-cache"


def test_whoever_is_unlisted_and_listed_again_is_new(made, make_work, session):
    key, _slug = made
    with make_work(now=NOW + timedelta(days=3)) as work:
        subject = work.session.get(Organisation, key)
        shown = work.session.get(PublicOrganisation, key)
        fields = [ProfileField(one) for one in (*shown.said, "name", "country", "languages")]
        operations.withdraw_consent(work, subject)
    with make_work(now=NOW + timedelta(days=30)) as work:
        subject = work.session.get(Organisation, key)
        operations.give_consent(work, subject, to_public=fields, shown_in=Locale.FR)
    with make_work(now=NOW + timedelta(days=31)) as work:
        operations.confirm_consent(work, work.session.get(Organisation, key))
    row = session.get(PublicOrganisation, key)
    assert row.listed_on == row.changed_on == (NOW + timedelta(days=31)).date()


def test_the_map_of_the_site_names_every_page_in_five_languages(made, client):
    _key, slug = made
    index = ET.fromstring(client.get("/sitemap.xml").data)
    parts = [one.findtext(f"{MAP}loc") for one in index]
    assert parts == [
        "http://localhost/sitemaps/pages.xml",
        "http://localhost/sitemaps/organisations-all.xml",
    ]
    entries = ET.fromstring(client.get("/sitemaps/organisations-all.xml").data)
    places = [one.findtext(f"{MAP}loc") for one in entries]
    assert places == [f"http://localhost/{one.code}/organisations/{slug}" for one in Locale]
    for entry in entries:
        links = {one.get("hreflang"): one.get("href") for one in entry.findall(LINK)}
        assert links == {
            one.tag: f"http://localhost/{one.code}/organisations/{slug}" for one in Locale
        }
    pages = client.get("/sitemaps/pages.xml").text
    assert "<loc>http://localhost/zh/countries/SN</loc>" in pages
    assert "/countries/KE" not in pages  # nobody is listed there
    for place in re.findall(r"<loc>http://localhost([^<]+)</loc>", pages):
        if not place.endswith("/manual"):  # this network has none yet
            assert client.get(place).status_code in {200, 302}, place


def test_a_large_network_is_named_in_parts_that_leave_nobody_out(make_work, client, monkeypatch):
    with make_work() as work:
        slugs = {make_listed(work).slug for _ in range(8)}
    monkeypatch.setattr(maps, "A_FILE", 2)
    index = ET.fromstring(client.get("/sitemap.xml").data)
    parts = [one.findtext(f"{MAP}loc").removeprefix("http://localhost") for one in index][1:]
    assert len(parts) == 31
    said = "".join(client.get(part).text for part in parts)
    assert set(re.findall(r"<loc>http://localhost/en/organisations/(\w+)<", said)) == slugs
    assert client.get("/sitemaps/organisations-all.xml").status_code == 404


def test_robots_are_told_where_the_map_is_and_that_filters_are_not_pages(client):
    said = client.get("/robots.txt").text
    assert "Sitemap: http://localhost/sitemap.xml" in said
    assert "Disallow: /*?" in said
    assert "account" not in said


def test_a_sample_is_not_to_be_found(app, client):
    kept, app.extensions["nswp_gov.sample"] = app.extensions["nswp_gov.sample"], True
    try:
        assert client.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"
    finally:
        app.extensions["nswp_gov.sample"] = kept


def test_a_page_can_be_shared_by_link_and_by_letter_without_a_picture(made, client):
    _key, slug = made
    page = client.get(f"/fr/organisations/{slug}").text
    address = f"http://localhost/fr/organisations/{slug}"
    assert f'property="og:url" content="{address}"' in page
    assert 'property="og:title" content="Les Galets, Dakar"' in page
    assert "og:image" not in page
    letter = re.search(r'href="mailto:\?([^"]*)"', page)[1]
    assert letter == f"body={address.replace(':', '%3A')}"  # no subject, no word of ours
    listing = client.get("/en/regions/africa?language=wo").text
    assert "mailto:?body=http%3A//localhost/en/regions/africa%3Flanguage%3Dwo" in listing


def test_a_region_shows_its_networks_and_who_represents_it(make_work, client):
    with make_work() as work:
        board = make_board(work, vacant=1, public_names=True)
        for name, level in (("Red del Faro", Level.REGIONAL), ("Lantern", Level.LOCAL)):
            make_listed(work, name=name, country="PE", level=level)
        hidden = make_listed(work, name="Zqnetwork", country="PE", level=Level.REGIONAL)
        operations.withdraw_consent(work, hidden)
        at = [n for n, seat in enumerate(board.seats) if seat.region == "latin-america"]
        named = board.people[at[0]].public_name
        board.people[at[1]].public_name = None
        work.record("accounts.person_named", board.people[at[1]])
        chosen = board.people[at[1]].name
    page = client.get("/en/regions/latin-america").text
    networks = re.search(r'id="networks".*?</section>', page, re.DOTALL)[0]
    assert "Red del Faro" in networks
    assert "Lantern" not in networks
    assert "Zqnetwork" not in page
    seats = re.search(r'id="seats".*?</section>', page, re.DOTALL)[0]
    assert named in seats
    assert "Seat held" in seats
    assert chosen not in seats
    assert weight(client.get("/ru/regions/latin-america")) < BUDGET
