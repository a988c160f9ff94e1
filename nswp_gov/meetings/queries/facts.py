"""What the program notes in the minutes by itself: who came and went, when the quorum turned."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from nswp_gov.meetings.models import Attendance
from nswp_gov.meetings.queries.sitting import Sitting
from nswp_gov.meetings.states import FactKind


@dataclass(frozen=True)
class Fact:
    """Something that happened at an instant; `attendance`: of whoever came or went."""

    at: datetime
    kind: FactKind
    attendance: Attendance | None = None

    @property
    def is_of_quorum(self) -> bool:
        """Tell whether it names nobody."""
        return self.attendance is None


Facts = Mapping[uuid.UUID | None, Sequence[Fact]]  # by item; None: before the first


def facts(whole: Sitting) -> Facts:
    """Return what happened while each item was open, in order.

    Those who were there when the first item was opened are the list of those present, and those
    who left at the end left with everybody: neither is told here.
    """
    found: dict[uuid.UUID | None, list[Fact]] = {}
    for fact in sorted((*_people(whole), *_quorum(whole)), key=lambda one: one.at):
        found.setdefault(_item_at(whole, fact.at), []).append(fact)
    return found


def _people(whole: Sitting) -> list[Fact]:
    begun = whole.turns[0].from_at if whole.turns else None
    found = []
    for row in whole.attendances:
        if row.arrived_at is not None and begun is not None and row.arrived_at > begun:
            found.append(Fact(row.arrived_at, FactKind.ARRIVED, row))
        if row.left_at is not None and row.left_at != whole.meeting.closed_at:
            found.append(Fact(row.left_at, FactKind.LEFT, row))
    return found


def _quorum(whole: Sitting) -> list[Fact]:
    until = whole.meeting.closed_at or datetime.max.replace(tzinfo=whole.meeting.starts_at.tzinfo)
    return [
        Fact(at, FactKind.QUORUM_REACHED if quorum.is_reached else FactKind.QUORUM_LOST)
        for at, quorum in whole.room.turns(until)
    ]


def _item_at(whole: Sitting, at: datetime) -> uuid.UUID | None:
    """Return the item that was open at an instant, or the last one opened before it."""
    begun = [turn.item_id for turn in whole.turns if turn.from_at <= at]
    return begun[-1] if begun else None
