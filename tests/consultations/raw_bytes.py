"""A thief who reads bytes, and no table: pages in use and freed ones, logs, copies.

Whatever looks like an organisation, and whatever the instance's own keys open to an answer, is
taken from each file in the order in which it was put there, whether a table still names it or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from cryptography.exceptions import InvalidTag
from sqlalchemy import create_engine, text

from nswp_gov.store.crypto import vault
from tests.elections.linkers import Loot, Source

LABEL = "consultation_answer.value"
PLAIN = re.compile(rb"([0-9a-f]{32})[\x00-\x20]?(o[1-9])")  # an identifier, an answer
SEALED = re.compile(rb"(?=\x01\x01)")
PAGES = {"sqlite": 4096, "postgresql": 8192}


def add_bytes(loot: Loot, files: Mapping[str, tuple[bytes, int]], orgs: list[str]) -> None:
    """Add what each file tells: its bytes, and the size of its pages (0: it is written along)."""
    for name, (data, page) in files.items():
        voters = _first(_organisations(data, orgs), page)
        votes = _first(_sealed(data), page) or _first(_plain(data), page)
        if len(voters) == len(orgs):
            loot.voters.append(Source(f"bytes of {name}", tuple(voters)))
        if len(votes) == len(orgs):
            loot.votes.append(Source(f"bytes of {name}", tuple(votes.values())))


def _first(found: Iterator[tuple[int, bytes | str, str]], page: int) -> dict[bytes | str, str]:
    """Keep the first sight of each, in the order of writing: a page fills from its end."""
    order = sorted(found, key=lambda one: (one[0] // page, -one[0]) if page else (0, one[0]))
    first: dict[bytes | str, str] = {}
    for _at, key, said in order:
        first.setdefault(key, said)
    return first


def _organisations(data: bytes, orgs: list[str]) -> Iterator[tuple[int, str, str]]:
    dashed = {f"{o[:8]}-{o[8:12]}-{o[12:16]}-{o[16:20]}-{o[20:]}".encode(): o for o in orgs}
    known = {bytes.fromhex(o): o for o in orgs} | {o.encode(): o for o in orgs} | dashed
    for one, said in known.items():  # each by itself: many times faster than all at once
        at = data.find(one)
        while at >= 0:
            yield at, said, said
            at = data.find(one, at + 1)


def _plain(data: bytes) -> Iterator[tuple[int, bytes, str]]:
    for hit in PLAIN.finditer(data):
        yield hit.start(), hit[1], hit[2].decode()


def _sealed(data: bytes) -> Iterator[tuple[int, bytes, str]]:
    size = len(vault.ring.seal(b'"o1"', LABEL))
    for hit in SEALED.finditer(data):
        blob = data[hit.start() : hit.start() + size]
        try:
            said = vault.ring.open(blob, LABEL).decode().strip('"')
        except (InvalidTag, ValueError, KeyError, UnicodeDecodeError):
            continue
        yield hit.start(), blob, said


def files_of_sqlite(file: Path, folder: Path) -> dict[str, tuple[bytes, int]]:
    """The database, its log, and the last copy of it."""
    page = PAGES["sqlite"]
    found = {"the database": (file.read_bytes(), page)}
    found["the log"] = (Path(f"{file}-wal").read_bytes(), 0)
    for copy in sorted((folder / "backups").glob("*.sqlite"))[-1:]:
        found["the last copy"] = (copy.read_bytes(), page)
    return found


def files_of_postgresql(url: str) -> dict[str, tuple[bytes, int]]:
    """The files of every relation, and the whole write-ahead log, after a checkpoint."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CHECKPOINT"))
        data = Path(connection.execute(text("show data_directory")).scalar_one())
        named = connection.execute(
            text(
                "select relname, pg_relation_filepath(oid) from pg_class "
                "where relkind in ('r', 'i', 't') and relnamespace != 11"
            )
        ).all()
    engine.dispose()
    found = {
        f"relation {name}": ((data / path).read_bytes(), PAGES["postgresql"])
        for name, path in named
        if path and (data / path).exists()
    }
    log = sorted(one for one in (data / "pg_wal").iterdir() if len(one.name) == 24)
    found["the log"] = (b"".join(written_along(one.read_bytes()) for one in log), 0)
    return found


def written_along(segment: bytes) -> bytes:
    """What a segment of PostgreSQL's log holds, without the heads of its pages.

    A record that does not fit goes on behind the head of the next page. Source: PostgreSQL's
    xlog_internal.h, XLogPageHeaderData.
    """
    starts = range(0, len(segment), PAGES["postgresql"])
    return b"".join(segment[at + (24 if at else 40) : at + PAGES["postgresql"]] for at in starts)
