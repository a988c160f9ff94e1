"""Questions of the public pages. They read the stored projection and nothing else."""

from __future__ import annotations

import base64
import binascii
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from nswp_gov.directory.models import (
    ListedCount,
    PublicAffiliation,
    PublicFacet,
    PublicOrganisation,
    SortKey,
)
from nswp_gov.directory.queries.profile import SUBJECT
from nswp_gov.directory.states import Facet, Level, Tie
from nswp_gov.rules.audience import PUBLIC
from nswp_gov.rules.languages import Locale
from nswp_gov.store import search

PAGE = 25
FILE = 10_000  # the most lines of one file
MOST_HITS = 20_000  # the most records that one search looks at
PLACE = "place"
ALL = "all"

Counts = dict[Facet, dict[str, int]]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a reader asks of the list: words, chosen values by facet, and where the page begins.

    `after`, `before`: cursors that an earlier page gave; for words, `after` is how many to pass.
    """

    words: str = ""
    chosen: Mapping[Facet, frozenset[str]] = field(default_factory=dict)
    after: str = ""
    before: str = ""

    @property
    def is_everything(self) -> bool:
        """Whether the whole directory is asked for."""
        return not self.words and not any(self.chosen.values())


@dataclass(frozen=True)
class Row:
    """A listed organisation as lists show it."""

    slug: str
    name: str
    locale: Locale
    region: str
    country: str | None
    level: Level | None
    languages: Sequence[str]
    areas: Sequence[str]
    said: Mapping[str, Any]
    last_confirmed_on: date | None
    cursor: str = ""


@dataclass(frozen=True)
class Page:
    """One page of the list, its neighbours, and the exact number of all that match."""

    rows: tuple[Row, ...]
    total: int
    newer: str | None
    older: str | None


@dataclass(frozen=True)
class Tied:
    """A public tie as one side's page shows it; `is_outward`: from this organisation to `other`."""

    slug: str
    name: str
    country: str | None
    tie: Tie
    is_outward: bool
    since: date


_SHOWN = (
    PublicOrganisation.slug,
    PublicOrganisation.name,
    PublicOrganisation.locale,
    PublicOrganisation.region,
    PublicOrganisation.country,
    PublicOrganisation.level,
    PublicOrganisation.languages,
    PublicOrganisation.areas,
    PublicOrganisation.said,
    PublicOrganisation.last_confirmed_on,
)


def listed(session: Session, slug: str) -> PublicOrganisation | None:
    """Return a listed organisation, or None: hidden and absent are the same here."""
    return session.scalar(select(PublicOrganisation).where(PublicOrganisation.slug == slug))


def ties(session: Session, record: uuid.UUID, locale: Locale) -> list[Tied]:
    """Return the public ties of a listed organisation, by name."""
    outward = PublicAffiliation.organisation_id == record
    other = func.coalesce(  # whichever side is not this one
        func.nullif(PublicAffiliation.other_id, record), PublicAffiliation.organisation_id
    )
    rows = session.execute(
        select(
            PublicOrganisation.slug,
            PublicOrganisation.name,
            PublicOrganisation.country,
            PublicAffiliation.tie,
            outward.label("is_outward"),
            PublicAffiliation.since,
        )
        .join(PublicOrganisation, PublicOrganisation.id == other)
        .join(SortKey, and_(SortKey.record == PublicOrganisation.id, SortKey.locale == locale))
        .where(or_(outward, PublicAffiliation.other_id == record))
        .order_by(SortKey.key)
    )
    return [
        Tied(row.slug, row.name, row.country, row.tie, bool(row.is_outward), row.since)
        for row in rows
    ]


def _narrowed(chosen: Mapping[Facet, frozenset[str]]) -> list[ColumnElement[bool]]:
    return [_one_of(facet, values) for facet, values in chosen.items() if values]


def _one_of(facet: Facet, values: frozenset[str]) -> ColumnElement[bool]:
    if facet is Facet.REGION:
        return PublicOrganisation.region.in_(sorted(values))
    if facet is Facet.COUNTRY:
        return PublicOrganisation.country.in_(sorted(values))
    said = aliased(PublicFacet)  # apart from the facet that is being counted
    return exists().where(
        said.organisation_id == PublicOrganisation.id,
        said.facet == facet,
        said.value.in_(sorted(values)),
    )


def hits(session: Session, words: str, locale: Locale) -> tuple[uuid.UUID, ...] | None:
    """Return the listed organisations that the words find, best first; None without words."""
    if not words.strip():
        return None
    found = search.find(session, [PUBLIC], locale, words, kinds=(SUBJECT,), limit=MOST_HITS)
    return tuple(one.subject_id for one in found)


def page(
    session: Session,
    asked: Asked,
    locale: Locale,
    found: tuple[uuid.UUID, ...] | None,
    *,
    size: int = PAGE,
) -> Page:
    """Return the page that was asked for, by name in the reader's language; words: best first.

    `found`: what `hits` gave. At most three statements.
    """
    if found is not None:
        return _page_of_hits(session, asked, found, size)
    conditions = _narrowed(asked.chosen)
    total = _total(session, asked, conditions)
    rows = _keyset(session, asked, locale, conditions, size)
    return _trim(rows, asked, total, size)


