"""Acts of the circle."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.complaints import forms, operations, queries
from nswp_gov.complaints.models import Complaint
from nswp_gov.complaints.states import Outcome
from nswp_gov.complaints.views import bp
from nswp_gov.complaints.views.inside import readable, shown
from nswp_gov.store.errors import NotFound
from nswp_gov.store.work import Work
from nswp_gov.web.access import Door, door
from nswp_gov.web.forms import AppForm, EmptyForm, carried_out
from nswp_gov.web.unit import now, session

Deed = Callable[[Work, Complaint], object]


def _act(complaint_id: uuid.UUID, name: str, form: AppForm, deed: Deed) -> ResponseReturnValue:
    readable(complaint_id)
    if isinstance(form, forms.PersonForm):
        form.offer(queries.office_holders(session(), now()))
    if carried_out(form, lambda w: deed(w, queries.complaint(w.session, complaint_id))):
        flash(_("Recorded."), "ok")
        return _back(complaint_id)
    return shown(complaint_id, {name: form})


def _back(complaint_id: uuid.UUID) -> ResponseReturnValue:
    """Go back to the case, or to the list where the act has taken it out of sight."""
    try:
        readable(complaint_id)
    except NotFound:
        return redirect(url_for("complaints.index"))
    return redirect(url_for("complaints.one", complaint_id=complaint_id))


@bp.post("/cases/<uuid:complaint_id>/acknowledgement")
@door(Door.SIGNED_IN)
def acknowledgement(complaint_id: uuid.UUID) -> ResponseReturnValue:
    """Say that it arrived."""
    form = forms.AcknowledgeForm(prefix="acknowledgement")

    def deed(w: Work, row: Complaint) -> None:
        operations.acknowledge(w, row, form.words.data or "")

    return _act(complaint_id, "acknowledgement", form, deed)


@bp.post("/cases/<uuid:complaint_id>/examination")
@door(Door.SIGNED_IN)
def examination(complaint_id: uuid.UUID) -> ResponseReturnValue:
    """Say that it is being looked into."""
    form = EmptyForm(prefix="examination")
    return _act(complaint_id, "examination", form, operations.examine)


@bp.post("/cases/<uuid:complaint_id>/message")
@door(Door.SIGNED_IN)
def answer(complaint_id: uuid.UUID) -> ResponseReturnValue:
    """Write to whoever raised it."""
    form = forms.WordsForm(prefix="message")

    def deed(w: Work, row: Complaint) -> None:
        operations.answer(w, row, form.words.data)

    return _act(complaint_id, "message", form, deed)


@bp.post("/cases/<uuid:complaint_id>/outcome")
@door(Door.SIGNED_IN)
def outcome(complaint_id: uuid.UUID) -> ResponseReturnValue:
    """Decide, first or on an appeal."""
    form = forms.DecideForm(prefix="outcome")

    def deed(w: Work, row: Complaint) -> None:
        operations.decide(w, row, Outcome(form.outcome.data), form.reasons(row.locale))

    return _act(complaint_id, "outcome", form, deed)


@bp.post("/cases/<uuid:complaint_id>/measure")
@door(Door.SIGNED_IN)
def measure(complaint_id: uuid.UUID) -> ResponseReturnValue:
    """Arrange that something is done."""
    form = forms.MeasureForm(prefix="measure")

    def deed(w: Work, row: Complaint) -> None:
        operations.set_measure(w, row, form.words.data, form.due_on.data)

    return _act(complaint_id, "measure", form, deed)


@bp.post("/cases/<uuid:complaint_id>/measures/<uuid:measure_id>/done")
@door(Door.SIGNED_IN)
def measure_done(complaint_id: uuid.UUID, measure_id: uuid.UUID) -> ResponseReturnValue:
    """Note that it was done."""

    def deed(w: Work, row: Complaint) -> None:
        operations.finish_measure(w, row, queries.measure(w.session, row.id, measure_id))

    return _act(complaint_id, "done", EmptyForm(), deed)


@bp.post("/cases/<uuid:complaint_id>/circle")
@door(Door.SIGNED_IN)
def circle(complaint_id: uuid.UUID) -> ResponseReturnValue:
    """Admit somebody else."""
    form = forms.PersonForm(prefix="circle")

    def deed(w: Work, row: Complaint) -> None:
        operations.widen(w, row, uuid.UUID(form.person.data), form.why.data)

    return _act(complaint_id, "circle", form, deed)


@bp.post("/cases/<uuid:complaint_id>/exclusion")
@door(Door.SIGNED_IN)
def exclusion(complaint_id: uuid.UUID) -> ResponseReturnValue:
    """Keep somebody out who is concerned."""
    form = forms.PersonForm(prefix="exclusion")

    def deed(w: Work, row: Complaint) -> None:
        operations.keep_out(w, row, uuid.UUID(form.person.data), form.why.data)

    return _act(complaint_id, "exclusion", form, deed)


@bp.post("/cases/<uuid:complaint_id>/recusal")
@door(Door.SIGNED_IN)
def recusal(complaint_id: uuid.UUID) -> ResponseReturnValue:
    """Step aside."""
    form = forms.AsideForm(prefix="recusal")

    def deed(w: Work, row: Complaint) -> None:
        operations.step_aside(w, row, form.reason.data)

    return _act(complaint_id, "recusal", form, deed)
