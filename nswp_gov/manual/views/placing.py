"""Clauses of a draft come, move, are marked and go: each act is one small form."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from nswp_gov.manual import operations, queries
from nswp_gov.manual.forms import ActForm, AddForm, MoveForm
from nswp_gov.manual.models import Draft
from nswp_gov.manual.views.blueprint import bp
from nswp_gov.manual.views.drafting import EDITOR_LIMIT, back_to, draft_of, draft_page, parents
from nswp_gov.store.errors import DomainError
from nswp_gov.store.work import Work
from nswp_gov.web.access import Door, door
from nswp_gov.web.phrases import phrase
from nswp_gov.web.unit import session, work


def act_on(
    draft_id: uuid.UUID, act: Callable[[Work, Draft, ActForm], object]
) -> ResponseReturnValue:
    """Do one thing to a draft and go back to it; a refusal is said on its page."""
    found, _document = draft_of(draft_id)
    form = ActForm()
    if form.validate_on_submit():
        try:
            with work() as w:
                act(w, found, form)
        except DomainError as refusal:
            return draft_page(draft_id, phrase(refusal)), refusal.status
    return back_to(draft_id)


@bp.route("/manual/drafts/<uuid:draft_id>/add", methods=["GET", "POST"])
@door(Door.SIGNED_IN, limit=EDITOR_LIMIT)
def add_clause(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Add a clause."""
    found, document = draft_of(draft_id)
    book = queries.book_of_draft(session(), found, document.authoritative_locale)
    form = AddForm(parent_key=request.args.get("below", ""))
    form.parent_key.choices = parents(book)
    if form.validate_on_submit():
        try:
            with work() as w:
                words = form.values("heading", "body")
                parent_key = form.parent_key.data or None
                operations.add_clause(w, found, form.key.data, parent_key=parent_key, **words)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return back_to(draft_id)
    page = render_template("manual/draft_add.html", draft_id=draft_id, form=form)
    return page, 422 if form.errors else 200


@bp.post("/manual/drafts/<uuid:draft_id>/clauses/<key>/place")
@door(Door.SIGNED_IN)
def move_clause(draft_id: uuid.UUID, key: str) -> ResponseReturnValue:
    """Put a clause elsewhere."""
    found, document = draft_of(draft_id)
    form = MoveForm()
    book = queries.book_of_draft(session(), found, document.authoritative_locale)
    form.parent_key.choices = parents(book, key)
    if not form.validate_on_submit():
        return redirect(url_for("manual.edit_clause", draft_id=draft_id, key=key))
    wanted = {"parent_key": form.parent_key.data or None, "place": form.place.data}
    return act_on(draft_id, lambda w, one, _: operations.move_clause(w, one, key, **wanted))


@bp.post("/manual/drafts/<uuid:draft_id>/clauses/<key>/shift")
@door(Door.SIGNED_IN)
def shift_clause(draft_id: uuid.UUID, key: str) -> ResponseReturnValue:
    """Move a clause up or down by one."""
    return act_on(
        draft_id, lambda w, one, form: operations.shift_clause(w, one, key, by=form.by.data or 0)
    )


@bp.post("/manual/drafts/<uuid:draft_id>/clauses/<key>/mark")
@door(Door.SIGNED_IN)
def mark_clause(draft_id: uuid.UUID, key: str) -> ResponseReturnValue:
    """Call the change of a clause substantive (`by` 1) or editorial (0)."""
    return act_on(
        draft_id,
        lambda w, one, form: operations.mark_clause(w, one, key, is_substantive=bool(form.by.data)),
    )


@bp.post("/manual/drafts/<uuid:draft_id>/clauses/<key>/remove")
@door(Door.SIGNED_IN)
def remove_clause(draft_id: uuid.UUID, key: str) -> ResponseReturnValue:
    """Leave a clause out of the next edition."""
    return act_on(draft_id, lambda w, one, _: operations.remove_clause(w, one, key))
