"""The desk of an election: how far it is, nominations to rule on, the panel, the roll."""

from __future__ import annotations

import uuid

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.accounts import queries as accounts
from nswp_gov.elections import operations, policy, queries, tool
from nswp_gov.elections.forms import RuleForm, TrusteeForm
from nswp_gov.elections.models import Election, ElectionTrustee
from nswp_gov.elections.operations.gate import missing
from nswp_gov.elections.record import REWRITE_DUE
from nswp_gov.elections.states import State
from nswp_gov.elections.views import bp
from nswp_gov.elections.views.found import (
    attempt,
    inside,
    key_folder,
    known,
    own_names,
    post_in,
    run,
)
from nswp_gov.elections.views.words import NEXT
from nswp_gov.sealing import Suite, Trustee, fingerprint
from nswp_gov.store import settings as stored
from nswp_gov.store.errors import Denied, NotFound
from nswp_gov.store.texts import Reading
from nswp_gov.web.access import Door, door
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import actor, now, session, work


def panel_of(found: Election) -> list[tuple[ElectionTrustee, str]]:
    """Return the trustees with the fingerprints that they read aloud."""
    return [
        (one, fingerprint(Suite.XWING, Trustee(one.name, one.seal_key, one.sign_key)))
        for one in queries.trustees(session(), found.id)
    ]


@bp.get("/<slug>/desk")
@door(Door.OFFICER, Door.STAFF, Door.TRUSTEE)
def desk(slug: str) -> ResponseReturnValue:
    """Show how far an election is and what comes next, to those who run it."""
    found = inside(slug)
    posts = queries.posts(session(), found.id)
    titles = queries.titles(session(), "election_post", [one.id for one in posts], locale())
    files = queries.files(session(), found.id)
    return render_template(
        "elections/desk.html",
        election=found,
        title=queries.title_of(session(), found, locale()),
        posts=[(one, queries.nominations(session(), one.id)) for one in posts],
        titles=titles,
        panel=panel_of(found),
        officer=accounts.names(session(), [found.officer_id]).get(found.officer_id),
        files=files,
        names={one.name for one in files},
        next_act=NEXT.get(found.state),
        has_keys=key_folder().has(found.id),
        rewrite_due=stored.get(session(), REWRITE_DUE) is not None,
        results={one.id: queries.result(session(), one.id) for one in posts},
        missing=_missing(found),
        missing_since=queries.missing_since(session(), found),
    )


def _missing(found: Election) -> list[str]:
    """Return what keeps a frozen election from opening, as codes."""
    if found.state is not State.FROZEN:
        return []
    return list(missing(session(), found, key_folder()))


@bp.route("/<slug>/rulings/<uuid:nomination_id>", methods=["GET", "POST"])
@door(Door.OFFICER, fresh=True)
def rule(slug: str, nomination_id: uuid.UUID) -> ResponseReturnValue:
    """Rule on one nomination, with reasons where it is refused."""
    found = run(slug)
    row = queries.nomination(session(), nomination_id)
    post_in(found, row.post_id)
    form = RuleForm()
    status = attempt(form, lambda: _rule(form, nomination_id))
    if status == 0:
        flash(_("Your ruling is entered."), "ok")
        return redirect(url_for("elections.desk", slug=slug))
    found, row = run(slug), queries.nomination(session(), nomination_id)
    return render_template(
        "elections/rule.html",
        form=form,
        election=found,
        nomination=row,
        title=queries.titles(session(), "election_post", [row.post_id], locale())[row.post_id],
        statement=queries.statements(session(), [nomination_id], locale()).get(nomination_id),
        organisation=own_names([row.organisation_id])[row.organisation_id],
        findings=queries.findings(session(), row, now()),
        answers=_answers(found, nomination_id),
    ), status


def _answers(found: Election, nomination_id: uuid.UUID) -> list[tuple[Reading, Reading | None]]:
    said = queries.answers(session(), [nomination_id], locale()).get(nomination_id, {})
    asked = queries.questions(session(), found, locale())
    return [(question, said.get(number)) for number, question in enumerate(asked, start=1)]


def _rule(form: RuleForm, nomination_id: uuid.UUID) -> None:
    with work() as w:
        row = queries.nomination(w.session, nomination_id)
        if form.ruling.data == "in":
            operations.rule_in(w, row)
        else:
            operations.rule_out(w, row, reasons=form.reasons.data or "")


@bp.route("/<slug>/trustees", methods=["GET", "POST"])
@door(Door.OFFICER, Door.STAFF)
def trustees(slug: str) -> ResponseReturnValue:
    """Show the panel with its fingerprints; take public key files onto it."""
    found = inside(slug)
    form = TrusteeForm()
    people = [(str(one.id), one.name) for one in accounts.people(session())]
    form.person.choices = [("", "–"), *people]
    status = attempt(form, lambda: _add_trustee(form, slug))
    if status == 0:
        return redirect(url_for("elections.trustees", slug=slug))
    found = inside(slug)
    return render_template(
        "elections/trustees.html",
        form=form,
        election=found,
        title=queries.title_of(session(), found, locale()),
        panel=panel_of(found),
        tool_sha256=tool.sha256(),
        is_open=found.state in (State.DRAFT, State.NOMINATIONS, State.RULING),
    ), status


def _add_trustee(form: TrusteeForm, slug: str) -> None:
    with work() as w:
        operations.add_trustee(
            w,
            queries.by_slug(w.session, slug),
            form.public_file.data.read(),
            is_opener=form.is_opener.data,
            person_id=uuid.UUID(form.person.data) if form.person.data else None,
        )


@bp.get("/<slug>/roll/<uuid:post_id>")
@door(Door.OFFICER, Door.AGENT, fresh=True)
def roll(slug: str, post_id: uuid.UUID) -> ResponseReturnValue:
    """Show a frozen roll to officer and agents; after the close, who took part, whom to ask."""
    found = known(slug)
    watch = queries.watch_of(session(), found.id, actor().person_id)
    watched = watch.nomination.post_id if watch else None
    verdict = policy.may_see_roll(actor(), found, post_id, watched)
    if not verdict.allowed:
        raise Denied(verdict.reason)
    post = post_in(found, post_id)
    entries = queries.roll(session(), post.id)
    if not entries:
        raise NotFound
    names = own_names([one.organisation_id for one in entries])
    return render_template(
        "elections/roll.html",
        election=found,
        title=queries.titles(session(), "election_post", [post.id], locale())[post.id],
        rows=sorted(
            ((names[one.organisation_id], one) for one in entries),
            key=lambda row: row[0].casefold(),
        ),
        participation=queries.participation(session(), post.id),
        sample=queries.sample(found.box_root, entries) if found.box_root else frozenset(),
        is_officer=policy.may_run(actor(), found).allowed,
    )


def electorates(found: Election) -> dict[uuid.UUID, int]:
    """Return, by post, how many organisations the register gives a vote on the record day."""
    return {
        post.id: len(queries.electorate(session(), found, post))
        for post in queries.posts(session(), found.id)
    }
