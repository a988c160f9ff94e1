"""A backup is proved by restoring it: consistent while people write, files included, keys apart."""

from __future__ import annotations

import tarfile
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from nswp_gov.accounts.models import Person
from nswp_gov.accounts.operations import add_person
from nswp_gov.config import Misconfigured, Settings
from nswp_gov.operate import backup
from nswp_gov.operate.database import opened, unit
from nswp_gov.rules.languages import Locale
from nswp_gov.store import erasure, journal, verifying

NOW = datetime.fromisoformat("2026-11-02T12:00:00+00:00")


def add(settings: Settings, name: str) -> None:
    with unit(settings, now=NOW) as work:
        add_person(work, name=name, sign_in_name=name, passphrase=None, locale=Locale.EN)


def names(settings: Settings) -> set[str]:
    with opened(settings) as engine, Session(engine) as session:
        return {person.name for person in session.scalars(select(Person))}


def seal(settings: Settings) -> None:
    with unit(settings, now=NOW) as work:
        journal.seal(work.session)


def test_what_was_backed_up_comes_back_and_verifies(
    instance_here: Settings, new_instance: Callable[[str], Settings], tmp_path: Path
) -> None:
    add(instance_here, "Amina")
    seal(instance_here)
    (instance_here.instance / "files").mkdir()
    (instance_here.instance / "files" / "a").write_bytes(b"paper")
    made = backup.back_up(instance_here, tmp_path / "backups", now=NOW)
    elsewhere = new_instance("there")
    back = backup.restore(elsewhere, made.path)
    assert names(elsewhere) == {"Amina"}
    assert (elsewhere.instance / "files" / "a").read_bytes() == b"paper"
    assert (back.events, back.head) == (made.events, made.head)
    with opened(elsewhere) as engine, Session(engine) as session:
        report = verifying.verify(session, now=NOW, models=erasure.governed())
    assert (report.findings, report.head) == ((), made.head)


def test_the_key_and_no_name_lie_in_a_backup(instance_here: Settings, tmp_path: Path) -> None:
    add(instance_here, "Canary-4711")
    made = backup.back_up(instance_here, tmp_path, now=NOW)
    content = made.path.read_bytes()
    assert b"Canary-4711" not in content
    assert all(key not in content for key in instance_here.field_keys.values())
    assert made.path.stat().st_mode & 0o077 == 0


def test_a_backup_while_people_write_is_whole(
    instance_here: Settings, new_instance: Callable[[str], Settings], tmp_path: Path
) -> None:
    stop = threading.Event()
    written: list[str] = []

    def write() -> None:
        while not stop.is_set():
            name = f"Person {len(written)}"
            add(instance_here, name)
            written.append(name)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(written) < 5:
            pass
        before = set(written)
        made = backup.back_up(instance_here, tmp_path / "backups", now=NOW)
    finally:
        stop.set()
        writer.join()
    elsewhere = new_instance("there")
    backup.restore(elsewhere, made.path)
    assert before <= names(elsewhere) <= set(written) | {f"Person {len(written)}"}
    seal(elsewhere)
    with opened(elsewhere) as engine, Session(engine) as session:
        assert verifying.verify(session, now=NOW, models=erasure.governed()).findings == ()


def test_a_restore_forgets_again_what_was_erased_since(
    instance_here: Settings, tmp_path: Path
) -> None:
    add(instance_here, "Amina")
    made = backup.back_up(instance_here, tmp_path, now=NOW)
    with unit(instance_here, now=NOW) as work:
        erasure.erase_row(work, work.session.scalars(select(Person)).one())
    backup.restore(instance_here, made.path, replace=True)
    assert names(instance_here) == {""}


def test_data_that_are_here_are_not_overwritten_by_accident(
    instance_here: Settings, tmp_path: Path
) -> None:
    made = backup.back_up(instance_here, tmp_path, now=NOW)
    with pytest.raises(Misconfigured, match="--replace"):
        backup.restore(instance_here, made.path)


def test_a_damaged_backup_is_refused_before_anything_is_touched(
    instance_here: Settings, tmp_path: Path
) -> None:
    add(instance_here, "Amina")
    made = backup.back_up(instance_here, tmp_path, now=NOW)
    raw = bytearray(made.path.read_bytes())
    with tarfile.open(made.path) as archive:
        start = archive.getmember("database").offset_data
    raw[start + 100] ^= 1
    made.path.write_bytes(raw)
    with pytest.raises(Misconfigured, match="damaged"):
        backup.restore(instance_here, made.path, replace=True)
    assert names(instance_here) == {"Amina"}


def test_a_drill_restores_elsewhere_and_leaves_the_instance_alone(
    instance_here: Settings, new_instance: Callable[[str], Settings], tmp_path: Path
) -> None:
    add(instance_here, "Amina")
    seal(instance_here)
    made = backup.back_up(instance_here, tmp_path / "backups", now=NOW)
    add(instance_here, "Bela")
    is_sqlite = instance_here.database_url.startswith("sqlite")
    scratch = "" if is_sqlite else new_instance("scratch").database_url
    report = backup.drill(instance_here, made.path, scratch, now=NOW)
    assert report.findings == ()
    assert names(instance_here) == {"Amina", "Bela"}


def test_the_list_of_erasures_outlives_the_database(
    instance_here: Settings, tmp_path: Path
) -> None:
    add(instance_here, "Amina")
    made = backup.back_up(instance_here, tmp_path, now=NOW)
    with unit(instance_here, now=NOW) as work:
        erasure.erase_row(work, work.session.scalars(select(Person)).one())
    assert backup.list_erasures(instance_here) == 1
    with unit(instance_here, now=NOW) as work:
        work.session.execute(text("delete from erasure"))
    backup.restore(instance_here, made.path, replace=True)
    assert names(instance_here) == {""}
