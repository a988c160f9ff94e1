"""The pages that only a post shows, looked at in a browser: ballot, preview, receipt, answer."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from nswp_gov.elections import operations
from nswp_gov.rules.languages import Locale
from nswp_gov.sealing import BallotKind
from tests.browsing import fits, phone, turn
from tests.elections.voting_site import VotingSite, voting_site
from tests.site.test_pages import axe_source, faults_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NAMES = ("Amara", "Binta", "Chidi")


def phone_of(
    chromium: Browser, site: VotingSite, person: object, *, script: bool
) -> BrowserContext:
    """A small telephone in which somebody is signed in."""
    return phone(chromium, site.url, site.cookie_of(person), java_script_enabled=script)


def button(page: Page, name: str) -> Locator:
    return page.locator(f"main button[name={name}]").last


def test_axe_finds_nothing_on_ballot_preview_receipt_and_desk(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    source = axe_source()
    with voting_site(tmp_path_factory.mktemp("axe"), *NAMES) as site:
        found: dict[str, list[str]] = {}

        def look(page: Page, what: str) -> None:
            if faults := faults_of(page, source):
                found[what] = faults

        context = phone_of(chromium, site, site.person(0), script=True)
        page = context.new_page()
        page.goto(site.path("fr"))
        page.wait_for_selector("form[data-ready]")
        look(page, "ballot, sealed on the device")
        page.locator("[data-rank] input").first.fill("7")
        button(page, "preview").click()
        look(page, "ballot with a fault")
        page.locator("[data-rank] input").first.fill("1")
        button(page, "preview").click()
        look(page, "preview on the device")
        page.locator("[data-cast]").click()
        page.locator(".code").wait_for()
        look(page, "receipt")
        page.route("**/seal*.js", lambda route: route.abort())
        page.goto(site.path("zh"))
        turn(button(page, "preview"))
        look(page, "preview by the server")
        turn(button(page, "cast"))
        look(page, "receipt by the server")
        context.close()
        officer = phone_of(chromium, site, site.chain.election.officer_id, script=True)
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
        context = phone_of(chromium, site, site.person(0), script=True)
        page = context.new_page()
        page.goto(site.path("ru"))
        page.wait_for_selector("form[data-ready]")
        assert faults_of(page, source) == []
        page.locator("[name=mark]").first.check()
        button(page, "preview").click()
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
        visitor = phone(chromium, site.url)
        page = visitor.new_page()
        page.goto(f"/es/elections/nomination/{token}")
        fits(page, "es")
        assert faults_of(page, source) == []
        page.locator("[name=statement]").fill("Soy Amara.")
        turn(page.locator("main form button[type=submit]").first)
        page.locator("#errors").wait_for()
        assert page.locator("[name=statement]").input_value() == "Soy Amara."
        assert faults_of(page, source) == []
        page.locator("[name=public_name]").fill("Amara")
        page.locator("[name=consents]").check()
        turn(page.locator("main form button[type=submit]").first)
        page.wait_for_url("**/answered")
        page.goto(f"/es/elections/nomination/{token}")
        assert faults_of(page, source) == []
        visitor.close()
        context = phone_of(chromium, site, site.person(1), script=True)
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
        context = phone_of(chromium, site, site.person(0), script=True)
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
