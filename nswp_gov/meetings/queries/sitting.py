"""Everything about one meeting in a constant number of queries, however long it was."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nswp_gov.accounts.models import Person
from nswp_gov.bodies.models import Body
from nswp_gov.bodies.states import BodyKind
from nswp_gov.elections.models import Election
from nswp_gov.meetings.models import (
    Action,
    AgendaItem,
    Attendance,
    Decision,
    ItemTurn,
    Meeting,
    Minutes,
    Motion,
    Recusal,
    Vote,
)
from nswp_gov.meetings.queries import presence, records
from nswp_gov.meetings.queries.ballots import elections_of
from nswp_gov.meetings.queries.presence import Room
from nswp_gov.meetings.queries.records import Readings
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.quorum import Quorum

R = TypeVar("R")


@dataclass(frozen=True)
class Sitting:
    """A meeting with all that belongs to it; `words` are the texts of every record in it."""

    meeting: Meeting
    body: Body
    minutes: Minutes | None
    items: Sequence[AgendaItem]
    attendances: Sequence[Attendance]
    turns: Sequence[ItemTurn]
    room: Room
    recusals: Mapping[uuid.UUID, Sequence[Recusal]]  # by item
    motions: Mapping[uuid.UUID, Sequence[Motion]]  # by item
    votes: Mapping[uuid.UUID, Sequence[Vote]]  # by motion, oldest first
    elections: Mapping[uuid.UUID, Election]  # by motion whose result they make
    decisions: Mapping[uuid.UUID, Sequence[Decision]]  # by item
    actions: Mapping[uuid.UUID, Sequence[Action]]  # by item
    people: Mapping[uuid.UUID, Person]
    words: Readings

    @property
    def is_assembly(self) -> bool:
        """Tell whether organisations vote in it, and not seats."""
        return self.body.kind is BodyKind.ASSEMBLY

    @property
    def is_forgotten(self) -> bool:
        """Tell whether retention has taken the words: what was published is left, and no more."""
        return bool(self.items) and not any(self.text(row.id, "title") for row in self.items)

    def text(self, record_id: uuid.UUID, field: str) -> str:
        """Return the words of a text in the reader's language or its fallback; '' where none."""
        reading = self.words.get(record_id, {}).get(field)
        return reading.words if reading else ""

    def lang(self, record_id: uuid.UUID, field: str) -> str | None:
        """Return the tag of the language a text is shown in, where it is not the reader's."""
        reading = self.words.get(record_id, {}).get(field)
        return reading.locale.tag if reading and reading.is_fallback else None

    def number(self, record_id: uuid.UUID, field: str) -> int:
        """Return the number of the revision that is shown; 0 where there is none."""
        reading = self.words.get(record_id, {}).get(field)
        return reading.number if reading else 0

    def item(self, item_id: uuid.UUID) -> AgendaItem:
        """Return one of the items."""
        return next(row for row in self.items if row.id == item_id)

    def quorum(self, at: datetime) -> Quorum:
        """Return how the meeting stands, or stood, at an instant."""
        return self.room.quorum(at)

    def room_for(self, item_id: uuid.UUID, at: datetime) -> Room:
        """Return the room as it votes on an item: without those who take no part in it."""
        return self.room.without([row.person_id for row in self.recusals.get(item_id, ())], at)

    def vote_on(self, decision: Decision) -> Vote:
        """Return the vote that a decision of this meeting came from."""
        return next(
            vote for votes in self.votes.values() for vote in votes if vote.id == decision.vote_id
        )

    def slug_of(self, vote: Vote) -> str | None:
        """Return the address of the election that made a vote; None: it was taken in the room."""
        return self.elections[vote.motion_id].slug if vote.is_by_election else None

    def came(self) -> list[Attendance]:
        """Return who was there, one row for each person and capacity, by arrival."""
        seen: dict[tuple[uuid.UUID, str, uuid.UUID | None], Attendance] = {}
        for row in self.attendances:
            if row.arrived_at is not None:
                key = (row.person_id, row.capacity, row.seat_id or row.organisation_id)
                seen.setdefault(key, row)
        return list(seen.values())

    def apologies(self) -> list[Attendance]:
        """Return who said that they could not come."""
        return [row for row in self.attendances if row.is_apology]


def sitting(
    session: Session, meeting: Meeting, locale: Locale, part: range | None = None
) -> Sitting:
    """Return a meeting with all that belongs to it.

    `part`: the numbers of the items that are read; None: every item.
    """
    body = session.get_one(Body, meeting.body_id)
    items = records.items(session, meeting.id, part)
    attendances = records.attendances(session, meeting.id)
    keys = [row.id for row in items]
    in_items = Motion.item_id.in_(keys)
    motions = list(session.scalars(select(Motion).where(in_items).order_by(Motion.ordinal)))
    on_motions = Vote.motion_id.in_([row.id for row in motions])
    votes = list(session.scalars(select(Vote).where(on_motions).order_by(Vote.taken_at)))
    decisions = list(
        session.scalars(
            select(Decision).where(Decision.item_id.in_(keys)).order_by(func.abs(Decision.ordinal))
        )
    )
    actions = records.actions(session, meeting_id=meeting.id)
    if part is not None:
        actions = [row for row in actions if row.item_id in set(keys)]
    ids = {
        "agenda_item": keys,
        "motion": [row.id for row in motions],
        "decision": [row.id for row in decisions],
        "action": [row.id for row in actions],
    }
    room = presence.room(session, meeting, body, attendances)
    recusals = records.recusals(session, meeting.id)
    everybody = {row.person_id for row in attendances} | {
        row.owner_id for row in actions if row.owner_id is not None
    }
    everybody |= {row.person_id for row in room.mandates.values() if row.person_id is not None}
    everybody |= {row.person_id for row in recusals}
    everybody |= {uuid.UUID(one) for one in meeting.note_takers}
    return Sitting(
        meeting=meeting,
        body=body,
        minutes=records.minutes_of(session, meeting.id),
        items=items,
        attendances=attendances,
        turns=records.turns(session, meeting.id),
        room=room,
        recusals=_by(recusals, "item_id"),
        motions=_by(motions, "item_id"),
        votes=_by(votes, "motion_id"),
        elections=elections_of(session, [row.id for row in motions]),
        decisions=_by(decisions, "item_id"),
        actions=_by(actions, "item_id"),
        people=records.people(session, everybody),
        words=records.readings_of(session, ids, locale),
    )


def _by(rows: Iterable[R], name: str) -> dict[uuid.UUID, list[R]]:
    """Group rows by a column of theirs."""
    found: dict[uuid.UUID, list[R]] = {}
    for row in rows:
        found.setdefault(getattr(row, name), []).append(row)
    return found
