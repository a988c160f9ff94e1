"""What the worker does for documents once a day: search, files, reminders."""

from __future__ import annotations

from datetime import datetime

from flask import Flask

from nswp_gov.config import Settings
from nswp_gov.manual import operations, queries
from nswp_gov.manual.models import Document, Edition
from nswp_gov.manual.views import press
from nswp_gov.rules.audience import Step, Viewer
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.engine import writing
from nswp_gov.store.work import begin
from nswp_gov.web.extensions import db

INSIDE = Viewer(step=Step.SECRETARIAT)


def run(app: Flask, now: datetime) -> int:
    """Let search find what is in force today, keep missing files, remind; return the documents.

    Run again on the same day it changes nothing more.
    """
    settings: Settings = app.extensions["nswp_gov.settings"]
    with app.test_request_context(base_url=settings.public_url):
        ids = [row.id for row in queries.documents(db.session())]
        for document_id in ids:
            with writing(), begin(db.session(), SYSTEM, now, settings.zone) as work:
                document = work.session.get_one(Document, document_id)
                operations.refresh_search(work, document)
                operations.remind(work, document)
                operations.remind_reviews(work, document)
            _print(document_id, now)
        db.session.remove()
    return len(ids)


def _print(document_id: object, now: datetime) -> None:
    """Keep the files of every edition of a document that lack any."""
    document = db.session.get_one(Document, document_id)
    numbers = [one.id for one in queries.editions_of(db.session(), document.id, INSIDE)]
    for edition_id in numbers:
        edition = db.session.get_one(Edition, edition_id)
        press.keep(db.session.get_one(Document, document_id), edition, now)
