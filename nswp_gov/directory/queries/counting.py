"""How many organisations are listed: in all, in a place, under each value of a facet."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Executable,
    Select,
    String,
    bindparam,
    cast,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from nswp_gov.directory.models import ListedCount, PublicFacet, PublicOrganisation
from nswp_gov.directory.queries.asked import Asked, narrowed
from nswp_gov.directory.states import Facet, within

PLACE = "place"
ALL = "all"

Counts = dict[Facet, dict[str, int]]


def total(session: Session) -> int:
    """Return how many organisations are listed, as it is kept."""
    return _kept_number(session, ALL, "")


def _kept_number(session: Session, kind: str, value: str) -> int:
    session.flush()
    given = {"kind": kind, "value": value}
    return session.connection().execute(_one_count(), given).scalar() or 0


@cache
def _one_count() -> Executable:
    kept: Any = ListedCount.__table__
    return select(kept.c.number).where(
        kept.c.kind == bindparam("kind"), kept.c.value == bindparam("value")
    )


def matching(session: Session, asked: Asked) -> int:
    """Return how many listed organisations there are of what is asked, words aside."""
    if asked.is_everything:
        return total(session)
    if place := asked.only_place:
        return _kept_number(session, place[0].value, place[1])
    return (
        session.scalar(select(func.count(PublicOrganisation.id)).where(*narrowed(asked.chosen)))
        or 0
    )


def facet_counts(session: Session, asked: Asked, found: tuple[uuid.UUID, ...] | None) -> Counts:
    """Return, per facet, how many listed organisations each value would leave; one statement.

    The values of one facet add to each other, so its own choice does not narrow its counts.
    Nothing that would leave none is in it.
    """
    if asked.is_everything:
        return _stored_counts(session, {facet.value: facet for facet in Facet})
    if place := asked.only_place:
        kinds = {within(*place, facet): facet for facet in Facet if facet is not place[0]}
        return _stored_counts(session, {**kinds, place[0].value: place[0]})
    counts: Counts = {facet: {} for facet in Facet}
    session.flush()
    for kind, value, number in session.connection().execute(_all_counts(asked, found)):
        counts[Facet(kind)][value] = number
    return counts


def _all_counts(
    asked: Asked, found: tuple[uuid.UUID, ...] | None
) -> Select[str, str, int] | CompoundSelect[str, str, int]:
    if found is None or any(asked.chosen.values()):
        return union_all(*(_counting(facet, asked, found) for facet in Facet))
    return (  # words alone: every facet at once
        select(
            cast(PublicFacet.facet, String).label("kind"),
            PublicFacet.value.label("value"),
            func.count().label("number"),
        )
        .where(PublicFacet.organisation_id.in_(found))
        .group_by(PublicFacet.facet, PublicFacet.value)
    )


def _stored_counts(session: Session, kinds: Mapping[str, Facet]) -> Counts:
    counts: Counts = {facet: {} for facet in Facet}
    session.flush()
    for kind, value, number in session.connection().execute(
        _many_counts(), {"kinds": sorted(kinds)}
    ):
        counts[kinds[kind]][value] = number
    return counts


@cache
def _many_counts() -> Executable:
    kept: Any = ListedCount.__table__
    return select(kept.c.kind, kept.c.value, kept.c.number).where(
        kept.c.kind.in_(bindparam("kinds", expanding=True))
    )


def _counting(
    facet: Facet, asked: Asked, found: tuple[uuid.UUID, ...] | None
) -> Select[str, str, int]:
    others = {one: values for one, values in asked.chosen.items() if one is not facet}
    query = (
        select(
            literal(facet.value).label("kind"),
            PublicFacet.value.label("value"),
            func.count().label("number"),
        )
        .join(PublicOrganisation, PublicOrganisation.id == PublicFacet.organisation_id)
        .where(PublicFacet.facet == facet, *narrowed(others))
        .group_by(PublicFacet.value)
    )
    return query if found is None else query.where(PublicFacet.organisation_id.in_(found))


def places(session: Session) -> dict[str, dict[str, int]]:
    """Return how many organisations are listed by region and country; one statement.

    The country '' holds those that show their region only.
    """
    found: dict[str, dict[str, int]] = {}
    session.flush()
    for _kind, value, number in session.connection().execute(_many_counts(), {"kinds": [PLACE]}):
        region, _, country = value.partition("/")
        found.setdefault(region, {})[country] = number
    return found


def by_country(session: Session) -> dict[str, int]:
    """Return how many organisations are listed in each country that they show."""
    counts: dict[str, int] = {}
    for countries in places(session).values():
        for code, number in countries.items():
            if code:
                counts[code] = counts.get(code, 0) + number
    return counts
