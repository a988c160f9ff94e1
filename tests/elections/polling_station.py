"""An election on a database of its own, in a process of its own: its votes are cast for real.

    python -m tests.elections.polling_station vote  URL FOLDER SEED VOTERS
    python -m tests.elections.polling_station naive URL FOLDER SEED VOTERS
    python -m tests.elections.polling_station kill  URL FOLDER SEED KILLS

`vote` casts through the real application; `naive` keeps the same votes in the usual two tables.
Both write what happened to FOLDER/truth.json and wait for a line, so that the database can be
taken while it runs. `kill` forks processes that cast, and kills them.
"""

from __future__ import annotations

import json
import logging
import os
import pickle
import random
import shutil
import signal
import sqlite3
import sys
import time
import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.orm import Session

from nswp_gov import create_app
from nswp_gov.accounts import session as accounts_session
from nswp_gov.accounts.models import Person
from nswp_gov.accounts.operations import open_session
from nswp_gov.config import Settings
from nswp_gov.elections import operations, queries
from nswp_gov.elections.keys import folder_of
from nswp_gov.elections.models import SealedBallot
from nswp_gov.elections.operations.voting import put_in_box, seal_vote, slip_of
from nswp_gov.sealing import SealedBallot as SealedVote
from nswp_gov.sealing import make_share_file, open_box, seal_of, slot_of
from nswp_gov.store import clock
from nswp_gov.store.actor import SYSTEM, Actor
from nswp_gov.store.base import Base
from nswp_gov.store.crypto import Keyring, vault
from nswp_gov.store.engine import open_engine, writing
from nswp_gov.store.work import Work, begin
from tests.conftest import KEYS, NOW
from tests.elections.paper_browser import visit
from tests.factories import elections as factory

NAMES = ("Amara", "Binta", "Chidi", "Dalia", "Esi")
WEIGHTS = (35, 25, 20, 12, 8)
CASTS_A_KILL = 5
LATEST = 8  # transactions: signing in, opening the paper, casting, and what looks at them


@dataclass
class Station:
    """An open election and everybody in it."""

    folder: Path
    settings: Settings
    engine: Engine
    chain: factory.Chain
    now: datetime
    options: dict[str, str]  # by name

    @property
    def election_id(self) -> uuid.UUID:
        return self.chain.election.id


def set_up(url: str, folder: Path, voters: int) -> Station:
    """A fresh schema, a rehearsal election, frozen and open."""
    vault.unlock(Keyring(KEYS))
    settings = Settings(
        instance=folder, database_url=url, secret_key="a secret for tests only",
        field_keys=KEYS, public_url="http://localhost", is_testing=True,
    )  # fmt: skip
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
        chain = factory.make_election(work, folder_of(settings), voters=voters)
        voting = factory.freeze(work, chain, *NAMES)
        options = {name: factory.option_of(work, chain, name) for name in NAMES}
    return Station(folder, settings, engine, chain, voting.now, options)


def keep_the_log_whole(engine: Engine) -> None:
    """Never copy SQLite's log back: the thief finds every commit in it, in order."""
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def _whole(dbapi: Any, _record: Any) -> None:
            dbapi.execute("PRAGMA wal_autocheckpoint=0")


def choices(seed: int, voters: list[uuid.UUID]) -> list[tuple[uuid.UUID, str]]:
    """Who votes for whom first, in the order of voting: independent of every stored order."""
    dice = random.Random(seed)
    order = voters[:]
    dice.shuffle(order)
    return [(one, dice.choices(NAMES, WEIGHTS)[0]) for one in order]


def vote(url: str, folder: Path, seed: int, voters: int) -> None:
    """Cast every vote through the pages; then let the thief in; then close and open the box."""
    station = set_up(url, folder, voters)
    station.engine.dispose()
    clock.now = lambda: station.now
    app = create_app(station.settings)
    from nswp_gov.web.extensions import db

    logging.basicConfig(filename=folder / "app.log", level=logging.DEBUG)
    with app.app_context():
        engine = db.engine
        engine.dispose()  # a connection that is there already would copy the log back
        keep_the_log_whole(engine)
    cast = choices(seed, station.chain.organisations)
    log = (folder / "access.log").open("w", encoding="utf-8")
    for number, (organisation, name) in enumerate(cast):
        person_id = station.chain.voters[organisation].person_id
        log.write(f"{station.now.isoformat()} person={person_id} POST ballot\n")
        _cast_in_browser(app, engine, station, person_id, [station.options[name]])
        _back_up(engine, folder / "backups", number)
    log.close()
    _finish(station, cast)


