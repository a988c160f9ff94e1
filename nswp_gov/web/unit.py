"""Begin a unit of work for the person of this request."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime

from flask import Flask, current_app, g, request
from sqlalchemy.orm import Session

from nswp_gov.config import Settings
from nswp_gov.rules.audience import Viewer
from nswp_gov.store import clock
from nswp_gov.store.actor import VISITOR, Actor
from nswp_gov.store.engine import set_writing
from nswp_gov.store.work import Work, begin
from nswp_gov.web.extensions import db

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def settings() -> Settings:
    """Return the settings of this application."""
    known: Settings = current_app.extensions["nswp_gov.settings"]
    return known


def session() -> Session:
    """Return the database session of this request; views read through it, never write."""
    return db.session()


def actor() -> Actor:
    """Return who acts in this request."""
    known: Actor = g.get("actor", VISITOR)
    return known


def viewer() -> Viewer:
    """Return what this person may see, as the projection asks for it."""
    known: Viewer = g.get("viewer") or Viewer.public()
    return known


def now() -> datetime:
    """Return the instant of this request: one for all that happens in it."""
    if "now" not in g:
        g.now = clock.now()
    instant: datetime = g.now
    return instant


def work() -> AbstractContextManager[Work]:
    """Begin the unit of work of this request; the block's end commits it."""
    return begin(session(), actor(), now(), settings().zone)


def install(app: Flask) -> None:
    """Have every request that may write take the write lock when it first asks the database."""

    @app.before_request
    def writes() -> None:
        set_writing(on=request.method not in SAFE)

    @app.teardown_request
    def reads(_error: BaseException | None) -> None:
        set_writing(on=False)
