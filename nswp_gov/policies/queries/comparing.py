"""Institutions side by side on a day, and what became another between two days."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.policies.models import Institution, Instrument, Position
from nswp_gov.policies.queries.register import ANYBODY, Row, public_rows
from nswp_gov.policies.states import Stance, State, Topic
from nswp_gov.store.projection import Projection, project


@dataclass(frozen=True)
class Cell:
    """What an institution holds on a topic on a day: the newest position, and how many in all."""

    row: Row
    number: int


@dataclass(frozen=True)
class Matrix:
    """Topics by institutions on a day; a pair without a cell: no position in force is known."""

    topics: tuple[Topic, ...]
    institutions: tuple[Projection, ...]
    cells: dict[tuple[Topic, uuid.UUID], Cell]
    day: date


def matrix(rows: Sequence[Row], day: date, slugs: Collection[str] = ()) -> Matrix:
    """Return what each institution holds on `day` by topic, the newest position in force.

    `slugs`: these institutions alone; none: all that hold any position on that day.
    """
    cells: dict[tuple[Topic, uuid.UUID], Cell] = {}
    known: dict[str, Projection] = {}
    for row in rows:  # the newest first
        wanted = not slugs or row.institution["slug"] in slugs
        if wanted and slugs:
            known[row.institution["slug"]] = row.institution
        if not wanted or not row.is_in_force(day):
            continue
        known[row.institution["slug"]] = row.institution
        key = (row.position["topic"], row.institution["id"])
        before = cells.get(key)
        cells[key] = Cell(before.row, before.number + 1) if before else Cell(row, 1)
    held = {topic for topic, _institution in cells}
    return Matrix(
        topics=tuple(topic for topic in Topic if topic in held),
        institutions=tuple(known[slug] for slug in sorted(known)),
        cells=cells,
        day=day,
    )


@dataclass(frozen=True)
class Turn:
    """An institution that holds another stance on a topic than on the earlier day."""

    institution: Projection
    topic: Topic
    before: Stance | None
    after: Stance | None


def turns(rows: Sequence[Row], earlier: date, later: date) -> list[Turn]:
    """Return where the stance of an institution on a topic differs between two days."""
    old, new = matrix(rows, earlier), matrix(rows, later)
    known = {one["id"]: one for one in (*old.institutions, *new.institutions)}
    found = []
    for topic, institution_id in sorted(
        old.cells.keys() | new.cells.keys(),
        key=lambda key: (list(Topic).index(key[0]), known[key[1]]["slug"]),
    ):
        before, after = (_stance(one, (topic, institution_id)) for one in (old, new))
        if before is not after:
            found.append(Turn(known[institution_id], topic, before, after))
    return found


def _stance(of: Matrix, key: tuple[Topic, uuid.UUID]) -> Stance | None:
    cell = of.cells.get(key)
    return cell.row.position["stance"] if cell else None


@dataclass(frozen=True)
class Withdrawal:
    """A position that was public and is no longer in the tracker; its reason is a text."""

    id: uuid.UUID
    topic: Topic
    institution: Projection
    withdrawn_at: datetime


@dataclass(frozen=True)
class Changes:
    """What changed since a day.

    `taken`: positions taken since; `ended`: no longer in force since then, each with what took
    its place; `entered`: older ones that the tracker has held since; `withdrawn`: taken out.
    """

    taken: list[Row]
    ended: list[tuple[Row, Row | None]]
    entered: list[Row]
    withdrawn: list[Withdrawal]
    turns: list[Turn]

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not (self.taken or self.ended or self.entered or self.withdrawn)


def changes(session: Session, since: date, since_at: datetime, today: date) -> Changes:
    """Return what changed since a day (`since_at`: its first instant); two statements."""
    rows = public_rows(session)
    successors = {row.position["supersedes_id"]: row for row in rows}
    return Changes(
        taken=[row for row in rows if row.position["taken_on"] >= since],
        ended=[
            (row, successors.get(row.id))
            for row in rows
            if row.position["ended_on"] is not None and row.position["ended_on"] >= since
        ],
        entered=[
            row
            for row in rows
            if row.position["taken_on"] < since and row.position["published_at"] >= since_at
        ],
        withdrawn=withdrawals(session, since_at),
        turns=turns(rows, since, today),
    )


def withdrawals(session: Session, since_at: datetime) -> list[Withdrawal]:
    """Return what was public and has been withdrawn since an instant, the newest first."""
    query = (
        select(Position, Institution)
        .join(Instrument, Instrument.id == Position.instrument_id)
        .join(Institution, Institution.id == Instrument.institution_id)
        .where(
            Position.state == State.WITHDRAWN,
            Position.published_at.is_not(None),
            Position.withdrawn_at >= since_at,
        )
        .order_by(Position.withdrawn_at.desc())
    )
    return [_withdrawal(row.Position, row.Institution) for row in session.execute(query)]


def withdrawal(session: Session, position_id: uuid.UUID) -> Withdrawal | None:
    """Return how a position was withdrawn; None where it never was public, or still is."""
    row = session.get(Position, position_id)
    if row is None or row.state is not State.WITHDRAWN or row.published_at is None:
        return None
    instrument = session.get_one(Instrument, row.instrument_id)
    return _withdrawal(row, session.get_one(Institution, instrument.institution_id))


def _withdrawal(row: Position, institution: Institution) -> Withdrawal:
    assert row.withdrawn_at is not None
    return Withdrawal(row.id, row.topic, project(institution, ANYBODY), row.withdrawn_at)
