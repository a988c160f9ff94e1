"""Taking an existing text into a draft: a file, a look at what it would become, then the draft."""

from __future__ import annotations

import uuid

from flask import flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from nswp_gov.manual import operations
from nswp_gov.manual.forms import ImportForm, OutlineForm
from nswp_gov.manual.views import rendering
from nswp_gov.manual.views.blueprint import bp
from nswp_gov.manual.views.drafting import back_to, draft_of
from nswp_gov.store.errors import DomainError
from nswp_gov.store.uploads import LARGEST
from nswp_gov.web.access import Door, door
from nswp_gov.web.files import file_store
from nswp_gov.web.unit import work

OUTLINE_LIMIT = 4_000_000  # a megabyte of text, and what a form adds to it


@bp.route("/manual/drafts/<uuid:draft_id>/import", methods=["GET", "POST"])
@door(Door.SIGNED_IN, limit=LARGEST + 65_536)
def import_file(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Ask for a file and show what it would become; nothing is taken over yet."""
    found, document = draft_of(draft_id)
    form = ImportForm()
    outline = None
    if form.validate_on_submit():
        given = form.paper.data
        try:
            with work() as w:
                name = given.filename or ""
                outline = operations.read_outline(w, found, given.read(), name, file_store())
        except DomainError as refusal:
            refusal.field = "paper"
            form.refuse(refusal)
    page = render_template(
        "manual/import.html",
        draft=found,
        title=rendering.title(document),
        form=form,
        outline=outline,
        confirm=OutlineForm(formdata=None, source=outline.markdown) if outline else None,
    )
    return page, 422 if form.errors else 200


@bp.post("/manual/drafts/<uuid:draft_id>/outline")
@door(Door.SIGNED_IN, limit=OUTLINE_LIMIT)
def import_outline(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Take the outline over as the person left it."""
    found, document = draft_of(draft_id)
    form = OutlineForm()
    if form.validate_on_submit():
        try:
            with work() as w:
                done = operations.import_outline(w, found, form.source.data, file_store())
        except DomainError as refusal:
            refusal.field = "source"
            form.refuse(refusal)
        else:
            flash(
                _(
                    "Clauses added: %(added)s; reworded: %(changed)s; the same: %(same)s.",
                    added=done.added,
                    changed=done.changed,
                    same=done.same,
                )
            )
            if done.pictures:
                flash(
                    ngettext(
                        "One picture went along, as a file of its clause.",
                        "%(num)s pictures went along, as files of their clauses.",
                        done.pictures,
                    )
                )
            return back_to(draft_id)
    title = rendering.title(document)
    page = render_template(
        "manual/import.html", draft=found, title=title, form=None, outline=None, confirm=form
    )
    return page, 422
