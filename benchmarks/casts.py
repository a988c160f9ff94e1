"""Durable casts a second beside bare inserts of the same row, and what a cast costs as a request.

All do one transaction with one wait for the disk, through the same engine and its pool, into a
table of the same shape. They are taken in turn, so that all meet the same load. A durable cast puts
in the box what was sealed before, on a device or by the server, as a bare insert writes bytes that
are there; with the sealing it is what one process does for one voter. One voter alone shows what
the program adds to the disk's own time; eight voters at two processes are the real case, in which
PostgreSQL waits for the disk once for several.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sqlalchemy import delete, event, text  # noqa: E402
from sqlalchemy.orm import Session  # noqa: E402

from nswp_gov import create_app  # noqa: E402
from nswp_gov.accounts import session as accounts_session  # noqa: E402
from nswp_gov.accounts.models import Person  # noqa: E402
from nswp_gov.accounts.operations import open_session  # noqa: E402
from nswp_gov.config import Settings  # noqa: E402
from nswp_gov.elections import queries  # noqa: E402
from nswp_gov.elections.keys import folder_of  # noqa: E402
from nswp_gov.elections.models import SealedBallot  # noqa: E402
from nswp_gov.elections.operations.voting import put_in_box, seal_vote, slip_of  # noqa: E402
from nswp_gov.store import clock  # noqa: E402
from nswp_gov.store.actor import SYSTEM  # noqa: E402
from nswp_gov.store.base import Base  # noqa: E402
from nswp_gov.store.crypto import Keyring, vault  # noqa: E402
from nswp_gov.store.engine import open_engine, writing  # noqa: E402
from nswp_gov.store.work import begin  # noqa: E402
from nswp_gov.web.extensions import db  # noqa: E402
from tests.conftest import KEYS, NOW, _postgres_bin  # noqa: E402
from tests.elections.paper_browser import visit  # noqa: E402
from tests.factories import elections as factory  # noqa: E402

VOTERS, PROCESSES, THREADS = 64, 2, 4
ACTS = ("put", "cast", "bare")
BARE = {
    "sqlite": "create table bare (election blob, slot blob, envelope blob not null,"
    " primary key (election, slot)) without rowid",
    "postgresql": "create table bare (election uuid, slot bytea, envelope bytea not null,"
    " primary key (election, slot))",
}
INSERT = text("insert into bare values (:election, :slot, :envelope)")


class Station:
    """An open election on a database of its own, and what its voters need."""

    def __init__(self, url, folder):
        vault.unlock(Keyring(KEYS))
        self.settings = Settings(
            instance=folder, database_url=url, secret_key="a secret for a measurement",
            field_keys=KEYS, public_url="http://localhost", is_testing=True,
        )  # fmt: skip
        self.url = url
        engine = open_engine(url)
        self.dialect = engine.dialect.name
        with writing(), engine.begin() as connection:
            if self.dialect == "postgresql":
                connection.execute(text("CREATE EXTENSION IF NOT EXISTS btree_gist"))
            Base.metadata.create_all(connection)
            connection.execute(text(BARE[self.dialect]))
        with (
            writing(),
            Session(engine, expire_on_commit=False) as session,
            begin(session, SYSTEM, NOW) as work,
        ):
            self.chain = factory.make_election(work, folder_of(self.settings), voters=VOTERS)
            self.now = factory.freeze(work, self.chain, "Amara", "Binta", "Chidi").now
        self.manifest = queries.manifest_of(self.chain.election)
        self.slips = [
            slip_of(self.chain.election, self.chain.post, one) for one in self.chain.organisations
        ]
        self.sealed = [seal_vote(self.manifest, "p01", ["c01"]).envelope for _ in self.slips]
        self.length = len(self.sealed[0])
        engine.dispose()

    def cast(self, engine, place):
        """Seal a vote and put it in the box, as the ballot page does."""
        slip = self.slips[place % len(self.slips)]
        actor = replace(self.chain.voters[slip.organisation_id])
        sealed = seal_vote(self.manifest, slip.paper, ["c01", "c02"])
        with writing(), Session(engine) as session, begin(session, actor, self.now) as work:
            put_in_box(work, slip, sealed.envelope, keys=self.chain.keys)

    def put(self, engine, place):
        """Put a vote in the box that was sealed before."""
        slip = self.slips[place % len(self.slips)]
        actor = replace(self.chain.voters[slip.organisation_id])
        with writing(), Session(engine) as session, begin(session, actor, self.now) as work:
            put_in_box(work, slip, self.sealed[place % len(self.slips)], keys=self.chain.keys)

    def bare(self, engine, _place):
        """Put a row of the same size and shape into a table of its own."""
        given = {"slot": os.urandom(32), "envelope": os.urandom(self.length)}
        election = self.chain.election.id
        given["election"] = election.bytes if self.dialect == "sqlite" else election
        with writing(), engine.begin() as connection:
            connection.execute(INSERT, given)

    def empty(self):
        """Take every vote out again, so that the next of each voter is a first one."""
        engine = open_engine(self.url)
        with writing(), engine.begin() as connection:
            connection.execute(delete(SealedBallot.__table__))
        engine.dispose()


def _worker(pipe, station, first, threads):
    """Do what the pipe asks: (act, how many); answer with the processor's seconds."""
    engine = open_engine(station.url)
    while asked := pipe.recv():
        name, number = asked
        act = getattr(station, name)

        def one_voter(offset, act=act, number=number):
            for turn in range(number):
                act(engine, first + offset + turn * PROCESSES * THREADS)

        began = time.process_time()
        voters = [threading.Thread(target=one_voter, args=(n,)) for n in range(threads)]
        for voter in voters:
            voter.start()
        for voter in voters:
            voter.join()
        pipe.send(time.process_time() - began)
    engine.dispose()


