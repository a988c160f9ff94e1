"""The candidates’ agents: how they are named, and what they see and sign."""

from __future__ import annotations

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.accounts import queries as accounts
from nswp_gov.elections import operations, policy, queries
from nswp_gov.elections.agent_forms import AgentForm, KeyForm, TakeOnForm, WitnessForm
from nswp_gov.elections.forms import ActForm
from nswp_gov.elections.models import CandidateAgent, Election, Nomination
from nswp_gov.elections.operations.agents import BEFORE_FREEZE, CANDIDATES, OVER
from nswp_gov.elections.record import DRAWN_LOT, LOT_SIGNED, OBSERVED, RESULT
from nswp_gov.elections.states import AgentState, State
from nswp_gov.elections.views import bp
from nswp_gov.elections.views.found import attempt, known, run
from nswp_gov.elections.views.nominating import private
from nswp_gov.rules.languages import Locale
from nswp_gov.store import ids
from nswp_gov.store.errors import Denied
from nswp_gov.web.access import Door, door
from nswp_gov.web.forms import AppForm
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import actor, now, session, settings, work

SIGNING = (State.CLOSED, State.OPENING, State.COUNTED, State.DECLARED)


def _may_name(row: Nomination, election: Election) -> bool:
    open_still = election.state not in OVER and now() < election.complaints_until
    return row.state in CANDIDATES and open_still


@bp.route("/nomination/<token>/agent", methods=["GET", "POST"])
@door(Door.PRIVATE_LINK)
def name_agent(token: str) -> ResponseReturnValue:
    """Let a candidate name who watches for them; the answer holds that person's own link."""
    row_id = queries.nomination_by_token(session(), ids.token_hash(token)).id
    form = AgentForm(locale=locale().value)
    made: list[str] = []
    if request.form.get("end"):
        status = attempt(ActForm(), lambda: _end(row_id))
    else:
        status = attempt(form, lambda: made.append(_name(row_id, form)))
    row = queries.nomination(session(), row_id)
    post = queries.post(session(), row.post_id)
    election = queries.election(session(), post.election_id)
    page = render_template(
        "elections/agent_named.html",
        form=form,
        token=token,
        election=election,
        agent=queries.agent_of(session(), row_id),
        may_name=_may_name(row, election),
        link=_link(made[0], form.locale.data) if made else None,
        is_sent=bool(made and form.address.data),
    )
    return private(page, status or 200)


def _link(token: str, language: str) -> str:
    path = url_for("elections.asked_agent", token=token, lang=Locale(language).code)
    return settings().public_url + path


def _name(nomination_id: uuid.UUID, form: AgentForm) -> str:
    with work() as w:
        _made, token = operations.name_agent(
            w,
            queries.nomination(w.session, nomination_id),
            name=form.name.data,
            address=form.address.data or None,
            locale=Locale(form.locale.data),
        )
    return token


def _end(nomination_id: uuid.UUID) -> None:
    with work() as w:
        operations.end_agent(w, queries.nomination(w.session, nomination_id))


@bp.route("/agent/<token>", methods=["GET", "POST"])
@door(Door.PRIVATE_LINK)
def asked_agent(token: str) -> ResponseReturnValue:
    """Let somebody whom a candidate named take it on, or not; looking changes nothing."""
    row = queries.agent_by_token(session(), ids.token_hash(token))
    form = TakeOnForm()
    if request.form.get("account"):
        return _to_account(row)
    if request.form.get("decline"):
        status = attempt(ActForm(), lambda: _decline(row.id))
        goal = url_for("elections.answered")
    else:
        status = attempt(form, lambda: _take_on(row.id, form))
        slug = queries.election(session(), row.election_id).slug
        goal = url_for("elections.agent", slug=slug)
    if status == 0:
        return redirect(goal)
    row = queries.agent_by_token(session(), ids.token_hash(token))
    election = queries.election(session(), row.election_id)
    page = render_template(
        "elections/agent_asked.html",
        form=form,
        row=row,
        election=election,
        title=queries.title_of(session(), election, locale()),
        nomination=queries.nomination(session(), row.nomination_id),
        is_signed_in=actor().person_id is not None,
        takes_key=election.state in BEFORE_FREEZE,
    )
    return private(page, status)


def _row(row_id: uuid.UUID) -> CandidateAgent:
    return session().get_one(CandidateAgent, row_id)


