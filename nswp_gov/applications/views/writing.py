"""Writing an application: begin, page by page, files, a look at the whole, handing it in."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.applications import operations, policy, queries
from nswp_gov.applications.answers import gaps
from nswp_gov.applications.forms import PARTS, BeginForm, EmptyForm, FileForm, OrganisationPart
from nswp_gov.applications.models import Application
from nswp_gov.applications.states import DRAFT_LASTS, MOST_DOCUMENTS, Part
from nswp_gov.applications.ticking import store_of
from nswp_gov.applications.views import bp, gate
from nswp_gov.store import files
from nswp_gov.store.crypto import vault
from nswp_gov.store.errors import DomainError
from nswp_gov.store.uploads import LARGEST
from nswp_gov.web.access import Door, door
from nswp_gov.web.forms import AppForm
from nswp_gov.web.limits import a_minute, an_hour, by_address, slow
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import session, settings

ORDER = tuple(Part)
UPLOAD = LARGEST + 64 * 1024


@bp.get("/apply")
@door(Door.PUBLIC)
def start() -> ResponseReturnValue:
    """Say what is asked, who reads it and what follows."""
    return render_template("applications/start.html")


@bp.route("/apply/begin", methods=["GET", "POST"])
@door(Door.PUBLIC)
def begin() -> ResponseReturnValue:
    """Take a phrase; show the private link, this once."""
    form = BeginForm()
    if form.validate_on_submit():
        slow(by_address("apply-begin", a_minute(20), an_hour(100)))
        try:
            with gate.work() as w:
                _made, token = operations.begin(
                    w,
                    locale=locale(),
                    phrase=form.passphrase.data,
                    email=form.email.data or None,
                )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            gate.enter(token)
            link = settings().public_url + url_for("applications.own", token=token)
            is_sent = bool(form.email.data)
            return gate.page("begun", token=token, link=link, is_sent=is_sent)
    return gate.page("begin", form)


def overview(token: str, row: Application) -> Response:
    """Return the page of an application that is being written: its parts, and what they lack."""
    missing = gaps(row.answers)
    return gate.page(
        "overview",
        EmptyForm(formdata=None),
        token=token,
        row=row,
        parts=[(part, part in missing) for part in ORDER],
        next=missing[0] if missing else None,
        kept_until=row.saved_at + DRAFT_LASTS,
        documents=queries.documents(session(), row.id),
    )


@bp.route("/apply/<token>/part/<any(" + ", ".join(ORDER) + "):name>", methods=["GET", "POST"])
@door(Door.PRIVATE_LINK)
def part(token: str, name: str) -> ResponseReturnValue:
    """Show one page of the form with what was saved; save it, whole or half-done."""
    row = gate.opened(token)
    asked = Part(name)
    if not policy.may_write(row.state):
        return redirect(url_for("applications.own", token=token))
    form = PARTS[asked](data=_held(row, asked))
    if isinstance(form, OrganisationPart):
        form.offer(locale())
    if form.validate_on_submit():
        try:
            with gate.work() as w:
                row = gate.within(w, token)
                operations.save_part(w, row, asked, _said(form, asked), locale=locale())
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return redirect(_after(token, asked))
    number = ORDER.index(asked) + 1
    return gate.page("part", form, token=token, part=asked, number=number, of=len(ORDER))


def _held(row: Application, asked: Part) -> dict[str, Any]:
    if asked is Part.VALUES:
        return {"endorsed": list(row.answers.get("endorsed") or ())}
    if asked is Part.CONSENT:
        return dict((row.answers.get("consent") or {}).get("readers") or {})
    return {**row.answers, "email": row.email}


def _said(form: AppForm, asked: Part) -> dict[str, Any]:
    said = {name: value for name, value in form.data.items() if name != "csrf_token"}
    if asked is Part.CONSENT:
        return {"readers": said, "shown_in": locale().value}
    return said


def _after(token: str, asked: Part) -> str:
    following = ORDER.index(asked) + 1
    if following < len(ORDER):
        return url_for("applications.part", token=token, name=ORDER[following].value)
    return url_for("applications.preview", token=token)


@bp.route("/apply/<token>/files", methods=["GET", "POST"])
@door(Door.PRIVATE_LINK, limit=UPLOAD)
def documents(token: str) -> ResponseReturnValue:
    """Show the files that were added; add one. None is needed."""
    row = gate.opened(token)
    if not policy.may_write(row.state):
        return redirect(url_for("applications.own", token=token))
    form = FileForm()
    if form.validate_on_submit():
        given = form.file.data
        try:
            with gate.work() as w:
                operations.add_document(
                    w,
                    gate.within(w, token),
                    store_of(settings()),
                    given.read(),
                    given.filename or "",
                )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Added. Look at the copy that we keep."), "ok")
            return redirect(url_for("applications.documents", token=token))
    row = gate.opened(token)
    kept = named_documents(row.id)
    is_full = len(kept) >= MOST_DOCUMENTS
    return gate.page("files", form, token=token, documents=kept, is_full=is_full)


def named_documents(application_id: uuid.UUID) -> list[tuple[uuid.UUID, str, int]]:
    """Return the files of an application: identifier, name, size."""
    rows = queries.documents(session(), application_id)
    return [(one.id, file.name(vault.ring), file.size) for one, file in rows]


def file_answer(application_id: uuid.UUID, document_id: uuid.UUID) -> Response:
    """Return a file of an application, to be kept rather than shown.

    Raises:
        NotFound: it has no such file. FileMissing, FileDamaged: its bytes are not what they were.

    """
    row = queries.stored(session(), application_id, document_id)
    content = files.content_of(store_of(settings()), row, vault.ring)
    answer = Response(content, mimetype=row.media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=row.name(vault.ring))
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@bp.get("/apply/<token>/files/<uuid:document_id>")
@door(Door.PRIVATE_LINK)
def own_file(token: str, document_id: uuid.UUID) -> ResponseReturnValue:
    """Give the applicant the copy of a file that we keep."""
    return file_answer(gate.opened(token).id, document_id)


@bp.post("/apply/<token>/files/<uuid:document_id>/removal")
@door(Door.PRIVATE_LINK)
def file_removal(token: str, document_id: uuid.UUID) -> ResponseReturnValue:
    """Delete a file."""
    gate.opened(token)
    with gate.work() as w:
        operations.remove_document(w, gate.within(w, token), store_of(settings()), document_id)
    flash(_("The file is deleted."), "ok")
    return redirect(url_for("applications.documents", token=token))


@bp.route("/apply/<token>/preview", methods=["GET", "POST"])
@door(Door.PRIVATE_LINK)
def preview(token: str) -> ResponseReturnValue:
    """Show everything as those who examine it will read it; hand it in."""
    row = gate.opened(token)
    if not policy.may_write(row.state):
        return redirect(url_for("applications.own", token=token))
    form = EmptyForm()
    if form.validate_on_submit():
        try:
            with gate.work() as w:
                operations.hand_in(w, gate.within(w, token))
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for("applications.own", token=token))
    row = gate.opened(token)
    return gate.page(
        "preview",
        form,
        token=token,
        row=row,
        missing=gaps(row.answers),
        documents=named_documents(row.id),
    )
