"""What the front page, the search and the desk show, over all features."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from nswp_gov.announcements import queries as announcements
from nswp_gov.announcements.queries import Item
from nswp_gov.directory.queries import public as directory
from nswp_gov.elections import queries as elections
from nswp_gov.elections.models import Election
from nswp_gov.elections.states import State
from nswp_gov.meetings.queries.register import Entry, decisions
from nswp_gov.paths import resource
from nswp_gov.rules.audience import Viewer
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.regions import Region
from nswp_gov.store import migrate, search
from nswp_gov.store.actor import Actor
from nswp_gov.store.links import Card, Registry

LEAST_ON_MAP = 3
NEWEST = 3
RUNNING = (State.NOMINATIONS, State.OPEN, State.DECLARED, State.PUBLISHED)


@dataclass(frozen=True)
class RegionRow:
    """A region on the front page: its listed organisations and in how many countries they are."""

    region: Region
    organisations: int
    countries: int


@dataclass(frozen=True)
class Front:
    """Everything the front page shows."""

    total: int
    regions: tuple[RegionRow, ...]
    countries: dict[str, int]
    elections: tuple[tuple[Election, str, str], ...]  # election, title, its language tag
    decisions: tuple[Entry, ...]
    news: tuple[Item, ...]


@dataclass(frozen=True)
class Hit:
    """One result of a search, as a row."""

    card: Card
    kind: str
    tag: str


@dataclass(frozen=True)
class Hits:
    """A page of results, and where the next one begins."""

    rows: tuple[Hit, ...]
    after: str


class DueRow(Protocol):
    """What each feature's `due` gives; the desk sorts them by date."""

    @property
    def due_at(self) -> datetime:
        """Until when."""
        ...


DueSource = Callable[[Session, Actor, datetime], Iterable[DueRow]]
DUE_SOURCES: list[DueSource] = []


def front(session: Session, locale: Locale, _now: datetime) -> Front:
    """Return the front page's facts; the counts are of listed organisations and exact."""
    places = directory.places(session)
    rows = tuple(
        RegionRow(
            region,
            sum(places.get(region.value, {}).values()),
            sum(1 for code in places.get(region.value, {}) if code),
        )
        for region in Region
    )
    countries = directory.by_country(session)
    return Front(
        total=sum(row.organisations for row in rows),
        regions=rows,
        countries={code: number for code, number in countries.items() if number >= LEAST_ON_MAP},
        elections=_running(session, locale),
        decisions=tuple(decisions(session, Viewer.public(), locale, limit=NEWEST)),
        news=tuple(announcements.newest(session, locale, NEWEST)),
    )


def _running(session: Session, locale: Locale) -> tuple[tuple[Election, str, str], ...]:
    found = [one for one in elections.elections(session, most=5) if one.state in RUNNING]
    titles = elections.titles(session, "election", [one.id for one in found], locale)
    return tuple((one, titles[one.id].words, titles[one.id].locale.tag) for one in found)


def due(session: Session, actor: Actor, now: datetime) -> Sequence[DueRow]:
    """Return what is due for this person over all features, soonest first."""
    rows = [row for source in DUE_SOURCES for row in source(session, actor, now)]
    return sorted(rows, key=lambda row: row.due_at)


def hits(
    session: Session,
    registry: Registry,
    viewer: Viewer,
    locale: Locale,
    words: str,
    *,
    passed: int = 0,
    size: int = 20,
) -> Hits:
    """Return what this viewer may see that holds the words, best first.

    `passed`: how many results earlier pages showed.
    """
    found = search.find(session, viewer.audiences(), locale, words, limit=passed + size + 1)
    rows = []
    for one in found[passed : passed + size]:
        card = registry.card(session, one.subject_type, one.subject_id, locale.value)
        if card is not None:
            rows.append(Hit(card, one.subject_type, one.locale.tag))
    return Hits(tuple(rows), str(passed + size) if len(found) > passed + size else "")


def is_ready(session: Session) -> bool:
    """Tell whether requests can be served: the database answers and its schema is ours."""
    try:
        session.execute(text("select 1"))
        at = MigrationContext.configure(session.connection()).get_current_revision()
    except SQLAlchemyError:
        return False
    return at == migrate.head(resource("migrations"))
