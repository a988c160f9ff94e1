"""The pages of imports: brought in on a phone, paused, applied by looking, shut to others."""

from __future__ import annotations

import io
import re

import pytest
from sqlalchemy import select

from nswp_gov.accounts.states import Role
from nswp_gov.directory import operations as directory
from nswp_gov.directory.models import Organisation
from nswp_gov.directory.states import Capacity
from nswp_gov.imports import ticking
from nswp_gov.imports.models import ImportBatch, ImportLine
from nswp_gov.imports.states import LARGEST_FILE, Stage
from nswp_gov.membership.states import Category
from nswp_gov.store.journal import JournalEvent
from tests.conftest import NOW
from tests.factories.accounts import make_person
from tests.factories.imports import bring_in, file_of, importing, make_importer, row
from tests.factories.membership import make_member


@pytest.fixture
def office(make_work, client_as):
    with make_work() as work:
        staff = make_importer(work)
    return client_as(staff)


def token_of(page):
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]


def send(browser, path, data=None, page=None, **more):
    data = {**(data or {}), "csrf_token": token_of(browser.get(page or path).text)}
    return browser.post(path, data=data, **more)


def upload(browser, content, name="list.csv", lang="en"):
    """Send a file as a browser does; the client's own way would leave temporary files open."""
    path, mark = f"/{lang}/imports/new", "----a-boundary"
    fields = {
        "locale": "en",
        "reason": "our list",
        "csrf_token": token_of(browser.get(path).text),
    }
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{words}\r\n'
        for field, words in fields.items()
    ]
    head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = "".join([*parts, head]).encode() + content + f"\r\n--{mark}--\r\n".encode()
    kind = f"multipart/form-data; boundary={mark}"
    return browser.post(path, input_stream=io.BytesIO(body), content_type=kind,
                        content_length=len(body))  # fmt: skip


def go_on(browser, address):
    """Look at the page as a browser does that it asks to look again; return where it ends."""
    for _look in range(50):
        answer = browser.get(address)
        if answer.status_code == 302:
            return answer.location
        assert answer.headers["Refresh"] == f"1; url={address}"
    raise AssertionError("it never ends")


def test_a_list_is_read_matched_tried_applied_and_undone(office, session):
    rows = [row(number) for number in range(80)]
    rows[3][2] = "Keniya"
    answer = upload(office, file_of(rows))
    assert answer.status_code == 302
    columns = answer.location
    page = office.get(columns).text
    assert page.count(" selected") >= 7
    assert "Paper Lantern 0 · Paper Lantern 1" in page
    meant = {
        f"c{at}": name
        for at, name in enumerate(
            ("key", "name", "country", "level", "category", "email", "description")
        )
    }
    answer = send(office, columns, meant)
    countries = answer.location
    page = office.get(countries).text
    assert "Keniya" in page
    assert re.search(r'refuse these lines</option><option value="KE">', page)
    answer = send(office, countries, {"n0": "KE"})
    trial = go_on(office, answer.location)
    page = office.get(trial).text
    assert "Line 2" in page
    assert "80 records are made or changed." in page
    assert 'href="/en/imports' in page
    assert session.scalars(select(Organisation)).all() == []
    answer = send(office, f"{trial}/application", page=trial)
    first = office.get(answer.location)
    assert first.status_code == 200
    assert "75" in first.text
    assert f'href="{trial}/progress"' in first.text
    assert go_on(office, answer.location) == trial
    session.expire_all()
    assert len(session.scalars(select(Organisation)).all()) == 80
    acts = session.scalars(select(JournalEvent.actor_id).where(JournalEvent.kind.like("org%")))
    assert set(acts) == {session.scalars(select(ImportBatch.made_by)).one()}
    answer = send(office, f"{trial}/undoing", page=trial)
    go_on(office, answer.location)
    session.expire_all()
    assert session.scalars(select(Organisation)).all() == []
    assert "undone" in office.get(trial).text


