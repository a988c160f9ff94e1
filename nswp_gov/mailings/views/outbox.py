"""The outbox of the whole program: how far it is, what failed, which addresses are on hold."""

from __future__ import annotations

import uuid

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from nswp_gov.mailings import operations, queries
from nswp_gov.mailings.forms import LiftForm
from nswp_gov.mailings.views.frame import bp, page
from nswp_gov.store import holds, outbox
from nswp_gov.web.access import Door, door
from nswp_gov.web.forms import EmptyForm
from nswp_gov.web.unit import session, settings, work


@bp.get("/outbox")
@door(Door.STAFF)
def outbox_page() -> ResponseReturnValue:
    """Show how many letters wait, went and failed; and how many addresses get none."""
    held, stopped = holds.numbers(session())
    return page(
        "outbox",
        numbers=outbox.numbers(session()),
        failures=queries.failures(session()),
        doubted=outbox.in_doubt(session()),
        held=held,
        stopped=stopped,
        has_server=bool(settings().smtp),
        form=EmptyForm(formdata=None),
        lift=LiftForm(formdata=None),
    )


def _tell(count: int) -> None:
    said = ngettext("One letter is tried again.", "%(num)s letters are tried again.", count)
    flash(said if count else _("There was nothing to try again."), "ok")


@bp.post("/outbox/again")
@door(Door.STAFF)
def again() -> ResponseReturnValue:
    """Let every letter that failed wait again."""
    with work() as w:
        count = operations.try_again(w)
    _tell(count)
    return redirect(url_for(".outbox_page"))


@bp.post("/outbox/doubted")
@door(Door.STAFF)
def doubted() -> ResponseReturnValue:
    """Let every letter that may have arrived go out once more."""
    with work() as w:
        count = operations.send_doubted(w)
    _tell(count)
    return redirect(url_for(".outbox_page"))


@bp.post("/<uuid:mailing_id>/again")
@door(Door.STAFF)
def again_one(mailing_id: uuid.UUID) -> ResponseReturnValue:
    """Let the letters of one mailing that failed wait again."""
    with work() as w:
        count = operations.try_again(w, queries.mailing(w.session, mailing_id))
    _tell(count)
    return redirect(url_for(".mailing", mailing_id=mailing_id))


@bp.post("/outbox/holds")
@door(Door.STAFF)
def lifting() -> ResponseReturnValue:
    """Let an address that was typed get letters again; whether it was on hold is not said."""
    form = LiftForm()
    with work() as w:
        operations.lift_hold(w, form.address.data or "")
    flash(_("If this address was on hold, letters go to it again."), "ok")
    return redirect(url_for(".outbox_page"))
