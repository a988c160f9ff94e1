"""Is it still right? The office's report, its letters, and the button behind each letter's link."""

from __future__ import annotations

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from nswp_gov.directory import operations, queries
from nswp_gov.directory.views import bp
from nswp_gov.directory.views.ours import today, within
from nswp_gov.store.errors import DomainError
from nswp_gov.web.access import Door, door
from nswp_gov.web.forms import EmptyForm
from nswp_gov.web.limits import a_minute, an_hour, by_address, slow
from nswp_gov.web.phrases import phrase
from nswp_gov.web.unit import now, session, work

PAGE = 25


@bp.route("/confirmation/<token>", methods=["GET", "POST"])
@door(Door.PRIVATE_LINK)
def confirm_link(token: str) -> ResponseReturnValue:
    """Ask whether all is still right, without saying of whom; only the button changes something."""
    form = EmptyForm()
    if form.validate_on_submit():
        slow(by_address("confirm", a_minute(60), an_hour(600)))
        with work() as w:
            operations.confirm_by_link(w, token)
        return render_template("directory/confirmed.html")
    _organisation, is_done = queries.asked_by_link(session(), token, now())
    if is_done:
        return render_template("directory/confirmed.html")
    answer = render_template("directory/confirm.html", form=form)
    return answer, 422 if form.errors else 200


@bp.get("/freshness")
@door(Door.STAFF)
def freshness() -> ResponseReturnValue:
    """Show whose profile nobody confirmed for a year, the longest first."""
    rows = queries.stale(session(), today(), now(), request.args.get("after", ""), PAGE + 1)
    more = rows[PAGE - 1].cursor if len(rows) > PAGE else None
    return render_template(
        "directory/freshness.html",
        rows=rows[:PAGE],
        counts=queries.freshness(session(), today()),
        older=more and url_for("directory.freshness", after=more),
        first=not request.args.get("after"),
    )


@bp.post("/freshness")
@door(Door.STAFF)
def ask_all() -> ResponseReturnValue:
    """Write to every organisation whose turn it is."""
    with work() as w:
        asked = operations.ask_all(w)
    said = ngettext("One organisation was asked.", "%(num)d organisations were asked.", asked)
    flash(said if asked else _("Nobody’s turn has come."), "ok")
    return redirect(url_for("directory.freshness"))


@bp.post("/freshness/<uuid:organisation_id>")
@door(Door.STAFF)
def ask_one(organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Write to one organisation now."""
    try:
        with work() as w:
            operations.ask_to_confirm(w, within(w, organisation_id))
    except DomainError as refusal:
        flash(phrase(refusal), "warn")
    else:
        flash(_("Asked."), "ok")
    return redirect(url_for("directory.freshness"))
