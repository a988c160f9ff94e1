"""Entering the rules of a body."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from nswp_gov.bodies import policy
from nswp_gov.bodies.models import Body, BodyRule
from nswp_gov.bodies.queries import READERS
from nswp_gov.bodies.states import RuleName
from nswp_gov.store.dated import begin_fact
from nswp_gov.store.errors import Unfit, need
from nswp_gov.store.links import Relation, join
from nswp_gov.store.work import Work


class BadRule(Unfit):
    """The value does not state a rule of this name."""

    def __init__(self, name: RuleName) -> None:
        super().__init__("bad_rule", field="value", name=name.value)


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
    row = place_rule(
        work, body, name, value, from_on=from_on, decision_id=decision_id, draft_from=draft_from
    )
    work.record("bodies.rule_set", row)
    return row


def place_rule(
    work: Work,
    body: Body,
    name: RuleName,
    value: Mapping[str, Any],
    *,
    from_on: date,
    decision_id: uuid.UUID | None = None,
    draft_from: str | None = None,
) -> BodyRule:
    """Add a checked rule; the caller records it with its act."""
    try:
        READERS[name](value)
    except (ArithmeticError, KeyError, TypeError, ValueError) as fault:
        raise BadRule(name) from fault
    if (decision_id is None) == (not draft_from):
        raise BadRule(name)
    row = begin_fact(
        work,
        BodyRule(
            body_id=body.id, name=name, value=dict(value), from_on=from_on, draft_from=draft_from
        ),
    )
    if decision_id is not None:
        join(
            work.session,
            ("body_rule", row.id),
            Relation.ADOPTED_BY,
            ("decision", decision_id),
            at=work.now,
        )
    return row
