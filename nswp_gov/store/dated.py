"""Dated facts: rows that hold from one day until another, never overwritten.

Intervals are half-open, `[from_on, until_on)`; `until_on` None means: still. A mistake is not
changed: the wrong row becomes void and a right one is added, so that `as_at(day)` answers as known
today and `as_at(day, known_at)` as known then. PostgreSQL refuses overlaps by an exclusion
constraint; on SQLite the operation does, under the write lock that it already holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeVar, cast

from sqlalchemy import DDL, CheckConstraint, ColumnElement, Table, and_, event, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, declared_attr

from nswp_gov.store.base import Governed
from nswp_gov.store.errors import Conflict, DomainError
from nswp_gov.store.work import Work


class Overlap(DomainError):
    """Another row already says something for these days."""

    code = "dated_overlap"


class Dated:
    """The columns of a dated fact. `__fact__` names the columns that say what it is about."""

    __fact__: tuple[str, ...]

    from_on: Mapped[date]
    until_on: Mapped[date | None]
    recorded_at: Mapped[datetime]
    void_at: Mapped[datetime | None]

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:  # noqa: N805 - SQLAlchemy's declared_attr is given the class
        """An interval has at least one day."""
        return (CheckConstraint("until_on IS NULL OR until_on > from_on", name="interval"),)


class DatedFact(Governed, Dated):
    """What the functions below work on: a governed row with an interval."""

    __abstract__ = True


D = TypeVar("D", bound=DatedFact)


def holds(model: type[D], day: date, known_at: datetime | None = None) -> ColumnElement[bool]:
    """Return the condition that a row of `model` holds on `day`, as known now or at `known_at`."""
    inside = and_(model.from_on <= day, or_(model.until_on.is_(None), model.until_on > day))
    if known_at is None:
        return and_(inside, model.void_at.is_(None))
    known = and_(
        model.recorded_at <= known_at, or_(model.void_at.is_(None), model.void_at > known_at)
    )
    return and_(inside, known)


def _about(model: type[D], about: Mapping[str, Any]) -> ColumnElement[bool]:
    return and_(*(getattr(model, name) == value for name, value in about.items()))


def as_at(
    session: Session, model: type[D], day: date, *, known_at: datetime | None = None, **about: Any
) -> D | None:
    """Return the row that holds on `day` for the fact `about`, or None."""
    return session.scalar(select(model).where(_about(model, about), holds(model, day, known_at)))


def begin_fact(work: Work, row: D) -> D:
    """Add `row`; a row of the same fact that still runs ends the day this one begins.

    Raises:
        Overlap: a row of the same fact begins on or after that day, or both cover it.
        Conflict: another writer added such a row at the same time (PostgreSQL).

    """
    model, about = type(row), {name: getattr(row, name) for name in row.__fact__}
    end = row.until_on or date.max
    clashing = work.session.scalars(
        select(model).where(
            _about(model, about),
            model.void_at.is_(None),
            model.from_on < end,
            or_(model.until_on.is_(None), model.until_on > row.from_on),
        )
    ).all()
    for other in clashing:
        if other.until_on is not None or other.from_on >= row.from_on:
            raise Overlap(from_on=other.from_on.isoformat())
        other.until_on = row.from_on
    row.recorded_at = work.now
    try:
        work.session.flush()  # the older row ends before the newer begins: constraints look at each
        work.session.add(row)
        work.session.flush()
    except IntegrityError as clash:
        raise Conflict from clash
    return row


def end_fact(work: Work, row: DatedFact, on: date) -> None:
    """Let `row` end on `on` (the first day on which it no longer holds).

    Raises:
        Overlap: it would end before it began, or has ended earlier already.

    """
    if on <= row.from_on or (row.until_on is not None and row.until_on <= on):
        raise Overlap(from_on=row.from_on.isoformat())
    row.until_on = on
    work.session.flush()


def correct_fact(work: Work, wrong: D, right: D) -> D:
    """Close `wrong` as void and add `right` in its place; both stay readable."""
    wrong.void_at = work.now
    work.session.flush()
    return begin_fact(work, right)


def _ddl(sql: str) -> DDL:
    return DDL(sql)  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped


def forbid_overlaps(model: type[DatedFact]) -> None:
    """Have PostgreSQL refuse two rows of one fact on one day (needs the trusted btree_gist)."""
    table = cast("Table", model.__table__)  # type: ignore[attr-defined]  # concrete: a table
    event.listen(
        table,
        "after_create",
        _ddl(overlap_sql(table.name, model.__fact__)).execute_if(dialect="postgresql"),
    )


def overlap_sql(table: str, fact: tuple[str, ...]) -> str:
    """Return the exclusion constraint of one table as SQL; migrations say the same words."""
    equal = ", ".join(f"{name} WITH =" for name in fact)
    return (
        f"ALTER TABLE {table} ADD CONSTRAINT ex_{table}_dates EXCLUDE USING gist "
        f"({equal}, daterange(from_on, until_on) WITH &&) WHERE (void_at IS NULL)"
    )
