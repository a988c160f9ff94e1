"""Acts of those who examine and decide."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.applications import forms, operations, queries
from nswp_gov.applications.models import Application
from nswp_gov.applications.states import Answer, State
from nswp_gov.applications.views import bp
from nswp_gov.applications.views.inside import readable, recognising, shown
from nswp_gov.bodies.views.public import card
from nswp_gov.directory.queries import organisation as the_organisation
from nswp_gov.membership.states import Category
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import NotFound, Unfit
from nswp_gov.store.work import Work
from nswp_gov.web.access import Door, door
from nswp_gov.web.forms import AppForm, carried_out
from nswp_gov.web.unit import settings, work

Deed = Callable[[Work, Application], object]


def _act(application_id: uuid.UUID, name: str, form: AppForm, deed: Deed) -> ResponseReturnValue:
    readable(application_id)
    if carried_out(form, lambda w: deed(w, queries.application(w.session, application_id))):
        flash(_("Recorded."), "ok")
        return _back(application_id)
    return shown(application_id, {name: form})


def _back(application_id: uuid.UUID) -> ResponseReturnValue:
    """Go back to the application, or to the list where the act has taken it out of sight."""
    try:
        readable(application_id)
    except NotFound:
        return redirect(url_for("applications.index"))
    return redirect(url_for("applications.one", application_id=application_id))


@bp.post("/applications/<uuid:application_id>/completeness")
@door(Door.STAFF)
def completeness(application_id: uuid.UUID) -> ResponseReturnValue:
    """Note that it is complete; give it to the reviewers."""
    form = forms.PassOnForm(prefix="completeness")

    def deed(w: Work, row: Application) -> None:
        operations.pass_on(w, row, Category(form.category.data), form.why.data or "")

    return _act(application_id, "completeness", form, deed)


@bp.post("/applications/<uuid:application_id>/return")
@door(Door.STAFF)
def give_back(application_id: uuid.UUID) -> ResponseReturnValue:
    """Give it back to be completed."""
    form = forms.GiveBackForm(prefix="return")

    def deed(w: Work, row: Application) -> None:
        operations.give_back(w, row, form.why.data)

    return _act(application_id, "return", form, deed)


@bp.post("/applications/<uuid:application_id>/question")
@door(Door.STAFF, Door.BOARD)
def question(application_id: uuid.UUID) -> ResponseReturnValue:
    """Ask the applicant."""
    form = forms.AskForm(prefix="question")

    def deed(w: Work, row: Application) -> None:
        operations.ask(w, row, form.words.data)

    return _act(application_id, "question", form, deed)


@bp.post("/applications/<uuid:application_id>/verifier")
@door(Door.STAFF, Door.BOARD)
def name_verifier(application_id: uuid.UUID) -> ResponseReturnValue:
    """Name somebody who may know the organisation."""
    form = forms.VerifierForm(prefix="verifier")

    def deed(w: Work, row: Application) -> None:
        operations.name_verifier(
            w,
            row,
            name=form.name.data,
            questions=form.questions.data,
            locale=Locale(form.locale.data),
            email=form.email.data or None,
        )

    return _act(application_id, "verifier", form, deed)


@bp.post("/applications/<uuid:application_id>/verifiers/<uuid:verification_id>/link")
@door(Door.STAFF, Door.BOARD)
def verifier_link(application_id: uuid.UUID, verification_id: uuid.UUID) -> ResponseReturnValue:
    """Show a new link for a verifier, this once."""
    readable(application_id)
    with work() as w:
        named = queries.verifications(w.session, application_id)
        found = next((one for one in named if one.id == verification_id), None)
        if found is None:
            raise NotFound
        language = found.locale.code
        token = operations.new_verifier_link(w, found)
    path = url_for("applications.asked", token=token, lang=language)
    return shown(application_id, {}, link=settings().public_url + path)


@bp.post("/applications/<uuid:application_id>/recommendation")
@door(Door.STAFF, Door.BOARD)
def recommendation(application_id: uuid.UUID) -> ResponseReturnValue:
    """Recommend."""
    form = forms.RecommendForm(prefix="recommendation")

    def deed(w: Work, row: Application) -> None:
        operations.recommend(
            w,
            row,
            Answer(form.answer.data),
            reason=form.reason.data,
            how=form.how.data,
            told=form.told.data or "",
        )

    return _act(application_id, "recommendation", form, deed)


@bp.post("/applications/<uuid:application_id>/recognition")
@door(Door.STAFF)
def recognition(application_id: uuid.UUID) -> ResponseReturnValue:
    """Say which record of the register the applicant's is, or that it is new."""
    row, _case = readable(application_id)
    form = recognising(row, forms.RecogniseForm(prefix="recognition"))

    def deed(w: Work, row: Application) -> None:
        key = form.known()
        operations.recognise(w, row, the_organisation(w.session, key) if key else None)

    return _act(application_id, "recognition", form, deed)


@bp.post("/applications/<uuid:application_id>/recusal")
@door(Door.STAFF, Door.BOARD)
def recusal(application_id: uuid.UUID) -> ResponseReturnValue:
    """Step aside."""
    form = forms.AsideForm(prefix="recusal")

    def deed(w: Work, row: Application) -> None:
        operations.step_aside(w, row, form.reason.data)

    return _act(application_id, "recusal", form, deed)


def _decision(form: forms.DecidedForm) -> uuid.UUID:
    """Return the decision that a form names.

    Raises:
        Unfit: there is none, or the reader may not see it.

    """
    found = form.decision_id()
    if card("decision", found) is None:
        raise Unfit("decision_unknown", field="decision")
    return found


@bp.post("/applications/<uuid:application_id>/region")
@door(Door.STAFF)
def region(application_id: uuid.UUID) -> ResponseReturnValue:
    """Enter the region that the board assigned."""
    form = forms.RegionForm(prefix="region")

    def deed(w: Work, row: Application) -> None:
        operations.assign_region(
            w,
            row,
            form.region.data,
            reason=form.reason.data,
            decision_id=_decision(form),
        )

    return _act(application_id, "region", form, deed)


@bp.post("/applications/<uuid:application_id>/decision")
@door(Door.STAFF)
def decision(application_id: uuid.UUID) -> ResponseReturnValue:
    """Enter what the board decided, first or on an appeal."""
    form = forms.DecisionForm(prefix="decision")

    def deed(w: Work, row: Application) -> None:
        is_appeal = row.state is State.APPEALED
        enter = operations.decide_appeal if is_appeal else operations.decide
        enter(
            w,
            row,
            Answer(form.answer.data),
            decision_id=_decision(form),
            category=Category(form.category.data),
            told=form.told.data or "",
        )

    return _act(application_id, "decision", form, deed)
