"""Records that may be one organisation, and records that became one."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
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
from nswp_gov.membership.likeness import (
    abbreviated,
    alike,
    fold,
    initials,
    number,
    same,
    short,
    site,
    touches,
)
from nswp_gov.membership.models import DistinctPair, Merger
from nswp_gov.membership.queries.register import Line, line_of, stays
from nswp_gov.membership.states import Likeness
from nswp_gov.store.base import Base
from nswp_gov.store.crypto import vault

NOWHERE = "-"  # stands for a country that is not compared
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


@dataclass(frozen=True)
class Match:
    """A record that may be the organisation somebody speaks of, and why."""

    organisation_id: uuid.UUID
    name: str
    is_member: bool
    why: tuple[Likeness, ...]


@dataclass
class _Known:
    """All by which records are compared. `names`: by record; `others`: earlier names of it."""

    names: dict[uuid.UUID, str]
    country: dict[uuid.UUID, str | None]
    others: list[tuple[uuid.UUID, str]]
    said: dict[ProfileField, list[tuple[uuid.UUID, str]]]
    is_current: frozenset[uuid.UUID]


_MARKS: Mapping[ProfileField, Likeness] = {
    ProfileField.WEBSITE: Likeness.WEBSITE,
    ProfileField.EMAIL: Likeness.EMAIL,
    ProfileField.PHONE: Likeness.PHONE,
}


def duplicates(session: Session) -> list[Pair]:
    """Return the pairs that may be one organisation, without those said to be two; four queries.

    In one country: alike names in any script, a name that one had before, one that is called by
    the other's first letters. Anywhere: the same web or e-mail address or telephone number.
    """
    known = _known(session)
    apart = {
        (row.first_id, row.second_id)
        for row in session.execute(select(DistinctPair.first_id, DistinctPair.second_id))
    }
    why = _reasons(known, set(known.country.values()))
    found = [
        Pair(
            one, other, (known.names[one], known.names[other]), known.country[one], tuple(kinds)
        )
        for (one, other), kinds in why.items()
        if (one, other) not in apart
    ]  # fmt: skip
    return sorted(found, key=lambda pair: (-len(pair.why), fold(pair.names[0]), pair.first_id))


def alike_to(
    session: Session, name: str, country: str | None, *, email: str | None = None
) -> list[Match]:
    """Return the records that may be an organisation of which this is known, most alike first.

    Members and former ones alike; a record that became part of another is found as that other.
    """
    known = _known(session)
    me, index = uuid.UUID(int=0), fold(name)
    folded = {one: fold(said) for one, said in known.names.items()}
    namesakes = [one for one, said in folded.items() if said == index]
    called = {initials(index), short(index)} - {""}
    near = {one for one, said in folded.items() if touches(index, said)}
    near |= {one for one, said in known.said[ProfileField.ACRONYM] if said in called}
    near |= {one for one, _name in known.others}
    for one in known.country.keys() - near:
        known.country[one] = NOWHERE  # nothing of its name can be alike
    known.names[me], known.country[me] = name, country
    if email:
        marked = _marked(ProfileField.EMAIL, email)
        known.said[ProfileField.EMAIL].append((me, marked))
    why = {
        next(one for one in pair if one != me): kinds
        for pair, kinds in _reasons(known, {country}).items()
        if me in pair
    }
    for one in namesakes:
        if Likeness.NAME not in why.setdefault(one, []):
            why[one].insert(0, Likeness.NAME)
    found = [
        Match(one, known.names[one], one in known.is_current, tuple(kinds))
        for one, kinds in why.items()
    ]
    return sorted(found, key=lambda one: (-len(one.why), fold(one.name), one.organisation_id))


def _known(session: Session) -> _Known:
    kept = {
        row.gone_id: row.kept_id
        for row in session.execute(select(Merger.gone_id, Merger.kept_id))
    }  # fmt: skip
    rows = session.execute(
        select(Organisation.id, Organisation.name, Organisation.country, Organisation.is_current)
    ).all()
    wanted = (*_MARKS, ProfileField.ACRONYM)
    values = session.execute(
        select(ProfileValue.organisation_id, ProfileValue.field, ProfileValue.value).where(
            ProfileValue.field.in_(wanted)
        )
    ).all()
    said: dict[ProfileField, list[tuple[uuid.UUID, str]]] = {field: [] for field in wanted}
    for row in values:
        if row.value:
            at = _remaining(kept, row.organisation_id)
            said[row.field].append((at, _marked(row.field, row.value)))
    return _Known(
        names={row.id: row.name for row in rows if row.id not in kept},
        country={row.id: row.country for row in rows if row.id not in kept},
        others=[(_remaining(kept, row.id), row.name) for row in rows if row.id in kept],
        said=said,
        is_current=frozenset(row.id for row in rows if row.is_current),
    )


def _remaining(kept: Mapping[uuid.UUID, uuid.UUID], key: uuid.UUID) -> uuid.UUID:
    """Return the record in which a record lives on: itself, or what it became part of."""
    while key in kept:
        key = kept[key]
    return key


def _marked(field: ProfileField, value: str) -> str:
    if field is ProfileField.WEBSITE:
        return site(value)
    if field is ProfileField.ACRONYM:
        return fold(value).replace(" ", "")
    plain = number(value) if field is ProfileField.PHONE else value
    return vault.ring.blind(plain, f"profile_value.{field.value}") if plain else ""


def _reasons(
    known: _Known, countries: Collection[str | None]
) -> dict[tuple[uuid.UUID, uuid.UUID], list[Likeness]]:
    """Return why records of these countries may be one, by pair (the smaller id first)."""
    why: dict[tuple[uuid.UUID, uuid.UUID], list[Likeness]] = {}
    for kind, pairs in _by_kind(known, countries):
        for one, other in pairs:
            kinds = why.setdefault((one, other) if one < other else (other, one), [])
            if one != other and kind not in kinds:
                kinds.append(kind)
    return {pair: kinds for pair, kinds in why.items() if kinds}


def _by_kind(
    known: _Known, countries: Collection[str | None]
) -> Iterable[tuple[Likeness, list[tuple[uuid.UUID, uuid.UUID]]]]:
    by_country: dict[str | None, dict[uuid.UUID, str]] = {one: {} for one in countries}
    for key, name in known.names.items():
        if known.country[key] in by_country:
            by_country[known.country[key]][key] = fold(name)
    before: dict[str | None, list[tuple[uuid.UUID, str]]] = {}
    for key, name in known.others:
        before.setdefault(known.country[key], []).append((key, fold(name)))
    acronyms = known.said[ProfileField.ACRONYM]
    for country, names in by_country.items():
        yield Likeness.NAME, alike(names)
        yield Likeness.ALIAS, _had_before(names, before.get(country, []))
        here = [(key, word) for key, word in acronyms if key in names]
        yield Likeness.ACRONYM, abbreviated(names, here)
    for field, kind in _MARKS.items():
        yield kind, same(known.said[field])


def _had_before(
    names: Mapping[uuid.UUID, str], before: list[tuple[uuid.UUID, str]]
) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """Return the pairs of which one has now a name like one that the other had before."""
    if not before:
        return []
    labels: dict[tuple[uuid.UUID, int], str] = {(key, 0): name for key, name in names.items()}
    labels |= {(key, at): name for at, (key, name) in enumerate(before, 1)}
    return [
        (one, other)
        for (one, first), (other, second) in alike(labels)
        if one != other and (first or second)
    ]


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
