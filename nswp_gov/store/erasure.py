"""Retention carried out, and erasure: what was personal goes, the journal stays whole.

An erasure empties the personal fields of a row and every revision of it (words and salt); the
commitments stay, so the chain still verifies and says "erased". The list of erasures is kept so
that a restored backup forgets again what had been forgotten.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import LargeBinary, select
from sqlalchemy.orm import Mapped, Session

from nswp_gov.store.base import Base, Governed, Identified
from nswp_gov.store.journal import Revision
from nswp_gov.store.legal_holds import is_held, standing
from nswp_gov.store.retention import Ending, keep
from nswp_gov.store.work import Work

ERASED = ""  # what a personal text field that may not be empty says afterwards


class Erasure(Identified, Base):
    """A promise to forget: it is kept through a restore."""

    __tablename__ = "erasure"
    __retention__ = keep("erasures")

    entity: Mapped[str]
    entity_id: Mapped[uuid.UUID]
    erased_on: Mapped[date]


@dataclass(frozen=True)
class Purged:
    """What one run of the retention rules did to one table."""

    table: str
    kind: str
    ending: Ending
    rows: int


def tables() -> list[type[Base]]:
    """Return every mapped class, in order of table name."""
    classes = (mapper.class_ for mapper in Base.registry.mappers)
    return sorted(classes, key=lambda model: model.__tablename__)


def governed() -> list[type[Base]]:
    """Return the classes whose rows the journal covers."""
    return [model for model in tables() if issubclass(model, Governed)]


def erase_row(work: Work, row: Any) -> None:
    """Empty the personal fields of `row` in the row and its history; journal that it was done.

    The promise is kept in the list of erasures, so that a restored backup forgets it again.
    """
    work.session.add(Erasure(entity=row.__tablename__, entity_id=row.id, erased_on=work.today))
    erase_columns(work, row, row.__personal__)


def erase_columns(work: Work, row: Any, names: Iterable[str]) -> None:
    """Empty some fields of `row` in the row and its history; journal that it was done."""
    for name in names:
        setattr(row, name, _empty(type(row), name))
    if isinstance(row, Governed):
        work.record("erasure.row_erased", row)
    _forget_revisions(work.session, row.__tablename__, row.id)


def forget_row(work: Work, row: Any) -> None:
    """Delete a row with its history's words; journal that it was done."""
    _delete(work, [row])


def _empty(model: type[Base], name: str) -> str | bytes | None:
    column = model.__mapper__.columns[name]
    if column.nullable:
        return None
    return b"" if isinstance(column.type, LargeBinary) else ERASED


def _forget_revisions(
    session: Session, entity: str, entity_id: uuid.UUID, *, all_of_them: bool = False
) -> None:
    """Drop words and salts of the revisions; the newest stays where it says: empty now."""
    past = session.scalars(
        select(Revision)
        .where(Revision.entity == entity, Revision.entity_id == entity_id)
        .order_by(Revision.number.desc())
    ).all()
    for revision in past[0 if all_of_them else 1 :]:
        revision.body = revision.salt = None
    session.flush()


def purge(work: Work) -> list[Purged]:
    """Carry out every retention rule that is due today; return what was done.

    What is under a legal hold waits for its end.
    """
    done = []
    held = standing(work.session, work.today)
    for model in tables():
        rule = model.__retention__
        if rule.ending is Ending.KEEP or rule.days is None or rule.since is None:
            continue
        column = getattr(model, rule.since)
        limit: datetime | date = work.now - timedelta(days=rule.days)
        if column.type.python_type is date:
            limit = work.today - timedelta(days=rule.days)
        due = work.session.scalars(select(model).where(column < limit))
        rows = [row for row in due if not (held and is_held(held, rule.kind, _id(row)))]
        gone = _delete(work, rows) if rule.ending is Ending.DELETE else _erase(work, rows)
        done.append(Purged(model.__tablename__, rule.kind, rule.ending, gone))
    return done


def _id(row: Any) -> uuid.UUID:
    """Return what a hold names: the record that a part belongs to, else the row itself."""
    known: uuid.UUID = getattr(row, getattr(type(row), "__part_of__", "id"))
    return known


def _delete(work: Work, rows: list[Base]) -> int:
    for row in rows:
        work.session.delete(row)
        if isinstance(row, Governed):
            work.record("retention.row_deleted", row)
            _forget_revisions(work.session, row.__tablename__, row.id, all_of_them=True)
    work.session.flush()
    return len(rows)


def _erase(work: Work, rows: list[Base]) -> int:
    waiting = [row for row in rows if any(getattr(row, name) for name in row.__personal__)]
    for row in waiting:
        erase_row(work, row)
    return len(waiting)


def replay(work: Work, erasures: Iterable[tuple[str, uuid.UUID]]) -> int:
    """Forget again, after a restore, what had been forgotten; return how many rows it met."""
    by_table = {model.__tablename__: model for model in tables()}
    met = 0
    for entity, entity_id in erasures:
        model = by_table.get(entity)
        if model is not None and (row := work.session.get(model, entity_id)) is not None:
            erase_row(work, row)
            met += 1
    return met
