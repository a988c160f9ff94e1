"""Files, differences, duplicates, the statutory register as pages; and who never sees them."""

from __future__ import annotations

import csv
import io
import re
import uuid

import openpyxl
import pytest
from sqlalchemy import select

from nswp_gov.accounts.states import Role
from nswp_gov.directory import operations as directory
from nswp_gov.directory.models import Organisation
from nswp_gov.directory.states import Capacity
from nswp_gov.membership import operations, queries
from nswp_gov.membership.models import InspectionRequest, RegisterExport
from nswp_gov.membership.states import Category, Exported, Standing
from nswp_gov.store.journal import JournalEvent
from tests.conftest import NOW
from tests.factories.accounts import make_person
from tests.factories.directory import fill
from tests.factories.membership import make_listed, make_member

TODAY = NOW.date()


@pytest.fixture
def office(make_work, client_as):
    with make_work() as work:
        staff = make_person(work, "Carla", roles=[Role.SECRETARIAT])
    return client_as(staff)


def token_of(page):
    return re.search(r'csrf_token"[^>]*value="([^"]+)"', page)[1]


def send(browser, path, data=None, page=None):
    """Post a form with the mark that its page carries; names stay as they are."""
    shown = browser.get(page or path).text
    return browser.post(path, data={**(data or {}), "csrf_token": token_of(shown)})


