"""What is due in applications, as the desk shows it."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from nswp_gov.applications import queries
from nswp_gov.bodies.views.desk import DeskRow, said
from nswp_gov.store.actor import Actor


def rows(session: Session, actor: Actor, now: datetime) -> list[DeskRow]:
    """Return the applications that wait for this person."""
    return said(queries.due(session, actor, now), str(_("Applications")), str(_("Go to it")))
