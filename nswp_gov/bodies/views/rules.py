"""The rules of a body through time, and the office's pages to enter, mend and end them."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from nswp_gov.bodies import operations, queries
from nswp_gov.bodies.models import Body, BodyRule
from nswp_gov.bodies.operations import Basis
from nswp_gov.bodies.rule_forms import DECIDED, FORMS, BasisForm, EndRuleForm, RuleForm
from nswp_gov.bodies.states import RuleName
from nswp_gov.bodies.views import bp, words
from nswp_gov.bodies.views.public import card, cards_from, today, visible
from nswp_gov.rules.audience import Audience
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import DomainError, NotFound, Unfit
from nswp_gov.store.links import Card, Relation
from nswp_gov.web.access import Door, door
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import session, work

UNPROCESSABLE = 422
NUMBERS: list[Callable[[Session, str], uuid.UUID | None]] = []  # who knows decisions by number
_IDENTIFIER = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@bp.get("/<slug>/rules")
@door(Door.PUBLIC)
def rules(slug: str) -> ResponseReturnValue:
    """Show every version of a body's rules: what it said, from when until when, on what basis."""
    body = visible(queries.body_by_slug(session(), slug))
    known = queries.versions(session(), body.id)
    ids = [row.id for rows in known.values() for row in rows]
    return render_template(
        "bodies/rules.html",
        body=body,
        name=queries.names(session(), [body], locale())[body.id],
        known=known,
        today=today(),
        decisions=cards_from("body_rule", ids, Relation.ADOPTED_BY),
        endings=cards_from("body_rule", ids, Relation.ENDED_BY),
        clauses=cards_from("body_rule", ids, Relation.STATED_IN),
        decision_asked=request.args.get("decision", ""),
    )


@bp.route("/<slug>/rules/<name>", methods=["GET", "POST"])
@door(Door.STAFF)
def enter(slug: str, name: str) -> ResponseReturnValue:
    """Enter a version of one rule, with the day from which it is in force and its basis."""
    body, rule = visible(queries.body_by_slug(session(), slug)), _rule_name(name)
    now_in_force = queries.rule(session(), body.id, rule, today())
    start: dict[str, Any] = {"decision": request.args.get("decision", ""), "from_on": today()}
    form = _form(rule, now_in_force, start)
    status = _try(form, lambda: _enter(body.id, rule, form))
    if status is None:
        return _back(slug, rule)
    return _page("rule", slug, rule, status, form=form, wrong=None)


@bp.route("/rules/<uuid:rule_id>/correct", methods=["GET", "POST"])
@door(Door.STAFF)
def correct(rule_id: uuid.UUID) -> ResponseReturnValue:
    """Put right what was entered by mistake; the wrong version stays readable."""
    row, body = _version(rule_id)
    slug, rule, wrong = body.slug, row.name, row.from_on
    form = _form(rule, row, _basis_of(row))
    del form.from_on
    status = _try(form, lambda: _correct(rule_id, form))
    if status is None:
        return _back(slug, rule)
    return _page("rule", slug, rule, status, form=form, wrong=wrong)


@bp.route("/rules/<uuid:rule_id>/end", methods=["GET", "POST"])
@door(Door.STAFF)
def end_of_rule(rule_id: uuid.UUID) -> ResponseReturnValue:
    """End a rule without another in its place."""
    row, body = _version(rule_id)
    slug, rule = body.slug, row.name
    form = EndRuleForm(on=today(), decision=request.args.get("decision", ""))
    status = _try(form, lambda: _end(rule_id, form))
    if status is None:
        return _back(slug, rule)
    row, _body = _version(rule_id)
    return _page("rule_end", slug, rule, status, form=form, said=words.rule_said(row))


def _rule_name(name: str) -> RuleName:
    try:
        return RuleName(name)
    except ValueError:
        raise NotFound from None


def _version(rule_id: uuid.UUID) -> tuple[BodyRule, Body]:
    found = queries.version(session(), rule_id)
    if found is None:
        raise NotFound
    visible(found[1])
    return found


def _form(rule: RuleName, row: BodyRule | None, start: dict[str, Any]) -> RuleForm:
    """Return the form of a rule, with what holds now filled in."""
    kind = FORMS[rule]
    return kind(data=(kind.of(row.value) if row else {}) | start)


