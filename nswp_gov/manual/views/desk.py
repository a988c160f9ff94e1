"""What waits in documents, as the desk shows it."""

from __future__ import annotations

from datetime import date, datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from nswp_gov.bodies.views.desk import DeskRow
from nswp_gov.manual import policy, queries
from nswp_gov.manual.models import Document
from nswp_gov.manual.views import rendering
from nswp_gov.manual.views.blueprint import today
from nswp_gov.meetings.states import MeetingState
from nswp_gov.store.actor import Actor
from nswp_gov.web.unit import viewer


def rows(session: Session, actor: Actor, now: datetime) -> list[DeskRow]:
    """Return what waits for this person in documents: to be read, to be looked at."""
    return [
        *_to_read(session, actor, now),
        *_to_do(session, actor, now),
        *_to_decide(session, actor),
    ]


def _to_decide(session: Session, actor: Actor) -> list[DeskRow]:
    made = []
    for draft, meeting in queries.proposals(session):
        if meeting.body_id in actor.bodies and meeting.state is not MeetingState.CLOSED:
            document = session.get_one(Document, draft.document_id)
            title = rendering.title(document).words
            made.append(
                DeskRow(
                    title=_("Read what is proposed to be changed: %(title)s", title=title),
                    due_at=meeting.starts_at,
                    href=url_for("manual.proposal", draft_id=draft.id),
                    act=_("Read it"),
                    feature=_("Manual"),
                )
            )
    return made


def _to_read(session: Session, actor: Actor, now: datetime) -> list[DeskRow]:
    own = [*actor.editor_of, *actor.delegate_of]
    if actor.person_id and policy.may_acknowledge(actor, None).allowed and not actor.has("system"):
        own.append(actor.person_id)
    if not own:
        return []
    made = []
    for document in queries.documents(session):
        edition = queries.as_at(session, document.id, today(), viewer())
        if edition is None or not queries.due_of(session, edition, own):
            continue
        title = rendering.title(document).words
        made.append(
            DeskRow(
                title=_("Read edition %(number)s: %(title)s", number=edition.number, title=title),
                due_at=_at(queries.read_by(session, edition), now),
                href=url_for("manual.index", slug=document.slug),
                act=_("Read it"),
                feature=_("Manual"),
            )
        )
    return made


def _to_do(session: Session, actor: Actor, now: datetime) -> list[DeskRow]:
    made = []
    by_id = {row.id: row for row in queries.documents(session)}
    for review in queries.reviews_due(session, today()):
        document = by_id[review.document_id]
        named = queries.is_editor(session, actor, document.id, now)
        if policy.may_write(actor, is_named=named).allowed:
            title = rendering.title(document).words
            made.append(
                DeskRow(
                    title=_("Does it still fit? %(title)s, %(key)s", title=title, key=review.key),
                    due_at=_at(review.review_on, now),
                    href=url_for(
                        "manual.clause_as_at", slug=document.slug, day=today(), key=review.key
                    ),
                    act=_("Look at it"),
                    feature=_("Manual"),
                )
            )
    return made


def _at(on: date, now: datetime) -> datetime:
    return datetime.combine(on, datetime.max.time(), tzinfo=now.tzinfo)
