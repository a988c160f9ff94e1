"""What is due in consultations, as the desk and our home show it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from nswp_gov.consultations import queries
from nswp_gov.consultations.states import State
from nswp_gov.consultations.views.found import keys
from nswp_gov.directory.queries import names_of
from nswp_gov.directory.views.due import DueRow
from nswp_gov.store.actor import Actor
from nswp_gov.store.slot_keys import KeyMissing
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import viewer

REPORT_WITHIN = timedelta(days=30)


def rows(session: Session, actor: Actor, now: datetime) -> list[DueRow]:
    """Return what waits: a reply to write, a report to publish."""
    found = list(_to_answer(session, actor, now))
    if actor.has("secretariat"):
        found += _to_report(session)
    return found


def _to_answer(session: Session, actor: Actor, now: datetime) -> Iterator[DueRow]:
    asked = queries.invited_to(session, sorted(actor.member_of), now)
    if not asked:
        return
    titles = queries.titles(session, [row for row, _own in asked], locale())
    names = names_of(session, [own for _row, own in asked], viewer())
    for row, own in asked:
        try:
            reply = queries.own_reply(session, keys(), row, own)
        except KeyMissing:
            continue
        if reply.is_handed_in:
            continue
        yield DueRow(
            title=_("Answer: %(title)s", title=titles[row.id].words),
            due_at=row.closes_at,
            href=url_for("consultations.ours", slug=row.slug, organisation_id=own),
            act=_("Go on") if reply.exists else _("Begin"),
            feature=_("Consultations"),
            note=names[own],
        )


def _to_report(session: Session) -> list[DueRow]:
    over = queries.consultations(session, [State.CLOSED])
    titles = queries.titles(session, over, locale())
    return [
        DueRow(
            title=_("Tell members what came of it: %(title)s", title=titles[row.id].words),
            due_at=(row.closed_at or row.closes_at) + REPORT_WITHIN,
            href=url_for("consultations.report_desk", slug=row.slug),
            act=_("Write the report"),
            feature=_("Consultations"),
        )
        for row in over
    ]
