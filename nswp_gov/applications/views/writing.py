"""Writing an application: begin, page by page, files, a look at the whole, handing it in."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.accounts.link_forms import BeginForm, FileForm
from nswp_gov.applications import operations, policy, queries
from nswp_gov.applications.answers import gaps
from nswp_gov.applications.forms import PARTS, OrganisationPart
from nswp_gov.applications.models import Application
from nswp_gov.applications.states import DRAFT_LASTS, MOST_DOCUMENTS, Part
from nswp_gov.applications.views import bp
from nswp_gov.applications.views.gate import LINKS
from nswp_gov.store.work import Work
from nswp_gov.web.access import Door, door
from nswp_gov.web.files import UPLOAD, file_store, handed_out, named_files
from nswp_gov.web.forms import AppForm, EmptyForm
from nswp_gov.web.locale import locale
from nswp_gov.web.private_links import work
from nswp_gov.web.unit import session

ORDER = tuple(Part)


@bp.get("/apply")
@door(Door.PUBLIC)
def start() -> ResponseReturnValue:
    """Say what is asked, who reads it and what follows."""
    return render_template("applications/start.html")


@bp.route("/apply/begin", methods=["GET", "POST"])
@door(Door.PUBLIC)
def begin() -> ResponseReturnValue:
    """Take a phrase; show the private link, this once."""
    return LINKS.begun(BeginForm(), operations.begin)


def overview(token: str, row: Application) -> Response:
    """Return the page of an application that is being written: its parts, and what they lack."""
    missing = gaps(row.answers)
    return LINKS.page(
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
    row = LINKS.opened(token)
    asked = Part(name)
    if not policy.may_write(row.state):
        return redirect(url_for("applications.own", token=token))
    form = PARTS[asked](data=_held(row, asked))
    if isinstance(form, OrganisationPart):
        form.offer(locale())

    def save(w: Work, row: Application) -> None:
        operations.save_part(w, row, asked, _said(form, asked), locale=locale())

    if LINKS.carried_out(token, form, save):
        return redirect(_after(token, asked))
    number = ORDER.index(asked) + 1
    return LINKS.page("part", form, token=token, part=asked, number=number, of=len(ORDER))


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
    row = LINKS.opened(token)
    if not policy.may_write(row.state):
        return redirect(url_for("applications.own", token=token))
    form = FileForm()

    def add(w: Work, held: Application) -> None:
        operations.add_document(w, held, file_store(), *form.given())

    if LINKS.carried_out(token, form, add):
        flash(_("Added. Look at the copy that we keep."), "ok")
        return redirect(url_for("applications.documents", token=token))
    kept = named_files(queries.documents(session(), LINKS.opened(token).id))
    is_full = len(kept) >= MOST_DOCUMENTS
    return LINKS.page("files", form, token=token, documents=kept, is_full=is_full)


@bp.get("/apply/<token>/files/<uuid:document_id>")
@door(Door.PRIVATE_LINK)
def own_file(token: str, document_id: uuid.UUID) -> ResponseReturnValue:
    """Give the applicant the copy of a file that we keep."""
    return handed_out(queries.stored(session(), LINKS.opened(token).id, document_id))


@bp.post("/apply/<token>/files/<uuid:document_id>/removal")
@door(Door.PRIVATE_LINK)
def file_removal(token: str, document_id: uuid.UUID) -> ResponseReturnValue:
    """Delete a file."""
    LINKS.opened(token)
    with work() as w:
        operations.remove_document(w, LINKS.within(w, token), file_store(), document_id)
    flash(_("The file is deleted."), "ok")
    return redirect(url_for("applications.documents", token=token))


@bp.route("/apply/<token>/preview", methods=["GET", "POST"])
@door(Door.PRIVATE_LINK)
def preview(token: str) -> ResponseReturnValue:
    """Show everything as those who examine it will read it; hand it in."""
    row = LINKS.opened(token)
    if not policy.may_write(row.state):
        return redirect(url_for("applications.own", token=token))
    form = EmptyForm()
    if LINKS.carried_out(token, form, operations.hand_in):
        return redirect(url_for("applications.own", token=token))
    row = LINKS.opened(token)
    return LINKS.page(
        "preview",
        form,
        token=token,
        row=row,
        missing=gaps(row.answers),
        documents=named_files(queries.documents(session(), row.id)),
    )
