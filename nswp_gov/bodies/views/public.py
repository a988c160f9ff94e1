"""What everybody may read of bodies, as at any day."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue

from nswp_gov.bodies import queries
from nswp_gov.bodies.models import Body, Seat
from nswp_gov.bodies.views import bp
from nswp_gov.rules.audience import may_see
from nswp_gov.store.clock import civil_day
from nswp_gov.store.errors import NotFound
from nswp_gov.store.links import Card, Relation
from nswp_gov.web.access import Door, door
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import now, session, settings, viewer


@bp.get("/")
@door(Door.PUBLIC)
def index() -> ResponseReturnValue:
    """List the bodies that the reader may know of."""
    rows = [row for row in queries.bodies(session()) if queries.may_see_body(viewer(), row)]
    return render_template(
        "bodies/index.html", rows=rows, names=queries.names(session(), rows, locale())
    )


@bp.get("/<slug>")
@door(Door.PUBLIC)
def body(slug: str) -> ResponseReturnValue:
    """Show a body as at a day: its seats, who holds them, and its rules."""
    found = visible(queries.body_by_slug(session(), slug))
    day = asked_day()
    rules = queries.rules_of(session(), found.id, day)
    ids = [rule.id for rule in rules.values()]
    return render_template(
        "bodies/body.html",
        body=found,
        name=queries.names(session(), [found], locale())[found.id],
        day=day,
        today=today(),
        rows=queries.seat_rows(session(), found, day, locale(), viewer()),
        rules=[rule for _name, rule in sorted(rules.items())],
        decisions=cards_from("body_rule", ids, Relation.ADOPTED_BY),
        clauses=cards_from("body_rule", ids, Relation.STATED_IN),
    )


@bp.get("/seats/<uuid:seat_id>")
@door(Door.PUBLIC)
def seat(seat_id: uuid.UUID) -> ResponseReturnValue:
    """Show who held a seat from when until when."""
    found, of = known_seat(seat_id)
    terms = queries.history(session(), found.id)
    ids = [term.person_id for term in terms]
    return render_template(
        "bodies/seat.html",
        seat=found,
        body=of,
        body_name=queries.names(session(), [of], locale())[of.id],
        label=queries.labels(session(), [found], locale())[found.id],
        electorate=queries.electorate_of(session(), found, today()),
        clause=cards_from("seat", [found.id], Relation.STATED_IN).get(found.id),
        terms=terms,
        sources=cards_from("term", [term.id for term in terms], Relation.RESULT_OF),
        names=queries.names_of(session(), ids, viewer(), of.id),
        today=today(),
    )


def known_seat(seat_id: uuid.UUID) -> tuple[Seat, Body]:
    """Return a seat of a body that the reader may know of; anything else is not there."""
    found = queries.seat(session(), seat_id)
    if found is None or not queries.may_see_body(viewer(), found[1]):
        raise NotFound
    return found


def visible(found: Body | None) -> Body:
    """Return a body that the reader may know of; anything else is not there."""
    if found is None or not queries.may_see_body(viewer(), found):
        raise NotFound
    return found


def today() -> date:
    """Return the network's civil day."""
    return civil_day(now(), settings().zone)


def asked_day() -> date:
    """Return the day that the address asks for, or today."""
    try:
        return date.fromisoformat(request.args.get("on", ""))
    except ValueError:
        return today()


def card(kind: str, record_id: uuid.UUID) -> Card | None:
    """Return how a linked record is shown, if the reader may see it."""
    registry = current_app.extensions["nswp_gov.links"]
    found: Card | None = registry.card(session(), kind, record_id, locale().value)
    return found if found is not None and may_see(viewer(), found.audience) else None


def cards_from(kind: str, ids: Iterable[uuid.UUID], relation: Relation) -> dict[uuid.UUID, Card]:
    """Return what some records stand in a relation to, where the reader may see it."""
    rows = queries.links_of(session(), kind, ids, relation)
    found = ((row.from_id, card(row.to_type, row.to_id)) for row in rows)
    return {record_id: one for record_id, one in found if one is not None}
