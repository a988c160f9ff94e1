"""From the first word to "we have read it", on a small telephone, without scripts."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.manual.house import build, decide
from tests.site.conftest import FLAGS
from tests.site.stage import Site, serve

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def browser(request):
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        if os.environ.get("NSWP_GOV_REQUIRE_BROWSER") == "1":
            pytest.fail("Chromium is required and not here")
        pytest.skip("Chromium is not here")
    playwright = request.getfixturevalue("playwright")
    opened = playwright.chromium.launch(executable_path=program, args=FLAGS)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    folder: Path = tmp_path_factory.mktemp("house")
    return folder, build(folder)


def fits(page: Page) -> None:
    """Nothing is wider than the telephone."""
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, page.url
    assert page.locator("h1").count() == 1, page.url


def person_at(browser, site: Site, person_id=None) -> Page:
    context = browser.new_context(base_url=site.url, viewport=PHONE, java_script_enabled=False)
    if person_id:
        name = str(site.app.config["SESSION_COOKIE_NAME"])
        cookie = {"name": name, "value": site.cookie_of(person_id), "url": site.url}
        context.add_cookies([cookie])
    return context.new_page()


@pytest.mark.parametrize(
    ("lang", "words", "heading"),
    [("fr", ("six", "sept"), "Manuel de l’organisation"), ("zh", ("六", "七"), "组织手册")],
)
def test_write_submit_adopt_read_compare_acknowledge(
    browser, prepared, tmp_path, *, lang, words, heading
):
    (folder, house), (old, new) = prepared, words
    with serve(folder, tmp_path) as site:
        staff = person_at(browser, site, house.staff)
        _write(staff, lang, old, new)
        decide(site, house)
        _adopt(staff, lang)
        reader = person_at(browser, site)
        reader.goto(f"/{lang}/manual")
        expect(reader.locator("h1")).to_have_text(heading)
        fits(reader)
        reader.goto(f"/{lang}/manual/editions/2/quorum-board")
        fits(reader)
        expect(reader.locator("#history + ol li")).to_have_count(2)
        for layout in ("", "?layout=beside"):
            reader.goto(f"/{lang}/manual/compare/1/2{layout}")
            expect(reader.locator("main del")).to_contain_text(old)
            expect(reader.locator("main ins")).to_contain_text(new)
            fits(reader)
        _acknowledge(person_at(browser, site, house.editor), lang)


def _write(page: Page, lang: str, old: str, new: str) -> None:
    page.goto(f"/{lang}/manual/drafts")
    fits(page)
    page.locator("main form button").first.click()
    page.wait_for_url(re.compile(r"/manual/drafts/[0-9a-f-]{36}$"))
    fits(page)
    draft = page.url
    page.locator("#c-quorum-board h3 a").click()
    page.wait_for_url(f"{draft}/clauses/quorum-board")
    fits(page)
    page.fill("[name=body]", "The board can decide when at least seven members are present.")
    page.check("[name=is_substantive]")
    page.locator("form:has([name=body]) button[type=submit]").first.click()
    page.wait_for_url(draft)
    page.goto(f"{draft}/clauses/quorum-board/{lang}")
    fits(page)
    body = page.locator("[name=body]").input_value()
    page.fill("[name=body]", body.replace(old, new))
    page.check("[name=is_reviewed]")
    page.locator("form:has([name=body]) button[type=submit]").first.click()
    page.wait_for_url(draft)
    page.goto(f"{draft}/submit")
    fits(page)
    page.select_option("[name=meeting_id]", index=1)
    page.locator("form:has([name=meeting_id]) button[type=submit]").click()
    page.wait_for_url(draft)
    expect(page.locator("a[href*='/proposals/']")).to_have_count(1)


def _adopt(page: Page, lang: str) -> None:
    page.goto(f"{page.url}/adopt")
    fits(page)
    page.select_option("[name=decision_id]", index=0)
    page.locator("form:has([name=decision_id]) button[type=submit]").click()
    page.wait_for_url(f"**/{lang}/manual/editions/2")
    fits(page)


def _acknowledge(page: Page, lang: str) -> None:
    page.goto(f"/{lang}/manual")
    fits(page)
    form = page.locator("form[action$='/readings/2']")
    form.locator("button").click()
    page.wait_for_url(f"**/{lang}/manual")
    expect(page.locator("form[action$='/readings/2']")).to_have_count(0)
    fits(page)