def _cast_in_browser(
    app: Any, engine: Engine, station: Station, person_id: Any, ranking: list[str]
) -> None:
    with writing(), Session(engine) as session, begin(session, SYSTEM, station.now) as work:
        token = open_session(work, session.get_one(Person, person_id), label="")
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        accounts_session.start(cookie, token, now=station.now)
    chain = station.chain
    paper = visit(browser, f"/en/elections/{chain.election.slug}/ballot/{chain.post.id}")
    places = {f"rank-{one}": str(place) for place, one in enumerate(ranking, start=1)}
    done = paper.send("preview", press=("cast", "1"), **places)
    assert "vote is in the box" in done.text, done.text


def _back_up(engine: Engine, folder: Path, number: int) -> None:
    """Keep a copy of the database as it is after this vote: all of it, or what changed in it."""
    folder.mkdir(exist_ok=True)
    if engine.dialect.name == "sqlite":
        target = sqlite3.connect(folder / f"{number:04}.sqlite")
        source = sqlite3.connect(str(engine.url.database))
        source.execute("PRAGMA wal_autocheckpoint=0")
        source.backup(target)
        target.close()
        source.close()
        return
    with engine.connect() as connection:
        state = {name: connection.execute(text(f'select * from "{name}"')).all()
                 for name in _just_written(connection)}  # fmt: skip
    plain = {name: [tuple(map(_flat, row)) for row in rows] for name, rows in state.items()}
    (folder / f"{number:04}.pickle").write_bytes(pickle.dumps(plain))


def _flat(value: Any) -> Any:
    """A value that can be looked up: bytes as they are, anything else as text."""
    return value if isinstance(value, bytes) else str(value)


def _just_written(connection: Connection) -> list[str]:
    """The tables that hold a row of one of the last transactions (PostgreSQL)."""
    known = connection.execute(text("select tablename from pg_tables where schemaname = 'public'"))
    newest = " union all ".join(
        f"select '{name}', max(xmin::text::bigint) from \"{name}\"" for (name,) in known
    )
    last = connection.execute(text(newest)).all()
    now = connection.execute(text("select txid_current()")).scalar_one()
    return [name for name, xid in last if xid and xid >= now - LATEST]


def _finish(station: Station, cast: list[tuple[uuid.UUID, str]]) -> None:
    """Say what is true, wait for the thief, then close the box and publish what was in it."""
    chain = station.chain
    held = chain.keys.read(chain.election.id)
    truth: dict[str, Any] = {
        "cast": [(str(one), name) for one, name in cast],
        "persons": {str(chain.voters[one].person_id): str(one) for one in chain.voters},
        "slot_key": held.slot_key.hex(),
        "signing_key": held.signing_key.hex(),
    }
    (station.folder / "truth.json").write_text(json.dumps(truth), encoding="utf-8")
    _wait("voted")
    engine = open_engine(station.settings.database_url)
    with writing(), Session(engine) as session:
        closing = chain.election.closes_at
        with begin(session, SYSTEM, closing) as work:
            election = queries.election(session, station.election_id)
            box = operations.close_voting(work, election, chain.keys)
            manifest = queries.manifest_of(election)
    shares = [make_share_file(manifest, box, key=chain.trustees[place]) for place in (0, 1)]
    ballots = open_box(manifest, box, shares, key=chain.trustees[0]).ballots
    names = {option: name for name, option in station.options.items()}
    lines = [json.loads(line) for line in ballots.splitlines()]
    published = [names[line["choices"]["p01"][0]] for line in lines]
    trackers = [line["tracker"] for line in lines]
    more = {**truth, "published": published, "trackers": trackers}
    (station.folder / "truth.json").write_text(json.dumps(more), encoding="utf-8")
    _wait("closed")


def _wait(said: str) -> None:
    sys.stdout.write(said + "\n")
    sys.stdout.flush()
    sys.stdin.readline()


def naive(url: str, folder: Path, seed: int, voters: int) -> None:
    """The usual design: who has voted in one table, the votes with random ids in another."""
    engine = open_engine(url)
    keep_the_log_whole(engine)
    with writing(), engine.begin() as connection:
        connection.execute(text("create table voted (organisation_id text)"))
        connection.execute(text("create table ballot (id text, choice text)"))
    dice = random.Random(seed)
    ids = [uuid.UUID(int=dice.getrandbits(128)) for _ in range(voters)]
    cast = choices(seed, ids)
    log = (folder / "access.log").open("w", encoding="utf-8")
    for number, (organisation, name) in enumerate(cast):
        log.write(f"{NOW.isoformat()} person={organisation} POST ballot\n")
        with writing(), engine.begin() as connection:
            given = {"one": organisation.hex, "id": uuid.uuid4().hex, "choice": name}
            connection.execute(text("insert into voted values (:one)"), given)
            connection.execute(text("insert into ballot values (:id, :choice)"), given)
        _back_up(engine, folder / "backups", number)
    log.close()
    truth = {
        "cast": [(str(one), name) for one, name in cast],
        "persons": {str(one): str(one) for one in ids},
        "published": sorted(name for _one, name in cast),
    }
    (folder / "truth.json").write_text(json.dumps(truth), encoding="utf-8")
    _wait("voted")
    _wait("closed")


