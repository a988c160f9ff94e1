"""The register of interests: one's own declaration, and those of the bodies one sits in."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.bodies import operations, policy, queries
from nswp_gov.bodies.forms import InterestsForm
from nswp_gov.bodies.models import Body, Interest
from nswp_gov.bodies.views import bp
from nswp_gov.bodies.views.public import today
from nswp_gov.store.errors import Denied
from nswp_gov.web.access import Door, door
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import actor, session, viewer, work

Declared = list[tuple[str, Interest | None]]  # name and newest declaration


@bp.route("/interests", methods=["GET", "POST"])
@door(Door.SIGNED_IN)
def interests() -> ResponseReturnValue:
    """Declare one's own interests; read those of the bodies one sits in or works for."""
    bodies = [
        row
        for row in queries.bodies(session())
        if policy.may_read_interests(actor(), row.id).allowed
    ]
    if not bodies:
        raise Denied("only_body_or_secretariat")
    form = InterestsForm()
    if form.validate_on_submit():
        with work() as w:
            operations.declare_interests(w, form.words.data or "")
        flash(_("Your declaration stands."), "ok")
        return redirect(url_for("bodies.interests"))
    names = queries.names(session(), bodies, locale())
    person_id = actor().person_id
    own = queries.declared(session(), [person_id] if person_id else [])
    return render_template(
        "bodies/interests.html",
        form=form,
        declares=policy.may_declare(actor()).allowed,
        own=next(iter(own.values()), None),
        registers=[(names[row.id].words, rows) for row in bodies if (rows := _register(row))],
    ), 422 if form.is_submitted() else 200


def _register(body: Body) -> Declared:
    """Return who sits in a body today, each with what they declared last."""
    held = queries.holders(session(), body.id, today())
    people = [row.person_id for row in held]
    names = queries.names_of(session(), people, viewer(), body.id)
    declared = queries.declared(session(), people)
    return [(names.get(one, ""), declared.get(one)) for one in people]
