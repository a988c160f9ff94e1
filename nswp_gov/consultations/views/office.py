"""The secretariat's list; opening, extending; how many at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from nswp_gov.consultations import operations, queries
from nswp_gov.consultations.forms import DraftForm, ExtendForm, LimitForm, OpenForm
from nswp_gov.consultations.models import Consultation
from nswp_gov.consultations.states import Readers, State
from nswp_gov.consultations.views import bp
from nswp_gov.consultations.views.found import attempt, instant, keys, known, whole
from nswp_gov.consultations.views.results import said
from nswp_gov.membership.states import Category
from nswp_gov.rules.cells import cell
from nswp_gov.rules.regions import Region
from nswp_gov.store.errors import DomainError
from nswp_gov.store.work import Work
from nswp_gov.web.access import Door, door
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import now, session, settings, work

USUAL = timedelta(days=21)


@bp.route("/office", methods=["GET", "POST"])
@door(Door.STAFF)
def office() -> ResponseReturnValue:
    """Show every consultation by its state, and the limit for how many run at once."""
    form = LimitForm(most=operations.most_at_once(session()))
    status = 200
    if form.validate_on_submit():
        with work() as w:
            operations.set_most_at_once(w, form.most.data)
        flash(_("Kept."), "ok")
        return redirect(url_for("consultations.office"))
    if form.is_submitted():
        status = 422
    rows = queries.consultations(session(), list(State))
    return render_template(
        "consultations/office.html",
        form=form,
        states=[(state, [row for row in rows if row.state is state]) for state in State],
        titles=queries.titles(session(), rows, locale()),
        handed_in={row.id: said(cell(queries.handed_in(session(), row.id))) for row in rows},
    ), status


@bp.route("/new", methods=["GET", "POST"])
@door(Door.STAFF)
def new() -> ResponseReturnValue:
    """Begin a draft."""
    form = DraftForm(closes_at=(now() + USUAL).replace(tzinfo=None, second=0, microsecond=0))
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            with work() as w:
                slug = operations.begin(w, locale=locale(), **_given(form)).slug
        except DomainError as refusal:
            form.refuse(refusal)
            status = refusal.status
        else:
            return redirect(url_for("consultations.questions", slug=slug))
    return render_template("consultations/new.html", form=form, row=None), status


def _given(form: DraftForm) -> dict[str, Any]:
    return {
        "title": form.title.data,
        "purpose": form.purpose.data,
        "closes_at": instant(form.closes_at.data),
        "categories": [Category(one) for one in form.categories.data or ()],
        "regions": [Region(one) for one in form.regions.data or ()],
        "readers": Readers(form.readers.data),
    }


@bp.route("/<slug>/change", methods=["GET", "POST"])
@door(Door.STAFF)
def change(slug: str) -> ResponseReturnValue:
    """Change what a draft is about, who is asked, and its end."""
    found = queries.questionnaire(session(), known(slug), locale=known(slug).locale)
    row = found.row
    form = DraftForm(
        title=found.words["title"].words,
        purpose=found.words["purpose"].words,
        closes_at=row.closes_at.astimezone(ZoneInfo(settings().zone)).replace(tzinfo=None),
        categories=row.categories,
        regions=row.regions,
        readers=row.readers,
    )
    status = attempt(slug, form, lambda w, one: operations.change(w, one, **_given(form)))
    if status is None:
        return redirect(url_for("consultations.questions", slug=slug))
    return render_template("consultations/new.html", form=form, row=known(slug)), status


@bp.route("/<slug>/opening", methods=["GET", "POST"])
@door(Door.STAFF)
def opening(slug: str) -> ResponseReturnValue:
    """Show who would be asked and how busy they are; open."""
    form = OpenForm()

    def deed(w: Work, row: Consultation) -> None:
        asked = operations.open_now(w, row, keys(), reason=form.reason.data or "")
        flash(
            ngettext("It is open: one organisation is asked.",
                     "It is open: %(num)d organisations are asked.", asked), "ok",
        )  # fmt: skip

    status = attempt(slug, form, deed)
    if status is None:
        return redirect(url_for("consultations.one", slug=slug))
    found = whole(slug)
    with work() as w:
        asked = len(operations.audience(w, found.row))
        tired = len(operations.tired(w, found.row))
    return render_template(
        "consultations/opening.html", form=form, whole=whole(slug), asked=asked, tired=tired,
        others=queries.titles(session(), running(), locale()), running=running(),
        most=operations.most_at_once(session()),
    ), status  # fmt: skip


def running() -> list[Consultation]:
    """Return what is open now."""
    return [one for one in queries.consultations(session(), [State.OPEN]) if one.closes_at > now()]


@bp.route("/<slug>/extension", methods=["GET", "POST"])
@door(Door.STAFF)
def extension(slug: str) -> ResponseReturnValue:
    """Let it run longer."""
    form = ExtendForm()
    status = attempt(
        slug, form, lambda w, row: operations.extend(w, row, instant(form.closes_at.data))
    )
    if status is None:
        flash(_("Kept."), "ok")
        return redirect(url_for("consultations.one", slug=slug))
    return render_template("consultations/extension.html", form=form, whole=whole(slug)), status
