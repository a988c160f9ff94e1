"""The editor in a real browser: it keeps what is typed by itself, and works without script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.accounts.models import Person
from nswp_gov.desk import operations
from nswp_gov.desk.models import TranslationDraft
from nswp_gov.desk.states import GLOSSARY, MEANING
from nswp_gov.store import clock
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.crypto import Keyring, vault
from nswp_gov.store.engine import open_engine, writing
from nswp_gov.store.texts import Text
from nswp_gov.store.work import begin
from tests.browsing import fits, phone, turn
from tests.factories.desk import make_translator
from tests.site.stage import KEYS, Site, serve, settings_for
from tests.tables import make_tables

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(whole_app: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A glossary, and somebody who translates it."""
    del whole_app  # every model is registered
    made: Path = tmp_path_factory.mktemp("desk")
    vault.unlock(Keyring(KEYS))
    engine = open_engine(settings_for(made, 80).database_url)
    make_tables(engine)
    with writing(), Session(engine) as session, begin(session, SYSTEM, clock.now()) as work:
        operations.plant(work)
        make_translator(work)
    engine.dispose()
    with serve(made, tmp_path_factory.mktemp("served")) as running:
        yield running


def at_editor(chromium: Browser, site: Site, *, with_script: bool) -> tuple[Page, Text]:
    with site.looking() as session:
        person_id = session.scalars(select(Person.id)).one()
        texts = session.scalars(
            select(Text).where(Text.subject_type == GLOSSARY, Text.field == MEANING)
        ).all()
    text = texts[3 if with_script else 4]
    cookie = site.cookie_of(person_id)
    page = phone(chromium, site.url, cookie, java_script_enabled=with_script).new_page()
    page.goto(f"/fr/translation/texts/{text.id}/fr")
    return page, text


def kept(site: Site, text: Text) -> str | None:
    with site.looking() as session:
        return session.scalar(
            select(TranslationDraft.words).where(TranslationDraft.text_id == text.id)
        )


def test_what_is_typed_is_kept_without_pressing_anything(chromium: Browser, site: Site) -> None:
    page, text = at_editor(chromium, site, with_script=True)
    field = page.get_by_role("textbox")
    field.press_sequentially("Le personnel", delay=5)
    expect(page.locator("#kept")).to_have_text("Tout est gardé.", timeout=60_000)
    assert kept(site, text) == "Le personnel"
    page.route("**/translation/texts/**", lambda route: route.abort())
    field.press_sequentially(" du réseau", delay=5)
    expect(page.locator("#kept")).to_contain_text("Pas de connexion", timeout=60_000)
    assert kept(site, text) == "Le personnel"
    page.unroute("**/translation/texts/**")
    expect(page.locator("#kept")).to_have_text("Tout est gardé.", timeout=60_000)
    assert kept(site, text) == "Le personnel du réseau"
    turn(page.get_by_role("button", name="Publier la traduction"))
    expect(page.get_by_text("La traduction est publiée.")).to_be_visible()
    assert kept(site, text) is None


def test_the_editor_works_without_script_and_fits_a_phone(chromium: Browser, site: Site) -> None:
    page, text = at_editor(chromium, site, with_script=False)
    page.get_by_role("textbox").fill("Une définition")
    turn(page.get_by_role("button", name="Garder comme brouillon"))
    expect(page.get_by_text("Le brouillon est gardé.")).to_be_visible()
    assert kept(site, text) == "Une définition"
    fits(page, "fr")
    turn(page.get_by_role("button", name="Publier la traduction"))
    expect(page.get_by_text("La traduction est publiée.")).to_be_visible()
