"""The pages of who applies: a draft behind a link and a phrase."""

from __future__ import annotations

import uuid
from datetime import timedelta

from nswp_gov.applications import queries
from nswp_gov.applications.states import Part, State
from nswp_gov.rules.languages import Locale
from tests.applications.conftest import TOKEN, enter, row_of, send
from tests.factories.accounts import PASSPHRASE
from tests.factories.applications import picture


def test_anybody_reads_what_applying_means(client):
    page = client.get("/en/apply").text
    assert "Ten questions" in page
    assert "21 days" in page
    assert 'href="/en/apply"' in client.get("/en/").text


def test_nothing_is_shown_before_the_phrase_and_links_look_alike(client, draft):
    for path in ("", "/preview", "/files", "/part/work", "/withdrawal", "/account"):
        right, made_up = (client.get(f"/en/apply/{t}{path}") for t in (draft, "x" * 43))
        assert right.status_code == made_up.status_code
        assert right.status_code == (302 if path else 200)
        if path:
            assert right.location == f"/en/apply/{draft}"
    wrong = [enter(client, t, "quite another phrase") for t in (draft, "x" * 43)]
    assert {one.status_code for one in wrong} == {422}
    texts = [TOKEN.sub("", one.text).replace(draft, "").replace("x" * 43, "") for one in wrong]
    assert texts[0] == texts[1]


def test_statements_are_the_same_whether_or_not_there_is_such_a_link(client, draft, count_queries):
    seen = []
    for token in (draft, "x" * 43):
        client.get(f"/en/apply/{token}")
        with count_queries() as statements:
            enter(client, token, "quite another phrase")
        seen.append([one for one in statements if "membership_application" in one])
    assert seen[0] == seen[1]
    assert seen[0]


def test_wrong_phrases_are_slowed_down_and_never_lock(client, draft, held):
    for _try in range(5):
        assert enter(client, draft, "quite another phrase").status_code == 422
    slow = enter(client, draft)
    assert "Wait" in slow.text
    held[0] += timedelta(minutes=2)
    assert enter(client, draft).status_code == 302


def test_what_was_typed_survives_half_an_hour_away(client, draft, session, held):
    enter(client, draft)
    page = f"/en/apply/{draft}/part/work"
    token = TOKEN.search(client.get(page).text)[1]
    held[0] += timedelta(minutes=31)
    data = {"works_with": "Zqtyped", "areas": ["health", "violence"], "csrf_token": token}
    asked = client.post(page, data=data)
    assert asked.status_code == 200
    assert asked.text.count('type="hidden" name="areas"') == 2
    assert row_of(session, draft).answers == {}
    again = TOKEN.search(asked.text)[1]
    data |= {"csrf_token": again, "passphrase": "not this one"}
    assert client.post(page, data=data).status_code == 422
    data["passphrase"] = PASSPHRASE
    assert client.post(page, data=data).status_code == 302
    answers = row_of(session, draft).answers
    assert answers["works_with"] == "Zqtyped"
    assert answers["areas"] == ["health", "violence"]


def test_a_half_filled_page_is_saved_and_an_odd_value_is_not(client, draft, session):
    enter(client, draft)
    page = f"/en/apply/{draft}/part/organisation"
    assert send(client, page, {"name": "Zqhouse", "country": "", "level": ""}).status_code == 302
    assert row_of(session, draft).answers["name"] == "Zqhouse"
    assert row_of(session, draft).locale is Locale.EN  # it was begun in French
    odd = send(client, page, {"name": "Zqother", "country": "QQ", "level": "local"})
    assert odd.status_code == 422
    assert "Zqother" in odd.text
    assert row_of(session, draft).answers["name"] == "Zqhouse"


def test_what_is_missing_is_marked_and_cannot_be_handed_in(client, draft, session):
    enter(client, draft)
    overview = client.get(f"/en/apply/{draft}").text
    assert overview.count("something is missing") == len(Part)
    page = f"/en/apply/{draft}/preview"
    assert "Hand in" not in client.get(page).text
    answer = send(client, page, {}, page=f"/en/apply/{draft}/part/work")
    assert answer.status_code == 422
    assert row_of(session, draft).state is State.DRAFT


def test_a_file_is_added_looked_at_and_deleted(client, draft, session):
    enter(client, draft)
    page = f"/en/apply/{draft}/files"
    import io

    def add(content, name):
        token = TOKEN.search(client.get(page).text)[1]
        data = {"file": (io.BytesIO(content), name), "csrf_token": token}
        return client.post(page, data=data, content_type="multipart/form-data")

    assert "is not taken" in add(b"MZ", "a.exe").text
    assert add(picture(), "Zqphoto.jpg").status_code == 302
    shown = client.get(page).text
    assert "Zqphoto.webp" in shown
    document = queries.documents(session, row_of(session, draft).id)[0][0]
    copy = client.get(f"{page}/{document.id}")
    assert copy.headers["Content-Disposition"].startswith("attachment")
    assert b"Zqcamera" not in copy.data
    assert copy.data[8:12] == b"WEBP"
    assert client.get(f"{page}/{uuid.uuid4()}").status_code == 404
    assert send(client, f"{page}/{document.id}/removal", {}, page=page).status_code == 302
    assert queries.documents(session, row_of(session, draft).id) == []


def test_a_draft_is_deleted_at_once_when_its_writer_wants_it(client, draft, session):
    enter(client, draft)
    page = f"/en/apply/{draft}/withdrawal"
    assert send(client, page, {}).location == "/en/apply"
    assert row_of(session, draft) is None
    assert client.get(f"/en/apply/{draft}").status_code == 200


def test_closing_asks_for_the_phrase_again(client, draft):
    enter(client, draft)
    own = f"/en/apply/{draft}"
    assert "Each page is saved" in client.get(own).text
    send(client, f"{own}/leaving", {}, page=own)
    assert "Each page is saved" not in client.get(own).text
