"""What is due in elections, as the desk shows it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from nswp_gov.bodies.views.desk import DeskRow
from nswp_gov.elections import queries
from nswp_gov.elections.views import agent_words
from nswp_gov.elections.views.words import LABELS
from nswp_gov.store.actor import Actor
from nswp_gov.store.texts import Reading
from nswp_gov.web.locale import locale


def rows(session: Session, actor: Actor, now: datetime) -> list[DeskRow]:
    """Return what waits for this person: a vote, a ruling, a box to open, a result to declare."""
    found = queries.due(session, actor, now)
    ids = [row.election_id for row in found if row.election_id]
    titles = queries.titles(session, "election", ids, locale())
    shown = []
    for row in found:
        values: dict[str, Any] = dict(row.values)
        title = str({**LABELS, **agent_words.LABELS}[row.label])
        shown.append(
            DeskRow(
                title=title,
                due_at=row.due_at,
                href=url_for(row.endpoint, **values),
                act=str(_("Go to it")),
                feature=str(_("Elections")),
                note=_note(row, titles),
            )
        )
    return shown


def _note(row: queries.Due, titles: Mapping[uuid.UUID, Reading]) -> str:
    """Return which election a row is about, or how many seats wait for one."""
    if row.election_id is not None:
        return titles[row.election_id].words if row.election_id in titles else ""
    return str(ngettext("One seat waits for it.", "%(num)d seats wait for it.", row.seats))