@contextmanager
def workers(station, processes, threads):
    """Give a function `run(act, turns) -> (rows a second, processor's ms a row)`."""
    context, pipes, running = get_context("fork"), [], []
    for number in range(processes):
        ours, theirs = context.Pipe()
        pipes.append(ours)
        running.append(
            context.Process(target=_worker, args=(theirs, station, number * threads, threads))
        )
        running[-1].start()

    def run(act, turns):
        began = time.perf_counter()
        for pipe in pipes:
            pipe.send((act, turns))
        used = sum(pipe.recv() for pipe in pipes)
        rows = turns * processes * threads
        return rows / (time.perf_counter() - began), 1000 * used / rows

    yield run
    for pipe in pipes:
        pipe.send(None)
    for process in running:
        process.join()


def in_turn(station, number, processes, threads):
    """Each act in turn; for each the medians of its rate, its ratio to bare, processor's ms."""
    turns = max(1, VOTERS // (PROCESSES * THREADS)) if threads > 1 else VOTERS // 2
    rounds = max(3, number // (turns * processes * threads) // 2)
    seen = {name: [] for name in ACTS}
    with workers(station, processes, threads) as run:
        for name in ACTS:
            run(name, 4)
        for turn in range(rounds):
            order = ACTS[turn % 3 :] + ACTS[: turn % 3]
            for name in order:
                if name != "bare" and turn % 2 == 0:
                    station.empty()  # first votes; in the next round the same voters vote again
                seen[name].append(run(name, turns))
    return {
        "voters": processes * threads, "processes": processes,
        "number": rounds * turns * processes * threads,
        **{
            name: {
                "rate": statistics.median(rate for rate, _ms in took),
                "cpu_ms": statistics.median(ms for _rate, ms in took),
                "ratio": statistics.median(
                    rate / bare for (rate, _), (bare, _) in zip(took, seen["bare"], strict=True)
                ),
            }
            for name, took in seen.items()
        },
    }  # fmt: skip


def requests(station, number):
    """What a cast costs as a whole request: processor's ms, and statements sent."""
    kept, clock.now = clock.now, lambda: station.now
    app = create_app(station.settings)
    with app.app_context():
        engine = db.engine
    seen, used, statements = [], [], []
    event.listen(engine, "before_cursor_execute", lambda *told: seen.append(told[2]))
    chain = station.chain
    for turn in range(number):
        person_id = chain.voters[chain.organisations[turn % VOTERS]].person_id
        with writing(), Session(engine) as session, begin(session, SYSTEM, station.now) as work:
            token = open_session(work, session.get_one(Person, person_id), label="")
        browser = app.test_client()
        with browser.session_transaction() as cookie:
            accounts_session.start(cookie, token, now=station.now)
        page = visit(browser, f"/en/elections/{chain.election.slug}/ballot/{chain.post.id}")
        fields = dict(page.form("preview").fields)
        data = {**fields, "rank-c01": "1", "rank-c02": "2", "cast": "1"}
        seen.clear()
        began = time.process_time()
        answer = browser.post(page.path, data=data)
        used.append(1000 * (time.process_time() - began))
        statements.append(len(seen))
        assert b"vote is in the box" in answer.data
    engine.dispose()
    clock.now = kept
    return {
        "number": number, "cpu_ms": statistics.median(used[number // 5 :]),
        "statements": statistics.median(statements),
    }  # fmt: skip


def wait_of_the_disk(folder):
    """Milliseconds until the disk has taken 4 kB, the median of a hundred."""
    took = []
    with (folder / "written").open("wb", buffering=0) as file:
        for _ in range(100):
            file.write(os.urandom(4096))
            began = time.perf_counter()
            os.fsync(file.fileno())
            took.append(1000 * (time.perf_counter() - began))
    return statistics.median(took)


def measure(url, folder, number):
    """One voter alone, eight at two processes, and the whole request."""
    station = Station(url, folder)
    return {
        "fsync_ms": wait_of_the_disk(folder),
        "alone": in_turn(station, number, 1, 1),
        "together": in_turn(station, number, PROCESSES, THREADS),
        "request": requests(station, 40),
    }


@contextmanager
def durable_cluster(folder):
    """A PostgreSQL cluster that waits for the disk at each commit, as it does by default."""
    programs = _postgres_bin()
    run = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if run:
        shutil.chown(folder, "postgres")
    data = folder / "data"
    make = [str(programs / "initdb"), "-D", str(data), "-A", "trust", "-U", "postgres"]
    subprocess.run([*run, *make, "-E", "UTF8"], check=True, capture_output=True, cwd="/")
    control = [*run, str(programs / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log")]
    options = f"-k {folder} -c listen_addresses=''"
    subprocess.run([*control, "start", "-o", options], check=True, capture_output=True, cwd="/")
    try:
        yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
    finally:
        subprocess.run([*control, "stop", "-m", "fast"], check=True, capture_output=True, cwd="/")


def on_sqlite(number):
    """Casts into a file of its own."""
    with tempfile.TemporaryDirectory() as made:
        return measure(f"sqlite:///{made}/station.sqlite", Path(made), number)


def on_postgres(number):
    """Casts in a PostgreSQL cluster that is made for this alone."""
    with tempfile.TemporaryDirectory(prefix="bench-pg-") as made:
        folder = Path(made)
        folder.chmod(0o755)
        with durable_cluster(folder) as url, tempfile.TemporaryDirectory() as instance:
            return measure(url, Path(instance), number)


def lines(durable, goal):
    """The figures as lines of a page."""
    told = [
        "## Durable casts",
        "",
        "A sealed vote is let in (one statement) and written (one row, one wait for the disk),",
        "beside bare inserts of a row of the same size into a table of the same shape with the",
        "same durability, in turn; half of the casts replace an earlier vote. ms of the processor:",
        "of a bare row, of a cast, of one with its sealing.",
        "",
        "| database | voters | bare | casts | ratio | goal | sealed | its ratio | ms | ms | ms |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name, found in durable.items():
        for one in (found["alone"], found["together"]):
            put, cast, bare = (one[act] for act in ACTS)
            told.append(
                f"| {name} | {one['voters']} ({one['processes']} processes) | {bare['rate']:.0f}"
                f" | {put['rate']:.0f} | {put['ratio']:.2f} | ≥ {goal} | {cast['rate']:.0f}"
                f" | {cast['ratio']:.2f} | {bare['cpu_ms']:.2f} | {put['cpu_ms']:.2f}"
                f" | {cast['cpu_ms']:.2f} |"
            )
    waits = "; ".join(f"{one['fsync_ms']:.1f} ms before {name}" for name, one in durable.items())
    told += [
        "",
        f"The disk took 4 kB in {waits}. Where the disk answers faster than the processor, or",
        "answers several at once, the ratio is that of processors, not of disks.",
    ]
    told += ["", "As a whole request, with sign-in, form, roll and receipt page:", ""]
    told += ["| database | processor | statements |", "|---|---|---|"]
    told += [
        f"| {name} | {one['request']['cpu_ms']:.1f} ms | {one['request']['statements']:.0f} |"
        for name, one in durable.items()
    ]
    return [*told, ""]


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    taken = {"SQLite": on_sqlite(count), "PostgreSQL": on_postgres(count)}
    print("\n".join(lines(taken, 0.7)))