def test_the_register_is_taken_as_a_file_and_that_is_journalled(office, make_work, session):
    with make_work() as work:
        make_member(work, name="=Lantern", country="KE")
        make_member(work, Category.ASSOCIATE, name="Étoile", country="FR")
    page = office.get("/en/register?region=europe").text
    address = re.search(r'href="(/en/register/file[^"]*)"', page)[1].replace("&amp;", "&")
    assert "region=europe" in address
    answer = send(office, address, {"kind": "csv"})
    assert answer.mimetype == "text/csv"
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [row[1] for row in rows] == ["Name", "Étoile"]
    answer = send(office, "/en/register/file", {"kind": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    names = {cell.value: cell.data_type for cell in sheet["B"]}
    assert names == {"Name": "s", "'=Lantern": "s", "Étoile": "s"}
    taken = session.scalars(select(RegisterExport).order_by(RegisterExport.lines)).all()
    assert [(one.what, one.file_kind, one.lines) for one in taken] == [
        (Exported.REGISTER, "csv", 1), (Exported.REGISTER, "xlsx", 2),
    ]  # fmt: skip
    told = session.scalars(
        select(JournalEvent).where(JournalEvent.kind == "membership.register_exported")
    ).all()
    assert {one.actor_id for one in told} == {taken[0].taken_by} != {None}


def test_the_register_is_shown_as_it_was_known(office, make_work):
    with make_work() as work:
        make_member(work, name="House")
    assert "One organisation" in office.get(f"/en/register?known={TODAY}").text
    page = office.get("/en/register?known=2026-11-01").text
    assert "No organisation" in page
    assert "As it was known on 1 November 2026" in page


def test_a_difference_is_a_page_and_a_file(office, make_work, session):
    with make_work() as work:
        made = make_member(work, Category.ASSOCIATE, name="House", country="FR")
        operations.change_category(work, made, Category.FULL, TODAY, reason="x")
        directory.place(work, made, "africa", "moved", on=TODAY)
    page = office.get("/en/register/differences").text
    assert "associate member → full member" in page
    assert "Europe → Africa" in page
    page = office.get("/en/register/differences?since=2025-01-01&to=2025-06-01").text
    assert "admitted" in page
    assert (
        "Nothing changed"
        in office.get("/en/register/differences?since=2026-02-01&to=2026-03-01").text
    )
    answer = send(office, "/en/register/differences/file?since=2026-01-01", {"kind": "csv"})
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [row[3:] for row in rows[1:]] == [
        ["category changed", "associate member", "full member"],
        ["region changed", "Europe", "Africa"],
    ]
    (taken,) = session.scalars(select(RegisterExport)).all()
    assert (taken.what, str(taken.earlier)) == (Exported.DIFFERENCE, "2026-01-01")


def test_two_records_are_compared_and_become_one(office, make_work, session, client):
    with make_work() as work:
        kept = make_listed(work, name="Sisters of the Lantern")
        gone = make_listed(work, name="Sisters Lantern")
        fill(work, gone, city="Kisumu")
        slugs = kept.slug, gone.slug
        ids = kept.id, gone.id
    assert client.get(f"/en/organisations/{slugs[1]}").status_code == 200
    page = office.get("/en/register/duplicates").text
    assert "alike names" in page
    address = f"/en/register/duplicates/{ids[0]}/{ids[1]}"
    page = office.get(address).text
    for words in ("Sisters of the Lantern", "Sisters Lantern", "Kisumu", "full member · active"):
        assert words in page
    assert send(office, address, {"reason": ""}).status_code == 422
    answer = send(office, address, {"reason": "the same people"})
    assert answer.location == f"/en/register/{ids[0]}"
    page = office.get(answer.location).text
    assert "the same people" in page
    assert "Nothing of it was deleted." in office.get(f"/en/register/{ids[1]}").text
    moved = client.get(f"/en/organisations/{slugs[1]}")
    assert (moved.status_code, moved.location) == (301, f"/en/organisations/{slugs[0]}")
    with make_work() as work:
        directory.withdraw_consent(work, session.get(Organisation, ids[0]))
    hidden = client.get(f"/en/organisations/{slugs[1]}")
    absent = client.get("/en/organisations/abcdefgh")
    assert hidden.status_code == absent.status_code == 404
    assert hidden.data.replace(slugs[1].encode(), b"") == absent.data.replace(b"abcdefgh", b"")


def test_a_pair_that_is_two_is_not_asked_about_again(office, make_work):
    with make_work() as work:
        one = make_member(work, name="Rose House")
        other = make_member(work, name="Rose Houses")
        address = f"/en/register/duplicates/{one.id}/{other.id}/apart"
    send(office, address, page="/en/register/duplicates")
    assert "No two records look alike." in office.get("/en/register/duplicates").text


def test_the_law_s_register_is_off_until_it_is_switched_on(office, make_work, session):
    with make_work() as work:
        made = make_member(work, name="House")
        address = f"/en/register/{made.id}/address"
    page = office.get("/en/register/statutory").text
    assert "Not kept." in page
    assert "House" not in page
    for closed in (
        address,
        "/en/register/statutory/inspections/new",
        "/en/register/statutory/file",
    ):
        assert office.get(closed).status_code == 409
    send(office, "/en/register/statutory", {"reason": "counsel"})
    page = office.get("/en/register/statutory").text
    assert "with a vote" in page
    assert "No address of record yet." in page
    send(office, address, {"address": "1 Old Street", "on": str(TODAY)})
    assert "1 Old Street" in office.get("/en/register/statutory").text
    data = {"who": "Eve", "address": "3 Lane", "purpose": "", "received_on": "2026-11-02"}
    new = "/en/register/statutory/inspections/new"
    assert send(office, new, data).status_code == 422
    assert send(office, new, {**data, "purpose": "to write"}).status_code == 302
    assert "9 November 2026" in office.get("/en/register/statutory").text
    assert "asks to see the statutory register" in office.get("/en/work").text
    asked = session.scalars(select(InspectionRequest)).one()
    path = f"/en/register/statutory/inspections/{asked.id}"
    assert send(office, path, {"state": "shown", "outcome": "came on Friday"}).status_code == 302
    assert "came on Friday" in office.get(path).text
    answer = send(office, "/en/register/statutory/file", {"kind": "csv"})
    assert "1 Old Street" in answer.data.decode("utf-8-sig")
    send(office, "/en/register/statutory/end", page="/en/register/statutory")
    assert "Not kept." in office.get("/en/register/statutory").text


def test_an_organisation_leaves_by_its_own_page(make_work, client_as, session):
    with make_work() as work:
        made, other = make_listed(work, name="House"), make_member(work)
        person = make_person(work, "Amina")
        directory.appoint(work, made, person.id, Capacity.EDITOR)
        path, ids = f"/en/register/ours/{made.id}/resignation", (made.id, other.id)
    browser = client_as(person)
    assert f'href="{path}"' in browser.get(f"/en/our/{ids[0]}").text
    assert browser.get(f"/en/register/ours/{ids[1]}/resignation").status_code == 403
    assert send(browser, path, {"reason": ""}).status_code == 422
    assert send(browser, path, {"reason": "we close"}).location == "/en/work"
    line = queries.line_of(session, ids[0], TODAY.max.replace(year=2030))
    assert line.standing is Standing.RESIGNED
    assert browser.get(path).status_code == 403  # nobody acts for it any more


def test_a_decision_is_named_by_its_address_and_has_to_be_there(office, make_work):
    with make_work() as work:
        path = f"/en/register/{make_member(work).id}"
    shown = office.get(path).text
    data = {"standing": "suspended", "on": str(TODAY), "reason": "x", "csrf_token": token_of(shown)}
    for decision, said in (
        ("", "Nobody is suspended or expelled without a decision"),
        ("nonsense", "This is not the identifier of a decision."),
        (f"https://example.org/en/meetings/decisions/{uuid.uuid4()}", "not the identifier"),
    ):
        named = {
            f"standing-{name}": value for name, value in {**data, "decision": decision}.items()
        }
        answer = office.post(f"{path}/standing", data={**named, "csrf_token": data["csrf_token"]})
        assert answer.status_code == 422
        assert said in answer.text


PAGES = (
    "", "/differences", "/duplicates", "/renewals", "/statutory", "/file", "/differences/file",
    "/statutory/inspections/new", "/statutory/file",
)  # fmt: skip


def test_nobody_else_learns_anything_from_the_register(make_work, client, client_as):
    with make_work() as work:
        hidden = make_member(work, name="Zqhidden")
        listed = make_listed(work, name="Zqlisted")
        operations.begin_statutory(work, reason="Zqcounsel")
        roles = ("administrator", "translator_fr", "returning_officer")
        people = {role: make_person(work, roles=[role]) for role in roles}
        people["editor"] = make_person(work)
        own = make_member(work, Category.ASSOCIATE)
        directory.appoint(work, own, people["editor"].id, Capacity.EDITOR)
        named = [hidden.id, listed.id]
        absent = uuid.uuid4()
    paths = [*PAGES, *(f"/{one}" for one in named), *(f"/{one}/address" for one in named),
             f"/duplicates/{named[0]}/{named[1]}"]  # fmt: skip
    for path in paths:
        assert client.get(f"/en/register{path}").status_code == 302
    for name, person in people.items():
        browser = client_as(person)
        for path in paths:
            answer = browser.get(f"/en/register{path}")
            assert answer.status_code == 403, (name, path)
            assert not re.search("Zq[a-z]{4}", answer.text)
        answers = [browser.get(f"/en/register/ours/{one}/resignation") for one in (*named, absent)]
        assert len({(one.status_code, one.data) for one in answers}) <= len(named) + 1
        assert {one.status_code for one in answers} == {403}


@pytest.mark.parametrize("code", ["en", "fr", "es", "ru", "zh"])
def test_pages_stand_in_five_languages(office, make_work, code):
    with make_work() as work:
        one, other = make_member(work, name="Rose House"), make_member(work, name="Rose Houses")
        operations.renew(work, one, TODAY.replace(day=20), reason="x")
        operations.begin_statutory(work, reason="x")
        row = operations.receive_inspection(
            work, who="Eve", address="x", purpose="x", onward="", received_on=TODAY
        )
        more = (
            f"/duplicates/{one.id}/{other.id}", f"/{one.id}/address",
            f"/statutory/inspections/{row.id}",
        )  # fmt: skip
    for path in (*PAGES, *more):
        assert office.get(f"/{code}/register{path}").status_code == 200, path