def _basis_of(row: BodyRule) -> dict[str, Any]:
    if row.draft_from:
        return {"basis": "draft", "draft_from": row.draft_from}
    links = queries.links_of(session(), "body_rule", [row.id], Relation.ADOPTED_BY)
    return {"basis": DECIDED, "decision": str(links[0].to_id) if links else ""}


def _try(form: Any, write: Callable[[], None]) -> int | None:
    """Write what a complete form holds; return None when done, else the status to answer with."""
    if not form.validate_on_submit():
        return UNPROCESSABLE if form.is_submitted() else 200
    try:
        write()
    except DomainError as refusal:
        form.refuse(refusal)
        return refusal.status
    return None


def _enter(body_id: uuid.UUID, rule: RuleName, form: RuleForm) -> None:
    basis, day = _basis(form), form.from_on.data
    with work() as w:
        operations.set_rule(
            w,
            w.session.get_one(Body, body_id),
            rule,
            form.value(),
            from_on=day,
            decision_id=basis.decision_id,
            draft_from=basis.draft_from,
        )


def _correct(rule_id: uuid.UUID, form: RuleForm) -> None:
    basis = _basis(form)
    with work() as w:
        row = w.session.get_one(BodyRule, rule_id)
        operations.correct_rule(w, row, form.value(), basis=basis)


def _end(rule_id: uuid.UUID, form: EndRuleForm) -> None:
    named = _decision(form.decision.data) if form.decision.data else None
    with work() as w:
        row = w.session.get_one(BodyRule, rule_id)
        operations.end_rule(w, row, form.on.data, decision_id=named)


def _basis(form: BasisForm) -> Basis:
    if form.basis.data == DECIDED:
        return Basis(decision_id=_decision(form.decision.data))
    return Basis(draft_from=form.draft_from.data)


def _decision(typed: str | None) -> uuid.UUID:
    """Return the decision that was typed: a number, an address, or its last part.

    Raises:
        Unfit: there is none that the reader may see.

    """
    given = (typed or "").strip()
    found = _IDENTIFIER.search(given.casefold())
    named = uuid.UUID(found[0]) if found else _by_number(given)
    if named is None or card("decision", named) is None:
        raise Unfit("decision_not_found", field="decision")
    return named


def _by_number(number: str) -> uuid.UUID | None:
    looked = (known(session(), number) for known in NUMBERS)
    return next((one for one in looked if one is not None), None)


def _back(slug: str, rule: RuleName) -> ResponseReturnValue:
    flash(_("Entered. The older versions stay readable."), "ok")
    return redirect(url_for("bodies.rules", slug=slug, _anchor=rule.value))


def _page(
    template: str, slug: str, rule: RuleName, status: int, **values: Any
) -> ResponseReturnValue:
    body = visible(queries.body_by_slug(session(), slug))
    name = queries.names(session(), [body], locale())[body.id]
    return render_template(
        f"bodies/{template}.html", body=body, name=name, rule=rule, **values
    ), status


def rule_card(session: Session, rule_id: uuid.UUID, language: str) -> Card | None:
    """Return how a version of a rule is named where other records point at it, or None."""
    found = queries.version(session, rule_id)
    if found is None:
        return None
    row, body = found
    name = queries.names(session, [body], Locale.from_tag(language) or Locale.EN)[body.id].words
    return Card(
        title=_("%(body)s: %(rule)s", body=name, rule=words.RULES[row.name]),
        endpoint="bodies.rules",
        values=(("slug", body.slug), ("_anchor", row.name.value)),
        audience=Audience(step=body.audience),
    )


def seat_card(session: Session, seat_id: uuid.UUID, language: str) -> Card | None:
    """Return how a seat is named where other records point at it, or None."""
    found = queries.seat(session, seat_id)
    if found is None:
        return None
    wanted = Locale.from_tag(language) or Locale.EN
    return Card(
        title=queries.seat_names(session, [seat_id], wanted)[seat_id],
        endpoint="bodies.seat",
        values=(("seat_id", str(seat_id)),),
        audience=Audience(step=found[1].audience),
    )


def term_card(session: Session, term_id: uuid.UUID, language: str) -> Card | None:
    """Return how a holding of a seat is named, by the seat and its first day, or None."""
    row = queries.term(session, term_id)
    if row is None or row.void_at is not None:
        return None
    of = seat_card(session, row.seat_id, language)
    return of and replace(of, title=f"{of.title}, {row.from_on.isoformat()}")
