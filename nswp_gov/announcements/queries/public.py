"""Questions of readers: lists by facet, one item. They read what was stored for readers."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from nswp_gov.announcements import policy
from nswp_gov.announcements.models import Announcement, AnnouncementFacet, AnnouncementWords
from nswp_gov.announcements.states import FIELDS, Facet, State
from nswp_gov.rules.audience import PUBLIC, Viewer
from nswp_gov.rules.languages import Locale, fallback_order
from nswp_gov.store.crypto import vault
from nswp_gov.store.errors import NotFound

PAGE = 20
FILE = 500  # the most items of one file

Counts = dict[Facet, dict[str, int]]


@dataclass(frozen=True)
class Said:
    """One field as a reader gets it, and whose language it is."""

    words: str
    locale: Locale


@dataclass(frozen=True)
class Item:
    """A published announcement as one reader gets it: each field in their language, or as it is."""

    row: Announcement
    wanted: Locale
    said: Mapping[str, Said]
    locales: tuple[Locale, ...]
    is_behind: bool
    since_at: datetime

    @property
    def title(self) -> Said:
        """Return the title."""
        return self.said["title"]

    @property
    def summary(self) -> Said | None:
        """Return the summary, if it has one."""
        return self.said.get("summary")

    @property
    def body(self) -> Said | None:
        """Return the text, in Markdown, if it has one."""
        return self.said.get("body")

    @property
    def is_translated(self) -> bool:
        """Tell whether the reader gets its title in their own language."""
        return self.title.locale is self.wanted

    @property
    def changed_at(self) -> datetime:
        """Return when what this reader gets last became something else."""
        return max(self.since_at, self.row.corrected_at or self.since_at)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a reader asks of the list: chosen values by facet, and how many rows to pass."""

    chosen: Mapping[Facet, frozenset[str]] = field(default_factory=dict)
    passed: int = 0


@dataclass(frozen=True)
class Page:
    """One page of the list and the exact number of all that match."""

    items: tuple[Item, ...]
    total: int
    passed: int

    @property
    def has_more(self) -> bool:
        """Tell whether older ones follow."""
        return self.passed + len(self.items) < self.total


def page(
    session: Session, viewer: Viewer, locale: Locale, asked: Asked, *, size: int = PAGE
) -> Page:
    """Return a page of what the viewer may read and asked for, the newest first."""
    fits = [_readable(viewer), *_narrowed(asked.chosen)]
    total = session.scalar(select(func.count()).select_from(Announcement).where(*fits)) or 0
    rows = session.scalars(
        select(Announcement)
        .where(*fits)
        .order_by(Announcement.published_at.desc(), Announcement.id)
        .offset(asked.passed)
        .limit(size)
    ).all()
    return Page(tuple(items(session, rows, locale)), total, asked.passed)


def items(session: Session, rows: Collection[Announcement], locale: Locale) -> list[Item]:
    """Return published announcements for a reader of `locale`; one query for their words."""
    stored = words_of(session, rows)
    return [item_of(row, stored[row.id], locale) for row in rows if stored[row.id]]


def words_of(
    session: Session, rows: Collection[Announcement]
) -> dict[uuid.UUID, dict[Locale, AnnouncementWords]]:
    """Return what readers of each language get of published announcements; one query."""
    stored: dict[uuid.UUID, dict[Locale, AnnouncementWords]] = {row.id: {} for row in rows}
    for words in session.scalars(
        select(AnnouncementWords).where(AnnouncementWords.announcement_id.in_(list(stored)))
    ):
        stored[words.announcement_id][words.locale] = words
    return stored


def item_of(row: Announcement, stored: Mapping[Locale, AnnouncementWords], locale: Locale) -> Item:
    """Return an announcement from the words that are stored for its readers."""
    said: dict[str, Said] = {}
    for name in FIELDS:
        for candidate in fallback_order(locale, row.locale):
            words: dict[str, Any] = stored[candidate].words if candidate in stored else {}
            if words.get(name):
                said[name] = Said(words[name], candidate)
                break
    own = stored.get(locale)
    shown = stored[said["title"].locale]
    order = tuple(one for one in Locale if one in stored)
    return Item(row, locale, said, order, own is not None and own.is_behind, shown.since_at)


def item(session: Session, announcement_id: uuid.UUID, viewer: Viewer, locale: Locale) -> Item:
    """Return one published announcement as the viewer gets it.

    Raises:
        NotFound: there is none, or none for them: nobody can tell which.

    """
    row = session.get(Announcement, announcement_id)
    if row is None or not policy.may_read(viewer, row).allowed:
        raise NotFound
    if not (row.readers.is_public or vault.is_open):
        raise NotFound
    found = items(session, [row], locale)
    if not found:
        raise NotFound
    return found[0]


def newest(session: Session, locale: Locale, limit: int) -> list[Item]:
    """Return what everybody may read, the newest first."""
    return list(page(session, Viewer.public(), locale, Asked(), size=limit).items)


def facet_counts(session: Session, viewer: Viewer, asked: Asked) -> Counts:
    """Return, for each facet, how many announcements each value would show.

    The values of one facet widen it and those of different facets narrow each other.
    """
    counts: Counts = {one: {} for one in Facet}
    free = [one for one in Facet if not asked.chosen.get(one)]
    _count(session, viewer, counts, free, asked.chosen)
    for one in Facet:
        if one not in free:
            others = {name: some for name, some in asked.chosen.items() if name is not one}
            _count(session, viewer, counts, [one], others)
    return counts


def _count(
    session: Session,
    viewer: Viewer,
    counts: Counts,
    wanted: Collection[Facet],
    chosen: Mapping[Facet, frozenset[str]],
) -> None:
    if not wanted:
        return
    row = AnnouncementFacet
    query = select(row.facet, row.value, func.count()).where(
        row.facet.in_(list(wanted)), row.audience.in_(_audiences(viewer))
    )
    if narrowed := _narrowed(chosen):
        query = query.where(row.announcement_id.in_(select(Announcement.id).where(*narrowed)))
    for facet, value, number in session.execute(query.group_by(row.facet, row.value)):
        counts[facet][value] = number


def _audiences(viewer: Viewer) -> list[str]:
    """Return the codes of the audiences of the viewer; without the key only the public's."""
    if not vault.is_open:
        return [PUBLIC.code]
    return sorted(one.code for one in viewer.audiences())


def _readable(viewer: Viewer) -> ColumnElement[bool]:
    return and_(
        Announcement.state == State.PUBLISHED, Announcement.audience.in_(_audiences(viewer))
    )


def _narrowed(chosen: Mapping[Facet, frozenset[str]]) -> list[ColumnElement[bool]]:
    return [
        Announcement.id.in_(
            select(AnnouncementFacet.announcement_id).where(
                AnnouncementFacet.facet == facet, AnnouncementFacet.value.in_(sorted(values))
            )
        )
        for facet, values in chosen.items()
        if values
    ]


def published_between(session: Session, since: datetime, until: datetime) -> list[Announcement]:
    """Return what everybody may read and what became readable in `[since, until)`.

    It was published then, or could be read in one more language; the oldest comes first.
    """
    came = select(AnnouncementWords.announcement_id).where(
        AnnouncementWords.since_at >= since, AnnouncementWords.since_at < until
    )
    published = and_(Announcement.published_at >= since, Announcement.published_at < until)
    rows = session.scalars(
        select(Announcement)
        .where(_readable(Viewer.public()), or_(published, Announcement.id.in_(came)))
        .order_by(Announcement.published_at, Announcement.id)
    )
    return list(rows)
