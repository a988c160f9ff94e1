"""Nominations: an organisation proposes, the person answers by a link of their own."""

from __future__ import annotations

import uuid
from collections.abc import Callable

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
from nswp_gov.store.work import Work
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
    """Let the person who was proposed answer, or step back; looking changes nothing."""
    row = queries.nomination_by_token(session(), ids.token_hash(token))
    form = AcceptForm(locale=locale().value, public_name="")
    acts = {"decline": operations.decline, "step_back": operations.withdraw_by_link}
    pressed = next((name for name in acts if request.form.get(name)), None)
    if pressed is None:
        status = attempt(form, lambda: _accept(row.id, form))
    else:
        status = attempt(ActForm(), lambda: _end(row.id, acts[pressed]))
    if status == 0:
        flash(_("Your answer was taken."), "ok")
        return redirect(url_for("elections.answered"))
    return private(_nomination_page(row.id, form, token), status)


def _nomination_page(nomination_id: uuid.UUID, form: AcceptForm, token: str) -> str:
    row = queries.nomination(session(), nomination_id)
    post = queries.post(session(), row.post_id)
    election = queries.election(session(), post.election_id)
    can_step_back = row.state in (NominationState.ACCEPTED, NominationState.STANDS)
    return render_template(
        "elections/nomination.html",
        form=form,
        nomination=row,
        token=token,
        election=election,
        title=queries.titles(session(), "election_post", [post.id], locale())[post.id],
        questions=queries.questions(session(), election, locale()),
        is_open=row.state is NominationState.PROPOSED and election.state is State.NOMINATIONS,
        can_step_back=can_step_back and election.state in (State.NOMINATIONS, State.RULING),
    )


def _accept(nomination_id: uuid.UUID, form: AcceptForm) -> None:
    with work() as w:
        operations.accept(
            w,
            queries.nomination(w.session, nomination_id),
            public_name=form.public_name.data,
            statement=form.statement.data,
            locale=Locale(form.locale.data),
            answers=[form[f"answer_{number}"].data or "" for number in (1, 2, 3)],
            names_organisation=form.names_organisation.data,
        )


def _end(nomination_id: uuid.UUID, act: Callable[[Work, Nomination], None]) -> None:
    with work() as w:
        act(w, queries.nomination(w.session, nomination_id))


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
        "elections/our_nominations.html",
        election=found,
        rows=rows,
        titles=titles,
        seconds=queries.seconds_of(session(), [row.id for _post, row in rows]),
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


@bp.post("/<slug>/nominations/<uuid:nomination_id>/naming")
@door(Door.MEMBER)
def naming(slug: str, nomination_id: uuid.UUID) -> ResponseReturnValue:
    """Let one's organisation be named beside the person it proposed, or no longer."""
    known(slug)
    if ActForm().validate_on_submit():
        with work() as w:
            row = queries.nomination(w.session, nomination_id)
            operations.consent_to_naming(w, row, consents=bool(request.form.get("consent")))
    return redirect(url_for("elections.our_nominations", slug=slug))
