"""A long agenda in parts: a page reads one of them, however long the others are."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from nswp_gov.meetings.models import AgendaItem
from nswp_gov.meetings.states import ItemState

AT_ONCE = 40  # items on one page


@dataclass(frozen=True)
class Parts:
    """The numbers of the items on this page, and on each page in order."""

    here: range
    all: Sequence[range]

    @property
    def is_one(self) -> bool:
        """Tell whether everything is on one page."""
        return len(self.all) == 1

    @property
    def number(self) -> int:
        """Return which of the pages this is, from 1."""
        return self.all.index(self.here) + 1


def parts_of(session: Session, meeting_id: uuid.UUID, item_id: uuid.UUID | None, at: int) -> Parts:
    """Return the part with item `item_id`, or with number `at`, or with the open item; one query.

    Where the meeting has none of them, it is the first part.
    """
    of = AgendaItem.position
    asked, opened = AgendaItem.id == item_id, AgendaItem.state == ItemState.OPEN
    last, number, under_way = session.execute(
        select(
            func.count(),
            func.max(case((asked, of))),
            func.max(case((opened, of))),
        ).where(AgendaItem.meeting_id == meeting_id)
    ).one()
    every = [
        range(start, min(start + AT_ONCE, last + 1)) for start in range(1, last + 1, AT_ONCE)
    ] or [range(1, 1)]
    wanted = number or at or under_way or 1
    return Parts(next((one for one in every if wanted in one), every[0]), every)
