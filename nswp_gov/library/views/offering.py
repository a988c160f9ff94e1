"""What member organisations offer to the library, and what became of it."""

from __future__ import annotations

import uuid

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from nswp_gov.directory.queries import names_of
from nswp_gov.library import operations, queries
from nswp_gov.library.models import Resource
from nswp_gov.library.states import ResourceState
from nswp_gov.library.views import pages
from nswp_gov.library.views.blueprint import bp
from nswp_gov.web.access import Door, door
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import actor, session, viewer

TEXT_EDITOR = 1024 * 1024


@bp.get("/library/offers")
@door(Door.MEMBER)
def offers() -> ResponseReturnValue:
    """Show what the reader's organisations offered, and where it is."""
    own = sorted(actor().editor_of)
    rows = queries.entries(session(), locale(), list(ResourceState), organisation_ids=own)
    return render_template(
        "library/offers.html", rows=rows, names=names_of(session(), own, viewer()), here=locale()
    )


@bp.route("/library/offers/<uuid:organisation_id>/new", methods=["GET", "POST"])
@door(Door.MEMBER, limit=TEXT_EDITOR)
def offer(organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Begin an offer of one organisation, in the language of the page."""
    pages.need_editor(organisation_id)
    form, made = pages.entry_form(), list[Resource]()
    status = pages.attempt(
        form,
        lambda w: made.append(
            operations.add_resource(
                w, form.facts(), form.said(), locale(), organisation_id=organisation_id
            )
        ),
    )
    if status is None:
        return redirect(url_for("library.entry", resource_id=made[0].id))
    return pages.written("edit", form, status, row=None, tongue=locale())
