"""The desk: what waits for a second person, and every entry with its state."""

from __future__ import annotations

import uuid

from flask import render_template
from flask.typing import ResponseReturnValue

from nswp_gov.policies import policy, queries
from nswp_gov.policies.forms import CheckForm, PlainForm, ReasonForm, RemarkForm
from nswp_gov.policies.queries import Entry
from nswp_gov.policies.states import State
from nswp_gov.policies.views import asking, bp
from nswp_gov.store.errors import NotFound
from nswp_gov.web.access import Door, door
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import actor, session


@bp.get("/policies/desk")
@door(Door.STAFF, Door.BOARD)
def desk() -> ResponseReturnValue:
    """Show what waits, what was given back, documents without entries, and the institutions."""
    waiting = queries.unfinished(session())
    bare = queries.without_positions(session())
    known = queries.all_institutions(session())
    ids = [one for entry in waiting for one in entry.ids] + [one.id for one in bare]
    ids += [one.id for one in known]
    return render_template(
        "policies/desk.html",
        waiting=[one for one in waiting if one.position.state is State.ENTERED],
        returned=[one for one in waiting if one.position.state is State.RETURNED],
        bare=bare,
        known=known,
        said=queries.said(session(), ids, locale()),
        may_review=lambda entry: policy.may_review(actor(), entry.writers).allowed,
    )


@bp.get("/policies/desk/documents/<uuid:instrument_id>")
@door(Door.STAFF, Door.BOARD)
def entries(instrument_id: uuid.UUID) -> ResponseReturnValue:
    """Show a document with all that was entered of it."""
    found = queries.instrument(session(), instrument_id)
    if found is None:
        raise NotFound
    rows = queries.entries_of(session(), instrument_id)
    ids = [found.id, found.institution_id, *(row.position.id for row in rows)]
    return render_template(
        "policies/entries.html",
        document=found,
        rows=rows,
        said=queries.said(session(), ids, locale()),
    )


def known_entry(position_id: uuid.UUID) -> Entry:
    """Return an entry; one that is not there is not found."""
    found = queries.entry(session(), position_id)
    if found is None:
        raise NotFound
    return found


@bp.get("/policies/desk/positions/<uuid:position_id>")
@door(Door.STAFF, Door.BOARD)
def review(position_id: uuid.UUID) -> ResponseReturnValue:
    """Show an entry whole, with what may be done with it now."""
    return show_entry(position_id, 200)


def show_entry(position_id: uuid.UUID, status: int, **more: object) -> ResponseReturnValue:
    """Return the page of an entry; `more`: forms with what was typed, and a refusal."""
    found = known_entry(position_id)
    older = queries.entry(session(), found.position.supersedes_id or position_id)
    ids = [*found.ids, *(older.ids if older else ())]
    given = {
        "plain": PlainForm(),
        "remark": RemarkForm(),
        "reason": ReasonForm(),
        "check": CheckForm(),
        "refusal": None,
        **more,
    }
    return render_template(
        "policies/review.html",
        entry=found,
        older=older if found.position.supersedes_id else None,
        said=queries.said(session(), ids, locale()),
        reasons=queries.said(session(), [position_id], locale(), ["withdrawal"]),
        checked=queries.checks(session(), [position_id]),
        verdict=policy.may_review(actor(), found.writers),
        today=asking.today(),
        **given,
    ), status
