"""The worker: letters, the journal's chain, what the clock does in elections, retention.

Several may run side by side.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta

from flask import Flask

from nswp_gov.announcements import ticking as announcements
from nswp_gov.app import look_for_key
from nswp_gov.applications import ticking as applications
from nswp_gov.complaints import ticking as complaints
from nswp_gov.config import Settings
from nswp_gov.consultations import ticking as consultations
from nswp_gov.consultations.vessel import folder_of as keys_of
from nswp_gov.directory import ticking as directory
from nswp_gov.directory.operations import ask_all
from nswp_gov.elections import ticking
from nswp_gov.elections.keys import folder_of
from nswp_gov.imports import ticking as imports
from nswp_gov.library import ticking as library
from nswp_gov.mailings import ticking as mailings
from nswp_gov.manual.views import daily as documents
from nswp_gov.meetings import operations as meetings
from nswp_gov.operate import backup
from nswp_gov.policies.operations import tell_subscribers
from nswp_gov.store import clock, erasure, journal
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.crypto import vault
from nswp_gov.store.engine import writing
from nswp_gov.store.files import FileStore, sweep
from nswp_gov.store.work import begin
from nswp_gov.training import operations as training
from nswp_gov.web import mailer
from nswp_gov.web.extensions import db

PAUSE = 5.0  # seconds; an event is chained within this time
ADDING = timedelta(days=1)  # bytes this old whose row is not there belong to nothing


def seal_journal(app: Flask, now: datetime) -> int:
    """Chain what waits; return how many events."""
    with app.app_context(), writing(), begin(db.session(), SYSTEM, now) as work:
        return journal.seal(work.session)


def purge(app: Flask, now: datetime) -> list[erasure.Purged]:
    """Carry out the retention rules once."""
    with app.app_context(), writing(), begin(db.session(), SYSTEM, now) as work:
        done = erasure.purge(work)
    backup.list_erasures(app.extensions["nswp_gov.settings"])
    return done


def sweep_files(app: Flask, now: datetime) -> int:
    """Delete bytes that no row has named for a day; return how many there were."""
    store = FileStore.of(app.extensions["nswp_gov.settings"])
    with app.app_context(), begin(db.session(), SYSTEM, now) as work:
        return sweep(work.session, store, before=now - ADDING)


def remind(app: Flask, now: datetime) -> None:
    """Ask for the yearly confirmations whose turn it is; tell people of actions and late minutes.

    Who was told in this week, or asked and not due again, gets no second letter.
    """
    zone = app.extensions["nswp_gov.settings"].zone
    for tell in (ask_all, meetings.remind, training.pass_time, tell_subscribers):
        with app.app_context(), writing(), begin(db.session(), SYSTEM, now, zone) as work:
            tell(work)


def round_once(app: Flask, last_purge: date | None) -> date | None:
    """Do all that is due once; return the day of the last purge."""
    settings: Settings = app.extensions["nswp_gov.settings"]
    look_for_key(settings)
    now = clock.now()
    seal_journal(app, now)
    if not vault.is_open:
        return last_purge
    with app.app_context():
        ticking.tick(db.engine, folder_of(settings), now=now, zone=settings.zone)
        directory.tick(db.engine, now=now, zone=settings.zone)
        imports.tick(db.engine, now=now, zone=settings.zone)
        consultations.tick(db.engine, keys_of(settings), now=now, zone=settings.zone)
        announcements.tick(db.engine, now=now, zone=settings.zone)
        library.tick(db.engine, now=now, zone=settings.zone)
    if settings.smtp:
        mailer.deliver(app, clock=clock.now)
    if last_purge != now.date():
        with app.app_context():
            store = FileStore.of(settings)
            applications.tick(db.engine, store, now=now, zone=settings.zone)
            complaints.tick(db.engine, store, now=now, zone=settings.zone)
            mailings.tick(db.engine, now=now, zone=settings.zone)
        remind(app, now)
        documents.run(app, now)
        purge(app, now)
        sweep_files(app, now)
    return now.date()


def run(app: Flask, *, stop: Callable[[], bool], pause: float = PAUSE) -> None:
    """Work until `stop()`; a fault of one round is logged and the next one tries again."""
    last_purge: date | None = None
    while not stop():
        try:
            last_purge = round_once(app, last_purge)
        except Exception as fault:  # noqa: BLE001 - the mail server may be down; others must go on
            app.logger.warning("worker: %s", type(fault).__name__)
        time.sleep(pause)
