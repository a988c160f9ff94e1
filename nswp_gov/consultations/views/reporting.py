"""The report: written, published, followed up."""

from __future__ import annotations

import uuid

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from nswp_gov.consultations import operations, queries
from nswp_gov.consultations.forms import FollowForm, RecommendationForm, ReportForm
from nswp_gov.consultations.models import Consultation, Recommendation
from nswp_gov.consultations.states import Outcome, State
from nswp_gov.consultations.views import bp
from nswp_gov.consultations.views.found import TEXT_EDITOR, attempt, known
from nswp_gov.consultations.views.paper import papers
from nswp_gov.consultations.views.results import must_be_seen
from nswp_gov.library.models import SUBJECT
from nswp_gov.rules.audience import may_see
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import NotFound
from nswp_gov.store.links import Card, Registry
from nswp_gov.store.markdown import render
from nswp_gov.store.texts import Reading
from nswp_gov.store.work import Work
from nswp_gov.web.access import Door, door
from nswp_gov.web.files import file_store
from nswp_gov.web.forms import AppForm, EmptyForm
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import session, viewer, work

KIND = "consultation_recommendation"
Asked = list[tuple[Recommendation, dict[str, Reading]]]


@bp.get("/<slug>/report")
@door(Door.PUBLIC)
def report(slug: str) -> ResponseReturnValue:
    """Show what members said, and what was done with it."""
    row = must_be_seen(slug)
    own = queries.words_of(session(), "consultation", [row.id], locale())[row.id]
    html = render(own["report"].words, doc_id="report", top_level=2).html
    return render_template(
        "consultations/report.html",
        row=row,
        words=own,
        report=Markup(html),  # noqa: S704 - cleaned by store.markdown
        asked=_asked(row, locale()),
        in_library=_in_library(row),
    )


def _in_library(row: Consultation) -> Card | None:
    """Return where the report stands in the library, if this reader may have it."""
    held = queries.resource_of(session(), row)
    registry: Registry = current_app.extensions["nswp_gov.links"]
    card = registry.card(session(), SUBJECT, held, locale().value) if held else None
    return card if card and may_see(viewer(), card.audience).allowed else None


def _asked(row: Consultation, language: Locale) -> Asked:
    rows = queries.recommendations(session(), row.id)
    words = queries.words_of(session(), KIND, [one.id for one in rows], language)
    return [(one, words[one.id]) for one in rows]


@bp.route("/<slug>/report/desk", methods=["GET", "POST"])
@door(Door.STAFF, limit=TEXT_EDITOR)
def report_desk(slug: str) -> ResponseReturnValue:
    """Write the report; see what is still lacking."""
    row = known(slug)
    own = queries.words_of(session(), "consultation", [row.id], row.locale)[row.id]
    form = ReportForm(words=own["report"].words if "report" in own else "")
    status = attempt(slug, form, lambda w, one: operations.write_report(w, one, form.words.data))
    if status is None:
        flash(_("Kept."), "ok")
        return redirect(url_for("consultations.report_desk", slug=slug))
    return _desk(slug, form, RecommendationForm(formdata=None), status)


def _desk(slug: str, form: AppForm, adding: AppForm, status: int) -> ResponseReturnValue:
    row = known(slug)
    if row.state not in (State.CLOSED, State.REPORTED):
        raise NotFound
    return render_template(
        "consultations/report_desk.html",
        row=row,
        title=queries.titles(session(), [row], row.locale)[row.id],
        form=form,
        adding=adding,
        asked=_asked(row, row.locale),
        in_library=_in_library(row),
        told_in=list(queries.whole_reports(session(), row)),
    ), status


