"""The sample network, served by a real server, looked at in a real browser."""

from __future__ import annotations

import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from werkzeug.serving import make_server

from nswp_gov import create_app
from nswp_gov.config import Settings
from nswp_gov.operate.database import bring_up
from nswp_gov.sample import cards, make, sign_in_code
from nswp_gov.store import clock
from nswp_gov.store.crypto import Keyring, vault

ROOT = Path(__file__).resolve().parent.parent.parent
KEYS = {1: b"a key for tests only, 32 bytes.." * 2}
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@dataclass(frozen=True)
class Site:
    """A running sample network."""

    app: Flask
    settings: Settings
    url: str

    def card(self, role: str) -> Any:
        """How the sample person of this role signs in."""
        return next(card for card in cards(self.settings) if card.role == role)

    def code(self, role: str) -> str:
        """A current second proof."""
        return sign_in_code(self.settings, role, clock.now())


def _free_port() -> int:
    for port in range(8100, 8999):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise RuntimeError("no free port")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, whole_app: Flask) -> Iterator[Site]:
    """The sample network on a database of its own."""
    folder = tmp_path_factory.mktemp("site")
    port = _free_port()
    settings = Settings(
        instance=folder,
        database_url=f"sqlite:///{folder / 'site.sqlite'}",
        secret_key="a secret for tests only",
        field_keys=KEYS,
        public_url=f"http://localhost:{port}",
        is_testing=True,
    )
    vault.unlock(Keyring(KEYS))
    bring_up(settings)
    make(settings, now=clock.now())
    app = create_app(settings)
    app.testing = False  # faults become pages, as for everybody
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(app, settings, f"http://localhost:{port}")
    server.shutdown()
    thread.join()
    server.server_close()


def chromium() -> str | None:
    """Where Chromium is, if it is."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; absent it is said, and in CI it fails."""
    program = chromium()
    if program is None:
        if os.environ.get("NSWP_GOV_REQUIRE_BROWSER") == "1":
            pytest.fail("Chromium is required and not here")
        pytest.skip("Chromium is not here")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def person_at(site: Site, browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """`person_at("secretariat", lang="fr")` is a browser in which that person is signed in."""
    opened: list[BrowserContext] = []

    def sign_in(role: str, *, lang: str = "en", **options: Any) -> BrowserContext:
        context = browser.new_context(
            base_url=site.url, viewport={"width": 360, "height": 740}, **options
        )
        opened.append(context)
        if role != "visitor":
            enter(context, site, role, lang)
        return context

    yield sign_in
    for context in opened:
        context.close()


def enter(context: BrowserContext, site: Site, role: str, lang: str) -> None:
    """Sign in as a person would: name, passphrase, code."""
    card = site.card(role)
    page = context.new_page()
    page.goto(f"{site.url}/{lang}/account/sign-in")
    page.fill("[name=sign_in_name]", card.sign_in_name)
    page.fill("[name=passphrase]", card.passphrase)
    page.click("main form button[type=submit]")
    if card.needs_code:
        page.fill("main [name=code]", site.code(role))
        page.click("main form button[type=submit]")
    page.close()


def at_noon(day: str) -> datetime:
    """Noon of a day, in UTC."""
    return datetime.fromisoformat(f"{day}T12:00:00+00:00")
