"""What fails under a vote: the disk, a lock, another worker, the clock, the whole server.

Whatever happens, a vote that was acknowledged is in its slot, and one that was not changed nothing.
"""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from nswp_gov.elections import queries
from nswp_gov.elections.operations.voting import (
    VotingClosed,
    put_in_box,
    seal_vote,
    sign_own_receipt,
    slip_of,
)
from nswp_gov.store.errors import Unfit
from nswp_gov.store.work import begin
from tests.elections.open_polls import VOTERS, Polls, taken_back


def test_a_full_disk_refuses_the_vote_and_keeps_the_earlier_one(polls: Polls) -> None:
    before = {0: polls.cast(0)}
    with full_disk(polls) as worker:
        with pytest.raises(OperationalError, match=r"full|No space left on device"):
            for voter in range(1, VOTERS):
                before[voter] = polls.cast(voter, by=worker)
        assert polls.box() == before  # also those that still found room
    polls.cast(VOTERS - 1)
    assert len(polls.box()) == len(before) + 1


@contextmanager
def full_disk(polls: Polls) -> Iterator[Engine]:
    """A worker whose votes find no room, while the block runs."""
    if polls.is_sqlite:
        with closing(sqlite3.connect(polls.file)) as plain:
            pages = plain.execute("pragma page_count").fetchone()[0]
            plain.execute("vacuum")
        with polls.worker(f"pragma max_page_count={pages // 2}") as worker:
            yield worker
        return
    with small_disk() as disk, polls.worker(isolation_level="AUTOCOMMIT") as keeper:
        with keeper.connect() as connection:
            connection.execute(text(f"create tablespace small location '{disk}'"))
            connection.execute(text("alter table sealed_ballot set tablespace small"))
        rest = disk / "rest"
        with rest.open("wb", buffering=0) as file, suppress(OSError):
            while file.write(bytes(4096)):
                pass
        with polls.worker() as worker:
            yield worker
        rest.unlink()
        with keeper.connect() as connection:
            connection.execute(text("alter table sealed_ballot set tablespace pg_default"))
            connection.execute(text("drop tablespace small"))


@contextmanager
def small_disk() -> Iterator[Path]:
    """A disk of a megabyte that the database may write on."""
    folder = Path(tempfile.mkdtemp(prefix="nswp-small-"))
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(mount, check=False, capture_output=True).returncode:
        folder.rmdir()
        pytest.skip("a small disk can be made by root alone")
    try:
        shutil.chown(folder, "postgres")
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)
        folder.rmdir()


def test_a_connection_that_is_lost_before_the_commit_leaves_nothing(polls: Polls) -> None:
    if polls.is_sqlite:
        return  # it has no connection that could be lost
    kept = polls.cast(0)
    organisation = polls.chain.organisations[0]
    actor = polls.chain.voters[organisation]
    slip = slip_of(polls.chain.election, polls.chain.post, organisation)
    envelope = seal_vote(queries.manifest_of(polls.chain.election), "p01", []).envelope
    with pytest.raises(OperationalError), polls.worker() as worker:  # noqa: SIM117
        with Session(worker) as session, begin(session, actor, polls.now) as work:
            put_in_box(work, slip, envelope, keys=polls.chain.keys)
            pid = session.execute(text("select pg_backend_pid()")).scalar_one()
            with polls.engine.connect() as other:
                other.execute(text("select pg_terminate_backend(:pid)"), {"pid": pid})
    assert polls.box()[0] == kept


def test_a_disk_that_takes_no_more_bytes_at_the_commit_loses_nothing(polls: Polls) -> None:
    if not polls.is_sqlite:
        return  # its server writes, not this process; its full disk is shown above
    kept = polls.cast(0)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with polls.worker() as worker:
        polls.cast(1, by=worker)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
        try:
            with pytest.raises(OperationalError):
                polls.cast(0, by=worker)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert polls.box()[0] == kept
        again = polls.cast(0, by=worker)
    assert polls.box()[0] == again


def test_a_locked_database_makes_a_vote_wait_then_refuses_it(polls: Polls) -> None:
    kept = polls.cast(0)
    short = "pragma busy_timeout=30" if polls.is_sqlite else "set lock_timeout = 30"
    with polls.worker(short) as worker, other_writer(polls):
        with pytest.raises(OperationalError, match="lock"):
            polls.cast(0, by=worker)
        assert polls.box()[0] == kept
    again = polls.cast(0)
    assert polls.box()[0] == again


