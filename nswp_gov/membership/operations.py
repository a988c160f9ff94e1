"""Organisations are admitted, change category and standing, and leave; each from a named day."""

from __future__ import annotations

import uuid
from datetime import date

from nswp_gov.directory.models import Organisation
from nswp_gov.directory.operations import set_current
from nswp_gov.directory.queries import organisation as the_organisation
from nswp_gov.directory.queries import region_of
from nswp_gov.membership.models import CategoryFact, Membership, StandingFact
from nswp_gov.membership.policy import may_keep_register, may_resign
from nswp_gov.membership.queries import line_of, running
from nswp_gov.membership.states import ENDINGS, SHOWN_STANDINGS, Category, Standing
from nswp_gov.store.dated import as_at, begin_fact, correct_fact
from nswp_gov.store.errors import DomainError, Unfit, need
from nswp_gov.store.links import Relation, join
from nswp_gov.store.work import Work

DECISION = "decision"


class AlreadyMember(DomainError):
    """The organisation belongs already."""

    code = "already_member"


class NotAMember(DomainError):
    """There is no running membership to change."""

    code = "not_a_member"


class NoRegion(DomainError):
    """Nobody is admitted before it is decided to which region it belongs."""

    code = "no_region_for_admission"


class SameAsBefore(DomainError):
    """That is how it stands already."""

    code = "same_as_before"


def admit(
    work: Work,
    organisation: Organisation,
    category: Category,
    on: date,
    *,
    reason: str,
    decision_id: uuid.UUID | None = None,
) -> Membership:
    """Let an organisation belong from day `on`, in active standing.

    `decision_id`: the decision of a meeting that admitted it; linked, not copied.

    Raises:
        Denied: the actor does not keep the register.
        AlreadyMember: it belongs already. NoRegion: its region is undecided.
        Unfit: no reason, or a day that lies ahead.

    """
    need(may_keep_register(work.actor))
    _fit(work, on, reason)
    if running(work.session, organisation.id) is not None:
        raise AlreadyMember
    if region_of(work.session, organisation.id, on) is None:
        raise NoRegion(field="region")
    row = Membership(organisation_id=organisation.id, admitted_on=on)
    work.session.add(row)
    _begin_category(work, organisation.id, category, on, reason)
    _begin_standing(work, organisation.id, Standing.ACTIVE, on, reason)
    _link(work, "membership", row.id, decision_id)
    set_current(work, organisation, is_current=True)
    work.record("membership.admitted", row)
    return row


def _fit(work: Work, on: date, reason: str) -> None:
    if not reason.strip():
        raise Unfit("reason_missing", field="reason")
    if on > work.today:
        raise Unfit("day_ahead", field="on")


def _begin_category(
    work: Work, organisation_id: uuid.UUID, category: Category, on: date, reason: str
) -> CategoryFact:
    row = CategoryFact(
        organisation_id=organisation_id, category=category.value, reason=reason, from_on=on
    )
    before = as_at(work.session, CategoryFact, on, organisation_id=organisation_id)
    if before is not None and before.from_on == on:
        return correct_fact(work, before, row)
    return begin_fact(work, row)


def _begin_standing(
    work: Work, organisation_id: uuid.UUID, standing: Standing, on: date, reason: str
) -> StandingFact:
    row = StandingFact(
        organisation_id=organisation_id, standing=standing, reason=reason, from_on=on
    )
    before = as_at(work.session, StandingFact, on, organisation_id=organisation_id)
    if before is not None and before.from_on == on:
        return correct_fact(work, before, row)
    return begin_fact(work, row)


def _link(work: Work, kind: str, row_id: uuid.UUID, decision_id: uuid.UUID | None) -> None:
    if decision_id is not None:
        join(
            work.session,
            (kind, row_id),
            Relation.ADOPTED_BY,
            (DECISION, decision_id),
            at=work.now,
        )


def change_category(
    work: Work,
    organisation: Organisation,
    category: Category,
    on: date,
    *,
    reason: str,
    decision_id: uuid.UUID | None = None,
) -> CategoryFact:
    """Let the organisation be of another category from day `on`; a row of that day is replaced.

    Raises:
        Denied: the actor does not keep the register.
        NotAMember: it did not belong on that day. SameAsBefore: it is of that category.
        Unfit: no reason, or a day that lies ahead. Overlap: a later change is recorded already.

    """
    need(may_keep_register(work.actor))
    _fit(work, on, reason)
    line = line_of(work.session, organisation.id, on)
    if line is None:
        raise NotAMember
    if line.category is category:
        raise SameAsBefore
    row = _begin_category(work, organisation.id, category, on, reason)
    _link(work, "category_fact", row.id, decision_id)
    work.record("membership.category_changed", row)
    return row


def change_standing(
    work: Work,
    organisation: Organisation,
    standing: Standing,
    on: date,
    *,
    reason: str,
    decision_id: uuid.UUID | None = None,
) -> StandingFact:
    """Let the membership stand otherwise from day `on`; lapsed, resigned and expelled end it.

    What the public sees follows at once: a suspended or former member is not listed.

    Raises:
        Denied: the actor does not keep the register (an editor may resign).
        NotAMember: nothing runs. SameAsBefore: it stands so already.
        Unfit: no reason, or a day that lies ahead. Overlap: a later change is recorded already.

    """
    own = may_resign(work.actor, organisation.id)
    need(own if standing is Standing.RESIGNED else may_keep_register(work.actor))
    _fit(work, on, reason)
    membership = running(work.session, organisation.id)
    line = line_of(work.session, organisation.id, on)
    if membership is None or line is None:
        raise NotAMember
    if line.standing is standing:
        raise SameAsBefore
    row = _begin_standing(work, organisation.id, standing, on, reason)
    if standing in ENDINGS:
        membership.ended_on = on
    _link(work, "standing_fact", row.id, decision_id)
    set_current(work, organisation, is_current=standing in SHOWN_STANDINGS)
    work.record("membership.standing_changed", row)
    return row


def end_membership(
    work: Work,
    organisation_id: uuid.UUID,
    how: Standing,
    on: date,
    *,
    reason: str,
    decision_id: uuid.UUID | None = None,
) -> StandingFact:
    """End a membership from day `on`; `how` is lapsed, resigned or expelled.

    Raises:
        Unfit: `how` does not end anything. Otherwise as `change_standing`.

    """
    if how not in ENDINGS:
        raise Unfit("standing_ends_nothing", field="standing")
    organisation = the_organisation(work.session, organisation_id)
    return change_standing(work, organisation, how, on, reason=reason, decision_id=decision_id)