def kill(url: str, folder: Path, seed: int, kills: int) -> None:
    """Fork processes that cast without end, kill each at a random moment, and say what they said.

    It ends after so many kills, and not before five times as many casts were begun.

    Each line of FOLDER/said.jsonl: a life's list of ["try", voter] and ["done", voter, seal].
    """
    station = set_up(url, folder, 12)
    _warm_up(station)
    station.engine.dispose()
    dice = random.Random(seed)
    longest = max(0.05, 5 * _time_of_a_first_cast(station))  # a busy machine takes its time
    with (folder / "said.jsonl").open("w", encoding="utf-8") as said:
        lives = begun = 0
        while lives < kills or begun < CASTS_A_KILL * kills:
            read, child = _new_life(station, dice.getrandbits(32))
            os.read(read, 1)  # it is about to cast
            time.sleep(dice.uniform(0, longest))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            with os.fdopen(read, "rb") as pipe:
                lines = pipe.read().split(b"\n")[:-1]
            lives, begun = lives + 1, begun + sum(line.startswith(b'["try"') for line in lines)
            said.write(json.dumps([json.loads(line) for line in lines]) + "\n")
    _tell_what_lies_there(station)


def _new_life(station: Station, seed: int) -> tuple[int, int]:
    """Fork a process that casts without end; return the pipe on which it talks, and its number."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        _cast_for_ever(station, write, seed)
    os.close(write)
    return read, child


def _time_of_a_first_cast(station: Station) -> float:
    """Return the seconds from the moment a new process is ready to its first vote in the box."""
    read, child = _new_life(station, 0)
    os.read(read, 1)
    began, heard = time.monotonic(), b""
    while b'"done"' not in heard and b'"fault"' not in heard:
        heard += os.read(read, 4096)
    took = time.monotonic() - began
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(read)
    return took


def _warm_up(station: Station) -> None:
    """Have every statement compiled before the first fork; the vote is rolled back."""
    with writing(), Session(station.engine) as session:
        voter = station.chain.organisations[0]
        manifest = queries.manifest_of(station.chain.election)
        with begin(session, station.chain.voters[voter], station.now) as work:
            _put_one(work, station, voter, seal_vote(manifest, "p01", []))
            session.rollback()


def _put_one(work: Work, station: Station, voter: uuid.UUID, sealed: SealedVote) -> None:
    slip = slip_of(station.chain.election, station.chain.post, voter)
    put_in_box(work, slip, sealed.envelope, keys=station.chain.keys)


def _cast_for_ever(station: Station, pipe: int, seed: int) -> None:
    try:
        dice = random.Random(seed)
        engine = open_engine(station.settings.database_url)
        manifest = queries.manifest_of(station.chain.election)
        with Session(engine) as session:
            queries.election(session, station.election_id)
        os.write(pipe, b"!")
        while True:
            voter = dice.choice(station.chain.organisations)
            ranking = dice.sample(sorted(station.options.values()), 3)
            actor: Actor = replace(station.chain.voters[voter])
            os.write(pipe, json.dumps(["try", str(voter)]).encode() + b"\n")
            sealed = seal_vote(manifest, "p01", ranking)
            with (
                writing(),
                Session(engine) as session,
                begin(session, actor, station.now) as work,
            ):
                _put_one(work, station, voter, sealed)
            os.write(pipe, json.dumps(["done", str(voter), sealed.seal]).encode() + b"\n")
    except BaseException as fault:  # noqa: BLE001 - whatever it is, the test has to see it
        os.write(pipe, json.dumps(["fault", repr(fault)]).encode() + b"\n")
    finally:
        os._exit(1)


def _tell_what_lies_there(station: Station) -> None:
    engine = open_engine(station.settings.database_url)
    slot_key = station.chain.keys.read(station.election_id).slot_key
    owners = {slot_of(slot_key, one, "p01"): str(one) for one in station.chain.organisations}
    with Session(engine) as session:
        rows = session.query(SealedBallot.slot, SealedBallot.envelope).all()
    found = [(owners.get(slot, "?"), seal_of(envelope)) for slot, envelope in rows]
    (station.folder / "found.json").write_text(json.dumps(found), encoding="utf-8")
    engine.dispose()


if __name__ == "__main__":
    command, given_url, given_folder, given_seed, count = sys.argv[1:]
    shutil.rmtree(given_folder, ignore_errors=True)
    Path(given_folder).mkdir(parents=True)
    {"vote": vote, "naive": naive, "kill": kill}[command](
        given_url, Path(given_folder), int(given_seed), int(count)
    )
