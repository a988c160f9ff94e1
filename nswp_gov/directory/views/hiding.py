"""Hiding at once: our organisation, a country, a region; by a code on paper without signing in."""

from __future__ import annotations

import uuid

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectChoice

from nswp_gov.directory import operations, queries
from nswp_gov.directory.forms import HideForm, RiskForm, UnlistForm, countries
from nswp_gov.directory.states import Risk, Scope
from nswp_gov.directory.views import bp
from nswp_gov.directory.views.ours import reachable, today, within
from nswp_gov.rules.audience import Step, Viewer
from nswp_gov.rules.collation import sort_key
from nswp_gov.store.errors import DomainError
from nswp_gov.web.access import Door, door
from nswp_gov.web.forms import EmptyForm
from nswp_gov.web.limits import a_minute, an_hour, by_address, slow
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import actor, session, work


@bp.route("/hide", methods=["GET", "POST"])
@door(Door.PUBLIC)
def hide() -> ResponseReturnValue:
    """Take a paper code. The answer is the same whether it was right or wrong."""
    form = HideForm()
    if not form.validate_on_submit():
        return render_template("directory/hide.html", form=form), 422 if form.errors else 200
    slow(by_address("hide", a_minute(20), an_hour(200)))
    with work() as w:
        operations.hide_by_code(w, form.code.data)
    return render_template("directory/hidden.html")


@bp.route("/our/<uuid:organisation_id>/hiding", methods=["GET", "POST"])
@door(Door.SIGNED_IN)
def hide_us(organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Say what hiding does and does not; hide at once."""
    form = EmptyForm()
    subject = reachable(organisation_id)
    if not form.validate_on_submit():
        return render_template("directory/hide_us.html", subject=subject, form=form, code=None)
    with work() as w:
        reason = _("Asked for by the organisation.")
        operations.unlist(w, Scope.ORGANISATION, str(organisation_id), reason)
    flash(_("Hidden. Nothing is shown to the public or to members any more."), "ok")
    return redirect(url_for("directory.home", organisation_id=organisation_id))


@bp.post("/our/<uuid:organisation_id>/code")
@door(Door.SIGNED_IN, fresh=True)
def code(organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Give out a new hide-us code, shown once."""
    reachable(organisation_id)
    with work() as w:
        made = operations.issue_code(w, within(w, organisation_id))
    subject = reachable(organisation_id)
    return render_template(
        "directory/hide_us.html", subject=subject, form=EmptyForm(formdata=None), code=made
    )


@bp.route("/hiding", methods=["GET", "POST"])
@door(Door.STAFF, Door.BOARD, fresh=True)
def hiding() -> ResponseReturnValue:
    """Hide an organisation, a country or a region at once."""
    form = UnlistForm()
    _offer(form)
    if form.validate_on_submit():
        scope = Scope(form.scope.data)
        try:
            with work() as w:
                reached = operations.unlist(
                    w, scope, form[scope.value].data, form.reason.data
                ).reached
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Hidden. %(number)s were open until now.", number=reached), "ok")
            return redirect(url_for("directory.hiding"))
    answer = render_template("directory/hiding.html", form=form)
    return answer, 422 if form.errors or form.form_errors else 200


def _offer(form: UnlistForm) -> None:
    """Offer the organisations that the person may know, and every country."""
    who = actor()
    step = Step.SECRETARIAT if who.has("secretariat") else Step.MEMBERS
    viewer = Viewer(step=step, regions=who.board_of - {""})
    known = queries.open_names(session(), viewer, uuid.UUID(int=0))
    known.sort(key=lambda one: sort_key(one[1], locale()))
    form.organisation.choices = [
        SelectChoice("", "–"),
        *(SelectChoice(str(key), name) for key, name in known),
    ]
    form.country.choices = [SelectChoice("", "–"), *countries(locale())]


@bp.route("/risks", methods=["GET", "POST"])
@door(Door.STAFF, fresh=True)
def risks() -> ResponseReturnValue:
    """Show the countries whose risk was assessed; assess one."""
    form = RiskForm()
    form.offer(locale())
    if form.validate_on_submit():
        try:
            with work() as w:
                operations.assess_risk(w, form.country.data, Risk(form.risk.data), form.reason.data)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Recorded. Listings in this country follow it from now on."), "ok")
            return redirect(url_for("directory.risks"))
    rows = queries.assessed_risks(session(), today())
    answer = render_template("directory/risks.html", form=form, rows=rows)
    return answer, 422 if form.errors or form.form_errors else 200
