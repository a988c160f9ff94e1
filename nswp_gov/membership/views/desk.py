"""What the register has due, as the desk shows it."""

from __future__ import annotations

from datetime import UTC, datetime, time

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from nswp_gov.directory.views.due import DueRow
from nswp_gov.membership import queries
from nswp_gov.membership.queries import Due
from nswp_gov.store.actor import Actor


def rows(session: Session, actor: Actor, now: datetime) -> list[DueRow]:
    """Return terms that run out, suspensions to look at again, inspections to answer."""
    if not actor.has("secretariat"):
        return []
    return [_row(one) for one in queries.due(session, now.date())]


def _row(one: Due) -> DueRow:
    title, href = _said(one)
    due_at = datetime.combine(one.on, time(12), UTC)
    return DueRow(title, due_at, href, _("Go to it"), _("Register"))


def _said(one: Due) -> tuple[str, str]:
    number = one.number
    if one.kind == "renewals":
        title = ngettext("One membership runs out", "%(num)d memberships run out", number)
        return title, url_for("membership.renewals")
    if one.kind == "review":
        href = url_for("membership.record", organisation_id=one.organisation_id)
        return _("A suspension is to be looked at again"), href
    title = ngettext(
        "Somebody asks to see the statutory register",
        "%(num)d people ask to see the statutory register",
        number,
    )
    return title, url_for("membership.statutory")
