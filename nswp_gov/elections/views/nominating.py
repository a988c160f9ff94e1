"""Nominations: an organisation proposes, the person answers by a link of their own."""

from __future__ import annotations

import uuid

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.elections import operations, queries
from nswp_gov.elections.forms import AcceptForm, ActForm, NominateForm
from nswp_gov.elections.models import Nomination
from nswp_gov.elections.states import NominationState, State
from nswp_gov.elections.views import bp
from nswp_gov.elections.views.found import attempt, known, own_names, post_in
from nswp_gov.rules.languages import Locale
from nswp_gov.store import ids
from nswp_gov.web.access import Door, door
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import actor, session, settings, work


def private(page: str, status: int = 200) -> Response:
    """Return a page that no cache keeps and no search engine finds."""
    answer = make_response(page, status)
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@bp.route("/<slug>/nominate/<uuid:post_id>", methods=["GET", "POST"])
@door(Door.MEMBER)
def nominate(slug: str, post_id: uuid.UUID) -> ResponseReturnValue:
    """Propose a person; the answer holds the link that leads them to their own page."""
    found = known(slug)
    post = post_in(found, post_id)
    form = NominateForm(locale=locale().value)
    own = sorted((actor().editor_of | actor().delegate_of) & actor().member_of)
    form.organisation.choices = [(str(one), name) for one, name in own_names(own).items()]
    tokens: list[str] = []
    status = attempt(form, lambda: tokens.append(_nominate(form, post_id)))
    found = known(slug)
    return private(
        render_template(
            "elections/nominate.html",
            form=form,
            election=found,
            title=queries.titles(session(), "election_post", [post.id], locale())[post.id],
            link=_link(tokens[0], form.locale.data) if tokens else None,
            is_sent=bool(tokens and form.nominee_address.data),
        ),
        status or 200,
    )


def _link(token: str, language: str) -> str:
    path = url_for("elections.nomination", token=token, lang=Locale(language).code)
    return settings().public_url + path


def _nominate(form: NominateForm, post_id: uuid.UUID) -> str:
    with work() as w:
        _made, token = operations.nominate(
            w,
            queries.post(w.session, post_id),
            organisation_id=uuid.UUID(form.organisation.data),
            nominee_name=form.nominee_name.data,
            nominee_address=form.nominee_address.data or None,
            locale=Locale(form.locale.data),
        )
    return token


@bp.route("/nomination/<token>", methods=["GET", "POST"])
@door(Door.PRIVATE_LINK)
def nomination(token: str) -> ResponseReturnValue:
    """Let the person who was proposed answer; looking changes nothing."""
    row = queries.nomination_by_token(session(), ids.token_hash(token))
    form = AcceptForm(locale=locale().value, public_name="")
    declines = bool(request.form.get("decline"))
    act = ActForm() if declines else form
    status = attempt(act, lambda: _answer(row.id, None if declines else form))
    if status == 0:
        flash(_("Your answer was taken."), "ok")
        return redirect(url_for("elections.answered"))
    return private(_nomination_page(row.id, form), status)


def _nomination_page(nomination_id: uuid.UUID, form: AcceptForm) -> str:
    row = queries.nomination(session(), nomination_id)
    post = queries.post(session(), row.post_id)
    election = queries.election(session(), post.election_id)
    return render_template(
        "elections/nomination.html",
        form=form,
        nomination=row,
        election=election,
        title=queries.titles(session(), "election_post", [post.id], locale())[post.id],
        is_open=row.state is NominationState.PROPOSED and election.state is State.NOMINATIONS,
    )


def _answer(nomination_id: uuid.UUID, form: AcceptForm | None) -> None:
    with work() as w:
        row = queries.nomination(w.session, nomination_id)
        if form is None:
            operations.decline(w, row)
            return
        operations.accept(
            w,
            row,
            public_name=form.public_name.data,
            statement=form.statement.data,
            locale=Locale(form.locale.data),
        )


@bp.get("/answered")
@door(Door.PRIVATE_LINK)
def answered() -> ResponseReturnValue:
    """Say that the answer was taken; the link does not have to be kept."""
    return private(render_template("elections/answered.html"))


@bp.get("/<slug>/ours/nominations")
@door(Door.MEMBER)
def our_nominations(slug: str) -> ResponseReturnValue:
    """List whom one's own organisations proposed, and how each stands."""
    found = known(slug)
    own = actor().editor_of | actor().delegate_of
    rows = [
        (post, row)
        for post in queries.posts(session(), found.id)
        for row in queries.nominations(session(), post.id)
        if row.organisation_id in own
    ]
    titles = queries.titles(session(), "election_post", [post.id for post, _row in rows], locale())
    return render_template(
        "elections/our_nominations.html", election=found, rows=rows, titles=titles
    )


@bp.post("/<slug>/nominations/<uuid:nomination_id>/withdraw")
@door(Door.MEMBER)
def withdraw(slug: str, nomination_id: uuid.UUID) -> ResponseReturnValue:
    """Take back a nomination of one's own organisation."""
    known(slug)
    form = ActForm()
    if form.validate_on_submit():
        with work() as w:
            row: Nomination = queries.nomination(w.session, nomination_id)
            operations.withdraw(w, row)
        flash(_("The nomination is taken back."), "ok")
    return redirect(url_for("elections.our_nominations", slug=slug))
