"""What a thief tries: find an order or a common moment in which voters and votes can be paired.

A `Source` is a place that names every voter, or that shows every vote in clear, in some order.
Linkers know nothing of the schema: the same ones are let loose on ours and on the usual one.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

Row = tuple[Any, ...]
State = dict[str, list[Row]]  # the rows of each table


@dataclass(frozen=True)
class Names:
    """How voters and votes can be recognised in a value."""

    voters: Mapping[str, str]  # identifier in hexadecimal (organisation or person) → organisation
    choices: frozenset[str]

    def voter(self, row: Iterable[Any]) -> str | None:
        for value in row:
            plain = value.hex() if isinstance(value, bytes) else str(value)
            if found := self.voters.get(plain.replace("-", "")):
                return found
        return None

    def choice(self, row: Iterable[Any]) -> str | None:
        return next((str(value) for value in row if str(value) in self.choices), None)


@dataclass(frozen=True)
class Source:
    """Keys in the order in which they were found; `groups`: the moment each belongs to."""

    name: str
    keys: tuple[str, ...]
    groups: tuple[Any, ...] | None = None


@dataclass
class Loot:
    """All sources of voters and of votes."""

    voters: list[Source]
    votes: list[Source]

    def add(self, name: str, found: Sequence[tuple[Row, Any]], names: Names, count: int) -> None:
        """Keep what a place tells: (row, moment) in its order, first sight of each voter."""
        seen: dict[str, Any] = {}
        votes = []
        for row, moment in found:
            if who := names.voter(row):
                seen.setdefault(who, moment)
            if choice := names.choice(row):
                votes.append((choice, moment))
        if len(seen) == count:
            self.voters.append(Source(name, tuple(seen), tuple(seen.values())))
        if len(votes) == count:
            self.votes.append(
                Source(name, tuple(one for one, _ in votes), tuple(at for _, at in votes))
            )


def links(loot: Loot) -> Iterator[tuple[str, dict[str, str]]]:
    """Every linker on every pair of sources: its name, and whom it ascribes what."""
    for who in loot.voters:
        for what in loot.votes:
            pair = f"{who.name} × {what.name}"
            if len(who.keys) == len(what.keys):
                yield f"order: {pair}", dict(zip(who.keys, what.keys, strict=True))
                backwards = zip(who.keys, reversed(what.keys), strict=True)
                yield f"order, reversed: {pair}", dict(backwards)
            if who.groups and what.groups:
                yield f"moment: {pair}", _by_moment(who, what)


def _by_moment(who: Source, what: Source) -> dict[str, str]:
    """Pair those of one moment, where the moment has one vote; else guess the winner."""
    votes: dict[Any, list[str]] = {}
    for choice, moment in zip(what.keys, what.groups or (), strict=True):
        votes.setdefault(moment, []).append(choice)
    winner = Counter(what.keys).most_common(1)[0][0]
    return {
        voter: votes[moment][0]
        if moment is not None and len(votes.get(moment, ())) == 1
        else winner
        for voter, moment in zip(who.keys, who.groups or (), strict=True)
    }


def accuracy(guess: Mapping[str, str], truth: Mapping[str, str]) -> float:
    """The share of voters to whom the right vote is ascribed."""
    return sum(guess.get(voter) == choice for voter, choice in truth.items()) / len(truth)


# SQLite ------------------------------------------------------------------------------------------


def tables(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute("select name from sqlite_master where type = 'table'")
    return [row[0] for row in rows if not row[0].startswith("sqlite_")]


def state_of(file: Path, wanted: Iterable[str] | None = None) -> State:
    """Every row of a database file, in the order in which it lies there."""
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA wal_autocheckpoint=0")
    try:
        return {
            name: connection.execute(f'select * from "{name}" not indexed').fetchall()
            for name in tables(connection)
            if wanted is None or name in wanted
        }
    finally:
        connection.close()


def changed(before: State, after: State) -> set[str]:
    """The tables that are not as they were."""
    return {name for name in after if before.get(name) != after[name]}


def news(states: Iterable[State]) -> dict[str, list[tuple[Row, int]]]:
    """For each table the rows that are new in each state, with the state's number."""
    found: dict[str, list[tuple[Row, int]]] = {}
    known: dict[str, set[Row]] = {}
    for number, state in enumerate(states):
        for name, rows in state.items():
            before = known.get(name, set())
            if number:
                found.setdefault(name, []).extend((r, number) for r in rows if r not in before)
            known[name] = set(rows)
    return found


def wal_commits(wal: bytes) -> list[int]:
    """The lengths of the log up to each of its commits. Source: SQLite's file format, § 4."""
    page = int.from_bytes(wal[8:12])
    salt = wal[16:24]
    ends = []
    for at in range(32, len(wal) - page - 23, page + 24):
        if wal[at + 8 : at + 16] != salt:
            break
        if int.from_bytes(wal[at + 4 : at + 8]):
            ends.append(at + 24 + page)
    return ends


