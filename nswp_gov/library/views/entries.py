"""One entry: its words, files and addresses, what stands beside it, and what is done next."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from nswp_gov.directory.queries import names_of
from nswp_gov.library import operations, policy, queries
from nswp_gov.library.forms import AnswerForm, CompanionForm, FileForm, LinkForm
from nswp_gov.library.models import Resource, ResourceFile, ResourceLink
from nswp_gov.library.states import ResourceState
from nswp_gov.library.views import pages
from nswp_gov.library.views.blueprint import bp
from nswp_gov.library.views.public import handed_out
from nswp_gov.store.uploads import LARGEST
from nswp_gov.store.work import Work
from nswp_gov.web.access import Door, door
from nswp_gov.web.files import file_store
from nswp_gov.web.forms import AppForm, EmptyForm
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import actor, session, viewer, work

TEXT_EDITOR = 1024 * 1024
Write = Callable[[Work, Resource], object]


def _forms() -> dict[str, AppForm]:
    """Return the forms of the page, empty."""
    file, link = FileForm(formdata=None), LinkForm(formdata=None)
    file.offer(locale())
    link.offer(locale())
    return {
        "file_form": file,
        "link_form": link,
        "companion_form": CompanionForm(formdata=None),
        "answer_form": AnswerForm(formdata=None),
        "button": EmptyForm(formdata=None),
    }


def _shown(resource_id: uuid.UUID, status: int = 200, **filled: AppForm) -> ResponseReturnValue:
    row = pages.load(resource_id)
    forms: dict[str, Any] = {**_forms(), **filled}
    is_kept = policy.may_keep(actor()).allowed
    others = _others(row) if is_kept else []
    forms["companion_form"].companion.choices = [SelectChoice(str(k), t) for k, t in others]
    beside = set(queries.companion_ids(session(), row.id))
    ids = [row.organisation_id] if row.organisation_id else []
    return render_template(
        "library/entry.html",
        row=row,
        words=pages.words_of(row),
        files=queries.files_of(session(), row.id),
        links=queries.links_of(session(), row.id),
        answers=queries.answers_of(session(), row.id),
        companions=[(key, title) for key, title in others if key in beside],
        others=[one for one in others if one[0] not in beside],
        may_keep=is_kept,
        may_edit=policy.may_edit(actor(), row.organisation_id, row.state).allowed,
        owner=next(iter(names_of(session(), ids, viewer()).values()), None),
        is_owner_listed=_is_listed(row),
        **forms,
    ), status


def _is_listed(row: Resource) -> bool:
    return row.organisation_id is None or queries.is_listed(session(), row.organisation_id)


def _others(row: Resource) -> list[tuple[uuid.UUID, str]]:
    rows = queries.entries(session(), locale(), [ResourceState.PUBLISHED, ResourceState.DRAFT])
    return [(one.row.id, one.title) for one in rows if one.row.id != row.id]


@bp.get("/library/entries/<uuid:resource_id>")
@door(Door.STAFF, Door.MEMBER)
def entry(resource_id: uuid.UUID) -> ResponseReturnValue:
    """Show one entry to the office, or to the organisation that offers it."""
    return _shown(resource_id)


@bp.route("/library/entries/<uuid:resource_id>/edit", methods=["GET", "POST"])
@door(Door.STAFF, Door.MEMBER, limit=TEXT_EDITOR)
def edit(resource_id: uuid.UUID) -> ResponseReturnValue:
    """Edit what is said of a resource, in its own language."""
    row, form = pages.load(resource_id), pages.entry_form()
    if not form.is_submitted():
        form.load(row, pages.words_of(row))
    tongue = row.locale
    status = pages.attempt(
        form,
        lambda w: operations.edit_resource(
            w, pages.known(w, resource_id), form.facts_beside(pages.known(w, resource_id)),
            form.said(),
        ),
    )  # fmt: skip
    if status is None:
        return redirect(url_for("library.entry", resource_id=resource_id))
    return pages.written("edit", form, status, row=pages.load(resource_id), tongue=tongue)


def _attempt(resource_id: uuid.UUID, name: str, form: AppForm, write: Write) -> ResponseReturnValue:
    pages.load(resource_id)
    status = pages.attempt(form, lambda w: write(w, pages.known(w, resource_id)))
    if status is None:
        return redirect(url_for("library.entry", resource_id=resource_id))
    return _shown(resource_id, status, **{name: form})


@bp.post("/library/entries/<uuid:resource_id>/files")
@door(Door.STAFF, Door.MEMBER, limit=LARGEST)
def add_file(resource_id: uuid.UUID) -> ResponseReturnValue:
    """Add a file."""
    form = FileForm()
    form.offer(locale())
    return _attempt(resource_id, "file_form", form, lambda w, row: _attach(w, row, form))


def _attach(w: Work, row: Resource, form: FileForm) -> ResourceFile:
    given = form.file.data
    return operations.attach(
        w, row, file_store(), language=form.language.data, name=given.filename, content=given.read()
    )


@bp.post("/library/entries/<uuid:resource_id>/links")
@door(Door.STAFF, Door.MEMBER)
def add_link(resource_id: uuid.UUID) -> ResponseReturnValue:
    """Add an outside address."""
    form = LinkForm()
    form.offer(locale())
    return _attempt(
        resource_id,
        "link_form",
        form,
        lambda w, row: operations.add_link(
            w, row, language=form.language.data, address=form.address.data
        ),
    )


def _act(resource_id: uuid.UUID, write: Write) -> ResponseReturnValue:
    """Do one act that has no form of its own; a refusal is a page."""
    pages.load(resource_id)
    with work() as w:
        write(w, pages.known(w, resource_id))
    return redirect(url_for("library.entry", resource_id=resource_id))


@bp.get("/library/entries/<uuid:resource_id>/files/<uuid:file_id>")
@door(Door.STAFF, Door.MEMBER)
def look_at_file(resource_id: uuid.UUID, file_id: uuid.UUID) -> ResponseReturnValue:
    """Give the cleaned copy of a file to those who see the entry, before anybody else does."""
    pages.load(resource_id)
    row = queries.file_of(session(), resource_id, file_id)
    return handed_out(row.file_id, row.name, row.sha256)


@bp.post("/library/entries/<uuid:resource_id>/files/<uuid:file_id>/remove")
@door(Door.STAFF, Door.MEMBER)
def drop_file(resource_id: uuid.UUID, file_id: uuid.UUID) -> ResponseReturnValue:
    """Take a file away."""
    return _act(
        resource_id,
        lambda w, row: operations.detach(
            w, row, pages.of_resource(w, ResourceFile, file_id, resource_id), file_store()
        ),
    )


@bp.post("/library/entries/<uuid:resource_id>/links/<uuid:link_id>/remove")
@door(Door.STAFF, Door.MEMBER)
def drop_link(resource_id: uuid.UUID, link_id: uuid.UUID) -> ResponseReturnValue:
    """Take an outside address away."""
    return _act(
        resource_id,
        lambda w, row: operations.drop_link(
            w, row, pages.of_resource(w, ResourceLink, link_id, resource_id)
        ),
    )


@bp.post("/library/entries/<uuid:resource_id>/send")
@door(Door.STAFF, Door.MEMBER)
def send(resource_id: uuid.UUID) -> ResponseReturnValue:
    """Lay an offer before the office."""
    return _act(resource_id, operations.send)


@bp.post("/library/entries/<uuid:resource_id>/publish")
@door(Door.STAFF)
def publish(resource_id: uuid.UUID) -> ResponseReturnValue:
    """Show a resource to its readers; an offer is accepted by this."""
    form = AnswerForm()
    return _attempt(
        resource_id,
        "answer_form",
        form,
        lambda w, row: operations.publish(w, row, file_store(), words=form.words.data or ""),
    )


@bp.post("/library/entries/<uuid:resource_id>/decline")
@door(Door.STAFF)
def decline(resource_id: uuid.UUID) -> ResponseReturnValue:
    """Give an offer back with words."""
    form = AnswerForm()
    return _attempt(
        resource_id,
        "answer_form",
        form,
        lambda w, row: operations.decline(w, row, form.words.data or ""),
    )


@bp.route("/library/entries/<uuid:resource_id>/withdraw", methods=["GET", "POST"])
@door(Door.STAFF)
def withdraw(resource_id: uuid.UUID) -> ResponseReturnValue:
    """Ask, then show a resource to nobody any more."""
    form = EmptyForm()
    row = pages.load(resource_id)
    if form.validate_on_submit():
        return _act(resource_id, lambda w, one: operations.withdraw(w, one, file_store()))
    return pages.written("withdraw", form, 200, row=row, words=pages.words_of(row))


@bp.post("/library/entries/<uuid:resource_id>/companions")
@door(Door.STAFF)
def add_companion(resource_id: uuid.UUID) -> ResponseReturnValue:
    """Let another resource stand beside this one."""
    form = CompanionForm()
    form.companion.choices = [
        SelectChoice(str(key), title) for key, title in _others(pages.load(resource_id))
    ]
    return _attempt(
        resource_id,
        "companion_form",
        form,
        lambda w, row: operations.name_companion(
            w, row, pages.known(w, uuid.UUID(form.companion.data))
        ),
    )


@bp.post("/library/entries/<uuid:resource_id>/companions/<uuid:other_id>/part")
@door(Door.STAFF)
def drop_companion(resource_id: uuid.UUID, other_id: uuid.UUID) -> ResponseReturnValue:
    """Let another resource no longer stand beside this one."""
    return _act(resource_id, lambda w, row: operations.part_companion(w, row, other_id))
