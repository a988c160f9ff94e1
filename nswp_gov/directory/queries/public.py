"""Questions of the public pages. They read the stored projection and nothing else."""

from __future__ import annotations

import base64
import binascii
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from nswp_gov.directory.models import (
    PublicAffiliation,
    PublicMark,
    PublicOrganisation,
    SortKey,
)
from nswp_gov.directory.queries.asked import Asked, narrowed
from nswp_gov.directory.queries.counting import (
    Counts,
    by_country,
    facet_counts,
    matching,
    places,
    total,
)
from nswp_gov.directory.queries.profile import SUBJECT
from nswp_gov.directory.states import Facet, Level, Tie
from nswp_gov.rules.audience import PUBLIC
from nswp_gov.rules.collation import sort_key
from nswp_gov.rules.languages import Locale
from nswp_gov.store import search

PAGE = 25
FILE = 10_000  # the most lines of one file
SMALL = 1000  # a directory of so many listed is searched whole
MOST_HITS = 100  # the most records that one search of a larger one gives: the best ones
MOST_TIES = 500  # of each direction, on one page

__all__ = [
    "FILE",
    "Asked",
    "Counts",
    "Page",
    "Row",
    "Tied",
    "by_country",
    "facet_counts",
    "hits",
    "is_cut",
    "listed",
    "mark",
    "narrowed",
    "page",
    "places",
    "ties",
    "total",
]


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


_LISTED: Any = PublicOrganisation.__table__  # rows, not objects: nothing here is ever changed
_SHOWN = tuple(_LISTED.c[one.name] for one in fields(Row) if one.name != "cursor")


def listed(session: Session, slug: str) -> PublicOrganisation | None:
    """Return a listed organisation, or None: hidden and absent are the same here."""
    return session.scalars(_one_listed(), {"slug": slug}).one_or_none()


@cache
def _one_listed() -> Select[PublicOrganisation]:
    return select(PublicOrganisation).where(PublicOrganisation.slug == bindparam("slug"))


def mark(session: Session) -> str | None:
    """Return the mark of what is shown now; None before anything was."""
    return session.connection().execute(_its_mark()).scalar()


@cache
def _its_mark() -> Select[str]:
    table: Any = PublicMark.__table__
    return select(table.c.mark)


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


def hits(session: Session, words: str, locale: Locale) -> tuple[uuid.UUID, ...] | None:
    """Return the listed organisations that the words find, best first; None without words.

    All of a small directory; of a larger one the best, see `is_cut`.
    """
    if not words.strip():
        return None
    number = total(session)
    most = number + 1 if number <= SMALL else MOST_HITS
    return search.find_ids(session, [PUBLIC], locale, words, kind=SUBJECT, limit=most)


def is_cut(session: Session, found: tuple[uuid.UUID, ...] | None) -> bool:
    """Whether more may match than what `hits` gave."""
    return found is not None and len(found) == MOST_HITS and total(session) > SMALL


def page(
    session: Session,
    asked: Asked,
    locale: Locale,
    found: tuple[uuid.UUID, ...] | None,
    *,
    size: int = PAGE,
    counts: Counts | None = None,
) -> Page:
    """Return the page that was asked for, by name in the reader's language; words: best first.

    `found`: what `hits` gave; `counts`: what `facet_counts` gave, where it is known already. At
    most three statements.
    """
    if found is not None:
        return _page_of_hits(session, asked, found, size, counts)
    rows = _keyset(session, asked, locale, size)
    return _trim(rows, asked, matching(session, asked), size)


def _keyset(
    session: Session,
    asked: Asked,
    locale: Locale,
    size: int,
) -> list[Row]:
    session.flush()
    place, backwards = _place(asked.before or asked.after), bool(asked.before)
    given: dict[str, Any] = {"locale": locale, "most": size + 1}
    if place is not None:
        given |= {"at": place[0], "name": place[1]}
    if asked.is_everything or asked.only_place:
        only = asked.only_place
        query = _ordered(only[0] if only else None, backwards=backwards, begins=place is None)
        given |= {"place": only[1]} if only else {}
    else:
        query = _order(backwards=backwards, begins=place is None).where(
            *narrowed(asked.chosen), *_placed(asked.chosen)
        )
    return [_row(row) for row in session.connection().execute(query, given)]


@cache
def _ordered(fixed: Facet | None, *, backwards: bool, begins: bool) -> Select[Any]:
    """Return the statement of a page of everything, or of one place; made once for each kind."""
    order: Any = SortKey.__table__
    query = _order(backwards=backwards, begins=begins)
    return query.where(order.c[fixed.value] == bindparam("place")) if fixed else query


def _order(*, backwards: bool, begins: bool) -> Select[Any]:
    """Return the statement of a page in the order of names; `begins`: after no cursor."""
    order: Any = SortKey.__table__
    key, slug = order.c.key, _LISTED.c.slug
    query = (
        select(*_SHOWN, key)
        .join_from(_LISTED, order, order.c.record == _LISTED.c.id)
        .where(order.c.locale == bindparam("locale"))
        .order_by(*((key.desc(), slug.desc()) if backwards else (key, slug)))
        .limit(bindparam("most"))
    )
    if begins:
        return query
    at, name = bindparam("at", type_=key.type), bindparam("name", type_=slug.type)
    past = key < at if backwards else key > at
    beside = slug < name if backwards else slug > name
    return query.where(or_(past, and_(key == at, beside)))


def _placed(chosen: Mapping[Facet, frozenset[str]]) -> list[ColumnElement[bool]]:
    """Return the place once more, so that the order of names is read in this place alone."""
    columns = {Facet.COUNTRY: SortKey.country, Facet.REGION: SortKey.region}
    one = next((f for f in columns if len(chosen.get(f, ())) == 1), None)
    return [columns[one] == next(iter(chosen[one]))] if one else []


def _row(row: Any) -> Row:
    """Return a row of the columns that are shown, with the place of the next one to come."""
    values: tuple[Any, ...] = (*row[: len(_SHOWN)], _cursor(row.key, row.slug))
    return Row(*values)


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


def _page_of_hits(
    session: Session,
    asked: Asked,
    found: tuple[uuid.UUID, ...],
    size: int,
    counts: Counts | None,
) -> Page:
    session.flush()
    if counts is None or any(asked.chosen.values()):
        fitting = select(_LISTED.c.id).where(_LISTED.c.id.in_(found), *narrowed(asked.chosen))
        kept = set(session.connection().execute(fitting).scalars())
        ordered = [one for one in found if one in kept]
        total = len(ordered)
    else:  # everybody who is listed is in one region
        ordered, total = list(found), sum(counts[Facet.REGION].values())
    start = min(int(asked.after), len(ordered)) if asked.after.isdecimal() else 0
    chosen = ordered[start : start + size]
    place = {one: position for position, one in enumerate(chosen)}
    rows = session.connection().execute(
        select(*_SHOWN, _LISTED.c.id).where(_LISTED.c.id.in_(chosen))
    )
    in_order = sorted(rows, key=lambda row: place[row.id])
    return Page(
        rows=tuple(Row(*row[: len(_SHOWN)]) for row in in_order),
        total=total,
        newer=str(max(start - size, 0)) if start else None,
        older=str(start + size) if start + size < len(ordered) else None,
    )
