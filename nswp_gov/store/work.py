"""One unit of work: a session, an actor, an instant. It commits whole or not at all."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.orm.exc import StaleDataError

from nswp_gov.store import journal, outbox
from nswp_gov.store.actor import Actor
from nswp_gov.store.base import Governed, Identified
from nswp_gov.store.clock import civil_day
from nswp_gov.store.errors import Conflict
from nswp_gov.store.journal import JournalEvent

ZONE = "Europe/London"  # civil days of the network; a setting may say otherwise


class Unrecorded(AssertionError):
    """A governed row changed and no event says so: a fault in an operation."""


@dataclass(frozen=True)
class Work:
    """What every operation is given, and all that it may touch."""

    session: Session
    actor: Actor
    now: datetime
    zone: str = ZONE

    @property
    def today(self) -> date:
        """Return the civil day of the network."""
        return civil_day(self.now, self.zone)

    def record(self, kind: str, subject: Identified) -> JournalEvent:
        """Journal an act: every governed row changed since the last record belongs to it."""
        self.session.flush()
        touched: dict[Governed, bool] = self.session.info.setdefault("touched", {})
        happened = journal.append(
            self.session,
            at=self.now,
            kind=kind,
            actor_id=self.actor.person_id,
            subject=subject,
            touched=list(touched.items()),
        )
        self.session.flush()
        touched.clear()
        return happened

    def post(
        self,
        *,
        to: str,
        letter: str,
        locale: str,
        values: Mapping[str, Any],
        key: str | None = None,
        person_id: uuid.UUID | None = None,
    ) -> None:
        """Queue a letter in this transaction; two with one `key` are one."""
        outbox.queue(
            self.session,
            now=self.now,
            to=to,
            letter=letter,
            locale=locale,
            values=values,
            key=key,
            person_id=person_id,
        )


@event.listens_for(Session, "before_flush")
def _note(session: Session, _context: Any, _instances: Any) -> None:
    touched: dict[Governed, bool] = session.info.setdefault("touched", {})
    for row in session.new:
        if isinstance(row, Governed):
            touched.setdefault(row, False)
    for row in session.dirty:
        if isinstance(row, Governed) and session.is_modified(row):
            touched.setdefault(row, False)
    for row in session.deleted:
        if isinstance(row, Governed):
            inspect(row)  # the snapshot needs the loaded state
            touched[row] = True


@event.listens_for(Session, "do_orm_execute")
def _no_bulk(state: ORMExecuteState) -> None:
    """Refuse bulk statements on governed classes: they would pass the journal by."""
    if (state.is_update or state.is_delete) and not state.execution_options.get("unjournalled"):
        mapper = state.bind_mapper
        if mapper is not None and issubclass(mapper.class_, Governed):
            raise Unrecorded(f"bulk change of {mapper.class_.__name__}")


def _all_recorded(session: Session) -> None:
    if changed := session.info["touched"]:
        names = sorted({type(row).__name__ for row in changed})
        raise Unrecorded(f"changed without a record: {', '.join(names)}")


@contextmanager
def begin(session: Session, actor: Actor, now: datetime, zone: str = ZONE) -> Iterator[Work]:
    """Commit when the block ends, roll back when it raises. The only commit in the code.

    Raises:
        Conflict: another writer changed the same record first.
        Unrecorded: a governed row changed without an event.

    """
    session.info["touched"] = {}
    try:
        yield Work(session, actor, now, zone)
        session.flush()
        _all_recorded(session)
        session.commit()
    except StaleDataError as stale:
        session.rollback()
        raise Conflict from stale
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info["touched"] = {}
