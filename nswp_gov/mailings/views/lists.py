"""Named lists, for the secretariat alone."""

from __future__ import annotations

import uuid

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.directory import queries as directory
from nswp_gov.mailings import operations, queries
from nswp_gov.mailings.forms import EntryForm, ListForm
from nswp_gov.mailings.views.frame import bp, page
from nswp_gov.store.errors import NotFound, Unfit
from nswp_gov.store.work import Work
from nswp_gov.web.access import Door, door
from nswp_gov.web.forms import EmptyForm, attempt
from nswp_gov.web.unit import session, work


@bp.route("/lists", methods=["GET", "POST"])
@door(Door.STAFF)
def lists() -> ResponseReturnValue:
    """Show the lists; begin one."""
    form = ListForm()
    return attempt(form, lambda: _begin(form.name.data)) or page(
        "lists", form=form, rows=queries.lists(session())
    )


def _begin(name: str) -> ResponseReturnValue:
    with work() as w:
        slug = operations.begin_list(w, name).slug
    return redirect(url_for(".named_list", slug=slug))


@bp.route("/lists/<slug>", methods=["GET", "POST"])
@door(Door.STAFF)
def named_list(slug: str) -> ResponseReturnValue:
    """Show who is on a list; put somebody on it."""
    row = queries.named_list(session(), slug)
    form = EntryForm()
    return attempt(form, lambda: _put_on(slug, form.who.data.strip())) or page(
        "list",
        row=row,
        form=form,
        entries=queries.entries(session(), row.id),
        button=EmptyForm(formdata=None),
    )


def _put_on(slug: str, who: str) -> ResponseReturnValue:
    with work() as w:
        person_id, organisation_id = _found(w, who)
        operations.put_on(
            w,
            queries.named_list(w.session, slug),
            person_id=person_id,
            organisation_id=organisation_id,
        )
    flash(_("Put on the list."), "ok")
    return redirect(url_for(".named_list", slug=slug))


def _found(w: Work, who: str) -> tuple[uuid.UUID | None, uuid.UUID | None]:
    if (person_id := directory.person_by_sign_in(w.session, who)) is not None:
        return person_id, None
    try:
        return None, directory.organisation_by_slug(w.session, who).id
    except NotFound:
        raise Unfit("list_entry_unknown", field="who") from None


@bp.post("/lists/<slug>/<uuid:entry_id>/off")
@door(Door.STAFF)
def taking_off(slug: str, entry_id: uuid.UUID) -> ResponseReturnValue:
    """Take an entry off a list."""
    with work() as w:
        operations.take_off(w, queries.named_list(w.session, slug), entry_id)
    return redirect(url_for(".named_list", slug=slug))


@bp.post("/lists/<slug>/end")
@door(Door.STAFF)
def ending(slug: str) -> ResponseReturnValue:
    """End a list."""
    with work() as w:
        operations.end_list(w, queries.named_list(w.session, slug))
    flash(_("The list has ended."), "ok")
    return redirect(url_for(".lists"))
