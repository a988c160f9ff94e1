"""What is ordered: apply, undo, throw away, choose, go on."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.imports import operations, queries
from nswp_gov.imports.models import ImportBatch
from nswp_gov.imports.views.frame import bp
from nswp_gov.store.work import Work
from nswp_gov.web.access import Door, door
from nswp_gov.web.unit import work


def _order(batch_id: uuid.UUID, do: Callable[[Work, ImportBatch], Any]) -> ResponseReturnValue:
    with work() as w:
        do(w, queries.batch(w.session, batch_id))
    return redirect(url_for("imports.progress", batch_id=batch_id, auto=1))


@bp.post("/<uuid:batch_id>/application")
@door(Door.STAFF, fresh=True)
def application(batch_id: uuid.UUID) -> ResponseReturnValue:
    """Have a tried list applied."""
    return _order(batch_id, operations.order_apply)


@bp.post("/<uuid:batch_id>/undoing")
@door(Door.STAFF, fresh=True)
def undoing(batch_id: uuid.UUID) -> ResponseReturnValue:
    """Have an applied list undone."""
    return _order(batch_id, operations.order_undo)


@bp.post("/<uuid:batch_id>/going-on")
@door(Door.STAFF, fresh=True)
def going_on(batch_id: uuid.UUID) -> ResponseReturnValue:
    """Go on with a list in one's own name."""
    return _order(batch_id, operations.resume)


@bp.post("/<uuid:batch_id>/discarding")
@door(Door.STAFF, fresh=True)
def discarding(batch_id: uuid.UUID) -> ResponseReturnValue:
    """Throw a list away that was never applied."""
    with work() as w:
        operations.discard(w, queries.batch(w.session, batch_id))
    flash(_("The list is thrown away; its lines are deleted."), "ok")
    return redirect(url_for("imports.index"))


@bp.post("/<uuid:batch_id>/lines/<uuid:line_id>")
@door(Door.STAFF, fresh=True)
def choice(batch_id: uuid.UUID, line_id: uuid.UUID) -> ResponseReturnValue:
    """Let the file win one line in conflict, or let the record stand."""
    with work() as w:
        row = queries.batch(w.session, batch_id)
        line = queries.line(w.session, batch_id, line_id)
        operations.choose(w, row, line, takes_file=request.form.get("take") == "file")
    return redirect(url_for("imports.trial", batch_id=batch_id, outcome="conflict"))
