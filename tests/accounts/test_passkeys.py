"""Passkeys in Chromium, with the virtual authenticator of its developer tools."""

from __future__ import annotations

import logging
import re
import socket
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from webauthn.helpers import bytes_to_base64url
from werkzeug.serving import make_server

from nswp_gov import create_app
from nswp_gov.accounts.models import Passkey
from nswp_gov.store import clock as real_clock
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.engine import open_engine, writing
from nswp_gov.store.work import begin
from nswp_gov.web import templating
from tests.browsing import turn
from tests.factories.accounts import PASSPHRASE, make_person
from tests.tables import make_tables

pytestmark = pytest.mark.browser
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Served:
    """The application on a port of its own, with a database of its own."""

    def __init__(self, origin, engine, app):
        self.origin, self.engine, self.app = origin, engine, app

    def people(self, name, **over):
        with (
            writing(),
            Session(self.engine) as session,
            begin(session, SYSTEM, real_clock.now()) as work,
        ):
            return make_person(work, name, **{"totp": False, **over}).sign_in_name

    def passkeys(self):
        with Session(self.engine) as session:
            return session.scalars(select(Passkey)).all()


@pytest.fixture(scope="module")
def served(settings, whole_app, tmp_path_factory):
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    origin = f"http://localhost:{port}"
    url = f"sqlite:///{tmp_path_factory.mktemp('passkeys') / 'served.sqlite'}"
    kept = list(templating.PUBLIC_NAV), list(templating.WORK_NAV)
    app = create_app(replace(settings, database_url=url, public_url=origin))
    templating.PUBLIC_NAV[:], templating.WORK_NAV[:] = kept
    engine = open_engine(url)
    make_tables(engine)
    server = make_server("localhost", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Served(origin, engine, app)
    server.shutdown()
    thread.join()
    engine.dispose()
    with app.app_context():
        from nswp_gov.web.extensions import db

        db.engine.dispose()


class Person:
    """Somebody at Chromium with a key in their hand."""

    def __init__(self, page, origin, said, **key):
        self.page, self.origin, self.said = page, origin, said
        self.tools = page.context.new_cdp_session(page)
        self.tools.send("WebAuthn.enable")
        answer = self.tools.send("WebAuthn.addVirtualAuthenticator", {"options": {**KEY, **key}})
        self.key = answer["authenticatorId"]

    def go(self, path):
        self.page.goto(f"{self.origin}/en/account{path}")

    def sign_in(self, name):
        self.go("/sign-in")
        self.page.fill("[name=sign_in_name]", name)
        self.page.fill("[name=passphrase]", PASSPHRASE)
        turn(self.page.locator("main form:not([data-passkey]) button"))
        assert "/en/work" in self.page.url

    def sign_out(self):
        turn(self.page.locator("footer button").first)
        assert self.page.url.rstrip("/").endswith("/en")

    def add(self, name="my phone"):
        self.go("/passkeys")
        self.page.fill("[name=name]", name)
        self.page.click("form[data-passkey] button")

    def show(self):
        self.page.click("form[data-passkey] button")


@pytest.fixture
def someone(chromium, served):
    contexts = []

    def new(**key):
        context = chromium.new_context()
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        said = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        return Person(page, served.origin, said, **key)

    yield new
    for context in contexts:
        context.close()


def test_a_platform_passkey_is_added_signs_in_without_a_name_and_is_forgotten(served, someone):
    name, began_on = served.people("Amina"), real_clock.now().date()
    amina = someone(transport="internal")
    amina.sign_in(name)
    amina.add("my old phone")
    amina.page.wait_for_url(re.compile("/proofs"))
    assert "my old phone" in amina.page.inner_text("main")
    amina.sign_out()
    amina.go("/sign-in")
    amina.show()
    amina.page.wait_for_url(re.compile("/en/work"))
    row = next(one for one in served.passkeys() if one.name == "my old phone")
    assert began_on <= row.used_on <= real_clock.now().date()
    assert row.sign_count > 0
    amina.go("/proofs")
    turn(amina.page.locator("li:has-text('my old phone') button"))
    assert "my old phone" not in amina.page.inner_text("ul.list")
    amina.sign_out()
    amina.go("/sign-in")
    amina.show()
    amina.page.wait_for_url(re.compile("/sign-in/passkey"))
    assert "didn’t work here" in amina.page.inner_text("main")
    refused = [text for text in amina.said if "Content Security" in text or "Trusted" in text]
    assert refused == []


def test_an_answer_is_taken_once(served, someone):
    name = served.people("Bela")
    bela = someone(transport="usb")
    bela.sign_in(name)
    bela.add()
    bela.page.wait_for_url(re.compile("/proofs"))
    bela.sign_out()
    bela.go("/sign-in")
    sent = []
    bela.page.on("request", lambda one: sent.append(one) if one.method == "POST" else None)
    bela.show()
    bela.page.wait_for_url(re.compile("/en/work"))
    copied = next(one for one in sent if one.url.endswith("/sign-in/passkey"))
    bela.sign_out()
    again = bela.page.context.request.post(
        copied.url,
        headers={"Content-Type": "application/x-www-form-urlencoded"},
        data=copied.post_data,
    )
    assert again.status in {400, 422}
    bela.go("")
    assert "/sign-in" in bela.page.url


def test_a_key_that_does_not_verify_its_owner_is_refused(served, someone):
    name = served.people("Eve")
    eve = someone(isUserVerified=False)
    eve.sign_in(name)
    eve.add("unlocked")
    eve.page.wait_for_selector("[data-failed]:not([hidden])")
    assert not any(one.name == "unlocked" for one in served.passkeys())


def test_an_officer_with_a_passkey_alone_needs_it_after_the_passphrase_and_to_confirm(
    served, someone, monkeypatch
):
    name = served.people("Carla", roles=["secretariat"])
    carla = someone()
    carla.go("/sign-in")
    carla.page.fill("[name=sign_in_name]", name)
    carla.page.fill("[name=passphrase]", PASSPHRASE)
    turn(carla.page.locator("main form:not([data-passkey]) button"))
    assert "/proofs" in carla.page.url  # nothing else opens
    carla.add("desk")
    carla.page.wait_for_url(re.compile("/proofs"))
    carla.sign_out()
    carla.go("/sign-in")
    carla.page.fill("[name=sign_in_name]", name)
    carla.page.fill("[name=passphrase]", PASSPHRASE)
    turn(carla.page.locator("main form:not([data-passkey]) button"))
    assert "/sign-in/second" in carla.page.url
    carla.show()
    carla.page.wait_for_url(re.compile("/en/work"))
    now = real_clock.now
    monkeypatch.setattr(real_clock, "now", lambda: now() + timedelta(minutes=11))
    carla.go("/paper")
    assert "/confirmation" in carla.page.url
    carla.show()
    carla.page.wait_for_url(lambda url: "confirmation" not in url)
    assert carla.page.url.endswith("/account/paper")
    carla.go("/proofs")
    turn(carla.page.locator("li:has-text('desk') button"))
    assert "Your office needs a second proof" in carla.page.inner_text("main")


def test_anothers_passkey_does_not_confirm_who_one_is(served, someone):
    one, other = served.people("Amina"), served.people("Dmitri")
    shared = someone()  # one key for two people: a shared phone
    shared.sign_in(one)
    shared.add("of one")
    shared.page.wait_for_url(re.compile("/proofs"))
    shared.sign_out()
    shared.sign_in(other)
    shared.add("of other")
    shared.page.wait_for_url(re.compile("/proofs"))
    shared.go("/confirmation")
    theirs = next(row for row in served.passkeys() if row.name == "of one")
    shared.page.evaluate(
        """id => {
            const form = document.querySelector('form[data-passkey]');
            const options = JSON.parse(form.dataset.options);
            options.allowCredentials = [{...options.allowCredentials[0], id}];
            form.dataset.options = JSON.stringify(options);
        }""",
        bytes_to_base64url(theirs.credential_id),
    )
    shared.show()
    shared.page.wait_for_url(re.compile("/sign-in/passkey"))
    assert "didn’t work here" in shared.page.inner_text("main")
    shared.go("/confirmation")
    shared.show()
    shared.page.wait_for_url(re.compile("/en/account$"))


def test_without_script_the_forms_stay_hidden_and_the_other_ways_work(served, chromium):
    name = served.people("Noor")
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served.origin}/en/account/sign-in")
    assert not page.is_visible("form[data-passkey]")
    page.fill("[name=sign_in_name]", name)
    page.fill("[name=passphrase]", PASSPHRASE)
    turn(page.locator("main form:not([data-passkey]) button"))
    assert page.url.endswith("/en/work")
    page.goto(f"{served.origin}/en/account/passkeys")
    assert page.is_visible("[data-without]")
    context.close()
