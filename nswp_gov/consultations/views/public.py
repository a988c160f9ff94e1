"""Lists and the front page of a consultation, for whoever may know of it."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from nswp_gov.consultations import policy, queries
from nswp_gov.consultations.models import Consultation
from nswp_gov.consultations.states import State
from nswp_gov.consultations.views import bp
from nswp_gov.consultations.views.found import keys, known
from nswp_gov.directory.queries import names_of
from nswp_gov.rules.audience import may_see
from nswp_gov.web.access import Door, door
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import actor, now, session, viewer


def seen(*states: State) -> list[Consultation]:
    """Return the consultations in these states of which this reader may know."""
    return [
        row
        for row in queries.consultations(session(), states)
        if may_see(viewer(), policy.readers_of(row.state, row.readers)).allowed
    ]


@bp.get("/")
@door(Door.PUBLIC)
def index() -> ResponseReturnValue:
    """Show what members are asked now, to them, and what came of what they were asked before."""
    running, over = seen(State.OPEN), seen(State.CLOSED, State.REPORTED)
    titles = queries.titles(session(), [*running, *over], locale())
    return render_template("consultations/index.html", running=running, over=over, titles=titles)


@bp.get("/<slug>")
@door(Door.PUBLIC)
def one(slug: str) -> ResponseReturnValue:
    """Show what a consultation is about; to members who are asked, their way in."""
    row = known(slug)
    if row.state is State.REPORTED:
        return redirect(url_for("consultations.report", slug=slug))
    whole = queries.questionnaire(session(), row, locale())
    asked = [
        organisation
        for found, organisation in queries.invited_to(session(), actor().member_of, now())
        if found.id == row.id
    ]
    return render_template(
        "consultations/one.html",
        row=row,
        whole=whole,
        names=names_of(session(), asked, viewer()),
        ours=[(one, queries.own_reply(session(), keys(), row, one)) for one in asked],
    )
