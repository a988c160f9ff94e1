"""The sample network, served by a real server, looked at in a real browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.site.stage import Site, prepare, serve

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample network on the disk, made once a run however many processes test it."""
    base = tmp_path_factory.getbasetemp()
    return prepare((base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "sample")


@pytest.fixture(scope="session")
def site(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The sample network as it was made; tests that change it take a copy of their own."""
    with serve(prepared, tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture(scope="session")
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """Chromium; absent it is said, and in CI it fails."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        if os.environ.get("NSWP_GOV_REQUIRE_BROWSER") == "1":
            pytest.fail("Chromium is required and not here")
        pytest.skip("Chromium is not here")
    playwright = request.getfixturevalue("playwright")
    opened = playwright.chromium.launch(executable_path=program, args=FLAGS)
    yield opened
    opened.close()


@pytest.fixture
def person_at(site: Site, browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """`person_at("secretariat", lang="fr")` is a browser in which that person is signed in."""
    contexts: list[BrowserContext] = []

    def sign_in(role: str, *, lang: str = "en", **options: Any) -> BrowserContext:
        context = browser.new_context(
            base_url=site.url, viewport={"width": 360, "height": 740}, **options
        )
        contexts.append(context)
        if role != "visitor":
            enter(context, site, role, lang)
        return context

    yield sign_in
    for context in contexts:
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
    page.wait_for_url("**/work")
    page.close()
