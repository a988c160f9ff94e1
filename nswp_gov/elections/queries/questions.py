"""Questions that an election asks instead of filling a seat, and what was answered."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.directory.queries import region_of
from nswp_gov.elections.contests import read_counted
from nswp_gov.elections.models import Election, Post
from nswp_gov.elections.queries.rows import participation, posts, result, roll_size
from nswp_gov.elections.states import State
from nswp_gov.rules.counting.motion import MotionResult
from nswp_gov.store.errors import NotFound


@dataclass(frozen=True)
class Answer:
    """What was answered, exactly. `cast`: valid ballots, blank ones too; inside use only.

    `groups`: the regions of those who took part; None once nobody can know it any more.
    """

    in_favour: int
    against: int
    abstained: int
    cast: int
    entitled: int
    groups: int | None


def question_of(session: Session, election_id: uuid.UUID) -> Post:
    """Return the question that an election asks.

    Raises:
        NotFound: it fills seats.

    """
    found = next((one for one in posts(session, election_id) if one.seat_id is None), None)
    if found is None:
        raise NotFound
    return found


def answer_to(session: Session, found: Election) -> Answer | None:
    """Return what was answered once the record is published, or None before that."""
    post = question_of(session, found.id)
    kept = result(session, post.id)
    if found.state is not State.PUBLISHED or kept is None:
        return None
    counted = read_counted(kept.record)
    assert isinstance(counted, MotionResult)  # a question is counted as one
    return Answer(
        in_favour=counted.yes,
        against=counted.no,
        abstained=counted.abstained,
        cast=kept.ballots,
        entitled=roll_size(session, post.id),
        groups=_groups(session, found, post),
    )


def _groups(session: Session, found: Election, post: Post) -> int | None:
    """Return from how many regions a vote came; the list of who took part is kept for a while."""
    took_part = participation(session, post.id)
    if not took_part:
        return None
    cast = (one for one, was_cast in took_part.items() if was_cast)
    return len({region_of(session, one, found.record_on) for one in cast} - {None})


def by_ids(session: Session, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Election]:
    """Return elections by id; one query, none where there are no ids."""
    if not ids:
        return {}
    rows = session.scalars(select(Election).where(Election.id.in_(ids)))
    return {row.id: row for row in rows}