def states_by_commit(file: Path, wal: Path, work: Path, wanted: set[str]) -> Iterator[State]:
    """The tables as they were after each commit that the log still holds."""
    log = wal.read_bytes()
    page, at = int.from_bytes(log[8:12]), 32
    work.mkdir()
    copy = work / "now.sqlite"
    shutil.copyfile(file, copy)
    yield state_of(copy, wanted)
    for end in wal_commits(log):
        with copy.open("r+b") as out:
            for frame in range(at, end, page + 24):
                out.seek((int.from_bytes(log[frame : frame + 4]) - 1) * page)
                out.write(log[frame + 24 : frame + 24 + page])
            out.truncate(int.from_bytes(log[frame + 4 : frame + 8]) * page)
        at = end
        yield state_of(copy, wanted)


def cells_in_pages(file: Path, names: Sequence[str]) -> dict[str, list[Row]]:
    """The raw cells of each table's leaf pages, in the order in which they were put there.

    Cells fill a page from its end, so the one that lies highest came first.
    Source: SQLite's file format, § 1.6.
    """
    connection = sqlite3.connect(file)
    roots = dict(connection.execute("select name, rootpage from sqlite_master where rootpage"))
    connection.close()
    data = file.read_bytes()
    size = int.from_bytes(data[16:18]) or 1
    size = 65536 if size == 1 else size
    return {
        name: [(cell,) for cell in _leaf_cells(data, size, roots[name])]
        for name in names
        if name in roots
    }


def _leaf_cells(data: bytes, size: int, number: int) -> Iterator[bytes]:
    start = (number - 1) * size
    page = data[start : start + size]
    head = 100 if number == 1 else 0
    kind, count = page[head], int.from_bytes(page[head + 3 : head + 5])
    is_inner = kind in (2, 5)
    first = head + (12 if is_inner else 8)
    places = [int.from_bytes(page[first + 2 * n : first + 2 * n + 2]) for n in range(count)]
    if is_inner:
        for place in places:
            yield from _leaf_cells(data, size, int.from_bytes(page[place : place + 4]))
        yield from _leaf_cells(data, size, int.from_bytes(page[head + 8 : head + 12]))
        return
    ends = dict(zip(sorted(places), [*sorted(places)[1:], size], strict=False))
    for place in sorted(places, reverse=True):
        yield page[place : ends[place]]


def words_in(cell: bytes) -> Row:
    """What could be an identifier or a name inside a raw cell: its runs of letters and digits."""
    runs = re.findall(rb"[0-9a-f]{32}", cell) + re.findall(rb"[A-Z][a-z]+", cell)
    return tuple(run.decode() for run in runs)


# PostgreSQL --------------------------------------------------------------------------------------


def postgres_rows(url: str) -> dict[str, list[tuple[str, int, Row]]]:
    """Every row with its place and its transaction, by table, in the order of their places."""
    engine = create_engine(url)
    with engine.connect() as connection:
        known = connection.execute(
            text("select tablename from pg_tables where schemaname = 'public'")
        ).scalars()
        found = {
            name: [
                (row[0], int(row[1]), tuple(row[2:]))
                for row in connection.execute(
                    text(
                        f'select t.ctid::text as at, t.xmin::text as xid, t.* from "{name}" t '
                        "order by t.ctid"
                    )
                )
            ]
            for name in known.all()
        }
    engine.dispose()
    return found


INSERT = re.compile(
    r"rmgr: Heap .*tx:\s+(\d+),.*desc: INSERT\S* off:? (\d+).*"
    r"blkref #0: rel \d+/\d+/(\d+) (?:fork \w+ )?blk (\d+)"
)


def postgres_log(url: str, programs: Path) -> dict[str, list[tuple[str, int]]]:
    """The places and transactions of all inserts in the write-ahead log, by table, in order."""
    engine = create_engine(url)
    with engine.connect() as connection:
        data = connection.execute(text("show data_directory")).scalar_one()
        files = dict(
            connection.execute(
                text("select relfilenode::text, relname from pg_class where relkind = 'r'")
            ).all()
        )
    engine.dispose()
    segments = sorted(p.name for p in Path(data, "pg_wal").iterdir() if len(p.name) == 24)
    command = [str(programs / "pg_waldump"), "-p", f"{data}/pg_wal", segments[0], segments[-1]]
    told = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    found: dict[str, list[tuple[str, int]]] = {}
    for line in told.splitlines():
        if (hit := INSERT.search(line)) and (name := files.get(hit[3])):
            found.setdefault(name, []).append((f"({hit[4]},{hit[2]})", int(hit[1])))
    return found
