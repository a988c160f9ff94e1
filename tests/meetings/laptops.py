"""A server that can be stopped and started again, and two laptops whose owners take minutes."""

from __future__ import annotations

import socket
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy.orm import Session
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from nswp_gov import create_app
from nswp_gov.accounts import session as accounts_session
from nswp_gov.accounts.models import Person
from nswp_gov.accounts.operations import open_session
from nswp_gov.config import Settings
from nswp_gov.store import clock
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.crypto import Keyring, vault
from nswp_gov.store.engine import open_engine, writing
from nswp_gov.store.work import Work, begin
from tests.conftest import KEYS
from tests.tables import make_tables


class Silent(WSGIRequestHandler):
    """Logs no request."""

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - its name there
        """Say nothing."""


class Station:
    """One instance: its database, and a server on a port that stays the same."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.settings = Settings(
            instance=folder,
            database_url=f"sqlite:///{folder / 'meetings.sqlite'}",
            secret_key="a secret for tests only",
            field_keys=KEYS,
            public_url=f"http://localhost:{self.port}",
            is_testing=True,
        )
        vault.unlock(Keyring(KEYS))
        self.app = create_app(self.settings)
        self.app.testing = False  # faults become pages, as for everybody
        self.engine = open_engine(self.settings.database_url)
        make_tables(self.engine)
        self._server: BaseWSGIServer | None = None

    @contextmanager
    def work(self, **given: Any) -> Iterator[Work]:
        """One unit of work on the rows themselves."""
        at = given.pop("now", None) or clock.now()
        with writing(), Session(self.engine) as session, begin(session, SYSTEM, at) as work:
            yield work

    def start(self) -> None:
        """Answer on the port."""
        self._server = make_server(
            "127.0.0.1", self.port, self.app, threaded=True, request_handler=Silent
        )
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Answer no more; what is being answered ends."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def cookie(self, person_id: uuid.UUID) -> dict[str, Any]:
        """What a browser holds after signing in as a person."""
        with self.work() as work:
            token = open_session(work, work.session.get_one(Person, person_id), label="")
        client = self.app.test_client()
        with client.session_transaction(base_url=self.settings.public_url) as cookie:
            accounts_session.start(cookie, token, now=clock.now())
        name = str(self.app.config["SESSION_COOKIE_NAME"])
        kept = client.get_cookie(name, "localhost")
        assert kept is not None
        return {"name": name, "value": kept.value, "url": self.settings.public_url}


class Laptop:
    """Somebody who takes minutes, with keys alone."""

    def __init__(self, station: Station, browser: Browser, person_id: uuid.UUID, path: str) -> None:
        self.station, self.person_id = station, person_id
        self.context: BrowserContext = browser.new_context(base_url=station.settings.public_url)
        self.sign_in()
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(60_000)
        self.page.goto(path)
        self.page.locator("#keys:not([hidden])").wait_for()

    def sign_in(self) -> None:
        self.context.add_cookies([self.station.cookie(self.person_id)])

    def go_to(self, number: int) -> None:
        """Put the cursor at the end of an item's note, by keys from the first one."""
        self.page.evaluate("document.activeElement.blur()")
        for _ in range(number):
            self.page.keyboard.press("Alt+ArrowDown")
        self.page.keyboard.press("Control+End")

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)

    @property
    def status(self) -> str:
        return self.page.locator("#kept").inner_text()

    def wait_for(self, status: str, seconds: float = 60) -> None:
        """Wait until the page says so."""
        end = time.monotonic() + seconds
        while not self.status.startswith(status):
            assert time.monotonic() < end, f"{self.status!r}, not {status!r}"
            self.page.wait_for_timeout(50)

    def wait_to_read(self, words: str, seconds: float = 60) -> None:
        """Wait until the first note holds these words."""
        end = time.monotonic() + seconds
        while words not in self.page.locator("textarea").first.input_value():
            assert time.monotonic() < end, words
            self.page.wait_for_timeout(50)

    def kept(self) -> str:
        """What lies on the device, as it lies there."""
        return str(self.page.evaluate("JSON.stringify(localStorage)"))
