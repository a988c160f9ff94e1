"""Lists from outside, their lines, how far they are."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nswp_gov.accounts import queries as accounts
from nswp_gov.imports.models import ImportBatch, ImportLine
from nswp_gov.imports.states import GOING_ON, Fate, Outcome, Stage, Target
from nswp_gov.imports.words import country_of, fold
from nswp_gov.store.actor import Actor
from nswp_gov.store.errors import NotFound

PAGE = 50
_SHOWN = 3
_LOOKED_AT = 20  # lines in which examples are looked for
_MOST_ASKED = 60  # unknown countries that are asked about at once

# Which fates a stage leaves behind it, so that what is left to do can be counted.
TO_DO = {
    Stage.CHECKING: (Fate.WAITING,),
    Stage.APPLYING: (Fate.TRIED,),
    Stage.UNDOING: (Fate.APPLIED,),
}


@dataclass(frozen=True)
class Progress:
    """How far a list is: `done` of `total` lines of the stage it is in."""

    stage: Stage
    done: int
    total: int

    @property
    def goes_on(self) -> bool:
        """Whether there is more to do."""
        return self.stage in GOING_ON


def batch(session: Session, batch_id: uuid.UUID) -> ImportBatch:
    """Return a list.

    Raises:
        NotFound: there is none.

    """
    row = session.get(ImportBatch, batch_id)
    if row is None:
        raise NotFound
    return row


def batches(session: Session, most: int = 100) -> list[ImportBatch]:
    """Return the lists that were brought in, newest first."""
    rows = select(ImportBatch).order_by(ImportBatch.made_at.desc(), ImportBatch.id)
    return list(session.scalars(rows.limit(most)))


def unfinished(session: Session) -> list[ImportBatch]:
    """Return the lists that wait for somebody, or go on, oldest first."""
    rows = select(ImportBatch).where(
        ImportBatch.stage.in_({Stage.MATCHING, Stage.CHECKED, *GOING_ON})
    )
    return list(session.scalars(rows.order_by(ImportBatch.made_at)))


def progress(session: Session, row: ImportBatch) -> Progress:
    """Return how far a list is; one statement."""
    fates = TO_DO.get(row.stage, ())
    left = session.scalar(
        select(func.count())
        .select_from(ImportLine)
        .where(ImportLine.batch_id == row.id, ImportLine.fate.in_(fates))
    )
    return Progress(row.stage, row.total - (left or 0), row.total)


def how_many(session: Session, batch_id: uuid.UUID) -> dict[Outcome, dict[Fate, int]]:
    """Return how many lines there are of each outcome and fate."""
    rows = session.execute(
        select(ImportLine.outcome, ImportLine.fate, func.count())
        .where(ImportLine.batch_id == batch_id)
        .group_by(ImportLine.outcome, ImportLine.fate)
    )
    found: dict[Outcome, dict[Fate, int]] = {one: {} for one in Outcome}
    for outcome, fate, number in rows:
        if outcome is not None:
            found[outcome][fate] = number
    return found


def lines(
    session: Session,
    batch_id: uuid.UUID,
    *,
    outcome: Outcome | None = None,
    fate: Fate | None = None,
    start: int = 0,
) -> tuple[list[ImportLine], bool]:
    """Return a page of lines in the order of the file, and whether there are more."""
    rows = select(ImportLine).where(ImportLine.batch_id == batch_id)
    if outcome is not None:
        rows = rows.where(ImportLine.outcome == outcome)
    if fate is not None:
        rows = rows.where(ImportLine.fate == fate)
    found = list(session.scalars(rows.order_by(ImportLine.number).offset(start).limit(PAGE + 1)))
    return found[:PAGE], len(found) > PAGE


def line(session: Session, batch_id: uuid.UUID, line_id: uuid.UUID) -> ImportLine:
    """Return one line of a list.

    Raises:
        NotFound: it has no such line.

    """
    row = session.get(ImportLine, line_id)
    if row is None or row.batch_id != batch_id:
        raise NotFound
    return row


def examples(session: Session, row: ImportBatch) -> list[list[str]]:
    """Return a few cells of each column, by position: the first that hold anything."""
    first = session.scalars(
        select(ImportLine)
        .where(ImportLine.batch_id == row.id)
        .order_by(ImportLine.number)
        .limit(20)
    )
    found: list[list[str]] = [[] for _ in row.heads or ()]
    for one in first:
        for position, words in enumerate(one.cells or ()):
            if words and len(found[position]) < _SHOWN:
                found[position].append(words)
    return found


def unknown_countries(session: Session, row: ImportBatch) -> Sequence[str]:
    """Return the country names that nobody knows, each once, as they are written first."""
    position = next(
        (int(at) for at, meant in row.mapping.items() if meant == Target.COUNTRY.value), None
    )
    if position is None:
        return ()
    seen: dict[str, str] = {}
    cells = session.scalars(
        select(ImportLine.cells).where(ImportLine.batch_id == row.id).order_by(ImportLine.number)
    )
    for one in cells:
        words = one[position] if one and position < len(one) else ""
        if words and fold(words) not in seen and country_of(words) is None:
            seen[fold(words)] = words
        if len(seen) == _MOST_ASKED:
            break
    return tuple(seen.values())


def orderer(session: Session, row: ImportBatch, now: datetime) -> Actor:
    """Return who had a list gone on with, with the roles they hold now."""
    person_id = row.ordered_by or row.made_by
    roles = accounts.roles_at(session, person_id, now) if person_id else frozenset()
    return Actor(name="import", person_id=person_id, roles=frozenset(one.value for one in roles))
