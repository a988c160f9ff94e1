"""A correspondent's pages: send a draft from a phone, see where it is, change it, take it back."""

from __future__ import annotations

import uuid
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectChoice

from nswp_gov.announcements import operations, policy, queries
from nswp_gov.announcements.forms import SendForm
from nswp_gov.announcements.models import Announcement
from nswp_gov.announcements.states import Credit, Kind
from nswp_gov.announcements.views import bp
from nswp_gov.announcements.views.acting import UNPROCESSABLE, about_day, day_values
from nswp_gov.directory.queries import HIDDEN_NAME, names_of, region_of
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import DomainError, NotFound
from nswp_gov.store.work import Work
from nswp_gov.web.access import Door, door
from nswp_gov.web.forms import EmptyForm
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import actor, session, settings, viewer, work

TEXT_EDITOR = 1024 * 1024


@bp.get("/news/ours")
@door(Door.MEMBER)
def ours() -> ResponseReturnValue:
    """List what this person and their organisations sent, with where each is."""
    rows = queries.sent_by(session(), actor())
    return render_template(
        "announcements/ours.html",
        rows=rows,
        titles=queries.titles(session(), rows, locale()),
        may_send=bool(policy.speaks_for(actor())),
    )


@bp.route("/news/ours/new", methods=["GET", "POST"])
@door(Door.MEMBER, limit=TEXT_EDITOR)
def send() -> ResponseReturnValue:
    """Send a draft: a title, what happened, and what it is."""
    form = SendForm(locale=locale().value, day_zone=settings().zone)
    form.organisation.choices = _own_organisations()
    if not form.is_submitted() and form.organisation.choices:
        form.organisation.data = form.organisation.choices[0].value
    status = UNPROCESSABLE if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            with work() as w:
                made = _send(w, form).id
        except DomainError as refusal:
            form.refuse(refusal)
            status = refusal.status
        else:
            flash(_("The secretariat has it. You see here how it goes on."), "ok")
            return redirect(url_for("announcements.our_one", announcement_id=made))
    return render_template("announcements/send.html", form=form, row=None), status


def _send(w: Work, form: SendForm) -> Announcement:
    organisation_id = uuid.UUID(form.organisation.data)
    region = region_of(w.session, organisation_id, w.today)
    return operations.send_draft(
        w,
        organisation_id,
        locale=Locale(form.locale.data),
        words=operations.Words(form.title.data, body=form.body.data),
        about=operations.About(
            kind=Kind(form.kind.data), regions=[region] if region else [], **about_day(form)
        ),
        credit=Credit(form.credit.data),
    )


def _own_organisations() -> list[SelectChoice]:
    own = sorted(policy.speaks_for(actor()))
    names = names_of(session(), own, viewer())
    unnamed = _("your organisation")
    return [
        SelectChoice(str(one), unnamed if names[one] == HIDDEN_NAME else names[one]) for one in own
    ]


@bp.get("/news/ours/<uuid:announcement_id>")
@door(Door.SIGNED_IN)
def our_one(announcement_id: uuid.UUID) -> ResponseReturnValue:
    """Show whoever sent a draft where it is, and what the secretariat made of it."""
    row = _sent(announcement_id)
    return render_template(
        "announcements/our_one.html",
        row=row,
        whole=queries.whole(session(), row),
        may_change=policy.may_resend(actor(), row).allowed,
        button=EmptyForm(),
    )


def _sent(announcement_id: uuid.UUID) -> Announcement:
    row = queries.announcement(session(), announcement_id, actor())
    if not policy.is_sender(actor(), row):
        raise NotFound
    return row


@bp.route("/news/ours/<uuid:announcement_id>/words", methods=["GET", "POST"])
@door(Door.SIGNED_IN, limit=TEXT_EDITOR)
def resend(announcement_id: uuid.UUID) -> ResponseReturnValue:
    """Change a draft that nobody has taken up."""
    row = _sent(announcement_id)
    form = SendForm(**_values(row))
    form.organisation.choices = [SelectChoice(str(row.organisation_id), "")]
    form.locale.choices = [SelectChoice(row.locale.value, row.locale.own_name)]
    status = UNPROCESSABLE if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            with work() as w:
                _resend(w, announcement_id, form)
        except DomainError as refusal:
            form.refuse(refusal)
            status = refusal.status
        else:
            flash(_("The secretariat has the new words."), "ok")
            return redirect(url_for("announcements.our_one", announcement_id=announcement_id))
    return render_template("announcements/send.html", form=form, row=row), status


def _resend(w: Work, announcement_id: uuid.UUID, form: SendForm) -> None:
    row = w.session.get_one(Announcement, announcement_id)
    operations.resend(
        w,
        row,
        words=operations.Words(form.title.data, body=form.body.data),
        about=operations.About(
            kind=Kind(form.kind.data), regions=list(row.regions), **about_day(form)
        ),
        credit=Credit(form.credit.data),
    )


def _values(row: Announcement) -> dict[str, Any]:
    whole = queries.whole(session(), row)
    return {
        "organisation": str(row.organisation_id),
        "locale": row.locale.value,
        "kind": row.kind.value,
        "title": whole.words("title", row.locale),
        "body": whole.words("body", row.locale),
        "credit": row.credit.value,
        **day_values(row, settings().zone),
    }


@bp.post("/news/ours/<uuid:announcement_id>/back")
@door(Door.SIGNED_IN)
def take_back(announcement_id: uuid.UUID) -> ResponseReturnValue:
    """Take a draft back that nobody has taken up."""
    _sent(announcement_id)
    with work() as w:
        operations.withdraw(w, w.session.get_one(Announcement, announcement_id))
    flash(_("It was taken back."), "ok")
    return redirect(url_for("announcements.ours"))
