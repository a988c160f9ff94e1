"""The consent page: what is opened to whom, since when, by whom; withdrawn by one button."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.directory import operations, queries
from nswp_gov.directory.forms import ConsentForm
from nswp_gov.directory.states import ProfileField, Readers
from nswp_gov.directory.views import bp
from nswp_gov.directory.views.ours import reachable, reached, within
from nswp_gov.store.errors import DomainError
from nswp_gov.web.access import Door, door
from nswp_gov.web.forms import EmptyForm
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import actor, session, work


@bp.route("/our/<uuid:organisation_id>/consent", methods=["GET", "POST"])
@door(Door.SIGNED_IN)
def consent(organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Show what is consented to and every consent before it; take a new one."""
    form = ConsentForm()
    if form.validate_on_submit():
        try:
            _give(form, organisation_id)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Your consent is recorded. You can withdraw it at any time."), "ok")
            return redirect(url_for("directory.consent", organisation_id=organisation_id))
    return _page(form, organisation_id)


def _give(form: ConsentForm, organisation_id: uuid.UUID) -> None:
    with work() as w:
        operations.give_consent(
            w,
            within(w, organisation_id),
            to_public=[ProfileField(one) for one in form.to_public.data or ()],
            to_members=[ProfileField(one) for one in form.to_members.data or ()],
            shown_in=locale(),
            by_phone=form.by_phone.data or None,
        )


def _page(form: ConsentForm, organisation_id: uuid.UUID) -> ResponseReturnValue:
    known = reached(organisation_id)
    holding, choices = known.consent, known.standing.choices
    before = queries.all_consents(session(), organisation_id)
    if not form.is_submitted():
        form.to_public.data = holding.to_public if holding else _wished(choices, Readers.PUBLIC)
        form.to_members.data = holding.to_members if holding else _wished(choices, Readers.MEMBERS)
    answer = render_template(
        "directory/consent.html",
        subject=known.subject,
        form=form,
        holding=holding,
        consents=before,
        people=queries.people_named(session(), [one.given_by for one in before]),
        is_waiting=known.waits_for_confirmation,
        button=EmptyForm(),
        is_own=organisation_id in actor().editor_of,
    )
    return answer, 422 if form.errors or form.form_errors else 200


def _wished(choices: Mapping[ProfileField, Readers], least: Readers) -> list[str]:
    """Return the fields whose chosen readers are at least these: what the form starts from."""
    return [one.value for one, readers in choices.items() if readers.width >= least.width]


@bp.post("/our/<uuid:organisation_id>/consent/confirmation")
@door(Door.SIGNED_IN)
def second_confirmation(organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Confirm the consent a second time."""
    reachable(organisation_id)
    with work() as w:
        operations.confirm_consent(w, within(w, organisation_id))
    flash(_("Confirmed."), "ok")
    return redirect(url_for("directory.consent", organisation_id=organisation_id))


@bp.post("/our/<uuid:organisation_id>/consent/withdrawal")
@door(Door.SIGNED_IN)
def withdrawal(organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Withdraw the consent: everything it opened is closed now."""
    reachable(organisation_id)
    with work() as w:
        operations.withdraw_consent(w, within(w, organisation_id))
    flash(_("Withdrawn. Nothing is shown to the public or to members any more."), "ok")
    return redirect(url_for("directory.consent", organisation_id=organisation_id))
