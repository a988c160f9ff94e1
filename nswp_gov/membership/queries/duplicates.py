"""Records that may be one organisation, and records that became one."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from nswp_gov.directory.models import (
    Affiliation,
    Organisation,
    ProfileValue,
    PublicOrganisation,
    Representative,
)
from nswp_gov.directory.queries import ProfileView, organisation, profile, region_of
from nswp_gov.directory.states import ProfileField, TieState
from nswp_gov.membership.likeness import alike, fold, same, site
from nswp_gov.membership.models import DistinctPair, Merger
from nswp_gov.membership.queries.register import Line, line_of, stays
from nswp_gov.membership.states import Likeness
from nswp_gov.store.base import Base
from nswp_gov.store.crypto import vault

_EMAIL = "profile_value.email"
_DONE = ("draft", "nominations", "ruling", "published", "void")  # elections without a roll at work


@dataclass(frozen=True)
class Pair:
    """Two records that may be one organisation, and why."""

    first_id: uuid.UUID
    second_id: uuid.UUID
    names: tuple[str, str]
    country: str | None
    why: tuple[Likeness, ...]


@dataclass(frozen=True)
class Side:
    """All that is known of one record, for comparing it with another."""

    subject: Organisation
    view: ProfileView
    region: str | None
    line: Line | None
    stays: int
    people: int
    ties: int


def duplicates(session: Session) -> list[Pair]:
    """Return the pairs that may be one organisation, without those said to be two; four queries.

    Same country and alike names in any script, or the same web address, or the same e-mail.
    """
    gone = set(session.scalars(select(Merger.gone_id)))
    rows = {
        row.id: row
        for row in session.execute(select(Organisation.id, Organisation.name, Organisation.country))
        if row.id not in gone
    }
    why: dict[tuple[uuid.UUID, uuid.UUID], list[Likeness]] = {}
    for kind, pairs in _by_kind(session, rows):
        for one, other in pairs:
            key = (one, other) if one < other else (other, one)
            why.setdefault(key, []).append(kind)
    apart = {
        (row.first_id, row.second_id)
        for row in session.execute(select(DistinctPair.first_id, DistinctPair.second_id))
    }
    found = [
        Pair(one, other, (rows[one].name, rows[other].name), rows[one].country, tuple(kinds))
        for (one, other), kinds in why.items()
        if (one, other) not in apart
    ]
    return sorted(found, key=lambda pair: (-len(pair.why), fold(pair.names[0]), pair.first_id))


def _by_kind(
    session: Session, rows: dict[uuid.UUID, Row[uuid.UUID, str, str | None]]
) -> Iterable[tuple[Likeness, list[tuple[uuid.UUID, uuid.UUID]]]]:
    by_country: dict[str | None, dict[uuid.UUID, str]] = {}
    for key, row in rows.items():
        by_country.setdefault(row.country, {})[key] = fold(row.name)
    for names in by_country.values():
        yield Likeness.NAME, alike(names)
    fields = {ProfileField.WEBSITE: Likeness.WEBSITE, ProfileField.EMAIL: Likeness.EMAIL}
    values = session.execute(
        select(ProfileValue.organisation_id, ProfileValue.field, ProfileValue.value).where(
            ProfileValue.field.in_(fields)
        )
    ).all()
    for field, kind in fields.items():
        said = (
            (row.organisation_id, _marked(field, row.value))
            for row in values
            if row.field is field and row.value and row.organisation_id in rows
        )
        yield kind, same(said)


def _marked(field: ProfileField, value: str) -> str:
    return site(value) if field is ProfileField.WEBSITE else vault.ring.blind(value, _EMAIL)


def side_of(session: Session, organisation_id: uuid.UUID, day: date) -> Side:
    """Return all that is compared of a record.

    Raises:
        NotFound: there is no such organisation.

    """
    subject = organisation(session, organisation_id)
    people = select(Representative.id).where(
        Representative.organisation_id == subject.id, Representative.until_at.is_(None)
    )
    ties = select(Affiliation.id).where(
        or_(Affiliation.organisation_id == subject.id, Affiliation.other_id == subject.id),
        Affiliation.state.in_((TieState.PROPOSED, TieState.ACCEPTED)),
    )
    return Side(
        subject=subject,
        view=profile(session, subject, day),
        region=region_of(session, subject.id, day),
        line=line_of(session, subject.id, day),
        stays=len(stays(session, subject.id)),
        people=len(session.scalars(people).all()),
        ties=len(session.scalars(ties).all()),
    )


def merged_into(session: Session, organisation_id: uuid.UUID) -> Merger | None:
    """Return how a record became part of another, or None."""
    return session.scalar(select(Merger).where(Merger.gone_id == organisation_id))


def mergers_of(session: Session, organisation_id: uuid.UUID) -> list[Merger]:
    """Return what became part of this record, oldest first."""
    rows = select(Merger).where(Merger.kept_id == organisation_id).order_by(Merger.merged_at)
    return list(session.scalars(rows))


def remaining_slug(session: Session, slug: str) -> str | None:
    """Return the public address of what a merged record became part of, if everybody may see it."""
    at = select(Organisation.id).where(Organisation.slug == slug).scalar_subquery()
    return session.scalar(
        select(PublicOrganisation.slug)
        .join(Merger, Merger.kept_id == PublicOrganisation.id)
        .where(Merger.gone_id == at)
    )


def is_on_open_roll(session: Session, ids: Iterable[uuid.UUID]) -> bool:
    """Whether an organisation stands on the roll of an election that is not over.

    Elections lie above this room: their tables are asked by name, and may not be there.
    """
    tables = Base.metadata.tables
    if not {"roll_entry", "election_post", "election"} <= tables.keys():
        return False
    roll, post, election = (tables[name] for name in ("roll_entry", "election_post", "election"))
    named = (
        select(roll.c.id)
        .join(post, post.c.id == roll.c.post_id)
        .join(election, election.c.id == post.c.election_id)
        .where(roll.c.organisation_id.in_(list(ids)), election.c.state.not_in(_DONE))
        .limit(1)
    )
    return session.scalar(named) is not None
