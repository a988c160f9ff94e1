"""What is due in the tracker: entries of others to review, own ones that were given back."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from nswp_gov.directory.views.due import DueRow
from nswp_gov.policies import queries
from nswp_gov.store.actor import Actor

WITHIN = timedelta(days=14)  # of being entered


def rows(session: Session, actor: Actor, now: datetime) -> list[DueRow]:
    """Return one row for all that waits for this person; the board is not pressed."""
    found = queries.waiting(session, actor)
    if not actor.has("secretariat") or not (found.reviews or found.returned):
        return []
    due_at = (found.since or now) + WITHIN
    number = found.reviews or found.returned
    title = (
        ngettext(
            "One entry of the policy tracker waits for a second person",
            "%(num)d entries of the policy tracker wait for a second person",
            number,
        )
        if found.reviews
        else ngettext(
            "One entry of the policy tracker was given back to you",
            "%(num)d entries of the policy tracker were given back to you",
            number,
        )
    )
    return [DueRow(title, due_at, url_for("policies.desk"), _("See them"), _("Policy tracker"))]
