"""Questions of feeds, maps of the site and pages of regions: they read the stored projection."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Executable, bindparam, select
from sqlalchemy.orm import Session

from nswp_gov.directory.models import PublicOrganisation
from nswp_gov.directory.queries.asked import Asked, narrowed
from nswp_gov.directory.states import Level
from nswp_gov.rules.languages import Locale

MOST_NETWORKS = 8
NEWS = 50  # entries of a feed
LAST_LETTERS = "z" * 9  # no public name part comes after them in any order of letters


@dataclass(frozen=True)
class News:
    """A listed organisation that is new or has changed, as feeds tell it."""

    slug: str
    name: str
    locale: Locale
    region: str
    country: str | None
    said: Mapping[str, Any]
    listed_on: date | None
    changed_on: date


@dataclass(frozen=True)
class Network:
    """A listed regional network, as its region's page shows it."""

    slug: str
    name: str
    locale: Locale
    country: str | None
    said: Mapping[str, Any]


@dataclass(frozen=True)
class Listed:
    """A listed organisation as maps of the site name it."""

    slug: str
    changed_on: date | None


def listed_slugs(session: Session, prefix: str) -> list[Listed]:
    """Return the listed organisations whose public name part begins so, in its order."""
    slug = PublicOrganisation.slug
    rows = session.execute(
        select(slug, PublicOrganisation.changed_on)
        .where(slug.between(prefix, prefix + LAST_LETTERS))
        .order_by(slug)
    )
    return [Listed(*row) for row in rows]


def newest(session: Session, asked: Asked, found: tuple[uuid.UUID, ...] | None) -> list[News]:
    """Return the listed organisations that were listed or changed last; one statement."""
    changed = PublicOrganisation.changed_on
    columns = [getattr(PublicOrganisation, one.name) for one in fields(News)]
    query = select(*columns).where(changed.is_not(None), *narrowed(asked.chosen))
    if found is not None:
        query = query.where(PublicOrganisation.id.in_(found))
    query = query.order_by(changed.desc(), PublicOrganisation.slug.desc()).limit(NEWS)
    return [News(*row) for row in session.execute(query)]


def networks(session: Session, region: str) -> list[Network]:
    """Return the listed networks of a region, by their public name part; one statement.

    At most `MOST_NETWORKS`: a list narrowed by level has them all.
    """
    rows = session.connection().execute(_networks(), {"region": region})
    return [Network(*one) for one in rows]


@cache
def _networks() -> Executable:
    row: Any = PublicOrganisation.__table__
    return (
        select(*(row.c[one.name] for one in fields(Network)))
        .where(row.c.region == bindparam("region"), row.c.level == Level.REGIONAL)
        .order_by(row.c.slug)
        .limit(MOST_NETWORKS)
    )
