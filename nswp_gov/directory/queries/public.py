"""Questions of the public pages. They read the stored projection and nothing else."""

from __future__ import annotations

import base64
import binascii
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    and_,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from nswp_gov.directory.models import (
    ListedCount,
    PublicAffiliation,
    PublicFacet,
    PublicMark,
    PublicOrganisation,
    SortKey,
)
from nswp_gov.directory.queries.profile import SUBJECT
from nswp_gov.directory.states import Facet, Level, Tie, within
from nswp_gov.rules.audience import PUBLIC
from nswp_gov.rules.collation import sort_key
from nswp_gov.rules.languages import Locale
from nswp_gov.store import search

PAGE = 25
FILE = 10_000  # the most lines of one file
MOST_HITS = 500  # the most records that one search looks at: the best ones
MOST_TIES = 500  # of each direction, on one page
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

    @property
    def only_place(self) -> tuple[Facet, str] | None:
        """One region or one country, if nothing else is asked for."""
        given = [(facet, values) for facet, values in self.chosen.items() if values]
        if self.words or len(given) != 1:
            return None
        facet, values = given[0]
        is_place = facet in {Facet.REGION, Facet.COUNTRY} and len(values) == 1
        return (facet, next(iter(values))) if is_place else None


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


def mark(session: Session) -> str | None:
    """Return the mark of what is shown now; None before anything was."""
    table: Any = PublicMark.__table__
    return session.connection().execute(select(table.c.mark)).scalar()


def total(session: Session) -> int:
    """Return how many organisations are listed, as it is kept."""
    kept = select(ListedCount.number).where(ListedCount.kind == ALL, ListedCount.value == "")
    return session.scalar(kept) or 0


def ties(session: Session, record: uuid.UUID, locale: Locale) -> list[Tied]:
    """Return the public ties of a listed organisation, by name; one statement."""
    tie, row = PublicAffiliation, PublicOrganisation
    shown = (row.slug, row.name, row.country, tie.tie, tie.since)
    sides = (
        select(*shown, literal(value).label("is_outward"))
        .join(row, row.id == other)
        .where(own == record)
        .limit(MOST_TIES)
        for own, other, value in (
            (tie.organisation_id, tie.other_id, 1),
            (tie.other_id, tie.organisation_id, 0),
        )
    )
    rows = session.execute(union_all(*(side.subquery().select() for side in sides)))
    found = [
        Tied(one.slug, one.name, one.country, one.tie, bool(one.is_outward), one.since)
        for one in rows
    ]
    return sorted(found, key=lambda one: (sort_key(one.name, locale), one.slug))


def narrowed(chosen: Mapping[Facet, frozenset[str]]) -> list[ColumnElement[bool]]:
    """Return the conditions of what was chosen: any value of a facet, and every facet."""
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
    conditions = narrowed(asked.chosen)
    total = _total(session, asked, conditions)
    rows = _keyset(session, asked, locale, conditions, size)
    return _trim(rows, asked, total, size)


def _total(session: Session, asked: Asked, conditions: list[ColumnElement[bool]]) -> int:
    if asked.is_everything:
        return total(session)
    if place := asked.only_place:
        kind, value = place
        kept = select(ListedCount.number).where(
            ListedCount.kind == kind.value, ListedCount.value == value
        )
        return session.scalar(kept) or 0
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
        .where(*conditions, *_placed(asked.chosen))
        .limit(size + 1)
    )
    query = query.order_by(key.desc(), slug.desc()) if backwards else query.order_by(key, slug)
    if place := _place(asked.before or asked.after):
        at, name = place
        past = key < at if backwards else key > at
        beside = slug < name if backwards else slug > name
        query = query.where(or_(past, and_(key == at, beside)))
    return [_row(row, row.key) for row in session.execute(query)]


def _placed(chosen: Mapping[Facet, frozenset[str]]) -> list[ColumnElement[bool]]:
    """Return the place once more, so that the order of names is read in this place alone."""
    columns = {Facet.COUNTRY: SortKey.country, Facet.REGION: SortKey.region}
    one = next((f for f in columns if len(chosen.get(f, ())) == 1), None)
    return [columns[one] == next(iter(chosen[one]))] if one else []


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
        PublicOrganisation.id.in_(found), *narrowed(asked.chosen)
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
        return _stored_counts(session, {facet.value: facet for facet in Facet})
    if place := asked.only_place:
        kinds = {within(*place, facet): facet for facet in Facet if facet is not place[0]}
        return _stored_counts(session, {**kinds, place[0].value: place[0]})
    counts: Counts = {facet: {} for facet in Facet}
    for row in session.execute(_all_counts(asked, found)):
        counts[Facet(row.kind)][row.value] = row.number
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
    for row in session.execute(
        select(ListedCount.kind, ListedCount.value, ListedCount.number).where(
            ListedCount.kind.in_(kinds)
        )
    ):
        counts[kinds[row.kind]][row.value] = row.number
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
        .where(PublicFacet.facet == facet, *narrowed(others))
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
