"""The pages of the sample manual, as strangers and the secretariat get them."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from datetime import timedelta

import pytest
from flask import url_for
from sqlalchemy import select

from nswp_gov.accounts.models import Person
from nswp_gov.accounts.states import Role
from nswp_gov.manual import queries
from nswp_gov.manual.states import Readership
from nswp_gov.manual.views import clause_card, edition_card
from nswp_gov.meetings.models import Decision
from nswp_gov.paths import PACKAGE
from nswp_gov.rules.audience import Viewer
from nswp_gov.rules.languages import Locale
from nswp_gov.store import clock
from tests.conftest import NOW
from tests.factories.accounts import make_person
from tests.factories.directory import make_editor
from tests.factories.manual import (
    DECIDED,
    FIRST_DAY,
    SECOND_DAY,
    adopt,
    make_document,
    make_draft,
    make_manual,
)
from tests.factories.membership import make_member

CODES = [locale.code for locale in Locale]
BUDGET = 14_336

fill = make_manual


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def staff(session, make_work, client_as):
    with make_work() as w:
        person_id = make_person(w, "Carla", roles=[Role.SECRETARIAT]).id
    return client_as(session.get_one(Person, person_id))


def text_of(answer):
    return " ".join(re.sub(r"<[^>]+>", "", answer.text).split())


def sender(browser, page, base):
    """Return what sends forms below an address, as from a page that was read."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
    return lambda path, **data: browser.post(base + path, data={"csrf_token": token, **data})


PATHS = (
    *("", "/editions/1", "/editions/2", "/editions/2/review", "/compare/1/2", "/compare/2/1"),
    *("/editions/1/register-of-interests", "/languages/2", "/record/2"),
    *(f"/as-at/{FIRST_DAY}", f"/as-at/{SECOND_DAY}/quorum-board"),
)


@pytest.mark.parametrize("code", CODES)
def test_strangers_read_every_page_in_every_language(client, code):
    for path in PATHS:
        answer = client.get(f"/{code}/manual{path}")
        assert answer.status_code == 200, path
        assert f'<html lang="{Locale.from_url(code).tag}"' in answer.text
        assert "[[" not in answer.text, path
    assert client.get(f"/{code}/documents").status_code == 200


@pytest.mark.parametrize("code", CODES)
def test_the_contents_fit_the_first_load(client, code):
    page = client.get(f"/{code}/manual").data
    files = [PACKAGE / "static" / name for name in ("site.css", "site.js")]
    whole = [page, *(file.read_bytes() for file in files if file.exists())]
    assert sum(len(gzip.compress(one, 9)) for one in whole) <= BUDGET


@pytest.mark.parametrize("code", CODES)
def test_the_text_is_the_one_of_its_language(client, code):
    start = {
        "en": "The board can decide when at least six",
        "fr": "Le conseil peut décider lorsqu’au moins six",
        "es": "La junta directiva puede decidir cuando",
        "ru": "Правление может принимать решения, если",
        "zh": "至少六名理事出席，且来自至少四个区域时",
    }[code]
    page = client.get(f"/{code}/manual/editions/2/quorum-board").text
    assert start in page
    assert f'lang="{Locale.from_url(code).tag}"' in page


def test_a_clause_says_which_decision_made_it(client):
    page = text_of(client.get("/en/manual/editions/2/review"))
    assert "Last changed by edition 2, decision 2026-B-02" in page
    unchanged = text_of(client.get("/en/manual/editions/2/appeal"))
    for said in ("Last changed by edition 1, decision 2026-B-01", "added as 1.4", "1.4 to 1.5"):
        assert said in unchanged


def test_the_history_shows_what_changed_word_by_word(client):
    page = client.get("/en/manual/editions/2/quorum-board").text
    assert re.search(r"<del>.*three ?</del>", page)
    assert re.search(r"<ins>.*four ?</ins>", page)
    assert "meaning changed" in page
    assert "wording corrected" in client.get("/en/manual/editions/2/board-composition").text


def test_the_comparison_counts_changes_and_shows_a_move_as_a_move(client):
    page = text_of(client.get("/en/manual/compare/1/2"))
    assert "Of 69 clauses: 3 clauses changed, 1 added, and 1 moved." in page
    assert "Moved from 2.4 to 5.2" in page
    assert "Editorial change" in page


