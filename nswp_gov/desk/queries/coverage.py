"""How much of what everybody reads is there in each language, month by month.

Nothing is stored for it: revisions are dated, so every earlier day can be computed. It tells of the
texts that stand today.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy.orm import Session

from nswp_gov.desk.cells import standings
from nswp_gov.desk.queries.matrix import Row, rows, tally
from nswp_gov.desk.queries.reach import Reach
from nswp_gov.desk.queries.revisions import Dated, dated_revisions
from nswp_gov.desk.states import SERVED, CellState
from nswp_gov.rules.languages import Locale

MONTHS = 12


@dataclass(frozen=True)
class Month:
    """The first day of a month; how many texts there were, how many were served in a language."""

    day: date
    total: int
    served: Mapping[Locale, int]

    def percent(self, locale: Locale) -> int:
        """Return how much of 100 was served; nothing to serve is all of it."""
        return round(100 * self.served[locale] / self.total) if self.total else 100


@dataclass(frozen=True)
class Coverage:
    """The months until today, and how every cell stands now."""

    months: Sequence[Month]
    counts: Mapping[Locale, Mapping[CellState, int]]
    total: int


def coverage(session: Session, reach: Reach, today: date) -> Coverage:
    """Return the coverage of the public texts over a year, ending with `today`."""
    public = [row for row in rows(session, reach) if row.is_public]
    ids, kinds = {row.text_id for row in public}, {row.kind for row in public}
    history = dated_revisions(session, ids, kinds)
    days = [*_firsts(today, MONTHS), today]
    months = [_month(public, history, day) for day in days]
    return Coverage(months, tally(public), len(public))


def _firsts(today: date, months: int) -> list[date]:
    """Return the first days of the last months, the oldest first, without `today` itself."""
    at = today.year * 12 + today.month - 1
    found = [date(one // 12, one % 12 + 1, 1) for one in range(at - months + 1, at + 1)]
    return [day for day in found if day < today]


def _month(
    public: Sequence[Row],
    history: Mapping[uuid.UUID, Sequence[Dated]],
    day: date,
) -> Month:
    end = datetime.combine(day, time.max, tzinfo=UTC)
    total, served = 0, dict.fromkeys(Locale, 0)
    for row in public:
        known = [one for at, one in history[row.text_id] if at <= end]
        own = {one.number for one in known if one.locale is row.source}
        chain = [one for one in row.subject.chains.get(row.field, ()) if one in own]
        if not own or (row.field in row.subject.chains and not chain):
            continue  # it was not there yet
        total += 1
        for locale, one in standings(row.source, known, chain).items():
            served[locale] += one.state in SERVED
    return Month(day, total, served)
