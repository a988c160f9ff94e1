"""The sample network behind a real server: made once a run, copied for whoever changes it."""

from __future__ import annotations

import base64
import fcntl
import os
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.serving import WSGIRequestHandler, make_server

from nswp_gov import create_app
from nswp_gov.accounts import session as accounts_session
from nswp_gov.accounts.models import SIGN_IN_LABEL, Person
from nswp_gov.accounts.operations import open_session
from nswp_gov.config import Settings
from nswp_gov.operate.database import bring_up, opened
from nswp_gov.sample import cards, make, sign_in_code
from nswp_gov.store import clock
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.crypto import Keyring, vault
from nswp_gov.store.engine import writing
from nswp_gov.store.work import begin
from nswp_gov.web.extensions import db

ROOT = Path(__file__).resolve().parent.parent.parent
KEYS = {1: b"a key for tests only, 32 bytes.." * 2}
SECRET = "a secret for tests only"
DATABASE = "site.sqlite"
real_now = clock.now


def settings_for(folder: Path, port: int) -> Settings:
    """The settings of a sample network that lies in `folder` and answers on `port`."""
    return Settings(
        instance=folder,
        database_url=f"sqlite:///{folder / DATABASE}",
        secret_key=SECRET,
        field_keys=KEYS,
        public_url=f"http://localhost:{port}",
        is_testing=True,
    )


def prepare(folder: Path) -> Path:
    """The sample network in `folder`, made by whichever process comes first."""
    folder.mkdir(exist_ok=True)
    with (folder.parent / f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = folder / "made"
        if not done.exists():
            settings = settings_for(folder, 80)
            vault.unlock(Keyring(KEYS))
            bring_up(settings)
            make(settings, now=real_now())
            done.touch()
    return folder


class Clock:
    """The time of a site: it goes on by itself, and can be moved forward."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return real_now() + self.ahead

    def move(self, to: datetime) -> None:
        """Let it be a later instant."""
        assert to > self()
        self.ahead = to - real_now()

    def pass_(self, **time: float) -> None:
        """Let some time go by."""
        self.ahead += timedelta(**time)


@dataclass(frozen=True)
class Site:
    """A running sample network."""

    app: Flask
    settings: Settings

    @property
    def url(self) -> str:
        return self.settings.public_url

    @property
    def environ(self) -> dict[str, str]:
        """What a command of the program needs to work on this site."""
        own = {name: value for name, value in os.environ.items() if "NSWP" not in name}
        return {
            **own,
            "NSWP_GOV_INSTANCE": str(self.settings.instance),
            "DATABASE_URL": self.settings.database_url,
            "NSWP_GOV_SECRET_KEY": SECRET,
            "NSWP_GOV_FIELD_KEY_1": base64.urlsafe_b64encode(KEYS[1]).decode(),
            "NSWP_GOV_PUBLIC_URL": self.url,
            "PYTHONPATH": str(ROOT),
        }

    @contextmanager
    def looking(self) -> Iterator[Session]:
        """The rows themselves, for choosing what to look for and for looking behind the pages."""
        with opened(self.settings) as engine, Session(engine) as session:
            yield session

    def card(self, role: str) -> Any:
        """How the sample person of this role signs in."""
        return next(card for card in cards(self.settings) if card.role == role)

    def code(self, role: str) -> str:
        """A current second proof."""
        return sign_in_code(self.settings, role, clock.now())

    def client_of(self, role: str) -> FlaskClient:
        """A browser without a screen in which the person of this role is signed in."""
        card, client = self.card(role), self.app.test_client()
        index = vault.ring.blind(card.sign_in_name, SIGN_IN_LABEL)
        with self.looking() as session:
            person = session.scalars(select(Person.id).where(Person.sign_in_index == index)).one()
        name = str(self.app.config["SESSION_COOKIE_NAME"])
        client.set_cookie(name, self.cookie_of(person)["value"], domain="localhost")
        return client

    def cookie_of(self, person_id: Any) -> dict[str, str]:
        """The cookie of somebody who has no passphrase in the sample, as signing in makes it."""
        with (
            opened(self.settings) as engine,
            writing(),
            Session(engine) as session,
            begin(session, SYSTEM, clock.now()) as work,
        ):
            token = open_session(work, work.session.get_one(Person, person_id), label="")
        browser = self.app.test_client()
        with browser.session_transaction(base_url=self.url) as cookie:
            accounts_session.start(cookie, token, now=clock.now())
        name = str(self.app.config["SESSION_COOKIE_NAME"])
        kept = browser.get_cookie(name, "localhost")
        assert kept is not None
        return {"name": name, "value": kept.value, "url": self.url}


class Silent(WSGIRequestHandler):
    """Logs no request, like the server that the program runs."""

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - its name there
        """Say nothing."""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serve(prepared: Path, folder: Path) -> Iterator[Site]:
    """A copy of the prepared network in `folder`, served while the block runs."""
    shutil.copytree(prepared, folder, dirs_exist_ok=True)
    port = _free_port()
    settings = settings_for(folder, port)
    vault.unlock(Keyring(KEYS))
    app = create_app(settings)
    app.testing = False  # faults become pages, as for everybody
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Site(app, settings)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        with app.app_context():
            for engine in db.engines.values():
                engine.dispose()
