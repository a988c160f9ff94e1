"""The queue, the matrix, and the coverage over a year."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from nswp_gov.desk import queries
from nswp_gov.desk.queries import Asked
from nswp_gov.desk.states import CellState
from nswp_gov.desk.views.blueprint import (
    bp,
    chosen_locale,
    editor,
    home_of,
    own_locales,
    reach,
    turned,
)
from nswp_gov.desk.views.drawing import columns
from nswp_gov.rules.languages import Locale
from nswp_gov.store.text_kinds import KINDS
from nswp_gov.web.access import Door, door
from nswp_gov.web.unit import now, session

SHOWN = 30


@bp.get("/translation")
@door(Door.TRANSLATOR, Door.STAFF)
def queue() -> ResponseReturnValue:
    """What waits to be translated into one language, the most urgent first."""
    who, mine = reach(), own_locales()
    into = chosen_locale() or mine[0]
    found = queries.rows(session(), who)
    tasks = queries.queue(who, found, into)
    return render_template(
        "desk/queue.html",
        into=into,
        mine=mine,
        tasks=tasks[:SHOWN],
        total=len(tasks),
        reviews=queries.reviews_waiting(who, found, into)[:SHOWN],
        editor=editor,
    )


@bp.get("/translation/matrix")
@door(Door.TRANSLATOR, Door.STAFF)
def matrix() -> ResponseReturnValue:
    """Every text in every language, with a link to act in each cell."""
    asked = _asked()
    found = queries.matrix(session(), reach(), asked)
    holders = {cell.holder_id for row in found.rows for cell in row.cells.values()}
    return render_template(
        "desk/matrix.html",
        found=found,
        asked=asked,
        kinds={kind: known.name for kind, known in KINDS.items()},
        names=queries.named(session(), holders),
        editor=editor,
        home_of=home_of,
        newer=turned(found.page - 1) if found.page > 1 else None,
        older=turned(found.page + 1) if found.page < found.pages else None,
    )


def _asked() -> Asked:
    values: Any = request.args
    return Asked(
        kinds=frozenset(values.getlist("kind")) & frozenset(KINDS),
        locale=chosen_locale(),
        states=frozenset(one for one in CellState if one.value in values.getlist("state")),
        page=values.get("page", 1, type=int),
    )


@bp.get("/translation/coverage")
@door(Door.TRANSLATOR, Door.STAFF)
def coverage() -> ResponseReturnValue:
    """How much of what everybody reads was there in each language, month by month."""
    found = queries.coverage(session(), reach(), now().date())
    shares = {one: [month.percent(one) for month in found.months] for one in Locale}
    return render_template(
        "desk/coverage.html",
        found=found,
        shares=shares,
        pictures={one: columns(values) for one, values in shares.items()},
    )
