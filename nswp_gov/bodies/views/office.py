"""The secretariat's pages: vacancies, seating somebody, ending a term."""

from __future__ import annotations

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectChoice

from nswp_gov.bodies import operations, queries
from nswp_gov.bodies.forms import EndForm, SeatForm
from nswp_gov.bodies.models import Seat, Term
from nswp_gov.bodies.states import Ending, How
from nswp_gov.bodies.views import bp
from nswp_gov.bodies.views.public import card, known_seat, today
from nswp_gov.store.errors import DomainError, NotFound, Unfit
from nswp_gov.web.access import Door, door
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import session, viewer, work

WITHIN = 365
UNPROCESSABLE = 422


@bp.get("/vacancies")
@door(Door.STAFF)
def vacancies() -> ResponseReturnValue:
    """List the seats that are vacant, or fall vacant within a year."""
    rows = queries.seats_falling_vacant(session(), today(), WITHIN)
    seats = [queries.seat(session(), row.seat_id) for row in rows]
    found = [one for one in seats if one is not None]
    return render_template(
        "bodies/vacancies.html",
        rows=list(zip(rows, found, strict=True)),
        labels=queries.labels(session(), [seat for seat, _body in found], locale()),
        names=queries.names(session(), {body.id: body for _seat, body in found}.values(), locale()),
        today=today(),
    )


@bp.route("/seats/<uuid:seat_id>/fill", methods=["GET", "POST"])
@door(Door.STAFF)
def fill(seat_id: uuid.UUID) -> ResponseReturnValue:
    """Seat somebody; a co-option begins at its decision (`?decision=`)."""
    seat, body = known_seat(seat_id)
    form = SeatForm(from_on=today(), decision=request.args.get("decision", ""))
    form.person.choices = [SelectChoice(str(one), name) for one, name in queries.people(session())]
    decision = _decision(form.decision.data)
    status = 200
    if form.validate_on_submit():
        try:
            _fill(seat_id, form, decision)
        except DomainError as refusal:
            form.refuse(refusal)
            status = refusal.status
        else:
            flash(_("Entered. The page of the seat shows it from that day on."), "ok")
            return redirect(url_for("bodies.seat", seat_id=seat_id))
    elif form.is_submitted():
        status = UNPROCESSABLE
    seat, body = known_seat(seat_id)
    label = queries.labels(session(), [seat], locale())[seat.id]
    name = queries.names(session(), [body], locale())[body.id]
    shown = card("decision", decision) if decision else None
    return render_template(
        "bodies/fill.html", form=form, seat=seat, label=label, body=body, name=name, shown=shown
    ), status


def _decision(given: str | None) -> uuid.UUID | None:
    """Return the decision that a form names, if there is one and the reader may see it."""
    try:
        asked = uuid.UUID(given or "")
    except ValueError:
        return None
    return asked if card("decision", asked) is not None else None


def _fill(seat_id: uuid.UUID, form: SeatForm, decision: uuid.UUID | None) -> None:
    how = How(form.how.data)
    if how is How.COOPTED and decision is None:
        raise Unfit("cooption_without_decision", field="how")
    with work() as w:
        operations.seat_person(
            w,
            w.session.get_one(Seat, seat_id),
            uuid.UUID(form.person.data),
            form.from_on.data,
            form.until_on.data,
            how=how,
            result_of=("decision", decision) if decision else None,
        )


@bp.route("/terms/<uuid:term_id>/end", methods=["GET", "POST"])
@door(Door.STAFF)
def end(term_id: uuid.UUID) -> ResponseReturnValue:
    """End a term before its time."""
    term = queries.term(session(), term_id)
    if term is None:
        raise NotFound
    seat_id = term.seat_id
    form = EndForm(on=today())
    status = 200
    if form.validate_on_submit():
        try:
            with work() as w:
                ending = Ending(form.ending.data)
                operations.end_term(w, w.session.get_one(Term, term_id), ending, form.on.data)
        except DomainError as refusal:
            form.refuse(refusal)
            status = refusal.status
        else:
            return redirect(url_for("bodies.seat", seat_id=seat_id))
    seat, body = known_seat(seat_id)
    person_id = session().get_one(Term, term_id).person_id
    named = queries.names_of(session(), [person_id], viewer(), body.id)
    label = queries.labels(session(), [seat], locale())[seat.id]
    return render_template(
        "bodies/end.html", form=form, seat=seat, label=label, name=named.get(person_id)
    ), status
