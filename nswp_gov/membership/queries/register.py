"""The register as it was on any day and as it was known at any instant."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.directory.models import Organisation
from nswp_gov.directory.queries import regions_of
from nswp_gov.membership.models import CategoryFact, Membership, Merger, Renewal, StandingFact
from nswp_gov.membership.policy import may_see_category
from nswp_gov.membership.states import (
    VOTING_CATEGORIES,
    VOTING_STANDINGS,
    Category,
    Standing,
)
from nswp_gov.rules.collation import sort_key
from nswp_gov.rules.languages import Locale
from nswp_gov.store.actor import Actor
from nswp_gov.store.dated import DatedFact, holds


@dataclass(frozen=True, slots=True)
class VotingOrganisation:
    """An organisation with a vote; `why` is category and standing, from which the vote follows."""

    organisation_id: uuid.UUID
    region: str | None
    country: str | None
    why: tuple[Category, Standing]


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One organisation as the register had it on a day. For those who may keep the register."""

    organisation_id: uuid.UUID
    slug: str
    name: str
    country: str | None
    region: str | None
    category: Category
    standing: Standing
    admitted_on: date | None

    @property
    def has_vote(self) -> bool:
        """Whether category and standing give it a vote."""
        return self.category in VOTING_CATEGORIES and self.standing in VOTING_STANDINGS


@dataclass(frozen=True, slots=True)
class Line:
    """Category and standing of one organisation."""

    category: Category
    standing: Standing


def _lines(
    session: Session,
    day: date,
    known_at: datetime | None,
    ids: Iterable[uuid.UUID] | None = None,
) -> dict[uuid.UUID, Line]:
    categories = select(CategoryFact.organisation_id, CategoryFact.category).where(
        holds(CategoryFact, day, known_at)
    )
    standings = select(StandingFact.organisation_id, StandingFact.standing).where(
        holds(StandingFact, day, known_at)
    )
    if ids is not None:
        wanted = list(ids)
        categories = categories.where(CategoryFact.organisation_id.in_(wanted))
        standings = standings.where(StandingFact.organisation_id.in_(wanted))
    standing_of = {row.organisation_id: row.standing for row in session.execute(standings)}
    return {
        row.organisation_id: Line(Category(row.category), standing_of[row.organisation_id])
        for row in session.execute(categories)
        if row.organisation_id in standing_of
    }


def voting_organisations(
    session: Session,
    day: date,
    *,
    region: str | None = None,
    known_at: datetime | None = None,
) -> list[VotingOrganisation]:
    """Return the organisations with a vote on `day`, in order of identifier; four queries.

    Full members in active or grace standing. `region`: only those that belong to it on that day.
    `known_at`: as the register knew it then, without later corrections.
    """
    lines = _lines(session, day, known_at)
    voting = {
        key: line
        for key, line in lines.items()
        if line.category in VOTING_CATEGORIES and line.standing in VOTING_STANDINGS
    }
    countries = {
        row.id: row.country
        for row in session.execute(select(Organisation.id, Organisation.country))
    }
    regions = regions_of(session, [(key, countries[key]) for key in voting], day, known_at)
    return [
        VotingOrganisation(key, regions[key], countries[key], (line.category, line.standing))
        for key, line in sorted(voting.items())
        if region is None or regions[key] == region
    ]


def register_as_at(
    session: Session, day: date, *, known_at: datetime | None = None, locale: Locale = Locale.EN
) -> list[RegisterLine]:
    """Return the whole register as at `day`, by name in the order of `locale`; five queries.

    Every organisation with a category and a standing that day, whatever the standing. Only for
    those who keep the register: the caller asks `policy.may_keep_register`.
    """
    lines = _lines(session, day, known_at)
    rows = session.execute(
        select(Organisation.id, Organisation.slug, Organisation.name, Organisation.country)
    ).all()
    present = [row for row in rows if row.id in lines]
    regions = regions_of(session, [(row.id, row.country) for row in present], day, known_at)
    admitted = _admitted(session, day)
    found = [
        RegisterLine(
            organisation_id=row.id,
            slug=row.slug,
            name=row.name,
            country=row.country,
            region=regions[row.id],
            category=lines[row.id].category,
            standing=lines[row.id].standing,
            admitted_on=admitted.get(row.id),
        )
        for row in present
    ]
    return sorted(found, key=lambda line: sort_key(line.name, locale))


def _admitted(session: Session, day: date) -> dict[uuid.UUID, date]:
    rows = session.execute(
        select(Membership.organisation_id, Membership.admitted_on)
        .where(Membership.admitted_on <= day)
        .order_by(Membership.admitted_on)
    )
    return {row.organisation_id: row.admitted_on for row in rows}


