"""What stands beside a clause of a draft: remarks, files, when it is looked at again."""

from __future__ import annotations

import uuid

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from nswp_gov.manual import operations, queries
from nswp_gov.manual.forms import ActForm, AttachForm, RemarkForm, ReviewForm
from nswp_gov.manual.models import Attachment
from nswp_gov.manual.views import rendering
from nswp_gov.manual.views.blueprint import bp, find_edition, page
from nswp_gov.manual.views.drafting import draft_of
from nswp_gov.store.crypto import vault
from nswp_gov.store.errors import DomainError
from nswp_gov.store.files import StoredFile, content_of
from nswp_gov.store.uploads import LARGEST
from nswp_gov.web.access import Door, door
from nswp_gov.web.files import attached, file_store
from nswp_gov.web.forms import AppForm
from nswp_gov.web.unit import session, work

UPLOAD_LIMIT = LARGEST + 65_536


def _to_clause(draft_id: uuid.UUID, key: str, part: str) -> ResponseReturnValue:
    return redirect(url_for("manual.edit_clause", draft_id=draft_id, key=key, _anchor=part))


def _again(draft_id: uuid.UUID, key: str, form: AppForm, submit: str) -> ResponseReturnValue:
    """Return a small page with the one form that was refused, and what was typed in it."""
    found, document = draft_of(draft_id)
    page = render_template(
        "manual/draft_beside.html",
        draft=found,
        title=rendering.title(document),
        key=key,
        form=form,
        submit=submit,
    )
    return page, 422


@bp.post("/manual/drafts/<uuid:draft_id>/clauses/<key>/remarks")
@door(Door.SIGNED_IN)
def comment(draft_id: uuid.UUID, key: str) -> ResponseReturnValue:
    """Add a remark to a clause."""
    found, _document = draft_of(draft_id)
    form = RemarkForm()
    if form.validate_on_submit():
        try:
            with work() as w:
                operations.comment(w, found, key, form.words.data)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return _to_clause(draft_id, key, "remarks")
    return _again(draft_id, key, form, "comment")


@bp.post("/manual/drafts/<uuid:draft_id>/clauses/<key>/remarks/<uuid:remark_id>")
@door(Door.SIGNED_IN)
def settle_comment(draft_id: uuid.UUID, key: str, remark_id: uuid.UUID) -> ResponseReturnValue:
    """Say that a remark was dealt with."""
    found, _document = draft_of(draft_id)
    said = queries.remark(session(), found, remark_id)
    if ActForm().validate_on_submit():
        with work() as w:
            operations.settle_comment(w, found, said)
    return _to_clause(draft_id, key, "remarks")


@bp.post("/manual/drafts/<uuid:draft_id>/clauses/<key>/files")
@door(Door.SIGNED_IN, limit=UPLOAD_LIMIT)
def attach(draft_id: uuid.UUID, key: str) -> ResponseReturnValue:
    """Add a file to a clause."""
    found, _document = draft_of(draft_id)
    form = AttachForm()
    if form.validate_on_submit():
        given = form.paper.data
        try:
            with work() as w:
                operations.attach(
                    w,
                    found,
                    key,
                    file_store(),
                    title=form.title.data,
                    name=given.filename or "",
                    content=given.read(),
                )
        except DomainError as refusal:
            refusal.field = refusal.field or "paper"
            form.refuse(refusal)
        else:
            return _to_clause(draft_id, key, "files")
    return _again(draft_id, key, form, "attach")


@bp.post("/manual/drafts/<uuid:draft_id>/clauses/<key>/files/<uuid:attachment_id>")
@door(Door.SIGNED_IN)
def detach(draft_id: uuid.UUID, key: str, attachment_id: uuid.UUID) -> ResponseReturnValue:
    """Leave a file out of the next edition."""
    found, document = draft_of(draft_id)
    number = queries.next_number(session(), found)
    row = queries.attachment_in(session(), document.id, number, attachment_id)
    if ActForm().validate_on_submit():
        with work() as w:
            operations.detach(w, found, row)
    return _to_clause(draft_id, key, "files")


@bp.post("/manual/drafts/<uuid:draft_id>/clauses/<key>/review")
@door(Door.SIGNED_IN)
def set_review(draft_id: uuid.UUID, key: str) -> ResponseReturnValue:
    """Say by when a clause is to be looked at again."""
    _found, document = draft_of(draft_id)
    clause = queries.clause_by_key(session(), document.id, key)
    form = ReviewForm()
    if form.validate_on_submit():
        try:
            with work() as w:
                operations.set_review(w, clause, form.review_on.data)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return _to_clause(draft_id, key, "review")
    return _again(draft_id, key, form, "set_review")


@bp.get("/manual/drafts/<uuid:draft_id>/files/<uuid:attachment_id>")
@door(Door.SIGNED_IN)
def draft_attachment(draft_id: uuid.UUID, attachment_id: uuid.UUID) -> ResponseReturnValue:
    """Give a file as the draft has it."""
    found, document = draft_of(draft_id)
    number = queries.next_number(session(), found)
    return _file(queries.attachment_in(session(), document.id, number, attachment_id))


@page("/editions/<int:number>/files/<uuid:attachment_id>")
@door(Door.PUBLIC)
def attachment(slug: str, number: int, attachment_id: uuid.UUID) -> ResponseReturnValue:
    """Give a file that belongs to a clause of an edition."""
    document, edition = find_edition(slug, number)
    return _file(queries.attachment_in(session(), document.id, edition.number, attachment_id))


def _file(row: Attachment) -> Response:
    kept = session().get_one(StoredFile, row.file_id)
    return attached(content_of(file_store(), kept, vault.ring), row.name, row.media_type)
