"""Retention carried out, and erasure: what was personal goes, the journal stays whole.

An erasure empties the personal fields of a row and every revision of it (words and salt); the
commitments stay, so the chain still verifies and says "erased". The list of erasures is kept so
that a restored backup forgets again what had been forgotten.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import LargeBinary, Select, null, select
from sqlalchemy.orm import Mapped, Session

from nswp_gov.store.base import Base, Governed, Identified
from nswp_gov.store.files import StoredFile
from nswp_gov.store.journal import Revision
from nswp_gov.store.legal_holds import is_held, standing
from nswp_gov.store.retention import Ending, Retention, keep
from nswp_gov.store.texts import Text, TextRevision
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
        over = _over(work, model, rule.since, timedelta(days=rule.days))
        rows = [
            row
            for row, record_id in work.session.execute(over)
            if not (held and is_held(held, rule.kind, record_id))
        ]
        gone = _delete(work, rows) if rule.ending is Ending.DELETE else _erase(work, rows, rule)
        done.append(Purged(model.__tablename__, rule.kind, rule.ending, gone))
    return done


def _over(work: Work, model: type[Base], since: str, kept: timedelta) -> Select[Any]:
    """Select the rows whose time is over, each with the record that a hold on it would name."""
    *way, name = since.split(".")
    query, table = select(model), model.__table__
    record = table.c.get(getattr(model, "__part_of__", "id"), null())
    for step in way:
        column = table.c[step]
        (key,) = column.foreign_keys
        table, record = key.column.table, key.column
        query = query.join(table, column == record)
    clock = table.c[name]
    is_day = clock.type.python_type is date
    return query.add_columns(record).where(clock < (work.today if is_day else work.now) - kept)


def held_as(row: Any) -> uuid.UUID:
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
    kept = {getattr(row, "file_id", None) for row in rows}
    for file in work.session.scalars(select(StoredFile).where(StoredFile.id.in_(kept - {None}))):
        work.session.delete(file)  # its bytes go with the next sweep
    return len(rows)


def _erase(work: Work, rows: list[Base], rule: Retention) -> int:
    waiting = [row for row in rows if any(getattr(row, name) for name in _going(row, rule))]
    for row in waiting:
        if rule.only is None:
            erase_row(work, row)
        else:
            erase_columns(work, row, rule.only)
    words = _sealed_words(work.session, rows) if rule.takes_words else []
    for revision in words:
        erase_columns(work, revision, revision.__personal__)
    return len(waiting) + len(words)


def _going(row: Base, rule: Retention) -> tuple[str, ...]:
    return row.__personal__ if rule.only is None else rule.only


def _sealed_words(session: Session, rows: list[Any]) -> list[TextRevision]:
    """Return what the sealed texts of these rows still say, in every revision."""
    known = {row.id for row in rows}
    if not known:
        return []
    found = session.execute(
        select(TextRevision.id, Text.subject_id)
        .join(Text, Text.id == TextRevision.text_id)
        .where(
            Text.subject_type.in_({row.__tablename__ for row in rows}),
            TextRevision.words_sealed.is_not(None),
        )
    )
    return [session.get_one(TextRevision, one) for one, subject_id in found if subject_id in known]


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