def test_a_paused_list_goes_on_only_when_asked(office, make_work, session):
    with make_work() as work:
        batch = bring_in(importing(work, make_importer(work)), [row(1)])
        path = f"/en/imports/{batch.id}"
    send(office, f"{path}/application", page=path)
    paused = office.get(f"{path}/progress")
    assert "Refresh" not in paused.headers
    assert "Paused here." in paused.text
    assert session.scalars(select(Organisation)).all() == []
    answer = send(office, f"{path}/going-on", page=f"{path}/progress")
    go_on(office, answer.location)
    assert len(session.scalars(select(Organisation)).all()) == 1


def test_conflicts_are_decided_line_by_line(office, make_work, session):
    with make_work() as work:
        made = make_member(work, name="Paper Lantern 1")
        name = made.id
        batch = bring_in(importing(work, make_importer(work)), [row(1, level="national")])
        path = f"/en/imports/{batch.id}"
        line = session.scalars(select(ImportLine)).one().id
    page = office.get(f"{path}?outcome=conflict").text
    assert "local organisation" in page
    assert "national organisation" in page
    assert "The line will be left out." in page
    answer = send(office, f"{path}/lines/{line}", {"take": "file"}, page=path)
    assert "The file will be taken." in office.get(answer.location).text
    answer = send(office, f"{path}/application", page=path)
    go_on(office, answer.location)
    session.expire_all()
    assert session.get(Organisation, name).level == "national"


def test_files_and_columns_that_are_not_right_are_said_so(office):
    answer = upload(office, b"PK\x03\x04 not a workbook", "list.xlsx")
    assert answer.status_code == 422
    assert "can’t be read" in answer.text
    assert "our list" in answer.text  # what was typed is kept
    answer = send(office, "/en/imports/new", {"locale": "en", "reason": ""})
    assert answer.status_code == 422
    columns = upload(office, file_of([row(1)])).location
    answer = send(office, columns, {"c0": "name", "c1": "name"})
    assert answer.status_code == 422
    assert "Two columns are said to be “Name”." in answer.text
    answer = send(office, columns, {"c0": "email", **{f"c{at}": "" for at in range(1, 7)}})
    assert "Say which column holds the name, or the key." in answer.text


