"""What is wrong with this instance, and how to mend it."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from nswp_gov.config import Settings
from nswp_gov.operate import surroundings
from nswp_gov.operate.database import opened
from nswp_gov.operate.surroundings import BACKUP_AGE, PROXY, Check
from nswp_gov.paths import resource
from nswp_gov.store import erasure, migrate, server_log, verifying
from nswp_gov.store import settings as stored
from nswp_gov.store.crypto import Keyring, vault
from nswp_gov.store.outbox import MailState, OutboxMessage

LEAST_FREE = 500 * 2**20  # bytes


def examine(
    settings: Settings, *, now: datetime, backups: Path | None = None, proxy: Path = PROXY
) -> list[Check]:
    """Look at everything; a check that cannot be made is itself a finding.

    `backups`: the folder they are written to. `proxy`: where the proxy's configuration lies.
    """
    found = [_instance(settings), _space(settings), _key_on_disk(settings), *_reach(settings)]
    found.append(surroundings.proxy(settings, proxy))
    found.append(_backup(backups or settings.instance / "backups", now))
    found.append(surroundings.copy_elsewhere(settings, now))
    try:
        with opened(settings) as engine, Session(engine) as session:
            found.extend(_database(settings, session, now))
    except SQLAlchemyError as broken:
        found.append(
            Check("database", False, type(broken).__name__, "check DATABASE_URL; nswp-gov upgrade")
        )
    return found


def _instance(settings: Settings) -> Check:
    secrets = settings.instance / "secrets.env"
    mode = stat.S_IMODE(secrets.stat().st_mode) if secrets.exists() else 0
    return Check("secrets", not mode & 0o077, f"{secrets} {mode:o}", f"chmod 600 {secrets}")


def _space(settings: Settings) -> Check:
    free = shutil.disk_usage(settings.instance).free
    return Check(
        "disk", free > LEAST_FREE, f"{free // 2**20} MB free", "make room, or move the instance"
    )


def _key_on_disk(settings: Settings) -> Check:
    secrets = settings.instance / "secrets.env"
    beside = secrets.exists() and "NSWP_GOV_FIELD_KEY_" in secrets.read_text(encoding="utf-8")
    return Check(
        "key",
        not beside,
        "the field key lies beside the data" if beside else "the field key is not on the disk",
        "write it on paper, take its line out of secrets.env, supply it with: nswp-gov unlock",
    )


def _reach(settings: Settings) -> Iterator[Check]:
    yield Check(
        "https",
        settings.is_https or ".onion" in settings.public_url,
        settings.public_url,
        "put a proxy with TLS in front and set NSWP_GOV_PUBLIC_URL=https://… (docs/operations.md)",
    )
    yield Check(
        "mail",
        bool(settings.smtp),
        settings.smtp.rpartition("@")[2] or "no mail server: letters wait in the outbox",
        "set NSWP_GOV_SMTP and NSWP_GOV_SENDER",
        is_warning=True,
    )


def _backup(folder: Path, now: datetime) -> Check:
    files = sorted(folder.glob("nswp_gov-*.tar")) if folder.is_dir() else []
    newest = files[-1].stat().st_mtime if files else 0.0
    is_young = now.timestamp() - newest < BACKUP_AGE.total_seconds()
    return Check(
        "backup",
        is_young,
        files[-1].name if files else f"none in {folder}",
        "nswp-gov backup FOLDER, daily, and a copy elsewhere (docs/operations.md)",
    )


def _database(settings: Settings, session: Session, now: datetime) -> Iterator[Check]:
    at, head = migrate.current(settings.database_url), migrate.head(resource("migrations"))
    yield Check("schema", at == head, f"{at}, program {head}", "nswp-gov upgrade")
    if at != head:
        return
    probes: tuple[Callable[[Session, datetime], Iterator[Check]], ...] = (
        _sample, _ring, _outbox, _journal, _pragmas, _server_logs,
    )  # fmt: skip
    for probe in probes:
        yield from probe(session, now)
    yield surroundings.rehearsed(session, now)
    yield surroundings.letter(session, now)
    yield surroundings.words(session)


def _sample(session: Session, _now: datetime) -> Iterator[Check]:
    marked = stored.get(session, stored.SAMPLE) is not None
    yield Check(
        "sample",
        not marked,
        "this is the sample network" if marked else "no sample people or trustees",
        "make a real instance in another folder: nswp-gov init",
    )


def _ring(session: Session, _now: datetime) -> Iterator[Check]:
    if not vault.is_open:
        yield Check("unlocked", False, "the key has not been supplied", "nswp-gov unlock")
        return
    known = stored.get(session, stored.KEY_CHECK)
    yield Check(
        "unlocked",
        known in (None, vault.ring.check_value()),
        "the key is the one this database was written with",
        "supply the key that was written down when this instance was made",
    )


def _outbox(session: Session, now: datetime) -> Iterator[Check]:
    waiting = session.scalar(
        select(func.count())
        .select_from(OutboxMessage)
        .where(
            OutboxMessage.state == MailState.WAITING,
            OutboxMessage.queued_at < now - timedelta(minutes=10),
        )
    )
    failed = session.scalar(
        select(func.count())
        .select_from(OutboxMessage)
        .where(OutboxMessage.state == MailState.FAILED)
    )
    yield Check(
        "outbox",
        not waiting and not failed,
        f"{waiting} waiting for over ten minutes, {failed} failed",
        "is the worker running (nswp-gov worker), and the mail server?",
        is_warning=True,
    )


def _journal(session: Session, now: datetime) -> Iterator[Check]:
    report = verifying.verify(session, now=now, models=erasure.governed())
    locked = "; locked: values not checked" if report.is_locked else ""
    yield Check(
        "journal",
        not report.findings and not report.is_locked,
        f"{report.events} events, head {report.head[:16]}{locked}"
        + "".join(f"; {one.code} {one.subject}" for one in report.findings[:5]),
        "keep the files as they are, and look at: nswp-gov journal verify"
        if report.findings
        else "nswp-gov unlock, then ask again",
        is_warning=not report.findings,
    )


def _pragmas(session: Session, _now: datetime) -> Iterator[Check]:
    if session.get_bind().dialect.name != "sqlite":
        return
    mode = session.execute(text("PRAGMA journal_mode")).scalar_one()
    deletes = session.execute(text("PRAGMA secure_delete")).scalar_one()
    broken = session.execute(text("PRAGMA quick_check(1)")).scalar_one()
    yield Check(
        "sqlite",
        (mode, deletes, broken) == ("wal", 1, "ok"),
        f"journal {mode}, secure_delete {deletes}, check {broken}",
        "restore the newest backup: nswp-gov restore FILE --replace",
    )


def _server_logs(session: Session, _now: datetime) -> Iterator[Check]:
    if session.get_bind().dialect.name != "postgresql":
        return
    missing = list(server_log.lacking(session))
    yield Check(
        "server log",
        not missing,
        "; ".join(missing) or "the database server logs no statement and no time of a commit",
        "have its superuser run what this prints: nswp-gov db prepare-postgres",
        is_warning=True,
    )


def ring_of(settings: Settings) -> Keyring | None:
    """Return the ring of the settings, or None while the key has not been supplied."""
    return Keyring(settings.field_keys) if settings.field_keys else None
