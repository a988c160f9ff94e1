"""What the accounts' tests share: a clock that is moved by hand, a browser that reads its forms."""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from nswp_gov.accounts.models import Person
from nswp_gov.accounts.states import Role
from nswp_gov.store.actor import Actor
from tests.factories.accounts import PASSPHRASE, SECRET, make_person

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
OWN = "/en/account"
NEW = "marble kettle at the far harbour"
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass
class Clock:
    now: datetime = NOW

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The time of every request, moved by the test."""
    moved = Clock()
    monkeypatch.setattr("nswp_gov.store.clock.now", lambda: moved.now)
    return moved


def code_at(instant: datetime, secret: str = SECRET) -> str:
    """The six figures that a phone with `secret` shows at an instant."""
    totp = TOTP(base64.b32decode(secret), 6, SHA1(), 30)
    return totp.generate(int(instant.timestamp())).decode()


@dataclass
class Browser:
    """A person at a browser: opens a page, fills in its form, follows where it leads."""

    client: FlaskClient
    address: str = "198.51.100.7"
    seen: list[str] = field(default_factory=list)

    def get(self, path: str, *, follow: bool = False) -> TestResponse:
        return self.client.get(
            path, environ_overrides={"REMOTE_ADDR": self.address}, follow_redirects=follow
        )

    def post(self, path: str, *, page: str | None = None, **fields: str) -> TestResponse:
        """Post a form with the token of the page it stands on."""
        found = TOKEN.search(self.get(page or path).text) or TOKEN.search(
            self.get("/en/account/sign-in").text
        )
        values = {**fields, "csrf_token": html.unescape(found.group(1)) if found else ""}
        return self.client.post(path, data=values, environ_overrides={"REMOTE_ADDR": self.address})

    def sign_in(self, name: str, passphrase: str = PASSPHRASE) -> TestResponse:
        return self.post("/en/account/sign-in", sign_in_name=name, passphrase=passphrase)

    def is_signed_in(self) -> bool:
        return self.get("/en/account/proofs").status_code == 200


@pytest.fixture
def browser(app: Flask, clock: Clock) -> Callable[..., Browser]:
    """Return a new browser, at another address if wanted."""

    def new(address: str = "198.51.100.7") -> Browser:
        return Browser(app.test_client(), address)

    return new


@pytest.fixture
def people(session: Session, make_work: Callable[..., Any]) -> Callable[..., Person]:
    """Return somebody with an account, committed, so that pages see them."""

    def make(name: str = "Amina", **over: Any) -> Person:
        with make_work(now=NOW) as w:
            person = make_person(w, name, **{"totp": False, **over})
            w.session.flush()
            person_id = person.id
        return session.get_one(Person, person_id)

    return make


def name_of(person: Person) -> str:
    assert person.sign_in_name is not None
    return person.sign_in_name


def acting_as(person: Person, *roles: Role, fresh: bool = True, **parts: Any) -> Actor:
    return Actor(
        name="x",
        person_id=person.id,
        roles=frozenset(r.value for r in roles),
        is_fresh=fresh,
        **parts,
    )


def with_both_proofs(browser: Callable[..., Browser], person: Person, clock: Clock) -> Browser:
    """A browser of an officer, signed in with both proofs."""
    here = browser()
    here.sign_in(name_of(person))
    clock.pass_by(seconds=30)
    assert here.post(OWN + "/sign-in/second", code=code_at(clock.now)).status_code == 302
    return here
