"""Writing a complaint: what it means, begin, words, files, handing it in."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.accounts.link_forms import BeginForm, FileForm
from nswp_gov.bodies import queries as bodies
from nswp_gov.complaints import operations, policy, queries
from nswp_gov.complaints.forms import SaidForm
from nswp_gov.complaints.models import Complaint
from nswp_gov.complaints.states import DRAFT_LASTS, KEPT, MOST_DOCUMENTS, State
from nswp_gov.complaints.views import bp
from nswp_gov.complaints.views.gate import LINKS
from nswp_gov.store.clock import civil_day
from nswp_gov.store.work import Work
from nswp_gov.web.access import Door, door
from nswp_gov.web.files import UPLOAD, file_store, handed_out, named_files
from nswp_gov.web.locale import locale
from nswp_gov.web.private_links import work
from nswp_gov.web.unit import now, session, settings

SEND = "send"


@bp.get("/complain")
@door(Door.PUBLIC)
def start() -> ResponseReturnValue:
    """Say who reads a complaint, what follows, and what is not promised."""
    rule = queries.rule_on(session(), civil_day(now(), settings().zone))
    named = bodies.body_by_slug(session(), rule.receivers) if rule.receivers else None
    body = named or bodies.board(session())
    names = bodies.names(session(), [body] if body else [], locale())
    return render_template(
        "complaints/start.html",
        rule=rule,
        body=body,
        name=names[body.id] if body else None,
        kept_years=KEPT.days // 365,
    )


@bp.route("/complain/begin", methods=["GET", "POST"])
@door(Door.PUBLIC)
def begin() -> ResponseReturnValue:
    """Take a phrase; show the private link, this once."""
    return LINKS.begun(BeginForm(), operations.begin)


def said_form(row: Complaint) -> SaidForm:
    """Return the form of what is said, with what was saved and who may come to read it.

    People are offered by their seats: no page says the identifier of a person.
    """
    offered = queries.receivers_offered(session(), now())
    seats = bodies.seat_names(session(), [seat for seat, _who, _name in offered], locale())
    held = dict(row.said or {})
    marked = held.pop("people", ())
    form = SaidForm(
        data=held | {"people": [str(s) for s, who, _n in offered if str(who) in marked]}
    )
    form.offer(
        (str(seat), _("%(name)s (%(seat)s)", name=name, seat=seats[seat]) if name else seats[seat])
        for seat, _who, name in offered
    )
    return form


def _said(row: Complaint, form: SaidForm) -> dict[str, Any]:
    """Return what was typed; who was marked before and holds no such seat now stays marked."""
    offered = {str(seat): who for seat, who, _name in queries.receivers_offered(session(), now())}
    before = {uuid.UUID(one) for one in (row.said or {}).get("people", ())}
    marked = {offered[seat] for seat in form.people.data or ()}
    return dict(form.data) | {"people": [*marked, *before.difference(offered.values())]}


def draft(token: str, row: Complaint, form: SaidForm | None = None) -> Response:
    """Return the page of a complaint that is being written."""
    return LINKS.page(
        "draft",
        form or said_form(row),
        token=token,
        kept_until=row.saved_at + DRAFT_LASTS,
        documents=named_files(queries.documents(session(), row.id)),
    )


@bp.post("/case/<token>/words")
@door(Door.PRIVATE_LINK)
def words(token: str) -> ResponseReturnValue:
    """Keep what was written, or hand it in."""
    row = LINKS.opened(token)
    form = said_form(row)
    is_sent = SEND in request.form

    def keep(w: Work, held: Complaint) -> None:
        operations.save(w, held, _said(held, form), locale=locale())
        if is_sent:
            operations.hand_in(w, held)

    if LINKS.carried_out(token, form, keep):
        flash(_("It is handed in.") if is_sent else _("Everything is kept."), "ok")
        return redirect(url_for("complaints.own", token=token))
    return draft(token, LINKS.opened(token), form)


@bp.route("/case/<token>/files", methods=["GET", "POST"])
@door(Door.PRIVATE_LINK, limit=UPLOAD)
def documents(token: str) -> ResponseReturnValue:
    """Show the files that were added; add one. None is needed."""
    row = LINKS.opened(token)
    if not policy.may_add(row.state):
        return redirect(url_for("complaints.own", token=token))
    form = FileForm()

    def add(w: Work, held: Complaint) -> None:
        operations.add_document(w, held, file_store(), *form.given())

    if LINKS.carried_out(token, form, add):
        flash(_("Added. Look at the copy that we keep."), "ok")
        return redirect(url_for("complaints.documents", token=token))
    row = LINKS.opened(token)
    kept = named_files(queries.documents(session(), row.id))
    is_full, is_draft = len(kept) >= MOST_DOCUMENTS, row.state is State.DRAFT
    return LINKS.page(
        "files", form, token=token, documents=kept, is_full=is_full, is_draft=is_draft
    )


@bp.get("/case/<token>/files/<uuid:document_id>")
@door(Door.PRIVATE_LINK)
def own_file(token: str, document_id: uuid.UUID) -> ResponseReturnValue:
    """Give whoever complains the copy of a file that we keep."""
    return handed_out(queries.stored(session(), LINKS.opened(token).id, document_id))


@bp.post("/case/<token>/files/<uuid:document_id>/removal")
@door(Door.PRIVATE_LINK)
def file_removal(token: str, document_id: uuid.UUID) -> ResponseReturnValue:
    """Delete a file of a complaint that is still being written."""
    LINKS.opened(token)
    with work() as w:
        held = LINKS.within(w, token)
        operations.remove_document(w, held, file_store(), document_id)
    flash(_("The file is deleted."), "ok")
    return redirect(url_for("complaints.documents", token=token))
