"""A clock that tests move, and people who sign in at its time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from nswp_gov.accounts import session as accounts_session
from nswp_gov.accounts.models import Person
from nswp_gov.accounts.operations import open_session
from nswp_gov.store import clock
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.slot_keys import KeyFolder
from nswp_gov.store.work import begin
from tests.conftest import NOW
from tests.elections.open_polls import Polls, open_polls


@pytest.fixture(scope="session")
def polls(
    whole_app: Flask, database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Polls]:
    """An open election on a database of its own; whoever changes its state puts it back."""
    with open_polls(database_url, tmp_path_factory.mktemp("polls")) as opened:
        yield opened


class Clock:
    """The time of a test: it stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def move(self, to: datetime) -> None:
        self.now = to

    def pass_days(self, days: float) -> None:
        self.now += timedelta(days=days)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of the whole program, in the hand of the test."""
    hand = Clock()
    monkeypatch.setattr(clock, "now", hand)
    return hand


@pytest.fixture
def sign_in(app: Flask, session: Session, time: Clock) -> Callable[[Person], FlaskClient]:
    """A browser in which the person is signed in now, freshly."""

    def browser_of(person: Person) -> FlaskClient:
        browser = app.test_client()
        with begin(session, SYSTEM, time.now) as opened:
            token = open_session(opened, person, label="")
        with browser.session_transaction() as cookie:
            accounts_session.start(cookie, token, now=time.now)
        return browser

    return browser_of


@pytest.fixture
def keys(tmp_path: Path) -> KeyFolder:
    return KeyFolder(tmp_path / "slot-keys")


@pytest.fixture
def app_keys(app: Flask) -> KeyFolder:
    """Where the application keeps slot keys."""
    return KeyFolder(app.extensions["nswp_gov.settings"].instance / "slot-keys")