@bp.post("/<slug>/report/recommendations")
@door(Door.STAFF)
def add_recommendation(slug: str) -> ResponseReturnValue:
    """Add what members asked for and what was done."""
    adding = RecommendationForm()

    def deed(w: Work, row: Consultation) -> None:
        operations.add_recommendation(
            w, row, words=adding.words.data, done=adding.done.data,
            outcome=Outcome(adding.outcome.data),
        )  # fmt: skip

    status = attempt(slug, adding, deed)
    if status is None:
        return redirect(url_for("consultations.report_desk", slug=slug))
    row = known(slug)
    own = queries.words_of(session(), "consultation", [row.id], row.locale)[row.id]
    form = ReportForm(formdata=None, words=own["report"].words if "report" in own else "")
    return _desk(slug, form, adding, status)


@bp.route("/<slug>/report/recommendations/<uuid:recommendation_id>", methods=["GET", "POST"])
@door(Door.STAFF)
def follow_up(slug: str, recommendation_id: uuid.UUID) -> ResponseReturnValue:
    """Say anew what was done with a recommendation."""
    row = known(slug)
    found = queries.recommendation(session(), row.id, recommendation_id)
    words = queries.words_of(session(), KIND, [found.id], row.locale)[found.id]
    form = FollowForm(done=words["done"].words, outcome=found.outcome)

    def deed(w: Work, one: Consultation) -> None:
        known_one = queries.recommendation(w.session, one.id, recommendation_id)
        operations.follow_up(
            w, one, known_one, done=form.done.data, outcome=Outcome(form.outcome.data)
        )

    status = attempt(slug, form, deed)
    if status is None:
        _renew(slug)
        flash(_("Kept."), "ok")
        return redirect(url_for("consultations.report_desk", slug=slug))
    return render_template(
        "consultations/follow_up.html", row=known(slug), form=form, words=words
    ), status


def _renew(slug: str) -> None:
    """Have the library say of a published report what it says now; printed before anything waits.

    The words are kept already: whatever hinders the printing, the desk offers it again.
    """
    row = known(slug)
    if row.state is State.REPORTED:
        made = papers(row)
        with work() as w:
            again = queries.consultation(w.session, slug)
            operations.renew(w, again, file_store(), made)


@bp.post("/<slug>/report/library")
@door(Door.STAFF)
def renew(slug: str) -> ResponseReturnValue:
    """Print the report anew in every language that it is told in, and lay it into the library."""
    if not EmptyForm().validate_on_submit():
        raise NotFound
    _renew(slug)
    flash(_("The library has the report as it is now."), "ok")
    return redirect(url_for("consultations.report_desk", slug=slug))


@bp.post("/<slug>/report/recommendations/<uuid:recommendation_id>/removal")
@door(Door.STAFF)
def remove_recommendation(slug: str, recommendation_id: uuid.UUID) -> ResponseReturnValue:
    """Take a recommendation out before the report is published."""
    return _pressed(
        slug,
        lambda w, row: operations.remove_recommendation(
            w, row, queries.recommendation(w.session, row.id, recommendation_id)
        ),
    )


def _pressed(slug: str, deed: object) -> ResponseReturnValue:
    form = EmptyForm()
    if attempt(slug, form, deed) is not None:  # type: ignore[arg-type]  # a deed of this page
        for error in form.form_errors:
            flash(error, "bad")
    return redirect(url_for("consultations.report_desk", slug=slug))


@bp.route("/<slug>/report/publication", methods=["GET", "POST"])
@door(Door.STAFF)
def publication(slug: str) -> ResponseReturnValue:
    """Ask, then publish report and results and tell everybody who was asked."""
    form = EmptyForm()
    made = papers(known(slug)) if form.is_submitted() else {}

    def deed(w: Work, row: Consultation) -> None:
        operations.publish_report(w, row, file_store(), made)

    status = attempt(slug, form, deed)
    if status is None:
        return redirect(url_for("consultations.report", slug=slug))
    row = known(slug)
    if row.state is not State.CLOSED:
        raise NotFound
    return render_template(
        "consultations/publication.html",
        row=row,
        title=queries.titles(session(), [row], row.locale)[row.id],
        form=form,
    ), status
