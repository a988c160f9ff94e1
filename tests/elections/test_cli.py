"""The clock's acts, a slot key that comes back, and a rehearsal, on a database of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from nswp_gov import config
from nswp_gov.elections import cli, operations, queries, rehearsal, ticking
from nswp_gov.elections.keys import folder_of
from nswp_gov.elections.models import Election
from nswp_gov.elections.states import State
from nswp_gov.sealing import read_recovery_file, release_escrow
from nswp_gov.store import clock
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.base import Base
from nswp_gov.store.engine import open_engine, writing
from nswp_gov.store.work import begin
from tests.conftest import KEYS, NOW
from tests.elections.stations import own_database
from tests.factories import elections as factory

ZONE = "Europe/London"


@dataclass
class Instance:
    """A whole instance with one election, frozen and not yet open."""

    settings: config.Settings
    engine: Engine
    chain: factory.Chain

    @property
    def slug(self) -> str:
        return self.chain.election.slug

    def state(self) -> State:
        with Session(self.engine) as session:
            return queries.by_slug(session, self.slug).state

    def tick(self, now: datetime) -> list[ticking.Ticked]:
        return ticking.tick(self.engine, self.chain.keys, now=now, zone=ZONE)

    def run(self, *arguments: str) -> str:
        done = CliRunner().invoke(cli.elections, list(arguments), catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.output


@pytest.fixture
def here(
    whole_app: object, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Instance]:
    with own_database(database_url, tmp_path) as url:
        engine = open_engine(url)
        settings = config.Settings(
            instance=tmp_path, database_url=url, secret_key="for tests", field_keys=KEYS
        )
        with writing(), engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(text("CREATE EXTENSION IF NOT EXISTS btree_gist"))
            Base.metadata.create_all(connection)
        with (
            writing(),
            Session(engine, expire_on_commit=False) as session,
            begin(session, SYSTEM, NOW) as work,
        ):
            chain = factory.make_election(work, folder_of(settings))
            chain.trustees = rehearsal.panel(tmp_path / rehearsal.FOLDER)
            _swap_panel(work.session, chain)
            _fix(work, chain)
        monkeypatch.setattr(config, "load", lambda: settings)
        yield Instance(settings, engine, chain)
        engine.dispose()


def _swap_panel(session: Session, chain: factory.Chain) -> None:
    """Have the throw-away keys of this instance on the panel."""
    for one, key in zip(queries.trustees(session, chain.election.id), chain.trustees, strict=True):
        public = key.trustee(one.name)
        one.seal_key, one.sign_key = public.seal_key, public.sign_key


def _fix(work: object, chain: factory.Chain) -> None:
    election = chain.election
    standing = factory.stand(work, chain, "Amara")  # type: ignore[arg-type]
    ruling = factory.at(work, election.nominations_close_at, chain.officer)  # type: ignore[arg-type]
    operations.close_nominations(ruling, election)
    operations.rule_in(ruling, standing)
    operations.freeze(ruling, election, chain.keys)


def _vote(here: Instance, now: datetime) -> None:
    for place in range(3):
        organisation = here.chain.organisations[place]
        with (
            writing(),
            Session(here.engine) as session,
            begin(session, here.chain.voters[organisation], now) as work,
        ):
            election = queries.by_slug(session, here.slug)
            post = queries.posts(session, election.id)[0]
            operations.cast(work, election, post, organisation, ["yes"], keys=here.chain.keys)


def test_the_clock_opens_and_closes_and_the_disk_is_rewritten(here: Instance) -> None:
    election: Election = here.chain.election
    assert here.tick(election.opens_at - timedelta(seconds=1)) == []
    assert here.tick(election.opens_at) == [ticking.Ticked(here.slug, "open_voting")]
    _vote(here, election.opens_at)
    assert here.tick(election.closes_at - timedelta(seconds=1)) == []
    done = here.tick(election.closes_at)
    assert done == [ticking.Ticked(here.slug, "close_voting"), ticking.Ticked("", "rewrite")]
    assert here.state() is State.CLOSED
    assert not here.chain.keys.has(election.id)
    assert here.tick(election.closes_at) == []


def test_without_its_key_an_election_stays_shut_and_the_trustees_bring_it_back(
    here: Instance, tmp_path: Path
) -> None:
    election = here.chain.election
    before = here.chain.keys.read(election.id)
    here.chain.keys.destroy(election.id)
    refused = here.tick(election.opens_at)
    assert refused == [ticking.Ticked(here.slug, "open_voting", "slot_key_missing")]
    said = here.run("resume", here.slug)
    folder = tmp_path / cli.RECOVERY / here.slug
    suite, public = read_recovery_file((folder / "recovery.json").read_bytes())
    assert "Read them this code" in said
    with Session(here.engine) as session:
        manifest = queries.manifest_of(queries.by_slug(session, here.slug))
    files = []
    for number, key in enumerate(here.chain.trustees[1:]):
        escrow = (folder / "escrow.bin").read_bytes()
        released = release_escrow(manifest, escrow, key=key, suite=suite, recovery_public=public)
        (tmp_path / f"release-{number}").write_bytes(released)
        files += ["--release", str(tmp_path / f"release-{number}")]
    short = CliRunner().invoke(cli.elections, ["resume", here.slug, *files[:2]])
    assert "too_few_shares" in short.output
    assert "The key is back" in here.run("resume", here.slug, *files)
    assert here.chain.keys.read(election.id) == before
    assert here.tick(election.opens_at) == [ticking.Ticked(here.slug, "open_voting")]


def test_a_rehearsal_needs_no_trustees_at_their_computers(
    here: Instance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    election = here.chain.election
    here.tick(election.opens_at)
    _vote(here, election.opens_at)
    here.tick(election.closes_at)
    monkeypatch.setattr(clock, "now", lambda: election.closes_at)
    written = here.run("rehearse", here.slug, "--out", str(tmp_path / "files"))
    assert "2 share files and 2 openings lie in" in written
    assert here.state() is State.CLOSED
    assert "2 share files and 2 openings were brought" in here.run("rehearse", here.slug)
    with (
        writing(),
        Session(here.engine) as session,
        begin(session, here.chain.officer, election.closes_at) as work,
    ):
        (result,) = operations.count(work, queries.by_slug(session, here.slug))
        assert (result.ballots, result.elected) == (3, ["c01"])
    assert "rewritten" in here.run("rewrite").casefold()
