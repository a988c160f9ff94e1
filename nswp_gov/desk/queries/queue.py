"""What waits for one translator, the most important and most urgent first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from nswp_gov.desk.queries.matrix import NEVER, Cell, Row, wanting
from nswp_gov.desk.queries.reach import Reach
from nswp_gov.desk.states import CellState, DraftState
from nswp_gov.rules.languages import Locale

# In which order equally important texts come: nothing at all is worse than something behind.
_FIRST = (CellState.MISSING, CellState.BEHIND, CellState.DRAFT, CellState.MACHINE)


@dataclass(frozen=True)
class Task:
    """One text to be translated into one language."""

    row: Row
    cell: Cell
    is_mine: bool

    @property
    def locale(self) -> Locale:
        """Return into which language."""
        return self.cell.locale

    @property
    def order(self) -> tuple[bool, int, datetime, int, str]:
        """Return its place: what this person began, then by importance, deadline and state."""
        state = self.cell.state
        weight = _FIRST.index(state) if state in _FIRST else len(_FIRST)
        subject = self.row.subject
        return (
            not self.is_mine,
            subject.importance.rank,
            subject.due_at or NEVER,
            weight,
            str(self.row.text_id),
        )


def queue(reach: Reach, found: Iterable[Row], locale: Locale) -> list[Task]:
    """Return what waits in one language: nothing that somebody else has taken."""
    me = reach.actor.person_id
    tasks = []
    for row in found:
        cell = row.cells[locale]
        is_mine = me is not None and me == cell.holder_id
        is_free = cell.holder_id is None or is_mine
        if wanting(row, locale) and is_free and cell.draft is not DraftState.REVIEW:
            tasks.append(Task(row, cell, is_mine))
    return sorted(tasks, key=lambda task: task.order)


def reviews_waiting(reach: Reach, found: Iterable[Row], locale: Locale) -> list[Task]:
    """Return the drafts that wait for a second person, and could be read by this one."""
    return [
        Task(row, cell, is_mine=False)
        for row in found
        for cell in (row.cells[locale],)
        if cell.draft is DraftState.REVIEW
        and cell.may_act
        and cell.writer_id != reach.actor.person_id
    ]
