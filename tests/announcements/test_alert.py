"""One alert: from a telephone without scripts, over five languages, into the right letter boxes."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from nswp_gov.rules.languages import Locale
from nswp_gov.store import clock
from nswp_gov.web import mailer
from tests.announcements.network import build
from tests.browsing import fits, phone, turn
from tests.factories.announcements import SAID
from tests.site.stage import Site, serve

pytestmark = pytest.mark.browser
TYPED = ("Descente au port", "La police est venue cette nuit. Deux personnes sont encore retenues.")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    folder: Path = tmp_path_factory.mktemp("network")
    return folder, build(folder)


def person_at(chromium, site: Site, person_id=None) -> Page:
    """A telephone without scripts in which this person is signed in."""
    cookie = site.cookie_of(person_id) if person_id else None
    return phone(chromium, site.url, cookie, java_script_enabled=False).new_page()


def test_an_alert_reaches_three_audiences_in_five_languages_and_nobody_else(
    chromium, prepared, tmp_path, mail_server
):
    folder, network = prepared
    address, box = mail_server
    with serve(folder, tmp_path) as site:
        _deliver(site, address)  # what the register told people before
        for earlier in box.glob("new/*"):
            earlier.unlink()
        amina = person_at(chromium, site, network.amina)
        follow = _send(amina)
        carla = person_at(chromium, site, network.staff)
        path = _take_up_and_edit(carla)
        amina.goto(follow)
        expect(amina.locator(".lead")).to_have_text("En cours de rédaction")
        _translate(carla, path)
        _address_and_publish(carla, path)
        amina.goto(follow)
        expect(amina.locator(".lead")).to_have_text("Publiée")
        _deliver(site, address)
        _read(chromium, site)
    _check_letters(box, network)


def _send(page: Page) -> str:
    """Send the draft in French; return where its sender follows it."""
    page.goto("/fr/news/ours")
    fits(page)
    page.goto("/fr/news/ours/new")
    fits(page)
    page.locator("input[name=kind][value=alert]").check()
    page.locator("input[name=title]").fill(TYPED[0])
    page.locator("textarea[name=body]").fill(TYPED[1])
    turn(page.locator("main form button[type=submit]").first)
    page.wait_for_url(re.compile(r"/fr/news/ours/[0-9a-f-]{36}$"))
    fits(page)
    return page.url


def _take_up_and_edit(page: Page) -> str:
    """Find the draft on the desk and edit it; return the address of its page in the office."""
    page.goto("/en/work")
    turn(page.get_by_role("link", name=re.compile(TYPED[0])).first)
    page.wait_for_url(re.compile(r"/en/news/office/[0-9a-f-]{36}$"))
    fits(page)
    path = page.url
    turn(page.get_by_role("link", name="Edit", exact=True))
    page.wait_for_url(f"{path}/words")
    fits(page)
    said = SAID[Locale.FR]
    page.locator("input[name=title]").fill(said.title)
    page.locator("textarea[name=summary]").fill(said.summary)
    page.locator("textarea[name=body]").fill(said.body)
    turn(page.locator("main form[data-guard] button[type=submit]").first)
    page.wait_for_url(path)
    return path


def _translate(page: Page, path: str) -> None:
    for locale in Locale:
        if locale is Locale.FR:
            continue
        page.goto(f"{path}/words/{locale.code}")
        fits(page)
        said = SAID[locale]
        page.locator("[name=title]").fill(said.title)
        page.locator("[name=summary]").fill(said.summary)
        page.locator("[name=body]").fill(said.body)
        turn(page.locator("main form[data-guard] button[type=submit]").first)
        page.wait_for_url(path)


def _address_and_publish(page: Page, path: str) -> None:
    """Choose three audiences, see how many have a letter, publish."""
    page.goto(path)
    fits(page)
    form = page.locator(f"form[action$='{path.rpartition('/')[2]}/letters']")
    page.locator("details", has=form).locator("summary").first.click()
    form.locator("[name=letters-members]").check()
    form.locator("[name=letters-regions][value=africa]").check()
    form.locator("[name=letters-roles][value=board]").check()
    form.locator("[name=letters-subscribers]").check()
    turn(form.locator("button[type=submit]"))
    expect(page.locator("main")).to_contain_text("5 people would have a letter now.")
    turn(page.locator("form[action$='/publish'] button"))
    expect(page.locator(".lead")).to_have_text("Published")


def _deliver(site: Site, address: str) -> None:
    known = site.app.extensions["nswp_gov.settings"]
    site.app.extensions["nswp_gov.settings"] = replace(known, smtp=address)
    while mailer.deliver(site.app, clock=clock.now).sent:
        pass


def _read(chromium, site: Site) -> None:
    """Everybody finds it on the site, each in the language of the page."""
    reader = person_at(chromium, site)
    for locale in Locale:
        reader.goto(f"/{locale.code}/news?kind=alert&region=africa")
        fits(reader)
        turn(reader.get_by_role("link", name=SAID[locale].title))
        reader.wait_for_url(re.compile(r"/news/[0-9a-f-]{36}$"))
        fits(reader)
        expect(reader.locator("h1")).to_have_text(SAID[locale].title)


def _check_letters(box: Path, network) -> None:
    letters = [message_from_bytes(f.read_bytes(), policy=default) for f in box.glob("new/*")]
    assert Counter(str(one["To"]) for one in letters) == dict.fromkeys(network.wanted, 1)
    assert not {str(one["To"]) for one in letters} & set(network.others)
    for one in letters:
        language = str(one["Content-Language"])
        assert language == network.wanted[str(one["To"])]
        body = " ".join(one.get_content().split())
        locale = Locale.from_tag(language)
        assert SAID[locale].title in body
        others = {said.title for other, said in SAID.items() if other is not locale}
        assert not [title for title in others if title in body]
        assert TYPED[1] not in body
        assert SAID[locale].title not in str(one["Subject"])  # neutral to whoever sees it arrive
        assert not re.search(r"<img|https?://(?!localhost)", one.as_string())
