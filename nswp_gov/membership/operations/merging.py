"""Two records of one organisation become one; of the other nothing is deleted."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from sqlalchemy import or_, select

from nswp_gov.directory.models import Affiliation, HideCode, Organisation, Representative
from nswp_gov.directory.operations import (
    Change,
    edit_profile,
    republish,
    set_current,
    withdraw_consent,
)
from nswp_gov.directory.queries import joint_appointments, profile
from nswp_gov.directory.states import (
    SINGLE,
    TEXT_FIELDS,
    VALUE_FIELDS,
    JointState,
    ProfileField,
    Readers,
    TieState,
)
from nswp_gov.membership.models import CategoryFact, DistinctPair, Merger, StandingFact
from nswp_gov.membership.operations.facts import fit_act
from nswp_gov.membership.operations.letters import tell
from nswp_gov.membership.policy import may_keep_register
from nswp_gov.membership.queries import is_on_open_roll, merged_into, running
from nswp_gov.rules.languages import Locale
from nswp_gov.store.dated import DatedFact, as_at, end_fact
from nswp_gov.store.erasure import governed
from nswp_gov.store.errors import DomainError, Unfit, need
from nswp_gov.store.links import Relation, join
from nswp_gov.store.work import Work

SUBJECT = "organisation"
SEATS = "term"  # who holds which seat for which organisation: a table of a room above
_OPEN = (TieState.PROPOSED, TieState.ACCEPTED)

# What rooms above have to do when `gone` becomes part of `kept`; they put themselves in.
AFTERWARDS: list[Callable[[Work, uuid.UUID, uuid.UUID], None]] = []


class MergedAlready(DomainError):
    """One of the two became part of another record before."""

    code = "merged_already"


class OnOpenRoll(DomainError):
    """An election that is not over has one of the two on its roll."""

    code = "merge_on_open_roll"


class KeepsNoMember(DomainError):
    """The record that would go is the member: it has to be the one that stays."""

    code = "merge_keeps_no_member"


def merge(work: Work, kept: Organisation, gone: Organisation, *, reason: str) -> Merger:
    """Let `gone` live on in `kept`.

    Its people, ties, seats and hide-us codes act for `kept` from now on; what `kept` does not say
    of itself it takes over, for the secretariat's eyes; its consent ends; its membership ends today
    without a standing, and the register of earlier days still has it. Its record stays readable.

    Raises:
        Denied: the actor does not keep the register. Unfit: no reason, or both are the same.
        MergedAlready: one is part of another by now. OnOpenRoll: an election needs both as they
            are. KeepsNoMember: only `gone` is a member.

    """
    need(may_keep_register(work.actor))
    fit_act(work, work.today, reason)
    _can_be_one(work, kept, gone)
    row = Merger(
        kept_id=kept.id,
        gone_id=gone.id,
        reason=reason,
        merged_at=work.now,
        merged_by=work.actor.person_id,
    )
    withdraw_consent(work, gone)
    _take_over_profile(work, kept, gone, reason)
    work.session.add(row)
    _move_people(work, kept, gone)
    _move_ties(work, kept, gone)
    _move_running(work, kept, gone)
    _end_stay(work, gone)
    join(work.session, (SUBJECT, kept.id), Relation.REPLACES, (SUBJECT, gone.id), at=work.now)
    for then in AFTERWARDS:
        then(work, kept.id, gone.id)
    set_current(work, gone, is_current=False)
    republish(work, kept)
    work.record("membership.merged", row)
    tell(work, kept, row)
    return row


def keep_apart(work: Work, one: Organisation, other: Organisation) -> DistinctPair:
    """Note that two records that look alike are two organisations.

    Raises:
        Denied: the actor does not keep the register. Unfit: both are the same.

    """
    need(may_keep_register(work.actor))
    if one.id == other.id:
        raise Unfit("merge_itself")
    first, second = sorted((one.id, other.id))
    row = work.session.scalar(
        select(DistinctPair).where(DistinctPair.first_id == first, DistinctPair.second_id == second)
    )
    if row is None:
        row = DistinctPair(
            first_id=first, second_id=second, said_at=work.now, said_by=work.actor.person_id
        )
        work.session.add(row)
        work.record("membership.kept_apart", row)
    return row


def _can_be_one(work: Work, kept: Organisation, gone: Organisation) -> None:
    if kept.id == gone.id:
        raise Unfit("merge_itself")
    if any(merged_into(work.session, one.id) is not None for one in (kept, gone)):
        raise MergedAlready
    if is_on_open_roll(work.session, [kept.id, gone.id]):
        raise OnOpenRoll
    if running(work.session, gone.id) and not running(work.session, kept.id):
        raise KeepsNoMember


def _take_over_profile(work: Work, kept: Organisation, gone: Organisation, reason: str) -> None:
    """Fill what `kept` leaves empty; it is open to the secretariat until `kept` opens it."""
    mine = profile(work.session, kept, work.today)
    theirs = profile(work.session, gone, work.today)

    def change(field: ProfileField, value: Any) -> Change:
        return Change(value=value, readers=mine.choices[field].narrower(Readers.SECRETARIAT))

    empty = [one for one in VALUE_FIELDS if one in theirs.values and one not in mine.values]
    changes = {one: change(one, theirs.values[one]) for one in empty}
    edit_profile(work, kept, changes, locale=kept.locale, reason=reason)
    for locale in Locale:
        said = {
            one: change(one, theirs.values[one][locale.value])
            for one in TEXT_FIELDS
            if locale.value in theirs.values.get(one, {}) and one not in mine.values
        }
        edit_profile(work, kept, said, locale=locale, reason=reason)


def _move_people(work: Work, kept: Organisation, gone: Organisation) -> None:
    """Let whoever acts for `gone` act for `kept`; where somebody does so already, they stay."""
    mine = {(row.person_id, row.capacity) for row in _acting(work, kept)}
    held = {capacity for _person, capacity in mine} & SINGLE
    single = {person for person, capacity in mine if capacity in SINGLE}
    for row in _acting(work, gone):
        in_the_way = row.capacity in SINGLE and (row.capacity in held or row.person_id in single)
        if (row.person_id, row.capacity) in mine or in_the_way:
            row.until_at = work.now
        else:
            row.organisation_id = kept.id
    for asked in joint_appointments(work.session, [gone.id]):  # whoever is needed asks anew
        asked.state, asked.ended_at, asked.ended_by = (
            JointState.STOPPED,
            work.now,
            work.actor.person_id,
        )
    work.session.flush()


def _acting(work: Work, organisation: Organisation) -> list[Representative]:
    rows = select(Representative).where(
        Representative.organisation_id == organisation.id, Representative.until_at.is_(None)
    )
    return list(work.session.scalars(rows))


def _move_ties(work: Work, kept: Organisation, gone: Organisation) -> None:
    """Let the ties of `gone` be those of `kept`; what `kept` has already, or to itself, ends."""
    mine = {(row.organisation_id, row.other_id, row.tie) for row in _ties(work, kept)}
    for row in _ties(work, gone):
        ends = [kept.id if one == gone.id else one for one in (row.organisation_id, row.other_id)]
        if ends[0] == ends[1] or (ends[0], ends[1], row.tie) in mine:
            row.state, row.until_on = TieState.ENDED, work.today
            continue
        row.organisation_id, row.other_id = ends
        if row.proposed_by_id == gone.id:
            row.proposed_by_id = kept.id
    work.session.flush()


def _ties(work: Work, organisation: Organisation) -> list[Affiliation]:
    own = or_(
        Affiliation.organisation_id == organisation.id, Affiliation.other_id == organisation.id
    )
    rows = select(Affiliation).where(own, Affiliation.state.in_(_OPEN))
    return list(work.session.scalars(rows))


def _move_running(work: Work, kept: Organisation, gone: Organisation) -> None:
    """Let hide-us codes on paper hide `kept`, and seats that are held be held for `kept`."""
    codes = select(HideCode).where(
        HideCode.organisation_id == gone.id, HideCode.replaced_at.is_(None)
    )
    for code in work.session.scalars(codes):
        code.organisation_id = kept.id
    for model in governed():
        if model.__tablename__ == SEATS:
            columns: Any = model
            held = select(model).where(
                columns.organisation_id == gone.id,
                columns.void_at.is_(None),
                or_(columns.until_on.is_(None), columns.until_on > work.today),
            )
            for term in work.session.scalars(held):
                term.organisation_id = kept.id  # type: ignore[attr-defined]  # a term has one


def _end_stay(work: Work, gone: Organisation) -> None:
    """End the membership of `gone` today: from now on the register has `kept` alone."""
    stay = running(work.session, gone.id)
    if stay is None:
        return
    stay.ended_on = work.today
    _end_today(work, as_at(work.session, CategoryFact, work.today, organisation_id=gone.id))
    _end_today(work, as_at(work.session, StandingFact, work.today, organisation_id=gone.id))


def _end_today(work: Work, fact: DatedFact | None) -> None:
    if fact is None:
        return
    if fact.from_on < work.today:
        end_fact(work, fact, work.today)
    else:
        fact.void_at = work.now
