"""The directory on a phone without script: as a visitor, and as somebody who keeps a profile."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browsing import fits, phone, turn
from tests.site.conftest import enter
from tests.site.stage import Site

pytestmark = [pytest.mark.database_free, pytest.mark.browser]

LANGUAGES = ("fr", "zh")


def press(page: Page, selector: str, lang: str) -> Page:
    """Press what leads on, opening the folds around it as a person does."""
    found = page.locator(selector).first
    shut = found.locator("xpath=ancestor::details[not(@open)]")
    while shut.count():
        shut.first.locator("> summary").click()
    turn(found)
    return fits(page, lang)


def tick(page: Page, selector: str) -> None:
    found = page.locator(selector).first
    shut = found.locator("xpath=ancestor::details[not(@open)]")
    while shut.count():
        shut.first.locator("> summary").click()
    found.check()


@pytest.fixture
def phone_of(site: Site, chromium: Browser) -> Any:
    """`phone_of(role, lang)` is a page on a phone without script; who has a role is signed in."""
    opened: list[BrowserContext] = []

    def take(role: str, lang: str) -> Page:
        context = phone(chromium, site.url, java_script_enabled=False)
        opened.append(context)
        if role != "visitor":
            enter(context, site, role, lang)
        return context.new_page()

    yield take
    for context in opened:
        context.close()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_visitor_narrows_the_list_and_reaches_an_organisation(
    phone_of: Callable[[str, str], Page], lang: str
) -> None:
    page = phone_of("visitor", lang)
    page.goto(f"/{lang}/organisations")
    fits(page, lang)
    whole = page.locator("#status").inner_text()
    tick(page, 'input[name="region"][value="africa"]')
    tick(page, 'input[name="area"][value="health"]')
    press(page, "form[data-live] button", lang)
    asked = parse_qs(urlsplit(page.url).query)
    assert asked["region"] == ["africa"]
    assert asked["area"] == ["health"]
    assert page.locator("#status").inner_text() != whole
    rows = page.locator("#results h3 a")
    assert rows.count() > 0
    name = rows.first.inner_text()
    assert page.locator('#results a[href^="mailto:?body="]').count() == 1
    address = page.url
    press(page, "#results h3 a", lang)
    assert page.locator("h1").inner_text().startswith(name)
    card = page.context.request.get(page.locator('a[href$=".vcf"]').get_attribute("href") or "")
    assert card.text().startswith("BEGIN:VCARD")
    press(page, '.crumbs a[href$="/regions/africa"]', lang)
    assert page.locator('[aria-labelledby="seats"] li').count() > 0
    again = phone_of("visitor", lang)
    again.goto(address)  # the same list for whoever is given the address
    assert name in again.locator("#results").inner_text()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_editor_keeps_the_profile_true(
    phone_of: Callable[[str, str], Page], site: Site, lang: str
) -> None:
    page = phone_of("editor", lang)
    page.goto(f"/{lang}/our")
    fits(page, lang)
    home = urlsplit(page.url).path
    assert page.locator("main h2").first.inner_text()
    press(page, f'a[href="{home}/profile"]', lang)
    words = {"fr": "Nous ouvrons la porte le jeudi.", "zh": "我们周四开门。"}[lang]
    sealed = page.locator('main [name="description"]')
    before = sealed.input_value()
    sealed.fill(f"{before}\n{words}")
    press(page, 'main form button[name="view"]', lang)
    assert page.url.endswith("/seen/public")
    page.goto(f"{home}/history")
    fits(page, lang)
    assert words in page.locator("main ol.list > li").first.inner_text()
    for part in ("people", "hand-over", "consent", "affiliations", "seen/members", "hiding"):
        page.goto(f"{home}/{part}")
        fits(page, lang)
    page.goto(f"/{lang}/network")
    fits(page, lang)
    page.goto(home)
    button = page.locator(f'form[action="{home}/confirmation"] button')
    if button.count():  # in the other language it may have been done already
        press(page, f'form[action="{home}/confirmation"] button', lang)
    assert re.search(r"20\d\d", page.locator("#confirm").inner_text())
    assert page.locator(f'form[action="{home}/confirmation"]').count() == 0
    assert page.locator("details summary").count() > 0  # help beside the task
