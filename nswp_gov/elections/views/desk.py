"""What is due in elections, as the desk shows it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from nswp_gov.bodies.views.desk import DeskRow
from nswp_gov.elections import queries
from nswp_gov.elections.views.words import LABELS
from nswp_gov.store.actor import Actor
from nswp_gov.web.locale import locale


def rows(session: Session, actor: Actor, now: datetime) -> list[DeskRow]:
    """Return what waits for this person: a vote, a ruling, a box to open, a result to declare."""
    found = queries.due(session, actor, now)
    titles = queries.titles(session, "election", [row.election_id for row in found], locale())
    shown = []
    for row in found:
        values: dict[str, Any] = dict(row.values)
        title = str(LABELS[row.label])
        shown.append(
            DeskRow(
                title=title,
                due_at=row.due_at,
                href=url_for(row.endpoint, **values),
                act=str(_("Go to it")),
                feature=str(_("Elections")),
                note=titles[row.election_id].words if row.election_id in titles else "",
            )
        )
    return shown