def test_a_file_of_twenty_megabytes_is_let_in_and_no_larger_one(office):
    line = ("x" * 9_000 + ",").encode() * 20 + b"\n"
    answer = upload(office, b"a\n" + line * (LARGEST_FILE // len(line) - 1))
    assert answer.status_code == 302
    answer = upload(office, b"a" * (LARGEST_FILE + 1))
    assert answer.status_code == 422
    assert "larger than 20 MB" in answer.text


def test_a_file_without_the_mark_of_our_page_is_not_taken(office, session):
    data = {"file": (io.BytesIO(file_of([row(1)])), "list.csv"), "locale": "en", "reason": "x"}
    answer = office.post("/en/imports/new", data=data, content_type="multipart/form-data")
    assert answer.status_code == 400
    assert session.scalars(select(ImportBatch)).all() == []


def test_a_thrown_away_list_is_gone_from_the_desk(office, make_work, session):
    with make_work() as work:
        batch = bring_in(importing(work, make_importer(work)), [row(1)])
        path = f"/en/imports/{batch.id}"
    assert "not done with" in office.get("/en/work").text
    answer = send(office, f"{path}/discarding", page=path)
    assert answer.location == "/en/imports"
    assert "thrown away" in office.get("/en/imports").text
    assert "not done with" not in office.get("/en/work").text
    assert session.scalars(select(ImportLine)).all() == []
    assert office.get(f"{path}/columns").status_code == 409


@pytest.mark.parametrize("code", ["en", "fr", "es", "ru", "zh"])
def test_pages_stand_in_five_languages(office, make_work, code):
    with make_work() as work:
        importer = importing(work, make_importer(work))
        rows = [row(1), row(2, country="Keniya"), row(3, level="huge")]
        batch = bring_in(importer, rows)
        path = f"/{code}/imports/{batch.id}"
    for address in ("", "/new"):
        assert office.get(f"/{code}/imports{address}").status_code == 200
    for address in ("", "/columns", "/countries", "/progress", "?outcome=refused", "?fate=kept"):
        assert office.get(path + address).status_code == 200, address


def test_nobody_else_reads_a_list(make_work, client, client_as):
    with make_work() as work:
        batch = bring_in(importing(work, make_importer(work)), [row(1, name="Zqhouse")])
        path = f"/en/imports/{batch.id}"
        member = make_member(work, Category.ASSOCIATE)
        people = [make_person(work), make_person(work, roles=[Role.ADMINISTRATOR])]
        directory.appoint(work, member, people[0].id, Capacity.EDITOR)
    shut = [
        "",
        "/new",
        *(f"/{batch.id}{end}" for end in ("", "/columns", "/countries", "/progress")),
    ]
    for address in shut:
        assert client.get(f"/en/imports{address}").status_code == 302
        for person in people:
            answer = client_as(person).get(f"/en/imports{address}")
            assert answer.status_code == 403
            assert "Zqhouse" not in answer.text
    for act in ("application", "undoing", "discarding", "going-on"):
        for person in people:
            browser = client_as(person)
            data = {"csrf_token": token_of(browser.get("/en/work").text)}
            assert browser.post(f"{path}/{act}", data=data).status_code == 403


def test_personal_values_need_a_fresh_sign_in(office, make_work):
    with make_work() as work:
        batch = bring_in(importing(work, make_importer(work)), [row(1)])
        path = f"/en/imports/{batch.id}"
    with office.session_transaction() as cookie:
        cookie["fresh"] = 0
    for address in (path, f"{path}/columns", f"{path}/countries", "/en/imports/new"):
        assert "/account/confirmation" in office.get(address).location
    assert office.get("/en/imports").status_code == 200
    assert office.get(f"{path}/progress").status_code == 200


def test_the_worker_goes_on_without_anybody_looking(engine, make_work, session, monkeypatch):
    with make_work() as work:
        importer = importing(work, make_importer(work))
        batch = bring_in(importer, [row(number) for number in range(30)])
        from nswp_gov.imports import operations

        operations.order_apply(importer, batch)
        work.record("imports.seen", batch)
    connection = session.connection()

    class Here:
        """The engine of this test: its one connection."""

        def connect(self):
            return connection

    made = []
    monkeypatch.setattr(
        ticking, "Session", lambda _engine: made.append(1) or type(session)(
            bind=connection, join_transaction_mode="create_savepoint"
        ),
    )  # fmt: skip
    assert ticking.tick(engine, now=NOW, zone="Europe/London") == 2
    session.expire_all()
    assert session.get(ImportBatch, batch.id).stage is Stage.APPLIED
    assert ticking.tick(engine, now=NOW, zone="Europe/London") == 0


def test_who_lost_the_role_no_longer_imports(office, make_work, session, client_as):
    from nswp_gov.accounts import operations as accounts
    from nswp_gov.accounts.models import RoleGrant

    with make_work() as work:
        leaver = make_importer(work)
        importer = importing(work, leaver)
        batch = bring_in(importer, [row(1)])
        path = f"/en/imports/{batch.id}"
        from nswp_gov.imports import operations

        operations.order_apply(importer, batch)
        grant = session.scalars(select(RoleGrant).where(RoleGrant.person_id == leaver.id)).one()
        accounts.end_role(work, grant)
    assert office.get(f"{path}/progress?auto=1").status_code == 403
    assert session.scalars(select(Organisation)).all() == []
    answer = send(office, f"{path}/going-on", page=f"{path}/progress")
    go_on(office, answer.location)
    assert len(session.scalars(select(Organisation)).all()) == 1