def _total(session: Session, asked: Asked, conditions: list[ColumnElement[bool]]) -> int:
    if asked.is_everything:
        kept = session.scalar(
            select(ListedCount.number).where(ListedCount.kind == ALL, ListedCount.value == "")
        )
        return kept or 0
    return session.scalar(select(func.count(PublicOrganisation.id)).where(*conditions)) or 0


def _keyset(
    session: Session,
    asked: Asked,
    locale: Locale,
    conditions: list[ColumnElement[bool]],
    size: int,
) -> list[Row]:
    backwards = bool(asked.before)
    key, slug = SortKey.key, PublicOrganisation.slug
    query = (
        select(*_SHOWN, key)
        .join(SortKey, and_(SortKey.record == PublicOrganisation.id, SortKey.locale == locale))
        .where(*conditions)
        .limit(size + 1)
    )
    query = query.order_by(key.desc(), slug.desc()) if backwards else query.order_by(key, slug)
    if place := _place(asked.before or asked.after):
        at, name = place
        past = key < at if backwards else key > at
        beside = slug < name if backwards else slug > name
        query = query.where(or_(past, and_(key == at, beside)))
    return [_row(row, row.key) for row in session.execute(query)]


def _row(row: Any, key: bytes = b"") -> Row:
    shown = {column.key: getattr(row, column.key) for column in _SHOWN}
    return Row(**shown, cursor=_cursor(key, row.slug))


def _cursor(key: bytes, slug: str) -> str:
    return base64.urlsafe_b64encode(key).decode().rstrip("=") + "." + slug


def _place(cursor: str) -> tuple[bytes, str] | None:
    """Return the key and the slug in a cursor; one that nobody gave begins at the beginning."""
    key, _, slug = cursor.partition(".")
    try:
        return base64.urlsafe_b64decode(key + "=" * (-len(key) % 4)), slug
    except (binascii.Error, ValueError):
        return None


def _trim(rows: list[Row], asked: Asked, total: int, size: int) -> Page:
    more = len(rows) > size
    kept = rows[:size]
    if asked.before:
        kept.reverse()
    goes_on = bool(kept) and (more or bool(asked.before))
    came_from = bool(kept) and (bool(asked.after) or (bool(asked.before) and more))
    return Page(
        rows=tuple(kept),
        total=total,
        newer=kept[0].cursor if came_from else None,
        older=kept[-1].cursor if goes_on else None,
    )


def _page_of_hits(session: Session, asked: Asked, found: tuple[uuid.UUID, ...], size: int) -> Page:
    matching = select(PublicOrganisation.id).where(
        PublicOrganisation.id.in_(found), *_narrowed(asked.chosen)
    )
    kept = set(session.scalars(matching))
    ordered = [one for one in found if one in kept]
    start = min(int(asked.after), len(ordered)) if asked.after.isdecimal() else 0
    chosen = ordered[start : start + size]
    place = {one: position for position, one in enumerate(chosen)}
    rows = session.execute(
        select(*_SHOWN, PublicOrganisation.id).where(PublicOrganisation.id.in_(chosen))
    )
    in_order = sorted(rows, key=lambda row: place[row.id])
    return Page(
        rows=tuple(_row(row) for row in in_order),
        total=len(ordered),
        newer=str(max(start - size, 0)) if start else None,
        older=str(start + size) if start + size < len(ordered) else None,
    )


def facet_counts(session: Session, asked: Asked, found: tuple[uuid.UUID, ...] | None) -> Counts:
    """Return, per facet, how many listed organisations each value would leave; one statement.

    The values of one facet add to each other, so its own choice does not narrow its counts.
    Nothing that would leave none is in it.
    """
    if asked.is_everything:
        return _stored_counts(session)
    parts = [_counting(facet, asked, found) for facet in Facet]
    counts: Counts = {facet: {} for facet in Facet}
    for row in session.execute(union_all(*parts)):
        counts[Facet(row.kind)][row.value] = row.number
    return counts


def _stored_counts(session: Session) -> Counts:
    counts: Counts = {facet: {} for facet in Facet}
    kinds = [facet.value for facet in Facet]
    for row in session.execute(
        select(ListedCount.kind, ListedCount.value, ListedCount.number).where(
            ListedCount.kind.in_(kinds)
        )
    ):
        counts[Facet(row.kind)][row.value] = row.number
    return counts


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
        .where(PublicFacet.facet == facet, *_narrowed(others))
        .group_by(PublicFacet.value)
    )
    return query if found is None else query.where(PublicFacet.organisation_id.in_(found))


def places(session: Session) -> dict[str, dict[str, int]]:
    """Return how many organisations are listed by region and country; one statement.

    The country '' holds those that show their region only.
    """
    found: dict[str, dict[str, int]] = {}
    for row in session.execute(
        select(ListedCount.value, ListedCount.number).where(ListedCount.kind == PLACE)
    ):
        region, _, country = row.value.partition("/")
        found.setdefault(region, {})[country] = row.number
    return found


def by_country(session: Session) -> dict[str, int]:
    """Return how many organisations are listed in each country that they show."""
    counts: dict[str, int] = {}
    for countries in places(session).values():
        for code, number in countries.items():
            if code:
                counts[code] = counts.get(code, 0) + number
    return counts
