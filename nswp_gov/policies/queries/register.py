"""The register of positions: what the public reads, narrowed as an address says.

What narrows and counts looks at all of them, light: a few columns, no words. Whole rows and their
words are read for one page.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from nswp_gov.policies.models import Institution, Instrument, Position
from nswp_gov.policies.states import WORLD, Facet, Force, InstitutionKind, Stance, State, Topic
from nswp_gov.rules.audience import PUBLIC, Viewer
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.regions import region_of
from nswp_gov.store import search
from nswp_gov.store.projection import Projection, project

PAGE = 20
MOST_HITS = 500
ANYBODY = Viewer.public()
NEWEST_FIRST = (Position.taken_on.desc(), Position.published_at.desc(), Position.id)

Counts = dict[Facet, dict[str, int]]


@dataclass(frozen=True)
class Row:
    """A public position with its document and its institution, as everybody may see them."""

    position: Projection
    instrument: Projection
    institution: Projection

    @property
    def id(self) -> uuid.UUID:
        """Return the position's identifier."""
        found: uuid.UUID = self.position["id"]
        return found

    @property
    def ids(self) -> tuple[uuid.UUID, uuid.UUID, uuid.UUID]:
        """Return the records whose words belong to this row."""
        return self.id, self.instrument["id"], self.institution["id"]

    def is_in_force(self, day: date) -> bool:
        """Tell whether the position is in force on a day."""
        ended_on: date | None = self.position["ended_on"]
        return self.position["taken_on"] <= day and (ended_on is None or ended_on > day)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a reader asks of the register. `country`: only what applies there; '' everywhere."""

    words: str = ""
    country: str = ""
    chosen: Mapping[Facet, frozenset[str]] = field(default_factory=dict)
    passed: int = 0


@dataclass(frozen=True)
class Page:
    """A stretch of the register: rows, how many there are in all, how each facet narrows."""

    rows: tuple[Row, ...]
    total: int
    counts: Counts
    passed: int

    @property
    def newer(self) -> int | None:
        """How many rows the page before this one passes; None: there is none."""
        return max(0, self.passed - PAGE) if self.passed else None

    @property
    def older(self) -> int | None:
        """How many rows the next page passes; None: there is none."""
        after = self.passed + len(self.rows)
        return after if after < self.total else None


def public_rows(session: Session) -> list[Row]:
    """Return all public positions, the newest first; one statement."""
    return _rows(session)


def rows_of_institution(session: Session, institution_id: uuid.UUID) -> list[Row]:
    """Return the public positions of an institution, the newest first."""
    return _rows(session, Institution.id == institution_id)


def rows_of_document(session: Session, slug: str) -> list[Row]:
    """Return the public positions in a document; none where it is not public."""
    return _rows(session, Instrument.slug == slug)


def rows_of_topic(session: Session, topic: Topic) -> list[Row]:
    """Return the public positions on a topic, the newest first."""
    return _rows(session, Position.topic == topic)


def public_row(session: Session, position_id: uuid.UUID) -> Row | None:
    """Return one public position, or None."""
    return next(iter(_rows(session, Position.id == position_id)), None)


def neighbours(session: Session, rows: Iterable[Row]) -> dict[uuid.UUID, Row]:
    """Return what took the place of positions: by the identifier of the older one."""
    found = _rows(session, Position.supersedes_id.in_([row.id for row in rows]))
    return {row.position["supersedes_id"]: row for row in found}


def _rows(session: Session, *conditions: ColumnElement[bool]) -> list[Row]:
    query = (
        select(Position, Instrument, Institution)
        .join(Instrument, Instrument.id == Position.instrument_id)
        .join(Institution, Institution.id == Instrument.institution_id)
        .where(Position.state == State.PUBLIC, *conditions)
        .order_by(*NEWEST_FIRST)
    )
    known: dict[uuid.UUID, Projection] = {}  # a document is projected once for all its positions

    def seen(one: Position | Instrument | Institution) -> Projection:
        if one.id not in known:
            known[one.id] = project(one, ANYBODY)
        return known[one.id]

    return [Row(seen(row[0]), seen(row[1]), seen(row[2])) for row in session.execute(query)]


class Light(NamedTuple):
    """Of a public position only what narrows and counts: no words, no projection."""

    id: uuid.UUID
    topic: Topic
    stance: Stance
    taken_on: date
    ended_on: date | None
    institution: str
    kind: InstitutionKind
    languages: list[str]
    is_worldwide: bool
    regions: list[str]
    countries: list[str]


def _light(session: Session) -> list[Light]:
    """Return all public positions without their words, the newest first; one statement."""
    query = (
        select(
            *(Position.id, Position.topic, Position.stance, Position.taken_on, Position.ended_on),
            *(Institution.slug, Institution.kind, Instrument.languages),
            *(Instrument.is_worldwide, Instrument.regions, Instrument.countries),
        )
        .join(Instrument, Instrument.id == Position.instrument_id)
        .join(Institution, Institution.id == Instrument.institution_id)
        .where(Position.state == State.PUBLIC)
        .order_by(*NEWEST_FIRST)
    )
    return [Light(*row) for row in session.execute(query)]


def register(session: Session, asked: Asked, locale: Locale, today: date) -> Page:
    """Return a page of the register as asked, with the counts of what would narrow it further."""
    values = [(row, values_of(row, today)) for row in _narrowed(session, asked, locale)]
    found = [row.id for row, own in values if _fits(own, asked.chosen)]
    rows = _rows(session, Position.id.in_(found[asked.passed : asked.passed + PAGE]))
    return Page(tuple(rows), len(found), _counts(values, asked.chosen), asked.passed)


def everything(session: Session, asked: Asked, locale: Locale, today: date) -> list[Row]:
    """Return all rows as asked, for files and feeds."""
    found = {
        row.id
        for row in _narrowed(session, asked, locale)
        if _fits(values_of(row, today), asked.chosen)
    }
    return [row for row in public_rows(session) if row.id in found]


def _narrowed(session: Session, asked: Asked, locale: Locale) -> list[Light]:
    """Return what holds the words and applies in the country that are asked for."""
    rows = _light(session)
    if asked.words:
        hits = search.find(
            session, {PUBLIC}, locale, asked.words, kinds=("position",), limit=MOST_HITS
        )
        known = {one.subject_id for one in hits}
        rows = [row for row in rows if row.id in known]
    if asked.country:
        rows = [row for row in rows if applies_in(row, asked.country)]
    return rows


def values_of(row: Light, today: date) -> dict[Facet, frozenset[str]]:
    """Return the values that a position has in each facet."""
    is_over = row.ended_on is not None and row.ended_on <= today
    one = {
        Facet.TOPIC: row.topic.value,
        Facet.STANCE: row.stance.value,
        Facet.INSTITUTION: row.institution,
        Facet.KIND: row.kind.value,
        Facet.YEAR: str(row.taken_on.year),
        Facet.FORCE: (Force.OVER if is_over else Force.NOW).value,
    }
    return {
        **{facet: frozenset({value}) for facet, value in one.items()},
        Facet.REGION: regions_of(row),
        Facet.LANGUAGE: frozenset(row.languages),
    }


def regions_of(row: Light) -> frozenset[str]:
    """Return the regions in which a document applies somewhere, or `world`."""
    if row.is_worldwide:
        return frozenset({WORLD})
    of_countries = {region_of(code) for code in row.countries} - {None}
    return frozenset({*row.regions, *(str(one) for one in of_countries)})


def applies_in(row: Light, country: str) -> bool:
    """Tell whether a document applies in a country: everywhere, in its region, or by name."""
    region = region_of(country)
    return bool(
        row.is_worldwide
        or country in row.countries
        or (region is not None and region.value in row.regions)
    )


def _fits(own: Mapping[Facet, frozenset[str]], chosen: Mapping[Facet, frozenset[str]]) -> bool:
    return all(own[facet] & values for facet, values in chosen.items() if values)


def _counts(
    rows: Iterable[tuple[Light, Mapping[Facet, frozenset[str]]]],
    chosen: Mapping[Facet, frozenset[str]],
) -> Counts:
    """Count each value over the rows that fit all other facets: no choice leads to nothing."""
    counts: Counts = {facet: {} for facet in Facet}
    for _row, own in rows:
        missed = [facet for facet, values in chosen.items() if values and not own[facet] & values]
        for facet in Facet:
            if not missed or missed == [facet]:
                for value in own[facet]:
                    counts[facet][value] = counts[facet].get(value, 0) + 1
    return counts


def institution_by_slug(session: Session, slug: str) -> Projection | None:
    """Return an institution that is public, or None."""
    found = session.scalar(
        select(Institution).where(Institution.slug == slug, Institution.published_at.is_not(None))
    )
    return project(found, ANYBODY) if found is not None else None


def institutions(session: Session) -> list[Projection]:
    """Return the institutions that everybody may know of, by the name in their address."""
    rows = session.scalars(
        select(Institution).where(Institution.published_at.is_not(None)).order_by(Institution.slug)
    )
    return [project(row, ANYBODY) for row in rows]
