"""Motions before and in a meeting: their amendments, in which order they are voted on."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.bodies import queries as bodies
from nswp_gov.bodies.states import RuleName
from nswp_gov.meetings.models import Amendment, Meeting, Motion, MotionFiling, Voice, Written
from nswp_gov.meetings.queries import records
from nswp_gov.meetings.queries.presence import meeting_day
from nswp_gov.meetings.states import MotionState
from nswp_gov.rules.diff import Difference, compare, summary
from nswp_gov.rules.languages import Locale

OPEN = (MotionState.FILED, MotionState.MOVED)


@dataclass(frozen=True)
class Proposed:
    """An amendment as a reader gets it: what it would change, and how far that goes."""

    motion: Motion
    amendment: Amendment
    words: str
    difference: Difference
    weight: int  # words put in and taken out
    is_outdated: bool  # the motion was changed since it was written


@dataclass(frozen=True)
class Whole:
    """A motion with its amendments, in the order in which they are voted on."""

    motion: Motion
    words: str
    number: int
    amendments: Sequence[Proposed]
    amends: Motion | None


def whole_motion(session: Session, motion: Motion, locale: Locale) -> Whole:
    """Return a motion with its amendments; seven queries however many there are."""
    of = amendment(session, motion.id)
    against = session.get(Motion, of.amends_id) if of else None
    rows = amendments(session, motion.id)
    ids = [motion.id, *(row.id for row, _amendment in rows)]
    shown = records.readings(session, "motion", ids, locale)
    words, number = _text(shown, motion.id)
    found = [_proposed(shown, row, one, words, number) for row, one in rows]
    found.sort(key=lambda one: (one.motion.state not in OPEN, -one.weight, one.motion.ordinal))
    return Whole(motion, words, number, found, against)


def _proposed(
    shown: records.Readings, row: Motion, one: Amendment, words: str, number: int
) -> Proposed:
    wanted = _text(shown, row.id)[0]
    difference = compare(words, wanted)
    counted = summary(difference)
    weight = counted.words_inserted + counted.words_deleted
    return Proposed(row, one, wanted, difference, weight, one.against != number)


def _text(shown: records.Readings, key: uuid.UUID) -> tuple[str, int]:
    reading = shown.get(key, {}).get("text")
    return (reading.words, reading.number) if reading else ("", 0)


def amendments(session: Session, motion_id: uuid.UUID) -> list[tuple[Motion, Amendment]]:
    """Return the amendments to a motion in the order in which they came."""
    rows = session.execute(
        select(Motion, Amendment)
        .join(Amendment, Amendment.motion_id == Motion.id)
        .where(Amendment.amends_id == motion_id)
        .order_by(Motion.ordinal)
    )
    return [(row.Motion, row.Amendment) for row in rows]


def amendment(session: Session, motion_id: uuid.UUID) -> Amendment | None:
    """Return what a motion amends, or None for a motion that stands on its own."""
    return session.scalar(select(Amendment).where(Amendment.motion_id == motion_id))


def amending(session: Session, motions: Sequence[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """Return those of some motions that are amendments, and what each amends; one query."""
    rows = session.execute(
        select(Amendment.motion_id, Amendment.amends_id).where(Amendment.motion_id.in_(motions))
    )
    return {row.motion_id: row.amends_id for row in rows}


def filing(session: Session, motion_id: uuid.UUID) -> MotionFiling | None:
    """Return who put a motion in before the meeting, or None."""
    return session.scalar(select(MotionFiling).where(MotionFiling.motion_id == motion_id))


def deadlines(session: Session, meeting: Meeting) -> tuple[date, date]:
    """Return the last days for motions and for amendments, by the rule of the meeting's day.

    Without a rule both can be put in until the day of the meeting.
    """
    day = meeting_day(meeting)
    known = bodies.rule(session, meeting.body_id, RuleName.MOTIONS, day)
    rule = bodies.motions_rule(known.value) if known else bodies.MotionsRule(0, 0)
    return day - timedelta(days=rule.motions), day - timedelta(days=rule.amendments)


def written(session: Session, meeting_id: uuid.UUID) -> Written | None:
    """Return how a meeting is held in writing, or None where people meet."""
    return session.scalar(select(Written).where(Written.meeting_id == meeting_id))


def voices(session: Session, written_id: uuid.UUID) -> list[Voice]:
    """Return what was answered in writing, oldest first."""
    return list(
        session.scalars(
            select(Voice).where(Voice.written_id == written_id).order_by(Voice.said_at, Voice.id)
        )
    )