@contextmanager
def other_writer(polls: Polls) -> Iterator[None]:
    """Another program holds the database (SQLite) or the slot (PostgreSQL) and does not end."""
    if polls.is_sqlite:
        plain = sqlite3.connect(polls.file, isolation_level=None)
        plain.execute("begin immediate")
        yield
        plain.execute("rollback")
        plain.close()
        return
    with polls.engine.connect() as connection:
        connection.execute(text("select 1 from sealed_ballot for update"))
        yield
        connection.rollback()


def test_of_two_transactions_that_cannot_both_be_true_one_is_refused_whole(polls: Polls) -> None:
    organisation = polls.chain.organisations[0]
    actor = polls.chain.voters[organisation]
    slip = slip_of(polls.chain.election, polls.chain.post, organisation)
    envelope = seal_vote(queries.manifest_of(polls.chain.election), "p01", []).envelope
    options = {} if polls.is_sqlite else {"isolation_level": "SERIALIZABLE"}
    with (
        polls.worker(**options) as worker,
        Session(worker) as session,  # it reads first: what it knows is old when it writes
        pytest.raises(OperationalError),
        begin(session, actor, polls.now) as work,
    ):
        queries.election(session, polls.chain.election.id)
        kept = polls.cast(0)
        put_in_box(work, slip, envelope, keys=polls.chain.keys)
    assert polls.box()[0] == kept


def test_two_workers_at_one_slot_leave_one_vote_that_was_acknowledged(polls: Polls) -> None:
    acknowledged: list[list[str]] = [[], []]
    together = threading.Barrier(2)

    def work(number: int) -> None:
        with polls.worker() as worker:
            for _ in range(8):
                together.wait()
                acknowledged[number].append(polls.cast(2, by=worker))

    both = [threading.Thread(target=work, args=(number,)) for number in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert [len(one) for one in acknowledged] == [8, 8]
    assert polls.box()[2] in (acknowledged[0][-1], acknowledged[1][-1])


def test_after_yesterdays_backup_slots_still_match_and_later_votes_are_missing(
    polls: Polls, tmp_path: Path
) -> None:
    yesterday = polls.cast(0)
    with taken_back(polls, tmp_path) as restored:
        later = polls.cast(3)
        assert polls.box()[0] == yesterday
        assert polls.box()[3] == later
        restored()
    assert polls.box()[0] == yesterday  # the slot key lies elsewhere: the slots still match
    assert 3 not in polls.box()
    organisation = polls.chain.organisations[3]
    actor = polls.chain.voters[organisation]
    with Session(polls.engine) as session, begin(session, actor, polls.now) as work:
        with pytest.raises(Unfit, match="no_vote_in_box"):
            sign_own_receipt(
                work, polls.chain.election, polls.chain.post, organisation, keys=polls.chain.keys
            )
        session.rollback()
    polls.cast(3)
    assert 3 in polls.box()


def test_workers_whose_clocks_differ_lose_no_vote_at_the_close(
    polls: Polls, tmp_path: Path
) -> None:
    """One is slow, one is fast; the close comes while they cast."""
    with taken_back(polls, tmp_path) as reopen:
        _close_under_way(polls)
        reopen()
    polls.cast(0)  # open again for whoever comes next


def _close_under_way(polls: Polls) -> None:
    closes = polls.chain.election.closes_at
    acknowledged: dict[int, str] = dict(polls.box())
    with pytest.raises(VotingClosed):  # whose clock is ahead refuses, and nothing is lost
        polls.cast(0, at=closes + timedelta(minutes=3))
    refused = threading.Event()

    def slow_clock() -> None:
        with polls.worker() as worker:
            while True:
                try:
                    seal = polls.cast(1, by=worker, at=closes - timedelta(minutes=3))
                except VotingClosed:
                    refused.set()
                    return
                acknowledged[1] = seal

    caster = threading.Thread(target=slow_clock)
    caster.start()
    while 1 not in acknowledged:
        caster.join(0.01)
    with pytest.raises(Unfit, match="voting_still_open"):
        polls.close(closes - timedelta(seconds=1))
    box = polls.close(closes)
    caster.join()
    assert refused.is_set()  # closed is closed, also for a clock that says otherwise
    assert set(acknowledged.values()) < set(box.seals)
    assert len(box.seals) == len(acknowledged) + 1  # and the server's sealed seed