def test_a_translation_that_is_behind_says_so_and_shows_the_original(client):
    page = client.get("/ru/manual/editions/2/review").text
    assert "Ответ даётся в разумный срок" in page
    assert re.search(r"<ins>.*within two months", page)
    assert 'lang="en"' in page
    assert "◐" in page
    older = client.get("/ru/manual/editions/1/review").text
    assert "◐" not in older  # it is what edition 1 says


def test_a_missing_translation_is_shown_in_the_original_and_marked(client):
    page = client.get("/zh/manual/editions/2/whom-not-to-ask").text
    assert "An applicant may name organisations" in page
    assert '<div class="text" lang="en"' in page
    assert "○" in page


def test_references_lead_to_clauses_by_number(client):
    page = client.get("/en/manual/editions/1/application").text
    assert 'href="/en/manual/editions/1/review"' in page
    assert "§ 1.3</a>" in page
    whole = client.get("/en/manual/editions/1").text
    assert 'href="#c-review"' in whole
    assert 'id="c-review"' in whole


def test_every_day_shows_the_edition_of_that_day(client):
    for day, number in (
        (FIRST_DAY, 1),
        (SECOND_DAY - timedelta(days=1), 1),
        (SECOND_DAY, 2),
        (SECOND_DAY + timedelta(days=4000), 2),
    ):
        answer = client.get(f"/en/manual/as-at/{day}")
        assert f"edition {number}." in text_of(answer), day
    for nothing in (f"/as-at/{DECIDED}", "/as-at/yesterday", f"/as-at/{DECIDED}/review"):
        assert client.get(f"/en/manual{nothing}").status_code == 404
    assert client.get(f"/en/manual/as-at/{FIRST_DAY}/whom-not-to-ask").status_code == 404


def test_forms_lead_to_permanent_addresses(client):
    for asked, place in (
        ("as-at?day=2026-05-01", "as-at/2026-05-01"),
        ("compare?before=1&after=2", "compare/1/2"),
    ):
        assert client.get(f"/fr/manual/{asked}").location == f"/fr/manual/{place}"
    assert client.get("/fr/manual/compare?before=x").status_code == 404


def test_what_is_not_there_is_not_found(client):
    for path in ("/editions/9", "/editions/1/nowhere", "/record/9", "/compare/1/9"):
        assert client.get(f"/en/manual{path}").status_code == 404
    assert client.get("/en/documents/none").status_code == 404


def test_one_document_has_one_address(client):
    answer = client.get("/en/documents/manual/editions/2")
    assert (answer.status_code, answer.location) == (308, "/en/manual/editions/2")


def test_the_file_is_what_the_page_says(client):
    page = client.get("/en/manual/record/2").text
    said = re.search(r"<code>([0-9a-f]{64})</code>", page)
    answer = client.get("/en/manual/editions/2.json")
    assert said
    assert hashlib.sha256(answer.data).hexdigest() == said[1]
    assert said[1] in client.get("/fr/manual/editions/2").text
    assert "filename=manual-2.json" in answer.headers["Content-Disposition"]
    body = json.loads(answer.data)
    assert set(body["document"]["title"]) == {locale.tag for locale in Locale}
    assert "sha256sum manual-2.json" in page


def test_the_list_of_editions_is_data_too(client):
    assert 'href="/en/manual/editions.json"' in client.get("/en/manual").text
    found = client.get("/en/manual/editions.json").get_json()
    assert [row["number"] for row in found["editions"]] == [1, 2]
    assert found["editions"][0]["superseded_on"] == SECOND_DAY.isoformat()


@pytest.mark.parametrize("code", CODES)
def test_one_file_needs_nothing_else(client, code):
    answer = client.get(f"/{code}/manual/editions/2.html")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "<style>" in answer.text
    assert not re.search(r'(?:src|<link[^>]*href)="', answer.text)
    anchors = set(re.findall(r'id="(c-[a-z-]+)"', answer.text))
    assert set(re.findall(r'href="#(c-[a-z-]+)"', answer.text)) <= anchors


def test_strangers_see_no_draft_and_change_nothing(client, session):
    document = queries.document_by_slug(session, "manual")
    for path in ("/en/manual/drafts", f"/en/manual/drafts/{document.id}"):
        assert client.get(path).status_code in (302, 403)
    for path in ("/en/manual/drafts/manual", "/en/manual/readings/2"):
        assert client.post(path).status_code in (302, 400, 403)


