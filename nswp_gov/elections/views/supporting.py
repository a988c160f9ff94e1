"""Seconding: other organisations that vote for a post support who was proposed for it."""

from __future__ import annotations

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.elections import operations, queries
from nswp_gov.elections.forms import ActForm
from nswp_gov.elections.models import Election, Nomination
from nswp_gov.elections.states import NominationState, State
from nswp_gov.elections.views import bp
from nswp_gov.elections.views.found import known, own_names
from nswp_gov.store.errors import Denied
from nswp_gov.web.access import Door, door
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import actor, session, work


@bp.get("/<slug>/support")
@door(Door.MEMBER)
def support(slug: str) -> ResponseReturnValue:
    """Show who accepted and can be supported by one's own organisations."""
    found = known(slug)
    own = (actor().editor_of | actor().delegate_of) & actor().member_of
    lines = [one for one in queries.own_lines(session(), found, own) if one.is_on]
    rows = _to_support(found, {one.post.id for one in lines})
    ids = [row.id for row in rows]
    done = queries.supports(session(), own)
    able = {
        row.id: [
            one.organisation_id
            for one in lines
            if one.post.id == row.post_id and one.organisation_id != row.organisation_id
        ]
        for row in rows
    }
    return render_template(
        "elections/support.html",
        form=ActForm(),
        election=found,
        rows=rows,
        able=able,
        done=done,
        names=own_names(sorted(own)),
        titles=queries.titles(session(), "election_post", [row.post_id for row in rows], locale()),
        statements=queries.statements(session(), ids, locale()),
        seconds=queries.seconds_of(session(), ids),
    )


def _to_support(found: Election, post_ids: set[uuid.UUID]) -> list[Nomination]:
    if found.state is not State.NOMINATIONS:
        return []
    return [
        row
        for post in queries.posts(session(), found.id)
        if post.id in post_ids
        for row in queries.nominations(session(), post.id, NominationState.ACCEPTED)
    ]


@bp.post("/<slug>/nominations/<uuid:nomination_id>/support")
@door(Door.MEMBER)
def give_support(slug: str, nomination_id: uuid.UUID) -> ResponseReturnValue:
    """Support a nomination for one's organisation."""
    known(slug)
    own = (actor().editor_of | actor().delegate_of) & actor().member_of
    chosen = next((one for one in own if str(one) == request.form.get("for")), None)
    if chosen is None:
        raise Denied("not_your_organisation")
    if ActForm().validate_on_submit():
        with work() as w:
            operations.support(w, queries.nomination(w.session, nomination_id), chosen)
        flash(_("Your organisation supports the nomination."), "ok")
    return redirect(url_for("elections.support", slug=slug))
