"""Lists: meetings, decisions, actions."""

from __future__ import annotations

import uuid

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from nswp_gov.bodies import queries as bodies
from nswp_gov.meetings import operations, policy, queries
from nswp_gov.meetings.models import Action
from nswp_gov.meetings.views import bp
from nswp_gov.meetings.views.sitting import known
from nswp_gov.rules.audience import may_see
from nswp_gov.store.errors import DomainError, NotFound
from nswp_gov.store.links import Card, Relation, links_from, links_to
from nswp_gov.store.work import Work
from nswp_gov.web.access import Door, door
from nswp_gov.web.forms import EmptyForm
from nswp_gov.web.locale import locale
from nswp_gov.web.phrases import phrase
from nswp_gov.web.unit import actor, now, session, viewer, work

LATEST = 5


@bp.get("/")
@door(Door.PUBLIC)
def index() -> ResponseReturnValue:
    """List the meetings that the reader may know of, and the published minutes for everybody."""
    rows = queries.known_meetings(session(), actor(), now())
    known = bodies.bodies(session())
    return render_template(
        "meetings/index.html",
        rows=rows,
        published=queries.published_minutes(session()),
        decisions=queries.decisions(session(), viewer(), locale(), limit=LATEST),
        names=bodies.names(session(), known, locale()),
        may_plan=policy.may_plan(actor(), None).allowed or "" in actor().board_of,
    )


@bp.get("/decisions")
@door(Door.PUBLIC)
def decisions() -> ResponseReturnValue:
    """The register of decisions, as far as the reader may read it."""
    words = request.args.get("q", "").strip()[:200]
    year, body = request.args.get("year", type=int), request.args.get("body", "")
    return render_template(
        "meetings/decisions.html",
        rows=queries.decisions(
            session(), viewer(), locale(), year=year, body_slug=body or None, words=words
        ),
        words=words,
        names=bodies.names(session(), bodies.bodies(session()), locale()),
    )


@bp.get("/decisions/<uuid:decision_id>")
@door(Door.PUBLIC)
def decision(decision_id: uuid.UUID) -> ResponseReturnValue:
    """A decision: how it was made, and what became of it."""
    found = queries.decision(session(), decision_id)
    if found is None or not policy.may_read_decision(viewer(), found).allowed:
        raise NotFound
    entry = queries.entry(session(), found, locale())
    return render_template(
        "meetings/decision.html",
        entry=entry,
        name=bodies.names(session(), [entry.body], locale())[entry.body.id],
        vote=queries.told_vote(session(), found, viewer()),
        meeting=card("meeting", found.meeting_id),
        became=_became(found.id),
        may_seat=actor().has("secretariat"),
    )


def _became(decision_id: uuid.UUID) -> list[tuple[Relation, Card]]:
    """Return what was adopted, seated or approved by a decision, where the reader may see it."""
    rows = [
        (row.relation, row.from_type, row.from_id)
        for row in links_to(session(), "decision", decision_id)
    ]
    rows += [
        (row.relation, row.to_type, row.to_id)
        for row in links_from(session(), "decision", decision_id)
    ]
    found = ((relation, card(kind, record_id)) for relation, kind, record_id in rows)
    return [(relation, one) for relation, one in found if one is not None]


def card(kind: str, record_id: uuid.UUID) -> Card | None:
    """Return how a linked record is shown, if the reader may see it."""
    registry = current_app.extensions["nswp_gov.links"]
    found: Card | None = registry.card(session(), kind, record_id, locale().value)
    return found if found is not None and may_see(viewer(), found.audience).allowed else None


@bp.get("/actions")
@door(Door.SIGNED_IN)
def actions() -> ResponseReturnValue:
    """The reader's own actions, and those of the bodies they sit in or work for."""
    return _actions_page(None)


def _actions_page(refusal: DomainError | None) -> ResponseReturnValue:
    rows = queries.known_actions(session(), actor())
    texts = queries.readings(session(), "action", [row.id for row in rows], locale())
    return render_template(
        "meetings/actions.html",
        rows=rows,
        texts=texts,
        owners=_owners(rows),
        refusal=phrase(refusal) if refusal else None,
        button=EmptyForm(),
    ), refusal.status if refusal else 200


def _owners(rows: list[Action]) -> dict[uuid.UUID, str]:
    wanted = [row.owner_id for row in rows if row.owner_id is not None]
    people = {key: row.name for key, row in queries.people(session(), wanted).items()}
    return queries.owners(session(), rows, people, viewer())


def _action(w: Work, action_id: uuid.UUID) -> Action:
    """Return an action to its owner (an organisation's people), and to those of its meeting."""
    found = w.session.get(Action, action_id)
    if found is None:
        raise NotFound
    own = found.organisation_id is not None and found.organisation_id in w.actor.member_of
    if found.owner_id != w.actor.person_id and not own:
        known(w, found.meeting_id)
    return found


@bp.post("/actions/remind")
@door(Door.STAFF)
def remind() -> ResponseReturnValue:
    """Remind everybody for whom something is due, once a week at most."""
    with work() as w:
        told = operations.remind(w)
    said = ngettext("One person is reminded.", "%(num)d people are reminded.", told)
    flash(said, "ok")
    return redirect(url_for("meetings.actions"))


@bp.post("/actions/<uuid:action_id>/done")
@door(Door.SIGNED_IN)
def done(action_id: uuid.UUID) -> ResponseReturnValue:
    """Mark an action as done."""
    try:
        with work() as w:
            operations.finish_action(w, _action(w, action_id))
    except DomainError as refusal:
        return _actions_page(refusal)
    return redirect(url_for("meetings.actions"))
