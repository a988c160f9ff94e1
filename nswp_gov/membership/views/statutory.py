"""The register that company law asks for: off unless the network switches it on."""

from __future__ import annotations

import uuid
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.directory.queries import organisation as the_organisation
from nswp_gov.membership import operations, queries
from nswp_gov.membership.forms import (
    AddressForm,
    AnswerForm,
    FileForm,
    InspectionForm,
    StatutoryForm,
)
from nswp_gov.membership.operations.statutory import NotStatutory
from nswp_gov.membership.states import Asked, Exported
from nswp_gov.membership.views import files
from nswp_gov.membership.views.frame import asked_day, bp, known_day, today
from nswp_gov.store.errors import DomainError
from nswp_gov.web.access import Door, door
from nswp_gov.web.forms import AppForm
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import session, work


def _kept() -> None:
    """Refuse a page of the statutory register while none is kept."""
    if queries.statutory_period(session()) is None:
        raise NotStatutory


def _answer(template: str, form: AppForm, **more: Any) -> ResponseReturnValue:
    page = render_template(template, form=form, **more)
    return page, 422 if form.errors or form.form_errors else 200


@bp.route("/statutory", methods=["GET", "POST"])
@door(Door.STAFF, fresh=True)
def statutory() -> ResponseReturnValue:
    """Show the statutory register, or say what it is and offer to begin one."""
    form = StatutoryForm()
    if form.validate_on_submit():
        try:
            with work() as w:
                operations.begin_statutory(w, reason=form.reason.data)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for("membership.statutory"))
    period = queries.statutory_period(session())
    day = asked_day("on")
    lines = queries.statutory_register(session(), day, locale()) if period else []
    asked = queries.inspections(session()) if period else []
    return _answer(
        "membership/statutory.html", form, period=period, day=day, lines=lines, asked=asked
    )


@bp.post("/statutory/end")
@door(Door.STAFF, fresh=True)
def statutory_end() -> ResponseReturnValue:
    """Keep the statutory register no longer."""
    with work() as w:
        operations.end_statutory(w)
    flash(_("The statutory register is no longer kept. What it holds stays."), "ok")
    return redirect(url_for("membership.statutory"))


@bp.route("/statutory/file", methods=["GET", "POST"])
@door(Door.STAFF, fresh=True)
def statutory_file() -> ResponseReturnValue:
    """Give the statutory register away as a file; that it was taken is journalled."""
    _kept()
    form, day = FileForm(), asked_day("on")
    lines = queries.statutory_register(session(), day, locale())
    if form.validate_on_submit():
        kind = str(form.kind.data)
        with work() as w:
            operations.note_export(w, Exported.STATUTORY, kind, day=day, lines=len(lines))
        return files.as_file(kind, files.statutory_rows(lines), f"members-{day.isoformat()}")
    return _answer("membership/file.html", form, total=len(lines), day=day, known=known_day())


@bp.route("/<uuid:organisation_id>/address", methods=["GET", "POST"])
@door(Door.STAFF, fresh=True)
def address(organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Ask for a member's address of record."""
    _kept()
    subject = the_organisation(session(), organisation_id)
    known = queries.address_of(session(), organisation_id, today())
    form = AddressForm(on=today(), address=known)
    if form.validate_on_submit():
        try:
            with work() as w:
                holder = the_organisation(w.session, organisation_id)
                operations.set_address(w, holder, form.address.data, form.on.data)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for("membership.statutory"))
    return _answer("membership/address.html", form, subject=subject)


@bp.route("/statutory/inspections/new", methods=["GET", "POST"])
@door(Door.STAFF, fresh=True)
def inspection() -> ResponseReturnValue:
    """Note that somebody asks to see the statutory register."""
    _kept()
    form = InspectionForm(received_on=today())
    if form.validate_on_submit():
        try:
            with work() as w:
                operations.receive_inspection(
                    w, **form.values("who", "address", "purpose", "onward", "received_on")
                )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for("membership.statutory"))
    return _answer("membership/inspection.html", form)


@bp.route("/statutory/inspections/<uuid:request_id>", methods=["GET", "POST"])
@door(Door.STAFF, fresh=True)
def inspected(request_id: uuid.UUID) -> ResponseReturnValue:
    """Show who asks to see the register and what for, and note what became of it."""
    _kept()
    form = AnswerForm()
    row = queries.inspection(session(), request_id)
    if form.validate_on_submit():
        try:
            with work() as w:
                asked = queries.inspection(w.session, request_id)
                operations.answer_inspection(
                    w, asked, Asked(form.state.data), outcome=form.outcome.data
                )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for("membership.statutory"))
    return _answer("membership/inspected.html", form, row=row)
