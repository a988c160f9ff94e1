"""What happened to the register between two days."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from nswp_gov.membership.queries.register import RegisterLine, register_as_at
from nswp_gov.membership.states import ENDINGS, Moved
from nswp_gov.rules.collation import sort_key
from nswp_gov.rules.languages import Locale


@dataclass(frozen=True, slots=True)
class Step:
    """One way in which an organisation's lines differ; values are codes, None where there is none.

    Of an admission, `after` is the category; of a leaving, `before` is the category and `after` the
    standing that ended it.
    """

    moved: Moved
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Difference:
    """An organisation whose line of one day is not that of the other."""

    organisation_id: uuid.UUID
    name: str
    country: str | None
    steps: tuple[Step, ...]


def differences(
    session: Session,
    earlier: date,
    later: date,
    *,
    known_at: datetime | None = None,
    locale: Locale = Locale.EN,
) -> list[Difference]:
    """Return how the register of `later` differs from that of `earlier`, by name; ten queries.

    Only for those who keep the register: the caller asks `policy.may_keep_register`.
    """
    before = {one.organisation_id: one for one in _of(session, earlier, known_at)}
    after = {one.organisation_id: one for one in _of(session, later, known_at)}
    found = []
    for key in before.keys() | after.keys():
        known = after.get(key) or before[key]
        steps = tuple(_steps(before.get(key), after.get(key)))
        if steps:
            found.append(Difference(key, known.name, known.country, steps))
    return sorted(found, key=lambda one: (sort_key(one.name, locale), one.organisation_id))


def _of(session: Session, day: date, known_at: datetime | None) -> list[RegisterLine]:
    return register_as_at(session, day, known_at=known_at)


def _belongs(line: RegisterLine | None) -> bool:
    return line is not None and line.standing not in ENDINGS


def _steps(before: RegisterLine | None, after: RegisterLine | None) -> Iterator[Step]:
    if not _belongs(before) and not _belongs(after):
        return
    if before is None or not _belongs(before):
        assert after is not None
        yield Step(Moved.ADMITTED, None, after.category)
        return
    if after is None or not _belongs(after):
        yield Step(Moved.LEFT, before.category, after.standing if after else None)
        return
    pairs = (
        (Moved.CATEGORY, before.category, after.category),
        (Moved.STANDING, before.standing, after.standing),
        (Moved.REGION, before.region, after.region),
    )
    for moved, was, is_now in pairs:
        if was != is_now:
            yield Step(moved, was, is_now)
