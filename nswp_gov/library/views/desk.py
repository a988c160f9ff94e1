"""The desk of the library: what waits, a new entry, partners and series, links that fail."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from nswp_gov.directory.queries import names_of
from nswp_gov.library import operations, queries
from nswp_gov.library.forms import OfferForm, PartnerForm, SeriesForm
from nswp_gov.library.models import Resource
from nswp_gov.library.operations import Facts
from nswp_gov.library.states import ResourceState
from nswp_gov.library.views import pages
from nswp_gov.library.views.blueprint import bp
from nswp_gov.store.work import Work
from nswp_gov.web.access import Door, door
from nswp_gov.web.forms import EmptyForm
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import session, viewer, work

TEXT_EDITOR = 1024 * 1024
SHOWN = (
    ResourceState.REVIEW,
    ResourceState.DRAFT,
    ResourceState.PUBLISHED,
    ResourceState.WITHDRAWN,
)


@bp.get("/library/desk")
@door(Door.STAFF)
def desk() -> ResponseReturnValue:
    """Show every entry by its state, offers first."""
    parts = [(state, queries.entries(session(), locale(), [state])) for state in SHOWN]
    every = (one.row.organisation_id for _state, rows in parts for one in rows)
    owners = {one for one in every if one}
    return render_template(
        "library/desk.html",
        parts=parts,
        names=names_of(session(), owners, viewer()),
        here=locale(),
        faulty=len(queries.faulty_links(session())),
    )


@bp.route("/library/desk/new", methods=["GET", "POST"])
@door(Door.STAFF, limit=TEXT_EDITOR)
def add() -> ResponseReturnValue:
    """Begin an entry, in the language of the page."""
    form, made = pages.entry_form(), list[Resource]()
    status = pages.attempt(form, lambda w: made.append(_add(w, form.facts(), form)))
    if status is None:
        return redirect(url_for("library.entry", resource_id=made[0].id))
    return pages.written("edit", form, status, row=None, tongue=locale())


def _add(w: Work, facts: Facts, form: OfferForm) -> Resource:
    return operations.add_resource(w, facts, form.said(), locale())


@bp.route("/library/desk/names", methods=["GET", "POST"])
@door(Door.STAFF)
def names() -> ResponseReturnValue:
    """Show partner institutions and series; add a partner."""
    form = PartnerForm()
    status = pages.attempt(form, lambda w: operations.add_partner(w, form.new_partner.data))
    return _names(status, form, SeriesForm(formdata=None))


@bp.post("/library/desk/series")
@door(Door.STAFF)
def series() -> ResponseReturnValue:
    """Begin a series, in the language of the page."""
    form = SeriesForm()
    status = pages.attempt(form, lambda w: operations.add_series(w, form.new_series.data, locale()))
    return _names(status, PartnerForm(formdata=None), form)


def _names(status: int | None, partner: PartnerForm, row: SeriesForm) -> ResponseReturnValue:
    if status is None:
        return redirect(url_for("library.names"))
    return render_template(
        "library/names.html",
        form=partner,
        series_form=row,
        partners=queries.partners(session()),
        series=pages.series_choices(),
    ), status


@bp.get("/library/desk/links")
@door(Door.STAFF)
def links() -> ResponseReturnValue:
    """Show the addresses that did not answer as they should, and whether any are asked."""
    rows = queries.faulty_links(session())
    titles = queries.titled(session(), [row for _link, row in rows], locale())
    return render_template(
        "library/links.html",
        rows=[(link, entry) for (link, _row), entry in zip(rows, titles, strict=True)],
        numbers=queries.link_numbers(session()),
        is_on=queries.checks_links(session()),
        form=EmptyForm(),
    )


@bp.post("/library/desk/links/<any(on, off):wish>")
@door(Door.STAFF)
def watch(wish: str) -> ResponseReturnValue:
    """Let the program ask outside addresses, or no longer."""
    with work() as w:
        operations.watch_links(w, is_on=wish == "on")
    return redirect(url_for("library.links"))
