"""A later close, complaints and their answers."""

from __future__ import annotations

import uuid
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.elections import operations, queries
from nswp_gov.elections.ending_forms import AnswerForm, ComplainForm, ExtendForm
from nswp_gov.elections.models import Election
from nswp_gov.elections.operations.ending import COMPLAINING
from nswp_gov.elections.views import bp
from nswp_gov.elections.views.found import attempt, key_folder, known, own_names, run
from nswp_gov.store.errors import NotFound
from nswp_gov.web.access import Door, door
from nswp_gov.web.formats import wall
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import actor, now, session, settings, work


@bp.route("/<slug>/extend", methods=["GET", "POST"])
@door(Door.OFFICER, fresh=True)
def extend(slug: str) -> ResponseReturnValue:
    """Move the close once, for everybody, while voting is open."""
    found = run(slug)
    form = ExtendForm()
    status = attempt(form, lambda: _extend(form, slug))
    if status == 0:
        flash(_("The close is moved. Tell everybody who votes."), "ok")
        return redirect(url_for("elections.desk", slug=slug))
    return render_template(
        "elections/extend.html",
        form=form,
        election=(found := run(slug)),
        title=queries.title_of(session(), found, locale()),
        manifest=queries.manifest_of(found),
        zone=settings().zone,
    ), status


def _extend(form: ExtendForm, slug: str) -> None:
    closes_at = wall(form.closes_at.data, settings().zone).astimezone(ZoneInfo("UTC"))
    with work() as w:
        operations.extend(w, queries.by_slug(w.session, slug), closes_at, key_folder())


def _may_complain(found: Election) -> bool:
    return found.state in COMPLAINING and now() < found.complaints_until


@bp.route("/<slug>/complaints", methods=["GET", "POST"])
@door(Door.MEMBER)
def complaints(slug: str) -> ResponseReturnValue:
    """Take an organisation's complaint; show what it said before, and the answers."""
    found = known(slug)
    acts_for = sorted(actor().editor_of | actor().delegate_of)
    form = ComplainForm()
    form.organisation.choices = [(str(one), name) for one, name in own_names(acts_for).items()]
    status = attempt(form, lambda: _complain(form, slug))
    if status == 0:
        flash(_("Your complaint is with the returning officer."), "ok")
        return redirect(url_for("elections.complaints", slug=slug))
    found = known(slug)
    rows = queries.own_complaints(session(), found.id, actor().member_of)
    return render_template(
        "elections/complaints.html",
        form=form,
        election=found,
        title=queries.title_of(session(), found, locale()),
        rows=rows,
        names=own_names([one.organisation_id for one in rows]),
        may_complain=_may_complain(found) and bool(acts_for),
    ), status


def _complain(form: ComplainForm, slug: str) -> None:
    with work() as w:
        operations.complain(
            w,
            queries.by_slug(w.session, slug),
            uuid.UUID(form.organisation.data),
            form.words.data or "",
        )


@bp.get("/<slug>/complaints/all")
@door(Door.OFFICER, fresh=True)
def all_complaints(slug: str) -> ResponseReturnValue:
    """Show every complaint to the returning officer."""
    found = run(slug)
    rows = queries.complaints(session(), found.id)
    return render_template(
        "elections/all_complaints.html",
        election=found,
        title=queries.title_of(session(), found, locale()),
        rows=rows,
        names=own_names([one.organisation_id for one in rows]),
    )


@bp.route("/<slug>/complaints/all/<uuid:complaint_id>", methods=["GET", "POST"])
@door(Door.OFFICER, fresh=True)
def answer(slug: str, complaint_id: uuid.UUID) -> ResponseReturnValue:
    """Answer one complaint, with reasons."""
    found = run(slug)
    row = queries.complaint(session(), found, complaint_id)
    form = AnswerForm()
    status = attempt(form, lambda: _answer(form, slug, complaint_id))
    if status == 0:
        flash(_("The answer is entered."), "ok")
        return redirect(url_for("elections.all_complaints", slug=slug))
    found = run(slug)
    row = queries.complaint(session(), found, complaint_id)
    if row.words is None:
        raise NotFound
    return render_template(
        "elections/answer.html",
        form=form,
        election=found,
        title=queries.title_of(session(), found, locale()),
        row=row,
        name=own_names([row.organisation_id])[row.organisation_id],
    ), status


def _answer(form: AnswerForm, slug: str, complaint_id: uuid.UUID) -> None:
    with work() as w:
        election = queries.by_slug(w.session, slug)
        operations.answer(
            w,
            election,
            queries.complaint(w.session, election, complaint_id),
            words=form.words.data or "",
            is_upheld=form.ruling.data == "upheld",
        )
