"""What everybody may read: elections, candidates, results, how a vote is protected."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from nswp_gov.elections import policy, queries
from nswp_gov.elections.views import bp
from nswp_gov.elections.views.found import known
from nswp_gov.web.access import Door, door
from nswp_gov.web.linked import points_at
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import actor, session


@bp.get("/")
@door(Door.PUBLIC)
def index() -> ResponseReturnValue:
    """List the elections; drafts are there for the secretariat."""
    may_set_up = policy.may_set_up(actor()).allowed
    rows = queries.all_elections(session()) if may_set_up else queries.elections(session())
    titles = queries.titles(session(), "election", [row.id for row in rows], locale())
    return render_template("elections/index.html", rows=rows, titles=titles)


@bp.get("/how")
@door(Door.PUBLIC)
def how() -> ResponseReturnValue:
    """Say in plain words what is protected, against whom, and what is not."""
    return render_template("elections/how.html")


@bp.get("/<slug>")
@door(Door.PUBLIC)
def election(slug: str) -> ResponseReturnValue:
    """Show an election: posts, timetable, state, who stands; after the declaration who won."""
    found = known(slug)
    who = actor()
    own = queries.own_entries(session(), found.id, who.member_of)
    return render_template(
        "elections/election.html",
        election=found,
        title=queries.title_of(session(), found, locale()),
        posts=queries.posts_shown(session(), found, locale()),
        manifest=queries.manifest_of(found) if found.manifest else None,
        own={one.post.id for one in own if one.organisation_id in who.delegate_of},
        has_entry=bool(who.member_of),
        delegates_changed=queries.delegates_changed(session(), found.id) if found.manifest else 0,
        may_nominate=bool(who.editor_of | who.delegate_of),
        points=points_at([("election", found.id)]),
    )
