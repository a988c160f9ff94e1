"""Letters that wait for somebody, as the desk shows them."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from nswp_gov.directory.views.due import DueRow
from nswp_gov.mailings import policy, queries
from nswp_gov.store import outbox
from nswp_gov.store.actor import Actor
from nswp_gov.store.outbox import MailState

SOON = timedelta(days=3)


def rows(session: Session, actor: Actor, now: datetime) -> list[DueRow]:
    """Return what waits: letters that came back to oneself; for the office, those that failed."""
    found = []
    if actor.person_id is not None:
        hold = queries.hold_of(session, actor.person_id)
        if hold is not None and hold.held_at is not None:
            found.append(
                DueRow(
                    title=_("Letters to your address came back"),
                    due_at=hold.held_at + SOON,
                    href=url_for("mailings.preferences"),
                    act=_("Look at it"),
                    feature=_("Letters"),
                )
            )
    if policy.may_list(actor):
        failed = outbox.numbers(session)[MailState.FAILED]
        if failed:
            found.append(
                DueRow(
                    title=ngettext("One letter failed", "%(num)s letters failed", failed),
                    due_at=now + SOON,
                    href=url_for("mailings.outbox_page"),
                    act=_("See them"),
                    feature=_("Letters"),
                )
            )
    return found