def test_a_decision_lists_what_it_changed(session, client):
    document = queries.document_by_slug(session, "manual")
    edition = queries.edition_by_number(session, document.id, 2, Viewer.public())
    adoption = queries.adoptions(session, [edition.id], Viewer.public())[edition.id]
    ((found, comparison),) = queries.changes_by_decision(session, adoption.decision_id)
    assert found.id == edition.id
    path = f"/en/manual/changes/{adoption.decision_id}"
    assert client.get(path).location == "/en/manual/compare/1/2"
    assert "/en/documents" in client.get("/en/manual").text
    assert client.get(f"/en/manual/changes/{edition.id}").status_code == 404
    changed = {"review", "quorum-board", "board-composition", "whom-not-to-ask"}
    assert {one.key for one in comparison.changes} == changed | {"register-of-interests"}


def test_a_whole_edition_takes_few_queries(client, count_queries):
    client.get("/en/manual/editions/2")
    with count_queries() as seen:
        client.get("/en/manual/editions/2")
    assert len(seen) <= 15  # 69 clauses


def test_the_secretariat_writes_lays_before_adopts(staff, session):
    page = staff.get("/fr/manual/drafts")
    assert page.status_code == 200
    post = sender(staff, page, "/fr/manual")
    answer = post("/drafts/manual")
    assert answer.status_code == 302
    draft = answer.location.rpartition("/")[2]
    assert staff.get(answer.location).status_code == 200
    assert post(f"/drafts/{draft}/submit").status_code == 422  # nothing changed yet
    answer = post(
        f"/drafts/{draft}/add", key="languages", heading="Languages", body="Five.", parent_key=""
    )
    assert answer.status_code == 302
    answer = post(f"/drafts/{draft}/add", key="languages", heading="x", body="", parent_key="")
    assert answer.status_code == 422
    edit = f"/drafts/{draft}/clauses/languages"
    first = {"heading": "Languages", "heading_seen": "1", "body_seen": "1"}
    assert post(edit, body="Five languages.", **first).status_code == 302
    answer = post(edit, body="Six languages.", **first)
    assert answer.status_code == 409
    assert "Five languages." in answer.text
    assert "Six languages." in answer.text
    assert 'name="body_seen" type="hidden" value="2"' in answer.text
    for path in (edit, f"{edit}/zh", f"/drafts/{draft}/comparison", f"/drafts/{draft}/add"):
        assert staff.get(f"/fr/manual{path}").status_code == 200, path
    answer = post(
        f"{edit}/fr",
        heading="Langues",
        body="Cinq langues.",
        heading_from="1",
        body_from="2",
        heading_seen="0",
        body_seen="0",
        is_reviewed="y",
    )
    assert answer.status_code == 302
    for path, data in (
        ("shift", {"by": "-1"}),
        ("place", {"parent_key": "", "place": "1"}),
        ("mark", {"by": "0"}),
    ):
        assert post(f"{edit}/{path}", **data).status_code == 302
    assert post(f"/drafts/{draft}/submit").status_code == 302
    assert post(f"{edit}/shift", by="1").status_code == 409
    page = staff.get(f"/fr/manual/drafts/{draft}/adopt")
    assert page.status_code == 200
    assert post(f"/drafts/{draft}/reopen").status_code == 302
    assert post(f"{edit}/remove").status_code == 302
    assert post(f"/drafts/{draft}/discard").status_code == 302
    assert staff.get(f"/fr/manual/drafts/{draft}").status_code == 200


def test_a_decision_is_chosen_and_the_edition_published(staff, client):
    page = staff.get("/en/manual/drafts")
    post = sender(staff, page, "/en/manual")
    draft = post("/drafts/manual").location
    post(
        f"{draft.removeprefix('/en/manual')}/add",
        key="languages",
        heading="Languages",
        body="Five.",
        parent_key="conduct",
    )
    assert post(f"{draft.removeprefix('/en/manual')}/submit").status_code == 302
    page = staff.get(f"{draft}/adopt").text
    assert "To adopt draft 3 of the manual." in page
    assert "To adopt draft 2 of the manual." not in page
    seen = re.search(r'name="revision_seen"[^>]*value="([0-9a-f]{64})"', page)[1]
    decision = re.search(r'<option value="([0-9a-f-]{36})"', page)[1]
    adopt = f"{draft.removeprefix('/en/manual')}/adopt"
    data = {"decision_id": decision, "in_force_from": "2026-10-01"}
    assert post(adopt, revision_seen="0" * 64, **data).status_code == 409
    too_early = data | {"in_force_from": "2026-01-01"}
    assert post(adopt, revision_seen=seen, **too_early).status_code == 422
    answer = post(adopt, revision_seen=seen, **data)
    assert answer.location == "/en/manual/editions/3"
    assert "Languages" in client.get("/en/manual").text
    assert "edition 2." in text_of(client.get("/en/manual/as-at/2026-09-30"))


