"""What was typed into a form whose session had ended comes back to its author alone."""

from __future__ import annotations

import html
import re

import pytest
from flask import request
from sqlalchemy import select

from nswp_gov import create_app
from nswp_gov.accounts import session as sessions
from nswp_gov.accounts import typed
from nswp_gov.accounts.models import TypedText
from nswp_gov.web import templating
from nswp_gov.web.access import Door, door
from nswp_gov.web.extensions import db
from tests.accounts.conftest import Browser, name_of

TEXT = "Протокол: we agreed to meet again in spring, and nobody else needs to know where."
SENT: list[list[tuple[str, str]]] = []


@pytest.fixture
def other_app(settings, connection, monkeypatch, whole_app):
    """The application with five forms of another room."""
    for name in ("PUBLIC_NAV", "WORK_NAV"):
        monkeypatch.setattr(templating, name, [])
    monkeypatch.setattr(sessions, "SOURCES", [])
    app = create_app(settings)
    monkeypatch.setattr(sessions, "SOURCES", [])

    def form():
        SENT.append(list(request.form.items(multi=True)))
        return "taken"

    marks = {
        "ordinary": [door(Door.SIGNED_IN)],
        "open": [door(Door.PUBLIC)],
        "ballot": [door(Door.DELEGATE, Door.SIGNED_IN)],
        "trustee": [door(Door.TRUSTEE, Door.SIGNED_IN)],
        "key": [door(Door.SIGNED_IN, fresh=True)],
        "marked": [typed.never_kept, door(Door.SIGNED_IN)],
    }
    for name, decorators in marks.items():
        view = type(form)(form.__code__, form.__globals__, name)
        for one in decorators:
            view = one(view)
        app.add_url_rule(f"/<lang>/form/{name}", name, view, methods=["GET", "POST"])
    with app.app_context():
        own, db.engines[None] = db.engine, connection
    SENT.clear()
    yield app
    with app.app_context():
        own.dispose()


@pytest.fixture
def writer(other_app, clock, people):
    here = Browser(other_app.test_client())
    here.sign_in(name_of(people()))
    return here


def _send(here, name, **fields):
    return here.post(f"/en/form/{name}", page="/en/account", **fields)


def _late(here, clock, name="ordinary", **fields):
    """Sends a form after the session idled out: the token is that of the page opened before."""
    page = here.get("/en/account").text
    token = html.unescape(re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page).group(1))
    clock.pass_by(minutes=31)
    return here.client.post(f"/en/form/{name}", data={"csrf_token": token, **fields})


def test_a_form_in_time_is_taken_and_nothing_is_kept(writer, session):
    assert _send(writer, "ordinary", text=TEXT).status_code == 200
    assert session.scalars(select(TypedText)).all() == []


def test_a_late_form_comes_back_after_signing_in(writer, clock, session, people):
    answer = _late(writer, clock, title="Spring", text=TEXT, tag="a")
    assert answer.location == "/en/account/sign-in"
    assert SENT == []
    page = writer.get("/en/account/sign-in").text
    assert "What you typed is kept" in page
    name = session.scalars(select(TypedText)).one()
    assert TEXT.encode() not in name.body
    amina = writer.sign_in(_own_name(session))
    assert amina.location == "/en/account/typed"
    shown = writer.get(amina.location).text
    assert TEXT in html.unescape(shown)
    assert 'action="/en/form/ordinary"' in shown
    fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', shown))
    assert (fields["title"], fields["tag"]) == ("Spring", "a")
    sent = writer.client.post("/en/form/ordinary", data={**fields, "text": TEXT})
    assert sent.text == "taken"
    assert ("text", TEXT) in SENT[0]
    writer.post("/en/account/typed", page="/en/account/typed")
    assert session.scalars(select(TypedText)).all() == []
    assert writer.get("/en/account/typed").status_code == 302


def _own_name(session):
    from nswp_gov.accounts.models import Person

    return session.scalars(select(Person)).first().sign_in_name


def test_what_was_typed_is_gone_after_thirty_minutes(writer, clock, session):
    _late(writer, clock, text=TEXT)
    clock.pass_by(minutes=31)
    writer.sign_in(_own_name(session))
    assert writer.get("/en/account/typed").status_code == 302
    assert session.scalars(select(TypedText)).all() == []


def test_another_person_at_the_same_browser_does_not_get_it(writer, clock, people):
    _late(writer, clock, text=TEXT)
    answer = writer.sign_in(name_of(people("Eve")))
    shown = writer.get(answer.location)
    assert shown.status_code == 302
    assert TEXT not in writer.get("/en/account").text


def test_the_key_is_in_the_browsers_cookie_alone(writer, clock, session, other_app):
    _late(writer, clock, text=TEXT)
    elsewhere = Browser(other_app.test_client())
    elsewhere.sign_in(_own_name(session))
    assert elsewhere.get("/en/account/typed").status_code == 302
    with writer.client.session_transaction() as cookie:
        kept = cookie["typed"]
    columns = {column.name for column in TypedText.__table__.columns}
    assert columns == {"id", "body", "expires_at"}
    with writer.client.session_transaction() as cookie:
        cookie["typed"] = {"id": kept["id"], "key": "A" * 43 + "="}
    writer.sign_in(_own_name(session))
    assert writer.get("/en/account/typed").status_code == 302


def test_secrets_in_a_form_are_not_kept(writer, clock, session):
    _late(writer, clock, text=TEXT, passphrase="marble kettle", totp_code="123456", api_key="k")
    writer.sign_in(_own_name(session))
    shown = writer.get("/en/account/typed").text
    for secret in ("marble kettle", "123456", "api_key"):
        assert secret not in shown


@pytest.mark.parametrize("name", ["ballot", "trustee", "key", "marked"])
def test_ballots_keys_and_trustees_pages_are_never_kept_and_say_so(writer, clock, session, name):
    answer = _late(writer, clock, name, text=TEXT)
    assert answer.location == "/en/account/sign-in"
    assert "never kept" in writer.get("/en/account/sign-in").text
    assert session.scalars(select(TypedText)).all() == []
    with writer.client.session_transaction() as cookie:
        assert "typed" not in cookie
    assert SENT == []


def test_a_form_that_is_open_to_all_is_simply_taken(writer, clock, session):
    assert _late(writer, clock, "open", text=TEXT).text == "taken"
    assert session.scalars(select(TypedText)).all() == []


def test_nothing_is_kept_for_a_session_that_was_ended_from_elsewhere(
    writer, clock, session, other_app
):
    page = writer.get("/en/account").text
    token = html.unescape(re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page).group(1))
    elsewhere = Browser(other_app.test_client())
    elsewhere.sign_in(_own_name(session))
    elsewhere.post("/en/account/sessions/others/end", page="/en/account/sessions")
    answer = writer.client.post("/en/form/ordinary", data={"csrf_token": token, "text": TEXT})
    assert answer.location == "/en/account/sign-in"
    assert session.scalars(select(TypedText)).all() == []


def test_accounts_pages_are_never_kept(whole_app):
    with whole_app.app_context():
        assert not any(
            typed.is_kept(one) for one in whole_app.view_functions if one.startswith("accounts.")
        )
