"""The office and a representative appoint together, where an organisation can't be reached."""

from __future__ import annotations

import uuid

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.directory import operations, queries
from nswp_gov.directory.forms import JointForm
from nswp_gov.directory.models import JointAppointment
from nswp_gov.directory.states import Capacity
from nswp_gov.directory.views import bp
from nswp_gov.directory.views.ours import named, reachable, today, within
from nswp_gov.store.errors import DomainError, NotFound
from nswp_gov.web.access import Door, door
from nswp_gov.web.forms import EmptyForm
from nswp_gov.web.limits import an_hour, by_address, slow
from nswp_gov.web.unit import actor, session, work


@bp.route("/our/<uuid:organisation_id>/people/together", methods=["GET", "POST"])
@door(Door.STAFF, fresh=True)
def joint(organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Say whom the office would appoint, for what, and how it tried to reach the editors."""
    subject = reachable(organisation_id)
    form = JointForm()
    if form.validate_on_submit():
        slow(by_address("appoint", an_hour(60)))
        try:
            _ask(form, organisation_id)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Asked. A representative of the region has it on their own page now."), "ok")
            return redirect(url_for("directory.people", organisation_id=organisation_id))
    answer = render_template(
        "directory/joint.html",
        subject=subject,
        form=form,
        region=queries.region_of(session(), subject.id, today()),
    )
    return answer, 422 if form.errors or form.form_errors else 200


def _ask(form: JointForm, organisation_id: uuid.UUID) -> None:
    with work() as w:
        person_id = named(w, form.sign_in_name.data)
        subject, capacity = within(w, organisation_id), Capacity(form.capacity.data)
        operations.ask_jointly(w, subject, person_id, capacity, reason=form.reason.data)


def _seen(joint_id: uuid.UUID) -> JointAppointment:
    """Return what a representative of its region is asked; for anybody else there is none."""
    found = queries.joint_appointment(session(), joint_id)
    if found.region not in actor().board_of:
        raise NotFound
    return found


@bp.route("/appointments/<uuid:joint_id>", methods=["GET", "POST"])
@door(Door.BOARD, fresh=True)
def joint_agreement(joint_id: uuid.UUID) -> ResponseReturnValue:
    """Ask a representative, as the second person, whether they agree."""
    row = _seen(joint_id)
    form = EmptyForm()
    if form.validate_on_submit():
        try:
            with work() as w:
                operations.agree_jointly(w, queries.joint_appointment(w.session, joint_id))
        except DomainError as refusal:
            form.refuse(refusal)
            row = _seen(joint_id)
        else:
            flash(_("Agreed. It takes effect in 48 hours, unless somebody stops it."), "ok")
            return redirect(url_for("directory.joint_agreement", joint_id=joint_id))
    answer = render_template(
        "directory/joint_agreement.html",
        row=row,
        form=form,
        subject=queries.organisation(session(), row.organisation_id),
        names=queries.people_named(session(), [row.person_id, row.asked_by, row.agreed_by]),
        button=EmptyForm(formdata=None),
    )
    return answer, 409 if form.form_errors else 200


@bp.post("/appointments/<uuid:joint_id>/stop")
@door(Door.SIGNED_IN)
def joint_stop(joint_id: uuid.UUID) -> ResponseReturnValue:
    """Let nothing come of it."""
    with work() as w:
        row = queries.joint_appointment(w.session, joint_id)
        organisation_id = row.organisation_id
        if not _concerns(organisation_id, row.region):
            raise NotFound
        operations.stop_jointly(w, row)
    flash(_("Stopped. Nobody was appointed."), "ok")
    who = actor()
    if organisation_id in who.editor_of or who.has("secretariat"):
        return redirect(url_for("directory.people", organisation_id=organisation_id))
    return redirect(url_for("directory.joint_agreement", joint_id=joint_id))


def _concerns(organisation_id: uuid.UUID, region: str) -> bool:
    who = actor()
    return organisation_id in who.editor_of or region in who.board_of or who.has("secretariat")
