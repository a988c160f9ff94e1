"""Questions about the inner record: never asked by a public page."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from nswp_gov.accounts.models import SIGN_IN_LABEL, Person
from nswp_gov.directory.models import (
    Affiliation,
    Consent,
    CountryRisk,
    OfficeNote,
    Organisation,
    Placement,
    ProfileValue,
    Representative,
)
from nswp_gov.directory.policy import Standing
from nswp_gov.directory.states import Capacity, Risk, Scope, TieState
from nswp_gov.rules.regions import placements
from nswp_gov.store.crypto import vault
from nswp_gov.store.dated import as_at, holds
from nswp_gov.store.errors import NotFound


def organisation(session: Session, organisation_id: uuid.UUID) -> Organisation:
    """Return an organisation.

    Raises:
        NotFound: there is none.

    """
    row = session.get(Organisation, organisation_id)
    if row is None:
        raise NotFound
    return row


def organisation_by_slug(session: Session, slug: str) -> Organisation:
    """Return an organisation by its public name part.

    Raises:
        NotFound: there is none.

    """
    row = session.scalar(select(Organisation).where(Organisation.slug == slug))
    if row is None:
        raise NotFound
    return row


def default_region(country: str | None) -> str | None:
    """Return the region of a country as the network divides the world, or None."""
    known = placements().get(country or "")
    return known.region.value if known and known.region else None


def region_of(session: Session, organisation_id: uuid.UUID, day: date) -> str | None:
    """Return the region an organisation belongs to on `day`, or None while undecided."""
    placed = as_at(session, Placement, day, organisation_id=organisation_id)
    if placed is not None:
        return placed.region
    return default_region(organisation(session, organisation_id).country)


def regions_of(
    session: Session,
    organisations: Iterable[tuple[uuid.UUID, str | None]],
    day: date,
    known_at: datetime | None = None,
) -> dict[uuid.UUID, str | None]:
    """Return the region of each (organisation, country) on `day`; one query however many."""
    placed = {
        row.organisation_id: row.region
        for row in session.execute(
            select(Placement.organisation_id, Placement.region).where(
                holds(Placement, day, known_at)
            )
        )
    }
    return {key: placed.get(key, default_region(country)) for key, country in organisations}


def risk_of(session: Session, country: str | None, day: date) -> Risk:
    """Return how dangerous being listed is in a country; where nobody said, it is raised."""
    row = as_at(session, CountryRisk, day, country=country) if country else None
    return row.risk if row else Risk.RAISED


def assessed_risks(session: Session, day: date) -> list[CountryRisk]:
    """Return the countries whose risk was assessed, as it holds on `day`, by code."""
    rows = session.scalars(
        select(CountryRisk).where(holds(CountryRisk, day)).order_by(CountryRisk.country)
    )
    return list(rows)


def holding_consent(session: Session, organisation_id: uuid.UUID) -> Consent | None:
    """Return the consent that holds now, or None."""
    return session.scalar(
        select(Consent).where(
            Consent.organisation_id == organisation_id, Consent.withdrawn_at.is_(None)
        )
    )


def all_consents(session: Session, organisation_id: uuid.UUID) -> list[Consent]:
    """Return every consent ever given, newest first."""
    return list(
        session.scalars(
            select(Consent)
            .where(Consent.organisation_id == organisation_id)
            .order_by(Consent.number.desc())
        )
    )


@dataclass(frozen=True)
class Dossier:
    """An organisation with all that decides on what is shown of it, read in two statements."""

    subject: Organisation
    consent: Consent | None
    values: tuple[ProfileValue, ...]
    standing: Standing

    @property
    def waits_for_confirmation(self) -> bool:
        """Whether a consent needs its second confirmation before anything is listed."""
        consent = self.consent
        if consent is None or consent.confirmed_at is not None or not consent.to_public:
            return False
        return self.standing.risk is Risk.RAISED


def dossier(session: Session, organisation_id: uuid.UUID, day: date) -> Dossier:
    """Return what decides on showing an organisation on `day`.

    Raises:
        NotFound: there is no such organisation.

    """
    found = dossiers(session, [organisation_id], day)
    if not found:
        raise NotFound
    return found[organisation_id]


def dossiers(session: Session, ids: Collection[uuid.UUID], day: date) -> dict[uuid.UUID, Dossier]:
    """Return what decides on showing some organisations on `day`; two statements however many."""
    if not ids:
        return {}
    rows = session.execute(
        select(Organisation, Consent, Placement.region, CountryRisk.risk)
        .outerjoin(
            Consent,
            and_(Consent.organisation_id == Organisation.id, Consent.withdrawn_at.is_(None)),
        )
        .outerjoin(
            Placement,
            and_(Placement.organisation_id == Organisation.id, holds(Placement, day)),
        )
        .outerjoin(
            CountryRisk, and_(CountryRisk.country == Organisation.country, holds(CountryRisk, day))
        )
        .where(Organisation.id.in_(ids))
    ).all()
    values: dict[uuid.UUID, list[ProfileValue]] = {row.Organisation.id: [] for row in rows}
    for value in session.scalars(
        select(ProfileValue).where(ProfileValue.organisation_id.in_(values))
    ):
        values[value.organisation_id].append(value)
    return {row.Organisation.id: _dossier(row, values[row.Organisation.id]) for row in rows}


def _dossier(row: Any, values: list[ProfileValue]) -> Dossier:
    subject, region, risk = row.Organisation, row.region, row.risk
    consent: Consent | None = row.Consent
    standing = Standing(
        is_current=subject.is_current,
        choices={value.field: value.readers for value in values},
        to_public=frozenset(consent.to_public if consent else ()),
        to_members=frozenset(consent.to_members if consent else ()),
        has_consent=consent is not None,
        is_confirmed_twice=consent is not None and consent.confirmed_at is not None,
        risk=risk or Risk.RAISED,
        region=region or default_region(subject.country),
    )
    return Dossier(subject, consent, tuple(values), standing)


def standing_of(session: Session, subject: Organisation, day: date) -> Standing:
    """Return all that decides on what is shown of an organisation on `day`."""
    return dossier(session, subject.id, day).standing


def ids_in_scope(session: Session, scope: Scope, key: str, day: date) -> list[uuid.UUID]:
    """Return the organisations that an emergency act covers, listed or not."""
    if scope is Scope.ORGANISATION:
        return [uuid.UUID(key)]
    rows = session.execute(select(Organisation.id, Organisation.country)).all()
    if scope is Scope.COUNTRY:
        return [row.id for row in rows if row.country == key]
    regions = regions_of(session, [(row.id, row.country) for row in rows], day)
    return [row.id for row in rows if regions[row.id] == key]


def appointments(session: Session, organisation_id: uuid.UUID) -> list[tuple[Representative, str]]:
    """Return everybody who ever acted for an organisation with their names, present ones first."""
    rows = session.execute(
        select(Representative, Person.name)
        .join(Person, Person.id == Representative.person_id)
        .where(Representative.organisation_id == organisation_id)
        .order_by(Representative.from_at.desc())
    )
    found = [(row.Representative, row.name) for row in rows]
    return sorted(found, key=lambda one: (one[0].until_at is not None, one[0].capacity.value))


def acting_people(
    session: Session, organisation_id: uuid.UUID, at: datetime
) -> dict[Capacity, tuple[uuid.UUID, ...]]:
    """Return the people who act for an organisation at an instant, by capacity."""
    rows = session.execute(
        select(Representative.capacity, Representative.person_id)
        .where(Representative.organisation_id == organisation_id, acts_at(at))
        .order_by(Representative.from_at)
    ).all()
    return {
        capacity: tuple(row.person_id for row in rows if row.capacity is capacity)
        for capacity in Capacity
    }


def acts_at(at: datetime) -> ColumnElement[bool]:
    """Return the condition that an appointment runs at an instant."""
    still = or_(Representative.until_at.is_(None), Representative.until_at > at)
    return and_(Representative.from_at <= at, still)


def sources_of(
    session: Session, person_id: uuid.UUID, now: datetime
) -> dict[str, frozenset[uuid.UUID]]:
    """Return what a person's appointments add to their Actor at `now`.

    `member_of`: every organisation with a running membership that they act for in any capacity;
    `editor_of`, `delegate_of` (delegates and alternates): also before admission and after its end,
    so that an organisation can always hide itself.
    """
    rows = session.execute(
        select(Representative.organisation_id, Representative.capacity, Organisation.is_current)
        .join(Organisation, Organisation.id == Representative.organisation_id)
        .where(Representative.person_id == person_id, acts_at(now))
    ).all()
    speaking = {Capacity.DELEGATE, Capacity.ALTERNATE}
    return {
        "member_of": frozenset(row.organisation_id for row in rows if row.is_current),
        "editor_of": frozenset(r.organisation_id for r in rows if r.capacity is Capacity.EDITOR),
        "delegate_of": frozenset(r.organisation_id for r in rows if r.capacity in speaking),
    }


def affiliations_of(session: Session, organisation_id: uuid.UUID) -> list[Affiliation]:
    """Return every tie of an organisation that is proposed, accepted or ended, newest first."""
    return list(
        session.scalars(
            select(Affiliation)
            .where(
                or_(
                    Affiliation.organisation_id == organisation_id,
                    Affiliation.other_id == organisation_id,
                ),
                Affiliation.state != TieState.DECLINED,
            )
            .order_by(Affiliation.proposed_at.desc())
        )
    )


def proposed_ties(
    session: Session, ids: Collection[uuid.UUID]
) -> list[tuple[Affiliation, uuid.UUID]]:
    """Return the ties that some organisations were asked for, each with who has to answer."""
    if not ids:
        return []
    rows = session.scalars(
        select(Affiliation)
        .where(
            Affiliation.state == TieState.PROPOSED,
            or_(Affiliation.organisation_id.in_(ids), Affiliation.other_id.in_(ids)),
        )
        .order_by(Affiliation.proposed_at)
    )
    asked = [
        (row, row.other_id if row.proposed_by_id == row.organisation_id else row.organisation_id)
        for row in rows
    ]
    return [(row, who) for row, who in asked if who in ids]


def notes_of(session: Session, organisation_id: uuid.UUID) -> list[OfficeNote]:
    """Return what the office did in the organisation's place, newest first."""
    return list(
        session.scalars(
            select(OfficeNote)
            .where(OfficeNote.organisation_id == organisation_id)
            .order_by(OfficeNote.done_at.desc())
        )
    )


def people_named(session: Session, ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    """Return the chosen names of people, for pages of those who work with them."""
    wanted = {one for one in ids if one is not None}
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(wanted)))
    return {row.id: row.name for row in rows}


def person_by_sign_in(session: Session, sign_in_name: str) -> uuid.UUID | None:
    """Return who signs in under a name, or None."""
    index = vault.ring.blind(sign_in_name, SIGN_IN_LABEL)
    return session.scalar(select(Person.id).where(Person.sign_in_index == index))
