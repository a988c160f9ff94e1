"""An open election on a database of its own, whose workers can be made to fail."""

from __future__ import annotations

import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from nswp_gov.elections import operations, queries
from nswp_gov.elections.models import SealedBallot
from nswp_gov.elections.operations.voting import (
    put_in_box,
    seal_vote,
    slip_of,
)
from nswp_gov.sealing import seal_of, slot_of
from nswp_gov.sealing.box import Box
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.base import Base
from nswp_gov.store.crypto import Keyring, vault
from nswp_gov.store.engine import open_engine, writing
from nswp_gov.store.slot_keys import KeyFolder
from nswp_gov.store.work import begin
from tests.conftest import KEYS, NOW
from tests.elections.stations import own_database
from tests.factories import elections as factory

VOTERS = 6


@dataclass
class Polls:
    """An open election on a database of its own; the engine is that of one worker."""

    url: str
    engine: Engine
    chain: factory.Chain
    now: datetime

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @property
    def file(self) -> Path:
        return Path(str(make_url(self.url).database))

    def cast(self, voter: int, *, by: Engine | None = None, at: datetime | None = None) -> str:
        """Cast a vote; the seal is what is acknowledged."""
        organisation = self.chain.organisations[voter]
        sealed = seal_vote(queries.manifest_of(self.chain.election), "p01", ["c01"])
        slip = slip_of(self.chain.election, self.chain.post, organisation)
        actor, now = self.chain.voters[organisation], at or self.now
        with writing(), Session(by or self.engine) as session, begin(session, actor, now) as work:
            put_in_box(work, slip, sealed.envelope, keys=self.chain.keys)
        return sealed.seal

    def box(self) -> dict[int, str]:
        """The seal of what lies in each voter's slot."""
        key = self.chain.keys.read(self.chain.election.id).slot_key
        slots = {slot_of(key, one, "p01"): n for n, one in enumerate(self.chain.organisations)}
        with Session(self.engine) as session:
            rows = session.query(SealedBallot.slot, SealedBallot.envelope).all()
        return {slots[slot]: seal_of(envelope) for slot, envelope in rows}

    def empty(self) -> None:
        """Take every vote out, as if nobody had voted yet."""
        with writing(), self.engine.begin() as connection:
            connection.execute(text("delete from sealed_ballot"))

    def close(self, at: datetime) -> Box:
        """Close the box as the clock does."""
        with writing(), Session(self.engine) as session, begin(session, SYSTEM, at) as work:
            election = queries.election(session, self.chain.election.id)
            return operations.close_voting(work, election, self.chain.keys)

    @contextmanager
    def worker(self, *settings: str, **options: Any) -> Iterator[Engine]:
        """Another worker: an engine of its own, whose connections begin with `settings`."""
        engine = open_engine(self.url)

        @event.listens_for(engine, "connect")
        def _set(dbapi: Any, _record: Any) -> None:
            for one in settings:
                dbapi.execute(one)
            if not self.is_sqlite:
                dbapi.commit()

        yield engine.execution_options(**options) if options else engine
        engine.dispose()


@contextmanager
def open_polls(database_url: str, folder: Path) -> Iterator[Polls]:
    """An election that is open, on a database of its own, while the block runs."""
    vault.unlock(Keyring(KEYS))
    with own_database(database_url, folder) as url:
        engine = open_engine(url)
        with writing(), engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(text("CREATE EXTENSION IF NOT EXISTS btree_gist"))
            Base.metadata.create_all(connection)
        with (
            writing(),
            Session(engine, expire_on_commit=False) as session,
            begin(session, SYSTEM, NOW) as work,
        ):
            chain = factory.make_election(work, KeyFolder(folder / "keys"), voters=VOTERS)
            now = factory.freeze(work, chain, "Amara", "Binta").now
        yield Polls(url, engine, chain, now)
        engine.dispose()


@contextmanager
def taken_back(polls: Polls, folder: Path) -> Iterator[Any]:
    """Keep a copy of the database as it is; the function given puts it back."""
    polls.engine.dispose()
    if polls.is_sqlite:
        copy = folder / "yesterday.sqlite"
        with closing(sqlite3.connect(polls.file)) as source, closing(sqlite3.connect(copy)) as to:
            source.backup(to)

        def restore() -> None:
            polls.engine.dispose()
            for ending in ("-wal", "-shm"):
                Path(f"{polls.file}{ending}").unlink(missing_ok=True)
            shutil.copyfile(copy, polls.file)

        yield restore
        return
    url, name = make_url(polls.url), f"yesterday_{uuid.uuid4().hex[:12]}"
    admin = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"create database {name} template {url.database}"))

    def restore_here() -> None:
        polls.engine.dispose()
        with admin.connect() as connection:
            connection.execute(text(f"drop database {url.database} with (force)"))
            connection.execute(text(f"create database {url.database} template {name}"))

    yield restore_here
    with admin.connect() as connection:
        connection.execute(text(f"drop database {name}"))
    admin.dispose()
