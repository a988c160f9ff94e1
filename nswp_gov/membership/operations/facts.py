"""The dated rows under every act, and the checks that all acts share."""

from __future__ import annotations

import uuid
from datetime import date

from nswp_gov.membership.models import CategoryFact, StandingFact
from nswp_gov.membership.states import NEEDS_DECISION, Category, Standing
from nswp_gov.store.dated import as_at, begin_fact, correct_fact
from nswp_gov.store.errors import Unfit
from nswp_gov.store.links import Relation, join
from nswp_gov.store.work import Work

DECISION = "decision"


def fit_act(work: Work, on: date, reason: str) -> None:
    """Refuse an act without a reason, or from a day that lies ahead."""
    if not reason.strip():
        raise Unfit("reason_missing", field="reason")
    if on > work.today:
        raise Unfit("day_ahead", field="on")


def need_decision(work: Work, standing: Standing, decision_id: uuid.UUID | None) -> None:
    """Refuse to suspend or expel without the decision that says so.

    The program itself may: it records what was decided before there were decisions here.
    """
    if standing in NEEDS_DECISION and decision_id is None and not work.actor.has("system"):
        raise Unfit("decision_missing", field="decision")


def begin_category(
    work: Work, organisation_id: uuid.UUID, category: Category, on: date, reason: str
) -> CategoryFact:
    """Let a category hold from `on`; one that began that same day was a mistake."""
    row = CategoryFact(
        organisation_id=organisation_id, category=category.value, reason=reason, from_on=on
    )
    before = as_at(work.session, CategoryFact, on, organisation_id=organisation_id)
    if before is not None and before.from_on == on:
        return correct_fact(work, before, row)
    return begin_fact(work, row)


def begin_standing(
    work: Work,
    organisation_id: uuid.UUID,
    standing: Standing,
    on: date,
    reason: str,
    *,
    review_on: date | None = None,
) -> StandingFact:
    """Let a standing hold from `on`; one that began that same day was a mistake."""
    row = StandingFact(
        organisation_id=organisation_id,
        standing=standing,
        reason=reason,
        from_on=on,
        review_on=review_on,
    )
    before = as_at(work.session, StandingFact, on, organisation_id=organisation_id)
    if before is not None and before.from_on == on:
        return correct_fact(work, before, row)
    return begin_fact(work, row)


def link_decision(work: Work, kind: str, row_id: uuid.UUID, decision_id: uuid.UUID | None) -> None:
    """Say by which decision a row came about, where one was named."""
    if decision_id is not None:
        join(
            work.session,
            (kind, row_id),
            Relation.ADOPTED_BY,
            (DECISION, decision_id),
            at=work.now,
        )
