"""Accounts given back without e-mail: the secretariat and a representative together."""

from __future__ import annotations

import uuid

from flask import flash, redirect, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.accounts import operations, queries
from nswp_gov.accounts.forms import RecoveryAskForm, RecoveryForm
from nswp_gov.accounts.models import Recovery
from nswp_gov.accounts.session import contacts_of, regions_of, start
from nswp_gov.accounts.typed import never_kept
from nswp_gov.accounts.views import bp, gate
from nswp_gov.store.errors import NotFound, Unfit
from nswp_gov.store.work import Work
from nswp_gov.web import limits
from nswp_gov.web.access import Door, door
from nswp_gov.web.forms import EmptyForm, attempt
from nswp_gov.web.unit import actor, now, work
from nswp_gov.web.unit import session as database


def _recovery(w: Work, recovery_id: uuid.UUID) -> Recovery:
    found = w.session.get(Recovery, recovery_id)
    if found is None:
        raise NotFound
    return found


@bp.get("/recoveries")
@door(Door.STAFF, Door.BOARD)
def recoveries() -> ResponseReturnValue:
    """List the recoveries that are under way; a representative sees their own region's."""
    rows = queries.live_recoveries(database(), now())
    if not actor().has("secretariat"):
        rows = [row for row in rows if row.region in actor().board_of]
    return gate.page(
        "recoveries",
        rows=rows,
        names=queries.names(database(), [x for row in rows for x in (row.person_id, row.asked_by)]),
        button=EmptyForm(),
    )


@bp.route("/recoveries/new", methods=["GET", "POST"])
@door(Door.STAFF, fresh=True)
@never_kept
def recovery_new() -> ResponseReturnValue:
    """Begin a recovery: whose account, through which region."""
    form = RecoveryAskForm()
    return attempt(form, lambda: _ask(form)) or gate.page("recovery_new", form=form)


def _ask(form: RecoveryAskForm) -> ResponseReturnValue:
    with work() as w:
        index = queries.sign_in_index(form.sign_in_name.data)
        key = queries.sign_in_key(w.session, index)
        person = queries.person(w.session, key.person_id) if key else None
        if person is None:
            raise Unfit("nobody_there", field="sign_in_name")
        _begun, words = operations.ask_recovery(w, person, region=form.region.data)
    return gate.done("recovery_words", words=words, half=1)


@bp.route("/recoveries/<uuid:recovery_id>/agreement", methods=["GET", "POST"])
@door(Door.BOARD, fresh=True)
@never_kept
def recovery_agreement(recovery_id: uuid.UUID) -> ResponseReturnValue:
    """Ask a representative whether they agree; show their half of the code once."""
    found = database().get(Recovery, recovery_id)
    if found is None or found.region not in actor().board_of:
        raise NotFound
    form = EmptyForm()
    names = queries.names(database(), [found.person_id, found.asked_by])
    about = {"recovery": recovery_id, "person": names.get(found.person_id, "")}
    return attempt(form, lambda: _agree(recovery_id)) or gate.page(
        "recovery_agreement", form=form, asked_by=names.get(found.asked_by, ""), **about
    )


def _agree(recovery_id: uuid.UUID) -> ResponseReturnValue:
    with work() as w:
        found = _recovery(w, recovery_id)
        words = operations.confirm_recovery(
            w,
            found,
            regions=regions_of(w.session, found.person_id, w.now),
            contacts=contacts_of(w.session, found.person_id, w.now),
        )
    return gate.done("recovery_words", words=words, half=2)


@bp.post("/recoveries/<uuid:recovery_id>/stop")
@door(Door.SIGNED_IN)
def recovery_stop(recovery_id: uuid.UUID) -> ResponseReturnValue:
    """Stop a recovery, as the person whose account it is or as the secretariat."""
    with work() as w:
        operations.stop_recovery(w, _recovery(w, recovery_id))
    flash(_("Stopped. The words open nothing."), "ok")
    return redirect(url_for("accounts.own"))


@bp.route("/recovery", methods=["GET", "POST"])
@door(Door.PUBLIC)
@never_kept
def recovery() -> ResponseReturnValue:
    """Take both halves of the code and a new passphrase."""
    form = RecoveryForm()
    return attempt(form, lambda: _use(form)) or gate.page("recovery", form=form)


def _use(form: RecoveryForm) -> ResponseReturnValue:
    limits.slow(limits.by_address("recovery", limits.a_minute(30), limits.an_hour(200)))
    with work() as w:
        person, paper = operations.use_recovery(
            w,
            sign_in_name=form.sign_in_name.data,
            words=form.words.data,
            passphrase=form.passphrase.data,
        )
        raw = operations.open_session(w, person, label="")
    start(session, raw, now=now())
    return gate.done("paper_codes", codes=paper, goal=url_for("home.work_page"))
