"""What is due in the library, as the desk and our home show it."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from nswp_gov.directory.views.due import DueRow
from nswp_gov.library import queries
from nswp_gov.library.states import ResourceState
from nswp_gov.store.actor import Actor
from nswp_gov.web.locale import locale

ANSWERED_WITHIN = timedelta(days=14)
MOST = 20


def rows(session: Session, actor: Actor, now: datetime) -> list[DueRow]:
    """Return offers to be answered, links that fail, and own offers that were given back."""
    found = []
    if actor.has("secretariat"):
        found += _offers(session, now)
        found += _links(session, now)
    if actor.editor_of:
        found += _given_back(session, actor)
    return found


def _offers(session: Session, now: datetime) -> list[DueRow]:
    waiting = queries.entries(session, locale(), [ResourceState.REVIEW], most=MOST)
    return [
        DueRow(
            title=_("Answer an offer to the library: %(title)s", title=one.title),
            due_at=(one.row.sent_at or now) + ANSWERED_WITHIN,
            href=url_for("library.entry", resource_id=one.row.id),
            act=_("Look at it"),
            feature=_("Library"),
        )
        for one in waiting
    ]


def _links(session: Session, now: datetime) -> list[DueRow]:
    number = len(queries.faulty_links(session))
    if not number:
        return []
    return [
        DueRow(
            title=_("Mend links in the library that no longer answer"),
            due_at=now + ANSWERED_WITHIN,
            href=url_for("library.links"),
            act=_("See them"),
            feature=_("Library"),
            note=_("%(number)s wait.", number=number),
        )
    ]


def _given_back(session: Session, actor: Actor) -> list[DueRow]:
    own = sorted(actor.editor_of)
    drafts = queries.entries(
        session, locale(), [ResourceState.DRAFT], organisation_ids=own, most=MOST
    )
    found = []
    for one in drafts:
        answers = queries.answers_of(session, one.row.id) if one.row.sent_at else []
        if answers:
            found.append(
                DueRow(
                    title=_("Mend your offer to the library: %(title)s", title=one.title),
                    due_at=answers[0].answered_at + ANSWERED_WITHIN,
                    href=url_for("library.entry", resource_id=one.row.id),
                    act=_("Read the answer"),
                    feature=_("Library"),
                )
            )
    return found
