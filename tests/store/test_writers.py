"""Several writers at once: facts never overlap, counters lose nothing, the chain is one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from nswp_gov.store import journal, verifying
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.dated import begin_fact
from nswp_gov.store.engine import open_engine, writing
from nswp_gov.store.errors import Conflict
from nswp_gov.store.work import begin
from tests.conftest import NOW
from tests.store.things import Colour, Thing
from tests.tables import make_tables


@pytest.fixture
def own_engine(new_database: Callable[[str], str], whole_app: Any) -> Iterator[Engine]:
    """A database of its own, for tests with several writers."""
    engine = open_engine(new_database("own"))
    make_tables(engine)
    yield engine
    engine.dispose()


def in_threads(count: int, act: Any) -> list[Any]:
    """Run `act(i)` in threads that start together; return results or the refusals."""
    barrier, results = threading.Barrier(count), [None] * count

    def run(i: int) -> None:
        barrier.wait()
        try:
            with writing():
                results[i] = act(i)
        except Exception as error:  # noqa: BLE001 - the kinds are what the test looks at
            results[i] = error

    threads = [threading.Thread(target=run, args=(i,)) for i in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_concurrent_writers_never_make_overlapping_facts(own_engine: Engine) -> None:
    with writing(), Session(own_engine) as s, begin(s, SYSTEM, NOW) as w:
        made = Thing(label="one")
        w.session.add(made)
        w.record("thing.added", made)
        thing_id = made.id

    def write(i: int) -> str:
        with Session(own_engine) as s, begin(s, SYSTEM, NOW) as w:
            row = Colour(thing_id=thing_id, colour=str(i), from_on=date(2026, 1, 1), until_on=None)
            begin_fact(w, row)
            w.record("colour.noted", row)
        return "written"

    results = in_threads(6, write)
    assert results.count("written") == 1, results
    with Session(own_engine) as s:
        assert len(s.scalars(select(Colour)).all()) == 1


def test_concurrent_counters_lose_no_update(own_engine: Engine) -> None:
    with writing(), Session(own_engine) as s, begin(s, SYSTEM, NOW) as w:
        made = Thing(label="0")
        w.session.add(made)
        w.record("thing.added", made)
        thing_id = made.id

    def write(_i: int) -> int:
        done = 0
        while done < 10:
            try:
                with Session(own_engine) as s, begin(s, SYSTEM, NOW) as w:
                    row = w.session.get_one(Thing, thing_id)
                    row.label = str(int(row.label) + 1)
                    w.record("thing.counted", row)
            except Conflict:
                continue
            done += 1
        return done

    assert sum(in_threads(4, write)) == 40
    with Session(own_engine) as s:
        assert s.get_one(Thing, thing_id).label == "40"


def test_two_sealers_make_one_chain(own_engine: Engine) -> None:
    with writing(), Session(own_engine) as s:
        for i in range(20):
            with begin(s, SYSTEM, NOW) as w:
                row = Thing(label=str(i))
                w.session.add(row)
                w.record("thing.added", row)

    def run(_i: int) -> int:
        with Session(own_engine) as s, begin(s, SYSTEM, NOW) as w:
            return journal.seal(w.session)

    assert sum(in_threads(3, run)) == 20
    with Session(own_engine) as s:
        assert verifying.verify(s, now=NOW, models=[Thing]).findings == ()
