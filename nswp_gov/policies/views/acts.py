"""Acts of the desk: enter, amend, publish, give back, withdraw."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectChoice

from nswp_gov.policies import operations, queries
from nswp_gov.policies.forms import (
    CheckForm,
    InstitutionForm,
    InstrumentForm,
    PlainForm,
    PositionForm,
    ReasonForm,
    RemarkForm,
)
from nswp_gov.policies.models import Institution, Instrument, Position
from nswp_gov.policies.operations import InstitutionFacts, InstrumentFacts, PositionFacts
from nswp_gov.policies.states import Found, InstitutionKind, InstrumentKind, Stance, Topic
from nswp_gov.policies.views import bp, words
from nswp_gov.policies.views.desk import known_entry, show_entry
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import DomainError, NotFound
from nswp_gov.store.work import Work
from nswp_gov.web.access import Door, door
from nswp_gov.web.formats import COLON, day
from nswp_gov.web.forms import AppForm
from nswp_gov.web.locale import locale
from nswp_gov.web.phrases import phrase
from nswp_gov.web.unit import session, work

UNPROCESSABLE = 422


def _take(form: AppForm, act: Callable[[Work], uuid.UUID]) -> tuple[uuid.UUID | None, int]:
    """Do the act if the form is whole; return what it made, and the status of the page if not."""
    if not form.validate_on_submit():
        return None, UNPROCESSABLE if form.is_submitted() else 200
    try:
        with work() as w:
            return act(w), 200
    except DomainError as refusal:
        form.refuse(refusal)
        return None, refusal.status


@bp.route("/policies/desk/institutions/new", methods=["GET", "POST"])
@door(Door.STAFF)
def new_institution() -> ResponseReturnValue:
    """Add an institution."""
    form = InstitutionForm()
    made, status = _take(form, lambda w: operations.add_institution(w, _institution(form)).id)
    if made:
        return redirect(url_for("policies.new_document", institution_id=made))
    return render_template("policies/new_institution.html", form=form), status


def _institution(form: InstitutionForm) -> InstitutionFacts:
    return InstitutionFacts(
        name={locale(): form.name.data.strip()},
        acronym=(form.acronym.data or "").strip(),
        kind=InstitutionKind(form.kind.data),
        region=form.region.data or None,
        address=(form.address.data or "").strip(),
    )


@bp.route(
    "/policies/desk/institutions/<uuid:institution_id>/documents/new", methods=["GET", "POST"]
)
@door(Door.STAFF)
def new_document(institution_id: uuid.UUID) -> ResponseReturnValue:
    """Enter a document of an institution."""
    if queries.institution(session(), institution_id) is None:
        raise NotFound
    form = InstrumentForm(language=locale().code)
    form.fill(locale())

    def enter(w: Work) -> uuid.UUID:
        of = w.session.get_one(Institution, institution_id)
        return operations.enter_instrument(w, of, _document(form)).id

    made, status = _take(form, enter)
    if made:
        return redirect(url_for("policies.new_position", instrument_id=made))
    said = queries.said(session(), [institution_id], locale())
    return render_template(
        "policies/new_document.html",
        form=form,
        by=said[institution_id],
        document=None,
        tongue=locale(),
    ), status


def _document(form: InstrumentForm) -> InstrumentFacts:
    return InstrumentFacts(
        title={locale(): form.title.data.strip()},
        kind=InstrumentKind(form.kind.data),
        official_title=form.official_title.data.strip(),
        language=form.language.data,
        languages=tuple(form.languages.data or ()),
        issued_on=form.issued_on.data,
        reference=(form.reference.data or "").strip(),
        address=form.address.data.strip(),
        is_worldwide=form.is_worldwide.data,
        regions=tuple(form.regions.data or ()),
        countries=tuple(form.countries.data or ()),
    )


@bp.route("/policies/desk/documents/<uuid:instrument_id>/amend", methods=["GET", "POST"])
@door(Door.STAFF)
def amend_document(instrument_id: uuid.UUID) -> ResponseReturnValue:
    """Change a document of which nothing is public yet."""
    found = queries.instrument(session(), instrument_id)
    if found is None:
        raise NotFound
    by = queries.said(session(), [found.institution_id], locale())[found.institution_id]
    title = queries.original(session(), found.id)
    form = InstrumentForm(obj=found, title=title.words if title else "")
    form.fill(locale())

    def amend(w: Work) -> uuid.UUID:
        row = w.session.get_one(Instrument, instrument_id)
        return operations.amend_instrument(w, row, _document(form)).id

    made, status = _take(form, amend)
    if made:
        return redirect(url_for("policies.entries", instrument_id=made))
    return render_template(
        "policies/new_document.html",
        form=form,
        by=by,
        document=instrument_id,
        tongue=title.locale if title else locale(),
    ), status


@bp.route("/policies/desk/documents/<uuid:instrument_id>/positions/new", methods=["GET", "POST"])
@door(Door.STAFF)
def new_position(instrument_id: uuid.UUID) -> ResponseReturnValue:
    """Enter a position taken in a document."""
    form = PositionForm()
    found = _fill(form, instrument_id, None)

    def enter(w: Work) -> uuid.UUID:
        of = w.session.get_one(Instrument, instrument_id)
        return operations.enter_position(w, of, _position(form)).id

    made, status = _take(form, enter)
    if made:
        flash(_("Entered. It is public once a second person has reviewed it."), "ok")
        return redirect(url_for("policies.entries", instrument_id=instrument_id))
    return _position_page(form, found, None, locale(), status)


def _fill(form: PositionForm, instrument_id: uuid.UUID, own: uuid.UUID | None) -> uuid.UUID:
    """Offer what a form chooses from; return the institution of the document."""
    found = queries.instrument(session(), instrument_id)
    if found is None:
        raise NotFound
    rows = queries.in_force(session(), found.institution_id)
    said = queries.said(session(), [row.instrument.id for row in rows], locale())
    older = [
        SelectChoice(
            str(row.position.id),
            f"{words.TOPICS[row.position.topic]}{COLON}{said[row.instrument.id].words} "
            f"({day(row.position.taken_on)}, {row.position.place})",
        )
        for row in rows
        if row.position.id != own
    ]
    form.fill(locale(), older)
    return found.id


def _position(form: PositionForm) -> PositionFacts:
    said = (form.paraphrase.data or "").strip()
    return PositionFacts(
        topic=Topic(form.topic.data),
        stance=Stance(form.stance.data),
        place=form.place.data.strip(),
        paraphrase={locale(): said} if said else None,
        quotation=(form.quotation.data or "").replace("\r\n", "\n").strip(),
        quotation_language=form.quotation_language.data or "",
        taken_on=form.taken_on.data,
        supersedes_id=uuid.UUID(form.supersedes.data) if form.supersedes.data else None,
    )


def _position_page(
    form: PositionForm,
    instrument_id: uuid.UUID,
    position_id: uuid.UUID | None,
    tongue: Locale,
    status: int,
) -> ResponseReturnValue:
    return render_template(
        "policies/new_position.html",
        form=form,
        instrument_id=instrument_id,
        position_id=position_id,
        title=queries.said(session(), [instrument_id], locale())[instrument_id],
        tongue=tongue,
    ), status


@bp.route("/policies/desk/positions/<uuid:position_id>/amend", methods=["GET", "POST"])
@door(Door.STAFF)
def amend_position(position_id: uuid.UUID) -> ResponseReturnValue:
    """Change an entry that is not public yet."""
    found = known_entry(position_id)
    row = found.position
    said = queries.original(session(), position_id)
    form = PositionForm(
        obj=row,
        paraphrase=said.words if said else "",
        supersedes=str(row.supersedes_id or ""),
    )
    instrument_id = _fill(form, found.instrument.id, position_id)

    def amend(w: Work) -> uuid.UUID:
        own = w.session.get_one(Position, position_id)
        return operations.amend_position(w, own, _position(form)).id

    made, status = _take(form, amend)
    if made:
        return redirect(url_for("policies.review", position_id=made))
    tongue = said.locale if said else locale()
    return _position_page(form, instrument_id, position_id, tongue, status)


@bp.post("/policies/desk/positions/<uuid:position_id>/publish")
@door(Door.STAFF, Door.BOARD)
def publish(position_id: uuid.UUID) -> ResponseReturnValue:
    """Publish an entry that somebody else wrote."""
    said = _("It is public now. Those who asked for it are told within a day.")
    return _act(position_id, PlainForm(), "plain", operations.publish, said)


@bp.post("/policies/desk/positions/<uuid:position_id>/give-back")
@door(Door.STAFF, Door.BOARD)
def give_back(position_id: uuid.UUID) -> ResponseReturnValue:
    """Give an entry back to whoever wrote it."""
    form = RemarkForm()
    return _act(
        position_id,
        form,
        "remark",
        lambda w, row: operations.give_back(w, row, form.remark.data),
        _("Given back, with what you wrote."),
    )


@bp.post("/policies/desk/positions/<uuid:position_id>/withdraw")
@door(Door.STAFF)
def withdraw(position_id: uuid.UUID) -> ResponseReturnValue:
    """Take an entry out of the tracker."""
    form = ReasonForm()
    return _act(
        position_id,
        form,
        "reason",
        lambda w, row: operations.withdraw(w, row, {locale(): form.reason.data}),
        _("Withdrawn. Its address tells the reason."),
    )


@bp.post("/policies/desk/positions/<uuid:position_id>/check")
@door(Door.STAFF)
def note_check(position_id: uuid.UUID) -> ResponseReturnValue:
    """Note that the source was read; readers see where and when."""
    form = CheckForm()
    return _act(
        position_id,
        form,
        "check",
        lambda w, row: operations.note_check(
            w, row, address=form.address.data.strip(), found=Found(form.found.data)
        ),
        _("Noted, with today’s date."),
    )


def _act(
    position_id: uuid.UUID,
    form: AppForm,
    name: str,
    verb: Callable[[Work, Position], Any],
    said: str,
) -> ResponseReturnValue:
    """Do one act with an entry and go back to it; a refusal stands on its page."""
    known_entry(position_id)
    if not form.validate_on_submit():
        return show_entry(position_id, UNPROCESSABLE, **{name: form})
    try:
        with work() as w:
            verb(w, w.session.get_one(Position, position_id))
    except DomainError as refusal:
        form.refuse(refusal)
        return show_entry(position_id, refusal.status, **{name: form, "refusal": phrase(refusal)})
    flash(said, "ok")
    return redirect(url_for("policies.review", position_id=position_id))
