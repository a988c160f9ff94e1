"""What an organisation does with its own membership: it may leave."""

from __future__ import annotations

import uuid

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.directory.queries import organisation as the_organisation
from nswp_gov.membership import operations, policy, queries
from nswp_gov.membership.forms import ResignForm
from nswp_gov.membership.operations import NotAMember
from nswp_gov.membership.states import Standing
from nswp_gov.membership.views.frame import bp
from nswp_gov.store.errors import DomainError, need
from nswp_gov.web.access import Door, door
from nswp_gov.web.unit import actor, session, work


@bp.route("/ours/<uuid:organisation_id>/resignation", methods=["GET", "POST"])
@door(Door.MEMBER, fresh=True)
def resignation(organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Let an organisation end its own membership today; the page says what follows from it."""
    need(policy.may_resign(actor(), organisation_id))
    if queries.running(session(), organisation_id) is None:
        raise NotAMember
    form = ResignForm()
    if form.validate_on_submit():
        try:
            _resign(organisation_id, form.reason.data)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Your membership has ended."), "ok")
            return redirect(url_for("home.work_page"))
    answer = render_template(
        "membership/resignation.html",
        form=form,
        subject=the_organisation(session(), organisation_id),
    )
    return answer, 422 if form.errors or form.form_errors else 200


def _resign(organisation_id: uuid.UUID, reason: str) -> None:
    with work() as w:
        operations.end_membership(w, organisation_id, Standing.RESIGNED, w.today, reason=reason)
