"""An open election behind a real server, for browsers: its own database, its own clock."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from nswp_gov import create_app
from nswp_gov.accounts import session as accounts_session
from nswp_gov.accounts.models import Person
from nswp_gov.accounts.operations import open_session
from nswp_gov.config import Settings
from nswp_gov.elections.keys import folder_of
from nswp_gov.sealing import BallotKind, Level
from nswp_gov.store import clock
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.base import Base
from nswp_gov.store.crypto import Keyring, vault
from nswp_gov.store.engine import open_engine, writing
from nswp_gov.store.work import Work, begin
from nswp_gov.web.extensions import db
from tests.conftest import KEYS, NOW
from tests.factories import elections as factory
from tests.site.stage import Silent, _free_port


@dataclass
class VotingSite:
    """A served election; `now` is the time that everybody goes by."""

    app: Flask
    engine: Engine
    url: str
    chain: factory.Chain
    now: datetime

    def path(self, lang: str = "en") -> str:
        """The ballot's address."""
        return f"/{lang}/elections/{self.chain.election.slug}/ballot/{self.chain.post.id}"

    @contextmanager
    def work(self) -> Iterator[Work]:
        """A unit of work on the served database."""
        with (
            writing(),
            Session(self.engine, expire_on_commit=False) as session,
            begin(session, SYSTEM, self.now) as work,
        ):
            for row in (self.chain.election, self.chain.post):
                session.add(row)
            yield work

    def person(self, place: int) -> Any:
        """Whose delegate votes for the organisation at this place."""
        return self.chain.voters[self.chain.organisations[place]].person_id

    def cookie_of(self, person_id: Any) -> dict[str, str]:
        """The cookie of somebody who is signed in, for a browser."""
        with self.work() as work:
            token = open_session(work, work.session.get_one(Person, person_id), label="")
        browser = self.app.test_client()
        with browser.session_transaction(base_url=self.url) as cookie:
            accounts_session.start(cookie, token, now=self.now)
        name = str(self.app.config["SESSION_COOKIE_NAME"])
        kept = browser.get_cookie(name, "localhost")
        assert kept is not None
        return {"name": name, "value": kept.value, "url": self.url}


def prepared(
    work: Work, settings: Settings, names: tuple[str, ...], kind: BallotKind, level: Level
) -> tuple[factory.Chain, datetime]:
    """An open election of one kind and level; without names, one that takes nominations."""
    chain = factory.make_election(work, folder_of(settings))
    chain.post.ballot, chain.election.level = kind, level
    work.record("elections.prepared_for_a_test", chain.election)
    if not names:
        return chain, work.now
    voting = factory.freeze(work, chain, *names)
    return chain, voting.now


@contextmanager
def voting_site(
    folder: Path,
    *names: str,
    kind: BallotKind = BallotKind.RANKED,
    level: Level = Level.BROWSER,
) -> Iterator[VotingSite]:
    """An election that is open, served while the block runs."""
    vault.unlock(Keyring(KEYS))
    port = _free_port()
    settings = Settings(
        instance=folder, database_url=f"sqlite:///{folder / 'voting.sqlite'}",
        secret_key="a secret for tests only", field_keys=KEYS,
        public_url=f"http://localhost:{port}", is_testing=True,
    )  # fmt: skip
    engine = open_engine(settings.database_url)
    with writing(), engine.begin() as connection:
        Base.metadata.create_all(connection)
    with (
        writing(),
        Session(engine, expire_on_commit=False) as session,
        begin(session, SYSTEM, NOW) as work,
    ):
        chain, now = prepared(work, settings, names, kind, level)
    kept, clock.now = clock.now, lambda: now
    app = create_app(settings)
    app.testing = False
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield VotingSite(app, engine, settings.public_url, chain, now)
    finally:
        clock.now = kept
        server.shutdown()
        thread.join()
        server.server_close()
        with app.app_context():
            for one in db.engines.values():
                one.dispose()
        engine.dispose()
