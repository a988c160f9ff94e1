"""Lists and single resources as one viewer gets them. They start from the stored rows alone."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.library.models import SUBJECT, ListedResource
from nswp_gov.library.queries.index import (
    Counts,
    Hits,
    Index,
    open_to,
    positions,
    remembered,
    set_of,
    title_order,
)
from nswp_gov.library.states import Facet, Order, ResourceKind
from nswp_gov.rules.audience import Audience, Viewer
from nswp_gov.rules.languages import Locale, fallback_order
from nswp_gov.store import search
from nswp_gov.store.projection import project

PAGE = 20
FILE = 10_000  # the most lines of one file
MOST_HITS = 500  # the most resources that one search looks at: the best ones


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a reader asks of the list."""

    words: str = ""
    chosen: Mapping[Facet, frozenset[str]] = field(default_factory=dict)
    order: Order | None = None
    page: int = 1

    @property
    def is_everything(self) -> bool:
        """Whether the whole library is asked for."""
        return not self.words and not any(self.chosen.values())


@dataclass(frozen=True)
class Item:
    """A resource as its page, lists and files show it."""

    id: uuid.UUID
    position: int
    slug: str
    audience: Audience
    kind: ResourceKind
    year: int | None
    locale: Locale
    published_on: date
    changed_at: datetime
    said: Mapping[str, Any]

    def words(self, field_name: str, wanted: Locale) -> tuple[str, Locale]:
        """Return a text in the reader's language or in the honest fallback, and whose it is."""
        by_code = self.said.get(field_name) or {}
        for one in fallback_order(wanted, self.locale):
            if found := by_code.get(one.value):
                return found, one
        return "", self.locale

    @property
    def is_public(self) -> bool:
        """Whether everybody may have it."""
        return self.audience.is_public


@dataclass(frozen=True)
class Page:
    """One page of the list, the exact number of all that match, and the counts of the facets."""

    rows: tuple[Item, ...]
    total: int
    number: int
    last: int
    counts: Counts
    found: Mapping[uuid.UUID, Locale] = field(default_factory=dict)


def item_of(row: ListedResource, viewer: Viewer) -> Item | None:
    """Return a row as this viewer may have it, or None."""
    seen = project(row, viewer)
    if not seen:
        return None
    return Item(**{**seen, "audience": Audience.parse(seen["audience"])})


def hits(session: Session, known: Index, viewer: Viewer, words: str, locale: Locale) -> Hits | None:
    """Return what the words find for this viewer; None without words."""
    if not words.strip():
        return None
    audiences = open_to(viewer)

    def look() -> Hits:
        kinds = (SUBJECT,)
        found = search.find(session, audiences, locale, words, kinds=kinds, limit=MOST_HITS)
        spoken = {one.subject_id: one.locale for one in found}
        return Hits(_places(session, list(spoken)), spoken)

    return remembered(known.found, (audiences, words, locale), look)


def page(
    session: Session,
    known: Index,
    viewer: Viewer,
    asked: Asked,
    locale: Locale,
    *,
    size: int = PAGE,
) -> Page:
    """Return the page that was asked for, with exact counts; a page beyond the last is the last."""
    seen = known.seen_by(viewer)
    found = hits(session, known, viewer, asked.words, locale)
    if found is not None:
        seen &= set_of(found.place)
    matching = known.matching(seen, asked.chosen)
    total = matching.bit_count()
    last = max(1, -(-total // size))
    number = min(max(asked.page, 1), last)
    before = (number - 1) * size
    if found is not None and asked.order is None:
        ordered: Iterable[int] = sorted(positions(matching), key=found.place.__getitem__)
    elif asked.order is Order.TITLE:
        ordered = title_order(session, known, locale, matching)
    elif asked.order is Order.YEAR:
        ordered = _by_year(known, matching)
    else:
        ordered, before = positions(matching, skip=before), 0
    chosen = list(islice(ordered, before, before + size))
    return Page(
        rows=tuple(items(session, viewer, chosen)),
        total=total,
        number=number,
        last=last,
        counts=known.counts(seen, asked.chosen),
        found=found.spoken if found else {},
    )


def _places(session: Session, ids: Sequence[uuid.UUID]) -> dict[int, int]:
    rank = {one: at for at, one in enumerate(ids)}
    rows = session.execute(
        select(ListedResource.id, ListedResource.position).where(ListedResource.id.in_(ids))
    )
    return {row.position: rank[row.id] for row in rows}


def _by_year(known: Index, matching: int) -> Iterable[int]:
    years = known.sets.get(Facet.YEAR.value, {})
    rest = matching
    for year in sorted(years, reverse=True):
        if within := matching & years[year]:
            yield from positions(within)
            rest &= ~within
    yield from positions(rest)


def items(session: Session, viewer: Viewer, wanted: Sequence[int]) -> list[Item]:
    """Return the resources at these positions, in this order; one statement."""
    rank = {one: at for at, one in enumerate(wanted)}
    rows = session.scalars(select(ListedResource).where(ListedResource.position.in_(wanted)))
    found = (item_of(row, viewer) for row in rows)
    return sorted((one for one in found if one), key=lambda one: rank[one.position])


def listed(session: Session, known: Index, viewer: Viewer, slug: str) -> Item | None:
    """Return one resource, or None: hidden, withdrawn and absent are the same here."""
    return _visible(
        session.scalar(select(ListedResource).where(ListedResource.slug == slug)), known, viewer
    )


def by_id(session: Session, known: Index, viewer: Viewer, resource_id: uuid.UUID) -> Item | None:
    """Return one resource by its identifier, or None."""
    return _visible(session.get(ListedResource, resource_id), known, viewer)


def _visible(row: ListedResource | None, known: Index, viewer: Viewer) -> Item | None:
    if row is None or not known.is_there(known.seen_by(viewer), row.position):
        return None
    return item_of(row, viewer)


def by_ids(session: Session, known: Index, viewer: Viewer, ids: Sequence[uuid.UUID]) -> list[Item]:
    """Return those of the resources that this viewer may have, in the order given."""
    rank = {one: at for at, one in enumerate(ids)}
    rows = session.scalars(select(ListedResource).where(ListedResource.id.in_(ids)))
    found = (_visible(row, known, viewer) for row in rows)
    return sorted((one for one in found if one), key=lambda one: rank[one.id])
