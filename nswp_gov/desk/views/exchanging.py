"""Files to translators outside and back."""

from __future__ import annotations

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from nswp_gov.desk import operations, queries
from nswp_gov.desk.forms import ActForm, ReceiveForm, SendForm
from nswp_gov.desk.models import IncomingFile
from nswp_gov.desk.states import LARGEST_FILE, TAKEABLE, FileForm, RowOutcome
from nswp_gov.desk.views.blueprint import UNPROCESSABLE, bp, editor, own_locales, reach
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import DomainError, NotFound
from nswp_gov.store.text_kinds import KINDS
from nswp_gov.web.access import Door, door
from nswp_gov.web.files import attached
from nswp_gov.web.unit import actor, session, work

TYPES = {FileForm.XLIFF: "application/xliff+xml", FileForm.PO: "text/x-gettext-translation"}
ENDINGS = {FileForm.XLIFF: "xlf", FileForm.PO: "po"}


def _send_form() -> SendForm:
    form = SendForm(request.args, meta={"csrf": False})
    form.target.choices = [SelectChoice(one.value, one.own_name) for one in own_locales()]
    form.kinds.choices = [SelectChoice(kind, known.name) for kind, known in KINDS.items()]
    return form


def _receive_form() -> ReceiveForm:
    form = ReceiveForm(prefix="in")
    form.target.choices = [SelectChoice(one.value, one.own_name) for one in own_locales()]
    return form


@bp.get("/translation/files")
@door(Door.TRANSLATOR, Door.STAFF)
def files() -> ResponseReturnValue:
    """Ask for a file, or bring one back."""
    return _files(_send_form(), _receive_form())


def _files(send: SendForm, receive: ReceiveForm, status: int = 200) -> ResponseReturnValue:
    return render_template("desk/files.html", send=send, form=receive), status


@bp.get("/translation/files/out")
@door(Door.TRANSLATOR, Door.STAFF)
def file_out() -> ResponseReturnValue:
    """Give a file with the public texts that wait for translation."""
    form = _send_form()
    if not form.validate():
        return _files(form, _receive_form(), UNPROCESSABLE)
    kind, into = FileForm(form.form.data), Locale(form.target.data)
    try:
        with work() as w:
            content = operations.export(
                w,
                kind,
                source=Locale(form.source.data),
                locale=into,
                kinds=form.kinds.data,
                only_wanting=not form.everything.data,
            )
    except DomainError as refusal:
        refusal.field = "target"
        form.refuse(refusal)
        return _files(form, _receive_form(), refusal.status)
    name = f"texts-{into.code}.{ENDINGS[kind]}"
    return attached(content, name, TYPES[kind])


@bp.post("/translation/files")
@door(Door.TRANSLATOR, Door.STAFF, limit=LARGEST_FILE + 65_536)
def file_in() -> ResponseReturnValue:
    """Keep a file that came back, and show what taking it would do."""
    form = _receive_form()
    if not form.validate_on_submit():
        return _files(_send_form(), form, UNPROCESSABLE)
    given = form.paper.data
    try:
        with work() as w:
            kept = operations.receive(
                w,
                given.read(),
                name=given.filename or "",
                form=FileForm(form.form.data),
                locale=Locale(form.target.data),
                is_machine_assisted=form.is_machine_assisted.data,
            )
            file_id = kept.id
    except DomainError as refusal:
        form.refuse(refusal)
        return _files(_send_form(), form, refusal.status)
    return redirect(url_for("desk.incoming", file_id=file_id))


def _own_file(file_id: uuid.UUID) -> IncomingFile:
    found = session().get(IncomingFile, file_id)
    if found is None or found.person_id != actor().person_id:
        raise NotFound
    return found


@bp.get("/translation/files/<uuid:file_id>")
@door(Door.TRANSLATOR, Door.STAFF)
def incoming(file_id: uuid.UUID) -> ResponseReturnValue:
    """What taking a file would do, text by text; after it was taken, what it did."""
    file = _own_file(file_id)
    wanted = {uuid.UUID(one["text"]) for one in file.rows}
    found = {row.text_id: row for row in queries.rows(session(), reach()) if row.text_id in wanted}
    outcomes = [RowOutcome(one["outcome"]) for one in file.rows]
    return render_template(
        "desk/incoming.html",
        file=file,
        rows=[
            (found.get(uuid.UUID(one["text"])), one, outcome)
            for one, outcome in zip(file.rows, outcomes, strict=True)
        ],
        takeable=sum(one in TAKEABLE for one in outcomes),
        editor=editor,
    )


@bp.post("/translation/files/<uuid:file_id>")
@door(Door.TRANSLATOR, Door.STAFF)
def take_file(file_id: uuid.UUID) -> ResponseReturnValue:
    """Make drafts of what can be taken."""
    file = _own_file(file_id)
    if ActForm().validate_on_submit() and file.taken_at is None:
        with work() as w:
            done = operations.take(w, w.session.get_one(IncomingFile, file_id))
        flash(
            _(
                "Became drafts: %(taken)s. Stayed behind: %(left)s.",
                taken=done.taken,
                left=done.left,
            )
        )
    return redirect(url_for("desk.incoming", file_id=file_id))
