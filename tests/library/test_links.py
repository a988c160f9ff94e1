"""Whether outside addresses are asked: by whose wish, how often, and never inside."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from sqlalchemy import select

from nswp_gov.accounts.states import Role
from nswp_gov.library import asking, operations, queries, ticking
from nswp_gov.library.models import ResourceLink
from nswp_gov.library.states import LinkState
from nswp_gov.rules.audience import Viewer
from tests.factories.accounts import make_person
from tests.factories.library import at, make_resource


class Outside(BaseHTTPRequestHandler):
    """A site of somebody else's."""

    asked: list[tuple[str, str, dict[str, str]]] = []  # noqa: RUF012 - shared by all requests
    status = {"/fine": 200, "/gone": 404, "/fault": 500, "/get-only": 405}  # noqa: RUF012
    leads = {  # noqa: RUF012
        "/moved": (301, "/fine"),
        "/onward": (302, "/fine"),
        "/round": (302, "/round"),
        "/inside": (302, "http://10.0.0.1/"),
        "/file": (302, "file:///etc/passwd"),
    }

    def do_HEAD(self) -> None:
        """Answer as the address says."""
        self.asked.append((self.command, self.path, dict(self.headers)))
        code, onward = self.leads.get(self.path, (self.status.get(self.path, 404), None))
        is_get = self.path == "/get-only" and self.command == "GET"
        self.send_response(200 if is_get else code)
        if onward:
            self.send_header("Location", onward)
        self.end_headers()

    do_GET = do_HEAD  # noqa: N815 - the server's own name

    def log_message(self, *_args: object) -> None:
        """Keep still."""


@pytest.fixture
def outside() -> Iterator[str]:
    Outside.asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Outside)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def is_ours(address: str) -> bool:
    return address == "127.0.0.1"


def ask(address):
    return asking.ask(address, patience=2, may_ask=is_ours)


@pytest.mark.parametrize(
    ("path", "state", "status"),
    [
        ("/fine", LinkState.WORKS, 200),
        ("/gone", LinkState.BROKEN, 404),
        ("/fault", LinkState.BROKEN, 500),
        ("/get-only", LinkState.WORKS, 200),
        ("/moved", LinkState.MOVED, 200),
        ("/onward", LinkState.WORKS, 200),
        ("/round", LinkState.BROKEN, None),
        ("/inside", LinkState.REFUSED, None),
        ("/file", LinkState.REFUSED, None),
    ],
)
def test_what_an_address_answers(outside, path, state, status):
    assert ask(outside + path) == asking.Answer(state, status)


def test_nothing_of_us_goes_along(outside):
    ask(f"{outside}/fine")
    ((command, _path, headers),) = Outside.asked
    assert command == "HEAD"
    assert set(headers) == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}
    assert "nswp" not in str(headers).lower()


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "::1", "fd00::1", "100.64.0.1"],
)
def test_addresses_inside_are_never_asked(outside, address):
    assert not asking.is_outside(address)
    port = outside.rpartition(":")[2]
    assert asking.ask(f"http://127.0.0.1:{port}/fine").state is LinkState.REFUSED
    assert Outside.asked == []


def test_a_server_that_is_not_there_or_stays_silent_counts_as_broken():
    assert ask("http://127.0.0.1:1/").state is LinkState.BROKEN
    assert ask("http://127.0.0.1:99999/").state is LinkState.BROKEN
    assert ask("http://no.such.host.invalid/").state is LinkState.BROKEN


@pytest.fixture
def shelf_store(settings):
    return at(settings.instance / "files")


@pytest.fixture
def round_of(connection, monkeypatch):
    """Return a round of the worker on this test's connection."""
    from sqlalchemy.orm import Session as Plain

    def opened(_engine):
        return Plain(bind=connection, join_transaction_mode="create_savepoint")

    monkeypatch.setattr(ticking, "Session", opened)
    return lambda now: ticking.tick(connection.engine, now=now, zone="UTC", question=ask)


def test_nobody_is_asked_unless_the_office_wishes(outside, work, shelf_store, round_of, client):
    session = work.session
    row = make_resource(work, shelf_store, links={"en": f"{outside}/fine", "fr": f"{outside}/gone"})
    session.commit()
    assert round_of(work.now) == 0
    assert Outside.asked == []
    operations.watch_links(work, is_on=True)
    session.commit()
    assert [round_of(work.now) for _ in range(4)] == [1, 1, 0, 0]  # one of a host in a round
    session.expire_all()
    states = {one.language: one.state for one in session.scalars(select(ResourceLink))}
    assert states == {"en": LinkState.WORKS, "fr": LinkState.BROKEN}
    assert [link.language for link, _row in queries.faulty_links(session)] == ["fr"]
    item = queries.by_id(session, queries.index(session), Viewer.public(), row.id)
    assert {one["checked_on"] for one in item.said["links"]} == {"2026-11-02"}
    assert "Last check on 2 November 2026" in client.get(f"/en/library/{row.slug}").text
    later = work.now + timedelta(days=31)
    assert round_of(later) == 1
    operations.watch_links(replace(work, now=later), is_on=False)
    session.commit()
    assert round_of(later) == 0


def test_the_report_says_what_is_known_and_switches_it(work, client_as, shelf_store, session):
    staff = client_as(make_person(work, "Carla", roles=[Role.SECRETARIAT]))
    row = make_resource(work, shelf_store, title="Paper", links={"en": "https://example.org/x"})
    page = staff.get("/en/library/desk/links").text
    assert "switched off" in page
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    staff.post("/en/library/desk/links/on", data={"csrf_token": token})
    assert queries.checks_links(session)
    link = queries.links_of(session, row.id)[0]
    operations.note_check(work, link, LinkState.BROKEN, 410)
    session.commit()
    page = staff.get("/en/library/desk/links").text
    assert "https://example.org/x" in page
    assert "(410)" in page
