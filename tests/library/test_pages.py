"""Pages of the library: lists, one resource, files, the office's desk, offers of members."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from lxml import etree, html

from nswp_gov.accounts.models import Person
from nswp_gov.accounts.states import Role
from nswp_gov.directory import operations as directory
from nswp_gov.directory.states import Capacity
from nswp_gov.library import operations, queries
from nswp_gov.library.models import Resource, ResourceFile
from nswp_gov.library.states import Facet, Readership, ResourceKind, ResourceState
from nswp_gov.library.views import due
from nswp_gov.mailings.digests import SOURCES
from nswp_gov.rules.languages import Locale
from nswp_gov.store.crypto import vault
from nswp_gov.store.links import Registry
from nswp_gov.store.text_kinds import KINDS as TEXT_KINDS
from tests.factories.accounts import make_person
from tests.factories.library import at, attach_pdf, make_pdf, make_resource
from tests.factories.membership import make_member

CHIPS = "//ul[contains(@class, 'chips')]//a[contains(@class, 'btn')]"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def shelf_store(settings):
    return at(settings.instance / "files")


@pytest.fixture
def staff(work, client_as):
    return client_as(make_person(work, "Carla", roles=[Role.SECRETARIAT]))


@pytest.fixture
def house(work):
    return make_member(work)


@pytest.fixture
def editor(work, house, client_as):
    person: Person = make_person(work, "Amina")
    directory.appoint(work, house, person.id, Capacity.EDITOR)
    return client_as(person)


def text(answer):
    return html.fromstring(answer.get_data(as_text=True))


def token(browser, path):
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get(path).text)
    assert found
    return found[1]


def post(browser, page, path, **values):
    return browser.post(path, data={"csrf_token": token(browser, page), **values})


def titles(page):
    return [one.text_content() for one in page.xpath("//*[@id='results']//ul[@class='list']//h3")]


def test_the_list_is_narrowed_by_its_address_with_counts_and_without_dead_ends(
    work, client, shelf_store
):
    make_resource(work, shelf_store, title="A", themes=["health"], regions=["africa"])
    make_resource(work, shelf_store, title="B", themes=["health", "labour"], regions=["europe"])
    make_resource(work, shelf_store, title="C", themes=["labour"], audience=Readership.MEMBERS)
    page = text(client.get("/en/library"))
    assert sorted(titles(page)) == ["A", "B"]
    themes = {
        row.findtext("span"): row.findtext("small") for row in page.xpath("//label[@class='pick']")
    }
    assert (themes["Health"], themes["Labour"]) == ("2", "1")
    page = text(client.get("/en/library?theme=labour&theme=health&region=europe"))
    assert titles(page) == ["B"]
    shown = {one.get("value") for one in page.xpath("//input[@name='region']")}
    assert shown == {"africa", "europe"}
    chips = [one.get("href") for one in page.xpath(CHIPS)]
    assert "/en/library?theme=health&theme=labour" in chips
    empty = client.get("/en/library?theme=nothing-of-ours&q=zq")
    assert (empty.status_code, titles(text(empty))) == (200, [])
    assert "No resource" in empty.text


def test_the_form_sends_everything_that_was_chosen_without_script(work, client, shelf_store):
    """What a browser sends of the form: words, filters and the order; one filter is added."""
    for number in range(3):
        make_resource(work, shelf_store, title=f"Guide {number}", themes=["health", "labour"],
                      regions=["africa"], year=2020 + number)  # fmt: skip
    make_resource(work, shelf_store, title="Elsewhere", themes=["violence"], year=2020)
    chosen = {"theme": ["health", "labour"], "region": ["africa"], "q": ["Guide"]}
    for order in ({"order": ["title"]}, {"order": ["year"]}, {}):
        asked = {**chosen, **order}
        page = text(client.get("/en/library", query_string=asked))
        sent = {}
        for name, value in page.xpath("//form[@data-live]")[0].form_values():
            sent.setdefault(name, []).append(value)
        assert {name: sorted(values) for name, values in sent.items()} == asked
        narrower = text(client.get("/en/library", query_string=sent | {"year": ["2021"]}))
        assert titles(narrower) == ["Guide 1"]
    gone = text(client.get("/en/library?theme=health&country=ZA&order=title"))
    kept = dict(gone.xpath("//form[@data-live]")[0].form_values())
    assert kept == {"q": "", "theme": "health", "country": "ZA", "order": "title"}  # nothing fits
    for odd in ("country=00-x", "language=a--b", "language=x", "type=zz", "series=no", "year=-"):
        assert client.get(f"/fr/library?{odd}").status_code == 200


def test_orders_and_pages_have_addresses(work, client, shelf_store):
    for number in range(23):
        make_resource(work, shelf_store, title=f"Report {number:02}", year=2000 + number)
    page = text(client.get("/en/library?order=title&page=2"))
    assert titles(page) == ["Report 20", "Report 21", "Report 22"]
    assert "Page 2 of 2" in page.text_content()
    assert titles(text(client.get("/en/library?order=year")))[0] == "Report 22"
    assert titles(text(client.get("/en/library?page=99&order=title")))[0] == "Report 20"
    for nonsense in ("page=0", "page=x", "page=-1", "order=x", "year=%00", "theme=<b>"):
        assert client.get(f"/en/library?{nonsense}").status_code == 200


def test_words_inside_a_file_are_shown_with_their_page(work, client, shelf_store):
    row = make_resource(work, title="Paper")
    attach_pdf(work, row, shelf_store, "Nothing here", "Here an umbrella is open")
    operations.publish(work, row, shelf_store)
    page = text(client.get("/en/library?q=umbrellas"))
    assert [one.text for one in page.xpath("//mark")] == ["umbrella"]
    assert "page 2" in page.text_content()


def test_a_page_says_all_of_a_resource_in_the_readers_language(work, client, shelf_store):
    words = {Locale.FR: ("Guide des droits", "Un **résumé**.")}
    partner = operations.add_partner(work, "Harbour Institute")
    row = make_resource(
        work, title="Guide to rights", summary="A **summary**.", publisher="NSWP", year=2018,
        themes=["violence"], partners=[partner.slug], words=words,
        kind=ResourceKind.SMART_GUIDE, links={"es": "https://example.org/guia"},
    )  # fmt: skip
    made = attach_pdf(work, row, shelf_store, "One", "Two")
    operations.publish(work, row, shelf_store)
    answer = client.get(f"/fr/library/{row.slug}")
    page, said = text(answer), answer.get_data(as_text=True)
    assert page.xpath("//h1")[0].text == "Guide des droits"
    line = " ".join(page.xpath("//h3/a")[0].text_content().split())
    assert line == "Guide des droits, NSWP – 2018"
    assert page.xpath("//h3/a/i")[0].text == "Guide des droits"
    assert made.sha256 in said
    assert "Harbour Institute" in said
    assert "<strong>résumé</strong>" in said
    data = json.loads(page.xpath("//script[@type='application/ld+json']")[0].text)
    assert (data["name"], data["datePublished"]) == ("Guide des droits", "2018")
    assert data["encoding"][0]["sha256"] == made.sha256
    file = client.get(f"/fr/library/{row.slug}/files/{made.id}")
    assert (len(file.data), file.mimetype) == (made.size, "application/pdf")
    russian = text(client.get(f"/ru/library/{row.slug}"))
    assert russian.xpath("//h1")[0].get("lang") == "en"


def test_members_and_the_board_get_theirs_and_nobody_else(work, client, editor, shelf_store):
    row = make_resource(work, title="Zqinside", audience=Readership.MEMBERS)
    made = attach_pdf(work, row, shelf_store, "Words")
    operations.publish(work, row, shelf_store)
    paths = [
        f"/en/library/{row.slug}",
        f"/en/library/{row.slug}.json",
        f"/en/library/{row.slug}.bib",
        f"/en/library/{row.slug}/files/{made.id}",
    ]
    assert [client.get(path).status_code for path in paths] == [404] * 4
    assert [editor.get(path).status_code for path in paths] == [200] * 4
    lists = ["library", "library.json", "library.csv", "library.bib", "library.ris"]
    lists += ["library.atom", "library?q=Zqinside", "search?q=Zqinside"]
    assert [one for one in lists if "Zqinside</a>" in client.get(f"/en/{one}").text] == []
    for one in lists[1:6]:
        assert "Zqinside" not in client.get(f"/en/{one}").text
        assert "Zqinside" in editor.get(f"/en/{one}").text
    assert "Zqinside" in editor.get("/en/search?q=Zqinside").text
    assert "Zqinside" in editor.get("/en/library").text


def test_the_same_list_as_files(work, client, shelf_store):
    row = make_resource(
        work, shelf_store, title="Cost & {risk} of 100%", publisher="NSWP", year=2018,
        themes=["health"], summary="=not a formula", countries=["KE"],
    )  # fmt: skip
    make_resource(work, shelf_store, title="Other", themes=["labour"], authors="A. Writer")
    data = client.get("/en/library.json?theme=health").get_json()
    assert (data["total"], data["resources"][0]["title"]) == (1, {"en": "Cost & {risk} of 100%"})
    raw = client.get("/en/library.csv?theme=health").get_data().decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(raw)))
    assert lines[1][0] == "Cost & {risk} of 100%"
    assert "'=not a formula" in lines[1]
    bib = client.get("/en/library.bib").text
    assert r"title = {Cost \& \{risk\} of 100\%}" in bib
    assert "author = {A. Writer}" in bib
    ris = client.get(f"/en/library/{row.slug}.ris").text
    assert ris.startswith("TY  - RPRT\r\nTI  - Cost & {risk} of 100%\r\n")
    assert ris.endswith("ER  - \r\n\r\n")
    feed = etree.fromstring(client.get("/en/library.atom?theme=health").data)
    assert [one.findtext(f"{ATOM}title") for one in feed.iter(f"{ATOM}entry")] == [
        "Cost & {risk} of 100%"
    ]


def test_a_kept_page_is_never_shown_after_a_withdrawal(work, client, shelf_store):
    row = make_resource(work, shelf_store, title="Zqgone")
    path = f"/en/library/{row.slug}"
    assert [client.get(path).status_code for _ in range(2)] == [200, 200]
    operations.withdraw(work, row, shelf_store)
    work.session.commit()
    assert client.get(path).status_code == 404
    assert "Zqgone" not in client.get("/en/library").text


def test_the_office_enters_a_resource_from_nothing_to_its_page(work, staff, client, session):
    new = "/en/library/desk/new"
    wrong = post(staff, new, new, title="", kind="report", audience="public", series_id="")
    assert wrong.status_code == 422
    answer = post(
        staff, new, new, title="New guide", summary="", kind="smart-guide", audience="public",
        year="2024", themes=["health"], countries=["KE"], regions=["africa"], publisher="NSWP",
        series_id="",
    )  # fmt: skip
    entry = answer.location
    refused = post(staff, entry, f"{entry}/publish")
    assert refused.status_code == 422
    assert "summary" in refused.text
    post(
        staff, f"{entry}/edit", f"{entry}/edit", title="New guide", summary="Its words.",
        kind="smart-guide", audience="public", year="2024", themes=["health"],
        seen_title="1", series_id="",
    )  # fmt: skip
    file = (io.BytesIO(make_pdf("Inside words")), "guide.pdf")
    answer = staff.post(
        f"{entry}/files",
        data={"csrf_token": token(staff, entry), "file": file, "language": "fr"},
    )
    assert answer.status_code == 302
    made = session.query(ResourceFile).one()
    assert staff.get(f"{entry}/files/{made.id}").mimetype == "application/pdf"
    bad = post(staff, entry, f"{entry}/links", address="javascript:alert(1)", language="en")
    assert bad.status_code == 422
    post(staff, entry, f"{entry}/links", address="https://example.org/x", language="en")
    assert post(staff, entry, f"{entry}/publish").status_code == 302
    row = session.query(Resource).one()
    session.refresh(row)
    assert row.state is ResourceState.PUBLISHED
    page = client.get(f"/en/library/{row.slug}")
    assert "guide" in page.text
    assert "New guide" in staff.get("/en/library/desk").text
    post(staff, f"{entry}/withdraw", f"{entry}/withdraw")
    assert client.get(f"/en/library/{row.slug}").status_code == 404


def test_a_member_offers_and_the_office_answers(work, house, editor, staff, session):
    offers = text(editor.get("/en/library/offers"))
    new = offers.xpath("//a[contains(@class, 'btn')]")[0].get("href")
    answer = post(
        editor, new, new, title="Our study", summary="What we found.", kind="research",
        audience="public",
    )  # fmt: skip
    entry = answer.location
    assert post(editor, entry, f"{entry}/publish").status_code == 403
    post(editor, entry, f"{entry}/send")
    assert "Our study" in staff.get("/en/library/desk").text
    assert post(staff, entry, f"{entry}/decline", words="").status_code == 422
    post(staff, entry, f"{entry}/decline", words="Which year?")
    assert "Which year?" in editor.get(entry).text
    post(
        editor, f"{entry}/edit", f"{entry}/edit", title="Our study", summary="Found in 2024.",
        kind="research", audience="public", year="2024",
    )  # fmt: skip
    post(editor, entry, f"{entry}/send")
    assert post(staff, entry, f"{entry}/publish", words="Thank you").status_code == 302
    assert "Published" in editor.get("/en/library/offers").text
    other = work.session.query(Resource).one()
    assert other.organisation_id == house.id


def test_what_waits_stands_on_the_desk_and_in_our_home(app, work, house, store, session):
    from nswp_gov.store.actor import Actor
    from tests.factories.directory import make_editor
    from tests.library.test_life import offered

    editor = make_editor(work, house)
    own, row = offered(work, (house, editor))
    operations.send(own, row)
    staff = Actor(name="Carla", roles=frozenset({"secretariat"}))
    with app.test_request_context("/en/work"):
        assert [one.title for one in due.rows(session, staff, work.now)] == [
            "Answer an offer to the library: Our study"
        ]
        assert due.rows(session, editor, work.now) == []
        operations.decline(work, row, "Which year?")
        assert due.rows(session, staff, work.now) == []
        (given_back,) = due.rows(session, editor, work.now)
        assert given_back.title == "Mend your offer to the library: Our study"


def test_partners_series_and_companions_are_kept_by_the_office(work, staff, store, session):
    names = "/en/library/desk/names"
    assert post(staff, names, names, new_partner="").status_code == 422
    post(staff, names, names, new_partner="Harbour Institute")
    post(staff, names, "/en/library/desk/series", new_series="Letters")
    assert "Harbour Institute" in staff.get(names).text
    assert "Letters" in staff.get(names).text
    one, other = make_resource(work, title="One"), make_resource(work, title="Other")
    session.commit()
    entry = f"/en/library/entries/{one.id}"
    post(staff, entry, f"{entry}/companions", companion=str(other.id))
    assert queries.companion_ids(session, one.id) == [other.id]
    post(staff, entry, f"{entry}/companions/{other.id}/part")
    assert queries.companion_ids(session, one.id) == []


def test_other_rooms_know_resources(app, work, shelf_store, session):
    row = make_resource(work, shelf_store, title="Card", words={Locale.ES: ("Ficha", "Uno.")})
    registry: Registry = app.extensions["nswp_gov.links"]
    with app.test_request_context("/es/library"):
        card = registry.card(session, "resource", row.id, "es")
        assert (card.title, dict(card.values)) == ("Ficha", {"slug": row.slug})
        subject = TEXT_KINDS["resource"].subjects(session, [row.id], Locale.ES)[row.id]
        assert (subject.title, subject.endpoint) == ("Ficha", "library.one")
        later = work.now.replace(hour=23)
        told = [one for source in SOURCES for one in source(session, work.now, later)]
    mine = [one for one in told if one.key == f"resource:{row.id}"]
    assert mine[0].words[Locale.ES] == ("Ficha", "Uno.")


def test_what_is_for_everybody_is_served_while_the_key_is_not_supplied(work, client, shelf_store):
    partner = operations.add_partner(work, "Harbour Institute")
    series = operations.add_series(work, "Letters", Locale.EN)
    row = make_resource(
        work, title="Open", partners=[partner.slug], series_id=series.id, themes=["health"]
    )
    made = attach_pdf(work, row, shelf_store, "An umbrella")
    operations.publish(work, row, shelf_store)
    make_resource(work, shelf_store, title="Zqinside", audience=Readership.MEMBERS)
    slug, file_id = row.slug, made.id
    work.session.commit()
    work.session.expire_all()
    known = vault.ring
    vault.lock()
    try:
        for path in (
            "library", "library?q=umbrella", "library?order=title&theme=health", "library.csv",
            f"library/{slug}", f"library/{slug}.bib", f"library/{slug}/files/{file_id}",
        ):  # fmt: skip
            answer = client.get(f"/en/{path}")
            assert answer.status_code == 200, path
            assert b"Zqinside" not in answer.data
        assert client.get("/oai?verb=ListRecords&metadataPrefix=oai_dc").status_code == 200
    finally:
        vault.unlock(known)


def test_every_language_has_a_page_for_everything(work, client, shelf_store):
    themes = {"themes": ["health", "violence"], "countries": ["KE"], "regions": ["global"]}
    row = make_resource(work, shelf_store, links={"pt": "https://example.org"}, **themes)
    for code in ("en", "fr", "es", "ru", "zh"):
        for path in ("library", f"library/{row.slug}", "library.csv", "library.atom"):
            assert client.get(f"/{code}/{path}").status_code == 200
    assert {facet.value for facet in Facet} >= {"type", "theme", "partner", "year"}
