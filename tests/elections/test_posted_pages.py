"""The pages that only a post shows, looked at in a browser: ballot, preview, receipt, answer."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from nswp_gov.elections import operations
from nswp_gov.rules.languages import Locale
from nswp_gov.sealing import BallotKind, Level
from tests.elections.voting_site import VotingSite, voting_site
from tests.factories.elections import close_and_open
from tests.site.conftest import FLAGS
from tests.site.test_pages import axe_source, faults_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LANGS = {"en": "en", "fr": "fr", "es": "es", "ru": "ru", "zh": "zh-Hans"}
NAMES = ("Amara", "Binta", "Chidi")
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def chromium(request: pytest.FixtureRequest) -> Iterator[Browser]:
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


def phone(chromium: Browser, site: VotingSite, person: object, *, script: bool) -> BrowserContext:
    """A small telephone in which somebody is signed in."""
    context = chromium.new_context(base_url=site.url, viewport=PHONE, java_script_enabled=script)  # type: ignore[arg-type]
    context.add_cookies([site.cookie_of(person)])  # type: ignore[list-item]
    return context


def fits(page: Page, lang: str) -> None:
    assert page.locator("html").get_attribute("lang") == LANGS[lang]
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], page.url


def press(page: Page, name: str) -> None:
    page.locator(f"main button[name={name}]").last.click()


def turn(page: Page, name: str) -> None:
    """Press what the server answers, and wait until its page is there."""
    with page.expect_navigation(wait_until="load"):
        press(page, name)


def test_five_people_vote_in_five_languages_on_small_phones_without_script(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with voting_site(
        tmp_path_factory.mktemp("phones"), *NAMES, kind=BallotKind.APPROVAL, level=Level.SERVER
    ) as site:
        for place, lang in enumerate(LANGS):
            context = phone(chromium, site, site.person(place), script=False)
            page = context.new_page()
            page.goto(site.path(lang))
            fits(page, lang)
            page.locator("label.pick", has_text="Binta").click()
            if place > 2:
                page.locator("label.pick", has_text="Amara").click()
            turn(page, "preview")
            fits(page, lang)
            assert "Binta" in page.locator("main").inner_text()
            turn(page, "cast")
            fits(page, lang)
            assert page.locator(".code").is_visible()
            context.close()
        with site.work() as work:
            closing = close_and_open(work, site.chain)  # the second trustee stays away
            operations.count(closing, site.chain.election)
            operations.declare(closing, site.chain.election)
        visitor = chromium.new_context(base_url=site.url, viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
        page = visitor.new_page()
        for lang in LANGS:
            page.goto(f"/{lang}/elections/{site.chain.election.slug}/count/p01")
            fits(page, lang)
            assert "Binta" in page.locator("main ol").first.inner_text()
        visitor.close()


def test_axe_finds_nothing_on_ballot_preview_receipt_and_desk(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    source = axe_source()
    with voting_site(tmp_path_factory.mktemp("axe"), *NAMES) as site:
        found: dict[str, list[str]] = {}

        def look(page: Page, what: str) -> None:
            if faults := faults_of(page, source):
                found[what] = faults

        context = phone(chromium, site, site.person(0), script=True)
        page = context.new_page()
        page.goto(site.path("fr"))
        page.wait_for_selector("form[data-ready]")
        look(page, "ballot, sealed on the device")
        page.locator("[data-rank] input").first.fill("7")
        press(page, "preview")
        look(page, "ballot with a fault")
        page.locator("[data-rank] input").first.fill("1")
        press(page, "preview")
        look(page, "preview on the device")
        page.locator("[data-cast]").click()
        page.locator(".code").wait_for()
        look(page, "receipt")
        page.route("**/seal*.js", lambda route: route.abort())
        page.goto(site.path("zh"))
        turn(page, "preview")
        look(page, "preview by the server")
        turn(page, "cast")
        look(page, "receipt by the server")
        context.close()
        officer = phone(chromium, site, site.chain.election.officer_id, script=True)
        page = officer.new_page()
        base = f"/en/elections/{site.chain.election.slug}"
        for path in ("/desk", "/requests", "/trustees", "/acts/void", ""):
            page.goto(base + path)
            look(page, path or "election")
        officer.close()
        assert found == {}


@pytest.mark.parametrize("kind", [BallotKind.APPROVAL, BallotKind.YESNO])
def test_axe_finds_nothing_on_the_other_kinds_of_ballot(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory, kind: BallotKind
) -> None:
    source = axe_source()
    names = NAMES[:1] if kind is BallotKind.YESNO else NAMES
    with voting_site(tmp_path_factory.mktemp("kinds"), *names, kind=kind) as site:
        context = phone(chromium, site, site.person(0), script=True)
        page = context.new_page()
        page.goto(site.path("ru"))
        page.wait_for_selector("form[data-ready]")
        assert faults_of(page, source) == []
        page.locator("[name=mark]").first.check()
        press(page, "preview")
        assert faults_of(page, source) == []
        page.locator("[data-cast]").click()
        page.locator(".code").wait_for()
        context.close()


def test_axe_finds_nothing_where_nominees_answer_and_others_support(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    source = axe_source()
    with voting_site(tmp_path_factory.mktemp("nominees")) as site:
        chain = site.chain
        own = chain.organisations[0]
        with site.work() as work:
            _made, token = operations.nominate(
                replace(work, actor=chain.voters[own]), chain.post, organisation_id=own,
                nominee_name="Amara", nominee_address=None, locale=Locale.ES,
            )  # fmt: skip
        visitor = chromium.new_context(base_url=site.url, viewport=PHONE)  # type: ignore[arg-type]
        page = visitor.new_page()
        page.goto(f"/es/elections/nomination/{token}")
        fits(page, "es")
        assert faults_of(page, source) == []
        page.locator("[name=statement]").fill("Soy Amara.")
        page.locator("main form button[type=submit]").first.click()
        page.locator("#errors").wait_for()
        assert page.locator("[name=statement]").input_value() == "Soy Amara."
        assert faults_of(page, source) == []
        page.locator("[name=public_name]").fill("Amara")
        page.locator("[name=consents]").check()
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_url("**/answered")
        page.goto(f"/es/elections/nomination/{token}")
        assert faults_of(page, source) == []
        visitor.close()
        context = phone(chromium, site, site.person(1), script=True)
        page = context.new_page()
        base = f"/zh/elections/{chain.election.slug}"
        for path in ("/support", "/our-entry", f"/our-entry/{chain.post.id}"):
            page.goto(base + path)
            fits(page, "zh")
            assert faults_of(page, source) == [], path
        context.close()


def test_keys_alone_cast_a_vote(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with voting_site(tmp_path_factory.mktemp("keys"), *NAMES, kind=BallotKind.PLURALITY) as site:
        context = phone(chromium, site, site.person(0), script=True)
        page = context.new_page()
        page.goto(site.path())
        page.wait_for_selector("form[data-ready]")
        page.locator("[name=mark]").first.focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.locator("#sealed-preview").wait_for()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Your organisation’s vote is in the box.").wait_for()
        context.close()