def test_an_organisation_says_that_it_has_read(session, make_work, client_as):
    with make_work() as w:
        person_id = make_editor(w, make_member(w)).person_id
    browser = client_as(session.get_one(Person, person_id))
    page = browser.get("/en/manual").text
    assert "We have read edition 2" in page
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    reader = re.search(r'name="organisation_id" value="([0-9a-f-]{36})"', page)[1]
    data = {"csrf_token": token, "organisation_id": reader}
    assert browser.post("/en/manual/readings/2", data=data).status_code == 302
    assert "We have read edition 2" not in browser.get("/en/manual").text
    for wrong, status in (("00000000-0000-4000-8000-000000000000", 403), ("x", 404)):
        data["organisation_id"] = wrong
        assert browser.post("/en/manual/readings/2", data=data).status_code == status


def test_a_members_document_is_closed_to_strangers(session, make_work, client, client_as):
    with make_work() as w:
        document = make_document(w, slug="standing-orders", title="Standing orders")
        document.audience = Readership.MEMBERS
        w.record("document.closed", document)
        draft = make_draft(w, document)
        decision = session.scalars(select(Decision).order_by(Decision.ordinal)).first()
        adopt(w, draft, decision, FIRST_DAY)
        person_id = make_editor(w, make_member(w)).person_id
    for path in ("", "/editions/1", "/editions/1.json", "/editions/1/c1", "/record/1"):
        assert client.get(f"/en/documents/standing-orders{path}").status_code == 404, path
    assert "Standing orders" not in client.get("/en/documents").text
    browser = client_as(session.get_one(Person, person_id))
    page = browser.get("/en/documents/standing-orders/editions/1")
    assert page.status_code == 200
    assert "<title>Page</title>" in page.text


def test_cards_name_editions_and_clauses(app, session):
    document = queries.document_by_slug(session, "manual")
    edition = queries.edition_by_number(session, document.id, 2, Viewer.public())
    clause = queries.clause_by_key(session, document.id, "review")
    with app.test_request_context("/fr/manual"):
        card = edition_card(session, edition.id, "fr")
        assert card.title == "Manuel de l’organisation, edition 2"
        assert url_for(card.endpoint, lang="fr", **dict(card.values)) == "/fr/manual/editions/2"
        card = clause_card(session, clause.id, "zh_Hans")
        assert card.title == "§ 1.3 由谁审核申请"
        path = url_for(card.endpoint, lang="fr", **dict(card.values))
        assert path == "/fr/manual/editions/2/review"
        assert card.audience.is_public
        assert edition_card(session, document.id, "fr") is None
        assert clause_card(session, document.id, "fr") is None


def test_a_clause_in_force_is_translated_and_found(staff, client):
    path, clause = "/en/manual/translations/zh/whom-not-to-ask", "editions/2/whom-not-to-ask"
    way = "/zh/manual/translations/zh/whom-not-to-ask"
    assert f'href="{way}"' in staff.get(f"/zh/manual/{clause}").text
    assert way not in client.get(f"/zh/manual/{clause}").text
    page = staff.get(path)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
    data = {
        "csrf_token": token,
        "heading": "不得询问谁",
        "body": "申请组织可以指明不得询问哪些组织。",
        "heading_from": "1",
        "body_from": "1",
        "heading_seen": "0",
        "body_seen": "0",
        "is_reviewed": "y",
    }
    assert staff.post(path, data=data).status_code == 302
    read = client.get("/zh/manual/editions/2/whom-not-to-ask").text
    assert "申请组织可以指明" in read
    assert "◌" not in read
    assert staff.post(path, data=data).status_code == 422  # somebody translated it meanwhile
