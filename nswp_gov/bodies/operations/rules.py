"""Entering the rules of a body, ending them, and mending what was entered wrongly."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from nswp_gov.bodies import policy
from nswp_gov.bodies.models import Body, BodyRule
from nswp_gov.bodies.queries import READERS
from nswp_gov.bodies.states import RuleName
from nswp_gov.store.dated import begin_fact, correct_fact, end_fact
from nswp_gov.store.errors import Unfit, need
from nswp_gov.store.links import Relation, join
from nswp_gov.store.work import Work


class BadRule(Unfit):
    """The value does not state a rule of this name."""

    def __init__(self, name: RuleName) -> None:
        super().__init__("bad_rule", field="value", name=name.value)


@dataclass(frozen=True)
class Basis:
    """What a rule rests on: the decision that adopted it, or whose rule a draft follows."""

    decision_id: uuid.UUID | None = None
    draft_from: str | None = None

    @property
    def is_one(self) -> bool:
        """Tell whether it is one of them, and not both."""
        return (self.decision_id is None) != (not self.draft_from)


def set_rule(
    work: Work,
    body: Body,
    name: RuleName,
    value: Mapping[str, Any],
    *,
    from_on: date,
    decision_id: uuid.UUID | None = None,
    draft_from: str | None = None,
) -> BodyRule:
    """Put a rule in force from a day on; the one before it ends that day.

    Either a decision adopted it, or it is a draft default and says from where.

    Raises:
        Denied: only the secretariat enters rules.
        BadRule: the value states no rule of this name, or it has no basis, or two.
        Overlap: a later version of the rule is known already.

    """
    need(policy.may_set_rule(work.actor))
    basis = Basis(decision_id, draft_from)
    row = place_rule(work, body, name, value, from_on=from_on, basis=basis)
    work.record("bodies.rule_set", row)
    return row


def place_rule(
    work: Work,
    body: Body,
    name: RuleName,
    value: Mapping[str, Any],
    *,
    from_on: date,
    basis: Basis,
) -> BodyRule:
    """Add a checked rule; the caller records it with its act."""
    _check(name, value, basis)
    row = begin_fact(work, _row(body.id, name, value, from_on, basis))
    _adopted(work, row, basis)
    return row


def end_rule(
    work: Work, row: BodyRule, on: date, *, decision_id: uuid.UUID | None = None
) -> BodyRule:
    """End a rule; from `on` the body has none of this name, until another one is entered.

    A draft default can simply be dropped; an adopted rule ends by the decision that ended it.

    Raises:
        Denied: only the secretariat.
        Unfit: it was adopted, and no decision is named; or it was entered by mistake.
        Overlap: it would end before it began, or has ended by then.

    """
    need(policy.may_set_rule(work.actor))
    if row.void_at is not None:
        raise Unfit("rule_void")
    if decision_id is None and not row.is_draft_default:
        raise Unfit("rule_end_needs_decision", field="decision")
    end_fact(work, row, on)
    if decision_id is not None:
        end = ("decision", decision_id)
        join(work.session, ("body_rule", row.id), Relation.ENDED_BY, end, at=work.now)
    work.record("bodies.rule_ended", row)
    return row


def correct_rule(
    work: Work, wrong: BodyRule, value: Mapping[str, Any], *, basis: Basis
) -> BodyRule:
    """Put what the rule says in the place of what was entered by mistake, for the same days.

    The wrong version stays readable as void, so that it can be told what was thought then.

    Raises:
        Denied: only the secretariat.
        BadRule: as `set_rule`.
        Unfit: that version was replaced already.

    """
    need(policy.may_set_rule(work.actor))
    if wrong.void_at is not None:
        raise Unfit("rule_void")
    _check(wrong.name, value, basis)
    right = _row(wrong.body_id, wrong.name, value, wrong.from_on, basis)
    right.until_on = wrong.until_on
    right = correct_fact(work, wrong, right)
    _adopted(work, right, basis)
    end = ("body_rule", wrong.id)
    join(work.session, ("body_rule", right.id), Relation.REPLACES, end, at=work.now)
    work.record("bodies.rule_corrected", right)
    return right


def _check(name: RuleName, value: Mapping[str, Any], basis: Basis) -> None:
    try:
        READERS[name](value)
    except (ArithmeticError, KeyError, TypeError, ValueError) as fault:
        raise BadRule(name) from fault
    if not basis.is_one:
        raise BadRule(name)


def _row(
    body_id: uuid.UUID, name: RuleName, value: Mapping[str, Any], from_on: date, basis: Basis
) -> BodyRule:
    return BodyRule(
        body_id=body_id,
        name=name,
        value=dict(value),
        from_on=from_on,
        draft_from=basis.draft_from or None,
    )


def _adopted(work: Work, row: BodyRule, basis: Basis) -> None:
    if basis.decision_id is not None:
        end = ("decision", basis.decision_id)
        join(work.session, ("body_rule", row.id), Relation.ADOPTED_BY, end, at=work.now)
