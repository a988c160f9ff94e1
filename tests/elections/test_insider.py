"""Somebody takes everything the server holds. They do no better than guessing the winner.

The positive control: the same linkers name every vote in the usual design with two tables.
"""

from __future__ import annotations

import json
import math
import pickle
import shutil
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from nswp_gov.elections.ticking import is_rewrite_due, rewrite
from nswp_gov.sealing import slot_of
from nswp_gov.store.engine import open_engine
from tests.conftest import _postgres_bin, temporary_cluster
from tests.elections import linkers
from tests.elections.linkers import Loot, Names, Source
from tests.elections.stations import Station, own_database
from tests.sizes import prove, size

pytestmark = pytest.mark.slow

RUNS, VOTERS = size(3, 20), size(60, 300)
WRITTEN = {"auth_session", "sealed_ballot"}  # signing in, and the vote itself


@dataclass
class Case:
    """A polling station at the moment at which the thief comes."""

    url: str
    folder: Path
    station: Station
    work: Path

    @property
    def truth(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / "truth.json").read_text())
        return found

    @property
    def votes(self) -> dict[str, str]:
        return dict(self.truth["cast"])

    @property
    def names(self) -> Names:
        voters = {uuid.UUID(one).hex: one for one, _choice in self.truth["cast"]}
        persons = {uuid.UUID(p).hex: one for p, one in self.truth["persons"].items()}
        return Names({**persons, **voters}, frozenset(self.votes.values()))

    @property
    def is_sqlite(self) -> bool:
        return self.url.startswith("sqlite")

    @property
    def file(self) -> Path:
        return Path(str(make_url(self.url).database))


@contextmanager
def case(command: str, database_url: str, work: Path, seed: int) -> Iterator[Case]:
    work.mkdir()
    with ExitStack() as around:
        if database_url.startswith("postgresql"):
            # The log of a server holds what every database of it wrote: a thief's is ours alone.
            database_url = around.enter_context(temporary_cluster(writes_all=True))
        url = around.enter_context(own_database(database_url, work))
        station = Station(command, url, work / "station", seed, VOTERS)
        station.wait_for("voted")
        try:
            yield Case(url, work / "station", station, work)
        finally:
            if station.process.poll() is None:
                station.process.kill()
            station.process.communicate()


def take(found: Case) -> tuple[Loot, set[str]]:
    """Everything in which a voter or a vote shows; and the tables that voting has changed."""
    loot = Loot([], [])
    log = [((line.split("person=")[1].split()[0],), None) for line in _log(found)]
    loot.add("log", log, found.names, VOTERS)
    written = _take_sqlite(found, loot) if found.is_sqlite else _take_postgres(found, loot)
    return loot, written


def _log(found: Case) -> list[str]:
    return (found.folder / "access.log").read_text().splitlines()


def _take_sqlite(found: Case, loot: Loot) -> set[str]:
    stolen = found.work / "stolen"
    stolen.mkdir()
    base, now = stolen / "base.sqlite", stolen / "now.sqlite"
    wal = Path(f"{found.file}-wal")
    shutil.copyfile(found.file, base)
    shutil.copyfile(found.file, now)
    shutil.copyfile(wal, Path(f"{now}-wal"))
    after = linkers.state_of(now)
    written = linkers.changed(linkers.state_of(base), after)
    names = found.names
    for table, rows in after.items():
        loot.add(f"rows of {table}", [(row, None) for row in rows], names, VOTERS)
    commits = linkers.states_by_commit(base, wal, found.work / "replay", written)
    for table, rows in linkers.news(commits).items():
        loot.add(f"log of {table}", rows, names, VOTERS)
    copies = sorted((found.folder / "backups").glob("*.sqlite"))
    before = [linkers.state_of(base, written)]
    backups = [linkers.state_of(copy, written) for copy in copies]
    for table, rows in linkers.news([*before, *backups]).items():
        loot.add(f"backups of {table}", rows, names, VOTERS)
    whole = stolen / "whole.sqlite"
    shutil.copyfile(copies[-1], whole)
    for table, cells in linkers.cells_in_pages(whole, sorted(after)).items():
        raw = [(linkers.words_in(cell), None) for (cell,) in cells]
        loot.add(f"pages of {table}", raw, names, VOTERS)
    return written


def _take_postgres(found: Case, loot: Loot) -> set[str]:
    _sample(found.url)
    names = found.names
    rows = linkers.postgres_rows(found.url)
    for table, placed in rows.items():
        loot.add(f"rows of {table}", [(row, xid) for _at, xid, row in placed], names, VOTERS)
        by_xid = sorted(placed, key=lambda one: one[1])
        loot.add(f"transactions of {table}", [(row, xid) for _, xid, row in by_xid], names, VOTERS)
    programs = _postgres_bin()
    assert programs is not None
    logged = linkers.postgres_log(found.url, programs)
    for table, inserts in logged.items():
        here = {at: row for at, _xid, row in rows.get(table, [])}
        told = [(here[at], xid) for at, xid in inserts if at in here]
        loot.add(f"log of {table}", told, names, VOTERS)
    states = [pickle.loads(one.read_bytes())
              for one in sorted((found.folder / "backups").glob("*.pickle"))]  # fmt: skip
    for table, kept in linkers.news([{name: [] for name in rows}, *states]).items():
        loot.add(f"backups of {table}", kept, names, VOTERS)
    setting_up = (
        max((xid for _at, xid, _row in rows["roll_entry"]), default=0)
        if "roll_entry" in rows
        else 0
    )
    return {
        table for table, placed in rows.items() if any(xid > setting_up for _, xid, _ in placed)
    }


