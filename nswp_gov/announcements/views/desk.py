"""What waits in announcements, as the desk shows it."""

from __future__ import annotations

from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from nswp_gov.announcements import queries
from nswp_gov.announcements.models import Announcement
from nswp_gov.announcements.states import State
from nswp_gov.bodies.views.desk import DeskRow
from nswp_gov.store.actor import Actor
from nswp_gov.web.locale import locale


def rows(session: Session, actor: Actor, _now: datetime) -> list[DeskRow]:
    """Return the drafts to take up, and what the clock is about to publish."""
    if not actor.has("secretariat"):
        return []
    found = [one for one in queries.at_work(session) if one.state is not State.EDITING]
    names = queries.titles(session, found, locale())
    return [_row(one, names[one.id].words) for one in found if one.id in names]


def _row(one: Announcement, title: str) -> DeskRow:
    is_draft = one.state is State.DRAFT
    if is_draft:
        said = _("A draft was sent: %(title)s", title=title)
    elif one.state is State.TRANSLATING:
        said = _("Waits for translations: %(title)s", title=title)
    else:
        said = _("Is published by the clock: %(title)s", title=title)
    return DeskRow(
        title=said,
        due_at=one.publish_at or one.sent_at,
        href=url_for("announcements.office_one", announcement_id=one.id),
        act=_("Look at it"),
        feature=_("News"),
    )
