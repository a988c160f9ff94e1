"""The secretariat's pages: what is under way, writing, translating, publishing."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectChoice

from nswp_gov.announcements import forms, operations, queries
from nswp_gov.announcements.forms import TranslateForm, WriteForm
from nswp_gov.announcements.models import Announcement
from nswp_gov.announcements.operations import About, Words
from nswp_gov.announcements.states import Kind
from nswp_gov.announcements.views import bp
from nswp_gov.announcements.views.acting import UNPROCESSABLE, about_day, day_values
from nswp_gov.bodies import queries as bodies
from nswp_gov.rules.audience import Audience, CircleKind
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import DomainError
from nswp_gov.store.work import Work
from nswp_gov.web.access import Door, door
from nswp_gov.web.forms import choices
from nswp_gov.web.locale import BY_CODE, locale
from nswp_gov.web.unit import actor, session, settings, work

TEXT_EDITOR = 1024 * 1024


@bp.get("/news/office")
@door(Door.STAFF)
def office() -> ResponseReturnValue:
    """List what is under way and what was published last, each with its languages."""
    at_work, ended = queries.at_work(session()), queries.ended(session())
    wholes = queries.wholes(session(), [*at_work, *ended])
    titles = queries.titles(session(), [*at_work, *ended], locale())
    return render_template(
        "announcements/office.html",
        at_work=at_work,
        ended=ended,
        titles=titles,
        matrix=[
            (titles[one.row.id].words, {tongue.tag: one.state_in(tongue) for tongue in Locale})
            for one in wholes
        ],
    )


@bp.route("/news/office/new", methods=["GET", "POST"])
@door(Door.STAFF, limit=TEXT_EDITOR)
def new() -> ResponseReturnValue:
    """Write an announcement; it can be published from here at once, in one language."""
    form = _write_form(locale=locale().value, day_zone=settings().zone)
    is_now = "publish" in request.form
    return _written(form, lambda w: _write(w, form, is_now=is_now), None)


def _write(w: Work, form: WriteForm, *, is_now: bool) -> uuid.UUID:
    made = operations.write(
        w, locale=Locale(form.locale.data), words=_words(form), about=_about(form)
    )
    if is_now:
        operations.publish(w, made)
    return made.id


@bp.route("/news/office/<uuid:announcement_id>/words", methods=["GET", "POST"])
@door(Door.STAFF, limit=TEXT_EDITOR)
def edit(announcement_id: uuid.UUID) -> ResponseReturnValue:
    """Change an announcement; a correspondent's draft is taken up by it."""
    row = queries.announcement(session(), announcement_id, actor())
    form = _write_form(**_values(row))
    form.locale.choices = [SelectChoice(row.locale.value, row.locale.own_name)]
    return _written(form, lambda w: _edit(w, announcement_id, form), row)


def _edit(w: Work, announcement_id: uuid.UUID, form: WriteForm) -> uuid.UUID:
    row = w.session.get_one(Announcement, announcement_id)
    operations.edit(
        w,
        row,
        words=_words(form),
        about=_about(form),
        is_substantive=not form.is_editorial.data,
    )
    return row.id


def _written(
    form: WriteForm, write: Callable[[Work], uuid.UUID], row: Announcement | None
) -> ResponseReturnValue:
    status = UNPROCESSABLE if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            with work() as w:
                done = write(w)
        except DomainError as refusal:
            form.refuse(refusal)
            status = refusal.status
        else:
            flash(_("It is saved."), "ok")
            return redirect(url_for("announcements.office_one", announcement_id=done))
    return render_template("announcements/write.html", form=form, row=row), status


def _write_form(**values: Any) -> WriteForm:
    """Return the form; besides all and members, each body can be the readers."""
    form = WriteForm(**values)
    rows = bodies.bodies(session())
    names = bodies.names(session(), rows, locale())
    form.audience.choices = [
        *choices(forms.READERS),
        *(
            SelectChoice(Audience.of(CircleKind.BODY, row.id).code, names[row.id].words)
            for row in rows
        ),
    ]
    return form


def _values(row: Announcement) -> dict[str, Any]:
    whole = queries.whole(session(), row)
    return {
        "kind": row.kind.value,
        "locale": row.locale.value,
        "title": whole.words("title", row.locale),
        "summary": whole.words("summary", row.locale),
        "body": whole.words("body", row.locale),
        "regions": row.regions,
        "themes": row.themes,
        "audience": row.audience,
        **day_values(row, settings().zone),
    }


def _words(form: WriteForm | TranslateForm) -> Words:
    return Words(form.title.data or "", form.summary.data or "", form.body.data or "")


def _about(form: WriteForm) -> About:
    return About(
        kind=Kind(form.kind.data),
        audience=Audience.parse(form.audience.data),
        regions=form.regions.data or (),
        themes=form.themes.data or (),
        **about_day(form),
    )


@bp.route("/news/office/<uuid:announcement_id>/words/<code>", methods=["GET", "POST"])
@door(Door.STAFF, limit=TEXT_EDITOR)
def translation(announcement_id: uuid.UUID, code: str) -> ResponseReturnValue:
    """Write the whole of an announcement in another language, beside its original."""
    tongue = BY_CODE.get(code) or abort(404)
    row = queries.announcement(session(), announcement_id, actor())
    whole = queries.whole(session(), row)
    form = TranslateForm(**{name: whole.words(name, tongue) for name in operations.FIELDS})
    status = UNPROCESSABLE if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            with work() as w:
                _translate(w, announcement_id, tongue, form)
        except DomainError as refusal:
            form.refuse(refusal)
            status = refusal.status
        else:
            flash(_("It is saved."), "ok")
            return redirect(url_for("announcements.office_one", announcement_id=announcement_id))
    return render_template(
        "announcements/translate.html", form=form, row=row, whole=whole, tongue=tongue
    ), status


def _translate(w: Work, announcement_id: uuid.UUID, tongue: Locale, form: TranslateForm) -> None:
    operations.translate(
        w,
        w.session.get_one(Announcement, announcement_id),
        tongue,
        _words(form),
        is_machine_assisted=form.is_machine_assisted.data,
    )
