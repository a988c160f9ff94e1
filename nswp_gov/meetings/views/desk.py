"""What is due in meetings, as the desk shows it."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from nswp_gov.bodies.views.desk import DeskRow, said
from nswp_gov.meetings import queries
from nswp_gov.store.actor import Actor


def rows(session: Session, actor: Actor, now: datetime) -> list[DeskRow]:
    """Return what waits for this person: meetings, minutes, actions, reviews."""
    return said(queries.due(session, actor, now), str(_("Meetings")), str(_("Go to it")))
