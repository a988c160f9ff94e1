"""Files as answers."""

from __future__ import annotations

import uuid

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.consultations import operations, queries
from nswp_gov.consultations.forms import AnswerFileForm
from nswp_gov.consultations.states import Kind
from nswp_gov.consultations.views import bp
from nswp_gov.consultations.views.found import attempt, keys, known
from nswp_gov.consultations.views.replying import WHERE, own
from nswp_gov.store.errors import NotFound
from nswp_gov.store.files import StoredFile
from nswp_gov.store.uploads import LARGEST
from nswp_gov.web.access import Door, door
from nswp_gov.web.files import file_store, handed_out
from nswp_gov.web.forms import EmptyForm
from nswp_gov.web.unit import session

UPLOAD = LARGEST + 64 * 1024


@bp.route(f"{WHERE}/files/<uuid:question_id>", methods=["GET", "POST"])
@door(Door.MEMBER, limit=UPLOAD)
def answer_file(
    slug: str, organisation_id: uuid.UUID, question_id: uuid.UUID
) -> ResponseReturnValue:
    """Answer with a file: show the one that is there, take another."""
    mine = own(slug, organisation_id)
    asking = next(
        (
            one
            for part in mine.whole.parts
            for one in part.questions
            if one.row.id == question_id and one.row.kind is Kind.FILE
        ),
        None,
    )
    if asking is None:
        raise NotFound
    form = AnswerFileForm()
    status = attempt(
        slug,
        form,
        lambda w, row: operations.add_file(
            w, row, organisation_id, question_id,
            (form.file.data.read(), form.file.data.filename or ""),
            store=file_store(), keys=keys(),
        ),
    )  # fmt: skip
    if status is None:
        flash(_("Added. Look at the copy that we keep."), "ok")
        return redirect(
            url_for(
                "consultations.answer_file", slug=slug, organisation_id=organisation_id,
                question_id=question_id,
            )
        )  # fmt: skip
    held = own(slug, organisation_id).reply.held(question_id).value
    return render_template(
        "consultations/file.html", mine=mine, asking=asking, form=form, held=held
    ), status


@bp.post(f"{WHERE}/files/<uuid:question_id>/removal")
@door(Door.MEMBER)
def remove_answer_file(
    slug: str, organisation_id: uuid.UUID, question_id: uuid.UUID
) -> ResponseReturnValue:
    """Delete a file."""
    own(slug, organisation_id)
    attempt(
        slug,
        EmptyForm(),
        lambda w, row: operations.remove_file(
            w, row, organisation_id, question_id, store=file_store(), keys=keys()
        ),
    )
    return redirect(
        url_for(
            "consultations.answer_file", slug=slug, organisation_id=organisation_id,
            question_id=question_id,
        )
    )  # fmt: skip


@bp.get(f"{WHERE}/files/<uuid:question_id>/copy")
@door(Door.MEMBER)
def answer_file_copy(
    slug: str, organisation_id: uuid.UUID, question_id: uuid.UUID
) -> ResponseReturnValue:
    """Give an organisation the copy that is kept."""
    held = own(slug, organisation_id).reply.held(question_id).value
    if not isinstance(held, dict) or "file" not in held:
        raise NotFound
    return _given(uuid.UUID(held["file"]))


@bp.get("/<slug>/results/files/<uuid:file_id>")
@door(Door.STAFF)
def result_file(slug: str, file_id: uuid.UUID) -> ResponseReturnValue:
    """Give the secretariat a file of a reply by name."""
    row = known(slug)
    kept = queries.results(session(), row).files
    if not any(str(file_id) == one for found in kept.values() for _whose, one, _name in found):
        raise NotFound
    return _given(file_id)


def _given(file_id: uuid.UUID) -> Response:
    row = session().get(StoredFile, file_id)
    if row is None:
        raise NotFound
    return handed_out(row)
