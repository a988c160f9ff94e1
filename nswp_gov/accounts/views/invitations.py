"""Invitations: made by the secretariat, opened by the person."""

from __future__ import annotations

import uuid

from flask import flash, redirect, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.accounts import operations, queries
from nswp_gov.accounts.forms import AcceptForm, InvitationCodeForm, InviteForm
from nswp_gov.accounts.models import Invitation
from nswp_gov.accounts.proving import codes
from nswp_gov.accounts.session import start
from nswp_gov.accounts.views import bp, gate
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import NotFound, Unfit
from nswp_gov.web import limits
from nswp_gov.web.access import Door, door
from nswp_gov.web.forms import EmptyForm, attempt
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import now, work
from nswp_gov.web.unit import session as database

PER_ADDRESS = (limits.a_minute(60), limits.an_hour(600))


@bp.route("/invitation", methods=["GET", "POST"])
@door(Door.PUBLIC)
def invitation_code() -> ResponseReturnValue:
    """Take an invitation's code as it was said or written down."""
    form = InvitationCodeForm()
    return attempt(form, lambda: _open(form.code.data)) or gate.page("invitation_code", form=form)


def _open(typed_text: str) -> ResponseReturnValue:
    limits.slow(limits.by_address("invitation", *PER_ADDRESS))
    token = codes.read(typed_text)
    if token is None or queries.invitation(database(), token, now()) is None:
        raise Unfit("invitation_wrong", field="code")
    return redirect(url_for("accounts.invitation", token=token))


@bp.route("/invitation/<token>", methods=["GET", "POST"])
@door(Door.PRIVATE_LINK)
def invitation(token: str) -> ResponseReturnValue:
    """Make the account that the invitation waits for."""
    limits.slow(limits.by_address("invitation", *PER_ADDRESS))
    found = queries.invitation(database(), token, now())
    if found is None:
        raise NotFound
    form = AcceptForm(name=found.name, locale=locale().value, zone=found.zone)
    return attempt(form, lambda: _accept(token, form)) or gate.page("invitation", form=form)


def _accept(token: str, form: AcceptForm) -> ResponseReturnValue:
    with work() as w:
        person, paper = operations.accept_invitation(
            w,
            token,
            name=form.name.data,
            sign_in_name=form.sign_in_name.data,
            passphrase=form.passphrase.data,
            locale=Locale(form.locale.data),
            zone=form.zone.data,
        )
        raw = operations.open_session(w, person, label="")
    start(session, raw, now=now())
    return gate.done("paper_codes", codes=paper, goal=url_for("home.work_page"))


@bp.route("/invitations", methods=["GET", "POST"])
@door(Door.STAFF, Door.ADMIN)
def invitations() -> ResponseReturnValue:
    """List the open invitations; make one."""
    form = InviteForm()
    return attempt(form, lambda: _invite(form)) or gate.page(
        "invitations",
        form=form,
        rows=queries.open_invitations(database(), now()),
        button=EmptyForm(),
    )


def _invite(form: InviteForm) -> ResponseReturnValue:
    with work() as w:
        token = operations.invite(
            w,
            name=form.name.data,
            email=form.email.data or None,
            locale=Locale(form.locale.data),
        )
    if form.email.data:
        flash(_("The letter is on its way."), "ok")
        return redirect(url_for("accounts.invitations"))
    return gate.done(
        "invited",
        words=codes.words_of(token),
        figures=codes.figures_of(token),
        link=url_for("accounts.invitation", token=token, _external=True),
    )


@bp.post("/invitations/<uuid:invitation_id>/withdrawal")
@door(Door.STAFF, Door.ADMIN)
def invitation_withdrawal(invitation_id: uuid.UUID) -> ResponseReturnValue:
    """Withdraw an invitation."""
    with work() as w:
        found = w.session.get(Invitation, invitation_id)
        if found is None:
            raise NotFound
        operations.withdraw_invitation(w, found)
    flash(_("The invitation is withdrawn."), "ok")
    return redirect(url_for("accounts.invitations"))