def _to_account(row: CandidateAgent) -> ResponseReturnValue:
    if not ActForm().validate_on_submit():
        return redirect(request.path)
    with work() as w:
        invitation = operations.offer_account(w, w.session.get_one(CandidateAgent, row.id))
    return redirect(url_for("accounts.invitation", token=invitation))


def _take_on(row_id: uuid.UUID, form: TakeOnForm) -> None:
    sent = form.public_file.data
    with work() as w:
        row = w.session.get_one(CandidateAgent, row_id)
        operations.take_on(w, row, sent.read() if sent else None)


def _decline(row_id: uuid.UUID) -> None:
    with work() as w:
        operations.decline_agent(w, w.session.get_one(CandidateAgent, row_id))


@bp.route("/<slug>/agent", methods=["GET", "POST"])
@door(Door.AGENT)
def agent(slug: str) -> ResponseReturnValue:
    """Show a candidate's agent what there is to see and sign; take what they bring."""
    found = known(slug)
    if found.id not in actor().agent_of:
        raise Denied("not_an_agent")
    key, signed = _forms()
    status = _take(slug, key, signed, is_officer=False)
    if status == 0:
        return redirect(url_for("elections.agent", slug=slug))
    found = known(slug)
    watch = queries.watch_of(session(), found.id, actor().person_id)
    if watch is None:
        raise Denied("not_an_agent")
    post = queries.post(session(), watch.nomination.post_id)
    page = render_template(
        "elections/agent.html",
        election=found,
        title=queries.title_of(session(), found, locale()),
        watch=watch,
        post=post,
        post_title=queries.titles(session(), "election_post", [post.id], locale())[post.id],
        has_roll=found.manifest is not None,
        **_signing(found, key, signed, has_key=watch.agent.sign_key is not None),
    )
    return private(page, status)


@bp.route("/<slug>/agents", methods=["GET", "POST"])
@door(Door.OFFICER, fresh=True)
def agents(slug: str) -> ResponseReturnValue:
    """Show the returning officer who watches; take the key, and what was signed with it."""
    found = run(slug)
    key, signed = _forms()
    status = _take(slug, key, signed, is_officer=True)
    if status == 0:
        return redirect(url_for("elections.agents", slug=slug))
    found = run(slug)
    rows = queries.watches(session(), found.id)
    people = [one.agent.person_id for one in rows if one.agent.person_id]
    page = render_template(
        "elections/agents.html",
        election=found,
        title=queries.title_of(session(), found, locale()),
        rows=rows,
        people=accounts.names(session(), people),
        **_signing(found, key, signed, has_key=found.officer_key is not None),
    )
    return private(page, status)


def _forms() -> tuple[KeyForm, WitnessForm]:
    """Return the two forms of a page; only the one that was sent reads what was sent."""
    is_key = "k-public_file" in request.files
    given = {} if request.method == "POST" else {"formdata": None}
    key = KeyForm(prefix="k", **(given if is_key else {"formdata": None}))
    signed = WitnessForm(prefix="w", **({"formdata": None} if is_key else given))
    return key, signed


def _take(slug: str, key: KeyForm, signed: WitnessForm, *, is_officer: bool) -> int:
    """Take a key or a statement; 0 when it was taken, else the status of the page."""
    if request.method == "GET":
        return 200
    is_key = "k-public_file" in request.files
    form: AppForm = key if is_key else signed

    def act() -> None:
        data = form["public_file" if is_key else "statement"].data.read()
        with work() as w:
            election = queries.by_slug(w.session, slug)
            if not is_key:
                operations.bring_witnessed(w, election, data)
            elif is_officer:
                operations.bring_officer_key(w, election, data)
            else:
                operations.bring_agent_key(w, election, data)

    status = attempt(form, act)
    if status == 0:
        flash(_("The file is taken."), "ok")
    return status


def _signing(
    found: Election, key: KeyForm, signed: WitnessForm, *, has_key: bool
) -> dict[str, object]:
    names = {one.name for one in queries.files(session(), found.id)}
    return {
        "key": key,
        "signed": signed,
        "has_key": has_key,
        "takes_key": found.state in BEFORE_FREEZE,
        "takes_signatures": found.state in SIGNING,
        "has_lot": DRAWN_LOT in names,
        "has_result": RESULT in names,
        "made": sorted(one for one in names if one.startswith((LOT_SIGNED, OBSERVED))),
        "may_observe": policy.may_observe(actor(), found).allowed,
        "ACTS": AgentState.ACTS,
    }
