"""Organisations are admitted, renewed, change category and standing, and leave."""

from __future__ import annotations

import uuid
from datetime import date

from nswp_gov.directory.models import Organisation
from nswp_gov.directory.operations import set_current
from nswp_gov.directory.queries import organisation as the_organisation
from nswp_gov.directory.queries import region_of
from nswp_gov.membership.models import CategoryFact, Membership, Renewal, StandingFact
from nswp_gov.membership.operations.facts import (
    begin_category,
    begin_standing,
    fit_act,
    link_decision,
    need_decision,
)
from nswp_gov.membership.operations.letters import tell as tell_them
from nswp_gov.membership.operations.refusals import (
    AlreadyMember,
    NoRegion,
    NotAMember,
    SameAsBefore,
)
from nswp_gov.membership.policy import may_keep_register, may_resign
from nswp_gov.membership.queries import last_renewal, line_of, running
from nswp_gov.membership.states import ENDINGS, SHOWN_STANDINGS, Category, Standing
from nswp_gov.store.dated import begin_fact
from nswp_gov.store.errors import Unfit, need
from nswp_gov.store.work import Work


def admit(
    work: Work,
    organisation: Organisation,
    category: Category,
    on: date,
    *,
    reason: str,
    decision_id: uuid.UUID | None = None,
    tell: bool = True,
) -> Membership:
    """Let an organisation belong from day `on`, in active standing; also one that left before.

    `decision_id`: the decision of a meeting that admitted it; linked, not copied. `tell`: whether
    its editors get a letter.

    Raises:
        Denied: the actor does not keep the register.
        AlreadyMember: it belongs already. NoRegion: its region is undecided.
        Unfit: no reason, or a day that lies ahead.

    """
    need(may_keep_register(work.actor))
    fit_act(work, on, reason)
    if running(work.session, organisation.id) is not None:
        raise AlreadyMember
    if region_of(work.session, organisation.id, on) is None:
        raise NoRegion(field="region")
    row = Membership(organisation_id=organisation.id, admitted_on=on)
    work.session.add(row)
    begin_category(work, organisation.id, category, on, reason)
    begin_standing(work, organisation.id, Standing.ACTIVE, on, reason)
    link_decision(work, "membership", row.id, decision_id)
    set_current(work, organisation, is_current=True)
    work.record("membership.admitted", row)
    if tell:
        tell_them(work, organisation, row)
    return row


def change_category(
    work: Work,
    organisation: Organisation,
    category: Category,
    on: date,
    *,
    reason: str,
    decision_id: uuid.UUID | None = None,
    tell: bool = True,
) -> CategoryFact:
    """Let the organisation be of another category from day `on`; a row of that day is replaced.

    Raises:
        Denied: the actor does not keep the register.
        NotAMember: it did not belong on that day. SameAsBefore: it is of that category.
        Unfit: no reason, or a day that lies ahead. Overlap: a later change is recorded already.

    """
    need(may_keep_register(work.actor))
    fit_act(work, on, reason)
    line = line_of(work.session, organisation.id, on)
    if line is None:
        raise NotAMember
    if line.category is category:
        raise SameAsBefore
    row = begin_category(work, organisation.id, category, on, reason)
    link_decision(work, "category_fact", row.id, decision_id)
    work.record("membership.category_changed", row)
    if tell:
        tell_them(work, organisation, row)
    return row


def change_standing(
    work: Work,
    organisation: Organisation,
    standing: Standing,
    on: date,
    *,
    reason: str,
    decision_id: uuid.UUID | None = None,
    review_on: date | None = None,
    tell: bool = True,
) -> StandingFact:
    """Let the membership stand otherwise from day `on`; lapsed, resigned and expelled end it.

    What the public sees follows at once: a suspended or former member is not listed. `review_on`:
    when a suspension is looked at again.

    Raises:
        Denied: the actor does not keep the register (an editor may resign).
        NotAMember: nothing runs. SameAsBefore: it stands so already.
        Unfit: no reason, a day that lies ahead, or no decision where one is needed.
        Overlap: a later change is recorded already.

    """
    own = may_resign(work.actor, organisation.id)
    need(own if standing is Standing.RESIGNED else may_keep_register(work.actor))
    fit_act(work, on, reason)
    need_decision(work, standing, decision_id)
    membership = running(work.session, organisation.id)
    line = line_of(work.session, organisation.id, on)
    if membership is None or line is None:
        raise NotAMember
    if line.standing is standing:
        raise SameAsBefore
    row = begin_standing(work, organisation.id, standing, on, reason, review_on=review_on)
    if standing in ENDINGS:
        membership.ended_on = on
    link_decision(work, "standing_fact", row.id, decision_id)
    set_current(work, organisation, is_current=standing in SHOWN_STANDINGS)
    work.record("membership.standing_changed", row)
    if tell:
        tell_them(work, organisation, row)
    return row


def end_membership(
    work: Work,
    organisation_id: uuid.UUID,
    how: Standing,
    on: date,
    *,
    reason: str,
    decision_id: uuid.UUID | None = None,
    tell: bool = True,
) -> StandingFact:
    """End a membership from day `on`; `how` is lapsed, resigned or expelled.

    Raises:
        Unfit: `how` does not end anything. Otherwise as `change_standing`.

    """
    if how not in ENDINGS:
        raise Unfit("standing_ends_nothing", field="standing")
    organisation = the_organisation(work.session, organisation_id)
    return change_standing(
        work, organisation, how, on, reason=reason, decision_id=decision_id, tell=tell
    )


def renew(work: Work, organisation: Organisation, until_on: date, *, reason: str) -> Renewal:
    """Renew a membership until the day before `until_on`; grace ends, a suspension does not.

    The term begins where the last one runs out, or today where none runs.

    Raises:
        Denied: the actor does not keep the register. NotAMember: nothing runs.
        Unfit: no reason, or a term that would end before it began.

    """
    need(may_keep_register(work.actor))
    fit_act(work, work.today, reason)
    line = line_of(work.session, organisation.id, work.today)
    if running(work.session, organisation.id) is None or line is None:
        raise NotAMember
    last = last_renewal(work.session, organisation.id)
    ends = last.until_on if last and last.until_on else work.today
    begins = max(ends, work.today)
    if until_on <= begins:
        raise Unfit("renewal_short", field="until_on", day=begins.isoformat())
    row = Renewal(organisation_id=organisation.id, from_on=begins, until_on=until_on, reason=reason)
    begin_fact(work, row)
    if line.standing is Standing.GRACE:
        begin_standing(work, organisation.id, Standing.ACTIVE, work.today, reason)
        set_current(work, organisation, is_current=True)
    work.record("membership.renewed", row)
    tell_them(work, organisation, row)
    return row
