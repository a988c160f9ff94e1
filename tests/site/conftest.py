"""The sample network, served by a real server, looked at in a real browser."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browsing import phone, turn
from tests.site.stage import Site, prepare, serve
from tests.site.story import Story, story_on


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


@pytest.fixture(scope="module")
def story(
    prepared: Path, chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Story]:
    """What the steps of one module tell, on a copy of the sample network of their own."""
    with story_on(prepared, chromium, tmp_path_factory.mktemp("story")) as told:
        yield told


@pytest.fixture
def person_at(site: Site, chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """`person_at("secretariat", lang="fr")` is a browser in which that person is signed in."""
    contexts: list[BrowserContext] = []

    def sign_in(role: str, *, lang: str = "en", **options: Any) -> BrowserContext:
        context = phone(chromium, site.url, **options)
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
    turn(page.locator("main form button[type=submit]").first)
    if card.needs_code:
        page.fill("main [name=code]", site.code(role))
        turn(page.locator("main form button[type=submit]").first)
    assert page.url.endswith("/work"), page.url
    page.close()