def line_of(
    session: Session,
    organisation_id: uuid.UUID,
    day: date,
    known_at: datetime | None = None,
) -> Line | None:
    """Return category and standing of one organisation on `day`, or None if it did not belong."""
    return _lines(session, day, known_at, [organisation_id]).get(organisation_id)


def line_among(
    categories: Iterable[CategoryFact], standings: Iterable[StandingFact], day: date
) -> Line | None:
    """Return category and standing on `day` out of an organisation's whole history."""
    category = next((row for row in categories if _covers(row, day)), None)
    standing = next((row for row in standings if _covers(row, day)), None)
    if category is None or standing is None:
        return None
    return Line(Category(category.category), standing.standing)


def _covers(row: DatedFact, day: date) -> bool:
    still = row.until_on is None or row.until_on > day
    return row.void_at is None and row.from_on <= day and still


def seen_line(session: Session, actor: Actor, organisation_id: uuid.UUID, day: date) -> Line | None:
    """Return category and standing if `actor` may know them, else None as if there were none."""
    country = session.scalar(select(Organisation.country).where(Organisation.id == organisation_id))
    region = regions_of(session, [(organisation_id, country)], day)[organisation_id]
    line = line_of(session, organisation_id, day)
    return line if may_see_category(actor, organisation_id, region).allowed else None


def running(session: Session, organisation_id: uuid.UUID) -> Membership | None:
    """Return the membership that runs, or None."""
    return session.scalar(
        select(Membership).where(
            Membership.organisation_id == organisation_id, Membership.ended_on.is_(None)
        )
    )


def last_stay(session: Session, organisation_id: uuid.UUID) -> Membership | None:
    """Return the membership that runs, else the one that ended last, or None."""
    return session.scalar(
        select(Membership)
        .where(Membership.organisation_id == organisation_id)
        .order_by(Membership.ended_on.is_(None).desc(), Membership.admitted_on.desc())
        .limit(1)
    )


def stays(session: Session, organisation_id: uuid.UUID) -> list[Membership]:
    """Return every membership of an organisation, newest first."""
    rows = select(Membership).where(Membership.organisation_id == organisation_id)
    return list(session.scalars(rows.order_by(Membership.admitted_on.desc())))


def renewals(session: Session, organisation_id: uuid.UUID) -> list[Renewal]:
    """Return the terms for which a membership was renewed, newest first."""
    rows = select(Renewal).where(
        Renewal.organisation_id == organisation_id, Renewal.void_at.is_(None)
    )
    return list(session.scalars(rows.order_by(Renewal.from_on.desc())))


def last_renewal(session: Session, organisation_id: uuid.UUID) -> Renewal | None:
    """Return the renewal that reaches furthest, or None."""
    return session.scalar(
        select(Renewal)
        .where(Renewal.organisation_id == organisation_id, Renewal.void_at.is_(None))
        .order_by(Renewal.until_on.desc())
        .limit(1)
    )


def category_history(session: Session, organisation_id: uuid.UUID) -> list[CategoryFact]:
    """Return every category fact, void ones included, newest first."""
    return list(
        session.scalars(
            select(CategoryFact)
            .where(CategoryFact.organisation_id == organisation_id)
            .order_by(CategoryFact.from_on.desc(), CategoryFact.recorded_at.desc())
        )
    )


def standing_history(session: Session, organisation_id: uuid.UUID) -> list[StandingFact]:
    """Return every standing fact, void ones included, newest first."""
    return list(
        session.scalars(
            select(StandingFact)
            .where(StandingFact.organisation_id == organisation_id)
            .order_by(StandingFact.from_on.desc(), StandingFact.recorded_at.desc())
        )
    )


def not_members(session: Session, locale: Locale) -> list[tuple[uuid.UUID, str]]:
    """Return the organisations without a running membership, by name: they can be admitted."""
    belonging = select(Membership.organisation_id).where(Membership.ended_on.is_(None))
    merged = select(Merger.gone_id)
    rows = session.execute(
        select(Organisation.id, Organisation.name).where(
            Organisation.id.not_in(belonging), Organisation.id.not_in(merged)
        )
    )
    found = [(row.id, row.name) for row in rows]
    return sorted(found, key=lambda one: sort_key(one[1], locale))


@dataclass(frozen=True, kw_only=True)
class Narrowed:
    """Which lines of the register are asked for; an empty choice asks for all."""

    words: str = ""
    regions: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    standings: frozenset[str] = frozenset()

    def fits(self, line: RegisterLine) -> bool:
        """Whether a line is among those asked for; words are looked for in the name."""
        return (
            self.words.casefold() in line.name.casefold()
            and (not self.regions or line.region in self.regions)
            and (not self.categories or line.category in self.categories)
            and (not self.standings or line.standing in self.standings)
        )


def narrowed(lines: Iterable[RegisterLine], asked: Narrowed) -> list[RegisterLine]:
    """Return the lines that are asked for, in the order they came."""
    return [line for line in lines if asked.fits(line)]
