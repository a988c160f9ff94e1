"""What waits in the cases of a circle, as the desk of its people shows it."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from nswp_gov.bodies.views.desk import DeskRow, said
from nswp_gov.complaints import queries
from nswp_gov.store.actor import Actor


def rows(session: Session, actor: Actor, now: datetime) -> list[DeskRow]:
    """Return the cases that wait for this person; whoever is in no circle has none."""
    return said(queries.due(session, actor, now), str(_("Cases")), str(_("Go to it")))
