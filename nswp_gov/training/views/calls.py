"""Choosing: what the secretariat does with a call and its applications."""

from __future__ import annotations

import uuid

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from nswp_gov.directory import queries as directory
from nswp_gov.mailings import queries as sent_letters
from nswp_gov.mailings.states import Kind
from nswp_gov.training import forms, operations, queries
from nswp_gov.training.models import Call, Event, PlaceApplication
from nswp_gov.training.operations.inviting import ABOUT
from nswp_gov.training.states import CALL_PATH, PATH, CallState
from nswp_gov.training.views import bp
from nswp_gov.training.views.programmes import Sent, attempt
from nswp_gov.web.access import Door, door
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import now, session, viewer, work

ANSWERS = ("offer", "wait", "refuse")


@bp.get("/office/calls/<uuid:call_id>")
@door(Door.STAFF)
def choosing(call_id: uuid.UUID) -> ResponseReturnValue:
    """Show a call's applications by region, with the places that are left."""
    return choosing_page(call_id, {}, 200)


def choosing_page(call_id: uuid.UUID, sent: Sent, status: int) -> ResponseReturnValue:
    """Return the page; `sent`: by application, the form that was refused."""
    row = queries.found(session(), Call, call_id)
    applications = queries.applications(session(), row.id)
    asked = queries.criteria(session(), row.id)
    is_closed = row.state is CallState.CLOSED
    told = sent_letters.mailings_about(session(), (ABOUT, row.id))
    reached = None
    if not told and queries.is_open(row, now()):
        reached = sent_letters.reached(session(), operations.meant(row), now(), kind=Kind.TRAINING)
    return render_template(
        "training/choosing.html",
        row=row,
        told=told[0] if told else None,
        reached=reached,
        event=queries.found(session(), Event, row.event_id),
        title=queries.titles(session(), "training_event", [row.event_id], locale()).get(
            row.event_id
        ),
        places=queries.places(session(), row),
        applications=applications,
        names=directory.names_of(
            session(), [one.organisation_id for one in applications], viewer()
        ),
        criteria=asked,
        questions=queries.titles(
            session(), "training_criterion", [one.id for one in asked], locale(), "words"
        ),
        verbs=CALL_PATH.verbs_in(row.state),
        answers={
            one.id: [verb for verb in PATH.verbs_in(one.state) if verb in ANSWERS]
            for one in applications
            if is_closed
        },
        forms_of={
            one.id: sent.get(str(one.id))
            or forms.ReasonForm(formdata=None, prefix=one.id.hex, reason=one.reason or "")
            for one in applications
        },
    ), status


@bp.post("/office/calls/<uuid:call_id>/<any(open, close, tell):verb>")
@door(Door.STAFF)
def move_call(call_id: uuid.UUID, verb: str) -> ResponseReturnValue:
    """Open a call, close it before its day, or write to the members that it is for."""
    with work() as w:
        row = queries.found(w.session, Call, call_id)
        event = queries.found(w.session, Event, row.event_id)
        if verb == "open":
            operations.open_call(w, row, event)
        elif verb == "tell":
            operations.tell_members(w, row, event)
        else:
            operations.close_call(w, row)
    return redirect(url_for("training.choosing", call_id=call_id))


@bp.post("/office/applications/<uuid:application_id>/<any(offer, wait, refuse):verb>")
@door(Door.STAFF)
def choose(application_id: uuid.UUID, verb: str) -> ResponseReturnValue:
    """Offer places to an applicant, put it on the waiting list, or say no; with the reason."""
    acts = {"offer": operations.offer, "wait": operations.let_wait, "refuse": operations.refuse}
    call_id = queries.found(session(), PlaceApplication, application_id).call_id
    form = forms.ReasonForm(prefix=application_id.hex)
    status, _made = attempt(
        form,
        lambda w: acts[verb](
            w, queries.found(w.session, PlaceApplication, application_id), form.reason.data
        ),
    )
    if status:
        return choosing_page(call_id, {str(application_id): form}, status)
    anchor = f"a-{application_id}"
    return redirect(url_for("training.choosing", call_id=call_id, _anchor=anchor))
