"""The register's pages, for the secretariat alone."""

from __future__ import annotations

import re

import pytest

from nswp_gov.accounts.states import Role
from nswp_gov.directory import operations as directory
from nswp_gov.directory.states import Capacity
from nswp_gov.membership import queries
from nswp_gov.membership.states import Category, Standing
from tests.conftest import NOW
from tests.factories.accounts import make_person
from tests.factories.membership import make_member


@pytest.fixture
def office(make_work, client_as):
    with make_work() as work:
        staff = make_person(work, "Carla", roles=[Role.SECRETARIAT])
    return client_as(staff)


def send(browser, path, data, page=None):
    """Post a form with the mark that its page carries."""
    shown = browser.get(page or path).text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', shown)[1]
    return browser.post(path, data={**data, "csrf_token": token})


def act(browser, record, verb, data):
    """Send one act of a record's page, whose fields begin with the act's name."""
    named = {f"{verb}-{name}": value for name, value in data.items()}
    shown = browser.get(record).text
    token = re.search(rf'name="{verb}-csrf_token"[^>]*value="([^"]+)"', shown)
    token = token or re.search(r'name="csrf_token"[^>]*value="([^"]+)"', shown)
    named |= {f"{verb}-csrf_token": token[1], "csrf_token": token[1]}
    return browser.post(f"{record}/{verb}", data=named)


def test_the_office_enters_admits_changes_and_ends(office, session):
    data = {"name": "New House", "locale": "fr", "country": "SN", "level": "local", "region": ""}
    answer = send(office, "/en/register/entry", data)
    assert answer.status_code == 302
    record = answer.location
    page = office.get(record).text
    assert "New House" in page
    data = {"category": "associate", "on": "2026-01-10"}
    assert act(office, record, "admission", data).status_code == 422
    data["reason"] = "two yeses"
    assert act(office, record, "admission", data).status_code == 302
    data = {"category": "full", "on": "2026-02-10", "reason": "decided", "decision": "none"}
    answer = act(office, record, "category", data)
    assert answer.status_code == 422
    assert "This is not the identifier of a decision." in answer.text
    data["decision"] = ""
    assert act(office, record, "category", data).status_code == 302
    data = {"standing": "grace", "on": "2026-03-10", "reason": "late"}
    assert act(office, record, "standing", data).status_code == 302
    data = {"standing": "resigned", "on": "2026-04-10", "reason": "their letter"}
    assert act(office, record, "end", data).status_code == 302
    page = office.get(record).text
    for word in ("associate member", "full member", "resigned", "their letter", "two yeses"):
        assert word in page
    line = next(iter(queries.register_as_at(session, NOW.date())))
    assert (line.category, line.standing) == (Category.FULL, Standing.RESIGNED)


def test_the_list_is_narrowed_paged_and_shown_as_at_a_day(office, make_work):
    with make_work() as work:
        for number in range(60):
            category = Category.FULL if number % 2 else Category.SUPPORTING
            make_member(work, category, name=f"House {number:02}")
        make_member(work, name="Étoile", country="FR")
    first = office.get("/en/register").text
    assert "61 organisations" in first
    assert "House 00" in first
    assert "House 59" not in first
    assert "House 59" in office.get("/en/register?from=50").text
    assert "One organisation" in office.get("/en/register?region=europe").text
    assert "30 organisations" in office.get("/en/register?category=supporting").text
    assert "One organisation" in office.get("/en/register?q=étoile").text
    assert "No organisation" in office.get("/en/register?on=2024-01-01").text
    assert "61 organisations" in office.get("/en/register?on=nonsense").text


def test_a_region_that_is_undecided_is_asked_for(office):
    data = {"name": "Gulf House", "locale": "en", "country": "AE", "level": "local", "region": ""}
    answer = send(office, "/en/register/entry", data)
    assert answer.status_code == 422
    assert "choose the region of this organisation" in answer.text
    data |= {"region": "asia-and-the-pacific", "region_reason": "the board decided"}
    assert send(office, "/en/register/entry", data).status_code == 302


def test_pages_ask_at_most_nine_statements_beside_who_it_is(office, make_work, count_queries):
    with make_work() as work:
        made = make_member(work)
        for _ in range(30):
            make_member(work)
        path = f"/en/register/{made.id}"
    office.get("/en/our")
    with count_queries() as known:
        office.get("/en/our")  # nothing of its own: somebody without an organisation
    for address in ("/en/register", path, "/en/register/entry"):
        with count_queries() as seen:
            assert office.get(address).status_code == 200
        assert len(seen) - len(known) <= 9, (address, seen)


@pytest.mark.parametrize("code", ["en", "fr", "es", "ru", "zh"])
def test_pages_stand_in_five_languages(office, make_work, code):
    with make_work() as work:
        path = make_member(work).id
    for address in ("", f"/{path}", "/entry"):
        assert office.get(f"/{code}/register{address}").status_code == 200


def test_members_and_strangers_stand_before_a_shut_door(make_work, client, client_as):
    with make_work() as work:
        made = make_member(work, Category.ASSOCIATE)
        person = make_person(work)
        directory.appoint(work, made, person.id, Capacity.EDITOR)
        path = made.id
    for address in ("", f"/{path}", "/entry"):
        assert client.get(f"/en/register{address}").status_code == 302
        assert client_as(person).get(f"/en/register{address}").status_code == 403
