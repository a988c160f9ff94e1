"""Places that are left, who was there, and the figures of a year."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.rules.audience import Step
from nswp_gov.rules.cells import Cell, Shown, Table, suppressed
from nswp_gov.rules.regions import Region
from nswp_gov.store.clock import civil_day
from nswp_gov.training.models import (
    Call,
    Event,
    Lesson,
    Participant,
    PlaceApplication,
    Presence,
    Programme,
    YearFigures,
)
from nswp_gov.training.queries import rows
from nswp_gov.training.states import HOLDING, EventState, State

OTHERS = ""  # all programmes that are for members alone, in one
Key = tuple[str, str]  # region, programme


@dataclass(frozen=True)
class Places:
    """The places of one region in a call: how many there are, and how many are taken."""

    region: str
    places: int
    taken: int

    @property
    def free(self) -> int:
        """Return how many nobody holds."""
        return max(self.places - self.taken, 0)


def places(session: Session, call: Call) -> dict[str, Places]:
    """Return the places of a call by region; offered ones count as taken."""
    taken: Counter[str] = Counter()
    for row in rows.applications(session, call.id):
        if row.state in HOLDING:
            taken[row.region] += row.people
    return {
        region: Places(region, int(number), taken[region]) for region, number in call.places.items()
    }


def waiting(session: Session, call_id: uuid.UUID, region: str) -> list[PlaceApplication]:
    """Return the waiting list of a region, the next first."""
    return list(
        session.scalars(
            select(PlaceApplication)
            .where(
                PlaceApplication.call_id == call_id,
                PlaceApplication.region == region,
                PlaceApplication.state == State.WAITING,
            )
            .order_by(PlaceApplication.waits)
        )
    )


def lessons_attended(session: Session, event_id: uuid.UUID) -> Counter[uuid.UUID]:
    """Return in how many lessons of an event each participant was."""
    known = [row.id for row in rows.lessons(session, event_id)]
    return Counter(row.participant_id for row in rows.presences(session, known))


def _span(year: int) -> tuple[datetime, datetime]:
    """Return two instants between which every instant of a civil year lies, with days to spare."""
    first = datetime(year, 1, 1, tzinfo=UTC) - timedelta(days=2)
    return first, datetime(year + 1, 1, 1, tzinfo=UTC) + timedelta(days=2)


def events_in(session: Session, year: int, zone: str) -> list[Event]:
    """Return the events that ended in a civil year of the network, whatever their state."""
    first, last = _span(year)
    found = session.scalars(select(Event).where(Event.ends_at >= first, Event.ends_at < last))
    return [row for row in found if civil_day(row.ends_at, zone).year == year]


def attended(session: Session, year: int, zone: str) -> dict[Key, int]:
    """Return how many took part, by region and programme: each participation once.

    Somebody took part who was in a lesson, or, where an event has none, whoever did not leave.
    Every region for which a programme had an event stands beside it, whether anybody came or not.
    """
    events = {
        row.id: row for row in events_in(session, year, zone) if row.state is EventState.CONCLUDED
    }
    owners = {row.programme_id for row in events.values()}
    known = session.scalars(select(Programme).where(Programme.id.in_(owners))).all()
    named = {row.id: str(row.id) if row.audience is Step.PUBLIC else OTHERS for row in known}
    counts: dict[Key, int] = {
        (region, named[row.programme_id]): 0
        for row in sorted(events.values(), key=lambda one: named[one.programme_id])
        for region in regions_of(row, is_quiet=named[row.programme_id] == OTHERS)
    }
    present = set(
        session.scalars(
            select(Presence.participant_id)
            .join(Lesson, Lesson.id == Presence.lesson_id)
            .where(Lesson.event_id.in_(events))
        )
    )
    with_lessons = set(session.scalars(select(Lesson.event_id).where(Lesson.event_id.in_(events))))
    people = session.execute(
        select(Participant.id, Participant.event_id, Participant.region).where(
            Participant.event_id.in_(events), Participant.left_at.is_(None)
        )
    )
    for one in people:
        if one.region and (one.id in present or one.event_id not in with_lessons):
            counts[one.region, named[events[one.event_id].programme_id]] += 1
    return counts


def regions_of(event: Event, *, is_quiet: bool = False) -> list[str]:
    """Return the regions that an event is for; of a quiet one nobody is told: all."""
    return [event.region] if event.region and not is_quiet else [one.value for one in Region]


def published_table(counts: Mapping[Key, int]) -> Table[Key]:
    """Return the cells of a year and their total, safe to publish once."""
    return suppressed(counts)


def years_to_publish(session: Session, today: date, zone: str) -> dict[int, bool]:
    """Return each past year with events and no figures: whether all its events are concluded."""
    done = set(session.scalars(select(YearFigures.year)))
    found: dict[int, bool] = {}
    for row in session.scalars(
        select(Event).where(Event.state.in_((EventState.ANNOUNCED, EventState.CONCLUDED)))
    ):
        year = civil_day(row.ends_at, zone).year
        if year < today.year and year not in done:
            found[year] = found.get(year, True) and row.state is EventState.CONCLUDED
    return dict(sorted(found.items()))


@dataclass(frozen=True)
class Published:
    """The figures of a year as they were published: programme → region → cell."""

    year: int
    cells: Mapping[str, Mapping[str, Cell]]
    total: Cell


def published(session: Session) -> list[Published]:
    """Return all figures that were published, the newest year first; no name, no key needed."""
    kept = session.scalars(select(YearFigures).order_by(YearFigures.year.desc()))
    return [_read(row) for row in kept]


def _read(row: YearFigures) -> Published:
    cells: dict[str, dict[str, Cell]] = {}
    for region, programme, shown, count in row.table["rows"]:
        cells.setdefault(programme, {})[region] = Cell(Shown(shown), count)
    shown, count = row.table["total"]
    return Published(row.year, cells, Cell(Shown(shown), count))
