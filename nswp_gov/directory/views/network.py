"""For members alone: organisations that chose to be known inside, and what they show there.

There is no file of it: what was opened to members is not for carrying away.
"""

from __future__ import annotations

import uuid

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from nswp_gov.directory import queries
from nswp_gov.directory.forms import countries
from nswp_gov.directory.states import ProfileField
from nswp_gov.directory.views import bp
from nswp_gov.directory.views.lists import LONGEST_WORDS
from nswp_gov.directory.views.ours import today
from nswp_gov.rules.regions import Region, placements
from nswp_gov.store.errors import NotFound
from nswp_gov.store.projection import project
from nswp_gov.web.access import Door, door
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import session, viewer


@bp.get("/network")
@door(Door.MEMBER, Door.STAFF)
def network() -> ResponseReturnValue:
    """Show who is open to members and stands in no public list."""
    asked = {name: request.args.get(name, "") for name in ("region", "country")}
    words = request.args.get("q", "")[:LONGEST_WORDS].strip()
    if asked["region"] not in {"", *Region} or asked["country"] not in {"", *placements()}:
        abort(404)
    found = queries.members_browse(session(), viewer(), locale(), today(), words=words, **asked)
    return render_template(
        "directory/network.html",
        found=found,
        asked=asked,
        words=words,
        regions=tuple(Region),
        countries=countries(locale()),
    )


@bp.get("/network/<uuid:organisation_id>")
@door(Door.MEMBER, Door.STAFF)
def network_one(organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Show what the reader may see of an organisation; of a hidden one that is nothing at all."""
    try:
        known = queries.dossier(session(), organisation_id, today())
    except NotFound:
        abort(404)
    shown = project(queries.profile_in(session(), known), viewer())
    if ProfileField.NAME.value not in shown:
        abort(404)
    return render_template(
        "directory/network_one.html", shown=shown, region=known.standing.region, own=known.subject
    )
