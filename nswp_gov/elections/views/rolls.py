"""The roll as organisations see it: their own entries, objections; and what the officer rules."""

from __future__ import annotations

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.accounts import queries as accounts
from nswp_gov.elections import operations, queries
from nswp_gov.elections.forms import ActForm, ClaimForm, ClaimRulingForm
from nswp_gov.elections.models import Election
from nswp_gov.elections.operations.rolls import AFTER_FREEZE, BEFORE_FREEZE
from nswp_gov.elections.states import ClaimState, DelegateState
from nswp_gov.elections.views import bp
from nswp_gov.elections.views.found import attempt, known, own_names, post_in, run
from nswp_gov.store.errors import Denied, NotFound
from nswp_gov.web.access import Door, door
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import actor, now, session, work


def may_object(found: Election) -> bool:
    """Tell whether organisations can object to their entries now."""
    return found.state in BEFORE_FREEZE and now() < found.claims_until


@bp.get("/<slug>/our-entry")
@door(Door.MEMBER)
def our_entry(slug: str) -> ResponseReturnValue:
    """Show where one's own organisations stand on the rolls, and why; later, whether one voted."""
    found = known(slug)
    lines = queries.own_lines(session(), found, actor().member_of)
    ids = [one.post.id for one in lines]
    return render_template(
        "elections/our_entry.html",
        election=found,
        title=queries.title_of(session(), found, locale()),
        lines=lines,
        names=own_names([one.organisation_id for one in lines]),
        titles=queries.titles(session(), "election_post", ids, locale()),
        may_object=may_object(found),
        acts_for=actor().editor_of | actor().delegate_of,
    )


@bp.route("/<slug>/our-entry/<uuid:post_id>", methods=["GET", "POST"])
@door(Door.MEMBER)
def object_to_roll(slug: str, post_id: uuid.UUID) -> ResponseReturnValue:
    """Take an objection of one's own organisation to its entry on one roll."""
    found = known(slug)
    line = _own_line(found, post_id)
    form = ClaimForm()
    status = attempt(form, lambda: _object(form, line))
    if status == 0:
        flash(_("Your objection is with the returning officer."), "ok")
        return redirect(url_for("elections.our_entry", slug=slug))
    found = known(slug)
    line = _own_line(found, post_id)
    return render_template(
        "elections/object.html",
        form=form,
        election=found,
        line=line,
        name=own_names([line.organisation_id])[line.organisation_id],
        title=queries.titles(session(), "election_post", [post_id], locale())[post_id],
        may_object=may_object(found) and line.claim is None,
    ), status


def _own_line(found: Election, post_id: uuid.UUID) -> queries.RollLine:
    """Return the line of the organisation that the address names, if the reader acts for it."""
    post_in(found, post_id)
    asked = request.values.get("for", "")
    own = actor().member_of & (actor().editor_of | actor().delegate_of)
    lines = queries.own_lines(session(), found, own)
    for one in lines:
        if one.post.id == post_id and asked in ("", str(one.organisation_id)):
            return one
    raise NotFound


def _object(form: ClaimForm, line: queries.RollLine) -> None:
    organisation_id, post_id, wants = line.organisation_id, line.post.id, not line.is_on
    with work() as w:
        operations.object_to_roll(
            w,
            queries.post(w.session, post_id),
            organisation_id,
            wants_vote=wants,
            words=form.words.data or "",
        )


@bp.get("/<slug>/requests")
@door(Door.OFFICER)
def requests(slug: str) -> ResponseReturnValue:
    """Show the returning officer who objected to the roll, and who asks to cast after it."""
    found = run(slug)
    ids = [one.id for one in queries.posts(session(), found.id)]
    rows = queries.claims(session(), ids)
    asking = queries.delegates(session(), found.id, *set(DelegateState) - {DelegateState.FIXED})
    organisations = [one.organisation_id for one in rows]
    organisations += [one.organisation_id for one in asking]
    return render_template(
        "elections/requests.html",
        form=ActForm(),
        election=found,
        title=queries.title_of(session(), found, locale()),
        claims=rows,
        asking=asking,
        titles=queries.titles(session(), "election_post", ids, locale()),
        names=own_names(organisations),
        people=accounts.names(session(), [one.person_id for one in asking]),
    )


@bp.route("/<slug>/claims/<uuid:claim_id>", methods=["GET", "POST"])
@door(Door.OFFICER, fresh=True)
def rule_claim(slug: str, claim_id: uuid.UUID) -> ResponseReturnValue:
    """Rule on an objection to the roll, with reasons."""
    found = run(slug)
    row = queries.claim(session(), claim_id)
    post_id = post_in(found, row.post_id).id
    form = ClaimRulingForm()
    status = attempt(form, lambda: _rule(form, claim_id))
    if status == 0:
        flash(_("Your ruling is entered."), "ok")
        return redirect(url_for("elections.requests", slug=slug))
    row = queries.claim(session(), claim_id)
    return render_template(
        "elections/claim.html",
        form=form,
        election=run(slug),
        claim=row,
        is_open=row.state is ClaimState.MADE,
        name=own_names([row.organisation_id])[row.organisation_id],
        title=queries.titles(session(), "election_post", [post_id], locale())[post_id],
    ), status


def _rule(form: ClaimRulingForm, claim_id: uuid.UUID) -> None:
    with work() as w:
        operations.rule_claim(
            w,
            queries.claim(w.session, claim_id),
            upheld=form.ruling.data == "upheld",
            reasons=form.reasons.data or "",
        )


def late_delegate(found: Election, organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Say that somebody became a delegate after the roll was fixed, and offer to ask."""
    person = actor().person_id
    assert person is not None
    row = queries.delegate(session(), found.id, organisation_id, person)
    page = render_template(
        "elections/late_delegate.html",
        form=ActForm(),
        election=found,
        organisation_id=organisation_id,
        name=own_names([organisation_id])[organisation_id],
        state=row.state if row else None,
        may_ask=row is None and found.state in AFTER_FREEZE,
    )
    return page, 403


@bp.post("/<slug>/delegates")
@door(Door.DELEGATE)
def ask_admission(slug: str) -> ResponseReturnValue:
    """Ask to cast for an organisation whose delegate one became after the roll was fixed."""
    known(slug)
    asked = request.form.get("for", "")
    organisation_id = next((one for one in actor().delegate_of if str(one) == asked), None)
    if organisation_id is None:
        raise Denied("not_the_delegate")
    if ActForm().validate_on_submit():
        with work() as w:
            operations.ask_admission(w, queries.by_slug(w.session, slug), organisation_id)
        flash(_("The returning officer is asked."), "ok")
    return redirect(url_for("elections.election", slug=slug))


@bp.post("/<slug>/delegates/<uuid:row_id>")
@door(Door.OFFICER, fresh=True)
def rule_delegate(slug: str, row_id: uuid.UUID) -> ResponseReturnValue:
    """Admit somebody who became a delegate after the roll was fixed, or not."""
    found = run(slug)
    if queries.roll_delegate(session(), row_id).election_id != found.id:
        raise NotFound
    if ActForm().validate_on_submit():
        with work() as w:
            row = queries.roll_delegate(w.session, row_id)
            operations.rule_delegate(w, row, admits=bool(request.form.get("admit")))
        flash(_("Your ruling is entered."), "ok")
    return redirect(url_for("elections.requests", slug=slug))
