"""A list goes on by a piece: as many lines as one transaction should hold."""

from __future__ import annotations

import uuid

from sqlalchemy import select

from nswp_gov.imports.models import ImportBatch, ImportLine
from nswp_gov.imports.operations.applying import apply_line
from nswp_gov.imports.operations.undoing import undo_line
from nswp_gov.imports.policy import may_import
from nswp_gov.imports.queries import judge
from nswp_gov.imports.queries.lists import TO_DO
from nswp_gov.imports.states import GOING_ON, Fate, Outcome, Stage
from nswp_gov.store import search
from nswp_gov.store.errors import DomainError, need
from nswp_gov.store.work import Work

PIECE = 25  # lines
_NEXT = {
    Stage.CHECKING: (Stage.CHECKED, "imports.tried"),
    Stage.APPLYING: (Stage.APPLIED, "imports.applied"),
    Stage.UNDOING: (Stage.UNDONE, "imports.undone"),
}


def go_on(work: Work, batch_id: uuid.UUID, *, most: int = PIECE) -> bool:
    """Do the next piece of what was ordered; return whether there is more to do.

    Only one process does so at a time: SQLite by the write lock, PostgreSQL by the row of the list.

    Raises:
        Denied: whoever ordered it is no longer of the secretariat.

    """
    row = work.session.scalar(
        select(ImportBatch)
        .where(ImportBatch.id == batch_id, ImportBatch.stage.in_(GOING_ON))
        .with_for_update(skip_locked=True)
    )
    if row is None:
        return False
    need(may_import(work.actor))
    lines = list(
        work.session.scalars(
            select(ImportLine)
            .where(ImportLine.batch_id == row.id, ImportLine.fate.in_(TO_DO[row.stage]))
            .order_by(ImportLine.number)
            .limit(most)
        )
    )
    for line in lines:
        _one(work, row, line)
    if row.stage is Stage.UNDOING:
        search.scrub(work.session)
    if len(lines) < most:
        row.stage, happened = _NEXT[row.stage]
        work.record(happened, row)
    work.session.flush()
    return len(lines) == most


def _one(work: Work, row: ImportBatch, line: ImportLine) -> None:
    if row.stage is Stage.CHECKING:
        _try(work, row, line)
        return
    before = dict(line.found or {})
    try:
        with work.session.begin_nested():
            (apply_line if row.stage is Stage.APPLYING else undo_line)(work, row, line)
    except DomainError as refusal:
        work.session.info["touched"].clear()  # all before it is recorded, and it is rolled back
        line.fate = Fate.FAILED if row.stage is Stage.APPLYING else Fate.KEPT
        line.found = {**before, "refused": [refusal.code, dict(refusal.values)]}
    work.session.flush()


def _try(work: Work, row: ImportBatch, line: ImportLine) -> None:
    judged = judge(work.session, row, line, work.today)
    line.outcome = judged.plan.outcome
    line.organisation_id = judged.organisation_id
    # a refused line takes no key: a later one with the same may be right
    line.key_index = None if line.outcome is Outcome.REFUSED else judged.key_index
    line.found = judged.as_data()
    line.fate = Fate.TRIED
    work.session.flush()
