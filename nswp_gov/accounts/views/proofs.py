"""With what a person signs in: passphrase, phone, passkeys, paper codes."""

from __future__ import annotations

import uuid
from typing import Any

import segno
from flask import flash, redirect, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from nswp_gov.accounts import operations, policy, queries
from nswp_gov.accounts.forms import CodeForm, PasskeyAddForm, PassphraseForm
from nswp_gov.accounts.proving import passkeys, phone
from nswp_gov.accounts.session import SID, renew
from nswp_gov.accounts.views import bp, gate
from nswp_gov.accounts.views.own import own_id, own_person
from nswp_gov.web.access import Door, door
from nswp_gov.web.forms import EmptyForm, attempt
from nswp_gov.web.unit import actor, now, work
from nswp_gov.web.unit import session as database

QR_SIZE = 5  # CSS pixels a module: read well from a small screen


@bp.get("/proofs")
@door(Door.SIGNED_IN)
def proofs() -> ResponseReturnValue:
    """List with what the person signs in."""
    known = queries.proofs(database(), own_id())
    return gate.page(
        "proofs",
        known=known,
        passkeys=queries.passkeys_of(database(), own_id()),
        needs_second=policy.must_set_second_proof(actor(), has_second=known.has_second),
    )


@bp.route("/passphrase", methods=["GET", "POST"])
@door(Door.SIGNED_IN)
def passphrase() -> ResponseReturnValue:
    """Change the passphrase; every other session ends."""
    form = PassphraseForm()
    by_paper = gate.may_replace_passphrase()
    if by_paper:
        del form.before
    return attempt(form, lambda: _set_passphrase(form, by_paper=by_paper)) or gate.page(
        "passphrase", form=form
    )


def _set_passphrase(form: PassphraseForm, *, by_paper: bool) -> ResponseReturnValue:
    if not by_paper:
        gate.need_passphrase(own_id(), form.before.data or "", field="before")
    with work() as w:
        operations.set_passphrase(w, own_person(w), form.passphrase.data, but=session[SID])
        token = operations.renew_session(w, session[SID])
    renew(session, token, now=now())
    session.pop(gate.PAPER, None)
    flash(_("Your passphrase is changed. You are signed out everywhere else."), "ok")
    return redirect(url_for("accounts.proofs"))


@bp.route("/phone", methods=["GET", "POST"])
@door(Door.SIGNED_IN, fresh=True)
def totp() -> ResponseReturnValue:
    """Set up codes from a phone: show the secret, take a first code."""
    form = CodeForm()
    return attempt(form, lambda: _confirm_totp(form.code.data)) or gate.page(
        "totp", form=form, **_pending()
    )


def _pending() -> dict[str, Any]:
    with work() as w:
        secret = operations.begin_totp(w, own_person(w))
    picture = segno.make(phone.address_of(secret), error="m").svg_inline(
        scale=QR_SIZE, border=4, dark="#000", light="#fff", svgclass="qr", lineclass=None
    )
    groups = [secret[at : at + 4] for at in range(0, len(secret), 4)]
    return {"qr": Markup(picture), "secret": " ".join(groups)}  # noqa: S704 -- made by segno


def _confirm_totp(code: str) -> ResponseReturnValue:
    with work() as w:
        operations.confirm_totp(w, own_person(w), code)
    flash(_("Your phone is your second proof from now on."), "ok")
    return redirect(url_for("accounts.proofs"))


@bp.post("/phone/removal")
@door(Door.SIGNED_IN, fresh=True)
def totp_removal() -> ResponseReturnValue:
    """Forget the phone as a second proof."""
    with work() as w:
        operations.remove_totp(w, own_person(w), must_keep_second=policy.is_officer(actor()))
    flash(_("Your phone is no second proof any more."), "ok")
    return redirect(url_for("accounts.proofs"))


@bp.route("/passkeys", methods=["GET", "POST"])
@door(Door.SIGNED_IN, fresh=True)
def passkey_add() -> ResponseReturnValue:
    """Register a passkey of any kind."""
    form = PasskeyAddForm()
    known = [one.credential_id for one in queries.passkeys_of(database(), own_id())]
    done = attempt(form, lambda: _add_passkey(form))
    challenge = passkeys.new_challenge(gate.site(), "add", gate.binding(), now())
    options = passkeys.registration_options(gate.site(), own_id(), known, challenge)
    return done or gate.page("passkey_add", form=form, options=options)


def _add_passkey(form: PasskeyAddForm) -> ResponseReturnValue:
    challenge = gate.taken_challenge("add", form.answer.data)
    with work() as w:
        operations.add_passkey(
            w,
            own_person(w),
            site=gate.site(),
            challenge=challenge,
            answer=form.answer.data,
            name=form.name.data,
        )
    flash(_("The passkey is kept."), "ok")
    return redirect(url_for("accounts.proofs"))


@bp.post("/passkeys/<uuid:passkey_id>/removal")
@door(Door.SIGNED_IN, fresh=True)
def passkey_removal(passkey_id: uuid.UUID) -> ResponseReturnValue:
    """Forget a passkey."""
    with work() as w:
        needs = policy.is_officer(actor())
        operations.remove_passkey(w, own_person(w), passkey_id, must_keep_second=needs)
    flash(_("The passkey is forgotten."), "ok")
    return redirect(url_for("accounts.proofs"))


@bp.route("/paper", methods=["GET", "POST"])
@door(Door.SIGNED_IN, fresh=True)
def paper() -> ResponseReturnValue:
    """Make ten new paper codes and show them this once."""
    form = EmptyForm()
    known = queries.proofs(database(), own_id())
    return attempt(form, _new_paper) or gate.page("paper", form=form, left=known.paper_codes)


def _new_paper() -> ResponseReturnValue:
    with work() as w:
        codes = operations.new_paper_codes(w, own_person(w))
    return gate.done("paper_codes", codes=codes, goal=url_for("accounts.proofs"))
