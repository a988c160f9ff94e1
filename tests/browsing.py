"""What the tests in a browser share: a telephone, and pages that are read once they are there."""

from __future__ import annotations

import os
import shutil
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PHONE: ViewportSize = {"width": 360, "height": 740}
TAGS = {"en": "en", "fr": "fr", "es": "es", "ru": "ru", "zh": "zh-Hans"}  # by code in addresses


def chromium_program() -> str | None:
    """Where Chromium is, if it is here."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def needed(thing: Any, what: str) -> None:
    """Skip the test where a tool of the browser tests is absent; where it is required, fail."""
    if not thing and os.environ.get("NSWP_GOV_REQUIRE_BROWSER") == "1":
        pytest.fail(f"{what} is required and is not here")
    if not thing:
        pytest.skip(f"{what} is not here")


def phone(
    browser: Browser, url: str, cookie: dict[str, str] | None = None, **options: Any
) -> BrowserContext:
    """A small telephone at a site; with the cookie of somebody who is signed in, theirs."""
    context = browser.new_context(base_url=url, **{"viewport": PHONE, **options})
    if cookie:
        context.add_cookies([cookie])  # type: ignore[list-item]
    return context


def turn(found: Locator) -> None:
    """Press what leads to another page, and wait until that page is there, whole.

    A press alone returns while the old page may still stand: what is read then is not what
    the person would see.
    """
    with found.page.expect_navigation(wait_until="load"):
        found.click()


def fits(page: Page, lang: str = "") -> Page:
    """The page is there, has one heading of the first rank, and is no wider than the telephone.

    `lang`: the code in its address, where it is to be said that the page is in that language.
    """
    page.wait_for_load_state()
    if lang:
        assert page.locator("html").get_attribute("lang") == TAGS[lang], page.url
    assert page.locator("h1").count() == 1, page.url
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"], f"{page.url} scrolls sideways: {width}"
    return page
