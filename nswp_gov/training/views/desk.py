"""What is due in capacity building, as the desk shows it."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from nswp_gov.bodies.views.desk import DeskRow, said
from nswp_gov.store.actor import Actor
from nswp_gov.training import queries


def rows(session: Session, actor: Actor, now: datetime) -> list[DeskRow]:
    """Return what waits for this person: places to take, names, answers, events to conclude."""
    return said(queries.due(session, actor, now), str(_("Training")), str(_("Go to it")))
