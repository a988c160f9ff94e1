"""The lists that were brought in, a new one, and one with its lines."""

from __future__ import annotations

import uuid

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from nswp_gov.imports import operations, queries
from nswp_gov.imports.forms import UploadForm
from nswp_gov.imports.models import ImportBatch
from nswp_gov.imports.queries.lists import PAGE
from nswp_gov.imports.reading import Table, read_table
from nswp_gov.imports.states import LARGEST_FILE, Fate, Outcome, Stage
from nswp_gov.imports.views.frame import bp
from nswp_gov.imports.words import fold
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import DomainError
from nswp_gov.web.access import Door, door
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import session, work

_FORM = 64 * 1024  # what a form weighs beside its file


@bp.get("")
@door(Door.STAFF)
def index() -> ResponseReturnValue:
    """Show the lists that were brought in, newest first."""
    return render_template("imports/index.html", batches=queries.batches(session()))


@bp.route("/new", methods=["GET", "POST"])
@door(Door.STAFF, limit=LARGEST_FILE + _FORM, fresh=True)
def new() -> ResponseReturnValue:
    """Take a file in and keep its lines; nothing else is touched."""
    form = UploadForm(locale=locale().value)
    if form.validate_on_submit():
        try:
            batch_id = _take(form)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for("imports.columns", batch_id=batch_id))
    answer = render_template("imports/new.html", form=form)
    return answer, 422 if form.errors or form.form_errors else 200


def _take(form: UploadForm) -> uuid.UUID:
    with form.file.data.stream as stream:
        content = stream.read(LARGEST_FILE + 1)
    session().rollback()  # nobody's write waits while the file is read
    table: Table = read_table(content)
    with work() as w:
        row = operations.receive(
            w,
            table,
            file_name=form.file.data.filename or "",
            locale=Locale(form.locale.data),
            reason=form.reason.data,
        )
        return row.id


@bp.get("/<uuid:batch_id>")
@door(Door.STAFF, fresh=True)
def trial(batch_id: uuid.UUID) -> ResponseReturnValue:
    """Show what a list does, or did, line by line."""
    row = queries.batch(session(), batch_id)
    if row.stage is Stage.MATCHING:
        return redirect(url_for("imports.columns", batch_id=batch_id))
    outcome, fate = _asked()
    start = max(request.args.get("from", 0, int), 0)
    found, more = queries.lines(session(), row.id, outcome=outcome, fate=fate, start=start)
    return render_template(
        "imports/trial.html",
        batch=row,
        numbers=queries.how_many(session(), row.id),
        outcome=outcome,
        fate=fate,
        lines=found,
        newer=_page(start - PAGE) if start else None,
        older=_page(start + PAGE) if more else None,
        unknown=_unanswered(row),
    )


def _unanswered(row: ImportBatch) -> list[str]:
    known = row.answers or {}
    return [one for one in queries.unknown_countries(session(), row) if fold(one) not in known]


def _asked() -> tuple[Outcome | None, Fate | None]:
    outcome, fate = request.args.get("outcome"), request.args.get("fate")
    return (
        Outcome(outcome) if outcome in set(Outcome) else None,
        Fate(fate) if fate in set(Fate) else None,
    )


def _page(start: int) -> str:
    kept = {**(request.view_args or {}), **request.args.to_dict(), "from": str(max(start, 0))}
    return url_for("imports.trial", **kept)
