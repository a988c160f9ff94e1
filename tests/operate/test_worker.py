"""One round of the worker: the journal is chained, retention carried out, faults stop nothing."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.operate import worker
from nswp_gov.store import clock
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
