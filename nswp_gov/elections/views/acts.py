"""The steps of an election: each says who may do it and what will happen, and asks."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from nswp_gov.elections import operations, policy, queries
from nswp_gov.elections.ending_forms import VoidForm
from nswp_gov.elections.forms import ActForm
from nswp_gov.elections.models import Election
from nswp_gov.elections.views import bp
from nswp_gov.elections.views.found import attempt, inside, key_folder
from nswp_gov.elections.views.office import electorates, panel_of
from nswp_gov.elections.views.words import ACTS
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import Denied, NotFound
from nswp_gov.store.reviewed import unreviewed
from nswp_gov.store.work import Work
from nswp_gov.web.access import Door, door
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import actor, session, work

Step = Callable[[Work, Election], object]
STEPS: dict[str, Step] = {
    "open-nominations": operations.open_nominations,
    "close-nominations": operations.close_nominations,
    "freeze": lambda w, election: operations.freeze(w, election, key_folder()),
    "open-voting": lambda w, election: operations.open_voting(w, election, key_folder()),
    "close-voting": lambda w, election: operations.close_voting(w, election, key_folder()),
    "count": operations.count,
    "declare": operations.declare,
    "publish": operations.publish,
}


@bp.route("/<slug>/acts/<name>", methods=["GET", "POST"])
@door(Door.OFFICER, Door.STAFF, fresh=True)
def act(slug: str, name: str) -> ResponseReturnValue:
    """Ask before a step of the election; take it when it is confirmed."""
    if name not in ACTS:
        raise NotFound
    found = inside(slug)
    _refuse_others(found, name)
    form = VoidForm() if name == "void" else ActForm()
    status = attempt(form, lambda: _take(slug, name, form))
    if status == 0:
        flash(str(ACTS[name].done), "ok")
        return redirect(url_for("elections.desk", slug=slug))
    found = inside(slug)
    posts = queries.posts(session(), found.id)
    is_freezing = name == "freeze"
    return render_template(
        "elections/act.html",
        form=form,
        election=found,
        title=queries.title_of(session(), found, locale()),
        act=ACTS[name],
        name=name,
        posts=[(one, queries.candidates(session(), one, locale())) for one in posts]
        if is_freezing
        else [],
        titles=queries.titles(session(), "election_post", [one.id for one in posts], locale()),
        sizes=electorates(found) if is_freezing else {},
        panel=panel_of(found) if is_freezing else [],
        unread=[one for one in Locale if unreviewed(session(), one)]
        if name in ("freeze", "open-voting")
        else [],
    ), status


def _refuse_others(found: Election, name: str) -> None:
    who = actor()
    opens = name == "open-nominations"
    verdict = policy.may_set_up(who) if opens else policy.may_run(who, found)
    if not verdict.allowed:
        raise Denied(verdict.reason)


def _take(slug: str, name: str, form: ActForm | VoidForm) -> None:
    with work() as w:
        election = queries.by_slug(w.session, slug)
        if isinstance(form, VoidForm):
            operations.void(w, election, reason=form.reason.data or "")
        else:
            STEPS[name](w, election)
        election_id = election.id
    if name in ("close-voting", "void"):
        key_folder().destroy(election_id)
