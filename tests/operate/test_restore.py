"""A restore puts back what the backup holds and nothing else, and keeps aside what it replaces."""

from __future__ import annotations

import os
import stat
import tarfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.accounts.models import Person
from nswp_gov.config import Misconfigured, Settings
from nswp_gov.operate import backup
from nswp_gov.operate.database import opened, unit
from nswp_gov.store import erasure
from nswp_gov.store import settings as stored
from nswp_gov.store.crypto import vault
from nswp_gov.store.errors import Locked
from nswp_gov.store.files import FileStore
from tests.operate.test_backup import NOW, add, names
from tests.operate.test_quiet import free_port

KEPT, LATER = (f"open/{letter * 2}/{letter * 64}" for letter in "ab")


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a bucket on a server of this test, its keys in the environment."""
    import boto3
    from moto.server import ThreadedMotoServer

    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    port = free_port()
    server = ThreadedMotoServer("127.0.0.1", port=port, verbose=False)
    server.start()
    client = boto3.client("s3", endpoint_url=f"http://127.0.0.1:{port}", region_name="us-east-1")
    bucket = f"files-{port}"  # the server remembers buckets as long as the process lives
    client.create_bucket(Bucket=bucket)
    yield f"s3://{bucket}/nswp?endpoint=http://127.0.0.1:{port}&region=us-east-1"
    client.close()
    server.stop()


def test_what_is_replaced_lies_aside_and_later_files_are_gone(
    instance_here: Settings, tmp_path: Path
) -> None:
    add(instance_here, "Amina")
    files = instance_here.instance / "files"
    files.mkdir()
    (files / "kept").write_bytes(b"paper")
    made = backup.back_up(instance_here, tmp_path / "b", now=NOW)
    add(instance_here, "Bela")
    (files / "later").write_bytes(b"another")
    backup.restore(instance_here, made.path, replace=True)
    assert names(instance_here) == {"Amina"}
    with unit(instance_here) as work:
        assert (stored.get(work.session, stored.RESTORED) or "").startswith(made.made_at)
    assert [path.name for path in files.iterdir()] == ["kept"]
    aside = [path for path in instance_here.instance.iterdir() if "-before-restore" in path.name]
    assert (instance_here.instance / "files-before-restore" / "later").is_file()
    assert aside
    assert all(path.stat().st_mode & 0o077 == 0 for path in aside if path.is_file())
    if instance_here.database_url.startswith("sqlite"):
        before = replace(instance_here, database_url=f"{instance_here.database_url}-before-restore")
        assert names(before) == {"Amina", "Bela"}
    else:
        assert (instance_here.instance / "database-before-restore").stat().st_size > 0


def test_a_backup_is_ours_alone_from_its_first_byte(
    instance_here: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []

    def note(archive: tarfile.TarFile, *_rest: object) -> None:
        assert archive.fileobj is not None
        seen.append(stat.S_IMODE(os.fstat(archive.fileobj.fileno()).st_mode))

    monkeypatch.setattr(backup.filing, "put_into", note)
    mask = os.umask(0o022)
    try:
        backup.back_up(instance_here, tmp_path / "b", now=NOW)
    finally:
        os.umask(mask)
    assert seen == [0o600]


def test_the_files_of_a_bucket_are_backed_up_and_put_back(
    instance_here: Settings, tmp_path: Path, bucket: str
) -> None:
    away, store = replace(instance_here, files=bucket), FileStore.at(bucket)
    store.write(KEPT, b"paper")
    made = backup.back_up(away, tmp_path, now=NOW)
    store.delete(KEPT)
    store.write(LATER, b"another")
    backup.restore(away, made.path, replace=True)
    assert (list(store.keys()), store.read(KEPT)) == ([KEPT], b"paper")
    backup.restore(instance_here, made.path, replace=True)
    assert (instance_here.instance / "files" / KEPT).read_bytes() == b"paper"


def test_a_bucket_that_cannot_be_used_is_said(
    instance_here: Settings, tmp_path: Path, bucket: str
) -> None:
    wrong = replace(instance_here, files=bucket.replace("//files-", "//nowhere-"))
    with pytest.raises(Misconfigured, match="NSWP_GOV_FILES"):
        backup.back_up(wrong, tmp_path, now=NOW)
    assert list(tmp_path.glob("*.tar")) == []


def test_locked_nothing_is_restored_that_should_be_forgotten_again(
    instance_here: Settings, tmp_path: Path
) -> None:
    add(instance_here, "Amina")
    made = backup.back_up(instance_here, tmp_path / "b", now=NOW)
    with unit(instance_here, now=NOW) as work:
        erasure.erase_row(work, work.session.scalars(select(Person)).one())
    ring = vault.ring
    vault.lock()
    try:
        with pytest.raises(Locked):
            backup.restore(instance_here, made.path, replace=True)
    finally:
        vault.unlock(ring)
    with opened(instance_here) as engine, Session(engine) as session:
        assert session.scalars(select(Person.name)).all() == [""]


def test_no_password_stands_among_the_arguments_of_another_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, seen = tmp_path / "pg_dump", tmp_path / "seen"
    program.write_text(f'#!/bin/sh\necho "$* / $PGPASSWORD" >> {seen}\n')
    program.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    for address in (
        "postgresql://me:pass-4711@h:1/gov",
        "postgresql://me@h:1/gov?password=pass-4711",
    ):
        backup.run("pg_dump", ["-Fc"], address)
    assert seen.read_text() == "-Fc -d postgresql://me@h:1/gov / pass-4711\n" * 2
