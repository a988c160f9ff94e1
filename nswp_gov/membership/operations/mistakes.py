"""What was recorded by mistake is taken back: void, still readable, never overwritten."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from nswp_gov.directory.models import Organisation
from nswp_gov.directory.operations import set_current
from nswp_gov.membership.models import CategoryFact, Membership, StandingFact
from nswp_gov.membership.operations.facts import begin_standing, fit_act
from nswp_gov.membership.operations.refusals import AlreadyMember, NotAMember
from nswp_gov.membership.policy import may_keep_register
from nswp_gov.membership.queries import last_stay, line_of, running
from nswp_gov.membership.states import ENDINGS, SHOWN_STANDINGS
from nswp_gov.store.dated import DatedFact, as_at
from nswp_gov.store.errors import need
from nswp_gov.store.work import Work


def void_admission(work: Work, organisation: Organisation, *, reason: str) -> Membership:
    """Take back the running membership as if it had never begun; its facts are void.

    Raises:
        Denied: the actor does not keep the register. NotAMember: nothing runs.
        Unfit: no reason.

    """
    need(may_keep_register(work.actor))
    fit_act(work, work.today, reason)
    row = running(work.session, organisation.id)
    if row is None:
        raise NotAMember
    for model in (CategoryFact, StandingFact):
        _void(work, model, organisation, row.admitted_on)
    work.session.delete(row)
    set_current(work, organisation, is_current=False)
    work.record("membership.admission_voided", organisation)
    return row


def _void(work: Work, model: type[DatedFact], organisation: Organisation, since: date) -> None:
    facts = select(model).where(
        model.organisation_id == organisation.id,  # type: ignore[attr-defined]  # both have it
        model.from_on >= since,
        model.void_at.is_(None),
    )
    for fact in work.session.scalars(facts).all():
        fact.void_at = work.now


def take_back_ending(work: Work, organisation: Organisation, *, reason: str) -> StandingFact:
    """Let a membership that was ended by mistake go on as it stood before.

    Raises:
        Denied: the actor does not keep the register. AlreadyMember: it runs.
        NotAMember: there is no ending to take back. Unfit: no reason.

    """
    need(may_keep_register(work.actor))
    fit_act(work, work.today, reason)
    if running(work.session, organisation.id) is not None:
        raise AlreadyMember
    stay = last_stay(work.session, organisation.id)
    if stay is None or stay.ended_on is None:
        raise NotAMember
    wrong = as_at(work.session, StandingFact, stay.ended_on, organisation_id=organisation.id)
    before = _before(work, organisation, stay.ended_on)
    line = line_of(work.session, organisation.id, stay.ended_on)
    if wrong is None or wrong.standing not in ENDINGS or before is None or line is None:
        raise NotAMember
    right = begin_standing(
        work, organisation.id, before.standing, wrong.from_on, reason, review_on=before.review_on
    )
    stay.ended_on = None
    set_current(work, organisation, is_current=before.standing in SHOWN_STANDINGS)
    work.record("membership.ending_taken_back", right)
    return right


def _before(work: Work, organisation: Organisation, ended_on: date) -> StandingFact | None:
    """Return the standing that the ending replaced: the day before, or earlier that same day."""
    facts = select(StandingFact).where(StandingFact.organisation_id == organisation.id)
    older = facts.where(StandingFact.void_at.is_(None), StandingFact.until_on == ended_on)
    same_day = facts.where(StandingFact.void_at.is_not(None), StandingFact.from_on == ended_on)
    return work.session.scalar(older) or work.session.scalar(
        same_day.order_by(StandingFact.void_at.desc(), StandingFact.recorded_at.desc()).limit(1)
    )
