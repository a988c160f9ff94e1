"""Signing in, confirming who it is, signing out."""

from __future__ import annotations

from flask import g, redirect, url_for
from flask.typing import ResponseReturnValue

from nswp_gov.accounts import queries
from nswp_gov.accounts.forms import CodeForm, ConfirmForm, PaperForm, PasskeyForm, SignInForm
from nswp_gov.accounts.session import end
from nswp_gov.accounts.typed import never_kept
from nswp_gov.accounts.views import bp, gate
from nswp_gov.web.access import Door, door
from nswp_gov.web.forms import attempt
from nswp_gov.web.unit import actor, now
from nswp_gov.web.unit import session as database


@bp.route("/sign-in", methods=["GET", "POST"])
@door(Door.PUBLIC)
@never_kept
def sign_in() -> ResponseReturnValue:
    """Show the way in; take a name and a passphrase."""
    if actor().person_id and not g.get("refused"):
        return redirect(url_for("accounts.own"))
    form = SignInForm()
    return attempt(
        form, lambda: gate.by_passphrase(form.sign_in_name.data, form.passphrase.data)
    ) or gate.page("sign_in", form=form, passkey_form=PasskeyForm(), options=gate.passkey_options())


@bp.route("/sign-in/paper", methods=["GET", "POST"])
@door(Door.PUBLIC)
@never_kept
def paper_sign_in() -> ResponseReturnValue:
    """Take a name and a paper code."""
    form = PaperForm()
    return attempt(
        form, lambda: gate.by_paper(form.sign_in_name.data, form.code.data)
    ) or gate.page("paper_sign_in", form=form)


@bp.route("/sign-in/second", methods=["GET", "POST"])
@door(Door.PUBLIC)
@never_kept
def second() -> ResponseReturnValue:
    """Take the second proof of somebody who has shown the first."""
    known = gate.half_open()
    if known is None:
        return redirect(url_for("accounts.sign_in"))
    form = CodeForm()
    return attempt(
        form, lambda: gate.by_second(known[0], form.code.data, by_paper=known[1])
    ) or gate.page(
        "second",
        form=form,
        by_paper=known[1],
        passkey_form=PasskeyForm(),
        options=gate.passkey_options(),
    )


@bp.post("/sign-in/passkey")
@door(Door.PUBLIC)
@never_kept
def passkey() -> ResponseReturnValue:
    """Take what a passkey answered, for signing in or for confirming."""
    form = PasskeyForm()
    return attempt(form, lambda: gate.by_passkey(form.answer.data)) or gate.page(
        "passkey_failed", form=form
    )


@bp.route("/confirmation", methods=["GET", "POST"])
@door(Door.SIGNED_IN)
@never_kept
def step_up() -> ResponseReturnValue:
    """Have the person show once more who they are, before an act that matters."""
    person_id = actor().person_id
    assert person_id is not None  # the door
    known = queries.proofs(database(), person_id)
    form: CodeForm | ConfirmForm
    if known.has_second:
        form = code_form = CodeForm()
        done = attempt(form, lambda: _by_code(code_form))
    else:
        form = confirm_form = ConfirmForm()
        done = attempt(
            form, lambda: gate.by_passphrase_again(person_id, confirm_form.passphrase.data)
        )
    keys = tuple(one.credential_id for one in queries.passkeys_of(database(), person_id))
    return done or gate.page(
        "step_up",
        form=form,
        passkey_form=PasskeyForm(),
        options=gate.passkey_options(keys) if keys else None,
    )


def _by_code(form: CodeForm) -> ResponseReturnValue:
    person_id = actor().person_id
    assert person_id is not None  # the door
    gate.use_code(person_id, form.code.data)
    return gate.confirmed()


@bp.post("/sign-out")
@door(Door.PUBLIC)
@never_kept
def sign_out() -> ResponseReturnValue:
    """End this browser's session here and in every copy of its cookie."""
    end(now())
    return redirect(url_for("home.index"))
