"""Who acts for us, and whom we are tied to."""

from __future__ import annotations

import uuid

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectChoice

from nswp_gov.directory import operations, queries
from nswp_gov.directory.forms import AnswerForm, AppointForm, HandOverForm, TieForm
from nswp_gov.directory.forms.labels import CAPACITIES
from nswp_gov.directory.models import Affiliation, Organisation, Representative
from nswp_gov.directory.states import Capacity, Tie
from nswp_gov.directory.views import bp
from nswp_gov.directory.views.ours import named, reachable, within
from nswp_gov.rules.audience import Step, Viewer
from nswp_gov.rules.collation import sort_key
from nswp_gov.store.errors import DomainError, NotFound
from nswp_gov.web.access import Door, door
from nswp_gov.web.formats import COLON
from nswp_gov.web.forms import EmptyForm
from nswp_gov.web.limits import an_hour, by_address, slow
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import actor, session, work

ANSWERS = {
    "accept": operations.accept_affiliation,
    "decline": operations.decline_affiliation,
    "end": operations.end_affiliation,
}


@bp.route("/our/<uuid:organisation_id>/people", methods=["GET", "POST"])
@door(Door.SIGNED_IN)
def people(organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Show who acts for the organisation and who did; appoint somebody."""
    subject = reachable(organisation_id)
    form = AppointForm()
    if form.validate_on_submit():
        slow(by_address("appoint", an_hour(60)))
        try:
            _appoint(form, organisation_id)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Appointed."), "ok")
            return redirect(url_for("directory.people", organisation_id=organisation_id))
    answer = render_template(
        "directory/people.html",
        subject=subject,
        form=form,
        rows=queries.appointments(session(), organisation_id),
        joint=(waiting := queries.joint_appointments(session(), [organisation_id])),
        names=queries.people_named(
            session(), [key for one in waiting for key in (one.person_id, one.asked_by)]
        ),
        is_office=actor().has("secretariat") and organisation_id not in actor().editor_of,
        button=EmptyForm(),
    )
    return answer, 422 if form.errors or form.form_errors else 200


def _appoint(form: AppointForm, organisation_id: uuid.UUID) -> None:
    with work() as w:
        person_id = named(w, form.sign_in_name.data)
        operations.appoint(w, within(w, organisation_id), person_id, Capacity(form.capacity.data))


@bp.route("/our/<uuid:organisation_id>/hand-over", methods=["GET", "POST"])
@door(Door.SIGNED_IN)
def hand_over(organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Let somebody take over what others did until now, in one act."""
    subject = reachable(organisation_id)
    form = HandOverForm()
    acting = [
        one for one in queries.appointments(session(), organisation_id) if one[0].until_at is None
    ]
    form.offer([(str(row.id), f"{CAPACITIES[row.capacity]}{COLON}{name}") for row, name in acting])
    if form.validate_on_submit():
        slow(by_address("appoint", an_hour(60)))
        try:
            _hand_over(form, organisation_id)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Handed over. Who did it before stands in the list with their days."), "ok")
            return redirect(url_for("directory.people", organisation_id=organisation_id))
    answer = render_template("directory/hand_over.html", subject=subject, form=form, acting=acting)
    return answer, 422 if form.errors or form.form_errors else 200


def _hand_over(form: HandOverForm, organisation_id: uuid.UUID) -> None:
    with work() as w:
        person_id = named(w, form.sign_in_name.data)
        rows = [w.session.get_one(Representative, uuid.UUID(one)) for one in form.rows.data or ()]
        operations.hand_over(w, within(w, organisation_id), person_id, rows)


@bp.post("/our/<uuid:organisation_id>/people/<uuid:appointment_id>/end")
@door(Door.SIGNED_IN)
def appointment_end(organisation_id: uuid.UUID, appointment_id: uuid.UUID) -> ResponseReturnValue:
    """Let somebody no longer act for the organisation."""
    reachable(organisation_id)
    with work() as w:
        row = w.session.get(Representative, appointment_id)
        if row is None or row.organisation_id != organisation_id:
            raise NotFound
        operations.end_appointment(w, row)
    flash(_("Ended."), "ok")
    return redirect(url_for("directory.people", organisation_id=organisation_id))


def _own_viewer(subject: Organisation) -> Viewer:
    return Viewer(step=Step.MEMBERS, organisations=frozenset({subject.id}))


@bp.route("/our/<uuid:organisation_id>/affiliations", methods=["GET", "POST"])
@door(Door.SIGNED_IN)
def affiliations(organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Show our ties; propose one to an organisation whose name is open to members."""
    subject = reachable(organisation_id)
    form = TieForm()
    known = queries.open_names(session(), _own_viewer(subject), organisation_id)
    known.sort(key=lambda one: sort_key(one[1], locale()))
    form.other.choices = [SelectChoice(str(key), name) for key, name in known]
    if form.validate_on_submit():
        try:
            _propose(form, organisation_id)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Proposed. It is shown once the other organisation has accepted."), "ok")
            return redirect(url_for("directory.affiliations", organisation_id=organisation_id))
    return _affiliations_page(form, subject, {str(key): name for key, name in known})


def _propose(form: TieForm, organisation_id: uuid.UUID) -> None:
    with work() as w:
        operations.propose_affiliation(
            w,
            within(w, organisation_id),
            within(w, uuid.UUID(form.other.data)),
            Tie(form.tie.data),
            from_on=form.from_on.data,
        )


def _affiliations_page(
    form: TieForm, subject: Organisation, names: dict[str, str]
) -> ResponseReturnValue:
    answer = render_template(
        "directory/affiliations.html",
        subject=subject,
        form=form,
        rows=queries.affiliations_of(session(), subject.id),
        names=names,
        hidden=queries.HIDDEN_NAME,
        answer_form=AnswerForm(),
    )
    return answer, 422 if form.errors or form.form_errors else 200


@bp.post("/our/<uuid:organisation_id>/affiliations/<uuid:tie_id>")
@door(Door.SIGNED_IN)
def affiliation(organisation_id: uuid.UUID, tie_id: uuid.UUID) -> ResponseReturnValue:
    """Accept, decline or end a tie."""
    reachable(organisation_id)
    form = AnswerForm()
    act = ANSWERS.get(form.answer.data or "")
    if not form.validate() or act is None:
        abort(400)
    with work() as w:
        row = w.session.get(Affiliation, tie_id)
        if row is None or organisation_id not in {row.organisation_id, row.other_id}:
            raise NotFound
        act(w, row)
    flash(_("Done."), "ok")
    return redirect(url_for("directory.affiliations", organisation_id=organisation_id))
