"""Who an audience means, as identifiers of people; and the risk that each of them lives under."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.accounts.models import RoleGrant
from nswp_gov.accounts.queries import held
from nswp_gov.accounts.states import Role as NetworkRole
from nswp_gov.bodies.models import Body, Seat, Term
from nswp_gov.bodies.states import BodyKind
from nswp_gov.directory.models import Organisation, Representative
from nswp_gov.directory.queries import assessed_risks
from nswp_gov.directory.queries.inside import acts_at
from nswp_gov.directory.states import Risk
from nswp_gov.mailings.audience import Audience
from nswp_gov.mailings.models import ListEntry, NamedList
from nswp_gov.mailings.states import Role
from nswp_gov.membership.queries import RegisterLine, register_as_at
from nswp_gov.membership.states import SHOWN_STANDINGS
from nswp_gov.store.clock import civil_day
from nswp_gov.store.dated import holds
from nswp_gov.store.work import ZONE

_GRANTED = {
    Role.SECRETARIAT: (NetworkRole.SECRETARIAT,),
    Role.ADMINISTRATOR: (NetworkRole.ADMINISTRATOR,),
    Role.RETURNING_OFFICER: (NetworkRole.RETURNING_OFFICER,),
    Role.TRANSLATOR: tuple(one for one in NetworkRole if one.locale is not None),
}
_SEVERITY = tuple(Risk)  # rising


def meant(session: Session, audience: Audience, now: datetime) -> set[uuid.UUID]:
    """Return who an audience means at an instant, whatever they want and wherever they live."""
    found: set[uuid.UUID] = set(audience.people)
    if audience.members:
        found |= _acting(session, _members(session, audience, now), now, audience.capacities)
    found |= _in_roles(session, audience.roles, now)
    people, organisations = _on_lists(session, audience.lists)
    found |= people
    found |= _acting(session, organisations | audience.organisations, now)
    return found


def _members(session: Session, audience: Audience, now: datetime) -> set[uuid.UUID]:
    lines = register_as_at(session, civil_day(now, ZONE))
    return {line.organisation_id for line in lines if _fits(line, audience)}


def _fits(line: RegisterLine, audience: Audience) -> bool:
    return (
        line.standing in SHOWN_STANDINGS
        and (not audience.regions or line.region in audience.regions)
        and (not audience.countries or line.country in audience.countries)
        and (not audience.categories or line.category in audience.categories)
    )


def _acting(
    session: Session,
    organisations: Collection[uuid.UUID],
    now: datetime,
    capacities: Iterable[str] = (),
) -> set[uuid.UUID]:
    """Return who acts for some organisations at an instant; one query however many."""
    if not organisations:
        return set()
    rows = session.execute(
        select(
            Representative.organisation_id, Representative.person_id, Representative.capacity
        ).where(acts_at(now))
    )
    wanted = frozenset(capacities)
    return {
        row.person_id
        for row in rows
        if row.organisation_id in organisations and (not wanted or row.capacity in wanted)
    }


def _in_roles(session: Session, roles: Collection[str], now: datetime) -> set[uuid.UUID]:
    if not roles:
        return set()
    granted = [one for role in roles for one in _GRANTED.get(Role(role), ())]
    found = set(
        session.scalars(select(RoleGrant.person_id).where(RoleGrant.role.in_(granted), held(now)))
    )
    if Role.BOARD in roles:
        found |= set(
            session.scalars(
                select(Term.person_id)
                .join(Seat, Seat.id == Term.seat_id)
                .join(Body, Body.id == Seat.body_id)
                .where(Body.kind == BodyKind.BOARD, holds(Term, civil_day(now, ZONE)))
            )
        )
    return found


def _on_lists(session: Session, slugs: Collection[str]) -> tuple[set[uuid.UUID], set[uuid.UUID]]:
    """Return the people and the organisations on some named lists that have not ended."""
    if not slugs:
        return set(), set()
    rows = session.scalars(
        select(ListEntry)
        .join(NamedList, NamedList.id == ListEntry.list_id)
        .where(NamedList.slug.in_(slugs), NamedList.ended_at.is_(None))
    ).all()
    return (
        {row.person_id for row in rows if row.person_id},
        {row.organisation_id for row in rows if row.organisation_id},
    )


def risks_of(session: Session, ids: Collection[uuid.UUID], now: datetime) -> dict[uuid.UUID, Risk]:
    """Return the risk that each person lives under: the gravest of the organisations they act for.

    A country that nobody assessed is of raised risk; who acts for none is not in it.
    """
    assessed = {row.country: row.risk for row in assessed_risks(session, civil_day(now, ZONE))}
    rows = session.execute(
        select(Representative.person_id, Organisation.country)
        .join(Organisation, Organisation.id == Representative.organisation_id)
        .where(acts_at(now))
    )
    found: dict[uuid.UUID, Risk] = {}
    for row in rows:
        if row.person_id in ids:
            risk = assessed.get(row.country or "", Risk.RAISED)
            found[row.person_id] = max(found.get(row.person_id, risk), risk, key=_SEVERITY.index)
    return found


def member_countries(session: Session, now: datetime) -> set[str]:
    """Return the countries and territories in which there are members."""
    lines = register_as_at(session, civil_day(now, ZONE))
    return {line.country for line in lines if line.country and line.standing in SHOWN_STANDINGS}
