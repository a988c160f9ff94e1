"""One round of the worker: the journal is chained, retention carried out, faults stop nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.config import Settings
from nswp_gov.operate import keys, worker
from nswp_gov.rules.audience import PUBLIC
from nswp_gov.store import clock
from nswp_gov.store.crypto import vault
from nswp_gov.store.files import FileStore, add
from nswp_gov.store.journal import JournalEvent
from nswp_gov.store.outbox import OutboxMessage
from nswp_gov.store.work import Work
from tests.factories.accounts import make_person


def test_a_round_chains_every_event(app: Flask, work: Work, session: Session) -> None:
    make_person(work, "Amina", passphrase=None)
    work.session.commit()
    assert worker.seal_journal(app, clock.now()) >= 1
    session.expire_all()
    assert session.scalars(select(JournalEvent).where(JournalEvent.seq.is_(None))).all() == []


def test_a_purge_forgets_old_letters(app: Flask, work: Work, session: Session) -> None:
    for days in (13, 15):
        old = Work(work.session, work.actor, clock.now() - timedelta(days=days))
        old.post(to="a@example.org", letter="accounts/changed", locale="en", values={}, key=None)
    work.session.commit()
    done = {one.table: one.rows for one in worker.purge(app, clock.now())}
    assert done["outbox_message"] == 1
    session.expire_all()
    assert len(session.scalars(select(OutboxMessage)).all()) == 1


def test_bytes_of_no_row_are_gone_after_a_day(
    app: Flask, work: Work, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(app.extensions["nswp_gov.settings"], files=str(tmp_path / "files"))
    monkeypatch.setitem(app.extensions, "nswp_gov.settings", settings)
    store = FileStore.of(settings)
    kept = add(
        work.session, store, b"kept", media_type="text/plain", name="kept.txt", audience=PUBLIC,
        cipher=vault.ring, now=work.now,
    )  # fmt: skip
    work.session.commit()
    key = "sealed/ab/" + "ab" * 32
    store.write(key, b"of nothing")
    today = datetime.now(UTC)
    assert worker.sweep_files(app, today) == 0
    assert worker.sweep_files(app, today + timedelta(days=1, seconds=1)) == 1
    assert list(store.keys()) == [kept.object_key]


def test_a_fault_in_one_round_does_not_stop_the_next(app: Flask) -> None:
    rounds: list[int] = []

    def broken(_app: Flask, _last: object) -> None:
        rounds.append(1)
        raise OSError

    kept = worker.round_once
    worker.round_once = broken  # type: ignore[assignment]
    try:
        worker.run(app, stop=lambda: len(rounds) >= 2, pause=0)
    finally:
        worker.round_once = kept
    assert len(rounds) == 2


def test_a_locked_worker_opens_when_the_key_comes(
    whole_app: Flask, instance_here: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring, file = vault.ring, tmp_path / "run" / "key"
    settings = replace(instance_here, field_keys={}, key_file=file)
    monkeypatch.setitem(whole_app.extensions, "nswp_gov.settings", settings)
    monkeypatch.setattr(worker, "seal_journal", lambda _app, _now: 0)
    monkeypatch.setattr(worker, "purge", lambda _app, now: purged.append(now))
    monkeypatch.setattr(worker.ticking, "tick", lambda *_given, **_named: [])
    purged: list[object] = []
    vault.lock()
    try:
        assert worker.round_once(whole_app, None) is None
        keys.supply(settings, file, instance_here.field_keys)
        assert worker.round_once(whole_app, None) is not None
        assert (vault.is_open, len(purged)) == (True, 1)
    finally:
        vault.unlock(ring)
