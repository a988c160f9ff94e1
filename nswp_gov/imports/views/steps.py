"""What columns mean, which countries are meant, and how far a list is."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from nswp_gov.imports import operations, queries
from nswp_gov.imports.forms import (
    TARGETS,
    columns_form,
    columns_of,
    countries_form,
    countries_of,
)
from nswp_gov.imports.models import ImportBatch
from nswp_gov.imports.states import Stage, Target
from nswp_gov.imports.views.frame import bp
from nswp_gov.imports.words import closest, fold, suggest
from nswp_gov.store.engine import writing
from nswp_gov.store.errors import DomainError, Unfit, WrongState
from nswp_gov.store.work import begin
from nswp_gov.web.access import Door, door
from nswp_gov.web.forms import AppForm, EmptyForm
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import now, session, settings, work

_PIECES = {Stage.CHECKING: 12, Stage.APPLYING: 3, Stage.UNDOING: 3}  # for one look at the page
_PAUSE = 1  # second between two looks


@bp.route("/<uuid:batch_id>/columns", methods=["GET", "POST"])
@door(Door.STAFF, fresh=True)
def columns(batch_id: uuid.UUID) -> ResponseReturnValue:
    """Ask what each column means; what the heads say is suggested."""
    row = queries.batch(session(), batch_id)
    heads = _open(row)
    meant = {int(at): Target(one) for at, one in row.mapping.items()} or suggest(heads)
    form = columns_form(heads, queries.examples(session(), row), meant)
    if form.validate_on_submit():
        try:
            with work() as w:
                operations.match_columns(
                    w, queries.batch(w.session, batch_id), columns_of(form, len(heads))
                )
        except DomainError as refusal:
            form.refuse(_named(refusal))
        else:
            return _after_columns(batch_id)
    answer = render_template("imports/columns.html", form=form, batch_id=batch_id)
    return answer, 422 if form.errors or form.form_errors else 200


def _open(row: ImportBatch) -> list[str]:
    if row.heads is None:
        raise WrongState(state=row.stage.value, act="match")
    return row.heads


def _named(refusal: DomainError) -> DomainError:
    """Return a refusal that calls a column by its name."""
    if "column" not in refusal.values:
        return refusal
    return Unfit(refusal.code, column=str(TARGETS[str(refusal.values["column"])]))


def _after_columns(batch_id: uuid.UUID) -> ResponseReturnValue:
    row = queries.batch(session(), batch_id)
    if queries.unknown_countries(session(), row):
        return redirect(url_for("imports.countries", batch_id=batch_id))
    return redirect(url_for("imports.progress", batch_id=batch_id, auto=1))


@bp.route("/<uuid:batch_id>/countries", methods=["GET", "POST"])
@door(Door.STAFF, fresh=True)
def countries(batch_id: uuid.UUID) -> ResponseReturnValue:
    """Ask which country each unknown name means; the most alike are offered first."""
    row = queries.batch(session(), batch_id)
    unknown = queries.unknown_countries(session(), row)
    form = _countries_form(row, unknown)
    if form.validate_on_submit():
        try:
            with work() as w:
                operations.answer(
                    w, queries.batch(w.session, batch_id), countries_of(form, unknown)
                )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for("imports.progress", batch_id=batch_id, auto=1))
    answer = render_template("imports/countries.html", form=form, unknown=unknown, batch=row)
    return answer, 422 if form.errors or form.form_errors else 200


def _countries_form(row: ImportBatch, unknown: Sequence[str]) -> AppForm:
    form = countries_form(unknown, {words: closest(words) for words in unknown}, locale())
    for at, words in enumerate(unknown):
        if not form.is_submitted() and (known := (row.answers or {}).get(fold(words))):
            form[f"n{at}"].data = known
    return form


@bp.get("/<uuid:batch_id>/progress")
@door(Door.STAFF)
def progress(batch_id: uuid.UUID) -> ResponseReturnValue:
    """Show how far a list is, having gone on by a bounded piece of what was ordered.

    What is to be done was ordered before; looking only lets it go on, as the worker does too.
    The page asks for itself again until everything is done, unless the reader pauses it.
    """
    row = queries.batch(session(), batch_id)
    auto = bool(request.args.get("auto"))
    if auto:
        _go_on(row)
    row = queries.batch(session(), batch_id)
    known = queries.progress(session(), row)
    if not known.goes_on and auto:
        return redirect(url_for("imports.trial", batch_id=batch_id))
    page = render_template(
        "imports/progress.html", batch=row, progress=known, auto=auto, form=EmptyForm()
    )
    answer = make_response(page)
    if auto:
        again = url_for("imports.progress", batch_id=batch_id, auto=1)
        answer.headers["Refresh"] = f"{_PAUSE}; url={again}"
    return answer


def _go_on(row: ImportBatch) -> None:
    batch_id, pieces = row.id, _PIECES.get(row.stage, 0)
    who = queries.orderer(session(), row, now())
    session().rollback()  # what was read before the lock may be old by then
    with writing():
        for _one in range(pieces):
            with begin(session(), who, now(), settings().zone) as w:
                more = operations.go_on(w, batch_id)
            if not more:
                break
        session().rollback()
