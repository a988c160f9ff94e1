"""Backups: consistent while people write, files included, keys apart; and the way back.

One tar file: `manifest.json`, the database (SQLite: VACUUM INTO, PostgreSQL: pg_dump), the folder
of files. The key is never in it. A restore forgets again what had been erased since.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

import nswp_gov
from nswp_gov import config
from nswp_gov.config import Misconfigured, Settings
from nswp_gov.elections import queries
from nswp_gov.operate import erasing, filing
from nswp_gov.operate.database import bring_up, is_empty, opened, unit
from nswp_gov.store import clock, erasure, journal, migrate, verifying
from nswp_gov.store import settings as stored
from nswp_gov.store.crypto import vault
from nswp_gov.store.engine import writing
from nswp_gov.store.erasure import Erasure
from nswp_gov.store.errors import Locked
from nswp_gov.store.journal import JournalEvent

DATABASE, MANIFEST, FILES = "database", "manifest.json", "files"
SET_ASIDE = "-before-restore"  # what a restore replaced is kept under this ending


@dataclass(frozen=True)
class Backup:
    """What a backup file holds."""

    path: Path
    made_at: str
    schema: str
    events: int
    head: str
    sha256: str


def back_up(settings: Settings, target: Path, *, now: datetime) -> Backup:
    """Write a backup into the folder `target`; return what it holds."""
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target) as scratch:
        folder = Path(scratch)
        _dump(settings, folder / DATABASE)
        events, head = _journal_head(settings)
        facts = {
            "program": nswp_gov.__version__,
            "made_at": now.isoformat(timespec="seconds"),
            "schema": migrate.current(settings.database_url),
            "dialect": make_url(settings.database_url).get_backend_name(),
            "events": events,
            "head": head,
            "database_sha256": hashlib.sha256((folder / DATABASE).read_bytes()).hexdigest(),
        }
        (folder / MANIFEST).write_text(json.dumps(facts, indent=2, sort_keys=True))
        path = target / f"nswp_gov-{now:%Y%m%dT%H%M%SZ}.tar"
        written = folder / "archive"
        handle = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file, tarfile.open(fileobj=file, mode="w") as archive:
            archive.add(folder / MANIFEST, MANIFEST)
            archive.add(folder / DATABASE, DATABASE)
            filing.put_into(archive, settings, FILES)
        written.replace(path)
    return _describe(path, facts)


def _describe(path: Path, facts: dict[str, Any]) -> Backup:
    return Backup(
        path,
        facts["made_at"],
        facts["schema"],
        facts["events"],
        facts["head"],
        facts["database_sha256"],
    )


def _dump(settings: Settings, path: Path) -> None:
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite":
        with opened(settings) as engine:
            raw = engine.raw_connection()
            try:
                raw.execute("VACUUM INTO ?", (str(path),))
            finally:
                raw.close()
        return
    run("pg_dump", ["-Fc", "--no-owner", "-f", str(path)], settings.database_url)


def run(program: str, arguments: list[str], address: str) -> None:
    """Run a program of PostgreSQL on the database at `address`.

    The password goes into its environment: everybody on the machine can see its arguments.

    Raises:
        Misconfigured: it is not installed, or failed.

    """
    url, env = make_url(address).set(drivername="postgresql"), config.environment()
    if password := url.password or url.query.get("password"):
        env["PGPASSWORD"] = str(password)
    bare = url.difference_update_query(["password"])._replace(password=None)
    arguments = [*arguments, "-d", bare.render_as_string(hide_password=False)]
    found = shutil.which(program) or next(
        (str(p) for p in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))[::-1]), None
    )
    if found is None:
        raise Misconfigured(f"{program} is not installed (Debian: postgresql-client)")
    done = subprocess.run(  # noqa: S603 - a fixed program
        [found, *arguments], capture_output=True, text=True, check=False, env=env
    )
    if done.returncode:
        raise Misconfigured(f"{program} failed: {done.stderr.strip()}")


def _journal_head(settings: Settings) -> tuple[int, str]:
    with opened(settings) as engine, Session(engine) as session:
        row = session.execute(
            select(JournalEvent.seq, JournalEvent.hash)
            .where(JournalEvent.seq.is_not(None))
            .order_by(JournalEvent.seq.desc())
            .limit(1)
        ).first()
    return (row.seq or 0, row.hash or "") if row else (0, journal.GENESIS.hex())


def restore(settings: Settings, path: Path, *, replace: bool = False) -> Backup:
    """Put a backup in place of the instance's database and files; forget again what was erased.

    Raises:
        Misconfigured: there are data already (and `replace` is off), or the file is damaged.

    """
    promises = _promises(settings)
    with opened(settings) as engine:
        if not is_empty(engine) and not replace:
            raise Misconfigured("there are data here already; --replace puts the backup in place")
    if promises and not vault.is_open:
        raise Locked  # what was erased could not be forgotten again
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        facts = _unpack(path, folder)
        if facts["dialect"] != make_url(settings.database_url).get_backend_name():
            raise Misconfigured(f"this backup is of a {facts['dialect']} database")
        _load(settings, folder / DATABASE)
        filing.put_back(settings, folder / FILES)
    bring_up(settings)
    with unit(settings) as work:
        stored.put(work.session, stored.RESTORED, f"{facts['made_at']} {work.now.isoformat()}")
    if promises:
        with unit(settings) as work:
            erasure.replay(work, promises)
            erasing.forget_again(work, promises)
    return _describe(path, facts)


def missing_votes(settings: Settings, back: Backup) -> list[str]:
    """Return what has to be said of each election that is open while a backup comes back."""
    with writing(on=False), opened(settings) as engine, Session(engine) as session:
        slugs = queries.interrupted(session, clock.now())
    return [
        f"VOTES ARE MISSING in the election {slug}: those cast after {back.made_at}. Its pages say"
        " so; tell everybody who votes to look, and to vote again."
        for slug in slugs
    ]


def _promises(settings: Settings) -> list[tuple[str, uuid.UUID]]:
    """Return every erasure known here: in the database that is replaced, and in the list file."""
    known: set[tuple[str, uuid.UUID]] = set()
    with opened(settings) as engine:
        if not is_empty(engine):
            with Session(engine) as session:
                known |= {(r.entity, r.entity_id) for r in session.scalars(select(Erasure))}
    listed = settings.instance / "erasures.txt"
    if listed.is_file():
        for line in listed.read_text(encoding="utf-8").splitlines():
            entity, _, entity_id = line.partition(" ")
            known.add((entity, uuid.UUID(entity_id)))
    return sorted(known)


def list_erasures(settings: Settings) -> int:
    """Write the list of erasures beside the database, so that it outlives its loss."""
    with writing(on=False), opened(settings) as engine, Session(engine) as session:
        rows = session.scalars(select(Erasure).order_by(Erasure.erased_on)).all()
        lines = [f"{row.entity} {row.entity_id}\n" for row in rows]
    (settings.instance / "erasures.txt").write_text("".join(lines), encoding="utf-8")
    return len(lines)


def _unpack(path: Path, folder: Path) -> dict[str, Any]:
    try:
        with tarfile.open(path) as archive:
            archive.extractall(folder, filter="data")
        facts: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
    except (OSError, tarfile.TarError, ValueError) as damaged:
        raise Misconfigured(f"{path} is no backup of this program, or is damaged") from damaged
    seen = hashlib.sha256((folder / DATABASE).read_bytes()).hexdigest()
    if seen != facts["database_sha256"]:
        raise Misconfigured(f"{path} is damaged: the database in it is not what was written")
    return facts


def _load(settings: Settings, dump: Path) -> None:
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite":
        file = Path(url.database or "")
        fresh = file.with_name(f"{file.name}-restoring")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as to:
            with dump.open("rb") as source:
                shutil.copyfileobj(source, to)
            to.flush()
            os.fsync(to.fileno())
        for ending in ("", "-wal", "-shm"):
            old = Path(f"{file}{ending}")
            if old.exists():
                old.replace(f"{file}{SET_ASIDE}{ending}")
            else:
                Path(f"{file}{SET_ASIDE}{ending}").unlink(missing_ok=True)
        fresh.replace(file)
        return
    aside = settings.instance / f"database{SET_ASIDE}"
    aside.touch(mode=0o600)
    _dump(settings, aside)
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("drop schema public cascade"))
        connection.execute(text("create schema public"))
    engine.dispose()
    run("pg_restore", ["--no-owner", str(dump)], settings.database_url)


def drill(settings: Settings, path: Path, scratch_url: str, *, now: datetime) -> verifying.Report:
    """Restore a backup into a scratch database and verify it there; the instance is untouched."""
    with tempfile.TemporaryDirectory() as scratch:
        trial = Settings(
            instance=Path(scratch),
            database_url=scratch_url or f"sqlite:///{Path(scratch) / 'drill.sqlite'}",
            secret_key=settings.secret_key,
            field_keys=settings.field_keys,
            zone=settings.zone,
        )
        restore(trial, path, replace=bool(scratch_url))
        with opened(trial) as engine, Session(engine) as session:
            return verifying.verify(session, now=now, models=erasure.governed())
