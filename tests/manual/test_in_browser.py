"""From the first word to "we have read it", on a small telephone, without scripts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import fits, phone, turn
from tests.manual.house import build, decide
from tests.site.stage import Site, serve

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    folder: Path = tmp_path_factory.mktemp("house")
    return folder, build(folder)


def person_at(chromium, site: Site, person_id=None) -> Page:
    cookie = site.cookie_of(person_id) if person_id else None
    return phone(chromium, site.url, cookie, java_script_enabled=False).new_page()


@pytest.mark.parametrize(
    ("lang", "words", "heading"),
    [("fr", ("six", "sept"), "Manuel de l’organisation"), ("zh", ("六", "七"), "组织手册")],
)
def test_write_submit_adopt_read_compare_acknowledge(
    chromium, prepared, tmp_path, *, lang, words, heading
):
    (folder, house), (old, new) = prepared, words
    with serve(folder, tmp_path) as site:
        staff = person_at(chromium, site, house.staff)
        _write(staff, lang, old, new)
        decide(site, house)
        _adopt(staff, lang)
        reader = person_at(chromium, site)
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
        _acknowledge(person_at(chromium, site, house.editor), lang)


def _write(page: Page, lang: str, old: str, new: str) -> None:
    page.goto(f"/{lang}/manual/drafts")
    fits(page)
    turn(page.locator("main form button").first)
    page.wait_for_url(re.compile(r"/manual/drafts/[0-9a-f-]{36}$"))
    fits(page)
    draft = page.url
    turn(page.locator("#c-quorum-board h3 a"))
    page.wait_for_url(f"{draft}/clauses/quorum-board")
    fits(page)
    page.fill("[name=body]", "The board can decide when at least seven members are present.")
    page.check("[name=is_substantive]")
    turn(page.locator("form:has([name=body]) button[type=submit]").first)
    page.wait_for_url(draft)
    page.goto(f"{draft}/clauses/quorum-board/{lang}")
    fits(page)
    body = page.locator("[name=body]").input_value()
    page.fill("[name=body]", body.replace(old, new))
    page.check("[name=is_reviewed]")
    turn(page.locator("form:has([name=body]) button[type=submit]").first)
    page.wait_for_url(draft)
    page.goto(f"{draft}/submit")
    fits(page)
    page.select_option("[name=meeting_id]", index=1)
    turn(page.locator("form:has([name=meeting_id]) button[type=submit]"))
    page.wait_for_url(draft)
    expect(page.locator("a[href*='/proposals/']")).to_have_count(1)


def _adopt(page: Page, lang: str) -> None:
    page.goto(f"{page.url}/adopt")
    fits(page)
    page.select_option("[name=decision_id]", index=0)
    turn(page.locator("form:has([name=decision_id]) button[type=submit]"))
    page.wait_for_url(f"**/{lang}/manual/editions/2")
    fits(page)


def _acknowledge(page: Page, lang: str) -> None:
    page.goto(f"/{lang}/manual")
    fits(page)
    form = page.locator("form[action$='/readings/2']")
    turn(form.locator("button"))
    page.wait_for_url(f"**/{lang}/manual")
    expect(page.locator("form[action$='/readings/2']")).to_have_count(0)
    fits(page)