def _sample(url: str) -> None:
    """Take the planner's statistics, as the server does by itself sooner or later."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("analyze"))
    engine.dispose()


def bound(votes: dict[str, str]) -> float:
    """Guessing the winner, or evenly, and three standard deviations."""
    shares = [count / len(votes) for count in Counter(votes.values()).values()]
    best = max(1 / len(shares), *shares)
    return best + 3 * math.sqrt(best * (1 - best) / len(votes))


@pytest.mark.parametrize("seed", range(1, RUNS + 1))
def test_a_thief_of_everything_only_guesses(database_url: str, tmp_path: Path, seed: int) -> None:
    with case("vote", database_url, tmp_path / "case", seed) as found:
        loot, written = take(found)
        sealed = _envelopes(found.url)
        assert {len(envelope) for envelope in sealed} == {len(sealed[0])}
        assert len(sealed) == VOTERS
        taken = _artefacts(found)
        slots = _slots(found)
        found.station.go_on()
        found.station.wait_for("closed")
        _nothing_readable(taken, found.truth)
        loot.votes.append(Source("published", tuple(found.truth["published"])))
        _rewrite_and_look(found, slots)
        votes, truth = found.votes, found.truth
        found.station.go_on()
        found.station.end()
    assert written == WRITTEN
    assert len(truth["published"]) == VOTERS
    places = {"log", *(f"{kind} of auth_session" for kind in ("rows", "log", "backups"))}
    assert places <= {source.name for source in loot.voters}
    tried = dict(linkers.links(loot))
    assert len(tried) >= 4
    best = max(tried, key=lambda name: linkers.accuracy(tried[name], votes))
    found_right = linkers.accuracy(tried[best], votes)
    prove(
        "insider",
        {"votes": len(votes), "linkers": len(tried), "best_linker": best,
         "accuracy": round(found_right, 4), "bound": round(bound(votes), 4)},
        seed=seed, part=f"{database_url.partition(':')[0].partition('+')[0]} {seed:02}",
    )  # fmt: skip
    assert found_right <= bound(votes), best


def test_the_same_linkers_name_every_vote_in_the_usual_design(
    database_url: str, tmp_path: Path
) -> None:
    with case("naive", database_url, tmp_path / "case", 1) as found:
        loot, _written = take(found)
        votes = found.votes
    right = {name for name, guess in linkers.links(loot) if linkers.accuracy(guess, votes) == 1.0}
    kinds = ("rows", "log", "backups", *(["pages"] if found.is_sqlite else []))
    for kind in kinds:
        wanted = f"order: {kind} of voted × {kind} of ballot"
        assert wanted in right, f"{wanted} is blind; these see: {sorted(right)}"
    moments = ("log", "backups", *([] if found.is_sqlite else ["rows", "transactions"]))
    for kind in moments:
        assert f"moment: {kind} of voted × {kind} of ballot" in right
    assert "order: log × rows of ballot" in right


def _envelopes(url: str) -> list[bytes]:
    engine = create_engine(url)
    with engine.connect() as connection:
        rows = connection.execute(text("select envelope from sealed_ballot")).all()
    engine.dispose()
    return [bytes(row[0]) for row in rows]


def _slots(found: Case) -> list[bytes]:
    key = bytes.fromhex(found.truth["slot_key"])
    return [slot_of(key, uuid.UUID(one), "p01") for one, _choice in found.truth["cast"]]


def _artefacts(found: Case) -> dict[str, bytes]:
    """The bytes of all that a thief carries away: files of the database, logs, backups."""
    if found.is_sqlite:
        places = [found.file, Path(f"{found.file}-wal")]
    else:
        places = _cluster_files(found.url)
    places += [found.folder / "access.log", found.folder / "app.log"]
    places += sorted((found.folder / "backups").glob("*"))[-1:]
    return {str(place): place.read_bytes() for place in places if place.is_file()}


def _cluster_files(url: str, *folders: str) -> list[Path]:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("checkpoint"))
        data = connection.execute(text("show data_directory")).scalar_one()
        oid = connection.execute(
            text("select oid from pg_database where datname = current_database()")
        ).scalar_one()
    engine.dispose()
    wanted = folders or (f"base/{oid}", "pg_wal")
    return [p for name in wanted for p in Path(data, name.format(oid=oid)).iterdir() if p.is_file()]


def _nothing_readable(taken: dict[str, bytes], truth: dict[str, Any]) -> None:
    """No ballot, tracker, slot key or signing key in anything that was carried away."""
    secrets = [truth["slot_key"], truth["signing_key"], *truth["trackers"], '"choices":{']
    needles = [one.encode() for one in secrets]
    needles += [bytes.fromhex(truth["slot_key"]), bytes.fromhex(truth["signing_key"])]
    assert len(truth["trackers"]) == VOTERS
    for place, data in taken.items():
        for needle in needles:
            assert needle not in data, f"{needle!r} in {place}"
    assert any(b"sealed_ballot" in data for data in taken.values())  # the right files were read


def _rewrite_and_look(found: Case, slots: list[bytes]) -> None:
    """After the close and the rewriting no slot is left in the files of the database."""
    engine = open_engine(found.url)
    assert is_rewrite_due(engine)
    if found.is_sqlite:
        assert rewrite(engine)
        places = [found.file, Path(f"{found.file}-wal")]
    else:
        assert rewrite(engine)
        places = _cluster_files(found.url, "base/{oid}")
    assert not is_rewrite_due(engine)
    engine.dispose()
    left = [place for place in places if place.is_file()]
    for place in left:
        data = place.read_bytes()
        assert not any(slot in data for slot in slots), f"a slot is left in {place}"
